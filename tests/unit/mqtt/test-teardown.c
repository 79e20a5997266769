/* Connections that were let go: who waits is answered when the last of them is gone, and at once where there is none.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "mqtt/fl-teardown.h"

#include "mqtt/fl-link-thread.h"
#include "support/fl-fake-broker.h"

static void
never_told_cb (FlConnection            *connection,
               const FlConnectionEvent *event,
               gpointer                 user_data)
{
  gboolean *is_accepted = user_data;

  g_assert_cmpint (event->kind, ==, FL_CONNECTION_ACCEPTED);
  g_assert_false (*is_accepted); /* and nothing after it was let go */
  *is_accepted = TRUE;
}

static FlConnection *
open_connection (FlFakeBroker *broker,
                 gboolean     *is_accepted)
{
  g_autoptr(FlTrust) trust = fl_trust_new_plain ();
  g_autoptr(FlEndpoint) named = fl_endpoint_new ("broker.test", fl_fake_broker_get_port (broker));
  g_autoptr(FlEndpoint) endpoint = fl_endpoint_with_address (named, "127.0.0.1");
  g_autoptr(FlLinkSettings) settings = fl_link_settings_new (endpoint, trust);
  g_autoptr(FlInbox) inbox = fl_inbox_new (1000);
  FlConnection *connection =
    fl_connection_new (settings, endpoint, NULL, inbox, FL_MQTT_VERSION_5, never_told_cb, is_accepted);

  fl_connection_open (connection);
  return connection;
}

static void
answered_cb (GObject      *object,
             GAsyncResult *result,
             gpointer      user_data)
{
  unsigned *n_answers = user_data;

  g_assert_true (g_task_propagate_boolean (G_TASK (result), NULL));
  (*n_answers)++;
}

static void
wait_with (FlTeardown *teardown,
           unsigned   *n_answers)
{
  fl_teardown_answer (teardown, g_task_new (NULL, NULL, answered_cb, n_answers));
}

/* The link thread does nothing while who calls this holds the mutex. */
static void
wait_on_link_thread (gpointer data)
{
  g_mutex_lock (data);
  g_mutex_unlock (data);
}

static void
test_nothing (void)
{
  g_autoptr(FlTeardown) teardown = fl_teardown_new ();
  unsigned n_answers = 0;

  wait_with (teardown, &n_answers);
  fl_fake_wait_for (n_answers == 1);
}

/* Two wait for two connections; one of them never comes about, and has nobody to say goodbye to. */
static void
test_two (void)
{
  const FlFakeBehaviour behaviour = { .connack_v5 = FL_FAKE_SILENT };
  g_autoptr(FlFakeBroker) broker = fl_fake_broker_new (NULL);
  g_autoptr(FlFakeBroker) silent = fl_fake_broker_new (&behaviour);
  g_autoptr(FlTeardown) teardown = fl_teardown_new ();
  gboolean is_accepted = FALSE;
  gboolean is_accepted_by_silent = FALSE;
  FlConnection *connection = open_connection (broker, &is_accepted);
  FlConnection *mute = open_connection (silent, &is_accepted_by_silent);
  unsigned n_answers = 0;
  GMutex mutex;

  g_mutex_init (&mutex);
  fl_fake_wait_for (is_accepted);
  fl_fake_wait_for (fl_fake_broker_get_counts (silent).n_connects == 1);
  g_mutex_lock (&mutex);
  fl_link_thread_invoke (wait_on_link_thread, &mutex);
  fl_teardown_close (teardown, connection, TRUE);
  fl_teardown_close (teardown, mute, FALSE);
  wait_with (teardown, &n_answers);
  wait_with (teardown, &n_answers);
  while (g_main_context_iteration (NULL, FALSE))
    continue;
  g_assert_cmpuint (n_answers, ==, 0);
  g_mutex_unlock (&mutex);
  fl_fake_wait_for (n_answers == 2);
  fl_fake_wait_for (fl_fake_broker_get_counts (broker).n_disconnects == 1);
  g_assert_cmpuint (fl_fake_broker_get_counts (silent).n_disconnects, ==, 0);
  g_assert_false (is_accepted_by_silent);

  wait_with (teardown, &n_answers); /* nothing left */
  fl_fake_wait_for (n_answers == 3);
  g_mutex_clear (&mutex);
}

/* Who made it need not stay: what is torn down holds what it needs. */
static void
test_let_go (void)
{
  g_autoptr(FlFakeBroker) broker = fl_fake_broker_new (NULL);
  FlTeardown *teardown = fl_teardown_new ();
  gboolean is_accepted = FALSE;
  FlConnection *connection = open_connection (broker, &is_accepted);
  unsigned n_answers = 0;

  fl_fake_wait_for (is_accepted);
  fl_teardown_close (teardown, connection, TRUE);
  wait_with (teardown, &n_answers);
  fl_teardown_unref (teardown);
  fl_fake_wait_for (n_answers == 1);
  fl_fake_wait_for (fl_fake_broker_get_counts (broker).n_disconnects == 1);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/teardown/nothing", test_nothing);
  g_test_add_func ("/teardown/two", test_two);
  g_test_add_func ("/teardown/let-go", test_let_go);
  return g_test_run ();
}
