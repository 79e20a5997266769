/* The certificates of a connection: what was sent, and the path that was verified (RFC 5280, section 6).
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "tls/fl-tls-report.h"

G_BEGIN_DECLS

/* Certificates of those sent that are listed, but for those of the path. */
#define FL_CERTIFICATE_PATH_MAX_SENT 20

GPtrArray *fl_certificate_path_list          (const FlTlsReport   *report) G_GNUC_WARN_UNUSED_RESULT;
char      *fl_certificate_path_summarize     (const FlTlsReport   *report) G_GNUC_WARN_UNUSED_RESULT;
char      *fl_certificate_path_describe_role (const FlTlsReport   *report,
                                              const FlCertificate *certificate) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
