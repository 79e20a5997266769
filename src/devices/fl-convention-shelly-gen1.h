/* Shelly of the first generation: shellies/ID/relay|light|color|white/N ← …/command, reports as words on the topic itself and
 * as JSON on …/status, last will on shellies/ID/online.
 *
 * Sources: shelly-api-docs.shelly.cloud/gen1 as quoted in bieniu/ha-shellies-discovery issue 40 (light, set, status, power,
 * energy); bieniu/ha-shellies-discovery shellies_discovery.py (topics, units); indomus.it/formazione/shelly-mqtt-e-http-comandi-utili
 * (command: announce, update). Pure.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "devices/fl-convention.h"

G_BEGIN_DECLS

#define FL_TYPE_CONVENTION_SHELLY_GEN1 (fl_convention_shelly_gen1_get_type ())

G_DECLARE_FINAL_TYPE (FlConventionShellyGen1, fl_convention_shelly_gen1, FL, CONVENTION_SHELLY_GEN1, GObject)

FlConvention *fl_convention_shelly_gen1_new (FlDeviceSettings *settings) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
