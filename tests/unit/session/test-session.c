/* Tests of session/fl-session: messages reach tree and devices, keys open what is there, commands go out, states.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "session/fl-session.h"

#include "crypto/fl-fernet.h"
#include "crypto/fl-secret.h"
#include "devices/fl-led.h"
#include "devices/fl-reading.h"
#include "support/fl-fake-broker.h"
#include "support/fl-test-resolver.h"

#include <string.h>

typedef struct
{
  FlFakeBroker *broker;
  FlSession    *session;
  FlKeyRing    *keys;
  GString      *batches; /* "topic=text\n" each, reopened ones with a '*' */
  gboolean      is_closed;
} Fixture;

static void
batch_cb (FlSession *session,
          GPtrArray *batch,
          gpointer   user_data)
{
  Fixture *fixture = user_data;

  for (guint i = 0; i < batch->len; i++)
    {
      FlMessage *message = g_ptr_array_index (batch, i);
      g_autofree char *text = fl_message_dup_text (message);

      g_string_append_printf (fixture->batches, "%s%s=%s\n", fl_message_is_reopened (message) ? "*" : "",
                              fl_message_get_topic (message), text);
    }
}

static FlLinkSettings *
make_settings (guint16 port)
{
  static const char *const filters[] = { "home/#", NULL };
  g_autoptr(FlEndpoint) endpoint = fl_endpoint_new ("127.0.0.1", port);
  g_autoptr(FlTrust) trust = fl_trust_new_plain ();
  FlLinkSettings *settings = fl_link_settings_new (endpoint, trust);

  fl_link_settings_set_filters (settings, filters);
  return settings;
}

static void
set_up (Fixture               *fixture,
        const FlFakeBehaviour *behaviour,
        gboolean               with_keys)
{
  g_autoptr(FlLinkSettings) settings = NULL;
  g_autoptr(FlFernetKey) key = fl_fernet_key_generate (NULL);
  FlFernetKey *keys[] = { key };

  fixture->broker = fl_fake_broker_new (behaviour);
  fixture->keys = fl_key_ring_new (keys, 1);
  fixture->batches = g_string_new (NULL);
  settings = make_settings (fl_fake_broker_get_port (fixture->broker));
  fixture->session = fl_session_new (settings, with_keys ? fixture->keys : NULL, "home", NULL, 0);
  g_signal_connect (fixture->session, "batch", G_CALLBACK (batch_cb), fixture);
  g_assert_cmpint (fl_session_get_state (fixture->session), ==, FL_SESSION_STATE_IDLE);
  fl_session_open (fixture->session);
}

static void
wait_online (Fixture *fixture)
{
  fl_fake_wait_for (fl_session_get_state (fixture->session) == FL_SESSION_STATE_ONLINE);
}

static void
closed_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  Fixture *fixture = user_data;

  g_assert_true (fl_session_close_finish (FL_SESSION (source), result, NULL));
  fixture->is_closed = TRUE;
}

static void
tear_down (Fixture *fixture)
{
  fl_session_close_async (fixture->session, NULL, closed_cb, fixture);
  g_assert_cmpint (fl_session_get_state (fixture->session), ==, FL_SESSION_STATE_CLOSED);
  fl_fake_wait_for (fixture->is_closed);
  g_assert_finalize_object (fixture->session);
  fl_key_ring_unref (fixture->keys);
  g_string_free (fixture->batches, TRUE);
  fl_fake_broker_free (fixture->broker);
}

static void
send_text (Fixture    *fixture,
           const char *topic,
           const char *text)
{
  fl_fake_broker_send (fixture->broker, topic, text, strlen (text), FALSE);
}

static void
send_token (Fixture    *fixture,
            const char *topic,
            const char *text)
{
  g_autoptr(FlFernet) fernet = fl_fernet_new (fixture->keys);
  g_autofree char *token = fl_fernet_encrypt (fernet, text, strlen (text), g_get_real_time () / G_USEC_PER_SEC, NULL);

  send_text (fixture, topic, token);
}

static FlReading *
first_reading (Fixture    *fixture,
               const char *id)
{
  FlDevice *device = fl_device_registry_find_device (fl_session_get_registry (fixture->session), id);
  g_autoptr(FlReading) reading = NULL;

  if (device != NULL)
    reading = g_list_model_get_item (fl_device_get_readings (device), 0);
  return reading; /* the device keeps it */
}

static void
published_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  GError **error = user_data;

  if (fl_session_publish_finish (FL_SESSION (source), result, error))
    *error = g_error_new_literal (G_IO_ERROR, 0, "published");
}

static void
test_messages (void)
{
  Fixture fixture = { 0 };
  FlTopic *topic;
  g_autofree char *latest = NULL;

  set_up (&fixture, NULL, TRUE);
  wait_online (&fixture);
  g_assert_cmpint (fl_session_get_qos (fixture.session), ==, 1);
  g_assert_cmpint (fl_session_get_granted_qos (fixture.session), ==, 1);
  g_assert_cmpint (fl_session_get_mqtt_version (fixture.session), ==, 5);
  g_assert_cmpstr (fl_session_get_base_topic (fixture.session), ==, "home");
  send_text (&fixture, "home/kitchen/temperature", "33.02");
  send_token (&fixture, "home/kitchen/light", "512");
  send_text (&fixture, "home/kitchen/note", "gAAAAA");
  fl_fake_wait_for (fl_session_get_n_messages (fixture.session) == 3
                    && strstr (fixture.batches->str, "note") != NULL);
  g_assert_cmpstr (fixture.batches->str, ==,
                   "home/kitchen/temperature=33.02\nhome/kitchen/light=512\nhome/kitchen/note=gAAAAA\n");
  g_assert_cmpuint (fl_session_get_n_fernet (fixture.session), ==, 1);
  g_assert_cmpuint (fl_session_get_n_failed (fixture.session), ==, 0);
  g_assert_cmpuint (fl_session_get_n_refused (fixture.session), ==, 0);
  topic = fl_topic_tree_lookup (fl_session_get_tree (fixture.session), "home/kitchen/light");
  g_assert_nonnull (topic);
  latest = fl_message_dup_text (fl_topic_get_latest (topic));
  g_assert_cmpstr (latest, ==, "512");
  g_assert_cmpstr (fl_reading_get_text (first_reading (&fixture, "kitchen")), ==, "33.02");
  tear_down (&fixture);
}

static void
count_cb (FlSession  *session,
          GParamSpec *pspec,
          gpointer    user_data)
{
  unsigned *n = user_data;

  (*n)++;
}

static guint64
get_n_unopened (FlSession *session)
{
  guint64 n = 0;

  g_object_get (session, "n-unopened", &n, NULL);
  return n;
}

/* A pasted key opens at once what is on the screen. */
static void
test_key_added (void)
{
  Fixture fixture = { 0 };
  unsigned n_notified = 0;

  set_up (&fixture, NULL, FALSE);
  g_signal_connect (fixture.session, "notify::has-keys", G_CALLBACK (count_cb), &n_notified);
  wait_online (&fixture);
  send_token (&fixture, "home/kitchen/temperature", "33.02");
  fl_fake_wait_for (fl_session_get_n_failed (fixture.session) == 1);
  g_assert_null (strstr (fixture.batches->str, "33.02"));
  g_assert_null (fl_session_get_keys (fixture.session));
  g_assert_cmpuint (get_n_unopened (fixture.session), ==, 1);
  fl_session_set_keys (fixture.session, fixture.keys);
  g_assert_cmpuint (n_notified, ==, 1);
  fl_fake_wait_for (strstr (fixture.batches->str, "*home/kitchen/temperature=33.02\n") != NULL);
  g_assert_cmpstr (fl_reading_get_text (first_reading (&fixture, "kitchen")), ==, "33.02");
  g_assert_cmpuint (fl_session_get_n_messages (fixture.session), ==, 1);
  g_assert_cmpuint (fl_session_get_n_failed (fixture.session), ==, 1);
  g_assert_cmpuint (get_n_unopened (fixture.session), ==, 0);
  fl_session_set_keys (fixture.session, NULL);
  g_assert_cmpuint (n_notified, ==, 2);
  tear_down (&fixture);
}

static void
test_led (void)
{
  Fixture fixture = { 0 };
  FlLed *led;
  g_autofree char *published = NULL;
  FlFakeCounts counts;

  set_up (&fixture, NULL, FALSE);
  wait_online (&fixture);
  send_text (&fixture, "home/kitchen/status", "online");
  send_text (&fixture, "home/kitchen/led", "OFF");
  fl_fake_wait_for (fl_device_registry_find_led (fl_session_get_registry (fixture.session), "kitchen") != NULL);
  led = fl_device_registry_find_led (fl_session_get_registry (fixture.session), "kitchen");
  g_assert_cmpint (fl_led_get_reported (led), ==, FL_LED_STATE_OFF);
  g_assert_true (fl_led_command (led, TRUE));
  fl_fake_wait_for (fl_fake_broker_get_counts (fixture.broker).n_publishes == 1);
  published = fl_fake_broker_dup_published (fixture.broker);
  g_assert_cmpstr (published, ==, "home/kitchen/led/set=ON\n");
  counts = fl_fake_broker_get_counts (fixture.broker);
  g_assert_cmpint (counts.publish_qos, ==, 1);
  g_assert_false (counts.publish_retained);
  g_assert_cmpint (fl_led_get_reported (led), ==, FL_LED_STATE_OFF);
  g_assert_true (fl_led_get_pending (led));
  send_text (&fixture, "home/kitchen/led", "ON");
  fl_fake_wait_for (fl_led_get_reported (led) == FL_LED_STATE_ON);
  g_assert_false (fl_led_get_pending (led));
  tear_down (&fixture);
}

/* No connection: the LED is insensitive and says why; nothing is sent later. */
static void
test_led_offline (void)
{
  Fixture fixture = { 0 };
  FlLed *led;

  set_up (&fixture, NULL, FALSE);
  wait_online (&fixture);
  send_text (&fixture, "home/kitchen/status", "online");
  send_text (&fixture, "home/kitchen/led", "OFF");
  fl_fake_wait_for (fl_device_registry_find_led (fl_session_get_registry (fixture.session), "kitchen") != NULL);
  led = fl_device_registry_find_led (fl_session_get_registry (fixture.session), "kitchen");
  g_assert_true (fl_led_get_available (led));
  fl_fake_broker_drop_all (fixture.broker);
  fl_fake_wait_for (fl_session_get_state (fixture.session) == FL_SESSION_STATE_WAITING);
  g_assert_false (fl_led_get_available (led));
  g_assert_cmpstr (fl_led_get_reason (led), ==, fl_session_get_fault_text (fixture.session));
  g_assert_false (fl_led_command (led, TRUE));
  g_assert_cmpint (fl_session_get_retry_at (fixture.session), >, 0);
  wait_online (&fixture);
  g_assert_true (fl_led_get_available (led));
  g_usleep (100000);
  g_assert_cmpuint (fl_fake_broker_get_counts (fixture.broker).n_publishes, ==, 0);
  tear_down (&fixture);
}

static void
test_publish (void)
{
  Fixture fixture = { 0 };
  g_autoptr(GBytes) payload = g_bytes_new_static ("OFF", 3);
  g_autoptr(GError) offline = NULL;
  g_autoptr(GError) plain = NULL;
  g_autoptr(GError) without_key = NULL;
  g_autoptr(GError) encrypted = NULL;
  g_autofree char *published = NULL;
  const char *token;

  set_up (&fixture, NULL, FALSE);
  fl_session_publish_async (fixture.session, "home/a", payload, 1, FALSE, FALSE, NULL, published_cb, &offline);
  fl_fake_wait_for (offline != NULL);
  g_assert_error (offline, FL_LINK_ERROR, FL_LINK_ERROR_OFFLINE);
  wait_online (&fixture);
  fl_session_publish_async (fixture.session, "home/a", payload, 1, FALSE, FALSE, NULL, published_cb, &plain);
  fl_fake_wait_for (plain != NULL);
  g_assert_error (plain, G_IO_ERROR, 0);
  fl_session_publish_async (fixture.session, "home/a", payload, 1, FALSE, TRUE, NULL, published_cb, &without_key);
  fl_fake_wait_for (without_key != NULL);
  g_assert_error (without_key, FL_LINK_ERROR, FL_LINK_ERROR_INVALID);
  fl_session_set_keys (fixture.session, fixture.keys);
  fl_session_publish_async (fixture.session, "home/b", payload, 1, FALSE, TRUE, NULL, published_cb, &encrypted);
  fl_fake_wait_for (encrypted != NULL);
  g_assert_error (encrypted, G_IO_ERROR, 0);

  published = fl_fake_broker_dup_published (fixture.broker);
  token = strstr (published, "home/b=");
  g_assert_true (g_str_has_prefix (published, "home/a=OFF\nhome/b="));
  g_assert_true (fl_fernet_looks_like_token (token + 7, strlen (token) - 8));
  tear_down (&fixture);
}

/* "Trust this", a password typed: other settings, the same topics. */
static void
test_other_settings (void)
{
  const FlFakeBehaviour refusing = { .connack_v5 = 0x87 };
  Fixture fixture = { 0 };
  FlFakeBroker *other = fl_fake_broker_new (NULL);
  g_autoptr(FlLinkSettings) settings = make_settings (fl_fake_broker_get_port (other));
  FlTopicTree *tree;

  set_up (&fixture, &refusing, FALSE);
  fl_fake_wait_for (fl_session_get_state (fixture.session) == FL_SESSION_STATE_REFUSED);
  g_assert_cmpint (fl_session_get_fault (fixture.session), ==, FL_LINK_FAULT_NOT_AUTHORIZED);
  tree = fl_session_get_tree (fixture.session);
  fl_session_set_link_settings (fixture.session, settings);
  g_assert_true (fl_session_get_link_settings (fixture.session) == settings);
  wait_online (&fixture);
  g_assert_cmpint (fl_session_get_fault (fixture.session), ==, FL_LINK_FAULT_NONE);
  fl_fake_broker_send (other, "home/x", "1", 1, FALSE);
  fl_fake_wait_for (fl_session_get_n_messages (fixture.session) == 1);
  g_assert_true (fl_session_get_tree (fixture.session) == tree);

  /* And while on line: the old connection is said goodbye to. */
  fl_fake_broker_set_behaviour (fixture.broker, &(FlFakeBehaviour) { 0 });
  {
    g_autoptr(FlLinkSettings) back = make_settings (fl_fake_broker_get_port (fixture.broker));

    fl_session_set_link_settings (fixture.session, back);
  }
  g_assert_cmpint (fl_session_get_state (fixture.session), ==, FL_SESSION_STATE_CONNECTING);
  wait_online (&fixture);
  fl_fake_wait_for (fl_fake_broker_get_counts (other).n_disconnects == 1);
  tear_down (&fixture);
  fl_fake_broker_free (other);
}

/* Another trust touches no connection that there is, and judges every later one. */
static void
test_set_trust (void)
{
  g_autoptr(FlTrust) trust = fl_trust_new_system ();
  Fixture fixture = { 0 };
  g_autofree char *client_id = NULL;

  set_up (&fixture, NULL, FALSE);
  wait_online (&fixture);
  client_id = g_strdup (fl_link_settings_get_client_id (fl_session_get_link_settings (fixture.session)));
  fl_session_set_trust (fixture.session, trust);
  g_assert_cmpint (fl_session_get_state (fixture.session), ==, FL_SESSION_STATE_ONLINE);
  g_assert_true (fl_link_settings_get_trust (fl_session_get_link_settings (fixture.session)) == trust);
  g_assert_cmpstr (fl_link_settings_get_client_id (fl_session_get_link_settings (fixture.session)), ==, client_id);
  fl_fake_broker_send (fixture.broker, "home/x", "1", 1, FALSE);
  fl_fake_wait_for (fl_session_get_n_messages (fixture.session) == 1);

  /* The broker has no TLS. */
  fl_fake_broker_drop_all (fixture.broker);
  fl_fake_wait_for (fl_session_get_fault (fixture.session) == FL_LINK_FAULT_NO_TLS);
  tear_down (&fixture);
}

static void
test_try_now (void)
{
  const FlFakeBehaviour refusing = { .connack_v5 = 0x87 };
  Fixture fixture = { 0 };

  set_up (&fixture, &refusing, FALSE);
  fl_fake_wait_for (fl_session_get_state (fixture.session) == FL_SESSION_STATE_REFUSED);
  g_assert_nonnull (fl_session_get_fault_text (fixture.session));
  fl_fake_broker_set_behaviour (fixture.broker, &(FlFakeBehaviour) { 0 });
  fl_session_try_now (fixture.session);
  wait_online (&fixture);
  tear_down (&fixture);
}

/* Gone without being closed, in the middle of things. */
static void
test_unref (void)
{
  for (int i = 0; i < 8; i++)
    {
      Fixture fixture = { 0 };

      set_up (&fixture, NULL, FALSE);
      if (i >= 4)
        wait_online (&fixture);
      for (int k = 0; k < i; k++)
        send_text (&fixture, "home/x", "1");
      for (int k = 0; k < i % 4 * 5; k++)
        g_main_context_iteration (NULL, FALSE);
      g_object_unref (fixture.session);
      for (int k = 0; k < 20; k++)
        g_main_context_iteration (NULL, FALSE);
      fl_key_ring_unref (fixture.keys);
      g_string_free (fixture.batches, TRUE);
      fl_fake_broker_free (fixture.broker);
    }
}

static void
test_states (void)
{
  g_assert_cmpstr (fl_session_state_to_code (FL_SESSION_STATE_IDLE), ==, "idle");
  g_assert_cmpstr (fl_session_state_to_code (FL_SESSION_STATE_REFUSED), ==, "refused");
}

/* ─── a service with feeds ─── */

static void
set_up_feeds (Fixture    *fixture,
              const char *filter)
{
  const char *const filters[] = { filter, NULL };
  g_autoptr(FlTrust) trust = fl_trust_new_plain ();
  g_autoptr(FlKeyRing) keys = fl_key_ring_new (NULL, 0);
  g_autoptr(FlEndpoint) endpoint = NULL;
  g_autoptr(FlLinkSettings) settings = NULL;

  fl_test_resolver_install ();
  fixture->broker = fl_fake_broker_new (NULL);
  fixture->batches = g_string_new (NULL);
  fixture->keys = g_steal_pointer (&keys);
  endpoint = fl_endpoint_new ("io.adafruit.com", fl_fake_broker_get_port (fixture->broker));
  settings = fl_link_settings_new (endpoint, trust);
  fl_link_settings_set_username (settings, "ada");
  fl_link_settings_set_filters (settings, filters);
  fixture->session = fl_session_new (settings, NULL, "ada/feeds", NULL, 0);
  g_signal_connect (fixture->session, "batch", G_CALLBACK (batch_cb), fixture);
}

/* LEDs that were added are asked for once; after the next connection, what came meanwhile, too. */
static void
test_last_values (void)
{
  Fixture fixture = { 0 };
  g_autofree char *first = NULL;
  g_autofree char *both = NULL;

  set_up_feeds (&fixture, "ada/feeds/#");
  g_assert_nonnull (fl_device_registry_add_led (fl_session_get_registry (fixture.session), "Lamp", "ada/feeds/led", NULL, NULL));
  fl_session_open (fixture.session);
  wait_online (&fixture);
  fl_fake_wait_for (fl_fake_broker_get_counts (fixture.broker).n_publishes == 1);
  first = fl_fake_broker_dup_published (fixture.broker);
  g_assert_cmpstr (first, ==, "ada/feeds/led/get= \n");
  send_text (&fixture, "ada/feeds/light", "512");
  fl_fake_wait_for (strstr (fixture.batches->str, "ada/feeds/light=512\n") != NULL);

  fl_fake_broker_drop_all (fixture.broker);
  fl_fake_wait_for (fl_session_get_state (fixture.session) == FL_SESSION_STATE_WAITING);
  fl_session_try_now (fixture.session);
  wait_online (&fixture);
  fl_fake_wait_for (fl_fake_broker_get_counts (fixture.broker).n_publishes == 3);
  both = fl_fake_broker_dup_published (fixture.broker);
  g_assert_nonnull (strstr (both + strlen (first), "ada/feeds/led/get= \n"));
  g_assert_nonnull (strstr (both + strlen (first), "ada/feeds/light/get= \n"));
  tear_down (&fixture);
}

/* What the service says is neither a message nor a device; it is escaped and cut. */
static void
test_notices (void)
{
  g_autofree char *long_text = g_strnfill (100000, 'x');
  g_autofree char *hostile = g_strconcat ("<b>\n\xe2\x80\xae", long_text, NULL);
  Fixture fixture = { 0 };
  const char *note;

  set_up_feeds (&fixture, "ada/feeds/#");
  fl_session_open (fixture.session);
  wait_online (&fixture);
  g_assert_null (fl_session_get_service_note (fixture.session));
  send_text (&fixture, "ada/throttle", "ada data rate limit reached, 21 seconds until throttle released");
  fl_fake_wait_for (fl_session_get_service_note (fixture.session) != NULL);
  note = fl_session_get_service_note (fixture.session);
  g_assert_nonnull (strstr (note, "Adafruit IO"));
  g_assert_nonnull (strstr (note, "21 seconds until throttle released"));

  fl_session_dismiss_service_note (fixture.session);
  g_assert_null (fl_session_get_service_note (fixture.session));
  send_text (&fixture, "ada/errors", hostile);
  fl_fake_wait_for (fl_session_get_service_note (fixture.session) != NULL);
  note = fl_session_get_service_note (fixture.session);
  g_assert_cmpuint (strlen (note), <, 400);
  g_assert_null (strchr (note, '\n'));
  g_assert_null (strstr (note, "\xe2\x80\xae"));
  g_assert_true (g_str_has_suffix (note, "x…"));

  send_text (&fixture, "ada/feeds/light", "512");
  fl_fake_wait_for (fl_session_get_n_messages (fixture.session) == 1 && fixture.batches->len > 0);
  g_assert_cmpstr (fixture.batches->str, ==, "ada/feeds/light=512\n");
  g_assert_null (fl_topic_tree_lookup (fl_session_get_tree (fixture.session), "ada/errors"));
  tear_down (&fixture);
}

static void
session_service_noted_cb (FlSession  *session,
                          const char *note,
                          GString    *heard)
{
  g_string_append_printf (heard, "%s\n", note);
}

/* Two at once: the property keeps the last, and yet none is lost. */
static void
test_notices_together (void)
{
  g_autoptr(GString) heard = g_string_new (NULL);
  g_auto(GStrv) lines = NULL;
  Fixture fixture = { 0 };

  set_up_feeds (&fixture, "ada/feeds/#");
  g_signal_connect (fixture.session, "service-noted", G_CALLBACK (session_service_noted_cb), heard);
  fl_session_open (fixture.session);
  wait_online (&fixture);
  g_object_freeze_notify (G_OBJECT (fixture.session)); /* as while a batch is taken in */
  send_text (&fixture, "ada/throttle", "first");
  send_text (&fixture, "ada/errors", "second");
  send_text (&fixture, "ada/errors", "second");
  send_text (&fixture, "ada/feeds/light", "512");
  fl_fake_wait_for (fixture.batches->len > 0);
  g_object_thaw_notify (G_OBJECT (fixture.session));
  lines = g_strsplit (heard->str, "\n", -1);
  g_assert_cmpuint (g_strv_length (lines), ==, 3); /* the last one is empty */
  g_assert_nonnull (strstr (lines[0], "first"));
  g_assert_nonnull (strstr (lines[1], "second"));
  tear_down (&fixture);
}

static void
test_notices_wanted (void)
{
  Fixture fixture = { 0 };

  set_up_feeds (&fixture, "ada/#");
  fl_session_open (fixture.session);
  wait_online (&fixture);
  send_text (&fixture, "ada/errors", "no such topic");
  fl_fake_wait_for (strstr (fixture.batches->str, "ada/errors=no such topic\n") != NULL);
  g_assert_nonnull (fl_session_get_service_note (fixture.session));
  g_assert_cmpuint (fl_session_get_n_messages (fixture.session), ==, 1);
  tear_down (&fixture);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  fl_secret_init ();
  g_test_add_func ("/session/states", test_states);
  g_test_add_func ("/session/messages", test_messages);
  g_test_add_func ("/session/key-added", test_key_added);
  g_test_add_func ("/session/led", test_led);
  g_test_add_func ("/session/led-offline", test_led_offline);
  g_test_add_func ("/session/publish", test_publish);
  g_test_add_func ("/session/other-settings", test_other_settings);
  g_test_add_func ("/session/set-trust", test_set_trust);
  g_test_add_func ("/session/try-now", test_try_now);
  g_test_add_func ("/session/unref", test_unref);
  g_test_add_func ("/session/service/last-values", test_last_values);
  g_test_add_func ("/session/service/notices", test_notices);
  g_test_add_func ("/session/service/notices-together", test_notices_together);
  g_test_add_func ("/session/service/notices-wanted", test_notices_wanted);
  return g_test_run ();
}
