/* Home Assistant's discovery: what is taken and what is said of the rest; documents that mean harm. Real ones are tried in
 * test-discovery-documents.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "devices/fl-convention-home-assistant.h"

#include "messages/fl-topic-name.h"

#include <string.h>

#define TOPIC "homeassistant/switch/a/config"

static FlConvention *
make (void)
{
  g_autoptr(FlDeviceSettings) settings = fl_device_settings_new_default ();

  return fl_convention_home_assistant_new (settings);
}

static FlDiscovery *
discover (const char *topic,
          const char *payload)
{
  g_autoptr(FlConvention) convention = make ();
  g_autoptr(FlDiscovery) discovery = fl_discovery_new (topic);

  g_assert_true (fl_convention_discover (convention, "home", topic, payload, discovery));
  return g_steal_pointer (&discovery);
}

static void
test_filters (void)
{
  static const char *const documents[] = {
    "homeassistant/switch/a/config", "homeassistant/switch/node/a/config", "homeassistant/device/a/config", "homeassistant/device/n/a/config",
  };
  g_autoptr(FlConvention) convention = make ();
  const char *const *filters = fl_convention_get_filters (convention);

  for (guint i = 0; i < G_N_ELEMENTS (documents); i++)
    {
      gboolean is_matched = FALSE;

      for (guint j = 0; filters[j] != NULL; j++)
        is_matched = is_matched || fl_topic_filter_matches (filters[j], documents[i]);
      g_assert_true (is_matched);
    }
  for (guint j = 0; filters[j] != NULL; j++)
    g_assert_false (fl_topic_filter_matches (filters[j], "homeassistant/status"));
}

static void
test_not_its_own (void)
{
  static const char *const topics[] = { "homeassistant/status", "home/a/config", "homeassistant/switch/a/set", "tasmota/discovery/A/config" };
  g_autoptr(FlConvention) convention = make ();

  for (guint i = 0; i < G_N_ELEMENTS (topics); i++)
    {
      g_autoptr(FlDiscovery) discovery = fl_discovery_new (topics[i]);

      g_assert_false (fl_convention_discover (convention, "", topics[i], "{\"cmd_t\":\"a\"}", discovery));
    }
}

static void
test_withdrawn (void)
{
  g_autoptr(FlDiscovery) empty = discover (TOPIC, "");
  g_autoptr(FlDiscovery) moved = discover (TOPIC, "{\"migrate_discovery\":true}");

  g_assert_cmpint (fl_discovery_get_kind (empty), ==, FL_DISCOVERY_WITHDRAWN);
  g_assert_cmpint (fl_discovery_get_kind (moved), ==, FL_DISCOVERY_WITHDRAWN);
}

static void
test_unreadable (void)
{
  static const char *const payloads[] = { "x", "[1]", "{\"cmd_t\":\"a\"", "{\"dev\":[]}" };
  g_autofree char *space = g_strnfill (64 * 1024, ' ');
  g_autofree char *payload = g_strconcat ("{\"cmd_t\":\"a\"}", space, NULL);
  g_autoptr(FlDiscovery) too_long = discover (TOPIC, payload);

  g_assert_cmpint (fl_discovery_get_kind (too_long), ==, FL_DISCOVERY_UNREADABLE);
  for (guint i = 0; i < G_N_ELEMENTS (payloads); i++)
    {
      g_autoptr(FlDiscovery) discovery = discover (TOPIC, payloads[i]);

      g_assert_cmpint (fl_discovery_get_kind (discovery), ==, FL_DISCOVERY_UNREADABLE);
      g_assert_null (strstr (fl_discovery_get_reason (discovery), payloads[i]));
    }
}

/* A device is what its documents call the same; without a device the topic says what belongs together. */
static void
test_devices (void)
{
  static const struct { const char *topic, *payload, *key, *device, *name; } cases[] = {
    { TOPIC, "{\"cmd_t\":\"c\",\"name\":\"Lamp\"}", "homeassistant/switch/a", "Lamp", "Lamp" },
    { "homeassistant/switch/node/a/config", "{\"cmd_t\":\"c\",\"name\":\"Lamp\"}", "homeassistant/node", "node", "Lamp" },
    { TOPIC, "{\"cmd_t\":\"c\",\"name\":null,\"dev\":{\"ids\":[\"x\",\"y\"],\"name\":\"Plug\"}}", "x", "Plug", "Plug" },
    { TOPIC, "{\"cmd_t\":\"c\",\"name\":\"Relay\",\"dev\":{\"cns\":[[\"mac\",\"02:5b\"],[\"ip\",\"::\"]],\"name\":\"Plug\"}}", "02:5b", "Plug", "Relay" },
    { TOPIC, "{\"cmd_t\":\"c\",\"dev\":{\"ids\":[],\"cns\":[[\"mac\",\"02:5b\"]]}}", "02:5b", "02:5b", "02:5b" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(FlDiscovery) discovery = discover (cases[i].topic, cases[i].payload);
      FlEntity *entity;

      g_test_message ("%s", cases[i].payload);
      g_assert_cmpuint (fl_discovery_get_n_entities (discovery), ==, 1);
      entity = fl_discovery_get_entity (discovery, 0);
      g_assert_cmpstr (fl_device_info_get_key (fl_entity_get_device (entity)), ==, cases[i].key);
      g_assert_cmpstr (fl_device_info_get_name (fl_entity_get_device (entity)), ==, cases[i].device);
      g_assert_cmpstr (fl_entity_get_name (entity), ==, cases[i].name);
    }
}

static void
test_left_out (void)
{
  static const char *const payloads[] = {
    "{}",
    "{\"cmd_t\":[]}",
    "{\"cmd_t\":\"c\",\"name\":[]}",
    "{\"cmd_t\":\"c\",\"name\":{\"text\":\"a\"}}",
    "{\"cmd_t\":\"\"}",
    "{\"cmd_t\":\"c/+/d\"}",
    "{\"cmd_t\":\"$SYS/a\"}",
    "{\"cmd_t\":\"c\",\"stat_t\":\"#\"}",
    "{\"cmd_t\":\"c\",\"pl_on\":\"X\",\"pl_off\":\"X\"}",
    "{\"cmd_t\":\"c\",\"cmd_tpl\":\"{{ value * 2 }}\"}",
    "{\"cmd_t\":\"c\",\"dev\":{}}",
    "{\"cmd_t\":\"c\",\"dev\":{\"ids\":[1]}}",
    "{\"cmd_t\":\"c\",\"dev\":{\"ids\":\"x\",\"name\":[]}}",
    "{\"cmd_t\":\"c\",\"dev\":{\"cns\":[\"mac\",\"x\"]}}",
    "{\"cmd_t\":\"c\",\"avty\":[{\"topic\":\"a/#\"}]}",
    "{\"cmd_t\":\"c\",\"avty\":[{}]}",
    "{\"cmd_t\":\"c\",\"avty_mode\":\"most\"}",
  };

  for (guint i = 0; i < G_N_ELEMENTS (payloads); i++)
    {
      g_autoptr(FlDiscovery) discovery = discover (TOPIC, payloads[i]);

      g_test_message ("%s: %s", payloads[i], fl_discovery_get_reason (discovery));
      g_assert_cmpint (fl_discovery_get_kind (discovery), ==, FL_DISCOVERY_ENTITIES);
      g_assert_cmpuint (fl_discovery_get_n_entities (discovery), ==, 0);
      g_assert_cmpuint (fl_discovery_get_n_left_out (discovery), ==, 1);
      g_assert_nonnull (fl_discovery_get_reason (discovery));
    }
}

/* Names are kept as they came: whoever shows them escapes them. Long ones are cut, long ids and payloads refused. */
static void
test_hostile_texts (void)
{
  g_autofree char *filler = g_strnfill (5000, 'x');
  g_autofree char *long_name = g_strdup_printf ("{\"cmd_t\":\"c\",\"name\":\"%s\"}", filler);
  g_autofree char *long_id = g_strdup_printf ("{\"cmd_t\":\"c\",\"uniq_id\":\"%s\"}", filler);
  g_autofree char *long_payload = g_strdup_printf ("{\"cmd_t\":\"c\",\"pl_on\":\"%s\"}", filler);
  g_autoptr(FlDiscovery) markup = discover (TOPIC, "{\"cmd_t\":\"c\",\"name\":\"<b>&amp;\\u202e\\nx\\u0000\"}");
  g_autoptr(FlDiscovery) cut = discover (TOPIC, long_name);
  g_autoptr(FlDiscovery) refused = discover (TOPIC, long_id);
  g_autoptr(FlDiscovery) too_long = discover (TOPIC, long_payload);

  g_assert_cmpstr (fl_entity_get_name (fl_discovery_get_entity (markup, 0)), ==, "<b>&amp;\342\200\256\nx\357\277\275");
  g_assert_cmpuint (strlen (fl_entity_get_name (fl_discovery_get_entity (cut, 0))), ==, FL_DEVICE_INFO_MAX_NAME_CHARACTERS);
  g_assert_cmpuint (fl_discovery_get_n_entities (refused), ==, 0);
  g_assert_cmpuint (fl_discovery_get_n_entities (too_long), ==, 0);
}

/* A base of 60 kB in 600 topics would be 36 MB; only what is read is written out, and no topic is that long. */
static void
test_base_bomb (void)
{
  g_autofree char *base = g_strnfill (60000, 'x');
  g_autoptr(GString) payload = g_string_new (NULL);
  g_autoptr(FlDiscovery) discovery = NULL;

  g_string_append_printf (payload, "{\"~\":\"%s\"", base);
  for (guint i = 0; i < 300; i++)
    g_string_append_printf (payload, ",\"t%u_topic\":\"~\"", i);
  g_string_append (payload, ",\"cmd_t\":\"~/~\"}");
  g_assert_cmpuint (payload->len, <, 64 * 1024);
  discovery = discover (TOPIC, payload->str);
  g_assert_cmpint (fl_discovery_get_kind (discovery), ==, FL_DISCOVERY_ENTITIES);
  g_assert_cmpuint (fl_discovery_get_n_entities (discovery), <=, 1);
}

static void
test_depth (void)
{
  g_autofree char *open = g_strnfill (30000, '[');
  g_autofree char *payload = g_strdup_printf ("{\"cmd_t\":\"c\",\"x\":%s", open);
  g_autoptr(FlDiscovery) discovery = discover (TOPIC, payload);

  g_assert_cmpint (fl_discovery_get_kind (discovery), ==, FL_DISCOVERY_UNREADABLE);
}

/* One component of a device that is bad does not hide the others. */
static void
test_device_document (void)
{
  g_autoptr(FlDiscovery) discovery =
    discover ("homeassistant/device/a/config",
              "{\"dev\":{\"ids\":\"x\",\"name\":\"Plug\"},\"avty_t\":\"x/status\",\"cmps\":{"
              "\"r\":{\"p\":\"switch\",\"cmd_t\":\"x/set\",\"uniq_id\":\"r\"},\"b\":{\"p\":\"button\",\"cmd_t\":\"x/restart\"},"
              "\"n\":7,\"s\":{\"p\":\"sensor\",\"uniq_id\":\"s\"},\"t\":{\"p\":\"sensor\",\"stat_t\":\"x/t\",\"uniq_id\":\"t\"}}}");

  g_assert_cmpuint (fl_discovery_get_n_entities (discovery), ==, 2);
  g_assert_cmpuint (fl_discovery_get_n_left_out (discovery), ==, 3);
  g_assert_cmpstr (fl_entity_get_id (fl_discovery_get_entity (discovery, 0)), ==, "switch.r");
  g_assert_cmpstr (fl_entity_get_availability (fl_discovery_get_entity (discovery, 0), 0)->topic, ==, "x/status");
  g_assert_cmpstr (fl_entity_get_id (fl_discovery_get_entity (discovery, 1)), ==, "sensor.t");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/convention-home-assistant/filters", test_filters);
  g_test_add_func ("/convention-home-assistant/not-its-own", test_not_its_own);
  g_test_add_func ("/convention-home-assistant/withdrawn", test_withdrawn);
  g_test_add_func ("/convention-home-assistant/unreadable", test_unreadable);
  g_test_add_func ("/convention-home-assistant/devices", test_devices);
  g_test_add_func ("/convention-home-assistant/left-out", test_left_out);
  g_test_add_func ("/convention-home-assistant/hostile-texts", test_hostile_texts);
  g_test_add_func ("/convention-home-assistant/base-bomb", test_base_bomb);
  g_test_add_func ("/convention-home-assistant/depth", test_depth);
  g_test_add_func ("/convention-home-assistant/device-document", test_device_document);
  return g_test_run ();
}
