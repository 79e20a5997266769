/* What is beside a LED's switch: asks the device again, and how long its report is waited for.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "devices/fl-device.h"

G_BEGIN_DECLS

#define FL_TYPE_LED_MENU (fl_led_menu_get_type ())

G_DECLARE_FINAL_TYPE (FlLedMenu, fl_led_menu, FL, LED_MENU, GtkPopover)

/* device: whose LED it is, kept; NULL: the time cannot be set. */
void fl_led_menu_set_led (FlLedMenu *self,
                          FlLed     *led,
                          FlDevice  *device);

G_END_DECLS
