/* Entities of components: names, words, availability, and what is wrong with them.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "devices/fl-ha-entity.h"

typedef struct
{
  FlHaDocument *document;
  FlDiscovery *discovery;
  FlHaEntity entity;
} Fixture;

static void
setup (Fixture    *fixture,
       const char *topic,
       const char *payload)
{
  fixture->document = fl_ha_document_new (topic, payload);
  fixture->discovery = fl_discovery_new (topic);
  g_assert_cmpuint (fl_ha_document_get_n_components (fixture->document), ==, 1);
  fl_ha_entity_init (&fixture->entity, fl_ha_document_get_component (fixture->document, 0), fixture->discovery);
  fl_ha_entity_read_common (&fixture->entity);
}

static void
teardown (Fixture *fixture)
{
  fl_ha_entity_clear (&fixture->entity);
  fl_discovery_free (fixture->discovery);
  fl_ha_document_free (fixture->document);
}

static const char *
get_wrong (Fixture *fixture)
{
  return fl_ha_fields_get_wrong (fixture->entity.fields);
}

static const struct { const char *payload, *device, *name; } names[] = {
  { "{\"name\":\"Relay\"}", "Plug", "Relay" },
  { "{\"name\":null}", "Plug", "Plug" },
  { "{\"name\":null}", NULL, "a" },
  { "{\"name\":\"\",\"dev_cla\":\"outlet\"}", "Plug", "Outlet" },
  { "{\"dev_cla\":\"signal_strength\"}", "Plug", "Signal strength" },
  { "{}", "Plug", "Plug" },
  { "{}", NULL, "a" },
  { "{\"name\":5}", "Plug", "5" },
  { "{\"name\":\"<b>\\n\\u202e\"}", "Plug", "<b>\n\342\200\256" },
};

static void
test_names (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      Fixture fixture;

      setup (&fixture, "homeassistant/switch/a/config", names[i].payload);
      g_test_message ("%s", names[i].payload);
      g_assert_cmpstr (fl_ha_entity_get_name (&fixture.entity, names[i].device), ==, names[i].name);
      teardown (&fixture);
    }
}

static void
test_availability (void)
{
  Fixture fixture;

  setup (&fixture, "homeassistant/switch/a/config",
         "{\"~\":\"home/a\",\"avty_mode\":\"any\",\"pl_avail\":\"up\",\"avty\":[{\"t\":\"~/status\",\"pl_avail\":\"yes\"},"
         "{\"topic\":\"x\",\"val_tpl\":\"{{ value_json.s }}\"}]}");
  g_assert_null (get_wrong (&fixture));
  g_assert_cmpuint (fixture.entity.entity.n_availability, ==, 2);
  g_assert_cmpint (fixture.entity.entity.availability_mode, ==, FL_AVAILABILITY_MODE_ANY);
  g_assert_cmpstr (fixture.entity.availability[0].topic, ==, "home/a/status");
  g_assert_cmpstr (fixture.entity.availability[0].online, ==, "yes");
  g_assert_null (fixture.entity.availability[1].online);
  g_assert_cmpstr (fixture.entity.availability[1].state_template, ==, "{{ value_json.s }}");
  teardown (&fixture);

  setup (&fixture, "homeassistant/switch/a/config",
         "{\"avty_t\":\"s\",\"avty_tpl\":\"{{ value }}\",\"pl_avail\":\"Online\",\"pl_not_avail\":\"Offline\"}");
  g_assert_cmpuint (fixture.entity.entity.n_availability, ==, 1);
  g_assert_cmpstr (fixture.entity.availability[0].online, ==, "Online");
  g_assert_cmpstr (fixture.entity.availability[0].offline, ==, "Offline");
  g_assert_cmpstr (fixture.entity.availability[0].state_template, ==, "{{ value }}");
  teardown (&fixture);
}

static void
test_many_sources (void)
{
  Fixture fixture;
  g_autoptr(GString) payload = g_string_new ("{\"avty_t\":\"s\",\"avty\":[");

  for (guint i = 0; i < 20; i++)
    g_string_append_printf (payload, "%s{\"t\":\"s%u\"}", i > 0 ? "," : "", i);
  g_string_append (payload, "]}");
  setup (&fixture, "homeassistant/switch/a/config", payload->str);
  g_assert_cmpuint (fixture.entity.entity.n_availability, ==, FL_ENTITY_MAX_AVAILABILITY);
  teardown (&fixture);
}

static void
test_switch (void)
{
  Fixture fixture;
  const FlAspect *power = &fixture.entity.aspects[0];

  setup (&fixture, "homeassistant/switch/a/config",
         "{\"cmd_t\":\"c\",\"pl_on\":\"1\",\"pl_off\":0,\"stat_t\":\"s\",\"stat_on\":\"on\",\"cmd_tpl\":\"{\\\"state\\\":\\\"{{ value }}\\\"}\",\"ret\":true}");
  fl_ha_entity_read_switch (&fixture.entity);
  g_assert_null (get_wrong (&fixture));
  g_assert_cmpstr (fixture.entity.entity.id, ==, "switch.a");
  g_assert_cmpuint (fixture.entity.entity.n_aspects, ==, 1);
  g_assert_cmpstr (power->on, ==, "{\"state\":\"1\"}");
  g_assert_cmpstr (power->off, ==, "{\"state\":\"0\"}");
  g_assert_cmpstr (power->state_on, ==, "on");
  g_assert_cmpstr (power->state_off, ==, "0");
  g_assert_cmpuint (fl_discovery_get_n_left_out (fixture.discovery), ==, 1); /* retain */
  teardown (&fixture);

  setup (&fixture, "homeassistant/switch/a/config", "{\"stat_t\":\"s\"}");
  fl_ha_entity_read_switch (&fixture.entity);
  g_assert_cmpstr (get_wrong (&fixture), ==, "command_topic");
  teardown (&fixture);
}

static void
test_sensors (void)
{
  Fixture fixture;

  setup (&fixture, "homeassistant/sensor/a/config",
         "{\"stat_t\":\"s\",\"unit_of_meas\":\"\\u00b0C\",\"dev_cla\":\"temperature\",\"exp_aft\":30,\"val_tpl\":\"{{ value_json.t / 10 }}\"}");
  fl_ha_entity_read_sensor (&fixture.entity);
  g_assert_null (get_wrong (&fixture));
  g_assert_cmpint (fixture.entity.entity.kind, ==, FL_ENTITY_SENSOR);
  g_assert_cmpstr (fixture.entity.entity.unit, ==, "\302\260C");
  g_assert_cmpuint (fixture.entity.entity.expire_after, ==, 30);
  g_assert_cmpstr (fixture.entity.aspects[0].state_template, ==, "{{ value_json.t / 10 }}"); /* not understood, and kept as it is */
  teardown (&fixture);

  setup (&fixture, "homeassistant/binary_sensor/a/config", "{\"stat_t\":\"s\",\"pl_on\":\"open\",\"off_dly\":5}");
  fl_ha_entity_read_binary_sensor (&fixture.entity);
  g_assert_cmpint (fixture.entity.entity.kind, ==, FL_ENTITY_BINARY_SENSOR);
  g_assert_cmpstr (fixture.entity.aspects[0].state_on, ==, "open");
  g_assert_cmpstr (fixture.entity.aspects[0].state_off, ==, "OFF");
  g_assert_cmpuint (fixture.entity.entity.expire_after, ==, 5);
  teardown (&fixture);
}

/* Each member that is read, of each type that it must not be. */
static void
test_wrong_types (void)
{
  static const char *const keys[] = {
    "avty", "avty_mode", "avty_t", "dev_cla", "ic", "unit_of_meas", "ret", "stat_t", "val_tpl", "exp_aft", "cmd_t", "pl_on", "stat_on",
  };
  static const char *const values[] = { "[1]", "[[]]", "{\"a\":1}" };

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    for (guint j = 0; j < G_N_ELEMENTS (values); j++)
      {
        gboolean is_switch = g_str_has_prefix (keys[i], "cmd") || g_str_has_suffix (keys[i], "_on");
        g_autofree char *payload = g_strdup_printf ("{\"stat_t\":\"s\",\"cmd_t\":\"c\",\"%s\":%s}", keys[i], values[j]);
        Fixture fixture;

        g_test_message ("%s", payload);
        setup (&fixture, is_switch ? "homeassistant/switch/a/config" : "homeassistant/sensor/a/config", payload);
        (is_switch ? fl_ha_entity_read_switch : fl_ha_entity_read_sensor) (&fixture.entity);
        g_assert_cmpstr (get_wrong (&fixture), ==, fl_ha_abbreviation_expand (FL_HA_NAMES_COMPONENT, keys[i]));
        teardown (&fixture);
      }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/ha-entity/names", test_names);
  g_test_add_func ("/ha-entity/availability", test_availability);
  g_test_add_func ("/ha-entity/many-sources", test_many_sources);
  g_test_add_func ("/ha-entity/switch", test_switch);
  g_test_add_func ("/ha-entity/sensors", test_sensors);
  g_test_add_func ("/ha-entity/wrong-types", test_wrong_types);
  return g_test_run ();
}
