/* Everything that is known of one connection's TLS: what `inspect` prints and the Security page shows.
 *
 * Immutable and reference-counted; usable from every thread. Holds no secret. Texts that came from the
 * network are valid UTF-8 with control characters escaped, and never markup.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "tls/fl-certificate.h"
#include "tls/fl-endpoint.h"
#include "tls/fl-handshake.h"
#include "tls/fl-ocsp.h"
#include "tls/fl-tls-fault.h"
#include "tls/fl-trust.h"
#include "tls/fl-verdict.h"

G_BEGIN_DECLS

#define FL_TYPE_TLS_REPORT (fl_tls_report_get_type ())

/* Whether two sides agreed on something that not every protocol has. */
typedef enum
{
  FL_TLS_ANSWER_NONE, /* not known, or without meaning in this protocol */
  FL_TLS_ANSWER_NO,
  FL_TLS_ANSWER_YES
} FlTlsAnswer;

typedef struct _FlTlsReport FlTlsReport;

GType           fl_tls_report_get_type                           (void) G_GNUC_CONST;
FlTlsReport    *fl_tls_report_ref                                (FlTlsReport       *self);
void            fl_tls_report_unref                              (FlTlsReport       *self);
FlEndpoint     *fl_tls_report_get_endpoint                       (const FlTlsReport *self);
FlTrustWay      fl_tls_report_get_way                            (const FlTlsReport *self);
gboolean        fl_tls_report_is_connected                       (const FlTlsReport *self);
gboolean        fl_tls_report_is_complete                        (const FlTlsReport *self);
FlTlsFault      fl_tls_report_get_fault                          (const FlTlsReport *self);
const char     *fl_tls_report_get_error_code                     (const FlTlsReport *self);
const char     *fl_tls_report_get_error_text                     (const FlTlsReport *self);
const char     *fl_tls_report_get_protocol                       (const FlTlsReport *self);
const char     *fl_tls_report_get_cipher                         (const FlTlsReport *self);
const char     *fl_tls_report_get_group                          (const FlTlsReport *self);
gboolean        fl_tls_report_is_post_quantum                    (const FlTlsReport *self);
const char     *fl_tls_report_get_peer_signature                 (const FlTlsReport *self);
const char     *fl_tls_report_get_alpn                           (const FlTlsReport *self);
gboolean        fl_tls_report_is_resumed                         (const FlTlsReport *self);
gboolean        fl_tls_report_is_live                            (const FlTlsReport *self);
FlTlsAnswer     fl_tls_report_get_extended_master_secret         (const FlTlsReport *self);
FlTlsAnswer     fl_tls_report_get_secure_renegotiation           (const FlTlsReport *self);
guint           fl_tls_report_get_max_fragment                   (const FlTlsReport *self);
gboolean        fl_tls_report_has_timestamp_count                (const FlTlsReport *self);
guint           fl_tls_report_get_n_certificate_timestamps       (const FlTlsReport *self);
guint           fl_tls_report_get_n_ocsp_timestamps              (const FlTlsReport *self);
gboolean        fl_tls_report_is_client_certificate_requested    (const FlTlsReport *self);
FlHandshake    *fl_tls_report_get_handshake                      (const FlTlsReport *self);
GPtrArray      *fl_tls_report_get_chain                          (const FlTlsReport *self);
FlCertificate  *fl_tls_report_get_leaf                           (const FlTlsReport *self);
GPtrArray      *fl_tls_report_get_verified_path                  (const FlTlsReport *self);
FlVerdict      *fl_tls_report_get_verdict                        (const FlTlsReport *self);
FlOcsp         *fl_tls_report_get_ocsp                           (const FlTlsReport *self);
FlPin          *fl_tls_report_get_matched_pin                    (const FlTlsReport *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FlTlsReport, fl_tls_report_unref)

G_END_DECLS
