/* ESPHome's own topics: PREFIX/switch|light|sensor|binary_sensor/OBJECT/state, and …/command.
 *
 * Sources: esphome/esphome components/mqtt/mqtt_component.cpp (topics), mqtt_switch.cpp, mqtt_binary_sensor.cpp, mqtt_light.cpp,
 * components/light/light_json_schema.cpp (lights), components/mqtt/__init__.py (status, debug), mqtt_client.cpp (discover).
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "devices/fl-convention.h"

G_BEGIN_DECLS

/* Devices of which names are kept. */
#define FL_CONVENTION_ESPHOME_MAX_DEVICES 4096

#define FL_TYPE_CONVENTION_ESPHOME (fl_convention_esphome_get_type ())

G_DECLARE_FINAL_TYPE (FlConventionEsphome, fl_convention_esphome, FL, CONVENTION_ESPHOME, GObject)

FlConvention *fl_convention_esphome_new (FlDeviceSettings *settings) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
