/* Home Assistant's MQTT discovery, which ESPHome, Zigbee2MQTT and many others speak: documents that describe what there is.
 *
 * Read are switches, lights, sensors and binary sensors; other components are counted. Commands are never retained, whatever
 * a document asks for, and nothing is ever published to homeassistant/…: not even "online", at which devices would announce
 * themselves again.
 *
 * Source: Home Assistant, integration MQTT, "MQTT discovery".
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "devices/fl-convention.h"

G_BEGIN_DECLS

#define FL_TYPE_CONVENTION_HOME_ASSISTANT (fl_convention_home_assistant_get_type ())

G_DECLARE_FINAL_TYPE (FlConventionHomeAssistant, fl_convention_home_assistant, FL, CONVENTION_HOME_ASSISTANT, GObject)

FlConvention *fl_convention_home_assistant_new (FlDeviceSettings *settings) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
