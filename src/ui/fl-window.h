/* The window: header, tabs, toasts. A tab is a session view or a start page.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "brokers/fl-broker-shelf.h"
#include "mqtt/fl-mqtt-url.h"
#include "ui/fl-session-view.h"

G_BEGIN_DECLS

#define FL_TYPE_WINDOW (fl_window_get_type ())

G_DECLARE_FINAL_TYPE (FlWindow, fl_window, FL, WINDOW, AdwApplicationWindow)

FlWindow      *fl_window_new              (GtkApplication *application,
                                           FlBrokerShelf  *shelf) G_GNUC_WARN_UNUSED_RESULT;
void           fl_window_open_start_page  (FlWindow       *self);
void           fl_window_open_broker      (FlWindow       *self,
                                           FlBroker       *broker);
gboolean       fl_window_close_broker     (FlWindow       *self,
                                           FlBroker       *broker);
void           fl_window_edit_broker      (FlWindow       *self,
                                           FlBroker       *broker);
void           fl_window_open_url         (FlWindow       *self,
                                           FlMqttUrl      *url);
gboolean       fl_window_restore_tabs     (FlWindow       *self);
void           fl_window_add_session_view (FlWindow       *self,
                                           FlSessionView  *view);
FlSessionView *fl_window_get_session_view (FlWindow       *self);
void           fl_window_show_trouble     (FlWindow       *self,
                                           const char     *sentence,
                                           const char     *copyable);
void           fl_window_add_toast        (FlWindow       *self,
                                           AdwToast       *toast);

G_END_DECLS
