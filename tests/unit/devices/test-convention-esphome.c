/* ESPHome's topics: what is a sign of an entity, of which kind, and what only looks like one.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "devices/fl-convention-esphome.h"

/* NULL: it is not this convention's. */
static FlDiscovery *
discover (FlConvention *convention,
          const char   *topic,
          const char   *text)
{
  g_autoptr(FlDiscovery) discovery = fl_discovery_new (topic);

  return fl_convention_discover (convention, "home", topic, text, discovery) ? g_steal_pointer (&discovery) : NULL;
}

static FlConvention *
make_convention (void)
{
  g_autoptr(FlDeviceSettings) settings = fl_device_settings_new_default ();

  return fl_convention_esphome_new (settings);
}

static const struct
{
  const char *topic, *text, *prefix, *id, *name;
  FlEntityKind kind;
  guint n_aspects;
  const char *command; /* NULL: it is only read */
} signs[] = {
  { "kitchen/switch/relay_1/state", "ON", "kitchen", "switch_relay_1", "Relay 1", FL_ENTITY_SWITCH, 1, "kitchen/switch/relay_1/command" },
  { "house/up/kitchen/switch/fan/state", "OFF", "house/up/kitchen", "switch_fan", "Fan", FL_ENTITY_SWITCH, 1, "house/up/kitchen/switch/fan/command" },
  { "kitchen/binary_sensor/door/state", "OFF", "kitchen", "binary_sensor_door", "Door", FL_ENTITY_BINARY_SENSOR, 1, NULL },
  { "kitchen/sensor/temperature/state", "21.5", "kitchen", "sensor_temperature", "Temperature", FL_ENTITY_SENSOR, 1, NULL },
  { "kitchen/sensor/version/state", "2024.10.1 (compiled)", "kitchen", "sensor_version", "Version", FL_ENTITY_SENSOR, 1, NULL },
  { "kitchen/sensor/sensor/state", "nan", "kitchen", "sensor_sensor", "Sensor", FL_ENTITY_SENSOR, 1, NULL },
  { "kitchen/light/lamp/state", "{\"color_mode\":\"onoff\",\"state\":\"OFF\",\"color\":{}}", "kitchen", "light_lamp", "Lamp", FL_ENTITY_LIGHT, 1,
    "kitchen/light/lamp/command" },
  { "kitchen/light/lamp/state", "{\"color_mode\":\"brightness\",\"state\":\"ON\",\"brightness\":255,\"color\":{}}", "kitchen", "light_lamp", "Lamp",
    FL_ENTITY_LIGHT, 2, "kitchen/light/lamp/command" },
  { "kitchen/light/lamp/state", "{\"effect\":\"None\",\"color_mode\":\"rgbct\",\"state\":\"ON\",\"brightness\":10,\"color\":{\"r\":1,\"g\":2,\"b\":3},\"color_temp\":200}",
    "kitchen", "light_lamp", "Lamp", FL_ENTITY_LIGHT, 4, "kitchen/light/lamp/command" },
};

static void
test_signs (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (signs); i++)
    {
      g_autoptr(FlConvention) convention = make_convention ();
      g_autoptr(FlDiscovery) discovery = discover (convention, signs[i].topic, signs[i].text);
      g_autofree char *status = g_strconcat (signs[i].prefix, "/status", NULL);
      FlEntity *entity;

      g_test_message ("%s, %s", signs[i].topic, signs[i].text);
      g_assert_nonnull (discovery);
      g_assert_true (fl_discovery_is_sign (discovery));
      entity = fl_discovery_find_entity (discovery, signs[i].id);
      g_assert_nonnull (entity);
      g_assert_cmpstr (fl_entity_get_name (entity), ==, signs[i].name);
      g_assert_cmpint (fl_entity_get_kind (entity), ==, signs[i].kind);
      g_assert_cmpuint (fl_entity_get_n_aspects (entity), ==, signs[i].n_aspects);
      g_assert_cmpstr (fl_entity_get_aspect (entity, 0)->state_topic, ==, signs[i].topic);
      g_assert_cmpstr (fl_entity_get_aspect (entity, 0)->command_topic, ==, signs[i].command);
      g_assert_cmpstr (fl_entity_get_availability (entity, 0)->topic, ==, status);
      g_assert_cmpstr (fl_device_info_get_root (fl_entity_get_device (entity)), ==, signs[i].prefix);
    }
}

/* A light takes nothing but JSON; a switch words. */
static void
test_commands (void)
{
  g_autoptr(FlConvention) convention = make_convention ();
  g_autoptr(FlDiscovery) light = discover (convention, "k/light/a/state", "{\"state\":\"ON\",\"brightness\":1,\"color\":{\"r\":1,\"g\":2,\"b\":3},\"color_temp\":200}");
  g_autoptr(FlDiscovery) relay = discover (convention, "k/switch/a/state", "ON");
  FlEntity *lamp = fl_discovery_get_entity (light, 0);
  g_autofree char *on = fl_aspect_build_power (fl_entity_get_aspect (lamp, 0), TRUE);
  g_autofree char *half = fl_aspect_build_number (fl_entity_find_aspect (lamp, FL_ASPECT_BRIGHTNESS), 128);
  g_autofree char *red = fl_aspect_build_color (fl_entity_find_aspect (lamp, FL_ASPECT_COLOR), &(FlAspectColor) { 255, 0, 1 });
  g_autofree char *warm = fl_aspect_build_number (fl_entity_find_aspect (lamp, FL_ASPECT_COLOR_TEMPERATURE), 370);
  g_autofree char *off = fl_aspect_build_power (fl_entity_get_aspect (fl_discovery_get_entity (relay, 0), 0), FALSE);

  g_assert_cmpstr (on, ==, "{\"state\":\"ON\"}");
  g_assert_cmpstr (half, ==, "{\"state\":\"ON\",\"brightness\":128}");
  g_assert_cmpstr (red, ==, "{\"state\":\"ON\",\"color\":{\"r\":255,\"g\":0,\"b\":1}}");
  g_assert_cmpstr (warm, ==, "{\"state\":\"ON\",\"color_temp\":370}");
  g_assert_cmpstr (off, ==, "OFF");
}

static const struct { const char *topic, *text; } others[] = {
  { "home/kitchen/led", "ON" },
  { "kitchen/status", "online" },
  { "kitchen/switch/relay/command", "ON" },
  { "kitchen/switch/relay/state", "on" },
  { "kitchen/switch/relay/state", "1" },
  { "kitchen/binary_sensor/door/state", "open" },
  { "kitchen/light/lamp/state", "ON" },
  { "kitchen/light/lamp/state", "{\"state\":true}" },
  { "kitchen/light/lamp/state", "{\"state\":\"on\"}" },
  { "kitchen/light/lamp/state", "{" },
  { "kitchen/sensor/x/state", "{\"a\":1}" },
  { "kitchen/sensor/x y/state", "1" },
  { "kitchen/sensor//state", "1" },
  { "kitchen/sensor/state", "1" },
  { "sensor/x/state", "1" },
  { "/sensor/x/state", "1" },
  { "kitchen/sensors/x/state", "1" },
  { "kitchen/climate/x/state", "1" },
  { "homeassistant/sensor/x/state", "1" },
  { "$SYS/sensor/x/state", "1" },
  { "kitchen/debug", "anything" },
  { "state", "1" },
};

static void
test_passes_over (void)
{
  g_autoptr(FlConvention) convention = make_convention ();

  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    {
      g_autoptr(FlDiscovery) discovery = discover (convention, others[i].topic, others[i].text);

      g_test_message ("%s, %s", others[i].topic, others[i].text);
      g_assert_null (discovery);
    }
}

/* Whoever has told us that this is a LED of theirs keeps it. */
static void
test_configured (void)
{
  g_autoptr(FlDeviceSettings) settings = fl_device_settings_new (&(FlDeviceSettingsFields) { .command_template = "{base}/{device}/switch/led/set",
                                                                                             .report_template = "{base}/{device}/switch/led/state" }, NULL);
  g_autoptr(FlConvention) convention = fl_convention_esphome_new (settings);
  g_autoptr(FlDiscovery) other = discover (convention, "home/kitchen/switch/relay/state", "ON");

  g_assert_null (discover (convention, "home/kitchen/switch/led/state", "ON"));
  g_assert_nonnull (other);
}

/* The log is nobody's reading. */
static void
test_log (void)
{
  static const char *const lines[] = { "\033[0;36m[D][sensor:094]: 'Temperature': Sending state 21.5\033[0m", "[I][app:102]: ESPHome", "[VV][mqtt:001]: x" };
  g_autoptr(FlConvention) convention = make_convention ();

  for (guint i = 0; i < G_N_ELEMENTS (lines); i++)
    {
      g_autoptr(FlDiscovery) discovery = discover (convention, "kitchen/debug", lines[i]);

      g_assert_nonnull (discovery);
      g_assert_cmpuint (fl_discovery_get_n_entities (discovery), ==, 0);
      g_assert_null (discover (convention, "kitchen/note", lines[i]));
    }
}

/* The name comes before or after the entities; an empty report takes its entity back. */
static void
test_names (void)
{
  static const char name[] = "{\"ip\":\"10.0.0.5\",\"name\":\"kitchen\",\"friendly_name\":\"The kitchen\",\"port\":6053,\"version\":\"2024.10.0\","
                             "\"mac\":\"a8032abe54dc\",\"platform\":\"ESP32\",\"board\":\"esp32dev\",\"network\":\"wifi\"}";
  g_autoptr(FlConvention) convention = make_convention ();
  g_autoptr(FlDiscovery) early = discover (convention, "esphome/discover/kitchen", name);
  g_autoptr(FlDiscovery) entity = discover (convention, "kitchen/switch/a/state", "ON");
  g_autoptr(FlDiscovery) late = discover (convention, "esphome/discover/kitchen", name);
  g_autoptr(FlDiscovery) wrong = discover (convention, "esphome/discover/other", name);
  g_autoptr(FlDiscovery) gone = discover (convention, "kitchen/switch/a/state", "");

  g_assert_cmpuint (fl_discovery_get_n_devices (early), ==, 0);
  g_assert_cmpstr (fl_device_info_get_name (fl_entity_get_device (fl_discovery_get_entity (entity, 0))), ==, "The kitchen");
  g_assert_cmpuint (fl_discovery_get_n_devices (late), ==, 1);
  g_assert_cmpstr (fl_device_info_get_model (fl_discovery_get_device (late, 0)), ==, "esp32dev");
  g_assert_cmpuint (fl_discovery_get_n_devices (wrong), ==, 0);
  g_assert_cmpint (fl_discovery_get_kind (gone), ==, FL_DISCOVERY_WITHDRAWN);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/convention-esphome/signs", test_signs);
  g_test_add_func ("/convention-esphome/commands", test_commands);
  g_test_add_func ("/convention-esphome/passes-over", test_passes_over);
  g_test_add_func ("/convention-esphome/configured", test_configured);
  g_test_add_func ("/convention-esphome/log", test_log);
  g_test_add_func ("/convention-esphome/names", test_names);
  return g_test_run ();
}
