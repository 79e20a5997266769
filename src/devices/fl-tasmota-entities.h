/* What a Tasmota can switch, and who it is, as entities.
 *
 * Sources: arendst/Tasmota xdrv_12_discovery.ino; tasmota/docs Commands.md, MQTT.md; emontnemery/hatasmota light.py for what a
 * light of which kind can do. Pure, any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "devices/fl-entity-draft.h"
#include "devices/fl-tasmota-config.h"

G_BEGIN_DECLS

/* NULL: it has no usable key. */
FlDeviceInfo *fl_tasmota_dup_device    (const FlTasmotaConfig *config) G_GNUC_WARN_UNUSED_RESULT;
void          fl_tasmota_add_relays    (const FlTasmotaConfig *config,
                                        FlDeviceInfo          *device,
                                        FlDiscovery           *discovery);
/* For everything of the device: its last will says whether it is there. */
void          fl_tasmota_add_last_will (const FlTasmotaConfig *config,
                                        FlEntityDraft         *draft);

G_END_DECLS
