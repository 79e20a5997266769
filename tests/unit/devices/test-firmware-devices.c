/* The registry with what firmwares send: found by retained messages alone, named, switched, believed, contradicted, offline,
 * back, gone.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "devices/fl-device-registry.h"
#include "messages/fl-message.h"

#include <string.h>

typedef struct
{
  FlDeviceRegistry *registry;
  GString *sent; /* "topic payload;" */
} Fixture;

static void
send_cb (const char       *topic,
         GBytes           *payload,
         int               qos,
         gboolean          retained,
         FlDeviceSentFunc  sent,
         gpointer          sent_data,
         gpointer          user_data)
{
  Fixture *fixture = user_data;

  g_assert_cmpint (qos, ==, 1);
  g_assert_false (retained);
  g_string_append_printf (fixture->sent, "%s %.*s;", topic, (int) g_bytes_get_size (payload), (const char *) g_bytes_get_data (payload, NULL));
  sent (NULL, sent_data);
}

static void
set_up (Fixture    *fixture,
        const char *base)
{
  const FlDeviceSettingsFields fields = { .confirm_limit_ms = 60 * 60 * 1000 };
  g_autoptr(FlDeviceSettings) settings = fl_device_settings_new (&fields, NULL);

  *fixture = (Fixture) { .registry = fl_device_registry_new (base, settings), .sent = g_string_new (NULL) };
  fl_device_registry_set_discovery (fixture->registry, TRUE);
  fl_device_registry_set_sender (fixture->registry, send_cb, fixture, NULL);
  fl_device_registry_set_online (fixture->registry, TRUE, NULL);
}

static void
tear_down (Fixture *fixture)
{
  g_assert_finalize_object (fixture->registry);
  g_string_free (fixture->sent, TRUE);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Fixture, tear_down)

static void
arrive (Fixture    *fixture,
        const char *topic,
        const char *text,
        gboolean    retained)
{
  g_autoptr(GBytes) payload = g_bytes_new (text, strlen (text));
  g_autoptr(GPtrArray) batch = g_ptr_array_new_with_free_func ((GDestroyNotify) fl_message_unref);

  g_ptr_array_add (batch, fl_message_new (&(FlMessageFields) { .topic = topic, .payload = payload, .retained = retained, .arrived = g_get_real_time () }));
  fl_device_registry_ingest (fixture->registry, batch);
}

typedef struct
{
  const char *topic, *text;
} Said;

/* One device of each firmware. Each report is the words of the firmware for its LED. */
static const struct
{
  const char *what, *base;
  Said retained[16];                    /* what the broker has kept, off among it */
  const char *device, *device_name, *led;
  const char *command_on;               /* "topic payload;" */
  Said on, off, unrelated;              /* reports; a message on the same topic that says nothing about it */
  Said offline, online;                 /* its last will */
  Said gone[4];
} lives[] = {
  { "Tasmota", "home",
    { { "tele/plug/LWT", "Online" },
      { "tasmota/discovery/DC4F220B1A2C/config", "{\"dn\":\"Hall plug\",\"fn\":[\"Lamp\"],\"hn\":\"x\",\"mac\":\"DC4F220B1A2C\",\"state\":[\"OFF\",\"ON\",\"TOGGLE\",\"HOLD\"],"
        "\"t\":\"plug\",\"ft\":\"%prefix%/%topic%/\",\"tp\":[\"cmnd\",\"stat\",\"tele\"],\"rl\":[1,0],\"so\":{\"4\":0},\"ver\":1}" },
      { "tele/plug/STATE", "{\"Time\":\"2024-01-01T00:00:00\",\"POWER\":\"OFF\"}" } },
    "DC:4F:22:0B:1A:2C", "Hall plug", "POWER", "cmnd/plug/POWER ON;",
    { "stat/plug/RESULT", "{\"POWER\":\"ON\"}" }, { "stat/plug/POWER", "OFF" }, { "stat/plug/RESULT", "{\"TelePeriod\":300}" },
    { "tele/plug/LWT", "Offline" }, { "tele/plug/LWT", "Online" },
    { { "tasmota/discovery/DC4F220B1A2C/config", "" } } },
  { "Tasmota that answers by command", "",
    { { "tasmota/discovery/DC4F220B1A2C/config", "{\"dn\":\"Hall plug\",\"mac\":\"DC4F220B1A2C\",\"state\":[\"OFF\",\"ON\"],\"t\":\"plug\",\"ft\":\"%topic%/%prefix%\","
        "\"tp\":[\"cmnd\",\"stat\",\"tele\"],\"rl\":[1,1],\"so\":{\"4\":1},\"ver\":1}" },
      { "plug/tele/LWT", "Online" }, { "plug/tele/STATE", "{\"POWER1\":\"ON\",\"POWER2\":\"OFF\"}" } },
    "DC:4F:22:0B:1A:2C", "Hall plug", "POWER2", "plug/cmnd/POWER2 ON;",
    { "plug/stat/POWER2", "{\"POWER2\":\"ON\"}" }, { "plug/stat/POWER2", "{\"POWER2\":\"OFF\"}" }, { "plug/stat/POWER2", "ON" },
    { "plug/tele/LWT", "Offline" }, { "plug/tele/LWT", "Online" },
    { { "tasmota/discovery/DC4F220B1A2C/config", "" } } },
  { "ESPHome switch", "home",
    { { "kitchen/status", "online" }, { "kitchen/switch/lamp/state", "OFF" }, { "kitchen/debug", "[D][app:100]: x" } },
    "kitchen", "kitchen", "switch_lamp", "kitchen/switch/lamp/command ON;",
    { "kitchen/switch/lamp/state", "ON" }, { "kitchen/switch/lamp/state", "OFF" }, { NULL, NULL },
    { "kitchen/status", "offline" }, { "kitchen/status", "online" }, { { NULL, NULL } } },
  { "ESPHome light below the base", "home",
    { { "home/desk/light/lamp/state", "{\"color_mode\":\"brightness\",\"state\":\"OFF\",\"brightness\":255,\"color\":{}}" }, { "home/desk/status", "online" } },
    "desk", "desk", "light_lamp", "home/desk/light/lamp/command {\"state\":\"ON\"};",
    { "home/desk/light/lamp/state", "{\"color_mode\":\"brightness\",\"state\":\"ON\",\"brightness\":255,\"color\":{}}" },
    { "home/desk/light/lamp/state", "{\"state\":\"OFF\",\"brightness\":255}" }, { "home/desk/light/lamp/state", "{\"brightness\":7}" },
    { "home/desk/status", "offline" }, { "home/desk/status", "online" }, { { NULL, NULL } } },
  { "WLED", "home",
    { { "wled/1a2b3c/status", "online" }, { "wled/1a2b3c/g", "0" }, { "wled/1a2b3c/c", "#FFA000" } },
    "1a2b3c", "1a2b3c", "light", "wled/1a2b3c ON;",
    { "wled/1a2b3c/g", "128" }, { "wled/1a2b3c/g", "0" }, { NULL, NULL },
    { "wled/1a2b3c/status", "offline" }, { "wled/1a2b3c/status", "online" }, { { NULL, NULL } } },
  { "Shelly of the first generation", "home",
    { { "shellies/shelly1-AB/online", "true" }, { "shellies/shelly1-AB/announce", "{\"id\":\"shelly1-AB\",\"model\":\"SHSW-1\",\"mac\":\"AB\"}" },
      { "shellies/shelly1-AB/relay/0", "off" }, { "shellies/shelly1-AB/input/0", "0" } },
    "shelly1-AB", "shelly1-AB", "relay_0", "shellies/shelly1-AB/relay/0/command on;",
    { "shellies/shelly1-AB/relay/0", "on" }, { "shellies/shelly1-AB/relay/0", "off" }, { NULL, NULL },
    { "shellies/shelly1-AB/online", "false" }, { "shellies/shelly1-AB/online", "true" }, { { NULL, NULL } } },
  { "Shelly that notifies", "home",
    { { "shellyplus1-a8032abe54dc/online", "true" } },
    "shellyplus1-a8032abe54dc", "shellyplus1-a8032abe54dc", "switch_0", "shellyplus1-a8032abe54dc/command/switch:0 on;",
    { "shellyplus1-a8032abe54dc/events/rpc", "{\"src\":\"x\",\"method\":\"NotifyStatus\",\"params\":{\"ts\":1.5,\"switch:0\":{\"id\":0,\"output\":true,\"source\":\"MQTT\"}}}" },
    { "shellyplus1-a8032abe54dc/status/switch:0", "{\"id\":0,\"source\":\"init\",\"output\":false}" },
    { "shellyplus1-a8032abe54dc/events/rpc", "{\"src\":\"x\",\"method\":\"NotifyStatus\",\"params\":{\"ts\":1.5,\"switch:0\":{\"id\":0,\"apower\":3.5}}}" },
    { "shellyplus1-a8032abe54dc/online", "false" }, { "shellyplus1-a8032abe54dc/online", "true" }, { { NULL, NULL } } },
  { "Homie 4", "home",
    { { "homie/lamp/$homie", "4.0.0" }, { "homie/lamp/$state", "ready" }, { "homie/lamp/$name", "Reading lamp" }, { "homie/lamp/$nodes", "light" },
      { "homie/lamp/light/$properties", "power" }, { "homie/lamp/light/power", "false" }, { "homie/lamp/light/power/$datatype", "boolean" },
      { "homie/lamp/light/power/$settable", "true" } },
    "lamp", "Reading lamp", "light.power", "homie/lamp/light/power/set true;",
    { "homie/lamp/light/power", "true" }, { "homie/lamp/light/power", "false" }, { NULL, NULL },
    { "homie/lamp/$state", "lost" }, { "homie/lamp/$state", "ready" }, { { "homie/lamp/$homie", "" } } },
  { "Homie 5", "home",
    { { "homie/5/lamp/light/power", "false" }, { "homie/5/lamp/$state", "ready" },
      { "homie/5/lamp/$description", "{\"homie\":\"5.0\",\"version\":1,\"name\":\"Reading lamp\",\"nodes\":{\"light\":{\"properties\":{\"power\":"
        "{\"datatype\":\"boolean\",\"settable\":true}}}}}" } },
    "lamp", "Reading lamp", "light.power", "homie/5/lamp/light/power/set true;",
    { "homie/5/lamp/light/power", "true" }, { "homie/5/lamp/light/power", "false" }, { NULL, NULL },
    { "homie/5/lamp/$state", "lost" }, { "homie/5/lamp/$state", "ready" }, { { "homie/5/lamp/$description", "" } } },
};

/* In whatever order the broker gives what it has kept. */
static void
give_retained (Fixture *fixture,
               guint    i,
               guint    first)
{
  guint n = 0;

  while (lives[i].retained[n].topic != NULL)
    n++;
  for (guint j = 0; j < n; j++)
    arrive (fixture, lives[i].retained[(first + j) % n].topic, lives[i].retained[(first + j) % n].text, TRUE);
}

static FlLed *
find_led (Fixture *fixture,
          guint    i)
{
  g_autofree char *id = g_strdup_printf ("%s/%s", lives[i].device, lives[i].led);
  FlDevice *device = fl_device_registry_find_device (fixture->registry, lives[i].device);
  FlLed *led = fl_device_registry_find_led (fixture->registry, id);

  g_assert_nonnull (device);
  g_assert_cmpstr (fl_device_get_name (device), ==, lives[i].device_name);
  g_assert_nonnull (led);
  g_assert_cmpint (fl_led_get_evidence (led), ==, FL_LED_EVIDENCE_REPORTED);
  return led;
}

static void
test_life (gconstpointer data)
{
  const guint i = GPOINTER_TO_UINT (data);
  g_auto(Fixture) fixture = { 0 };
  FlLed *led;

  set_up (&fixture, lives[i].base);
  give_retained (&fixture, i, 0);
  led = find_led (&fixture, i);
  g_assert_true (fl_led_get_available (led));
  arrive (&fixture, lives[i].off.topic, lives[i].off.text, FALSE);
  g_assert_cmpint (fl_led_get_reported (led), ==, FL_LED_STATE_OFF);

  /* confirmed by its own report, by nothing else */
  g_assert_true (fl_led_command (led, TRUE));
  g_assert_cmpstr (fixture.sent->str, ==, lives[i].command_on);
  if (lives[i].unrelated.topic != NULL)
    arrive (&fixture, lives[i].unrelated.topic, lives[i].unrelated.text, FALSE);
  g_assert_true (fl_led_get_pending (led));
  g_assert_cmpint (fl_led_get_reported (led), ==, FL_LED_STATE_OFF);
  arrive (&fixture, lives[i].on.topic, lives[i].on.text, FALSE);
  g_assert_false (fl_led_get_pending (led));
  g_assert_cmpint (fl_led_get_reported (led), ==, FL_LED_STATE_ON);

  /* contradicted */
  g_assert_true (fl_led_command (led, FALSE));
  arrive (&fixture, lives[i].on.topic, lives[i].on.text, FALSE);
  g_assert_true (fl_led_get_needs_attention (led));
  g_assert_cmpint (fl_led_get_reported (led), ==, FL_LED_STATE_ON);

  /* away and back */
  arrive (&fixture, lives[i].offline.topic, lives[i].offline.text, FALSE);
  g_assert_false (fl_led_get_available (led));
  g_assert_false (fl_led_command (led, FALSE));
  arrive (&fixture, lives[i].online.topic, lives[i].online.text, FALSE);
  g_assert_true (fl_led_get_available (led));

  for (guint j = 0; j < G_N_ELEMENTS (lives[i].gone) && lives[i].gone[j].topic != NULL; j++)
    arrive (&fixture, lives[i].gone[j].topic, lives[i].gone[j].text, FALSE);
  if (lives[i].gone[0].topic != NULL)
    g_assert_null (fl_device_registry_find_device (fixture.registry, lives[i].device));
}

/* Whatever comes first, the same lamp is off and there at the end, and it is the only card. */
static void
test_orders (gconstpointer data)
{
  const guint i = GPOINTER_TO_UINT (data);

  for (guint first = 0; lives[i].retained[first].topic != NULL; first++)
    {
      g_auto(Fixture) fixture = { 0 };
      FlLed *led;

      g_test_message ("%s first", lives[i].retained[first].topic);
      set_up (&fixture, lives[i].base);
      give_retained (&fixture, i, first);
      led = find_led (&fixture, i);
      g_assert_true (fl_led_get_available (led));
      g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (fixture.registry)), ==, 1);
      g_assert_cmpuint (fixture.sent->len, ==, 0);
    }
}

/* Patterns of firmwares take nothing from a device that speaks the plain form, also where its name is one of theirs. */
static void
test_plain (void)
{
  static const char *const names[] = { "kitchen", "switch", "light", "sensor", "relay", "wled", "shellies", "tasmota", "homie", "status" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_auto(Fixture) fixture = { 0 };
      g_autofree char *report = g_strdup_printf ("home/%s/led", names[i]);
      g_autofree char *status = g_strdup_printf ("home/%s/status", names[i]);
      g_autofree char *sent = g_strdup_printf ("home/%s/led/set OFF;", names[i]);
      FlLed *led;

      g_test_message ("%s", report);
      set_up (&fixture, "home");
      arrive (&fixture, status, "online", TRUE);
      arrive (&fixture, report, "ON", TRUE);
      led = fl_device_registry_find_led (fixture.registry, names[i]);
      g_assert_nonnull (led);
      g_assert_null (fl_led_get_entity (led));
      g_assert_cmpint (fl_led_get_reported (led), ==, FL_LED_STATE_ON);
      g_assert_true (fl_led_command (led, FALSE));
      g_assert_cmpstr (fixture.sent->str, ==, sent);
    }
}

/* A Shelly measures in its status and in what it notifies; both are one reading. */
static void
test_two_reports (void)
{
  g_auto(Fixture) fixture = { 0 };
  FlDevice *device;
  g_autoptr(FlReading) reading = NULL;

  set_up (&fixture, "home");
  arrive (&fixture, "garage/status/switch:0", "{\"id\":0,\"output\":true,\"apower\":3.5}", TRUE);
  device = fl_device_registry_find_device (fixture.registry, "garage");
  g_assert_nonnull (device);
  g_assert_cmpuint (g_list_model_get_n_items (fl_device_get_readings (device)), ==, 1);
  reading = g_list_model_get_item (fl_device_get_readings (device), 0);
  g_assert_cmpstr (fl_reading_get_text (reading), ==, "3.5");
  arrive (&fixture, "garage/events/rpc", "{\"method\":\"NotifyStatus\",\"params\":{\"ts\":1.5,\"switch:0\":{\"id\":0,\"apower\":4.25}}}", FALSE);
  g_assert_cmpstr (fl_reading_get_text (reading), ==, "4.25");
  arrive (&fixture, "garage/events/rpc", "{\"method\":\"NotifyStatus\",\"params\":{\"ts\":1.5,\"switch:0\":{\"id\":0,\"output\":false}}}", FALSE);
  g_assert_cmpstr (fl_reading_get_text (reading), ==, "4.25");
}

/* A document is better than what was guessed of the same topics, whichever comes first; nothing is there twice. */
static void
test_esphome_with_document (void)
{
  static const Said said[] = {
    { "kitchen/switch/lamp/state", "ON" },
    { "homeassistant/switch/kitchen/lamp/config", "{\"name\":\"Lamp over the table\",\"stat_t\":\"kitchen/switch/lamp/state\",\"cmd_t\":\"kitchen/switch/lamp/command\","
      "\"avty_t\":\"kitchen/status\",\"uniq_id\":\"ESPswitchlamp\",\"dev\":{\"ids\":\"a8032abe54dc\",\"name\":\"kitchen\"}}" },
    { "kitchen/status", "online" },
  };

  for (guint first = 0; first < G_N_ELEMENTS (said); first++)
    {
      g_auto(Fixture) fixture = { 0 };
      FlLed *led;

      set_up (&fixture, "home");
      for (guint i = 0; i < G_N_ELEMENTS (said); i++)
        arrive (&fixture, said[(first + i) % G_N_ELEMENTS (said)].topic, said[(first + i) % G_N_ELEMENTS (said)].text, TRUE);
      g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (fixture.registry)), ==, 1);
      led = fl_device_registry_find_led (fixture.registry, "a8032abe54dc");
      g_assert_nonnull (led);
      g_assert_cmpstr (fl_led_get_name (led), ==, "Lamp over the table");
      g_assert_cmpint (fl_led_get_reported (led), ==, FL_LED_STATE_ON);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (lives); i++)
    {
      g_autofree char *life = g_strdup_printf ("/firmware-devices/life/%s", lives[i].what);
      g_autofree char *orders = g_strdup_printf ("/firmware-devices/orders/%s", lives[i].what);

      g_test_add_data_func (life, GUINT_TO_POINTER (i), test_life);
      g_test_add_data_func (orders, GUINT_TO_POINTER (i), test_orders);
    }
  g_test_add_func ("/firmware-devices/plain", test_plain);
  g_test_add_func ("/firmware-devices/two-reports", test_two_reports);
  g_test_add_func ("/firmware-devices/esphome-with-document", test_esphome_with_document);
  return g_test_run ();
}
