/* Tests of mqtt/fl-connection: each event once, nothing after closing (the whole way: test-link, tests/live/link.py).
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "mqtt/fl-connection.h"

#include "support/fl-fake-broker.h"

#include <string.h>

typedef struct
{
  unsigned n_events[FL_CONNECTION_UNDELIVERED + 1];
  int      reason;
  guint64  id;
  int      granted[2];
  unsigned n_granted;
  gboolean is_closed;
} Told;

static void
told_cb (FlConnection            *connection,
         const FlConnectionEvent *event,
         gpointer                 user_data)
{
  Told *told = user_data;

  g_assert_false (told->is_closed);
  told->n_events[event->kind]++;
  told->reason = event->reason;
  told->id = event->id;
  told->n_granted = event->n_granted;
  for (unsigned i = 0; i < event->n_granted && i < 2; i++)
    told->granted[i] = event->granted[i];
}

static void
closed_cb (gpointer user_data)
{
  Told *told = user_data;

  told->is_closed = TRUE;
}

static FlLinkSettings *
make_settings (guint16 port)
{
  static const char *const filters[] = { "a/#", "b/#", NULL };
  g_autoptr(FlTrust) trust = fl_trust_new_plain ();
  g_autoptr(FlEndpoint) named = fl_endpoint_new ("broker.test", port);
  g_autoptr(FlEndpoint) endpoint = fl_endpoint_with_address (named, "127.0.0.1");
  FlLinkSettings *settings = fl_link_settings_new (endpoint, trust);

  fl_link_settings_set_filters (settings, filters);
  return settings;
}

static FlConnection *
open_connection (FlFakeBroker *broker,
                 FlMqttVersion version,
                 Told         *told)
{
  g_autoptr(FlLinkSettings) settings = make_settings (fl_fake_broker_get_port (broker));
  g_autoptr(FlInbox) inbox = fl_inbox_new (1000);
  FlConnection *connection = fl_connection_new (settings, fl_link_settings_get_endpoint (settings), NULL, inbox,
                                                version, told_cb, told);

  fl_connection_open (connection);
  return connection;
}

static void
close_connection (FlConnection *connection,
                  Told         *told)
{
  fl_connection_close (connection, TRUE, closed_cb, told);
  fl_fake_wait_for (told->is_closed);
  fl_connection_unref (connection);
}

static void
test_whole_life (gconstpointer data)
{
  const FlFakeBehaviour behaviour = { .n_granted = 2, .granted = { 0, 0x80 } };
  g_autoptr(FlFakeBroker) broker = fl_fake_broker_new (&behaviour);
  g_autoptr(GBytes) payload = g_bytes_new_static ("ON", 2);
  Told told = { .n_events = { 0 } };
  FlConnection *connection = open_connection (broker, (FlMqttVersion) GPOINTER_TO_INT (data), &told);

  fl_fake_wait_for (told.n_events[FL_CONNECTION_ACCEPTED] == 1);
  fl_connection_subscribe (connection);
  fl_fake_wait_for (told.n_events[FL_CONNECTION_SUBSCRIBED] == 1);
  g_assert_cmpuint (told.n_granted, ==, 2);
  g_assert_cmpint (told.granted[0], ==, 0);
  g_assert_cmpint (told.granted[1], ==, 0x80);
  fl_connection_publish (connection, 77, "a/led/set", payload, 1, FALSE);
  fl_fake_wait_for (told.n_events[FL_CONNECTION_DELIVERED] == 1);
  g_assert_cmpuint (told.id, ==, 77);
  close_connection (connection, &told);
  g_assert_cmpuint (told.n_events[FL_CONNECTION_LOST] + told.n_events[FL_CONNECTION_FAILED], ==, 0);
  fl_fake_wait_for (fl_fake_broker_get_counts (broker).n_disconnects == 1);
}

/* A SUBACK with fewer or more codes than filters: nothing that the broker did not send is taken for its answer. */
static void
test_wrong_number_of_codes (gconstpointer data)
{
  static const guint n_codes[] = { 1, 2, 3, 20 };
  FlMqttVersion version = (FlMqttVersion) GPOINTER_TO_INT (data);

  for (gsize i = 0; i < G_N_ELEMENTS (n_codes); i++)
    {
      const FlFakeBehaviour behaviour = { .n_codes = n_codes[i] };
      g_autoptr(FlFakeBroker) broker = fl_fake_broker_new (&behaviour);
      Told told = { .n_events = { 0 } };
      FlConnection *connection = open_connection (broker, version, &told);

      fl_fake_wait_for (told.n_events[FL_CONNECTION_ACCEPTED] == 1);
      fl_connection_subscribe (connection);
      fl_fake_wait_for (told.n_events[FL_CONNECTION_SUBSCRIBED] == 1);
      g_assert_cmpuint (told.n_granted, ==, 2);
      for (int j = 0; j < 2; j++)
        g_assert_true (told.granted[j] == 1 || told.granted[j] == 0x80);
      if (version != FL_MQTT_VERSION_5) /* it asks for each filter alone */
        g_assert_cmpint (told.granted[0], ==, n_codes[i] == 1 ? 1 : 0x80);
      close_connection (connection, &told);
    }
}

static void
test_lost_once (gconstpointer data)
{
  g_autoptr(FlFakeBroker) broker = fl_fake_broker_new (NULL);
  Told told = { .n_events = { 0 } };
  FlConnection *connection = open_connection (broker, (FlMqttVersion) GPOINTER_TO_INT (data), &told);

  fl_fake_wait_for (told.n_events[FL_CONNECTION_ACCEPTED] == 1);
  fl_fake_broker_drop_all (broker);
  fl_fake_wait_for (told.n_events[FL_CONNECTION_LOST] == 1);
  g_assert_cmpint (told.reason, ==, -1);
  close_connection (connection, &told);
  g_assert_cmpuint (told.n_events[FL_CONNECTION_LOST], ==, 1);
  g_assert_cmpuint (told.n_events[FL_CONNECTION_FAILED], ==, 0);
}

static void
test_refused_once (gconstpointer data)
{
  const FlFakeBehaviour behaviour = { .connack_v5 = 0x86, .connack_v4 = 4 };
  g_autoptr(FlFakeBroker) broker = fl_fake_broker_new (&behaviour);
  Told told = { .n_events = { 0 } };
  FlMqttVersion version = (FlMqttVersion) GPOINTER_TO_INT (data);
  FlConnection *connection = open_connection (broker, version, &told);

  fl_fake_wait_for (told.n_events[FL_CONNECTION_FAILED] == 1);
  g_assert_cmpint (told.reason, ==, version == FL_MQTT_VERSION_5 ? 0x86 : 4);
  close_connection (connection, &told);
  g_assert_cmpuint (told.n_events[FL_CONNECTION_FAILED], ==, 1);
  g_assert_cmpuint (told.n_events[FL_CONNECTION_ACCEPTED] + told.n_events[FL_CONNECTION_LOST], ==, 0);
}

/* The broker says why (MQTT 5). Paho then does not call the callback for a lost connection. */
static void
test_disconnected (void)
{
  const FlFakeBehaviour behaviour = { .disconnect_reason = 0x8e };
  g_autoptr(FlFakeBroker) broker = fl_fake_broker_new (&behaviour);
  Told told = { .n_events = { 0 } };
  FlConnection *connection = open_connection (broker, FL_MQTT_VERSION_5, &told);

  fl_fake_wait_for (told.n_events[FL_CONNECTION_ACCEPTED] == 1);
  fl_connection_subscribe (connection);
  fl_fake_wait_for (told.n_events[FL_CONNECTION_LOST] == 1);
  g_assert_cmpint (told.reason, ==, 0x8e);
  close_connection (connection, &told);
  g_assert_cmpuint (told.n_events[FL_CONNECTION_LOST], ==, 1);
}

/* Closed before the link thread has even begun. */
static void
test_closed_at_once (void)
{
  g_autoptr(FlFakeBroker) broker = fl_fake_broker_new (NULL);
  Told told = { .n_events = { 0 } };
  FlConnection *connection = open_connection (broker, FL_MQTT_VERSION_5, &told);

  close_connection (connection, &told);
  for (size_t i = 0; i < G_N_ELEMENTS (told.n_events); i++)
    g_assert_cmpuint (told.n_events[i], ==, 0);
}

static void
test_credentials (void)
{
  g_autoptr(FlLinkSettings) plain = make_settings (1);
  g_autoptr(FlEndpoint) endpoint = fl_endpoint_new ("broker.test", 1);
  g_autoptr(FlTrust) system = fl_trust_new_system ();
  g_autoptr(FlLinkSettings) tls = fl_link_settings_new (endpoint, system);

  g_assert_false (fl_connection_sends_credentials (tls));
  fl_link_settings_set_username (plain, "anna");
  fl_link_settings_set_username (tls, "anna");
  g_assert_true (fl_connection_sends_credentials (tls));
  g_assert_false (fl_connection_sends_credentials (plain));
  fl_link_settings_set_allow_plain_password (plain, TRUE);
  g_assert_true (fl_connection_sends_credentials (plain));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  fl_secret_init ();
  for (int version = FL_MQTT_VERSION_3_1; version <= FL_MQTT_VERSION_5; version++)
    {
      g_autofree char *life = g_strdup_printf ("/connection/whole-life/%d", version);
      g_autofree char *codes = g_strdup_printf ("/connection/wrong-number-of-codes/%d", version);
      g_autofree char *lost = g_strdup_printf ("/connection/lost-once/%d", version);
      g_autofree char *refused = g_strdup_printf ("/connection/refused-once/%d", version);

      g_test_add_data_func (life, GINT_TO_POINTER (version), test_whole_life);
      g_test_add_data_func (codes, GINT_TO_POINTER (version), test_wrong_number_of_codes);
      g_test_add_data_func (lost, GINT_TO_POINTER (version), test_lost_once);
      g_test_add_data_func (refused, GINT_TO_POINTER (version), test_refused_once);
    }
  g_test_add_func ("/connection/disconnected", test_disconnected);
  g_test_add_func ("/connection/closed-at-once", test_closed_at_once);
  g_test_add_func ("/connection/credentials", test_credentials);
  return g_test_run ();
}
