/* "Can my ESP connect?" on the Security page: a button, and a row for each kind of device.
 *
 * Hidden without a broker that speaks TLS; nothing is tried before the button is pressed.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "esp/fl-esp-check.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define FL_TYPE_ESP_GROUP (fl_esp_group_get_type ())

G_DECLARE_FINAL_TYPE (FlEspGroup, fl_esp_group, FL, ESP_GROUP, AdwBin)

GtkWidget *fl_esp_group_new        (void) G_GNUC_WARN_UNUSED_RESULT;
void       fl_esp_group_set_broker (FlEspGroup *self,
                                    FlEndpoint *endpoint,
                                    FlTrust    *trust);
void       fl_esp_group_show_check (FlEspGroup *self,
                                    FlEspCheck *check);

G_END_DECLS
