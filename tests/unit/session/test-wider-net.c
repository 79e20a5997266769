/* Tests of session/fl-wider-net: what is asked for beside the user's filter, what comes of it, and what is said of a refusal.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "session/fl-session.h"

#include "devices/fl-led.h"
#include "support/fl-fake-broker.h"
#include "support/fl-test-convention.h"

#include <string.h>

#define DOCUMENT "name Plug\nswitch relay x/set x/state\nsensor t home/plug/t"

typedef struct
{
  FlFakeBroker *broker;
  FlSession    *session;
  GString      *batches; /* "topic;" */
  gboolean      is_closed;
} Fixture;

static void
batch_cb (FlSession *session,
          GPtrArray *batch,
          gpointer   user_data)
{
  for (guint i = 0; i < batch->len; i++)
    g_string_append_printf (((Fixture *) user_data)->batches, "%s;", fl_message_get_topic (batch->pdata[i]));
}

static void
set_up (Fixture               *fixture,
        const FlFakeBehaviour *behaviour,
        const char            *filter,
        gboolean               discovery)
{
  g_autoptr(FlTrust) trust = fl_trust_new_plain ();
  g_autoptr(FlEndpoint) endpoint = NULL;
  g_autoptr(FlLinkSettings) settings = NULL;
  g_autoptr(GPtrArray) conventions = fl_test_convention_new_list ();

  *fixture = (Fixture) { .broker = fl_fake_broker_new (behaviour), .batches = g_string_new (NULL) };
  endpoint = fl_endpoint_new ("127.0.0.1", fl_fake_broker_get_port (fixture->broker));
  settings = fl_link_settings_new (endpoint, trust);
  fl_link_settings_set_filters (settings, (const char *const[]) { filter, NULL });
  fl_link_settings_set_discovery (settings, discovery);
  fixture->session = fl_session_new (settings, NULL, "home", NULL, 0);
  if (discovery)
    fl_device_registry_set_conventions (fl_session_get_registry (fixture->session), conventions);
  g_signal_connect (fixture->session, "batch", G_CALLBACK (batch_cb), fixture);
  fl_session_open (fixture->session);
  fl_fake_wait_for (fl_session_get_state (fixture->session) == FL_SESSION_STATE_ONLINE);
}

static void
closed_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_assert_true (fl_session_close_finish (FL_SESSION (source), result, NULL));
  ((Fixture *) user_data)->is_closed = TRUE;
}

static void
tear_down (Fixture *fixture)
{
  fl_session_close_async (fixture->session, NULL, closed_cb, fixture);
  fl_fake_wait_for (fixture->is_closed);
  g_assert_finalize_object (fixture->session);
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

static FlLed *
find_led (Fixture *fixture)
{
  return fl_device_registry_find_led (fl_session_get_registry (fixture->session), "Plug");
}

/* What devices name is subscribed to, also by a broker of MQTT 3.1.1; it makes devices, but no messages. */
static void
test_topics (gconstpointer data)
{
  const FlFakeBehaviour behaviour = { .only_v4 = GPOINTER_TO_INT (data) };
  Fixture fixture;

  set_up (&fixture, &behaviour, "home/#", TRUE);
  /* The user's filter, and then where devices describe themselves. */
  fl_fake_wait_for (fl_fake_broker_get_counts (fixture.broker).n_subscribes >= 2);
  send_text (&fixture, "disc/AA", DOCUMENT);
  fl_fake_wait_for (find_led (&fixture) != NULL);
  fl_fake_wait_for (fl_fake_broker_get_counts (fixture.broker).n_subscribes > 2);
  send_text (&fixture, "x/state", "1");
  send_text (&fixture, "home/plug/t", "20");
  fl_fake_wait_for (strstr (fixture.batches->str, "home/plug/t;") != NULL);
  g_assert_cmpint (fl_led_get_reported (find_led (&fixture)), ==, FL_LED_STATE_ON);
  g_assert_null (strstr (fixture.batches->str, "x/state;"));
  g_assert_cmpuint (fl_fake_broker_get_counts (fixture.broker).n_publishes, ==, 0);
  g_assert_null (fl_session_get_discovery_note (fixture.session));
  tear_down (&fixture);
}

static void
test_refused (gconstpointer data)
{
  const FlFakeBehaviour behaviour = { .only_v4 = GPOINTER_TO_INT (data), .n_granted = 4, .granted = { 1, 0x80, 0x80, 0x80 } };
  Fixture fixture;

  set_up (&fixture, &behaviour, "home/#", TRUE);
  send_text (&fixture, "disc/AA", DOCUMENT);
  fl_fake_wait_for (fl_session_get_discovery_note (fixture.session) != NULL);
  g_assert_cmpint (fl_session_get_state (fixture.session), ==, FL_SESSION_STATE_ONLINE);
  g_assert_cmpint (fl_session_get_fault (fixture.session), ==, FL_LINK_FAULT_NONE);
  g_assert_cmpint (fl_session_get_granted_qos (fixture.session), ==, 1);
  tear_down (&fixture);
}

/* The settings forbid it. */
static void
test_off (void)
{
  Fixture fixture;

  set_up (&fixture, &(FlFakeBehaviour) { 0 }, "home/#", FALSE);
  send_text (&fixture, "disc/AA", DOCUMENT);
  send_text (&fixture, "home/last", "1");
  fl_fake_wait_for (strstr (fixture.batches->str, "home/last;") != NULL);
  g_assert_null (find_led (&fixture));
  g_assert_cmpuint (fl_fake_broker_get_counts (fixture.broker).n_subscribes, ==, 1);
  tear_down (&fixture);
}

/* The user's filter brings it all. */
static void
test_covered (void)
{
  Fixture fixture;

  set_up (&fixture, &(FlFakeBehaviour) { 0 }, "#", TRUE);
  send_text (&fixture, "disc/AA", DOCUMENT);
  send_text (&fixture, "x/state", "1");
  fl_fake_wait_for (strstr (fixture.batches->str, "x/state;") != NULL);
  g_assert_cmpint (fl_led_get_reported (find_led (&fixture)), ==, FL_LED_STATE_ON);
  g_assert_nonnull (strstr (fixture.batches->str, "disc/AA;"));
  g_assert_cmpuint (fl_fake_broker_get_counts (fixture.broker).n_subscribes, ==, 1);
  tear_down (&fixture);
}

/* Over again with each connection. */
static void
test_again (void)
{
  Fixture fixture;
  unsigned n_before;

  set_up (&fixture, &(FlFakeBehaviour) { 0 }, "home/#", TRUE);
  send_text (&fixture, "disc/AA", DOCUMENT);
  fl_fake_wait_for (find_led (&fixture) != NULL);
  fl_fake_wait_for (fl_fake_broker_get_counts (fixture.broker).n_subscribes >= 2);
  fl_fake_broker_drop_all (fixture.broker);
  fl_fake_wait_for (fl_session_get_state (fixture.session) != FL_SESSION_STATE_ONLINE);
  n_before = fl_fake_broker_get_counts (fixture.broker).n_subscribes;
  fl_session_try_now (fixture.session);
  fl_fake_wait_for (fl_session_get_state (fixture.session) == FL_SESSION_STATE_ONLINE);
  fl_fake_wait_for (fl_fake_broker_get_counts (fixture.broker).n_subscribes >= n_before + 2);
  tear_down (&fixture);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/wider-net/topics/5", GINT_TO_POINTER (FALSE), test_topics);
  g_test_add_data_func ("/wider-net/topics/3.1.1", GINT_TO_POINTER (TRUE), test_topics);
  g_test_add_data_func ("/wider-net/refused/5", GINT_TO_POINTER (FALSE), test_refused);
  g_test_add_data_func ("/wider-net/refused/3.1.1", GINT_TO_POINTER (TRUE), test_refused);
  g_test_add_func ("/wider-net/off", test_off);
  g_test_add_func ("/wider-net/covered", test_covered);
  g_test_add_func ("/wider-net/again", test_again);
  return g_test_run ();
}
