/* Why a broker was not trusted: one code, one sentence, what could happen, what to do.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "tls/fl-certificate.h"

G_BEGIN_DECLS

/* In the order of seriousness: the first that applies is the headline. */
typedef enum
{
  FL_REASON_PSK_REFUSED,
  FL_REASON_NO_TLS,
  FL_REASON_PROTOCOL_TOO_OLD,
  FL_REASON_REVOKED,
  FL_REASON_STAPLE_MISSING,
  FL_REASON_PIN_MISMATCH,
  FL_REASON_UNKNOWN_ISSUER,
  FL_REASON_SELF_SIGNED,
  FL_REASON_NOT_A_CA,
  FL_REASON_NAME_MISMATCH, /* after these: in a certificate that nobody vouches for the name proves nothing */
  FL_REASON_NOT_PERMITTED,
  FL_REASON_WEAK_SIGNATURE,
  FL_REASON_WEAK_KEY,
  FL_REASON_EXPIRED,
  FL_REASON_NOT_YET_VALID,
  FL_REASON_CLIENT_CERTIFICATE_REQUIRED,
  FL_REASON_CLIENT_CERTIFICATE_REFUSED,
  FL_REASON_CHAIN_ORDER, /* a remark beside a trusted verdict, never a refusal */
} FlReason;

#define FL_N_REASONS (FL_REASON_CHAIN_ORDER + 1)

const char *fl_reason_to_code         (FlReason             reason);
gboolean    fl_reason_from_code       (const char          *code,
                                       FlReason            *reason);
char       *fl_reason_to_clause       (FlReason             reason,
                                       const FlCertificate *leaf,
                                       const char          *host) G_GNUC_WARN_UNUSED_RESULT;
char       *fl_reason_describe        (FlReason             reason,
                                       const FlCertificate *leaf,
                                       const char          *host) G_GNUC_WARN_UNUSED_RESULT;
const char *fl_reason_get_risk        (FlReason             reason);
const char *fl_reason_get_action      (FlReason             reason);
gboolean    fl_reason_is_cured_by_pin (FlReason             reason);

G_END_DECLS
