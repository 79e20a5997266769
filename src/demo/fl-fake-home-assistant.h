/* Simulated devices that describe themselves by Home Assistant's MQTT discovery.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "demo/fl-fake-board.h"

G_BEGIN_DECLS

extern const FlFakeFirmware fl_fake_ha_switch;
extern const FlFakeFirmware fl_fake_ha_light;
extern const FlFakeFirmware fl_fake_ha_light_json;
extern const FlFakeFirmware fl_fake_ha_sensor;
extern const FlFakeFirmware fl_fake_ha_device;

G_END_DECLS
