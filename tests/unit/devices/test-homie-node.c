/* Nodes of Homie devices: what becomes a switch, a lamp with levels, a reading; how each is commanded.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "devices/fl-homie-node.h"

/* id, datatype, format, settable; up to four */
typedef struct
{
  const char *id, *datatype, *format;
  gboolean is_settable;
} Wanted;

static FlDiscovery *
describe (const Wanted *wanted,
          gboolean      is_version_5,
          const char   *root_state)
{
  g_autoptr(FlDiscovery) discovery = fl_discovery_new ("homie/lamp");
  g_autoptr(FlDeviceInfo) device = fl_device_info_new (&(FlDeviceInfoFields) { .key = "homie/lamp" });
  g_autoptr(FlHomieNode) node = fl_homie_node_new ("light");
  const FlHomieOwner owner = { device, "homie/lamp", root_state, is_version_5 };

  for (guint i = 0; i < 4 && wanted[i].id != NULL; i++)
    {
      FlHomieProperty *property = fl_homie_node_ensure_property (node, wanted[i].id);

      property->datatype = g_strdup (wanted[i].datatype);
      property->format = g_strdup (wanted[i].format);
      property->is_settable = wanted[i].is_settable;
    }
  fl_homie_node_describe (node, &owner, discovery);
  return g_steal_pointer (&discovery);
}

static void
test_switch (void)
{
  const Wanted wanted[4] = { { "power", "boolean", NULL, TRUE } };
  g_autoptr(FlDiscovery) five = describe (wanted, TRUE, NULL);
  g_autoptr(FlDiscovery) four = describe (wanted, FALSE, NULL);
  g_autoptr(FlDiscovery) child = describe (wanted, TRUE, "homie/5/bridge/$state");
  FlEntity *entity = fl_discovery_find_entity (five, "light.power");
  const FlAspect *power;

  g_assert_nonnull (entity);
  power = fl_entity_get_aspect (entity, 0);
  g_assert_cmpint (fl_entity_get_kind (entity), ==, FL_ENTITY_SWITCH);
  g_assert_cmpstr (power->command_topic, ==, "homie/lamp/light/power/set");
  g_assert_cmpstr (power->state_topic, ==, "homie/lamp/light/power");
  g_assert_cmpstr (power->target_topic, ==, "homie/lamp/light/power/$target");
  g_assert_cmpstr (power->on, ==, "true");
  g_assert_cmpstr (power->off, ==, "false");
  g_assert_cmpuint (fl_entity_get_n_availability (entity), ==, 1);
  g_assert_cmpint (fl_entity_availability_read (fl_entity_get_availability (entity, 0), "ready"), ==, FL_AVAILABILITY_ONLINE);
  for (guint i = 0; i < 4; i++)
    {
      static const char *const away[] = { "lost", "sleeping", "disconnected", "init" };

      g_assert_cmpint (fl_entity_availability_read (fl_entity_get_availability (entity, 0), away[i]), ==, FL_AVAILABILITY_OFFLINE);
    }

  entity = fl_discovery_find_entity (four, "light.power");
  g_assert_null (fl_entity_get_aspect (entity, 0)->target_topic);
  g_assert_cmpuint (fl_entity_get_n_availability (entity), ==, 2);
  g_assert_cmpint (fl_entity_get_availability_mode (entity), ==, FL_AVAILABILITY_MODE_ANY);
  g_assert_cmpint (fl_entity_availability_read (fl_entity_get_availability (entity, 1), "alert"), ==, FL_AVAILABILITY_ONLINE);

  entity = fl_discovery_find_entity (child, "light.power");
  g_assert_cmpint (fl_entity_get_availability_mode (entity), ==, FL_AVAILABILITY_MODE_ALL);
  g_assert_cmpstr (fl_entity_get_availability (entity, 1)->topic, ==, "homie/5/bridge/$state");
  g_assert_cmpint (fl_entity_availability_read (fl_entity_get_availability (entity, 1), "lost"), ==, FL_AVAILABILITY_OFFLINE);
}

static void
test_lamp (void)
{
  const Wanted wanted[4] = { { "power", "boolean", NULL, TRUE }, { "brightness", "float", "0:1", TRUE }, { "color", "color", "hsv,rgb", TRUE },
                             { "temperature", "float", NULL, FALSE } };
  g_autoptr(FlDiscovery) five = describe (wanted, TRUE, NULL);
  g_autoptr(FlDiscovery) four = describe (wanted, FALSE, NULL);
  FlEntity *entity = fl_discovery_find_entity (five, "light.power");
  g_autofree char *half = fl_aspect_build_number (fl_entity_find_aspect (entity, FL_ASPECT_BRIGHTNESS), 0.5);
  g_autofree char *new_color = fl_aspect_build_color (fl_entity_find_aspect (entity, FL_ASPECT_COLOR), &(FlAspectColor) { 255, 128, 0 });
  g_autofree char *old_color = fl_aspect_build_color (fl_entity_find_aspect (fl_discovery_find_entity (four, "light.power"), FL_ASPECT_COLOR),
                                                      &(FlAspectColor) { 255, 128, 0 });

  g_assert_cmpint (fl_entity_get_kind (entity), ==, FL_ENTITY_LIGHT);
  g_assert_cmpuint (fl_discovery_get_n_entities (five), ==, 2);
  g_assert_cmpstr (fl_entity_find_aspect (entity, FL_ASPECT_BRIGHTNESS)->command_topic, ==, "homie/lamp/light/brightness/set");
  g_assert_cmpfloat (fl_entity_find_aspect (entity, FL_ASPECT_BRIGHTNESS)->maximum, ==, 1);
  g_assert_cmpstr (half, ==, "0.50");
  g_assert_cmpstr (new_color, ==, "rgb,255,128,0");
  g_assert_cmpstr (old_color, ==, "255,128,0");
  g_assert_cmpint (fl_entity_get_kind (fl_discovery_find_entity (five, "light.temperature")), ==, FL_ENTITY_SENSOR);
}

static const struct { Wanted wanted[4]; const char *id; FlEntityKind kind; } others[] = {
  { { { "open", "boolean", NULL, FALSE } }, "light.open", FL_ENTITY_BINARY_SENSOR },
  { { { "mode", "enum", "a,b", TRUE } }, "light.mode", FL_ENTITY_SENSOR },
  /* no lamp to belong to, or more than one */
  { { { "brightness", "integer", "0:100", TRUE } }, "light.brightness", FL_ENTITY_SENSOR },
  { { { "a", "boolean", NULL, TRUE }, { "b", "boolean", NULL, TRUE }, { "dim", "integer", "0:100", TRUE } }, "light.dim", FL_ENTITY_SENSOR },
  { { { "a", "boolean", NULL, TRUE }, { "b", "boolean", NULL, TRUE }, { "dim", "integer", "0:100", TRUE } }, "light.a", FL_ENTITY_SWITCH },
  /* no range, an empty one, none that can be read */
  { { { "a", "boolean", NULL, TRUE }, { "dim", "integer", NULL, TRUE } }, "light.dim", FL_ENTITY_SENSOR },
  { { { "a", "boolean", NULL, TRUE }, { "dim", "integer", "100:0", TRUE } }, "light.dim", FL_ENTITY_SENSOR },
  { { { "a", "boolean", NULL, TRUE }, { "dim", "integer", "0:inf", TRUE } }, "light.dim", FL_ENTITY_SENSOR },
  { { { "a", "boolean", NULL, TRUE }, { "dim", "integer", ":100", TRUE } }, "light.dim", FL_ENTITY_SENSOR },
  { { { "a", "boolean", NULL, TRUE }, { "c", "color", "hsv", TRUE } }, "light.c", FL_ENTITY_SENSOR },
  { { { "a", "boolean", NULL, TRUE }, { "dim", "integer", "0:100:5", TRUE } }, "light.a", FL_ENTITY_LIGHT },
};

static void
test_others (void)
{
  const Wanted nothing[4] = { { "x", NULL, NULL, FALSE } };
  g_autoptr(FlDiscovery) none = describe (nothing, TRUE, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    {
      g_autoptr(FlDiscovery) discovery = describe (others[i].wanted, TRUE, NULL);
      FlEntity *entity = fl_discovery_find_entity (discovery, others[i].id);

      g_test_message ("%u, %s", i, others[i].id);
      g_assert_nonnull (entity);
      g_assert_cmpint (fl_entity_get_kind (entity), ==, others[i].kind);
    }
  g_assert_cmpuint (fl_discovery_get_n_entities (none), ==, 0);
}

static void
test_bounds (void)
{
  g_autoptr(FlHomieNode) node = fl_homie_node_new ("node");
  g_autofree char *long_id = g_strnfill (65, 'a');

  for (guint i = 0; i < FL_HOMIE_MAX_PROPERTIES; i++)
    {
      g_autofree char *id = g_strdup_printf ("p%u", i);

      g_assert_nonnull (fl_homie_node_ensure_property (node, id));
    }
  g_assert_null (fl_homie_node_ensure_property (node, "more"));
  fl_homie_node_remove_property (node, "p7");
  g_assert_nonnull (fl_homie_node_ensure_property (node, "more"));
  g_assert_true (fl_homie_is_id ("kitchen-light_2"));
  g_assert_false (fl_homie_is_id (""));
  g_assert_false (fl_homie_is_id ("$state"));
  g_assert_false (fl_homie_is_id ("a/b"));
  g_assert_false (fl_homie_is_id (long_id));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/homie-node/switch", test_switch);
  g_test_add_func ("/homie-node/lamp", test_lamp);
  g_test_add_func ("/homie-node/others", test_others);
  g_test_add_func ("/homie-node/bounds", test_bounds);
  return g_test_run ();
}
