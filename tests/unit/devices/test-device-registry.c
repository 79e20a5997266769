/* The registry with injected messages: which cards appear, what lights, what goes out.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "devices/fl-device-registry.h"

#include "crypto/fl-fernet.h"
#include "messages/fl-message.h"

#include <string.h>

/* The key printed in the seeds; a public one, fit for tests. */
#define KEY "xqi9zRusHkcv3Om050HwX82eMTO-LbeW4YlqVVEzpw8="
#define OTHER_KEY "cw_0x689RpI-jtRR7oE8h_eQsKImvJapLeSbXpwF4e4="

/* A broker that answers when the test says so. */
typedef struct
{
  FlDeviceRegistry *registry;
  GPtrArray *sent; /* "topic payload qos retained" */
  FlDeviceSentFunc answer;
  gpointer answer_data;
  gboolean answers_at_once;
  const char *refuses;
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
  g_autoptr(GError) error = fixture->refuses != NULL ? g_error_new_literal (G_IO_ERROR, G_IO_ERROR_FAILED, fixture->refuses) : NULL;

  g_ptr_array_add (fixture->sent, g_strdup_printf ("%s %.*s %d %d", topic, (int) g_bytes_get_size (payload),
                                                   (const char *) g_bytes_get_data (payload, NULL), qos, retained));
  if (fixture->answers_at_once || error != NULL)
    {
      sent (error, sent_data);
      return;
    }
  g_assert_null (fixture->answer);
  fixture->answer = sent;
  fixture->answer_data = sent_data;
}

static void
set_up (Fixture    *fixture,
        const char *base)
{
  const FlDeviceSettingsFields fields = { .confirm_limit_ms = 60 * 60 * 1000 };
  g_autoptr(FlDeviceSettings) settings = fl_device_settings_new (&fields, NULL);

  *fixture = (Fixture) { .registry = fl_device_registry_new (base, settings), .sent = g_ptr_array_new_with_free_func (g_free) };
  fixture->answers_at_once = TRUE;
  fl_device_registry_set_sender (fixture->registry, send_cb, fixture, NULL);
  fl_device_registry_set_online (fixture->registry, TRUE, NULL);
}

static void
tear_down (Fixture *fixture)
{
  g_assert_finalize_object (fixture->registry);
  g_ptr_array_unref (fixture->sent);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Fixture, tear_down)

static FlMessage *
make_message (const char          *topic,
              const char          *text,
              gboolean             retained,
              FlMessageEncryption  encryption,
              const char          *failure)
{
  g_autoptr(GBytes) payload = g_bytes_new (text, strlen (text));
  g_autoptr(FlFernetKey) key = fl_fernet_key_parse (KEY, -1, NULL);
  const FlMessageFields fields = {
    .topic = topic, .payload = payload, .qos = 1, .retained = retained, .arrived = g_get_real_time (),
    .encryption = encryption, .failure = failure,
    .key_id = encryption == FL_MESSAGE_DECRYPTED ? fl_fernet_key_get_id (key) : NULL,
    .token_time = encryption == FL_MESSAGE_DECRYPTED ? 1614555519 : -1,
  };

  return fl_message_new (&fields);
}

static void
ingest (Fixture   *fixture,
        FlMessage *message)
{
  g_autoptr(GPtrArray) batch = g_ptr_array_new_with_free_func ((GDestroyNotify) fl_message_unref);

  g_ptr_array_add (batch, message);
  fl_device_registry_ingest (fixture->registry, batch);
}

static void
arrive (Fixture    *fixture,
        const char *topic,
        const char *text)
{
  ingest (fixture, make_message (topic, text, FALSE, FL_MESSAGE_PLAIN, NULL));
}

static void
arrive_retained (Fixture    *fixture,
                 const char *topic,
                 const char *text)
{
  ingest (fixture, make_message (topic, text, TRUE, FL_MESSAGE_PLAIN, NULL));
}

static FlLed *
find_led (Fixture    *fixture,
          const char *id)
{
  FlLed *led = fl_device_registry_find_led (fixture->registry, id);

  g_assert_nonnull (led);
  return led;
}

static FlReading *
get_reading (FlDevice *device,
             guint     position)
{
  g_autoptr(FlReading) reading = g_list_model_get_item (fl_device_get_readings (device), position);

  g_assert_nonnull (reading);
  return reading;
}

#define ASSERT_SENT(fixture, position, expected) \
  G_STMT_START { g_assert_cmpuint ((fixture)->sent->len, >, position); g_assert_cmpstr ((fixture)->sent->pdata[position], ==, expected); } G_STMT_END

/* The seeds' two messages: one reading with its own time, one table. */
static void
test_seeds (void)
{
  g_auto(Fixture) fixture = { 0 };
  FlDevice *device;
  FlReading *reading;
  g_autoptr(FlTable) table = NULL;
  g_autoptr(FlTableRow) row = NULL;

  set_up (&fixture, "fxwalsh/home");
  arrive (&fixture, "fxwalsh/home/temperature", "{\"temperature\": 33.02, \"timestamp\": 1614555518.139419}");
  arrive (&fixture, "fxwalsh/home/devices", "[{\"name\": \"Franks Phone\", \"mac\": \"88:29:9C:00:61:A9\"}]");

  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (fixture.registry)), ==, 1);
  device = fl_device_registry_find_device (fixture.registry, "home");
  g_assert_cmpstr (fl_device_get_name (device), ==, "home");
  g_assert_cmpuint (g_list_model_get_n_items (fl_device_get_readings (device)), ==, 1);
  reading = get_reading (device, 0);
  g_assert_cmpstr (fl_reading_get_name (reading), ==, "temperature");
  g_assert_cmpstr (fl_reading_get_text (reading), ==, "33.02");
  g_assert_cmpint (fl_reading_get_time_origin (reading), ==, FL_TIME_ORIGIN_PAYLOAD);
  g_assert_cmpint (fl_reading_get_time (reading), ==, 1614555518139419);

  g_assert_cmpuint (g_list_model_get_n_items (fl_device_get_tables (device)), ==, 1);
  table = g_list_model_get_item (fl_device_get_tables (device), 0);
  g_assert_cmpstr (fl_table_get_name (table), ==, "devices");
  row = g_list_model_get_item (fl_table_get_rows (table), 0);
  g_assert_cmpstr (fl_table_row_get_cells (row)[0], ==, "Franks Phone");
  g_assert_cmpstr (fl_table_row_get_cells (row)[1], ==, "88:29:9C:00:61:A9");
  g_assert_cmpstr (fl_table_row_get_key (row), ==, "88:29:9C:00:61:A9");

  arrive (&fixture, "fxwalsh/home/devices", "[]");
  g_assert_cmpint (fl_table_row_get_left_at (row), !=, 0);
}

static const struct { const char *base, *topic, *id, *name; } cards[] = {
  { "home", "home/temperature", "home", "home" },
  { "home", "home/kitchen/temperature", "kitchen", "kitchen" },
  { "a/b", "a/b/kitchen/bme/temperature", "kitchen", "kitchen" },
  { "", "kitchen/temperature", "kitchen", "kitchen" },
  { "", "temperature", "", "Top level" },
  { "home", "home/home/temperature", "home", "home" },
  { "home", "home", "home", "home" },
  { "home", "home/<b>&\"/temperature", "<b>&\"", "<b>&\"" },
  { "home", "home//temperature", "home/", "home/" },
  { "home", "garden/temperature", NULL, NULL },
  { "", "$SYS/broker/uptime", NULL, NULL },
};

static void
test_cards (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cards); i++)
    {
      g_auto(Fixture) fixture = { 0 };
      g_autoptr(FlDevice) device = NULL;

      g_test_message ("%s", cards[i].topic);
      set_up (&fixture, cards[i].base);
      arrive (&fixture, cards[i].topic, "21.5");
      device = g_list_model_get_item (G_LIST_MODEL (fixture.registry), 0);
      g_assert_true ((device != NULL) == (cards[i].id != NULL));
      if (device == NULL)
        continue;
      g_assert_cmpstr (fl_device_get_id (device), ==, cards[i].id);
      g_assert_cmpstr (fl_device_get_name (device), ==, cards[i].name);
      g_assert_true (fl_device_registry_find_device (fixture.registry, cards[i].id) == device);
      g_assert_cmpstr (fl_reading_get_text (get_reading (device, 0)), ==, "21.5");
    }
}

/* Two cards of one name have two ids. */
static void
test_same_names (void)
{
  g_auto(Fixture) fixture = { 0 };
  FlDevice *other;

  set_up (&fixture, "home");
  arrive (&fixture, "home/temperature", "1");
  arrive (&fixture, "home/home/temperature", "2");
  other = fl_device_registry_find_device (fixture.registry, "home/home");
  g_assert_cmpstr (fl_device_get_name (other), ==, "home");
  g_assert_cmpstr (fl_reading_get_text (get_reading (other, 0)), ==, "2");
}

/* What a payload becomes on the card. */
static const struct { const char *payload, *name, *text; gboolean numeric; } values[] = {
  { "33.02", "state", "33.02", TRUE },
  { "33.020", "state", "33.020", TRUE },
  { "heating", "state", "heating", FALSE },
  { "{\"temperature\":21.50}", "temperature", "21.50", TRUE },
  { "{\"ENERGY\":{\"Power\":12}}", "ENERGY.Power", "12", TRUE },
  { "{\"open\":true}", "open", "true", FALSE },
  { "<b>&\"", "state", "<b>&\"", FALSE },
  { "{\"<span foreground='green'>\":\"verified\"}", "<span foreground='green'>", "verified", FALSE },
  { "{broken", "state", "{broken", FALSE },
};

static void
test_values (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    {
      g_auto(Fixture) fixture = { 0 };
      FlReading *reading;

      g_test_message ("%s", values[i].payload);
      set_up (&fixture, "home");
      arrive (&fixture, "home/kitchen/state", values[i].payload);
      reading = get_reading (fl_device_registry_find_device (fixture.registry, "kitchen"), 0);
      g_assert_cmpstr (fl_reading_get_name (reading), ==, values[i].name);
      g_assert_cmpstr (fl_reading_get_text (reading), ==, values[i].text);
      g_assert_cmpint (fl_reading_get_numeric (reading), ==, values[i].numeric);
      g_assert_cmpint (fl_reading_get_time_origin (reading), ==, FL_TIME_ORIGIN_ARRIVAL);
    }
}

static void
test_binary_and_long (void)
{
  static const char bytes[] = "\x00\x01\xff 4567890123456789";
  g_auto(Fixture) fixture = { 0 };
  g_autoptr(GBytes) payload = g_bytes_new_static (bytes, sizeof bytes - 1);
  const FlMessageFields fields = { .topic = "home/kitchen/raw", .payload = payload };
  g_autofree char *words = NULL;
  g_autoptr(GString) text = g_string_new (NULL);
  FlDevice *device;

  set_up (&fixture, "home");
  ingest (&fixture, fl_message_new (&fields));
  device = fl_device_registry_find_device (fixture.registry, "kitchen");
  g_assert_true (g_str_has_suffix (fl_reading_get_text (get_reading (device, 0)), "…"));
  g_assert_nonnull (strstr (fl_reading_get_text (get_reading (device, 0)), "ff"));

  for (guint i = 0; i < 400; i++)
    g_string_append (text, "ä b ");
  arrive (&fixture, "home/kitchen/text", text->str);
  words = g_strdup (fl_reading_get_text (get_reading (device, 1)));
  g_assert_cmpint (g_utf8_strlen (words, -1), <=, 500);
  arrive (&fixture, "home/kitchen/nothing", "");
  g_assert_cmpuint (g_list_model_get_n_items (fl_device_get_readings (device)), ==, 2);
}

static void
test_plain_led (void)
{
  g_auto(Fixture) fixture = { 0 };
  FlLed *led;

  set_up (&fixture, "home");
  arrive_retained (&fixture, "home/kitchen/status", "online");
  arrive_retained (&fixture, "home/kitchen/led", "ON");
  led = find_led (&fixture, "kitchen/led");
  g_assert_true (find_led (&fixture, "kitchen") == led);
  g_assert_cmpint (fl_led_get_evidence (led), ==, FL_LED_EVIDENCE_REPORTED);
  g_assert_cmpint (fl_led_get_reported (led), ==, FL_LED_STATE_ON);
  g_assert_cmpint (fl_led_get_reported_origin (led), ==, FL_TIME_ORIGIN_RETAINED);

  g_assert_true (fl_led_toggle (led));
  ASSERT_SENT (&fixture, 0, "home/kitchen/led/set OFF 1 0");
  g_assert_true (fl_led_get_pending (led));
  arrive (&fixture, "home/kitchen/led/set", "OFF"); /* our own words come back */
  g_assert_true (fl_led_get_pending (led));
  arrive (&fixture, "home/kitchen/led", "OFF");
  g_assert_false (fl_led_get_pending (led));
  g_assert_cmpint (fl_led_get_reported (led), ==, FL_LED_STATE_OFF);
  g_assert_cmpuint (g_list_model_get_n_items (fl_device_get_readings (fl_device_registry_find_device (fixture.registry, "kitchen"))), ==, 0);
}

/* A retained copy and a message opened anew are old: they tell the state, but confirm no command. */
static void
test_old_reports_confirm_nothing (void)
{
  g_auto(Fixture) fixture = { 0 };
  g_autoptr(GBytes) opened = g_bytes_new_static ("ON", 2);
  const FlMessageFields again = { .topic = "home/kitchen/led", .payload = opened, .reopened = TRUE };
  FlLed *led;

  set_up (&fixture, "home");
  arrive (&fixture, "home/kitchen/led", "OFF");
  led = find_led (&fixture, "kitchen");
  g_assert_true (fl_led_command (led, TRUE));
  arrive_retained (&fixture, "home/kitchen/led", "ON");
  g_assert_true (fl_led_get_pending (led));
  ingest (&fixture, fl_message_new (&again));
  g_assert_true (fl_led_get_pending (led));
  arrive (&fixture, "home/kitchen/led", "ON");
  g_assert_false (fl_led_get_pending (led));
}

static void
test_commands_are_no_reports (void)
{
  g_auto(Fixture) fixture = { 0 };
  FlLed *led;

  set_up (&fixture, "home");
  arrive_retained (&fixture, "home/kitchen/led/set", "ON");
  led = find_led (&fixture, "kitchen");
  g_assert_cmpint (fl_led_get_reported (led), ==, FL_LED_STATE_UNKNOWN);
  g_assert_false (fl_led_toggle (led));
  g_assert_cmpuint (fixture.sent->len, ==, 0);
}

static const struct { const char *base, *topic, *id; } shared_topics[] = {
  { "user/feeds", "user/feeds/led", "feeds/led" },
  { "user", "user/feeds/led", "feeds" },
  { "home", "home/led", "home/led" },
};

/* The seeds' sketch: whoever writes ON there, nothing says the LED is on. */
static void
test_echoed (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (shared_topics); i++)
    {
      g_auto(Fixture) fixture = { 0 };
      g_autofree char *expected = g_strdup_printf ("%s ON 1 0", shared_topics[i].topic);
      FlLed *led;

      g_test_message ("%s", shared_topics[i].topic);
      set_up (&fixture, shared_topics[i].base);
      arrive_retained (&fixture, shared_topics[i].topic, "ON");
      led = find_led (&fixture, shared_topics[i].id);
      g_assert_cmpint (fl_led_get_evidence (led), ==, FL_LED_EVIDENCE_ECHOED);
      g_assert_cmpint (fl_led_get_reported (led), ==, FL_LED_STATE_UNKNOWN);

      g_assert_true (fl_led_command (led, TRUE));
      ASSERT_SENT (&fixture, 0, expected);
      arrive (&fixture, shared_topics[i].topic, "ON");
      g_assert_cmpint (fl_led_get_reported (led), ==, FL_LED_STATE_UNKNOWN);
      g_assert_false (fl_led_get_pending (led));
      g_assert_nonnull (strstr (fl_led_get_note (led), "accepted by the broker; this device does not report"));
    }
}

/* A last will or a command topic shows that what looked shared is a report; in any order. */
static void
test_guess_corrected (void)
{
  static const char *const signs[][2] = { { "home/status", "online" }, { "home/led/set", "ON" } };

  for (guint i = 0; i < G_N_ELEMENTS (signs); i++)
    for (guint order = 0; order < 2; order++)
      {
        g_auto(Fixture) fixture = { 0 };
        FlLed *led;

        set_up (&fixture, "home");
        if (order == 0)
          arrive (&fixture, signs[i][0], signs[i][1]);
        arrive_retained (&fixture, "home/led", "OFF");
        if (order == 1)
          arrive (&fixture, signs[i][0], signs[i][1]);
        led = find_led (&fixture, "home");
        g_assert_cmpint (fl_led_get_evidence (led), ==, FL_LED_EVIDENCE_REPORTED);
        g_assert_cmpint (fl_led_get_reported (led), ==, FL_LED_STATE_OFF);
        g_assert_cmpstr (fl_led_get_command_topic (led), ==, "home/led/set");
      }
}

/* But not what we wrote there ourselves. */
static void
test_guess_corrected_after_command (void)
{
  g_auto(Fixture) fixture = { 0 };
  FlLed *led;

  set_up (&fixture, "home");
  arrive (&fixture, "home/led", "OFF");
  led = find_led (&fixture, "home");
  g_assert_true (fl_led_command (led, TRUE));
  arrive (&fixture, "home/led", "ON");
  arrive (&fixture, "home/status", "online");
  g_assert_cmpint (fl_led_get_reported (led), ==, FL_LED_STATE_UNKNOWN);
}

static void
test_feed_copies (void)
{
  g_auto(Fixture) fixture = { 0 };
  FlDevice *device;

  set_up (&fixture, "user/feeds");
  arrive (&fixture, "user/feeds/light", "512");
  arrive (&fixture, "user/feeds/light/json", "{\"value\":512}");
  arrive (&fixture, "user/feeds/light/csv", "512,,,");
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (fixture.registry)), ==, 1);
  device = fl_device_registry_find_device (fixture.registry, "feeds");
  g_assert_cmpuint (g_list_model_get_n_items (fl_device_get_readings (device)), ==, 1);
}

static void
test_availability (void)
{
  g_auto(Fixture) fixture = { 0 };
  FlDevice *device;
  FlLed *led;

  set_up (&fixture, "home");
  arrive (&fixture, "home/kitchen/led", "ON");
  arrive (&fixture, "home/kitchen/status", "offline");
  device = fl_device_registry_find_device (fixture.registry, "kitchen");
  led = find_led (&fixture, "kitchen");
  g_assert_cmpint (fl_device_get_availability (device), ==, FL_AVAILABILITY_OFFLINE);
  g_assert_false (fl_led_command (led, FALSE));
  g_assert_cmpuint (fixture.sent->len, ==, 0);

  arrive_retained (&fixture, "home/kitchen/status", "online");
  g_assert_cmpint (fl_device_get_availability (device), ==, FL_AVAILABILITY_ONLINE);
  g_assert_true (fl_led_command (led, FALSE));

  /* A status that is no availability is a reading. */
  arrive (&fixture, "home/boiler/status", "heating");
  device = fl_device_registry_find_device (fixture.registry, "boiler");
  g_assert_cmpint (fl_device_get_availability (device), ==, FL_AVAILABILITY_UNKNOWN);
  g_assert_cmpstr (fl_reading_get_text (get_reading (device, 0)), ==, "heating");
}

static void
test_link (void)
{
  g_auto(Fixture) fixture = { 0 };
  FlLed *led;

  set_up (&fixture, "home");
  fixture.answers_at_once = FALSE;
  arrive (&fixture, "home/kitchen/led", "OFF");
  led = find_led (&fixture, "kitchen");
  g_assert_true (fl_led_command (led, TRUE));
  g_assert_true (fl_led_command (led, FALSE));
  g_assert_true (fl_led_command (led, TRUE));
  fl_device_registry_set_online (fixture.registry, FALSE, "the broker closed the connection");
  g_assert_false (fl_led_get_pending (led));
  g_assert_cmpstr (fl_led_get_reason (led), ==, "the broker closed the connection");
  fl_device_registry_set_online (fixture.registry, TRUE, NULL);
  fixture.answer (NULL, fixture.answer_data);
  arrive_retained (&fixture, "home/kitchen/led", "ON");
  g_assert_cmpint (fl_led_get_reported (led), ==, FL_LED_STATE_ON);
  g_assert_cmpuint (fixture.sent->len, ==, 1);
  g_assert_null (fl_led_get_reason (led));
}

static void
test_no_sender (void)
{
  g_auto(Fixture) fixture = { 0 };
  FlLed *led;

  set_up (&fixture, "home");
  arrive (&fixture, "home/kitchen/led", "OFF");
  led = find_led (&fixture, "kitchen");
  fixture.refuses = "not authorized";
  g_assert_true (fl_led_command (led, TRUE));
  g_assert_cmpstr (fl_led_get_note (led), ==, "not sent: not authorized");
  fl_device_registry_set_sender (fixture.registry, NULL, NULL, NULL);
  g_assert_true (fl_led_command (led, TRUE));
  g_assert_cmpstr (fl_led_get_note (led), ==, "not sent: not connected");
}

/* The text after the topic of the first command, decrypted with key. Transfer full. */
static char *
open_sent (Fixture    *fixture,
           const char *key_text)
{
  g_autoptr(FlKeyRing) ring = fl_key_ring_parse (key_text, NULL);
  g_autoptr(FlFernet) fernet = fl_fernet_new (ring);
  g_auto(GStrv) parts = NULL;
  g_autoptr(GBytes) payload = NULL;

  g_assert_cmpuint (fixture->sent->len, ==, 1);
  parts = g_strsplit (fixture->sent->pdata[0], " ", 4);
  payload = fl_fernet_decrypt (fernet, parts[1], strlen (parts[1]), FL_FERNET_NO_TTL, 0, NULL, NULL);
  return payload != NULL ? g_strndup (g_bytes_get_data (payload, NULL), g_bytes_get_size (payload)) : NULL;
}

/* Commands are encrypted as the device's own messages are, with the key that opens them. */
static void
test_encrypted_commands (void)
{
  g_auto(Fixture) fixture = { 0 };
  g_autoptr(FlKeyRing) ring = fl_key_ring_parse (OTHER_KEY " " KEY, NULL);
  g_autofree char *payload = NULL;
  FlLed *led;

  set_up (&fixture, "home");
  fl_device_registry_set_keys (fixture.registry, ring);
  ingest (&fixture, make_message ("home/kitchen/led", "OFF", FALSE, FL_MESSAGE_DECRYPTED, NULL));
  arrive_retained (&fixture, "home/kitchen/status", "online");
  led = find_led (&fixture, "kitchen");
  g_assert_cmpint (fl_led_get_reported (led), ==, FL_LED_STATE_OFF);
  g_assert_cmpint (fl_led_get_reported_origin (led), ==, FL_TIME_ORIGIN_TOKEN);
  g_assert_true (fl_led_command (led, TRUE));
  payload = open_sent (&fixture, KEY);
  g_assert_cmpstr (payload, ==, "ON");
}

static void
test_encrypted_by_settings (void)
{
  const FlDeviceSettingsFields fields = { .encrypt_commands = TRUE };
  g_autoptr(FlDeviceSettings) settings = fl_device_settings_new (&fields, NULL);
  g_autoptr(FlKeyRing) ring = fl_key_ring_parse (OTHER_KEY " " KEY, NULL);
  g_auto(Fixture) fixture = { .sent = g_ptr_array_new_with_free_func (g_free), .answers_at_once = TRUE };
  g_autofree char *payload = NULL;
  FlLed *led;

  fixture.registry = fl_device_registry_new ("home", settings);
  fl_device_registry_set_sender (fixture.registry, send_cb, &fixture, NULL);
  fl_device_registry_set_online (fixture.registry, TRUE, NULL);
  arrive (&fixture, "home/kitchen/led", "ON");
  led = find_led (&fixture, "kitchen");

  g_assert_true (fl_led_command (led, FALSE));
  g_assert_cmpuint (fixture.sent->len, ==, 0);
  g_assert_nonnull (strstr (fl_led_get_note (led), "has to be encrypted"));

  fl_device_registry_set_keys (fixture.registry, ring);
  g_assert_true (fl_led_command (led, FALSE));
  payload = open_sent (&fixture, OTHER_KEY);
  g_assert_cmpstr (payload, ==, "OFF");
}

/* Tokens without a key: the card is there and says so; with the key what was there opens. */
static void
test_key_added (void)
{
  g_auto(Fixture) fixture = { 0 };
  g_autoptr(GBytes) opened = g_bytes_new_static ("ON", 2);
  const FlMessageFields again = { .topic = "home/kitchen/led", .payload = opened, .reopened = TRUE, .encryption = FL_MESSAGE_DECRYPTED,
                                  .key_id = "12345678", .token_time = 1614555519 };
  FlDevice *device;
  FlLed *led;

  set_up (&fixture, "home");
  ingest (&fixture, make_message ("home/kitchen/led", "gAAAAA", FALSE, FL_MESSAGE_FAILED, FL_MESSAGE_NO_KEY));
  device = fl_device_registry_find_device (fixture.registry, "kitchen");
  led = find_led (&fixture, "kitchen");
  g_assert_cmpint (fl_device_get_encrypted_state (device), ==, FL_ENCRYPTED_STATE_NO_KEY);
  g_assert_cmpstr (fl_device_get_attention_text (device), ==, "Encrypted — add key");
  g_assert_false (fl_led_command (led, TRUE));
  g_assert_cmpuint (g_list_model_get_n_items (fl_device_get_readings (device)), ==, 0);

  ingest (&fixture, make_message ("home/kitchen/led", "gAAAAA", FALSE, FL_MESSAGE_FAILED, "wrong-key"));
  g_assert_cmpint (fl_device_get_encrypted_state (device), ==, FL_ENCRYPTED_STATE_WRONG_KEY);

  ingest (&fixture, fl_message_new (&again));
  g_assert_cmpint (fl_device_get_encrypted_state (device), ==, FL_ENCRYPTED_STATE_OK);
  g_assert_cmpint (fl_led_get_reported (led), ==, FL_LED_STATE_ON);
  g_assert_true (fl_led_get_available (led));

  /* A token that cannot be read makes what was known out of date. */
  ingest (&fixture, make_message ("home/kitchen/led", "gAAAAA", FALSE, FL_MESSAGE_FAILED, "wrong-key"));
  g_assert_cmpint (fl_led_get_reported (led), ==, FL_LED_STATE_UNKNOWN);
}

static void
test_expect_led (void)
{
  g_auto(Fixture) fixture = { 0 };
  g_autoptr(GError) error = NULL;
  FlLed *led;

  set_up (&fixture, "user/feeds");
  g_assert_null (fl_device_registry_find_led (fixture.registry, "kitchen/led"));
  led = fl_device_registry_expect_led (fixture.registry, "kitchen", &error);
  g_assert_no_error (error);
  g_assert_cmpstr (fl_led_get_command_topic (led), ==, "user/feeds/kitchen/led/set");
  g_assert_cmpint (fl_led_get_evidence (led), ==, FL_LED_EVIDENCE_REPORTED);
  g_assert_true (fl_device_registry_expect_led (fixture.registry, "kitchen/led", &error) == led);

  led = fl_device_registry_expect_led (fixture.registry, "feeds/led", &error);
  g_assert_no_error (error);
  g_assert_cmpstr (fl_led_get_command_topic (led), ==, "user/feeds/led");
  g_assert_cmpint (fl_led_get_evidence (led), ==, FL_LED_EVIDENCE_ECHOED);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (fixture.registry)), ==, 2);
}

static void
test_expect_led_wrong (void)
{
  static const char *const ids[] = { "", "/led", "kitchen/lamp", "kit+chen/led", "a/b/c", "#" };
  g_auto(Fixture) fixture = { 0 };

  set_up (&fixture, "home");
  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    {
      g_autoptr(GError) error = NULL;

      g_test_message ("%s", ids[i]);
      g_assert_null (fl_device_registry_expect_led (fixture.registry, ids[i], &error));
      g_assert_error (error, FL_DEVICE_REGISTRY_ERROR, FL_DEVICE_REGISTRY_ERROR_TOPIC);
    }
}

static const struct { const char *name, *command, *report, *id, *sent, *reports_on; FlLedEvidence evidence; } added[] = {
  { NULL, "home/kitchen/led/set", NULL, "kitchen/led", "home/kitchen/led/set ON 1 0", "home/kitchen/led", FL_LED_EVIDENCE_REPORTED },
  { NULL, "home/kitchen/led", NULL, "kitchen/led", "home/kitchen/led/set ON 1 0", "home/kitchen/led", FL_LED_EVIDENCE_REPORTED },
  { "Lamp", "home/kitchen/lamp", NULL, "kitchen/Lamp", "home/kitchen/lamp ON 1 0", "home/kitchen/lamp", FL_LED_EVIDENCE_ECHOED },
  { "Lamp", "home/kitchen/cmd", "home/kitchen/state", "kitchen/Lamp", "home/kitchen/cmd ON 1 0", "home/kitchen/state", FL_LED_EVIDENCE_REPORTED },
  { NULL, "cmnd/plug/POWER", "stat/plug/POWER", "plug/POWER", "cmnd/plug/POWER ON 1 0", NULL, FL_LED_EVIDENCE_NONE },
  { NULL, "door", NULL, "Top level", NULL, NULL, FL_LED_EVIDENCE_NONE },
};

static void
test_add_led (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (added); i++)
    {
      g_auto(Fixture) fixture = { 0 };
      g_autoptr(GError) error = NULL;
      FlLed *led;

      g_test_message ("%s", added[i].command);
      set_up (&fixture, "home");
      led = fl_device_registry_add_led (fixture.registry, added[i].name, added[i].command, added[i].report, &error);
      g_assert_no_error (error);
      g_assert_cmpint (fl_led_get_evidence (led), ==, added[i].evidence);
      if (added[i].sent == NULL)
        continue;
      g_assert_true (find_led (&fixture, added[i].id) == led);
      g_assert_true (fl_led_command (led, TRUE));
      ASSERT_SENT (&fixture, 0, added[i].sent);
      if (added[i].reports_on != NULL)
        arrive (&fixture, added[i].reports_on, "ON");
      g_assert_cmpint (fl_led_get_reported (led), ==,
                       added[i].evidence == FL_LED_EVIDENCE_REPORTED ? FL_LED_STATE_ON : FL_LED_STATE_UNKNOWN);
    }
}

static void
test_add_led_wrong (void)
{
  static const char *const topics[] = { "", "home/+/led", "home/#", "$SYS/led" };
  g_auto(Fixture) fixture = { 0 };

  set_up (&fixture, "home");
  for (guint i = 0; i < G_N_ELEMENTS (topics); i++)
    {
      g_autoptr(GError) error = NULL;

      g_assert_null (fl_device_registry_add_led (fixture.registry, NULL, topics[i], NULL, &error));
      g_assert_error (error, FL_DEVICE_REGISTRY_ERROR, FL_DEVICE_REGISTRY_ERROR_TOPIC);
    }
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (fixture.registry)), ==, 0);
}

static void
count_cb (GListModel *model,
          guint       position,
          guint       n_removed,
          guint       n_added,
          guint      *count)
{
  g_assert_cmpuint (g_list_model_get_n_items (model), ==, position + n_added);
  (*count)++;
}

/* A thousand devices, ten messages each: one announcement a batch, nothing refused, in a blink. */
static void
test_thousand_devices (void)
{
  g_auto(Fixture) fixture = { 0 };
  guint n_announcements = 0;
  gint64 start;

  set_up (&fixture, "home");
  g_signal_connect (fixture.registry, "items-changed", G_CALLBACK (count_cb), &n_announcements);
  start = g_get_monotonic_time ();
  for (guint round = 0; round < 10; round++)
    {
      g_autoptr(GPtrArray) batch = g_ptr_array_new_with_free_func ((GDestroyNotify) fl_message_unref);

      for (guint i = 0; i < 1000; i++)
        {
          g_autofree char *values_topic = g_strdup_printf ("home/device-%u/state", i);
          g_autofree char *led_topic = g_strdup_printf ("home/device-%u/led", i);
          g_autofree char *text = g_strdup_printf ("{\"temperature\":%u.5,\"humidity\":%u}", round, i);

          g_ptr_array_add (batch, fl_message_new_plain (values_topic, text));
          g_ptr_array_add (batch, fl_message_new_plain (led_topic, round % 2 == 0 ? "OFF" : "ON"));
        }
      fl_device_registry_ingest (fixture.registry, batch);
    }
  g_test_message ("20000 messages in %" G_GINT64_FORMAT " ms", (g_get_monotonic_time () - start) / 1000);
  g_assert_cmpuint (n_announcements, ==, 1);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (fixture.registry)), ==, 1000);
  g_assert_cmpint (fl_led_get_reported (find_led (&fixture, "device-999")), ==, FL_LED_STATE_ON);
  g_assert_cmpuint (fl_device_registry_get_n_refused (fixture.registry), ==, 0);
}

static void
test_ceiling (void)
{
  g_auto(Fixture) fixture = { 0 };
  g_autoptr(GPtrArray) batch = g_ptr_array_new_with_free_func ((GDestroyNotify) fl_message_unref);
  g_autoptr(GError) error = NULL;
  guint64 n_refused;

  set_up (&fixture, "home");
  for (guint i = 0; i < FL_DEVICE_REGISTRY_MAX_DEVICES + 5; i++)
    {
      g_autofree char *topic = g_strdup_printf ("home/%u/x", i);

      g_ptr_array_add (batch, fl_message_new_plain (topic, "1"));
    }
  fl_device_registry_ingest (fixture.registry, batch);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (fixture.registry)), ==, FL_DEVICE_REGISTRY_MAX_DEVICES);
  g_object_get (fixture.registry, "n-refused", &n_refused, NULL);
  g_assert_cmpuint (n_refused, ==, 5);
  g_assert_null (fl_device_registry_expect_led (fixture.registry, "another", &error));
  g_assert_error (error, FL_DEVICE_REGISTRY_ERROR, FL_DEVICE_REGISTRY_ERROR_FULL);
}

/* Of many values in one batch the last is shown; of many reports each counts. */
static void
test_batch_order (void)
{
  g_auto(Fixture) fixture = { 0 };
  g_autoptr(GPtrArray) batch = g_ptr_array_new_with_free_func ((GDestroyNotify) fl_message_unref);
  FlDevice *device;

  set_up (&fixture, "home");
  for (guint i = 0; i < 100; i++)
    {
      g_autofree char *text = g_strdup_printf ("%u", i);

      g_ptr_array_add (batch, fl_message_new_plain ("home/kitchen/temperature", text));
      g_ptr_array_add (batch, fl_message_new_plain ("home/kitchen/led", i % 2 == 0 ? "ON" : "OFF"));
    }
  fl_device_registry_ingest (fixture.registry, batch);
  device = fl_device_registry_find_device (fixture.registry, "kitchen");
  g_assert_cmpstr (fl_reading_get_text (get_reading (device, 0)), ==, "99");
  g_assert_cmpuint (fl_reading_get_n_values (get_reading (device, 0)), ==, 1);
  g_assert_cmpint (fl_led_get_reported (find_led (&fixture, "kitchen")), ==, FL_LED_STATE_OFF);
}

static void
test_clock_not_set (void)
{
  g_auto(Fixture) fixture = { 0 };
  FlDevice *device;

  set_up (&fixture, "home");
  arrive (&fixture, "home/kitchen/state", "{\"temperature\":20,\"timestamp\":12}");
  device = fl_device_registry_find_device (fixture.registry, "kitchen");
  g_assert_cmpstr (fl_device_get_attention_text (device), ==, "Device clock not set");
  g_assert_cmpint (fl_device_get_last_seen_origin (device), ==, FL_TIME_ORIGIN_ARRIVAL);
  arrive (&fixture, "home/kitchen/state", "{\"temperature\":20,\"timestamp\":1614555518}");
  g_assert_null (fl_device_get_attention_text (device));
}

#define ADD(path, test) g_test_add_func ("/device-registry/" path, test)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("seeds", test_seeds);
  ADD ("cards", test_cards);
  ADD ("same-names", test_same_names);
  ADD ("values", test_values);
  ADD ("binary-and-long", test_binary_and_long);
  ADD ("plain-led", test_plain_led);
  ADD ("old-reports-confirm-nothing", test_old_reports_confirm_nothing);
  ADD ("commands-are-no-reports", test_commands_are_no_reports);
  ADD ("echoed", test_echoed);
  ADD ("guess-corrected", test_guess_corrected);
  ADD ("guess-corrected-after-command", test_guess_corrected_after_command);
  ADD ("feed-copies", test_feed_copies);
  ADD ("availability", test_availability);
  ADD ("link", test_link);
  ADD ("no-sender", test_no_sender);
  ADD ("encrypted-commands", test_encrypted_commands);
  ADD ("encrypted-by-settings", test_encrypted_by_settings);
  ADD ("key-added", test_key_added);
  ADD ("expect-led", test_expect_led);
  ADD ("expect-led-wrong", test_expect_led_wrong);
  ADD ("add-led", test_add_led);
  ADD ("add-led-wrong", test_add_led_wrong);
  ADD ("thousand-devices", test_thousand_devices);
  ADD ("ceiling", test_ceiling);
  ADD ("batch-order", test_batch_order);
  ADD ("clock-not-set", test_clock_not_set);
  return g_test_run ();
}
