/* The Security page's timeline: the certificates that were seen at this broker, what expires next, and until when what was
 * copied from them works.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "tls/fl-certificate-log.h"

G_BEGIN_DECLS

#define FL_TYPE_CERTIFICATE_TIMELINE (fl_certificate_timeline_get_type ())

G_DECLARE_FINAL_TYPE (FlCertificateTimeline, fl_certificate_timeline, FL, CERTIFICATE_TIMELINE, AdwBin)

GtkWidget *fl_certificate_timeline_new     (void) G_GNUC_WARN_UNUSED_RESULT;
void       fl_certificate_timeline_set_log (FlCertificateTimeline *self,
                                            FlCertificateLog      *log,
                                            const char            *broker);
void       fl_certificate_timeline_show    (FlCertificateTimeline *self,
                                            GPtrArray             *seen,
                                            gint64                 n_forgotten,
                                            GPtrArray             *copied,
                                            gint64                 now);
char      *fl_certificate_timeline_to_text (FlCertificateTimeline *self) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
