/* What stands in place of the dashboard while a broker has not been reached: the cause, and what helps.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "session/fl-session.h"

G_BEGIN_DECLS

#define FL_TYPE_FAULT_PAGE (fl_fault_page_get_type ())

/**
 * FlFaultPage:
 *
 * Properties: "session" (#FlSession, nullable); "tls-seen": whether this broker was ever reached with TLS, so that
 * no encryption is never offered; "keyring-available": whether a password outlives the application.
 *
 * Signals: "sign-in" (user name, #FlSecret password, whether it may be sent unencrypted); "use-tls" (guint port);
 * "use-plain" (guint port).
 */
G_DECLARE_FINAL_TYPE (FlFaultPage, fl_fault_page, FL, FAULT_PAGE, AdwBin)

GtkWidget *fl_fault_page_new             (void) G_GNUC_WARN_UNUSED_RESULT;
void       fl_fault_page_set_session     (FlFaultPage *self,
                                          FlSession   *session);
void       fl_fault_page_show_impossible (FlFaultPage *self,
                                          const char  *sentence);

G_END_DECLS
