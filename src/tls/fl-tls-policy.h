/* The policy: what a trust setting says of a certificate chain. Pure: no connection, no clock but the
 * system's, every reason that applies is found, not only the first.
 *
 * Any thread. For files of this room only.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "tls/fl-endpoint.h"
#include "tls/fl-ocsp.h"
#include "tls/fl-trust.h"
#include "tls/fl-verdict.h"

#include <openssl/x509_vfy.h>

G_BEGIN_DECLS

/* What was found, as sets of 1 << FlReason. */
typedef struct
{
  guint32 reasons; /* each of them refuses */
  guint32 remarks; /* true and worth showing, but not decisive in this way */
} FlTlsFindings;

#define FL_TLS_FINDING(reason) (1u << (reason))

/* OpenSSL's security level: 112 bits, hence RSA 2048 and no SHA-1. */
#define FL_TLS_SECURITY_LEVEL 2

void       fl_tls_policy_judge_chain  (const FlTrust       *trust,
                                       const FlEndpoint    *endpoint,
                                       X509_STORE_CTX      *context,
                                       FlTlsFindings       *findings);
void       fl_tls_policy_judge_staple (const FlTrust       *trust,
                                       const FlOcsp        *ocsp,
                                       STACK_OF(X509)      *chain,
                                       FlTlsFindings       *findings);
int        fl_tls_policy_get_x509_error (const FlTlsFindings *findings);
FlVerdict *fl_tls_policy_make_verdict (const FlTrust       *trust,
                                       gboolean             is_proved,
                                       const FlTlsFindings *findings) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
