/* Shellys of the first generation: relays, lights, measurements, what they announce; and what is none of them.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "devices/fl-convention-shelly-gen1.h"

static FlDiscovery *
discover (const char *topic,
          const char *text)
{
  g_autoptr(FlDeviceSettings) settings = fl_device_settings_new_default ();
  g_autoptr(FlConvention) convention = fl_convention_shelly_gen1_new (settings);
  g_autoptr(FlDiscovery) discovery = fl_discovery_new (topic);

  return fl_convention_discover (convention, "home", topic, text, discovery) ? g_steal_pointer (&discovery) : NULL;
}

static void
test_relay (void)
{
  g_autoptr(FlDiscovery) discovery = discover ("shellies/shellyswitch25-BA8CE8/relay/1", "off");
  FlEntity *entity;
  const FlAspect *power;

  g_assert_nonnull (discovery);
  g_assert_true (fl_discovery_is_sign (discovery));
  entity = fl_discovery_find_entity (discovery, "relay_1");
  g_assert_nonnull (entity);
  power = fl_entity_get_aspect (entity, 0);
  g_assert_cmpint (fl_entity_get_kind (entity), ==, FL_ENTITY_SWITCH);
  g_assert_cmpstr (fl_entity_get_name (entity), ==, "Relay 1");
  g_assert_cmpstr (power->command_topic, ==, "shellies/shellyswitch25-BA8CE8/relay/1/command");
  g_assert_cmpstr (power->state_topic, ==, "shellies/shellyswitch25-BA8CE8/relay/1");
  g_assert_cmpstr (power->on, ==, "on");
  g_assert_cmpstr (power->off, ==, "off");
  g_assert_cmpint (fl_aspect_read_state (power, "on"), ==, FL_LED_STATE_ON);
  g_assert_cmpint (fl_aspect_read_state (power, "overpower"), ==, FL_LED_STATE_UNKNOWN);
  g_assert_cmpstr (fl_entity_get_availability (entity, 0)->topic, ==, "shellies/shellyswitch25-BA8CE8/online");
  g_assert_cmpstr (fl_entity_get_availability (entity, 0)->offline, ==, "false");
  g_assert_cmpstr (fl_entity_get_query_topic (entity), ==, "shellies/shellyswitch25-BA8CE8/command");
  g_assert_cmpstr (fl_entity_get_query_payload (entity), ==, "update");
}

static const struct { const char *topic, *text, *id, *brightness, *color, *temperature; } lights[] = {
  { "shellies/shellyvintage-1/light/0", "on", "light_0", NULL, NULL, NULL },
  { "shellies/shellyvintage-1/light/0/status", "{\"ison\":false,\"has_timer\":false,\"timer_remaining\":0,\"brightness\":90}", "light_0",
    "{\"brightness\":50}", NULL, NULL },
  { "shellies/shellybulbduo-1/light/0/status", "{\"ison\":true,\"brightness\":90,\"white\":50,\"temp\":4600}", "light_0", "{\"brightness\":50}", NULL,
    "{\"temp\":4000}" },
  { "shellies/shellyrgbw2-1/color/0/status", "{\"ison\":true,\"mode\":\"color\",\"red\":0,\"green\":0,\"blue\":255,\"gain\":100,\"white\":0,\"effect\":0}",
    "color_0", "{\"gain\":50}", "{\"red\":255,\"green\":128,\"blue\":0}", NULL },
  { "shellies/shellyrgbw2-1/white/3/status", "{\"ison\":true,\"mode\":\"white\",\"brightness\":20}", "white_3", "{\"brightness\":50}", NULL, NULL },
};

static void
test_lights (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (lights); i++)
    {
      g_autoptr(FlDiscovery) discovery = discover (lights[i].topic, lights[i].text);
      const FlAspect *aspects[3];
      g_autofree char *brightness = NULL;
      g_autofree char *color = NULL;
      g_autofree char *temperature = NULL;
      FlEntity *entity;

      g_test_message ("%s, %s", lights[i].topic, lights[i].text);
      g_assert_nonnull (discovery);
      entity = fl_discovery_find_entity (discovery, lights[i].id);
      g_assert_nonnull (entity);
      g_assert_cmpint (fl_entity_get_kind (entity), ==, FL_ENTITY_LIGHT);
      aspects[0] = fl_entity_find_aspect (entity, FL_ASPECT_BRIGHTNESS);
      aspects[1] = fl_entity_find_aspect (entity, FL_ASPECT_COLOR);
      aspects[2] = fl_entity_find_aspect (entity, FL_ASPECT_COLOR_TEMPERATURE);
      for (guint j = 0; j < 3; j++)
        g_assert_true (aspects[j] == NULL || g_str_has_suffix (aspects[j]->command_topic, "/set"));
      brightness = aspects[0] != NULL ? fl_aspect_build_number (aspects[0], 50) : NULL;
      color = aspects[1] != NULL ? fl_aspect_build_color (aspects[1], &(FlAspectColor) { 255, 128, 0 }) : NULL;
      temperature = aspects[2] != NULL ? fl_aspect_build_number (aspects[2], 4000) : NULL;
      g_assert_cmpstr (brightness, ==, lights[i].brightness);
      g_assert_cmpstr (color, ==, lights[i].color);
      g_assert_cmpstr (temperature, ==, lights[i].temperature);
    }
}

static const struct { const char *topic, *text, *id, *unit; FlEntityKind kind; } sensors[] = {
  { "shellies/shellyplug-s-1/relay/0/power", "12.34", "relay_0_power", "W", FL_ENTITY_SENSOR },
  { "shellies/shellyplug-s-1/relay/0/energy", "77", "relay_0_energy", "W·min", FL_ENTITY_SENSOR },
  { "shellies/shellyem-1/emeter/1/voltage", "231.5", "emeter_1_voltage", "V", FL_ENTITY_SENSOR },
  { "shellies/shellies/shellyem3/emeter/1/total", "1234.5", "emeter_1_total", "Wh", FL_ENTITY_SENSOR },
  { "shellies/shellydimmer2-1/temperature", "45.2", "temperature", "°C", FL_ENTITY_SENSOR },
  { "shellies/shellydimmer2-1/temperature_f", "113.4", "temperature_f", "°F", FL_ENTITY_SENSOR },
  { "shellies/shellyht-1/sensor/temperature", "21.5", "sensor_temperature", NULL, FL_ENTITY_SENSOR },
  { "shellies/shellyht-1/sensor/humidity", "48", "sensor_humidity", "%", FL_ENTITY_SENSOR },
  { "shellies/shelly1-1/input/0", "1", "input_0", NULL, FL_ENTITY_BINARY_SENSOR },
};

static void
test_sensors (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (sensors); i++)
    {
      g_autoptr(FlDiscovery) discovery = discover (sensors[i].topic, sensors[i].text);
      FlEntity *entity;

      g_test_message ("%s, %s", sensors[i].topic, sensors[i].text);
      g_assert_nonnull (discovery);
      entity = fl_discovery_find_entity (discovery, sensors[i].id);
      g_assert_nonnull (entity);
      g_assert_cmpint (fl_entity_get_kind (entity), ==, sensors[i].kind);
      g_assert_cmpstr (fl_entity_get_unit (entity), ==, sensors[i].unit);
      g_assert_cmpstr (fl_entity_get_aspect (entity, 0)->state_topic, ==, sensors[i].topic);
    }
}

static void
test_announced (void)
{
  static const char *const texts = "{\"id\":\"shellydimmer2-98CDAC\",\"model\":\"SHDM-2\",\"mac\":\"98CDAC0D0E0F\",\"ip\":\"192.168.0.114\",\"new_fw\":false}";
  g_autoptr(FlDiscovery) all = discover ("shellies/announce", texts);
  g_autoptr(FlDiscovery) one = discover ("shellies/shellydimmer2-98CDAC/announce", texts);

  g_assert_cmpuint (fl_discovery_get_n_devices (all), ==, 1);
  g_assert_cmpuint (fl_discovery_get_n_devices (one), ==, 1);
  g_assert_true (fl_device_info_equal (fl_discovery_get_device (all, 0), fl_discovery_get_device (one, 0)));
  g_assert_cmpstr (fl_device_info_get_root (fl_discovery_get_device (all, 0)), ==, "shellies/shellydimmer2-98CDAC");
  g_assert_cmpstr (fl_device_info_get_name (fl_discovery_get_device (all, 0)), ==, "shellydimmer2-98CDAC");
  g_assert_cmpstr (fl_device_info_get_model (fl_discovery_get_device (all, 0)), ==, "SHDM-2");
}

static const struct { const char *topic, *text; } others[] = {
  { "home/kitchen/led", "on" },
  { "shellies/command", "announce" },
  { "shellies/shelly1-1/relay/0/command", "on" },
  { "shellies/shelly1-1/relay/0", "ON" },
  { "shellies/shelly1-1/relay/0", "1" },
  { "shellies/shelly1-1/relay/x", "on" },
  { "shellies/shelly1-1/relay/123", "on" },
  { "shellies/shelly1-1/relay", "on" },
  { "shellies//relay/0", "on" },
  { "other/shelly1-1/relay/0", "on" },
  { "shellies/shelly1-1/light/0/set", "{\"turn\":\"on\"}" },
  { "shellies/shelly1-1/light/0/status", "{\"brightness\":1}" },
  { "shellies/shelly1-1/light/0/status", "[]" },
  { "shellies/shelly1-1/light/0/status", "{\"ison\":\"yes\"}" },
  { "shellies/shelly1-1/relay/0/power", "much" },
  { "shellies/shelly1-1/input/0", "2" },
  { "shellies/shelly1-1/online", "true" },
  { "shellies/announce", "{\"id\":\"a/+\",\"mac\":\"1\"}" },
  { "shellies/announce", "{\"id\":\"+\",\"mac\":\"1\"}" },
  { "shellies/announce", "{\"id\":7,\"mac\":\"1\"}" },
  { "shellies/announce", "announce" },
};

static void
test_passes_over (void)
{
  g_autoptr(FlDiscovery) gone = discover ("shellies/shelly1-1/relay/0", "");

  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    {
      g_test_message ("%s, %s", others[i].topic, others[i].text);
      g_assert_null (discover (others[i].topic, others[i].text));
    }
  g_assert_cmpint (fl_discovery_get_kind (gone), ==, FL_DISCOVERY_WITHDRAWN);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/convention-shelly-gen1/relay", test_relay);
  g_test_add_func ("/convention-shelly-gen1/lights", test_lights);
  g_test_add_func ("/convention-shelly-gen1/sensors", test_sensors);
  g_test_add_func ("/convention-shelly-gen1/announced", test_announced);
  g_test_add_func ("/convention-shelly-gen1/passes-over", test_passes_over);
  return g_test_run ();
}
