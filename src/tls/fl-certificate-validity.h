/* The dates of a certificate in words, in local time but for the one that says UTC. All times are Unix seconds.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "tls/fl-certificate.h"

G_BEGIN_DECLS

char *fl_certificate_validity_describe         (const FlCertificate *certificate,
                                                gint64               now) G_GNUC_WARN_UNUSED_RESULT;
char *fl_certificate_validity_format_until     (const FlCertificate *certificate,
                                                gint64               now) G_GNUC_WARN_UNUSED_RESULT;
char *fl_certificate_validity_format_date      (gint64               time) G_GNUC_WARN_UNUSED_RESULT;
char *fl_certificate_validity_format_time      (gint64               time) G_GNUC_WARN_UNUSED_RESULT;
char *fl_certificate_validity_format_past_date (gint64               time,
                                                gint64               now) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
