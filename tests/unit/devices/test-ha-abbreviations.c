/* Short names: those that are written out, and those of which only the beginning is the same.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "devices/fl-ha-abbreviations.h"

static const struct { FlHaNames names; const char *shortened, *name; } cases[] = {
  { FL_HA_NAMES_COMPONENT, "avty", "availability" },
  { FL_HA_NAMES_COMPONENT, "cmd_t", "command_topic" },
  { FL_HA_NAMES_COMPONENT, "stat_t", "state_topic" },
  { FL_HA_NAMES_COMPONENT, "stat_val_tpl", "state_value_template" },
  { FL_HA_NAMES_COMPONENT, "clr_temp_k", "color_temp_kelvin" },
  { FL_HA_NAMES_COMPONENT, "migr_discvry", "migrate_discovery" },
  { FL_HA_NAMES_COMPONENT, "cmps", "components" },
  { FL_HA_NAMES_COMPONENT, "p", "platform" },
  { FL_HA_NAMES_COMPONENT, "t", "topic" },
  { FL_HA_NAMES_COMPONENT, "xy_val_tpl", "xy_value_template" },
  { FL_HA_NAMES_COMPONENT, "command_topic", "command_topic" },
  { FL_HA_NAMES_COMPONENT, "ids", "ids" },
  { FL_HA_NAMES_COMPONENT, "cmd_", "cmd_" },
  { FL_HA_NAMES_COMPONENT, "", "" },
  { FL_HA_NAMES_COMPONENT, "~", "~" },
  { FL_HA_NAMES_DEVICE, "ids", "identifiers" },
  { FL_HA_NAMES_DEVICE, "cns", "connections" },
  { FL_HA_NAMES_DEVICE, "mf", "manufacturer" },
  { FL_HA_NAMES_DEVICE, "sw", "sw_version" },
  { FL_HA_NAMES_DEVICE, "cmd_t", "cmd_t" },
  { FL_HA_NAMES_ORIGIN, "url", "support_url" },
  { FL_HA_NAMES_ORIGIN, "name", "name" },
};

static void
test_expand (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpstr (fl_ha_abbreviation_expand (cases[i].names, cases[i].shortened), ==, cases[i].name);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/ha-abbreviations/expand", test_expand);
  return g_test_run ();
}
