/* Home Assistant's short names of a discovery document's members: cmd_t is command_topic.
 *
 * Source: Home Assistant, integration MQTT, "Supported abbreviations in MQTT discovery messages". Those of switches, lights,
 * sensors, binary sensors and what all have in common; the members of other components are not read.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  FL_HA_NAMES_COMPONENT,
  FL_HA_NAMES_DEVICE,
  FL_HA_NAMES_ORIGIN
} FlHaNames;

/* The whole name; name itself when it is none of the short ones. */
const char *fl_ha_abbreviation_expand (FlHaNames   names,
                                       const char *name);

G_END_DECLS
