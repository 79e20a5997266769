/* Homie 3 and 4: a device that comes in pieces, in whatever order; what changes, goes, or is none.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "devices/fl-convention-homie4.h"

#include "devices/fl-homie-node.h"

#include <string.h>

static FlConvention *
make_convention (void)
{
  g_autoptr(FlDeviceSettings) settings = fl_device_settings_new_default ();

  return fl_convention_homie4_new (settings);
}

/* NULL: it is not this convention's. */
static FlDiscovery *
discover (FlConvention *convention,
          const char   *topic,
          const char   *text)
{
  g_autoptr(FlDiscovery) discovery = fl_discovery_new (topic);

  return fl_convention_discover (convention, "home", topic, text, discovery) ? g_steal_pointer (&discovery) : NULL;
}

static void
take (FlConvention *convention,
      const char   *topic,
      const char   *text)
{
  g_autoptr(FlDiscovery) discovery = discover (convention, topic, text);

  g_test_message ("%s, %s", topic, text);
  g_assert_nonnull (discovery);
  g_assert_cmpstr (fl_discovery_get_source (discovery), ==, "homie/super-car");
}

/* The super car of the convention, with a lamp. */
static const struct { const char *topic, *text; } car[] = {
  { "homie/super-car/$name", "Super car" },
  { "homie/super-car/$nodes", "engine,lights" },
  { "homie/super-car/$implementation", "esp8266" },
  { "homie/super-car/engine/$name", "Car engine" },
  { "homie/super-car/engine/$properties", "temperature" },
  { "homie/super-car/engine/temperature/$name", "Engine temperature" },
  { "homie/super-car/engine/temperature/$settable", "false" },
  { "homie/super-car/engine/temperature/$unit", "°C" },
  { "homie/super-car/engine/temperature/$datatype", "float" },
  { "homie/super-car/engine/temperature/$format", "-20:120" },
  { "homie/super-car/lights/$properties", "power" },
  { "homie/super-car/lights/power/$datatype", "boolean" },
  { "homie/super-car/lights/power/$settable", "true" },
  { "homie/super-car/$homie", "4.0.0" },
};

static void
assert_is_car (FlDiscovery *discovery)
{
  FlEntity *temperature = fl_discovery_find_entity (discovery, "engine.temperature");
  FlEntity *power = fl_discovery_find_entity (discovery, "lights.power");

  g_assert_cmpuint (fl_discovery_get_n_entities (discovery), ==, 2);
  g_assert_cmpuint (fl_discovery_get_n_devices (discovery), ==, 1);
  g_assert_cmpstr (fl_device_info_get_name (fl_discovery_get_device (discovery, 0)), ==, "Super car");
  g_assert_cmpstr (fl_device_info_get_root (fl_discovery_get_device (discovery, 0)), ==, "homie/super-car");
  g_assert_cmpstr (fl_entity_get_name (temperature), ==, "Car engine Engine temperature");
  g_assert_cmpstr (fl_entity_get_unit (temperature), ==, "°C");
  g_assert_cmpint (fl_entity_get_kind (power), ==, FL_ENTITY_SWITCH);
  g_assert_cmpstr (fl_entity_get_aspect (power, 0)->command_topic, ==, "homie/super-car/lights/power/set");
}

/* The last message of every order tells all; until the version is known, nothing is told. */
static void
test_orders (void)
{
  for (guint first = 0; first < G_N_ELEMENTS (car); first++)
    {
      g_autoptr(FlConvention) convention = make_convention ();
      g_autoptr(FlDiscovery) all = NULL;

      for (guint i = 0; i < G_N_ELEMENTS (car); i++)
        take (convention, car[(first + i) % G_N_ELEMENTS (car)].topic, car[(first + i) % G_N_ELEMENTS (car)].text);
      all = discover (convention, "homie/super-car/$name", "Super car");
      g_assert_true (fl_discovery_is_partial (all)); /* nothing new in it */
      g_clear_pointer (&all, fl_discovery_free);
      take (convention, "homie/super-car/$name", "Car");
      all = discover (convention, "homie/super-car/$name", "Super car");
      assert_is_car (all);
    }
}

static void
test_changes (void)
{
  g_autoptr(FlConvention) convention = make_convention ();
  g_autoptr(FlDiscovery) changed = NULL;
  g_autoptr(FlDiscovery) listed = NULL;
  g_autoptr(FlDiscovery) gone = NULL;
  g_autoptr(FlDiscovery) again = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (car); i++)
    take (convention, car[i].topic, car[i].text);
  changed = discover (convention, "homie/super-car/lights/power/$settable", "false");
  g_assert_cmpuint (fl_discovery_get_n_entities (changed), ==, 2);
  g_assert_cmpint (fl_entity_get_kind (fl_discovery_find_entity (changed, "lights.power")), ==, FL_ENTITY_BINARY_SENSOR);
  listed = discover (convention, "homie/super-car/$nodes", "engine");
  g_assert_false (fl_discovery_is_partial (listed));
  g_assert_cmpuint (fl_discovery_get_n_entities (listed), ==, 1);
  gone = discover (convention, "homie/super-car/$homie", "");
  g_assert_cmpint (fl_discovery_get_kind (gone), ==, FL_DISCOVERY_WITHDRAWN);
  again = discover (convention, "homie/super-car/$homie", "4.0.0");
  g_assert_cmpuint (fl_discovery_get_n_entities (again), ==, 0);
}

static void
test_passes_over (void)
{
  static const char *const others[] = { "home/kitchen/led", "homie/super-car/$state", "homie/super-car/engine/temperature", "homie/super-car/lights/power/set",
                                        "homie/$broadcast/alert", "homie/5/super-car/$description", "homie/5/super-car/$state", "$homie",
                                        "homie/$homie", "$SYS/a/$homie", "homie/a b/$homie", "homie/a/b/c/d/$name", "homie/a/$name/x", "homie/a/$localip" };
  static const char *const versions[] = { "2.1.0", "5.0", "four", "" };

  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    {
      g_autoptr(FlConvention) convention = make_convention ();

      g_test_message ("%s", others[i]);
      g_assert_null (discover (convention, others[i], "true"));
    }
  for (guint i = 0; i < G_N_ELEMENTS (versions); i++)
    {
      g_autoptr(FlConvention) convention = make_convention ();
      g_autoptr(FlDiscovery) discovery = discover (convention, "homie/super-car/$homie", versions[i]);

      g_assert_cmpint (fl_discovery_get_kind (discovery), ==, FL_DISCOVERY_WITHDRAWN);
    }
}

static void
test_bounds (void)
{
  g_autoptr(FlConvention) convention = make_convention ();
  g_autofree char *long_text = g_strnfill (FL_CONVENTION_HOMIE4_MAX_ATTRIBUTE_BYTES + 1, 'x');
  g_autoptr(FlDiscovery) too_long = discover (convention, "homie/super-car/$name", long_text);
  g_autoptr(FlDiscovery) all = NULL;
  g_autoptr(FlDiscovery) over = NULL;

  g_assert_cmpint (fl_discovery_get_kind (too_long), ==, FL_DISCOVERY_UNREADABLE);
  for (guint i = 0; i < 4 * FL_HOMIE_MAX_NODES; i++)
    {
      g_autofree char *topic = g_strdup_printf ("homie/super-car/n%u/p%u/$datatype", i / 3, i % 3);

      take (convention, topic, "float");
    }
  all = discover (convention, "homie/super-car/$homie", "4.0.0");
  g_assert_cmpuint (fl_discovery_get_n_entities (all), ==, FL_CONVENTION_HOMIE4_MAX_PROPERTIES);

  for (guint i = 1; i < FL_CONVENTION_HOMIE4_MAX_DEVICES; i++)
    {
      g_autofree char *topic = g_strdup_printf ("homie/d%u/$homie", i);
      g_autoptr(FlDiscovery) discovery = discover (convention, topic, "4.0.0");

      g_assert_cmpint (fl_discovery_get_kind (discovery), ==, FL_DISCOVERY_ENTITIES);
    }
  over = discover (convention, "homie/one-more/$homie", "4.0.0");
  g_assert_cmpint (fl_discovery_get_kind (over), ==, FL_DISCOVERY_UNREADABLE);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/convention-homie4/orders", test_orders);
  g_test_add_func ("/convention-homie4/changes", test_changes);
  g_test_add_func ("/convention-homie4/passes-over", test_passes_over);
  g_test_add_func ("/convention-homie4/bounds", test_bounds);
  return g_test_run ();
}
