/* A LED on a card: the lamp shows what is reported, the switch what is wished.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "devices/fl-device.h"

G_BEGIN_DECLS

#define FL_TYPE_LED_ROW (fl_led_row_get_type ())

/* Property: "led" (FlLed). */
G_DECLARE_FINAL_TYPE (FlLedRow, fl_led_row, FL, LED_ROW, GtkWidget)

GtkWidget *fl_led_row_new     (FlLed    *led) G_GNUC_WARN_UNUSED_RESULT;
FlLed     *fl_led_row_get_led (FlLedRow *self);
void       fl_led_row_set_led (FlLedRow *self,
                               FlLed    *led);
/* Whose LED it is: then how long its report is waited for can be set. */
void       fl_led_row_set_device (FlLedRow *self,
                                  FlDevice *device);

G_END_DECLS
