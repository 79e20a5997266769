/* Homie 5: the description of a device, what of it is passed over, and what is none.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "devices/fl-convention-homie5.h"

static FlDiscovery *
discover (const char *topic,
          const char *text)
{
  g_autoptr(FlDeviceSettings) settings = fl_device_settings_new_default ();
  g_autoptr(FlConvention) convention = fl_convention_homie5_new (settings);
  g_autoptr(FlDiscovery) discovery = fl_discovery_new (topic);

  return fl_convention_discover (convention, "home", topic, text, discovery) ? g_steal_pointer (&discovery) : NULL;
}

static void
test_description (void)
{
  g_autoptr(FlDiscovery) discovery = discover ("homie/5/super-car/$description",
                                               "{\"homie\":\"5.0\",\"name\":\"Supercar\",\"version\":1718900000000,\"nodes\":{"
                                               "\"engine\":{\"name\":\"Car engine\",\"properties\":{\"temperature\":{\"name\":\"Engine temperature\","
                                               "\"unit\":\"°C\",\"datatype\":\"float\",\"format\":\"-20:120\"}}},"
                                               "\"lights\":{\"properties\":{\"power\":{\"datatype\":\"boolean\",\"settable\":true},"
                                               "\"intensity\":{\"datatype\":\"integer\",\"format\":\"0:100\",\"settable\":true}}}}}");
  FlEntity *temperature, *lights;

  g_assert_nonnull (discovery);
  g_assert_cmpuint (fl_discovery_get_n_entities (discovery), ==, 2);
  temperature = fl_discovery_find_entity (discovery, "engine.temperature");
  lights = fl_discovery_find_entity (discovery, "lights.power");
  g_assert_cmpstr (fl_device_info_get_name (fl_discovery_get_device (discovery, 0)), ==, "Supercar");
  g_assert_cmpstr (fl_entity_get_unit (temperature), ==, "°C");
  g_assert_cmpstr (fl_entity_get_aspect (temperature, 0)->state_topic, ==, "homie/5/super-car/engine/temperature");
  g_assert_cmpint (fl_entity_get_kind (lights), ==, FL_ENTITY_LIGHT);
  g_assert_cmpstr (fl_entity_get_aspect (lights, 0)->target_topic, ==, "homie/5/super-car/lights/power/$target");
  g_assert_cmpstr (fl_entity_get_availability (lights, 0)->topic, ==, "homie/5/super-car/$state");
}

static void
test_child (void)
{
  g_autoptr(FlDiscovery) discovery = discover ("my-home/5/light1/$description", "{\"homie\":\"5.0\",\"version\":1,\"root\":\"bridge\",\"parent\":\"dualrelay\","
                                                                                "\"nodes\":{\"a\":{\"properties\":{\"on\":{\"datatype\":\"boolean\"}}}}}");

  g_assert_cmpstr (fl_entity_get_availability (fl_discovery_get_entity (discovery, 0), 1)->topic, ==, "my-home/5/bridge/$state");
}

/* "Controllers should ignore the entire object (device, node, or property) if in a known field an illegal value is encountered." */
static const struct { const char *nodes; guint n_entities, n_left_out; } parts[] = {
  { "{\"a\":{\"properties\":{\"x\":{\"datatype\":\"float\"},\"y\":{\"datatype\":\"number\"}}}}", 1, 1 },
  { "{\"a\":{\"properties\":{\"x\":{\"datatype\":\"float\"},\"y\":{}}}}", 1, 1 },
  { "{\"a\":{\"properties\":{\"x\":{\"datatype\":\"float\"},\"y\":[]}}}", 1, 1 },
  { "{\"a\":{\"properties\":{\"x\":{\"datatype\":\"float\"},\"y\":{\"datatype\":\"boolean\",\"settable\":\"true\"}}}}", 1, 1 },
  { "{\"a\":{\"properties\":{\"x\":{\"datatype\":\"float\"},\"y\":{\"datatype\":\"enum\"}}}}", 1, 1 },
  { "{\"a\":{\"properties\":{\"x\":{\"datatype\":\"float\"},\"y\":{\"datatype\":\"float\",\"unit\":7}}}}", 1, 1 },
  { "{\"a\":{\"properties\":{\"x\":{\"datatype\":\"float\"},\"y z\":{\"datatype\":\"float\"}}}}", 1, 1 },
  { "{\"a\":{\"properties\":{\"x\":{\"datatype\":\"float\"}}},\"b\":{\"properties\":[]}}", 1, 1 },
  { "{\"a\":{\"properties\":{\"x\":{\"datatype\":\"float\"}}},\"b\":7}", 1, 1 },
  { "{\"a\":{\"properties\":{\"x\":{\"datatype\":\"float\"}}},\"+\":{\"properties\":{\"x\":{\"datatype\":\"float\"}}}}", 1, 1 },
  { "{\"a\":{\"later\":1,\"properties\":{\"x\":{\"datatype\":\"float\",\"later\":{}}}}}", 1, 0 },
  { "{\"a\":{}}", 0, 0 },
};

static void
test_parts (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      g_autofree char *text = g_strdup_printf ("{\"homie\":\"5.0\",\"version\":1,\"nodes\":%s}", parts[i].nodes);
      g_autoptr(FlDiscovery) discovery = discover ("homie/5/a/$description", text);

      g_test_message ("%s", parts[i].nodes);
      g_assert_cmpint (fl_discovery_get_kind (discovery), ==, FL_DISCOVERY_ENTITIES);
      g_assert_cmpuint (fl_discovery_get_n_entities (discovery), ==, parts[i].n_entities);
      g_assert_cmpuint (fl_discovery_get_n_left_out (discovery), ==, parts[i].n_left_out);
    }
}

static void
test_refuses (void)
{
  static const char *const texts[] = { "ready", "[]", "{}", "{\"homie\":\"4.0\",\"version\":1}", "{\"homie\":5,\"version\":1}", "{\"homie\":\"5.0\"}",
                                       "{\"homie\":\"5.0\",\"version\":\"1\"}", "{\"homie\":\"5.0\",\"version\":1,\"nodes\":[]}",
                                       "{\"homie\":\"5.0\",\"version\":1,\"root\":\"a/b\"}" };
  static const char *const topics[] = { "homie/5/a/$state", "homie/5/a", "homie/4/a/$description", "homie/5/a/b/$description", "homie/5/a b/$description",
                                        "homie/5//$description", "/5/a/$description", "$SYS/5/a/$description", "x/homie/5/a/$description", "home/kitchen/led" };
  g_autoptr(FlDiscovery) gone = discover ("homie/5/a/$description", "");

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr(FlDiscovery) discovery = discover ("homie/5/a/$description", texts[i]);

      g_test_message ("%s", texts[i]);
      g_assert_cmpint (fl_discovery_get_kind (discovery), ==, FL_DISCOVERY_UNREADABLE);
    }
  for (guint i = 0; i < G_N_ELEMENTS (topics); i++)
    g_assert_null (discover (topics[i], "{\"homie\":\"5.0\",\"version\":1}"));
  g_assert_cmpint (fl_discovery_get_kind (gone), ==, FL_DISCOVERY_WITHDRAWN);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/convention-homie5/description", test_description);
  g_test_add_func ("/convention-homie5/child", test_child);
  g_test_add_func ("/convention-homie5/parts", test_parts);
  g_test_add_func ("/convention-homie5/refuses", test_refuses);
  return g_test_run ();
}
