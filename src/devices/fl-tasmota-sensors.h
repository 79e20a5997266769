/* What a Tasmota measures, as entities: tasmota/discovery/MAC/sensors, which holds what tele/…/SENSOR will hold.
 *
 * Source of the units: emontnemery/hatasmota sensor.py, the reader for which the firmware sends it; those of temperature,
 * pressure and speed are in the document. Pure, any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "devices/fl-discovery.h"
#include "devices/fl-tasmota-config.h"

G_BEGIN_DECLS

/* Values of one document: what is over it is left out. */
#define FL_TASMOTA_MAX_SENSORS 128

/* FALSE: the text is no such document. */
gboolean fl_tasmota_add_sensors (const FlTasmotaConfig *config,
                                 FlDeviceInfo          *device,
                                 const char            *sensors,
                                 FlDiscovery           *discovery);

G_END_DECLS
