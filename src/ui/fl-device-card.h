/* The card of a device: LEDs, readings, tables, what needs attention, how old it all is.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "brokers/fl-dashboard-layout.h"
#include "devices/fl-device.h"

G_BEGIN_DECLS

#define FL_TYPE_DEVICE_CARD (fl_device_card_get_type ())

/* Property: "device" (FlDevice). Signals: "open-requested" (Enter or the arrow), "add-key-requested".
 * Space toggles the first LED. With a layout: "move-requested" (gboolean: later; Alt with an arrow, or the menu),
 * "hide-requested" (also to be shown again), "dropped" (FlDevice whose card was dropped here, gboolean: behind this). */
G_DECLARE_FINAL_TYPE (FlDeviceCard, fl_device_card, FL, DEVICE_CARD, GtkWidget)

GtkWidget *fl_device_card_new        (FlDevice     *device) G_GNUC_WARN_UNUSED_RESULT;
FlDevice  *fl_device_card_get_device (FlDeviceCard *self);
void       fl_device_card_set_device (FlDeviceCard *self,
                                      FlDevice     *device);
void       fl_device_card_tick       (FlDeviceCard *self,
                                      gint64        now);
void       fl_device_card_set_layout (FlDeviceCard      *self,
                                      FlDashboardLayout *layout);
void       fl_device_card_set_position (FlDeviceCard *self,
                                      const char   *text);

G_END_DECLS
