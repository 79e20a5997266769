/* What a Tasmota measures: names, units, and where each value is in the telemetry.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "devices/fl-tasmota-entities.h"
#include "devices/fl-tasmota-sensors.h"

#define MAC "DC4F220B1A2C"

/* NULL: it is none. */
static FlDiscovery *
discover (const char *sensors)
{
  g_autoptr(FlDiscovery) discovery = fl_discovery_new ("tasmota/discovery/" MAC);
  g_autoptr(FlTasmotaConfig) config = fl_tasmota_config_parse (MAC, "{\"dn\":\"Probe\",\"mac\":\"" MAC "\",\"state\":[\"OFF\",\"ON\"],\"t\":\"probe\","
                                                                    "\"ft\":\"%topic%/%prefix%/\",\"tp\":[\"cmnd\",\"stat\",\"tele\"],\"rl\":[],\"ver\":1}");
  g_autoptr(FlDeviceInfo) device = NULL;

  g_assert_nonnull (config);
  device = fl_tasmota_dup_device (config);
  return fl_tasmota_add_sensors (config, device, sensors, discovery) ? g_steal_pointer (&discovery) : NULL;
}

/* Payloads of tasmota/docs: BME280.md, TX2x.md, JSON-Status-Responses.md; AS3935 and ANALOG as in hatasmota's sensor.py. */
static const struct { const char *values, *id, *name, *unit, *device_class, *template; } sensors[] = {
  { "\"BME280\":{\"Temperature\":21.7,\"Humidity\":66.6,\"Pressure\":988.6},\"PressureUnit\":\"hPa\",\"TempUnit\":\"C\"", "BME280_Temperature",
    "BME280 Temperature", "°C", "temperature", "{{ value_json['BME280']['Temperature'] }}" },
  { "\"BME280\":{\"Pressure\":29.1},\"PressureUnit\":\"inHg\"", "BME280_Pressure", "BME280 Pressure", "inHg", "pressure",
    "{{ value_json['BME280']['Pressure'] }}" },
  { "\"AM2301\":{\"Temperature\":70.1},\"TempUnit\":\"F\"", "AM2301_Temperature", "AM2301 Temperature", "°F", "temperature",
    "{{ value_json['AM2301']['Temperature'] }}" },
  { "\"AM2301\":{\"Temperature\":70.1}", "AM2301_Temperature", "AM2301 Temperature", NULL, "temperature", "{{ value_json['AM2301']['Temperature'] }}" },
  { "\"AM2301\":{\"Temperature\":70.1},\"TempUnit\":7", "AM2301_Temperature", "AM2301 Temperature", NULL, "temperature",
    "{{ value_json['AM2301']['Temperature'] }}" },
  { "\"ENERGY\":{\"Power\":[12,13]}", "ENERGY_Power_2", "ENERGY Power 2", "W", "power", "{{ value_json['ENERGY']['Power'][1] }}" },
  { "\"TX23\":{\"Speed\":{\"Act\":14.8}},\"SpeedUnit\":\"km/h\"", "TX23_Speed_Act", "TX23 Speed Act", "km/h", "speed",
    "{{ value_json['TX23']['Speed']['Act'] }}" },
  { "\"ANALOG\":{\"Temperature1\":20},\"TempUnit\":\"C\"", "ANALOG_Temperature1", "ANALOG Temperature1", "°C", "temperature",
    "{{ value_json['ANALOG']['Temperature1'] }}" },
  { "\"ANALOG\":{\"CTEnergy1\":{\"Power\":2300}}", "ANALOG_CTEnergy1_Power", "ANALOG CTEnergy1 Power", "W", "power",
    "{{ value_json['ANALOG']['CTEnergy1']['Power'] }}" },
  { "\"AS3935\":{\"Energy\":58622}", "AS3935_Energy", "AS3935 Energy", NULL, NULL, "{{ value_json['AS3935']['Energy'] }}" },
  { "\"DS18B20-1\":{\"Id\":\"01131B123456\",\"Temperature\":19.5},\"TempUnit\":\"C\"", "DS18B20-1_Id", "DS18B20-1 Id", NULL, NULL,
    "{{ value_json['DS18B20-1']['Id'] }}" },
};

static void
test_values (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (sensors); i++)
    {
      g_autofree char *text = g_strdup_printf ("{\"sn\":{\"Time\":\"2024-03-01T12:00:00\",%s},\"ver\":1}", sensors[i].values);
      g_autoptr(FlDiscovery) discovery = discover (text);
      FlEntity *entity;

      g_test_message ("%s", sensors[i].values);
      g_assert_nonnull (discovery);
      entity = fl_discovery_find_entity (discovery, sensors[i].id);
      g_assert_nonnull (entity);
      g_assert_cmpint (fl_entity_get_kind (entity), ==, FL_ENTITY_SENSOR);
      g_assert_cmpstr (fl_entity_get_name (entity), ==, sensors[i].name);
      g_assert_cmpstr (fl_entity_get_unit (entity), ==, sensors[i].unit);
      g_assert_cmpstr (fl_entity_get_device_class (entity), ==, sensors[i].device_class);
      g_assert_cmpstr (fl_entity_get_aspect (entity, 0)->state_topic, ==, "probe/tele/SENSOR");
      g_assert_cmpstr (fl_entity_get_aspect (entity, 0)->state_template, ==, sensors[i].template);
      g_assert_cmpstr (fl_entity_get_query_topic (entity), ==, "probe/cmnd/TelePeriod");
    }
}

/* Inputs are on or off; cards and the time are no measurements; units are not values. */
static void
test_kinds (void)
{
  g_autoptr(FlDiscovery) discovery = discover ("{\"sn\":{\"Time\":\"2024-03-01T12:00:00\",\"Switch1\":\"OFF\",\"PN532\":{\"UID\":\"00\"},\"TempUnit\":\"C\","
                                               "\"Counter\":5,\"ESP32\":{\"Temperature\":46.7,\"x\":null,\"it's\":1}},\"ver\":1}");

  g_assert_nonnull (discovery);
  g_assert_cmpuint (fl_discovery_get_n_entities (discovery), ==, 2);
  g_assert_cmpint (fl_entity_get_kind (fl_discovery_find_entity (discovery, "Switch1")), ==, FL_ENTITY_BINARY_SENSOR);
  g_assert_cmpstr (fl_entity_get_aspect (fl_discovery_find_entity (discovery, "Switch1"), 0)->state_on, ==, "ON");
  g_assert_nonnull (fl_discovery_find_entity (discovery, "ESP32_Temperature"));
  g_assert_cmpuint (fl_discovery_get_n_left_out (discovery), ==, 1);
}

static void
test_bounds (void)
{
  static const char *const others[] = { "", "[]", "{}", "{\"sn\":[]}", "{\"sn\":1}", "{\"sn\":{}" };
  g_autoptr(GString) text = g_string_new ("{\"sn\":{\"A\":{\"B\":[0");
  g_autoptr(FlDiscovery) many = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    g_assert_null (discover (others[i]));

  for (guint i = 0; i < FL_TASMOTA_MAX_SENSORS; i++)
    g_string_append (text, ",1");
  g_string_append (text, "]},\"B\":{\"C\":1}},\"ver\":1}");
  many = discover (text->str);
  g_assert_cmpuint (fl_discovery_get_n_entities (many), ==, FL_TASMOTA_MAX_SENSORS);
  g_assert_cmpuint (fl_discovery_get_n_left_out (many), ==, 1);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/tasmota-sensors/values", test_values);
  g_test_add_func ("/tasmota-sensors/kinds", test_kinds);
  g_test_add_func ("/tasmota-sensors/bounds", test_bounds);
  return g_test_run ();
}
