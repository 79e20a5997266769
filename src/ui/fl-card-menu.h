/* What can be done with a card: moved, named, put into a room, given an icon, made wide, hidden.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "brokers/fl-dashboard-layout.h"
#include "devices/fl-device.h"

G_BEGIN_DECLS

#define FL_TYPE_CARD_MENU (fl_card_menu_get_type ())

/* Actions, for the menu: "card.*". Signals: "move-requested" (gboolean: later), "hide-requested". */
G_DECLARE_FINAL_TYPE (FlCardMenu, fl_card_menu, FL, CARD_MENU, GtkWidget)

void fl_card_menu_set_device (FlCardMenu        *self,
                              FlDevice          *device,
                              FlDashboardLayout *layout);

/* What the card is called, as it is shown: a screen reader calls the menu after it. */
void fl_card_menu_set_name   (FlCardMenu *self,
                              const char *name);

G_END_DECLS
