/* Lights: what the documents of tests/data/discovery do not have; those are tried in test-discovery-documents.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "devices/fl-ha-light.h"

#define TOPIC "homeassistant/light/a/config"

/* The kinds of the aspects, first letters: p b t c; or the member that is wrong. */
static const struct { const char *payload, *aspects, *wrong; guint n_left_out; } cases[] = {
  { "{\"cmd_t\":\"c\"}", "p", NULL, 0 },
  { "{\"schema\":\"basic\",\"cmd_t\":\"c\"}", "p", NULL, 0 },
  { "{\"cmd_t\":\"c\",\"bri_stat_t\":\"b\"}", "p", NULL, 0 },
  { "{\"cmd_t\":\"c\",\"bri_cmd_t\":\"b\",\"clr_temp_cmd_t\":\"t\",\"hs_cmd_t\":\"h\"}", "pbtc", NULL, 0 },
  { "{\"cmd_t\":\"c\",\"rgb_cmd_t\":\"r\",\"rgb_cmd_tpl\":\"{{ '#%02x%02x%02x' | format(red, green, blue) }}\"}", "pc", NULL, 0 },
  { "{\"cmd_t\":\"c\",\"rgb_cmd_t\":\"r\",\"rgb_cmd_tpl\":\"{{ red * 2 }}\"}", "p", NULL, 1 },
  { "{\"cmd_t\":\"c\",\"bri_cmd_t\":\"b\",\"bri_stat_t\":\"s\",\"bri_val_tpl\":\"{{ value | int * 2 }}\"}", "pb", NULL, 1 },
  { "{\"cmd_t\":\"c\",\"rgbw_cmd_t\":\"r\"}", "p", NULL, 1 },
  { "{\"cmd_t\":\"c\",\"on_cmd_type\":\"sometimes\"}", "p", "on_command_type", 0 },
  { "{\"cmd_t\":\"c\",\"clr_temp_cmd_t\":\"t\",\"min_mirs\":400,\"max_mirs\":300}", "pt", "max_mireds", 0 },
  { "{\"cmd_t\":\"c\",\"bri_cmd_t\":\"b\",\"bri_scl\":0}", "pb", "brightness_scale", 0 },
  { "{\"schema\":\"json\",\"cmd_t\":\"c\",\"brightness\":true,\"rgb\":true,\"color_temp\":\"true\"}", "pbtc", NULL, 0 },
  { "{\"schema\":\"json\",\"cmd_t\":\"c\",\"sup_clrm\":[\"onoff\"],\"brightness\":true}", "p", NULL, 0 },
  { "{\"schema\":\"json\",\"cmd_t\":\"c\",\"sup_clrm\":[]}", "p", NULL, 0 },
  { "{\"schema\":\"json\",\"cmd_t\":\"c\",\"sup_clrm\":[\"rgbww\",\"color_temp\"],\"clr_temp_k\":true}", "pbtc", NULL, 0 },
  { "{\"schema\":\"json\",\"cmd_t\":\"c\",\"sup_clrm\":\"xy\"}", "pbc", NULL, 0 },
  { "{\"schema\":\"json\",\"cmd_t\":\"c\",\"sup_clrm\":[7]}", "p", "supported_color_modes", 0 },
  { "{\"schema\":\"json\",\"cmd_t\":\"c\",\"sup_clrm\":{\"xy\":1}}", "p", "supported_color_modes", 0 },
  { "{\"schema\":\"json\"}", "p", "command_topic", 0 },
  { "{\"schema\":\"template\",\"cmd_t\":\"c\"}", "", "command_on_template", 0 },
  { "{\"schema\":\"template\",\"cmd_t\":\"c\",\"cmd_on_tpl\":\"on\"}", "", "command_off_template", 0 },
  { "{\"schema\":\"template\",\"cmd_t\":\"c\",\"cmd_on_tpl\":\"on\",\"cmd_off_tpl\":\"off\",\"bri_tpl\":\"{{ value }}\"}", "p", NULL, 1 },
  { "{\"schema\":\"xml\",\"cmd_t\":\"c\"}", "", "schema", 0 },
  { "{\"schema\":[],\"cmd_t\":\"c\"}", "p", "schema", 0 },
};

static void
test_aspects (void)
{
  static const char letters[] = { 'p', 'b', 'c', 't', 'v' };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(FlHaDocument) document = fl_ha_document_new (TOPIC, cases[i].payload);
      g_autoptr(FlDiscovery) discovery = fl_discovery_new (TOPIC);
      g_auto(FlHaEntity) entity = { 0 };
      g_autoptr(GString) found = g_string_new (NULL);

      g_test_message ("%s", cases[i].payload);
      fl_ha_entity_init (&entity, fl_ha_document_get_component (document, 0), discovery);
      fl_ha_light_read (&entity);
      for (guint j = 0; j < entity.entity.n_aspects; j++)
        g_string_append_c (found, letters[entity.aspects[j].kind]);
      g_assert_cmpstr (found->str, ==, cases[i].aspects);
      g_assert_cmpstr (fl_ha_fields_get_wrong (entity.fields), ==, cases[i].wrong);
      g_assert_cmpuint (fl_discovery_get_n_left_out (discovery), ==, cases[i].n_left_out);
      g_assert_cmpint (entity.entity.kind, ==, FL_ENTITY_LIGHT);
    }
}

static void
test_kelvin (void)
{
  g_autoptr(FlHaDocument) document =
    fl_ha_document_new (TOPIC, "{\"schema\":\"json\",\"cmd_t\":\"c\",\"sup_clrm\":[\"color_temp\"],\"clr_temp_k\":true,\"max_k\":5000}");
  g_autoptr(FlDiscovery) discovery = fl_discovery_new (TOPIC);
  g_auto(FlHaEntity) entity = { 0 };

  fl_ha_entity_init (&entity, fl_ha_document_get_component (document, 0), discovery);
  fl_ha_light_read (&entity);
  g_assert_true (entity.aspects[2].kelvin);
  g_assert_cmpfloat (entity.aspects[2].minimum, ==, 2000);
  g_assert_cmpfloat (entity.aspects[2].maximum, ==, 5000);
}

/* Each member that is read, of each type that it must not be; in a light that has them all. */
static void
test_wrong_types (void)
{
  static const struct { const char *light; const char *const keys[20]; } lights[] = {
    { "\"cmd_t\":\"c\",\"bri_cmd_t\":\"b\",\"clr_temp_cmd_t\":\"t\",\"rgb_cmd_t\":\"r\"",
      { "cmd_t", "stat_t", "pl_on", "pl_off", "stat_val_tpl", "bri_cmd_t", "bri_cmd_tpl", "bri_scl", "bri_stat_t", "bri_val_tpl", "clr_temp_k",
        "clr_temp_cmd_tpl", "clr_temp_stat_t", "min_mirs", "max_mirs", "rgb_cmd_t", "rgb_cmd_tpl", "rgb_stat_t", "on_cmd_type", NULL } },
    { "\"cmd_t\":\"c\",\"hs_cmd_t\":\"h\"", { "hs_cmd_t", "hs_cmd_tpl", "hs_stat_t", "hs_val_tpl", "schema", NULL } },
    { "\"schema\":\"json\",\"cmd_t\":\"c\",\"brightness\":true,\"color_temp\":true",
      { "cmd_t", "stat_t", "brightness", "bri_scl", "color_temp", "clr_temp_k", "min_mirs", "rgb", "xy", "hs", NULL } },
    { "\"schema\":\"template\",\"cmd_t\":\"c\",\"cmd_on_tpl\":\"on{{ brightness }}{{ red }}\",\"cmd_off_tpl\":\"off\",\"bri_tpl\":\"{{ value }}\","
      "\"r_tpl\":\"{{ value }}\"",
      { "cmd_t", "stat_t", "stat_tpl", "cmd_on_tpl", "cmd_off_tpl", "bri_tpl", "r_tpl", NULL } },
  };
  static const char *const values[] = { "[7]", "[[]]", "{\"a\":1}" };

  for (guint i = 0; i < G_N_ELEMENTS (lights); i++)
    for (guint j = 0; lights[i].keys[j] != NULL; j++)
      for (guint k = 0; k < G_N_ELEMENTS (values); k++)
        {
          g_autofree char *payload = g_strdup_printf ("{%s,\"%s\":%s}", lights[i].light, lights[i].keys[j], values[k]);
          g_autoptr(FlHaDocument) document = fl_ha_document_new (TOPIC, payload);
          g_autoptr(FlDiscovery) discovery = fl_discovery_new (TOPIC);
          g_auto(FlHaEntity) entity = { 0 };

          g_test_message ("%s", payload);
          fl_ha_entity_init (&entity, fl_ha_document_get_component (document, 0), discovery);
          fl_ha_light_read (&entity);
          g_assert_cmpstr (fl_ha_fields_get_wrong (entity.fields), ==,
                           fl_ha_abbreviation_expand (FL_HA_NAMES_COMPONENT, lights[i].keys[j]));
        }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/ha-light/aspects", test_aspects);
  g_test_add_func ("/ha-light/kelvin", test_kelvin);
  g_test_add_func ("/ha-light/wrong-types", test_wrong_types);
  return g_test_run ();
}
