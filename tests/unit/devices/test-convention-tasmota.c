/* Tasmota's documents in whatever order they come, changed, withdrawn, and those nobody can read.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "devices/fl-convention-tasmota.h"

#define MAC "DC4F220B1A2C"
#define CONFIG "{\"dn\":\"Plug\",\"fn\":[\"Plug\"],\"mac\":\"" MAC "\",\"state\":[\"OFF\",\"ON\"],\"t\":\"plug\",\"ft\":\"%prefix%/%topic%/\"," \
               "\"tp\":[\"cmnd\",\"stat\",\"tele\"],\"rl\":[1],\"ver\":1}"
#define SENSORS "{\"sn\":{\"ENERGY\":{\"Power\":3}},\"ver\":1}"

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
assert_finds (FlConvention    *convention,
              const char      *topic,
              const char      *text,
              FlDiscoveryKind  kind,
              guint            n_entities)
{
  g_autoptr(FlDiscovery) discovery = discover (convention, topic, text);

  g_test_message ("%s, %s", topic, text);
  g_assert_nonnull (discovery);
  g_assert_cmpstr (fl_discovery_get_source (discovery), ==, "tasmota/discovery/" MAC);
  g_assert_cmpint (fl_discovery_get_kind (discovery), ==, kind);
  g_assert_cmpuint (fl_discovery_get_n_entities (discovery), ==, n_entities);
}

static void
test_life (void)
{
  g_autoptr(FlDeviceSettings) settings = fl_device_settings_new_default ();
  g_autoptr(FlConvention) convention = fl_convention_tasmota_new (settings);
  const char *config = "tasmota/discovery/" MAC "/config";
  const char *sensors = "tasmota/discovery/" MAC "/sensors";

  assert_finds (convention, sensors, SENSORS, FL_DISCOVERY_WITHDRAWN, 0);
  assert_finds (convention, config, CONFIG, FL_DISCOVERY_ENTITIES, 2);
  assert_finds (convention, sensors, "{\"sn\":{\"ENERGY\":{\"Power\":3,\"Voltage\":230}},\"ver\":1}", FL_DISCOVERY_ENTITIES, 3);
  assert_finds (convention, config, "{\"dn\":1}", FL_DISCOVERY_UNREADABLE, 0);
  assert_finds (convention, sensors, "no", FL_DISCOVERY_UNREADABLE, 0);
  assert_finds (convention, sensors, "", FL_DISCOVERY_ENTITIES, 1);
  assert_finds (convention, config, "", FL_DISCOVERY_WITHDRAWN, 0);
  assert_finds (convention, config, CONFIG, FL_DISCOVERY_ENTITIES, 1);
}

static void
test_passes_over (void)
{
  static const char *const others[] = { "tasmota/discovery", "tasmota/discovery/" MAC, "tasmota/discovery//config", "tasmota/discovery/" MAC "/config/x",
                                        "tasmota/discovery/a b/config", "home/tasmota/discovery/" MAC "/config", "stat/plug/RESULT", "home/kitchen/led" };
  g_autoptr(FlDeviceSettings) settings = fl_device_settings_new_default ();
  g_autoptr(FlConvention) convention = fl_convention_tasmota_new (settings);

  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    g_assert_null (discover (convention, others[i], CONFIG));
  g_assert_cmpstr (fl_convention_get_filters (convention)[0], ==, "tasmota/discovery/+/config");
  g_assert_cmpstr (fl_convention_get_filters (convention)[1], ==, "tasmota/discovery/+/sensors");
}

/* Of more devices than are kept something is said, and those that are kept still work. */
static void
test_bounds (void)
{
  g_autoptr(FlDeviceSettings) settings = fl_device_settings_new_default ();
  g_autoptr(FlConvention) convention = fl_convention_tasmota_new (settings);
  g_autoptr(FlDiscovery) over = NULL;

  assert_finds (convention, "tasmota/discovery/" MAC "/config", CONFIG, FL_DISCOVERY_ENTITIES, 1);
  for (guint i = 1; i < FL_CONVENTION_TASMOTA_MAX_DEVICES; i++)
    {
      g_autofree char *topic = g_strdup_printf ("tasmota/discovery/%012X/sensors", i);
      g_autoptr(FlDiscovery) discovery = discover (convention, topic, SENSORS);

      g_assert_nonnull (discovery);
    }
  over = discover (convention, "tasmota/discovery/FFFFFFFFFFFF/sensors", SENSORS);
  g_assert_cmpint (fl_discovery_get_kind (over), ==, FL_DISCOVERY_UNREADABLE);
  assert_finds (convention, "tasmota/discovery/" MAC "/sensors", SENSORS, FL_DISCOVERY_ENTITIES, 2);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/convention-tasmota/life", test_life);
  g_test_add_func ("/convention-tasmota/passes-over", test_passes_over);
  g_test_add_func ("/convention-tasmota/bounds", test_bounds);
  return g_test_run ();
}
