/* A light of a Home Assistant document, in any of its three schemas: default, json, template.
 *
 * Source: Home Assistant, integration light.mqtt.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "devices/fl-ha-entity.h"

G_BEGIN_DECLS

void fl_ha_light_read (FlHaEntity *entity);

G_END_DECLS
