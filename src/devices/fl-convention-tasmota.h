/* Tasmota: retained documents on tasmota/discovery/MAC/config and …/sensors.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "devices/fl-convention.h"

G_BEGIN_DECLS

/* Devices whose documents are kept: one needs both, in whatever order they come. */
#define FL_CONVENTION_TASMOTA_MAX_DEVICES 4096

#define FL_TYPE_CONVENTION_TASMOTA (fl_convention_tasmota_get_type ())

G_DECLARE_FINAL_TYPE (FlConventionTasmota, fl_convention_tasmota, FL, CONVENTION_TASMOTA, GObject)

FlConvention *fl_convention_tasmota_new (FlDeviceSettings *settings) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
