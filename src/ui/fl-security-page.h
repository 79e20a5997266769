/* The Security page: one true sentence, the four levels, whom we talk to, the handshake, the certificates.
 *
 * Everything comes in by properties (see the .c); it asks back by two signals:
 * "trust-certificate" (FlPin): pin this certificate and connect again;
 * "edit-broker" (const char *page): open the broker's settings at "trust" or "sign-in".
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "mqtt/fl-link-settings.h"
#include "session/fl-session.h"
#include "tls/fl-tls-report.h"
#include "ui/fl-certificate-timeline.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define FL_TYPE_SECURITY_PAGE (fl_security_page_get_type ())

G_DECLARE_FINAL_TYPE (FlSecurityPage, fl_security_page, FL, SECURITY_PAGE, AdwBin)

GtkWidget *fl_security_page_new               (void) G_GNUC_WARN_UNUSED_RESULT;
void       fl_security_page_set_report        (FlSecurityPage *self,
                                               FlTlsReport    *report);
void       fl_security_page_set_trust         (FlSecurityPage *self,
                                               FlTrust        *trust);
void       fl_security_page_set_link_settings (FlSecurityPage *self,
                                               FlLinkSettings *settings);
void       fl_security_page_set_pinned_certificate (FlSecurityPage *self,
                                                    FlCertificate  *certificate);
FlCertificateTimeline *
           fl_security_page_get_timeline      (FlSecurityPage *self);
void       fl_security_page_set_session       (FlSecurityPage   *self,
                                               FlSession        *session,
                                               const char       *base_topic);
void       fl_security_page_set_log           (FlSecurityPage   *self,
                                               FlCertificateLog *log,
                                               const char       *broker);
char      *fl_security_page_to_text           (FlSecurityPage *self) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
