/* Tests of mqtt/fl-link: the way to online, every way not to get there, losses, publishing.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "mqtt/fl-link.h"

#include "support/fl-fake-broker.h"
#include "support/fl-test-resolver.h"

#include <string.h>

typedef struct
{
  FlFakeBroker   *broker;
  FlLinkSettings *settings;
  FlInbox        *inbox;
  FlLink         *link;
  gboolean        is_closed;
} Fixture;

static const char *const one_filter[] = { "plant/#", NULL };
static const char *const two_filters[] = { "plant/#", "secret/#", NULL };

static void
set_up (Fixture               *fixture,
        const FlFakeBehaviour *behaviour,
        const char *const     *filters)
{
  g_autoptr(FlTrust) trust = fl_trust_new_plain ();
  g_autoptr(FlEndpoint) endpoint = NULL;

  fixture->broker = fl_fake_broker_new (behaviour);
  endpoint = fl_endpoint_new ("127.0.0.1", fl_fake_broker_get_port (fixture->broker));
  fixture->settings = fl_link_settings_new (endpoint, trust);
  fl_link_settings_set_filters (fixture->settings, filters);
  fixture->inbox = fl_inbox_new (FL_INBOX_DEFAULT_BYTES);
}

static void
open_link (Fixture *fixture)
{
  fixture->link = fl_link_new (fixture->settings, fixture->inbox);
  g_assert_cmpint (fl_link_get_state (fixture->link), ==, FL_LINK_STATE_IDLE);
  fl_link_open (fixture->link);
}

static void
closed_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  Fixture *fixture = user_data;

  g_assert_true (fl_link_close_finish (FL_LINK (source), result, NULL));
  fixture->is_closed = TRUE;
}

static void
tear_down (Fixture *fixture)
{
  fl_link_close_async (fixture->link, NULL, closed_cb, fixture);
  g_assert_cmpint (fl_link_get_state (fixture->link), ==, FL_LINK_STATE_CLOSED);
  fl_fake_wait_for (fixture->is_closed);
  g_assert_finalize_object (fixture->link);
  fl_link_settings_unref (fixture->settings);
  fl_inbox_unref (fixture->inbox);
  fl_fake_broker_free (fixture->broker);
}

static gboolean
is_settled (Fixture *fixture)
{
  FlLinkState state = fl_link_get_state (fixture->link);

  return state == FL_LINK_STATE_ONLINE || state == FL_LINK_STATE_WAITING || state == FL_LINK_STATE_REFUSED;
}

static void
published_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  GError **error = user_data;

  if (fl_link_publish_finish (FL_LINK (source), result, error))
    *error = g_error_new_literal (G_IO_ERROR, 0, "published");
}

static void
publish (Fixture     *fixture,
         const char  *topic,
         const char  *text,
         int          qos,
         gboolean     retained,
         GError     **answer)
{
  g_autoptr(GBytes) payload = g_bytes_new (text, strlen (text));

  fl_link_publish_async (fixture->link, topic, payload, qos, retained, NULL, published_cb, answer);
}

static void
test_online (void)
{
  Fixture fixture = { 0 };
  FlFakeCounts counts;
  g_autoptr(FlInboxItem) item = NULL;

  set_up (&fixture, NULL, one_filter);
  open_link (&fixture);
  fl_fake_wait_for (is_settled (&fixture));
  g_assert_cmpint (fl_link_get_state (fixture.link), ==, FL_LINK_STATE_ONLINE);
  g_assert_cmpint (fl_link_get_fault (fixture.link), ==, FL_LINK_FAULT_NONE);
  g_assert_null (fl_link_get_fault_text (fixture.link));
  g_assert_cmpint (fl_link_get_granted_qos (fixture.link), ==, 1);
  g_assert_cmpint (fl_link_get_mqtt_version (fixture.link), ==, 5);
  g_assert_null (fl_link_get_report (fixture.link));
  counts = fl_fake_broker_get_counts (fixture.broker);
  g_assert_cmpuint (counts.n_connects, ==, 1);
  g_assert_false (counts.has_username);

  fl_fake_broker_send (fixture.broker, "plant/a", "33.02", 5, TRUE);
  fl_fake_wait_for ((item = fl_inbox_take_all (fixture.inbox, 1000)) != NULL);
  g_assert_cmpstr (item->topic, ==, "plant/a");
  g_assert_cmpmem (g_bytes_get_data (item->payload, NULL), g_bytes_get_size (item->payload), "33.02", 5);
  g_assert_true (item->retained);
  tear_down (&fixture);
  /* The goodbye was said. */
}

static void
test_says_goodbye (void)
{
  Fixture fixture = { 0 };
  FlFakeBroker *broker;

  set_up (&fixture, NULL, one_filter);
  open_link (&fixture);
  fl_fake_wait_for (is_settled (&fixture));
  broker = g_steal_pointer (&fixture.broker);
  fixture.broker = fl_fake_broker_new (NULL);
  tear_down (&fixture);
  fl_fake_wait_for (fl_fake_broker_get_counts (broker).n_disconnects == 1);
  fl_fake_broker_free (broker);
}

static void
test_without_filters (void)
{
  Fixture fixture = { 0 };
  g_autoptr(GError) answer = NULL;
  g_autofree char *published = NULL;

  set_up (&fixture, NULL, NULL);
  open_link (&fixture);
  fl_fake_wait_for (is_settled (&fixture));
  g_assert_cmpint (fl_link_get_state (fixture.link), ==, FL_LINK_STATE_ONLINE);
  g_assert_cmpint (fl_link_get_granted_qos (fixture.link), ==, -1);
  publish (&fixture, "a/b", "ON", 1, FALSE, &answer);
  fl_fake_wait_for (answer != NULL);
  g_assert_error (answer, G_IO_ERROR, 0);
  published = fl_fake_broker_dup_published (fixture.broker);
  g_assert_cmpstr (published, ==, "a/b=ON\n");
  tear_down (&fixture);
}

static void
test_old_broker (void)
{
  const FlFakeBehaviour behaviour = { .only_v4 = TRUE };
  Fixture fixture = { 0 };

  set_up (&fixture, &behaviour, one_filter);
  open_link (&fixture);
  fl_fake_wait_for (is_settled (&fixture));
  g_assert_cmpint (fl_link_get_state (fixture.link), ==, FL_LINK_STATE_ONLINE);
  g_assert_cmpint (fl_link_get_mqtt_version (fixture.link), ==, 4);
  g_assert_cmpuint (fl_fake_broker_get_counts (fixture.broker).n_connects, ==, 2);

  /* It is remembered: the next connection begins with 3.1.1. */
  fl_fake_broker_drop_all (fixture.broker);
  fl_fake_wait_for (fl_link_get_state (fixture.link) == FL_LINK_STATE_WAITING);
  fl_link_try_now (fixture.link);
  fl_fake_wait_for (is_settled (&fixture));
  g_assert_cmpint (fl_link_get_state (fixture.link), ==, FL_LINK_STATE_ONLINE);
  g_assert_cmpuint (fl_fake_broker_get_counts (fixture.broker).n_v5, ==, 1);
  tear_down (&fixture);
}

/* A broker that hangs up on MQTT 5 without a word, as some old ones do. */
static void
test_old_rude_broker (void)
{
  const FlFakeBehaviour behaviour = { .connack_v5 = FL_FAKE_CLOSE };
  Fixture fixture = { 0 };

  set_up (&fixture, &behaviour, one_filter);
  open_link (&fixture);
  fl_fake_wait_for (is_settled (&fixture));
  g_assert_cmpint (fl_link_get_state (fixture.link), ==, FL_LINK_STATE_ONLINE);
  g_assert_cmpint (fl_link_get_mqtt_version (fixture.link), ==, 4);
  tear_down (&fixture);
}

static const struct
{
  const char     *name;
  FlFakeBehaviour behaviour;
  FlMqttVersion   version;
  const char     *username;
  gboolean        allow_plain;
  FlLinkFault     fault;
  FlLinkState     state;
} failures[] = {
  { "v5 bad password", { .connack_v5 = 0x86 }, 0, "anna", TRUE, FL_LINK_FAULT_BAD_CREDENTIALS, FL_LINK_STATE_REFUSED },
  { "v5 not authorized", { .connack_v5 = 0x87 }, 0, NULL, FALSE, FL_LINK_FAULT_NOT_AUTHORIZED, FL_LINK_STATE_REFUSED },
  { "v5 not authorized, with a user", { .connack_v5 = 0x87 }, 0, "anna", TRUE, FL_LINK_FAULT_BAD_CREDENTIALS,
    FL_LINK_STATE_REFUSED },
  { "v5 not authorized, password kept", { .connack_v5 = 0x87 }, 0, "anna", FALSE, FL_LINK_FAULT_NOT_AUTHORIZED,
    FL_LINK_STATE_REFUSED },
  { "v4 bad password", { .connack_v4 = 4 }, 4, "anna", TRUE, FL_LINK_FAULT_BAD_CREDENTIALS, FL_LINK_STATE_REFUSED },
  { "v4 not authorized", { .connack_v4 = 5 }, 4, NULL, FALSE, FL_LINK_FAULT_NOT_AUTHORIZED, FL_LINK_STATE_REFUSED },
  { "v4 unavailable", { .connack_v4 = 3 }, 4, NULL, FALSE, FL_LINK_FAULT_UNAVAILABLE, FL_LINK_STATE_WAITING },
  { "v4 identifier", { .connack_v4 = 2 }, 4, NULL, FALSE, FL_LINK_FAULT_UNAVAILABLE, FL_LINK_STATE_WAITING },
  { "v5 busy", { .connack_v5 = 0x89 }, 0, NULL, FALSE, FL_LINK_FAULT_UNAVAILABLE, FL_LINK_STATE_WAITING },
  { "v5 wanted, refused", { .only_v4 = TRUE }, 5, NULL, FALSE, FL_LINK_FAULT_UNAVAILABLE, FL_LINK_STATE_WAITING },
  { "junk", { .junk = "HTTP/1.1 400 Bad Request\r\n\r\n" }, 0, NULL, FALSE, FL_LINK_FAULT_NOT_MQTT, FL_LINK_STATE_WAITING },
  { "closes", { .connack_v5 = FL_FAKE_CLOSE, .connack_v4 = FL_FAKE_CLOSE }, 0, NULL, FALSE, FL_LINK_FAULT_CLOSED,
    FL_LINK_STATE_WAITING },
  { "silent", { .connack_v5 = FL_FAKE_SILENT, .connack_v4 = FL_FAKE_SILENT }, 0, NULL, FALSE, FL_LINK_FAULT_TIMEOUT,
    FL_LINK_STATE_WAITING },
  { "subscription refused", { .n_granted = 1, .granted = { 0x87 } }, 0, NULL, FALSE, FL_LINK_FAULT_NOT_AUTHORIZED,
    FL_LINK_STATE_REFUSED },
  { "subscription refused, v4", { .n_granted = 1, .granted = { 0x80 } }, 4, NULL, FALSE, FL_LINK_FAULT_NOT_AUTHORIZED,
    FL_LINK_STATE_REFUSED },
};

static void
test_failure (gconstpointer data)
{
  size_t i = GPOINTER_TO_SIZE (data);
  Fixture fixture = { 0 };
  FlFakeCounts counts;
  g_autoptr(FlSecret) password = fl_secret_new ("hunter2", 7);

  set_up (&fixture, &failures[i].behaviour, one_filter);
  fl_link_settings_set_mqtt_version (fixture.settings, failures[i].version);
  fl_link_settings_set_connect_timeout (fixture.settings, failures[i].fault == FL_LINK_FAULT_TIMEOUT ? 5 : 60);
  fl_link_settings_set_username (fixture.settings, failures[i].username);
  fl_link_settings_set_password (fixture.settings, password);
  fl_link_settings_set_allow_plain_password (fixture.settings, failures[i].allow_plain);
  open_link (&fixture);
  fl_fake_wait_for (is_settled (&fixture));

  g_assert_cmpstr (fl_link_fault_to_code (fl_link_get_fault (fixture.link)), ==,
                   fl_link_fault_to_code (failures[i].fault));
  g_assert_cmpint (fl_link_get_state (fixture.link), ==, failures[i].state);
  g_assert_nonnull (fl_link_get_fault_text (fixture.link));
  g_assert_null (strstr (fl_link_get_fault_text (fixture.link), "hunter2"));
  g_test_message ("%s", fl_link_get_fault_text (fixture.link));
  g_assert_cmpint (fl_link_get_granted_qos (fixture.link), ==, -1);
  g_assert_cmpint (fl_link_get_retry_at (fixture.link) != 0, ==, failures[i].state == FL_LINK_STATE_WAITING);
  counts = fl_fake_broker_get_counts (fixture.broker);
  if (failures[i].fault == FL_LINK_FAULT_BAD_CREDENTIALS)
    g_assert_true (counts.has_username && counts.has_password);
  else
    g_assert_false (counts.has_username || counts.has_password);

  /* What failed can be tried again, and may work then. */
  fl_fake_broker_set_behaviour (fixture.broker, &(FlFakeBehaviour) { 0 });
  fl_link_try_now (fixture.link);
  fl_fake_wait_for (is_settled (&fixture));
  g_assert_cmpint (fl_link_get_state (fixture.link), ==, FL_LINK_STATE_ONLINE);
  g_assert_cmpint (fl_link_get_fault (fixture.link), ==, FL_LINK_FAULT_NONE);
  tear_down (&fixture);
}

static void
test_some_filters_refused (void)
{
  const FlFakeBehaviour behaviour = { .n_granted = 2, .granted = { 0, 0x87 } };
  Fixture fixture = { 0 };

  set_up (&fixture, &behaviour, two_filters);
  open_link (&fixture);
  fl_fake_wait_for (is_settled (&fixture));
  g_assert_cmpint (fl_link_get_state (fixture.link), ==, FL_LINK_STATE_ONLINE);
  g_assert_cmpint (fl_link_get_granted_qos (fixture.link), ==, 0);
  g_assert_cmpint (fl_link_get_fault (fixture.link), ==, FL_LINK_FAULT_NOT_AUTHORIZED);
  g_assert_nonnull (strstr (fl_link_get_fault_text (fixture.link), "secret/#"));
  g_assert_null (strstr (fl_link_get_fault_text (fixture.link), "plant/#"));
  tear_down (&fixture);
}

static void
test_refused_port (void)
{
  Fixture fixture = { 0 };

  set_up (&fixture, NULL, one_filter);
  {
    g_autoptr(FlTrust) trust = fl_trust_new_plain ();
    FlFakeBroker *gone = fl_fake_broker_new (NULL);
    g_autoptr(FlEndpoint) endpoint = fl_endpoint_new ("127.0.0.1", fl_fake_broker_get_port (gone));

    fl_fake_broker_free (gone);
    fl_link_settings_unref (fixture.settings);
    fixture.settings = fl_link_settings_new (endpoint, trust);
  }
  open_link (&fixture);
  fl_fake_wait_for (is_settled (&fixture));
  g_assert_cmpint (fl_link_get_state (fixture.link), ==, FL_LINK_STATE_WAITING);
  g_assert_cmpint (fl_link_get_fault (fixture.link), ==, FL_LINK_FAULT_REFUSED);
  tear_down (&fixture);
}

static void
test_recovers (void)
{
  Fixture fixture = { 0 };
  gint64 wait;

  set_up (&fixture, NULL, one_filter);
  open_link (&fixture);
  fl_fake_wait_for (is_settled (&fixture));
  fl_fake_broker_drop_all (fixture.broker);
  fl_fake_wait_for (fl_link_get_state (fixture.link) == FL_LINK_STATE_WAITING);
  g_assert_cmpint (fl_link_get_fault (fixture.link), ==, FL_LINK_FAULT_CLOSED);
  g_assert_cmpint (fl_link_get_granted_qos (fixture.link), ==, -1);
  wait = fl_link_get_retry_at (fixture.link) - g_get_monotonic_time ();
  g_assert_cmpint (wait, <=, G_USEC_PER_SEC);
  fl_fake_wait_for (fl_link_get_state (fixture.link) == FL_LINK_STATE_ONLINE);
  g_assert_cmpint (fl_link_get_fault (fixture.link), ==, FL_LINK_FAULT_NONE);
  g_assert_cmpint (fl_link_get_retry_at (fixture.link), ==, 0);
  g_assert_cmpuint (fl_fake_broker_get_counts (fixture.broker).n_subscribes, ==, 2);
  tear_down (&fixture);
}

static void
test_taken_over (void)
{
  const FlFakeBehaviour behaviour = { .disconnect_reason = 0x8e };
  Fixture fixture = { 0 };

  set_up (&fixture, &behaviour, one_filter);
  fl_link_settings_set_client_id (fixture.settings, "esp-kitchen");
  open_link (&fixture);
  fl_fake_wait_for (fl_link_get_state (fixture.link) == FL_LINK_STATE_REFUSED);
  g_assert_nonnull (strstr (fl_link_get_fault_text (fixture.link), "esp-kitchen"));
  g_assert_cmpuint (fl_fake_broker_get_counts (fixture.broker).n_connects, ==, 1);
  tear_down (&fixture);
}

/* MQTT 3.1.1 has no word for it: three connections in a row that are closed at once. */
static void
test_taken_over_silently (void)
{
  const FlFakeBehaviour behaviour = { .close_after_suback = TRUE };
  Fixture fixture = { 0 };

  set_up (&fixture, &behaviour, one_filter);
  fl_link_settings_set_mqtt_version (fixture.settings, FL_MQTT_VERSION_3_1_1);
  fl_link_settings_set_client_id (fixture.settings, "esp-kitchen");
  open_link (&fixture);
  for (int i = 0; i < 3; i++)
    {
      fl_fake_wait_for (fl_link_get_state (fixture.link) == FL_LINK_STATE_WAITING);
      if (i < 2)
        {
          g_assert_null (strstr (fl_link_get_fault_text (fixture.link), "esp-kitchen"));
          fl_link_try_now (fixture.link);
        }
    }
  g_assert_nonnull (strstr (fl_link_get_fault_text (fixture.link), "esp-kitchen"));
  tear_down (&fixture);
}

static void
test_publish_while_offline (void)
{
  Fixture fixture = { 0 };
  g_autoptr(GError) answer = NULL;
  g_autofree char *published = NULL;

  set_up (&fixture, NULL, one_filter);
  fixture.link = fl_link_new (fixture.settings, fixture.inbox);
  publish (&fixture, "led/set", "ON", 1, FALSE, &answer);
  fl_fake_wait_for (answer != NULL);
  g_assert_error (answer, FL_LINK_ERROR, FL_LINK_ERROR_OFFLINE);
  fl_link_open (fixture.link);
  fl_fake_wait_for (is_settled (&fixture));
  published = fl_fake_broker_dup_published (fixture.broker);
  g_assert_cmpstr (published, ==, "");
  tear_down (&fixture);
}

static void
test_publish_refused (void)
{
  const FlFakeBehaviour behaviour = { .puback = 0x87 };
  Fixture fixture = { 0 };
  g_autoptr(GError) answer = NULL;

  set_up (&fixture, &behaviour, one_filter);
  open_link (&fixture);
  fl_fake_wait_for (is_settled (&fixture));
  publish (&fixture, "led/set", "ON", 1, FALSE, &answer);
  fl_fake_wait_for (answer != NULL);
  g_assert_error (answer, FL_LINK_ERROR, FL_LINK_ERROR_REFUSED);
  tear_down (&fixture);
}

/* In flight when the connection is lost: an error, and nothing is sent again. */
static void
test_publish_lost (void)
{
  const FlFakeBehaviour behaviour = { .puback = FL_FAKE_SILENT };
  Fixture fixture = { 0 };
  GError *answers[3] = { NULL };

  set_up (&fixture, &behaviour, one_filter);
  open_link (&fixture);
  fl_fake_wait_for (is_settled (&fixture));
  for (int i = 0; i < 3; i++)
    publish (&fixture, "led/set", "ON", 1, FALSE, &answers[i]);
  fl_fake_wait_for (fl_fake_broker_get_counts (fixture.broker).n_publishes == 3);
  fl_fake_broker_drop_all (fixture.broker);
  fl_fake_wait_for (answers[0] != NULL && answers[1] != NULL && answers[2] != NULL);
  for (int i = 0; i < 3; i++)
    {
      g_assert_error (answers[i], FL_LINK_ERROR, FL_LINK_ERROR_LOST);
      g_clear_error (&answers[i]);
    }
  fl_fake_wait_for (fl_link_get_state (fixture.link) == FL_LINK_STATE_ONLINE);
  g_usleep (200000);
  g_assert_cmpuint (fl_fake_broker_get_counts (fixture.broker).n_publishes, ==, 3);
  tear_down (&fixture);
}

static void
test_publish_invalid (void)
{
  static const char *const topics[] = { "", "a/+", "a/#", "\xff" };
  g_autofree char *long_topic = g_strnfill (65536, 't');
  Fixture fixture = { 0 };

  set_up (&fixture, NULL, one_filter);
  open_link (&fixture);
  fl_fake_wait_for (is_settled (&fixture));
  for (size_t i = 0; i <= G_N_ELEMENTS (topics); i++)
    {
      g_autoptr(GError) answer = NULL;

      publish (&fixture, i < G_N_ELEMENTS (topics) ? topics[i] : long_topic, "ON", 1, FALSE, &answer);
      fl_fake_wait_for (answer != NULL);
      g_assert_error (answer, FL_LINK_ERROR, FL_LINK_ERROR_INVALID);
    }
  g_assert_cmpuint (fl_fake_broker_get_counts (fixture.broker).n_publishes, ==, 0);
  tear_down (&fixture);
}

/* QoS and retained go over the wire as asked; an empty payload is one. */
static void
test_publish_kinds (void)
{
  Fixture fixture = { 0 };
  FlFakeCounts counts;

  set_up (&fixture, NULL, one_filter);
  open_link (&fixture);
  fl_fake_wait_for (is_settled (&fixture));
  for (int qos = 0; qos <= 1; qos++)
    {
      g_autoptr(GError) answer = NULL;

      publish (&fixture, "a", "", qos, qos == 0, &answer);
      fl_fake_wait_for (answer != NULL);
      g_assert_error (answer, G_IO_ERROR, 0);
      fl_fake_wait_for ((int) fl_fake_broker_get_counts (fixture.broker).n_publishes == qos + 1);
      counts = fl_fake_broker_get_counts (fixture.broker);
      g_assert_cmpint (counts.publish_qos, ==, qos);
      g_assert_cmpint (counts.publish_retained, ==, qos == 0);
    }
  tear_down (&fixture);
}

/* ─── services that are known ─── */

static void
set_up_service (Fixture               *fixture,
                const FlFakeBehaviour *behaviour,
                const char            *host,
                const char            *username,
                const char            *filter)
{
  const char *const filters[] = { filter, NULL };
  g_autoptr(FlTrust) trust = fl_trust_new_plain ();
  g_autoptr(FlEndpoint) endpoint = NULL;

  fl_test_resolver_install ();
  set_up (fixture, behaviour, filters);
  endpoint = fl_endpoint_new (host, fl_fake_broker_get_port (fixture->broker));
  fl_link_settings_unref (fixture->settings);
  fixture->settings = fl_link_settings_new (endpoint, trust);
  fl_link_settings_set_username (fixture->settings, username);
  fl_link_settings_set_filters (fixture->settings, filters);
  fl_link_settings_set_qos (fixture->settings, 2);
}

/* Nothing is sent that is known to be refused, and no retained or QoS 2 message either. */
static void
test_service_limits (void)
{
  static const struct { const char *topic; int qos; gboolean retained, sent; } cases[] = {
    { "ada/feeds/led", 2, FALSE, FALSE },
    { "ada/feeds/led", 1, TRUE, FALSE },
    { "homeassistant/x/config", 0, FALSE, FALSE },
    { "ada/feeds/led", 1, FALSE, TRUE },
  };
  Fixture fixture = { 0 };

  set_up_service (&fixture, NULL, "IO.adafruit.com", "ada", "ada/feeds/#");
  open_link (&fixture);
  fl_fake_wait_for (is_settled (&fixture));
  g_assert_cmpint (fl_link_get_state (fixture.link), ==, FL_LINK_STATE_ONLINE);
  g_assert_cmpint (fl_link_get_mqtt_version (fixture.link), ==, 4);
  g_assert_cmpint (fl_link_get_granted_qos (fixture.link), ==, 1);
  g_assert_cmpuint (fl_fake_broker_get_counts (fixture.broker).n_connects, ==, 1);
  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) answer = NULL;

      publish (&fixture, cases[i].topic, "ON", cases[i].qos, cases[i].retained, &answer);
      fl_fake_wait_for (answer != NULL);
      g_test_message ("%s", answer->message);
      if (cases[i].sent)
        g_assert_error (answer, G_IO_ERROR, 0);
      else
        g_assert_error (answer, FL_LINK_ERROR, FL_LINK_ERROR_INVALID);
    }
  g_assert_cmpuint (fl_fake_broker_get_counts (fixture.broker).n_publishes, ==, 1);
  tear_down (&fixture);
}

static void
test_service_copies (void)
{
  static const char *const topics[] = { "ada/feeds/light", "ada/feeds/light/json", "ada/feeds/light/csv", "ada/throttle" };
  static const char *const kept[] = { "ada/feeds/light", "ada/throttle" };
  Fixture fixture = { 0 };

  set_up_service (&fixture, NULL, "io.adafruit.com", "ada", "ada/feeds/#");
  open_link (&fixture);
  fl_fake_wait_for (is_settled (&fixture));
  for (size_t i = 0; i < G_N_ELEMENTS (topics); i++)
    fl_fake_broker_send (fixture.broker, topics[i], "1", 1, FALSE);
  for (size_t i = 0; i < G_N_ELEMENTS (kept);)
    {
      FlInboxItem *items = fl_inbox_take_all (fixture.inbox, 60 * G_USEC_PER_SEC);

      g_assert_nonnull (items);
      for (FlInboxItem *item = items; item != NULL; item = item->next)
        {
          g_assert_cmpuint (i, <, G_N_ELEMENTS (kept));
          g_assert_cmpstr (item->topic, ==, kept[i++]);
        }
      fl_inbox_item_free_all (items);
    }
  tear_down (&fixture);
}

/* What would be refused, and counted as a refusal, is not tried at all. */
static void
test_service_sign_in (void)
{
  static const struct { const char *username, *filter; } cases[] = {
    { NULL, "ada/feeds/#" },
    { "ada", "#" },
    { "ada", "$SYS/#" },
  };

  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      Fixture fixture = { 0 };

      set_up_service (&fixture, NULL, "io.adafruit.com", cases[i].username, cases[i].filter);
      open_link (&fixture);
      fl_fake_wait_for (is_settled (&fixture));
      g_assert_cmpint (fl_link_get_state (fixture.link), ==, FL_LINK_STATE_REFUSED);
      g_assert_cmpint (fl_link_get_fault (fixture.link), ==, FL_LINK_FAULT_NOT_AUTHORIZED);
      g_test_message ("%s", fl_link_get_fault_text (fixture.link));
      g_assert_cmpuint (fl_fake_broker_get_counts (fixture.broker).n_accepted, ==, 0);
      tear_down (&fixture);
    }
}

/* Who presses "Try Now" as fast as can be makes no more connections than the service bears; nothing is asked besides. */
static void
test_service_dials (void)
{
  const FlFakeBehaviour behaviour = { .connack_v4 = FL_FAKE_CLOSE, .connack_v5 = FL_FAKE_CLOSE };
  Fixture fixture = { 0 };
  gboolean is_used_up = FALSE;

  set_up_service (&fixture, &behaviour, "io.adafruit.com", "ada", "ada/feeds/#");
  open_link (&fixture);
  for (int i = 0; i < 40 && !is_used_up; i++)
    {
      fl_fake_wait_for (is_settled (&fixture));
      is_used_up = fl_link_get_fault (fixture.link) == FL_LINK_FAULT_UNAVAILABLE;
      if (!is_used_up)
        fl_link_try_now (fixture.link);
    }
  g_assert_true (is_used_up);
  g_test_message ("%s", fl_link_get_fault_text (fixture.link));
  g_assert_nonnull (strstr (fl_link_get_fault_text (fixture.link), "Adafruit IO"));
  g_assert_cmpint (fl_link_get_state (fixture.link), ==, FL_LINK_STATE_WAITING);
  g_assert_cmpint (fl_link_get_retry_at (fixture.link), >, g_get_monotonic_time () + G_USEC_PER_SEC);
  fl_link_try_now (fixture.link);
  fl_fake_wait_for (is_settled (&fixture));
  g_assert_cmpint (fl_link_get_fault (fixture.link), ==, FL_LINK_FAULT_UNAVAILABLE);
  g_assert_cmpuint (fl_fake_broker_get_counts (fixture.broker).n_accepted, <=, 20);
  g_assert_cmpuint (fl_fake_broker_get_counts (fixture.broker).n_accepted, ==,
                    fl_fake_broker_get_counts (fixture.broker).n_connects);
  tear_down (&fixture);
}

/* A hub of devices is looked at, and told nothing. */
static void
test_service_inspect_only (void)
{
  Fixture fixture = { 0 };

  set_up_service (&fixture, NULL, "plant.azure-devices.net", NULL, "#");
  open_link (&fixture);
  fl_fake_wait_for (is_settled (&fixture));
  /* This one speaks no TLS at all. */
  g_assert_cmpint (fl_link_get_fault (fixture.link), ==, FL_LINK_FAULT_NO_TLS);
  g_assert_cmpuint (fl_fake_broker_get_counts (fixture.broker).n_subscribes, ==, 0);
  tear_down (&fixture);
}

static void
test_close_at_any_time (void)
{
  for (int n_iterations = 0; n_iterations < 40; n_iterations += 4)
    {
      Fixture fixture = { 0 };

      set_up (&fixture, NULL, one_filter);
      open_link (&fixture);
      for (int i = 0; i < n_iterations; i++)
        {
          g_main_context_iteration (NULL, FALSE);
          g_usleep (1000);
        }
      tear_down (&fixture);
    }
}

/* Dropped without a word, while connected. */
static void
test_unref_while_online (void)
{
  Fixture fixture = { 0 };

  set_up (&fixture, NULL, one_filter);
  open_link (&fixture);
  fl_fake_wait_for (is_settled (&fixture));
  g_assert_finalize_object (fixture.link);
  fl_fake_wait_for (fl_fake_broker_get_counts (fixture.broker).n_disconnects == 1);
  fl_link_settings_unref (fixture.settings);
  fl_inbox_unref (fixture.inbox);
  fl_fake_broker_free (fixture.broker);
}

static void
test_environment (void)
{
  static const char *const names[] = { "http_proxy", "https_proxy", "HTTPS_PROXY", "PAHO_C_CLIENT_USE_HTTP_PROXY",
                                       "MQTT_C_CLIENT_TRACE", "MQTT_C_CLIENT_TRACE_LEVEL" };

  for (size_t i = 0; i < G_N_ELEMENTS (names); i++)
    g_setenv (names[i], "http://127.0.0.1:1", TRUE);
  g_setenv ("FERNLIGHT_TEST_KEPT", "1", TRUE);
  fl_link_scrub_environment ();
  for (size_t i = 0; i < G_N_ELEMENTS (names); i++)
    g_assert_null (g_getenv (names[i]));
  g_assert_cmpstr (g_getenv ("FERNLIGHT_TEST_KEPT"), ==, "1");
}

static void
test_codes (void)
{
  g_assert_cmpstr (fl_link_state_to_code (FL_LINK_STATE_ONLINE), ==, "online");
  g_assert_cmpstr (fl_link_state_to_code (FL_LINK_STATE_CLOSED), ==, "closed");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  fl_secret_init ();
  g_test_add_func ("/link/environment", test_environment);
  g_test_add_func ("/link/codes", test_codes);
  g_test_add_func ("/link/online", test_online);
  g_test_add_func ("/link/says-goodbye", test_says_goodbye);
  g_test_add_func ("/link/without-filters", test_without_filters);
  g_test_add_func ("/link/old-broker", test_old_broker);
  g_test_add_func ("/link/old-rude-broker", test_old_rude_broker);
  for (size_t i = 0; i < G_N_ELEMENTS (failures); i++)
    {
      g_autofree char *path = g_strdup_printf ("/link/failure/%s", failures[i].name);

      g_strdelimit (path, " ", '-');
      g_test_add_data_func (path, GSIZE_TO_POINTER (i), test_failure);
    }
  g_test_add_func ("/link/some-filters-refused", test_some_filters_refused);
  g_test_add_func ("/link/refused-port", test_refused_port);
  g_test_add_func ("/link/recovers", test_recovers);
  g_test_add_func ("/link/taken-over", test_taken_over);
  g_test_add_func ("/link/taken-over-silently", test_taken_over_silently);
  g_test_add_func ("/link/publish-while-offline", test_publish_while_offline);
  g_test_add_func ("/link/publish-refused", test_publish_refused);
  g_test_add_func ("/link/publish-lost", test_publish_lost);
  g_test_add_func ("/link/publish-invalid", test_publish_invalid);
  g_test_add_func ("/link/publish-kinds", test_publish_kinds);
  g_test_add_func ("/link/close-at-any-time", test_close_at_any_time);
  g_test_add_func ("/link/unref-while-online", test_unref_while_online);
  g_test_add_func ("/link/service/limits", test_service_limits);
  g_test_add_func ("/link/service/copies", test_service_copies);
  g_test_add_func ("/link/service/sign-in", test_service_sign_in);
  g_test_add_func ("/link/service/inspect-only", test_service_inspect_only);
  g_test_add_func ("/link/service/dials", test_service_dials); /* the last: nothing is left for others */
  return g_test_run ();
}
