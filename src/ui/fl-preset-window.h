/* What a well-known broker has to be told before connecting: the way, its certificate file, user name, topic.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "brokers/fl-preset.h"

G_BEGIN_DECLS

#define FL_TYPE_PRESET_WINDOW (fl_preset_window_get_type ())

/* Signal "chosen": (FlBroker *, FlBrokerSecrets *, gboolean needs_client_certificate). */
G_DECLARE_FINAL_TYPE (FlPresetWindow, fl_preset_window, FL, PRESET_WINDOW, AdwWindow)

FlPresetWindow *fl_preset_window_new         (const FlPreset  *preset,
                                              gboolean         keyring_available) G_GNUC_WARN_UNUSED_RESULT;
void            fl_preset_window_choose_way  (FlPresetWindow  *self,
                                              guint            i);
gboolean        fl_preset_window_take_ca     (FlPresetWindow  *self,
                                              GBytes          *bytes,
                                              GError         **error);

G_END_DECLS
