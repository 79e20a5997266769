/* Shelly from the second generation on: PREFIX/status/switch:0 and PREFIX/events/rpc report, PREFIX/command/switch:0 and
 * PREFIX/rpc take commands, PREFIX/online is the last will. PREFIX is MODEL-MAC if nobody changed it.
 *
 * Sources: see fl-shelly-component.h; how many relays a model has: bieniu/ha-shellies-discovery-gen2. Pure.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "devices/fl-convention.h"

G_BEGIN_DECLS

#define FL_TYPE_CONVENTION_SHELLY_GEN2 (fl_convention_shelly_gen2_get_type ())

G_DECLARE_FINAL_TYPE (FlConventionShellyGen2, fl_convention_shelly_gen2, FL, CONVENTION_SHELLY_GEN2, GObject)

FlConvention *fl_convention_shelly_gen2_new (FlDeviceSettings *settings) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
