/* Asks for the topics of a LED, seen or never seen.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "devices/fl-device-registry.h"

G_BEGIN_DECLS

#define FL_TYPE_ADD_LED_WINDOW (fl_add_led_window_get_type ())

/* Signal: "added" (FlLed, name or NULL, command topic, report topic or NULL), for who keeps it. */
G_DECLARE_FINAL_TYPE (FlAddLedWindow, fl_add_led_window, FL, ADD_LED_WINDOW, AdwWindow)

FlAddLedWindow *fl_add_led_window_new       (FlDeviceRegistry *registry) G_GNUC_WARN_UNUSED_RESULT;
void            fl_add_led_window_set_topic (FlAddLedWindow   *self,
                                             const char       *command_topic);

G_END_DECLS
