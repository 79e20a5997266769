/* The registry with Home Assistant's documents as devices send them: found, switched, believed, offline, gone.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "devices/fl-device-registry.h"
#include "messages/fl-message.h"

#include <string.h>

#define SWITCH "homeassistant/switch/plug/config"

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
set_up (Fixture *fixture)
{
  const FlDeviceSettingsFields fields = { .confirm_limit_ms = 60 * 60 * 1000 };
  g_autoptr(FlDeviceSettings) settings = fl_device_settings_new (&fields, NULL);

  *fixture = (Fixture) { .registry = fl_device_registry_new ("home", settings), .sent = g_string_new (NULL) };
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
        const char *text)
{
  g_autoptr(GBytes) payload = g_bytes_new (text, strlen (text));
  g_autoptr(GPtrArray) batch = g_ptr_array_new_with_free_func ((GDestroyNotify) fl_message_unref);

  g_ptr_array_add (batch, fl_message_new (&(FlMessageFields) { .topic = topic, .payload = payload, .arrived = g_get_real_time () }));
  fl_device_registry_ingest (fixture->registry, batch);
}

static guint
count_devices (Fixture *fixture)
{
  return g_list_model_get_n_items (G_LIST_MODEL (fixture->registry));
}

static FlLed *
find_led (Fixture    *fixture,
          const char *id)
{
  FlLed *led = fl_device_registry_find_led (fixture->registry, id);

  g_test_message ("%s", id);
  g_assert_nonnull (led);
  return led;
}

static void
test_life (void)
{
  g_auto(Fixture) fixture = { 0 };
  FlLed *led;

  set_up (&fixture);
  arrive (&fixture, SWITCH,
          "{\"~\":\"attic/plug\",\"name\":null,\"uniq_id\":\"p1\",\"cmd_t\":\"~/set\",\"stat_t\":\"~/state\",\"val_tpl\":\"{{ value_json['relay'] }}\","
          "\"pl_on\":\"1\",\"pl_off\":\"0\",\"stat_on\":\"on\",\"stat_off\":\"off\",\"avty_mode\":\"all\",\"avty\":[{\"t\":\"~/status\"},"
          "{\"t\":\"bridge/state\",\"val_tpl\":\"{{ value_json.state }}\"}],\"dev\":{\"ids\":[\"AA\"],\"name\":\"Attic plug\"}}");
  g_assert_cmpuint (count_devices (&fixture), ==, 1);
  g_assert_cmpstr (fl_device_get_name (fl_device_registry_find_device (fixture.registry, "AA")), ==, "Attic plug");
  led = find_led (&fixture, "AA/switch.p1");
  g_assert_cmpint (fl_led_get_evidence (led), ==, FL_LED_EVIDENCE_REPORTED);
  arrive (&fixture, "attic/plug/status", "online");
  arrive (&fixture, "bridge/state", "{\"state\":\"online\"}");
  g_assert_true (fl_led_get_available (led));

  arrive (&fixture, "attic/plug/state", "{\"relay\":\"OFF\",\"power\":3}");
  g_assert_cmpint (fl_led_get_reported (led), ==, FL_LED_STATE_OFF);
  g_assert_true (fl_led_command (led, TRUE));
  g_assert_cmpstr (fixture.sent->str, ==, "attic/plug/set 1;");
  g_assert_true (fl_led_get_pending (led));
  arrive (&fixture, "attic/plug/state", "{\"power\":3}"); /* says nothing of the relay */
  g_assert_true (fl_led_get_pending (led));
  arrive (&fixture, "attic/plug/state", "{\"relay\":\"on\"}");
  g_assert_false (fl_led_get_pending (led));
  g_assert_cmpint (fl_led_get_reported (led), ==, FL_LED_STATE_ON);
  g_assert_true (fl_led_command (led, FALSE));
  arrive (&fixture, "attic/plug/state", "{\"relay\":\"on\"}");
  g_assert_true (fl_led_get_needs_attention (led));

  arrive (&fixture, "attic/plug/state", "{\"relay\":null}"); /* unknown is not off */
  g_assert_cmpint (fl_led_get_reported (led), ==, FL_LED_STATE_UNKNOWN);

  arrive (&fixture, "bridge/state", "{\"state\":\"offline\"}");
  g_assert_false (fl_led_get_available (led));
  arrive (&fixture, "bridge/state", "{\"state\":\"online\"}");
  g_assert_true (fl_led_get_available (led));
  arrive (&fixture, SWITCH, "");
  g_assert_cmpuint (count_devices (&fixture), ==, 0);
  g_assert_cmpstr (fixture.sent->str, ==, "attic/plug/set 1;attic/plug/set 0;");
}

/* A light that a level turns on: on goes elsewhere than off. */
static void
test_on_topic (void)
{
  g_auto(Fixture) fixture = { 0 };
  FlLed *led;

  set_up (&fixture);
  arrive (&fixture, "homeassistant/light/l/config",
          "{\"cmd_t\":\"l/switch\",\"stat_t\":\"l/status\",\"pl_off\":\"OFF\",\"bri_cmd_t\":\"l/level/set\",\"on_cmd_type\":\"brightness\",\"dev\":{\"ids\":\"L\"}}");
  led = find_led (&fixture, "L/light.l");
  g_assert_true (fl_led_command (led, TRUE));
  arrive (&fixture, "l/level/set", "255"); /* our own words */
  g_assert_true (fl_led_get_pending (led));
  arrive (&fixture, "l/status", "ON");
  g_assert_false (fl_led_get_pending (led));
  g_assert_true (fl_led_command (led, FALSE));
  g_assert_cmpstr (fixture.sent->str, ==, "l/level/set 255;l/switch OFF;");
}

/* Two documents are one device, and only one of them tells its name. */
static void
test_one_device (void)
{
  static const char *const named = "{\"cmd_t\":\"d/1/set\",\"name\":\"One\",\"dev\":{\"ids\":\"D\",\"name\":\"Desk\"}}";
  static const char *const nameless = "{\"cmd_t\":\"d/2/set\",\"name\":\"Two\",\"dev\":{\"ids\":\"D\"}}";

  for (guint i = 0; i < 2; i++)
    {
      g_auto(Fixture) fixture = { 0 };

      set_up (&fixture);
      arrive (&fixture, "homeassistant/switch/one/config", i == 0 ? named : nameless);
      arrive (&fixture, "homeassistant/switch/two/config", i == 0 ? nameless : named);
      g_assert_cmpuint (count_devices (&fixture), ==, 1);
      g_assert_cmpstr (fl_device_get_name (fl_device_registry_find_device (fixture.registry, "D")), ==, "Desk");
    }
}

/* Reports that need what is not understood prove nothing, and never light the lamp. */
static void
test_unknown_template (void)
{
  g_auto(Fixture) fixture = { 0 };
  FlLed *led;

  set_up (&fixture);
  arrive (&fixture, SWITCH, "{\"cmd_t\":\"p/set\",\"stat_t\":\"p/state\",\"val_tpl\":\"{{ states('x') }}\",\"dev\":{\"ids\":\"P\"}}");
  led = find_led (&fixture, "P/switch.plug");
  g_assert_cmpint (fl_led_get_evidence (led), ==, FL_LED_EVIDENCE_NONE);
  arrive (&fixture, "p/state", "ON");
  g_assert_cmpint (fl_led_get_reported (led), ==, FL_LED_STATE_UNKNOWN);
}

/* A document that takes itself back, reports on its own topic, or commands itself away: nothing is sent, nothing is left. */
static void
test_against_itself (void)
{
  g_auto(Fixture) fixture = { 0 };
  FlLed *led;

  set_up (&fixture);
  for (guint i = 0; i < 50; i++)
    {
      g_autofree char *payload = g_strdup_printf ("{\"cmd_t\":\"x/set\",\"stat_t\":\"x/state\",\"name\":\"n%u\",\"dev\":{\"ids\":\"X\",\"name\":\"d%u\"}}", i, i);

      arrive (&fixture, SWITCH, payload);
      arrive (&fixture, SWITCH, "");
    }
  g_assert_cmpuint (count_devices (&fixture), ==, 0);

  arrive (&fixture, SWITCH, "{\"cmd_t\":\"" SWITCH "\",\"stat_t\":\"" SWITCH "\",\"avty_t\":\"" SWITCH "\",\"dev\":{\"ids\":\"X\"}}");
  led = find_led (&fixture, "X/switch.plug");
  g_assert_cmpint (fl_led_get_evidence (led), ==, FL_LED_EVIDENCE_ECHOED);
  arrive (&fixture, SWITCH, "not JSON");
  arrive (&fixture, SWITCH, "");
  g_assert_cmpuint (count_devices (&fixture), ==, 0);
  g_assert_cmpstr (fixture.sent->str, ==, "");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/home-assistant-devices/life", test_life);
  g_test_add_func ("/home-assistant-devices/on-topic", test_on_topic);
  g_test_add_func ("/home-assistant-devices/one-device", test_one_device);
  g_test_add_func ("/home-assistant-devices/unknown-template", test_unknown_template);
  g_test_add_func ("/home-assistant-devices/against-itself", test_against_itself);
  return g_test_run ();
}
