/* What a Tasmota can switch: topics, words and levels of relays and of each kind of light.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "devices/fl-tasmota-entities.h"

#define MAC "DC4F220B1A2C"

static FlDiscovery *
discover (const char *relays,
          const char *options,
          int         light,
          gboolean    linked)
{
  g_autoptr(FlDiscovery) discovery = fl_discovery_new ("tasmota/discovery/" MAC);
  g_autofree char *text = g_strdup_printf ("{\"dn\":\"Lamp\",\"fn\":[\"One\",null],\"mac\":\"" MAC "\",\"md\":\"Generic\",\"state\":[\"AUS\",\"AN\"],"
                                           "\"t\":\"lamp\",\"ft\":\"%%prefix%%/%%topic%%/\",\"tp\":[\"cmnd\",\"stat\",\"tele\"],\"rl\":%s,"
                                           "\"so\":{%s},\"lt_st\":%d,\"lk\":%d,\"ver\":1}",
                                           relays, options, light, linked);
  g_autoptr(FlTasmotaConfig) config = fl_tasmota_config_parse (MAC, text);
  g_autoptr(FlDeviceInfo) device = NULL;

  g_assert_nonnull (config);
  device = fl_tasmota_dup_device (config);
  g_assert_nonnull (device);
  fl_tasmota_add_relays (config, device, discovery);
  g_assert_cmpuint (fl_discovery_get_n_left_out (discovery), ==, 0);
  return g_steal_pointer (&discovery);
}

static void
test_relay (void)
{
  g_autoptr(FlDiscovery) discovery = discover ("[1,0,0]", "", 0, TRUE);
  FlEntity *entity = fl_discovery_find_entity (discovery, "POWER");
  const FlAspect *answer, *telemetry, *word;

  g_assert_cmpuint (fl_discovery_get_n_entities (discovery), ==, 1);
  g_assert_nonnull (entity);
  g_assert_cmpstr (fl_entity_get_name (entity), ==, "One");
  g_assert_cmpint (fl_entity_get_kind (entity), ==, FL_ENTITY_SWITCH);
  g_assert_cmpstr (fl_device_info_get_key (fl_entity_get_device (entity)), ==, "DC:4F:22:0B:1A:2C");
  g_assert_cmpstr (fl_device_info_get_name (fl_entity_get_device (entity)), ==, "Lamp");
  g_assert_cmpstr (fl_device_info_get_claims (fl_entity_get_device (entity))[0], ==, "stat/lamp");
  g_assert_cmpstr (fl_device_info_get_claims (fl_entity_get_device (entity))[1], ==, "tele/lamp");
  g_assert_cmpstr (fl_entity_get_query_topic (entity), ==, "cmnd/lamp/POWER");
  g_assert_cmpstr (fl_entity_get_query_payload (entity), ==, "");
  g_assert_cmpstr (fl_entity_get_availability (entity, 0)->topic, ==, "tele/lamp/LWT");
  g_assert_cmpstr (fl_entity_get_availability (entity, 0)->online, ==, "Online");

  g_assert_cmpuint (fl_entity_get_n_aspects (entity), ==, 3);
  answer = fl_entity_get_aspect (entity, 0);
  telemetry = fl_entity_get_aspect (entity, 1);
  word = fl_entity_get_aspect (entity, 2);
  g_assert_cmpstr (answer->command_topic, ==, "cmnd/lamp/POWER");
  g_assert_cmpstr (answer->on, ==, "ON");
  g_assert_cmpstr (answer->off, ==, "OFF");
  g_assert_cmpstr (answer->state_topic, ==, "stat/lamp/RESULT");
  g_assert_cmpstr (answer->state_template, ==, "{{ value_json.POWER }}");
  g_assert_cmpstr (answer->state_on, ==, "AN");
  g_assert_cmpstr (answer->state_off, ==, "AUS");
  g_assert_null (telemetry->command_topic);
  g_assert_cmpstr (telemetry->state_topic, ==, "tele/lamp/STATE");
  g_assert_cmpstr (word->state_topic, ==, "stat/lamp/POWER");
  g_assert_null (word->state_template);
}

/* SetOption4: the answer comes on a topic of the command's name, its number left out but for POWER. */
static void
test_answers (void)
{
  g_autoptr(FlDiscovery) discovery = discover ("[1,2]", "\"4\":1", FL_TASMOTA_LIGHT_RGB, TRUE);
  FlEntity *relay = fl_discovery_find_entity (discovery, "POWER1");
  FlEntity *light = fl_discovery_find_entity (discovery, "POWER2");

  g_assert_cmpstr (fl_entity_get_aspect (relay, 0)->state_topic, ==, "stat/lamp/POWER1");
  g_assert_cmpstr (fl_entity_get_aspect (light, 0)->state_topic, ==, "stat/lamp/POWER2");
  g_assert_cmpstr (fl_entity_find_aspect (light, FL_ASPECT_BRIGHTNESS)->state_topic, ==, "stat/lamp/DIMMER");
  g_assert_cmpstr (fl_entity_find_aspect (light, FL_ASPECT_COLOR)->state_topic, ==, "stat/lamp/COLOR");
  g_assert_cmpstr (fl_entity_get_query_topic (light), ==, "cmnd/lamp/POWER2");
}

static const struct
{
  const char *relays, *options;
  int light;
  gboolean linked;
  const char *id, *dimmer, *color; /* commands; NULL: it has none */
  double coldest;                  /* 0: no colour temperature */
} lights[] = {
  { "[2]", "", FL_TASMOTA_LIGHT_NONE, TRUE, "POWER", NULL, NULL, 0 },
  { "[2]", "", FL_TASMOTA_LIGHT_DIMMER, TRUE, "POWER", "Dimmer", NULL, 0 },
  { "[2]", "", FL_TASMOTA_LIGHT_COLD_WARM, TRUE, "POWER", "Dimmer", NULL, 153 },
  { "[2]", "\"82\":1", FL_TASMOTA_LIGHT_COLD_WARM, TRUE, "POWER", "Dimmer", NULL, 200 },
  { "[2]", "", FL_TASMOTA_LIGHT_RGB, TRUE, "POWER", "Dimmer", "{r},{g},{b}", 0 },
  { "[2]", "", FL_TASMOTA_LIGHT_RGBW, TRUE, "POWER", "Dimmer", "{r},{g},{b}", 0 },
  { "[2]", "", FL_TASMOTA_LIGHT_RGBCW, TRUE, "POWER", "Dimmer", "{r},{g},{b}", 153 },
  { "[1,2,2]", "", FL_TASMOTA_LIGHT_RGBCW, FALSE, "POWER2", "Dimmer1", "{r},{g},{b}=", 0 },
  { "[1,2,2]", "", FL_TASMOTA_LIGHT_RGBCW, FALSE, "POWER3", "Dimmer2", NULL, 153 },
  { "[1,2,2]", "", FL_TASMOTA_LIGHT_RGBW, FALSE, "POWER3", "Dimmer2", NULL, 0 },
  { "[1,1,2,2,2]", "\"68\":1", FL_TASMOTA_LIGHT_RGB, TRUE, "POWER4", "Channel4", NULL, 0 },
  { "[1]", "\"30\":1", FL_TASMOTA_LIGHT_NONE, TRUE, "POWER", NULL, NULL, 0 },
};

static void
test_lights (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (lights); i++)
    {
      g_autoptr(FlDiscovery) discovery = discover (lights[i].relays, lights[i].options, lights[i].light, lights[i].linked);
      FlEntity *entity = fl_discovery_find_entity (discovery, lights[i].id);
      const FlAspect *brightness, *color, *temperature;
      g_autofree char *command = g_strconcat ("cmnd/lamp/", lights[i].dimmer, NULL);

      g_test_message ("light %d of %s with %s", lights[i].light, lights[i].relays, lights[i].options);
      g_assert_nonnull (entity);
      g_assert_cmpint (fl_entity_get_kind (entity), ==, FL_ENTITY_LIGHT);
      brightness = fl_entity_find_aspect (entity, FL_ASPECT_BRIGHTNESS);
      color = fl_entity_find_aspect (entity, FL_ASPECT_COLOR);
      temperature = fl_entity_find_aspect (entity, FL_ASPECT_COLOR_TEMPERATURE);
      g_assert_cmpint (brightness != NULL, ==, lights[i].dimmer != NULL);
      g_assert_cmpint (color != NULL, ==, lights[i].color != NULL);
      g_assert_cmpint (temperature != NULL, ==, lights[i].coldest > 0);
      if (brightness != NULL)
        {
          g_assert_cmpstr (brightness->command_topic, ==, command);
          g_assert_cmpfloat (brightness->maximum, ==, 100);
          g_assert_cmpstr (fl_entity_get_query_topic (entity), ==, "cmnd/lamp/State");
        }
      if (color != NULL)
        g_assert_cmpstr (color->command_form, ==, lights[i].color);
      if (temperature != NULL)
        g_assert_cmpfloat (temperature->minimum, ==, lights[i].coldest);
    }
}

/* Nothing here opens and closes; a fan's relays after the lamp's are its speeds. */
static void
test_others (void)
{
  g_autoptr(FlDiscovery) shutter = discover ("[3,3,1]", "", 0, TRUE);

  g_assert_cmpuint (fl_discovery_get_n_entities (shutter), ==, 1);
  g_assert_nonnull (fl_discovery_find_entity (shutter, "POWER3"));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/tasmota-entities/relay", test_relay);
  g_test_add_func ("/tasmota-entities/answers", test_answers);
  g_test_add_func ("/tasmota-entities/lights", test_lights);
  g_test_add_func ("/tasmota-entities/others", test_others);
  return g_test_run ();
}
