/* Components of Shellys: topics and RPCs of switches and lights, measurements; never a command made of a hostile topic.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "devices/fl-shelly-component.h"

#include "devices/fl-firmware-json.h"

static FlDiscovery *
add (const char *prefix,
     const char *key,
     const char *status)
{
  g_autoptr(FlDiscovery) discovery = fl_discovery_new ("topic");
  g_autoptr(FlDeviceInfo) device = fl_device_info_new (&(FlDeviceInfoFields) { .key = "device" });
  g_autoptr(JsonNode) root = status != NULL ? fl_firmware_json_parse (status) : NULL;

  g_assert_true (status == NULL || root != NULL);
  fl_shelly_component_add (device, prefix, key, root != NULL ? json_node_get_object (root) : NULL, discovery);
  return g_steal_pointer (&discovery);
}

/* Status of the documentation of the component Switch. */
static void
test_switch (void)
{
  g_autoptr(FlDiscovery) discovery = add ("garage", "switch:1", "{\"id\":1,\"source\":\"WS_in\",\"output\":true,\"apower\":8.9,\"voltage\":237.5,"
                                                                "\"aenergy\":{\"total\":6.532,\"by_minute\":[45.199,47.141,88.397],\"minute_ts\":1626935779},"
                                                                "\"temperature\":{\"tC\":23.5,\"tF\":74.4}}");
  FlEntity *entity = fl_discovery_find_entity (discovery, "switch_1");
  FlEntity *power = fl_discovery_find_entity (discovery, "switch_1_power");
  FlEntity *temperature = fl_discovery_find_entity (discovery, "switch_1_temperature");
  const FlAspect *aspect;

  g_assert_cmpuint (fl_discovery_get_n_entities (discovery), ==, 5);
  g_assert_nonnull (entity);
  aspect = fl_entity_get_aspect (entity, 0);
  g_assert_cmpstr (fl_entity_get_name (entity), ==, "Switch 1");
  g_assert_cmpstr (aspect->command_topic, ==, "garage/command/switch:1");
  g_assert_cmpstr (aspect->on, ==, "on");
  g_assert_cmpstr (aspect->state_topic, ==, "garage/status/switch:1");
  g_assert_cmpstr (aspect->state_template, ==, "{{ value_json.output }}");
  g_assert_cmpint (fl_aspect_read_state (aspect, "true"), ==, FL_LED_STATE_ON);
  aspect = fl_entity_get_aspect (entity, 1);
  g_assert_cmpstr (aspect->state_topic, ==, "garage/events/rpc");
  g_assert_cmpstr (aspect->state_template, ==, "{{ value_json.params['switch:1'].output }}");
  g_assert_cmpstr (fl_entity_get_query_topic (entity), ==, "garage/command/switch:1");
  g_assert_cmpstr (fl_entity_get_query_payload (entity), ==, "status_update");
  g_assert_cmpstr (fl_entity_get_availability (entity, 0)->topic, ==, "garage/online");
  g_assert_cmpstr (fl_entity_get_unit (power), ==, "W");
  g_assert_cmpstr (fl_entity_get_unit (temperature), ==, "°C");
  g_assert_cmpstr (fl_entity_get_aspect (temperature, 0)->state_template, ==, "{{ value_json.temperature.tC }}");
}

static const struct { const char *key, *status, *id, *on, *brightness, *color, *temperature; } lights[] = {
  { "light:0", "{\"id\":0,\"source\":\"init\",\"output\":false,\"brightness\":3}", "light_0",
    "{\"id\":1,\"src\":\"d/fernlight\",\"method\":\"Light.Set\",\"params\":{\"id\":0,\"on\":true}}",
    "{\"id\":1,\"src\":\"d/fernlight\",\"method\":\"Light.Set\",\"params\":{\"id\":0,\"brightness\":50}}", NULL, NULL },
  { "rgb:0", "{\"id\":0,\"output\":true,\"rgb\":[255,0,0],\"brightness\":80}", "rgb_0",
    "{\"id\":1,\"src\":\"d/fernlight\",\"method\":\"RGB.Set\",\"params\":{\"id\":0,\"on\":true}}",
    "{\"id\":1,\"src\":\"d/fernlight\",\"method\":\"RGB.Set\",\"params\":{\"id\":0,\"brightness\":50}}",
    "{\"id\":1,\"src\":\"d/fernlight\",\"method\":\"RGB.Set\",\"params\":{\"id\":0,\"rgb\":[255,128,0]}}", NULL },
  { "cct:1", "{\"id\":1,\"output\":true,\"ct\":3000,\"brightness\":80}", "cct_1",
    "{\"id\":1,\"src\":\"d/fernlight\",\"method\":\"CCT.Set\",\"params\":{\"id\":1,\"on\":true}}",
    "{\"id\":1,\"src\":\"d/fernlight\",\"method\":\"CCT.Set\",\"params\":{\"id\":1,\"brightness\":50}}", NULL,
    "{\"id\":1,\"src\":\"d/fernlight\",\"method\":\"CCT.Set\",\"params\":{\"id\":1,\"ct\":4000}}" },
  { "rgbcct:0", "{\"id\":0,\"output\":true}", "rgbcct_0",
    "{\"id\":1,\"src\":\"d/fernlight\",\"method\":\"RGBCCT.Set\",\"params\":{\"id\":0,\"on\":true}}",
    "{\"id\":1,\"src\":\"d/fernlight\",\"method\":\"RGBCCT.Set\",\"params\":{\"id\":0,\"brightness\":50}}",
    "{\"id\":1,\"src\":\"d/fernlight\",\"method\":\"RGBCCT.Set\",\"params\":{\"id\":0,\"mode\":\"rgb\",\"rgb\":[255,128,0]}}",
    "{\"id\":1,\"src\":\"d/fernlight\",\"method\":\"RGBCCT.Set\",\"params\":{\"id\":0,\"mode\":\"cct\",\"ct\":4000}}" },
};

static void
test_lights (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (lights); i++)
    {
      g_autoptr(FlDiscovery) discovery = add ("d", lights[i].key, lights[i].status);
      FlEntity *entity = fl_discovery_find_entity (discovery, lights[i].id);
      const FlAspect *color, *temperature;
      g_autofree char *brightness_text = NULL;
      g_autofree char *color_text = NULL;
      g_autofree char *temperature_text = NULL;

      g_test_message ("%s", lights[i].key);
      g_assert_nonnull (entity);
      color = fl_entity_find_aspect (entity, FL_ASPECT_COLOR);
      temperature = fl_entity_find_aspect (entity, FL_ASPECT_COLOR_TEMPERATURE);
      brightness_text = fl_aspect_build_number (fl_entity_find_aspect (entity, FL_ASPECT_BRIGHTNESS), 50);
      color_text = color != NULL ? fl_aspect_build_color (color, &(FlAspectColor) { 255, 128, 0 }) : NULL;
      temperature_text = temperature != NULL ? fl_aspect_build_number (temperature, 4000) : NULL;
      g_assert_cmpstr (fl_entity_get_aspect (entity, 0)->command_topic, ==, "d/rpc");
      g_assert_cmpstr (fl_entity_get_aspect (entity, 0)->on, ==, lights[i].on);
      g_assert_cmpstr (brightness_text, ==, lights[i].brightness);
      g_assert_cmpstr (color_text, ==, lights[i].color);
      g_assert_cmpstr (temperature_text, ==, lights[i].temperature);
    }
}

static const struct { const char *prefix, *key, *status; guint n_entities; } others[] = {
  { "d", "temperature:100", "{\"id\":100,\"tC\":21.5,\"tF\":70.7}", 1 },
  { "d", "humidity:0", "{\"id\":0,\"rh\":48.2}", 1 },
  { "d", "devicepower:0", "{\"id\":0,\"battery\":{\"V\":6.1,\"percent\":100},\"external\":{\"present\":false}}", 1 },
  { "d", "input:0", "{\"id\":0,\"state\":false}", 1 },
  { "d", "input:0", "{\"id\":0,\"state\":null}", 0 },
  { "d", "switch:0", NULL, 1 },
  { "d", "switch:0", "{\"id\":1,\"output\":true}", 0 },
  { "d", "switch:0", "{\"output\":true}", 0 },
  { "d", "switch:0", "{\"id\":\"0\",\"output\":true}", 0 },
  { "d", "switch", "{\"id\":0,\"output\":true}", 0 },
  { "d", "switch:", "{\"id\":0,\"output\":true}", 0 },
  { "d", "switch:0'", "{\"id\":0,\"output\":true}", 0 },
  { "d", "cover:0", "{\"id\":0,\"state\":\"open\"}", 0 },
  { "d", "wifi", "{\"sta_ip\":\"192.168.1.2\"}", 0 },
  { "d", "temperature:0", "{\"id\":0,\"tC\":null}", 0 },
  { "d", "temperature:0", "{\"id\":0,\"tC\":\"21\"}", 0 },
  { "d\",\"method\":\"Shelly.FactoryReset", "light:0", "{\"id\":0,\"output\":true}", 0 },
  { "d\\", "light:0", "{\"id\":0,\"output\":true}", 0 },
};

static void
test_others (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    {
      g_autoptr(FlDiscovery) discovery = add (others[i].prefix, others[i].key, others[i].status);

      g_test_message ("%s, %s, %s", others[i].prefix, others[i].key, others[i].status != NULL ? others[i].status : "nothing");
      g_assert_cmpuint (fl_discovery_get_n_entities (discovery), ==, others[i].n_entities);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/shelly-component/switch", test_switch);
  g_test_add_func ("/shelly-component/lights", test_lights);
  g_test_add_func ("/shelly-component/others", test_others);
  return g_test_run ();
}
