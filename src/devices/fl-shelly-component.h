/* One component of a Shelly from the second generation on ("switch:0" and its status), as entities.
 *
 * Sources: shelly-api-docs.shelly.cloud/gen2 Components: Mqtt (topics, flags), Switch, Light, RGB, CCT (status, …Set);
 * General/RPCProtocol (NotifyStatus); bieniu/ha-shellies-discovery-gen2 (units, RPC over MQTT, and which configuration is the
 * default: rpc_ntf and enable_control on, status_ntf off). Pure, any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <json-glib/json-glib.h>

#include "devices/fl-discovery.h"

G_BEGIN_DECLS

/* status: NULL for a switch of which only the device is known. Nothing is added for a component of another kind. */
void fl_shelly_component_add (FlDeviceInfo *device,
                              const char   *prefix,
                              const char   *key,
                              JsonObject   *status,
                              FlDiscovery  *discovery);

G_END_DECLS
