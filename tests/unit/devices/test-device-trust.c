/* The registry and what is not to be believed: plain text where tokens were, tokens sent again, commands the broker keeps.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "crypto/fl-fernet.h"
#include "devices/fl-device-registry.h"
#include "messages/fl-message.h"
#include "support/fl-test-convention.h"

#include <string.h>

#define KEY_ID "0123abcd"

typedef struct
{
  FlDeviceRegistry *registry;
  GPtrArray *sent; /* "topic payload retained" */
  guint n_rules;
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
  g_ptr_array_add (fixture->sent, g_strdup_printf ("%s %.*s %d", topic, (int) g_bytes_get_size (payload),
                                                   (const char *) g_bytes_get_data (payload, NULL), retained));
  sent (NULL, sent_data);
}

static void
rules_cb (FlDeviceRegistry *registry,
          GParamSpec       *pspec,
          gpointer          user_data)
{
  ((Fixture *) user_data)->n_rules++;
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  const FlDeviceSettingsFields fields = { .confirm_limit_ms = 60 * 60 * 1000 };
  g_autoptr(FlDeviceSettings) settings = fl_device_settings_new (&fields, NULL);
  g_autoptr(GPtrArray) conventions = fl_test_convention_new_list ();

  *fixture = (Fixture) { .registry = fl_device_registry_new ("home", settings), .sent = g_ptr_array_new_with_free_func (g_free) };
  fl_device_registry_set_conventions (fixture->registry, conventions);
  fl_device_registry_set_sender (fixture->registry, send_cb, fixture, NULL);
  fl_device_registry_set_online (fixture->registry, TRUE, NULL);
  g_signal_connect (fixture->registry, "notify::rules", G_CALLBACK (rules_cb), fixture);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_assert_finalize_object (fixture->registry);
  g_ptr_array_unref (fixture->sent);
}

static void
arrive_as (Fixture         *fixture,
           FlMessageFields  fields,
           const char      *text)
{
  g_autoptr(GBytes) payload = g_bytes_new (text, strlen (text));
  g_autoptr(GPtrArray) batch = g_ptr_array_new_with_free_func ((GDestroyNotify) fl_message_unref);

  fields.payload = payload;
  fields.arrived = g_get_real_time ();
  g_ptr_array_add (batch, fl_message_new (&fields));
  fl_device_registry_ingest (fixture->registry, batch);
}

static void
arrive (Fixture    *fixture,
        const char *topic,
        const char *text)
{
  arrive_as (fixture, (FlMessageFields) { .topic = topic }, text);
}

static void
arrive_retained (Fixture    *fixture,
                 const char *topic,
                 const char *text)
{
  arrive_as (fixture, (FlMessageFields) { .topic = topic, .retained = TRUE }, text);
}

/* What a key opened. */
static void
arrive_token (Fixture         *fixture,
              const char      *topic,
              const char      *text,
              FlMessageReplay  replay)
{
  arrive_as (fixture, (FlMessageFields) { .topic = topic, .encryption = FL_MESSAGE_DECRYPTED, .key_id = KEY_ID,
                                          .token_time = 1700000000, .replay = replay }, text);
}

static FlDevice *
find_device (Fixture    *fixture,
             const char *id)
{
  FlDevice *device = fl_device_registry_find_device (fixture->registry, id);

  g_assert_nonnull (device);
  return device;
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
get_reading (FlDevice *device)
{
  g_autoptr(FlReading) reading = g_list_model_get_item (fl_device_get_readings (device), 0);

  return reading; /* the card holds it */
}

/* The form by topics, and the form by description: both have to hold. */
static const struct { const char *id, *led, *document, *report, *command, *status; } forms[] = {
  { "kitchen", "kitchen", NULL, "home/kitchen/led", "home/kitchen/led/set", "home/kitchen/status" },
  { "AA", "AA/lamp", "avail x/lwt\nlight lamp x/set x/state", "x/state", "x/set", "x/lwt" },
};

static void
find_form (Fixture *fixture,
           guint    i)
{
  if (forms[i].document != NULL)
    arrive_retained (fixture, "disc/AA", forms[i].document);
  arrive_retained (fixture, forms[i].status, "online");
}

static void
test_stopped (Fixture       *fixture,
              gconstpointer  data)
{
  for (guint i = 0; i < G_N_ELEMENTS (forms); i++)
    {
      FlDevice *device;
      FlLed *led;

      find_form (fixture, i);
      arrive_token (fixture, forms[i].report, "0", FL_MESSAGE_NOT_REPLAYED);
      device = find_device (fixture, forms[i].id);
      led = find_led (fixture, forms[i].led);
      g_assert_cmpint (fl_led_get_reported (led), ==, FL_LED_STATE_OFF);

      /* Live or kept by the broker: plain text lights nothing. */
      arrive (fixture, forms[i].report, "1");
      arrive_retained (fixture, forms[i].report, "1");
      g_assert_cmpint (fl_led_get_reported (led), ==, FL_LED_STATE_OFF);
      g_assert_cmpstr (fl_led_get_note (led), ==, "says on in plain text: not believed");
      g_assert_cmpstr (fl_device_get_attention_text (device), ==, "Stopped encrypting");
      g_assert_cmpint (fl_device_get_needs_attention (device), ==, FL_ATTENTION_ERROR);

      /* The last will is the broker's word. */
      arrive (fixture, forms[i].status, "offline");
      g_assert_cmpint (fl_device_get_availability (device), ==, FL_AVAILABILITY_OFFLINE);
      arrive (fixture, forms[i].status, "online");

      arrive_token (fixture, forms[i].report, "1", FL_MESSAGE_NOT_REPLAYED);
      g_assert_cmpint (fl_led_get_reported (led), ==, FL_LED_STATE_ON);
      g_assert_null (fl_led_get_note (led));
      g_assert_cmpint (fl_device_get_needs_attention (device), ==, FL_ATTENTION_NONE);
    }
  g_assert_cmpuint (fixture->sent->len, ==, 0);
}

/* A plain report settles no command, and commands stay encrypted: without the key none goes out. */
static void
test_stopped_command (Fixture       *fixture,
                      gconstpointer  data)
{
  g_autoptr(FlKeyRing) keys = fl_key_ring_parse ("xqi9zRusHkcv3Om050HwX82eMTO-LbeW4YlqVVEzpw8=", NULL);
  FlLed *led;

  fl_device_registry_set_keys (fixture->registry, keys);
  arrive_retained (fixture, "home/kitchen/status", "online");
  arrive_as (fixture, (FlMessageFields) { .topic = "home/kitchen/led", .encryption = FL_MESSAGE_DECRYPTED, .token_time = 1700000000,
                                          .key_id = fl_fernet_key_get_id (fl_key_ring_get (keys, 0)) }, "OFF");
  led = find_led (fixture, "kitchen");
  g_assert_true (fl_led_command (led, TRUE));
  arrive (fixture, "home/kitchen/led", "ON");
  g_assert_true (fl_led_get_pending (led));
  g_assert_cmpint (fl_led_get_reported (led), ==, FL_LED_STATE_OFF);
  g_assert_cmpuint (fixture->sent->len, ==, 1);
  g_assert_nonnull (strstr (fixture->sent->pdata[0], " gAAAAA"));
}

static void
test_accepted (Fixture       *fixture,
               gconstpointer  data)
{
  g_autofree char *rules = NULL;
  FlDevice *device;
  FlLed *led;

  arrive_retained (fixture, "home/kitchen/status", "online");
  arrive_token (fixture, "home/kitchen/led", "OFF", FL_MESSAGE_NOT_REPLAYED);
  arrive (fixture, "home/kitchen/led", "ON");
  device = find_device (fixture, "kitchen");
  led = find_led (fixture, "kitchen");
  g_assert_cmpint (fl_led_get_reported (led), ==, FL_LED_STATE_OFF);

  /* What was said meanwhile counts at once, and commands follow. */
  fl_device_set_accepts_plain (device, TRUE);
  g_assert_cmpint (fl_led_get_reported (led), ==, FL_LED_STATE_ON);
  g_assert_null (fl_led_get_note (led));
  g_assert_cmpint (fl_device_get_needs_attention (device), ==, FL_ATTENTION_NONE);
  g_assert_true (fl_led_command (led, FALSE));
  g_assert_cmpstr (fixture->sent->pdata[0], ==, "home/kitchen/led/set OFF 0");
  rules = fl_device_registry_dup_rules (fixture->registry);
  g_assert_cmpstr (rules, ==, "home/kitchen\t0\tep\n");
  g_assert_cmpuint (fixture->n_rules, ==, 2);
}

/* Kept from the last start: whoever is first after it gets nowhere. */
static void
test_kept (Fixture       *fixture,
           gconstpointer  data)
{
  FlLed *led;

  fl_device_registry_set_rules (fixture->registry, "home/kitchen\t1234\te\n#AA\t0\te\n");
  for (guint i = 0; i < G_N_ELEMENTS (forms); i++)
    {
      find_form (fixture, i);
      arrive_retained (fixture, forms[i].command, "x");
      arrive_retained (fixture, forms[i].report, "1");
      led = find_led (fixture, forms[i].led);
      g_assert_cmpint (fl_led_get_reported (led), ==, FL_LED_STATE_UNKNOWN);
      g_assert_cmpstr (fl_device_get_attention_text (find_device (fixture, forms[i].id)), ==, "Stopped encrypting");

      /* Nor does a command go out in plain text. */
      g_assert_true (fl_led_command (led, TRUE));
      g_assert_nonnull (strstr (fl_led_get_note (led), "not sent"));
    }
  g_assert_cmpuint (fixture->sent->len, ==, 0);
  g_assert_cmpuint (fl_led_get_limit_ms (find_led (fixture, "kitchen")), ==, 1234);
  g_assert_cmpuint (fl_led_get_limit_ms (find_led (fixture, "AA/lamp")), ==, 60 * 60 * 1000);
  g_assert_cmpuint (fixture->n_rules, ==, 0);
}

/* A value in plain text is shown, as what it is. */
static void
test_plain_value (Fixture       *fixture,
                  gconstpointer  data)
{
  FlReading *reading;

  arrive_token (fixture, "home/kitchen/temperature", "21", FL_MESSAGE_NOT_REPLAYED);
  reading = get_reading (find_device (fixture, "kitchen"));
  g_assert_false (fl_reading_get_plain (reading));
  arrive (fixture, "home/kitchen/temperature", "99");
  g_assert_cmpstr (fl_reading_get_text (reading), ==, "99");
  g_assert_true (fl_reading_get_plain (reading));
  fl_device_set_accepts_plain (find_device (fixture, "kitchen"), TRUE);
  g_assert_false (fl_reading_get_plain (reading));
}

static void
test_replayed (Fixture       *fixture,
               gconstpointer  data)
{
  for (guint i = 0; i < G_N_ELEMENTS (forms); i++)
    {
      FlDevice *device;
      FlLed *led;

      find_form (fixture, i);
      arrive_token (fixture, forms[i].report, "0", FL_MESSAGE_NOT_REPLAYED);
      device = find_device (fixture, forms[i].id);
      led = find_led (fixture, forms[i].led);
      arrive_token (fixture, forms[i].report, "1", FL_MESSAGE_SAME_TOKEN);
      arrive_token (fixture, forms[i].report, "1", FL_MESSAGE_OLDER_TOKEN);
      g_assert_cmpint (fl_led_get_reported (led), ==, FL_LED_STATE_OFF);
      g_assert_null (fl_led_get_note (led));
      g_assert_cmpuint (fl_device_get_n_replayed (device), ==, 2);
      g_assert_cmpstr (fl_device_get_attention_text (device), ==, "Recorded messages were sent again");

      /* A fresh one does not hide it: only the user does. */
      arrive_token (fixture, forms[i].report, "1", FL_MESSAGE_NOT_REPLAYED);
      g_assert_cmpint (fl_led_get_reported (led), ==, FL_LED_STATE_ON);
      g_assert_cmpint (fl_device_get_needs_attention (device), ==, FL_ATTENTION_ERROR);
      fl_device_forget_replays (device);
      g_assert_cmpint (fl_device_get_needs_attention (device), ==, FL_ATTENTION_NONE);
    }
}

static void
test_replayed_value (Fixture       *fixture,
                     gconstpointer  data)
{
  arrive_token (fixture, "home/kitchen/temperature", "21", FL_MESSAGE_NOT_REPLAYED);
  arrive_token (fixture, "home/kitchen/temperature", "99", FL_MESSAGE_OLDER_TOKEN);
  g_assert_cmpstr (fl_reading_get_text (get_reading (find_device (fixture, "kitchen"))), ==, "21");
}

static void
published_cb (const GError *error,
              gpointer      published_data)
{
  g_assert_no_error (error);
  (*(guint *) published_data)++;
}

/* What the broker keeps on a command topic is pointed out, and deleted only when asked for. */
static void
test_stale_command (Fixture       *fixture,
                    gconstpointer  data)
{
  for (guint i = 0; i < G_N_ELEMENTS (forms); i++)
    {
      g_autofree char *expected = g_strdup_printf ("%s  1", forms[i].command);
      guint n_published = 0;
      FlLed *led;

      find_form (fixture, i);
      arrive (fixture, forms[i].report, "1");
      led = find_led (fixture, forms[i].led);
      arrive (fixture, forms[i].command, "ON");
      g_assert_null (fl_led_get_stale_command (led));
      g_assert_false (fl_led_clear_stale_command (led, published_cb, &n_published));
      arrive_retained (fixture, forms[i].command, "<b>ON\u202e");
      g_assert_cmpstr (fl_led_get_stale_command (led), ==, "<b>ON\\u202e");
      g_assert_cmpuint (fixture->sent->len, ==, i);

      g_assert_true (fl_led_clear_stale_command (led, published_cb, &n_published));
      g_assert_cmpuint (n_published, ==, 1);
      g_assert_cmpstr (fixture->sent->pdata[i], ==, expected);
      g_assert_null (fl_led_get_stale_command (led));

      /* Somebody else may delete it as well. */
      arrive_retained (fixture, forms[i].command, "OFF");
      g_assert_nonnull (fl_led_get_stale_command (led));
      arrive (fixture, forms[i].command, "");
      g_assert_null (fl_led_get_stale_command (led));
    }
}

/* What is kept on a topic that reports as well is the last report. */
static void
test_shared_is_not_stale (Fixture       *fixture,
                          gconstpointer  data)
{
  FlLed *led = fl_device_registry_add_led (fixture->registry, NULL, "home/x/y", "home/x/y", NULL);
  guint n_published = 0;

  arrive_retained (fixture, "home/x/y", "ON");
  g_assert_null (fl_led_get_stale_command (led));
  arrive_retained (fixture, "disc/AA", "switch a x/1 x/2\nswitch b x/2 x/3");
  arrive_retained (fixture, "x/2", "1");
  g_assert_null (fl_led_get_stale_command (find_led (fixture, "AA/b")));
  fl_led_take_stale_command (led, "ON");
  g_assert_false (fl_led_clear_stale_command (led, published_cb, &n_published));
  g_assert_cmpuint (fixture->sent->len, ==, 0);
}

static void
test_ask_and_levels (Fixture       *fixture,
                     gconstpointer  data)
{
  FlLed *led;
  FlLevel *brightness;

  find_form (fixture, 1);
  led = find_led (fixture, "AA/lamp");
  brightness = fl_led_find_level (led, FL_ASPECT_BRIGHTNESS);
  g_assert_cmpuint (g_list_model_get_n_items (fl_led_get_levels (led)), ==, 1);
  g_assert_null (fl_led_find_level (led, FL_ASPECT_COLOR));

  g_assert_true (fl_led_ask (led));
  g_assert_cmpstr (fixture->sent->pdata[0], ==, "x/set ? 0");
  g_assert_false (fl_led_ask (led));
  arrive (fixture, "x/state", "1");
  g_assert_true (fl_led_get_can_ask (led));
  g_assert_null (fl_led_get_note (led));

  arrive_retained (fixture, "x/state/b", "150");
  g_assert_cmpfloat (fl_level_get_reported (brightness), ==, 150);
  g_assert_true (fl_level_is_out_of_range (brightness));
  g_assert_false (fl_level_command (brightness, 150));
  g_assert_true (fl_level_command (brightness, 40));
  g_assert_cmpstr (fixture->sent->pdata[1], ==, "x/set/b 40 0");
  arrive (fixture, "x/state/b", "40");
  g_assert_false (fl_level_get_pending (brightness));

  /* Described anew, the level stays; offline, nothing goes out. */
  arrive_retained (fixture, "disc/AA", "name Lamp\navail x/lwt\nlight lamp x/set x/state");
  g_assert_true (fl_led_find_level (led, FL_ASPECT_BRIGHTNESS) == brightness);
  arrive (fixture, "x/lwt", "offline");
  g_assert_false (fl_level_get_available (brightness));
  g_assert_false (fl_level_command (brightness, 50));
  g_assert_false (fl_led_ask (led));
  g_assert_cmpuint (fixture->sent->len, ==, 2);
}

#define ADD(name, function) g_test_add ("/device-trust/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("stopped", test_stopped);
  ADD ("stopped-command", test_stopped_command);
  ADD ("accepted", test_accepted);
  ADD ("kept", test_kept);
  ADD ("plain-value", test_plain_value);
  ADD ("replayed", test_replayed);
  ADD ("replayed-value", test_replayed_value);
  ADD ("stale-command", test_stale_command);
  ADD ("shared-is-not-stale", test_shared_is_not_stale);
  ADD ("ask-and-levels", test_ask_and_levels);
  return g_test_run ();
}
