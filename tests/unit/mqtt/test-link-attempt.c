/* One attempt: what it tells on each way, in which order, and that it tells nothing once it is over or was ended.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "mqtt/fl-link-attempt.h"

#include "support/fl-fake-broker.h"
#include "support/fl-test-resolver.h"
#include "tls/fl-dial-limit.h"

#include <string.h>

static const char *const kind_names[] = {
  [FL_LINK_ATTEMPT_CONNECTING] = "connecting",
  [FL_LINK_ATTEMPT_SEEN] = "seen",
  [FL_LINK_ATTEMPT_EXPLAINED] = "explained",
  [FL_LINK_ATTEMPT_ACCEPTED] = "accepted",
  [FL_LINK_ATTEMPT_ONLINE] = "online",
  [FL_LINK_ATTEMPT_ANSWERED] = "answered",
  [FL_LINK_ATTEMPT_PUT_OFF] = "put-off",
  [FL_LINK_ATTEMPT_FAILED] = "failed",
  [FL_LINK_ATTEMPT_LOST] = "lost",
};

/* An attempt, and what it has told so far. */
typedef struct
{
  FlFakeBroker  *broker;
  FlTeardown    *teardown;
  FlLinkAttempt *attempt;
  int            end_at;      /* the kind at which it is ended by who is told, or −1 */
  GString       *told;        /* names, each with a space behind it */
  gboolean       is_over;     /* one of the last three was told */
  FlLinkFault    fault;       /* of the latest event, and so on */
  char          *text;
  gint64         wait;
  int            reason;
  int            granted_qos;
  guint64        answered_id;
} Fixture;

static void
told_cb (FlLinkAttempt            *attempt,
         const FlLinkAttemptEvent *event,
         gpointer                  user_data)
{
  Fixture *fixture = user_data;

  g_assert_false (fixture->is_over);
  g_string_append_printf (fixture->told, "%s ", kind_names[event->kind]);
  fixture->is_over = event->kind >= FL_LINK_ATTEMPT_PUT_OFF;
  fixture->fault = event->fault;
  g_free (fixture->text);
  fixture->text = g_strdup (event->text);
  fixture->wait = event->wait;
  fixture->reason = event->reason;
  fixture->granted_qos = event->granted_qos;
  if (event->kind == FL_LINK_ATTEMPT_ANSWERED)
    fixture->answered_id = event->answer->id;
  if (event->kind == FL_LINK_ATTEMPT_ACCEPTED)
    g_assert_cmpstr (fl_link_attempt_get_address (attempt), ==, "127.0.0.1");
  if ((int) event->kind == fixture->end_at)
    {
      fixture->is_over = TRUE;
      fl_link_attempt_end (attempt, TRUE);
    }
}

static FlLinkSettings *
make_settings (Fixture    *fixture,
               const char *host,
               const char *filter)
{
  const char *const filters[] = { filter, NULL };
  g_autoptr(FlTrust) trust = fl_trust_new_plain ();
  g_autoptr(FlEndpoint) endpoint = fl_endpoint_new (host, fl_fake_broker_get_port (fixture->broker));
  FlLinkSettings *settings = fl_link_settings_new (endpoint, trust);

  fl_link_settings_set_filters (settings, filters);
  fl_link_settings_set_connect_timeout (settings, 60);
  return settings;
}

static void
begin (Fixture        *fixture,
       FlLinkSettings *settings,
       FlMqttVersion   version)
{
  g_autoptr(FlInbox) inbox = fl_inbox_new (FL_INBOX_DEFAULT_BYTES);

  fixture->told = g_string_new (NULL);
  fixture->teardown = fl_teardown_new ();
  fixture->attempt = fl_link_attempt_new (settings, inbox, fixture->teardown, version, told_cb, fixture);
  fl_link_attempt_begin (fixture->attempt, NULL);
  g_assert_cmpstr (fixture->told->str, ==, "");
}

static void
set_up (Fixture               *fixture,
        const FlFakeBehaviour *behaviour,
        const char            *filter)
{
  g_autoptr(FlLinkSettings) settings = NULL;

  fixture->end_at = -1;
  fixture->broker = fl_fake_broker_new (behaviour);
  settings = make_settings (fixture, "127.0.0.1", filter);
  begin (fixture, settings, FL_MQTT_VERSION_5);
}

static void
torn_down_cb (GObject      *object,
              GAsyncResult *result,
              gpointer      user_data)
{
  gboolean *is_torn_down = user_data;

  *is_torn_down = g_task_propagate_boolean (G_TASK (result), NULL);
}

/* Ends it, waits until nothing is left of it, and says that nothing more was told. */
static void
tear_down (Fixture *fixture)
{
  g_autofree char *told = g_strdup (fixture->told->str);
  gboolean is_torn_down = FALSE;

  fl_link_attempt_end (fixture->attempt, TRUE);
  fixture->is_over = TRUE;
  fl_teardown_answer (fixture->teardown, g_task_new (NULL, NULL, torn_down_cb, &is_torn_down));
  fl_fake_wait_for (is_torn_down);
  g_assert_cmpstr (fixture->told->str, ==, told);
  g_object_unref (fixture->attempt);
  fl_teardown_unref (fixture->teardown);
  fl_fake_broker_free (fixture->broker);
  g_string_free (fixture->told, TRUE);
  g_free (fixture->text);
}

/* The order in which all is told on a way that ends by itself, or is online. */
typedef struct
{
  const char      *name;
  FlFakeBehaviour  behaviour;
  const char      *filter;
  const char      *last;     /* the kind to wait for */
  const char      *told;
  FlLinkFault      fault;
  FlMqttVersion    version;  /* the last that was tried */
  gboolean         refuses;  /* MQTT 5 in so many words */
  unsigned         n_goodbyes;
} Way;

static const Way ways[] = {
  { "online", { 0 }, "plant/#", "online", "connecting accepted online ", FL_LINK_FAULT_NONE, 5, FALSE, 1 },
  { "without-filters", { 0 }, NULL, "accepted", "connecting accepted ", FL_LINK_FAULT_NONE, 5, FALSE, 1 },
  { "old-broker", { .only_v4 = TRUE }, "plant/#", "online", "connecting accepted online ", FL_LINK_FAULT_NONE, 4, TRUE, 1 },
  { "old-and-rude", { .connack_v5 = FL_FAKE_CLOSE }, "plant/#", "online", "connecting seen accepted online ",
    FL_LINK_FAULT_NONE, 4, FALSE, 1 },
  { "busy", { .connack_v5 = 0x89 }, "plant/#", "failed", "connecting failed ", FL_LINK_FAULT_UNAVAILABLE, 5, FALSE, 0 },
  { "junk", { .junk = "HTTP/1.1 400 Bad Request\r\n\r\n" }, "plant/#", "failed", "connecting seen explained failed ",
    FL_LINK_FAULT_NOT_MQTT, 5, FALSE, 0 },
  { "closes", { .connack_v5 = FL_FAKE_CLOSE, .connack_v4 = FL_FAKE_CLOSE }, "plant/#", "failed",
    "connecting seen explained failed ", FL_LINK_FAULT_CLOSED, 5, FALSE, 0 },
  { "no-filter-granted", { .n_granted = 1, .granted = { 0x87 } }, "plant/#", "failed", "connecting accepted failed ",
    FL_LINK_FAULT_NOT_AUTHORIZED, 5, FALSE, 1 },
  { "taken-over", { .disconnect_reason = 0x8E }, "plant/#", "lost", "connecting accepted online lost ",
    FL_LINK_FAULT_NONE, 5, FALSE, 0 },
};

static void
test_way (gconstpointer data)
{
  const Way *way = data;
  Fixture fixture = { 0 };

  set_up (&fixture, &way->behaviour, way->filter);
  fl_fake_wait_for (strstr (fixture.told->str, way->last) != NULL);
  g_assert_cmpstr (fixture.told->str, ==, way->told);
  g_assert_cmpstr (fl_link_fault_to_code (fixture.fault), ==, fl_link_fault_to_code (way->fault));
  g_assert_cmpint (fl_link_attempt_refused_mqtt_5 (fixture.attempt), ==, way->refuses);
  if (g_str_equal (way->last, "online"))
    g_assert_cmpint (fixture.granted_qos, ==, 1);
  if (g_str_equal (way->last, "lost"))
    g_assert_cmpint (fixture.reason, ==, 0x8E);
  g_assert_cmpint (fl_link_attempt_get_version (fixture.attempt), ==, way->version);
  if (way->n_goodbyes > 0 && !fixture.is_over)
    fl_link_attempt_end (fixture.attempt, TRUE);
  fl_fake_wait_for (fl_fake_broker_get_counts (fixture.broker).n_disconnects == way->n_goodbyes);
  tear_down (&fixture);
}

/* A broker that never answers: first the time is up, then it is found that it is no better with MQTT 3.1.1. */
static void
test_silent (void)
{
  const FlFakeBehaviour behaviour = { .connack_v5 = FL_FAKE_SILENT, .connack_v4 = FL_FAKE_SILENT };
  Fixture fixture = { .end_at = -1 };
  g_autoptr(FlLinkSettings) settings = NULL;

  fixture.broker = fl_fake_broker_new (&behaviour);
  settings = make_settings (&fixture, "127.0.0.1", "plant/#");
  fl_link_settings_set_connect_timeout (settings, 1);
  begin (&fixture, settings, FL_MQTT_VERSION_5);
  fl_fake_wait_for (fixture.is_over);
  g_assert_cmpint (fixture.fault, ==, FL_LINK_FAULT_TIMEOUT);
  tear_down (&fixture);
}

/* Who is told may end it: nothing comes after, and the broker is not asked for more. */
static void
test_ended_when_told (gconstpointer data)
{
  static const char *const told[] = {
    [FL_LINK_ATTEMPT_CONNECTING] = "connecting ",
    [FL_LINK_ATTEMPT_ACCEPTED] = "connecting accepted ",
    [FL_LINK_ATTEMPT_ONLINE] = "connecting accepted online ",
  };
  const int end_at = GPOINTER_TO_INT (data);
  Fixture fixture = { .end_at = end_at };
  g_autoptr(FlLinkSettings) settings = NULL;

  fixture.broker = fl_fake_broker_new (NULL);
  settings = make_settings (&fixture, "127.0.0.1", "plant/#");
  begin (&fixture, settings, FL_MQTT_VERSION_5);
  fl_fake_wait_for (fixture.is_over);
  g_assert_cmpstr (fixture.told->str, ==, told[end_at]);
  if (end_at == FL_LINK_ATTEMPT_CONNECTING)
    g_assert_cmpuint (fl_fake_broker_get_counts (fixture.broker).n_accepted, ==, 0);
  else
    fl_fake_wait_for (fl_fake_broker_get_counts (fixture.broker).n_disconnects == 1);
  tear_down (&fixture);
}

/* The same while the cause of a failure is looked for: another connection does not come after the end. */
static void
test_ended_when_seen (void)
{
  const FlFakeBehaviour behaviour = { .connack_v5 = FL_FAKE_CLOSE };
  Fixture fixture = { .end_at = FL_LINK_ATTEMPT_SEEN };
  g_autoptr(FlLinkSettings) settings = NULL;

  fixture.broker = fl_fake_broker_new (&behaviour);
  settings = make_settings (&fixture, "127.0.0.1", "plant/#");
  begin (&fixture, settings, FL_MQTT_VERSION_5);
  fl_fake_wait_for (fixture.is_over);
  g_assert_cmpstr (fixture.told->str, ==, "connecting seen ");
  tear_down (&fixture);
}

/* Let go without a word: the goodbye is said, and what is under way does not keep it. */
static void
test_dropped (void)
{
  Fixture fixture = { 0 };

  set_up (&fixture, NULL, "plant/#");
  fl_fake_wait_for (g_str_has_suffix (fixture.told->str, "online "));
  g_assert_finalize_object (fixture.attempt);
  fl_fake_wait_for (fl_fake_broker_get_counts (fixture.broker).n_disconnects == 1);
  fixture.attempt = NULL;
  fl_teardown_unref (fixture.teardown);
  fl_fake_broker_free (fixture.broker);
  g_string_free (fixture.told, TRUE);
  g_free (fixture.text);
}

static void
test_publish (void)
{
  Fixture fixture = { 0 };
  g_autoptr(GBytes) payload = g_bytes_new_static ("ON", 2);

  set_up (&fixture, NULL, "plant/#");
  fl_fake_wait_for (g_str_has_suffix (fixture.told->str, "online "));
  fl_link_attempt_publish (fixture.attempt, 77, "plant/led/set", payload, 1, FALSE);
  fl_fake_wait_for (g_str_has_suffix (fixture.told->str, "answered "));
  g_assert_cmpuint (fixture.answered_id, ==, 77);
  g_assert_cmpuint (fl_fake_broker_get_counts (fixture.broker).n_publishes, ==, 1);
  tear_down (&fixture);
}

/* A hub of devices is looked at, and told nothing; this one speaks no TLS at all. */
static void
test_inspect_only (void)
{
  Fixture fixture = { .end_at = -1 };
  g_autoptr(FlLinkSettings) settings = NULL;

  fixture.broker = fl_fake_broker_new (NULL);
  settings = make_settings (&fixture, "plant.azure-devices.net", "plant/#");
  begin (&fixture, settings, FL_MQTT_VERSION_3_1_1);
  fl_fake_wait_for (fixture.is_over);
  g_assert_cmpstr (fixture.told->str, ==, "connecting seen failed ");
  g_assert_cmpint (fixture.fault, ==, FL_LINK_FAULT_NO_TLS);
  g_assert_cmpuint (fl_fake_broker_get_counts (fixture.broker).n_subscribes, ==, 0);
  tear_down (&fixture);
}

/* What a service bears is used up: it is told when there is room again, and no connection is made. */
static void
test_put_off (void)
{
  Fixture fixture = { .end_at = -1 };
  g_autoptr(FlLinkSettings) settings = NULL;

  fixture.broker = fl_fake_broker_new (NULL);
  settings = make_settings (&fixture, "io.adafruit.com", "anna/feeds/#");
  while (fl_dial_limit_take ("io.adafruit.com", g_get_monotonic_time ()) == 0)
    continue;
  begin (&fixture, settings, FL_MQTT_VERSION_3_1_1);
  fl_fake_wait_for (fixture.is_over);
  g_assert_cmpstr (fixture.told->str, ==, "connecting put-off ");
  g_assert_cmpint (fixture.wait, >, 0);
  g_assert_nonnull (strstr (fixture.text, "Adafruit IO"));
  g_assert_cmpuint (fl_fake_broker_get_counts (fixture.broker).n_accepted, ==, 0);
  tear_down (&fixture);
}

int
main (int    argc,
      char **argv)
{
  static const int ends[] = { FL_LINK_ATTEMPT_CONNECTING, FL_LINK_ATTEMPT_ACCEPTED, FL_LINK_ATTEMPT_ONLINE };

  g_test_init (&argc, &argv, NULL);
  fl_test_resolver_install ();
  for (size_t i = 0; i < G_N_ELEMENTS (ways); i++)
    {
      g_autofree char *path = g_strconcat ("/link-attempt/way/", ways[i].name, NULL);

      g_test_add_data_func (path, &ways[i], test_way);
    }
  for (size_t i = 0; i < G_N_ELEMENTS (ends); i++)
    {
      g_autofree char *path = g_strconcat ("/link-attempt/ended/", kind_names[ends[i]], NULL);

      g_test_add_data_func (path, GINT_TO_POINTER (ends[i]), test_ended_when_told);
    }
  g_test_add_func ("/link-attempt/ended/seen", test_ended_when_seen);
  g_test_add_func ("/link-attempt/silent", test_silent);
  g_test_add_func ("/link-attempt/dropped", test_dropped);
  g_test_add_func ("/link-attempt/publish", test_publish);
  g_test_add_func ("/link-attempt/inspect-only", test_inspect_only);
  g_test_add_func ("/link-attempt/put-off", test_put_off);
  return g_test_run ();
}
