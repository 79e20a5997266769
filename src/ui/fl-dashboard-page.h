/* What the devices say and what can be switched: a card for each.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "brokers/fl-dashboard-layout.h"
#include "devices/fl-device-registry.h"

G_BEGIN_DECLS

#define FL_TYPE_DASHBOARD_PAGE (fl_dashboard_page_get_type ())

/* Property: "registry" (FlDeviceRegistry). Actions: "dashboard.add-led", "dashboard.search" (Ctrl+F),
 * "dashboard.show-all" (ends the search and the filter).
 * Signals: "open-device" (FlDevice: show it in Messages), "add-key" (FlDevice),
 * "led-added" (FlLed, name or NULL, command topic, report topic or NULL: to be kept for the next start). */
G_DECLARE_FINAL_TYPE (FlDashboardPage, fl_dashboard_page, FL, DASHBOARD_PAGE, AdwBin)

GtkWidget        *fl_dashboard_page_new          (void) G_GNUC_WARN_UNUSED_RESULT;
FlDeviceRegistry *fl_dashboard_page_get_registry (FlDashboardPage  *self);
void              fl_dashboard_page_set_registry (FlDashboardPage  *self,
                                                  FlDeviceRegistry *registry);
void              fl_dashboard_page_set_layout   (FlDashboardPage  *self,
                                                  FlDashboardLayout *layout);
void              fl_dashboard_page_set_filter   (FlDashboardPage  *self,
                                                  const char       *filter);
void              fl_dashboard_page_add_led      (FlDashboardPage  *self,
                                                  const char       *topic);

G_END_DECLS
