/* "For your device" on the Security page: a firmware, a way, and what to paste; until when it works; the fingerprint in
 * every other form.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "esp/fl-snippet.h"
#include "session/fl-session.h"
#include "tls/fl-certificate-log.h"
#include "tls/fl-trust.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define FL_TYPE_SNIPPET_GROUP (fl_snippet_group_get_type ())

G_DECLARE_FINAL_TYPE (FlSnippetGroup, fl_snippet_group, FL, SNIPPET_GROUP, AdwBin)

GtkWidget *fl_snippet_group_new         (void) G_GNUC_WARN_UNUSED_RESULT;
void       fl_snippet_group_show        (FlSnippetGroup *self,
                                         FlTlsReport    *report,
                                         FlTrust        *trust,
                                         gint64          now);
void       fl_snippet_group_set_log     (FlSnippetGroup   *self,
                                         FlCertificateLog *log,
                                         const char       *broker);
void       fl_snippet_group_set_session (FlSnippetGroup *self,
                                         FlSession      *session,
                                         const char     *base_topic);
void       fl_snippet_group_choose      (FlSnippetGroup *self,
                                         FlFirmware      firmware,
                                         FlSnippetWay    way);
FlSnippet *fl_snippet_group_get_snippet (FlSnippetGroup *self);
char      *fl_snippet_group_to_text     (FlSnippetGroup *self) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
