/* Why a device does not get through to a broker in one of its ways: a stable code and a sentence.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "esp/fl-client-model.h"

G_BEGIN_DECLS

typedef enum
{
  /* The handshake. */
  FL_ESP_REASON_NOT_TRIED,
  FL_ESP_REASON_PROTOCOL_VERSION,
  FL_ESP_REASON_NO_COMMON_CIPHER,
  FL_ESP_REASON_PSK_REQUIRED,
  FL_ESP_REASON_PSK_NOT_TAKEN,
  FL_ESP_REASON_PSK_TOO_LONG,
  FL_ESP_REASON_CLIENT_CERTIFICATE,
  FL_ESP_REASON_REFUSED,
  FL_ESP_REASON_CLOSED,
  FL_ESP_REASON_HANDSHAKE_FAILED,
  /* The certificates, whatever is proved with them. */
  FL_ESP_REASON_CHAIN_TOO_LARGE,
  FL_ESP_REASON_CRITICAL_EXTENSION,
  FL_ESP_REASON_KEY_TYPE,
  FL_ESP_REASON_KEY_TOO_LARGE,
  /* The way to an authority. */
  FL_ESP_REASON_NO_AUTHORITY,
  FL_ESP_REASON_NOT_BUILT_IN,
  FL_ESP_REASON_AUTHORITY_NOT_LOADED,
  FL_ESP_REASON_KEY_TOO_SMALL,
  FL_ESP_REASON_SIGNATURE_ALGORITHM,
  FL_ESP_REASON_BAD_SIGNATURE,
  FL_ESP_REASON_NOT_A_CA,
  FL_ESP_REASON_PATH_LENGTH,
  FL_ESP_REASON_CHAIN_ORDER,
  FL_ESP_REASON_CHAIN_TOO_LONG,
  FL_ESP_REASON_ISSUER_NAME,
  FL_ESP_REASON_UNKNOWN_ISSUER,
  FL_ESP_REASON_KEY_USAGE,
  FL_ESP_REASON_PURPOSE,
  FL_ESP_REASON_NAME_MISMATCH,
  FL_ESP_REASON_IP_ADDRESS,
  FL_ESP_REASON_EXPIRED,
  FL_ESP_REASON_NOT_YET_VALID,
} FlEspReason;

#define FL_N_ESP_REASONS (FL_ESP_REASON_NOT_YET_VALID + 1)

/* A set of them: bits 1 << FlEspReason. */
typedef guint64 FlEspReasons;

#define FL_ESP_REASON_BIT(reason) (G_GUINT64_CONSTANT (1) << (reason))

const char *fl_esp_reason_to_code  (FlEspReason          reason);
char       *fl_esp_reason_describe (FlEspReason          reason,
                                    const FlClientModel *model,
                                    const char          *host) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
