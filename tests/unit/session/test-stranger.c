/* Tests of session/fl-stranger: how far a client with nothing comes, at brokers that behave in every way.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "session/fl-stranger.h"

#include "crypto/fl-secret.h"
#include "mqtt/fl-link.h"
#include "support/fl-fake-broker.h"

#define LISTEN_MS 300  /* where nothing comes */
#define WAIT_MS 60000

typedef struct
{
  gboolean           is_done;
  gboolean           is_answered;
  guint              n_listens;
  FlStrangerOutcome  outcome;
  char              *fault_text;
  GError            *error;
} Visit;

static void
listens_cb (gpointer user_data)
{
  Visit *visit = user_data;

  g_assert_false (visit->is_done);
  visit->n_listens++;
}

static void
tried_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  Visit *visit = user_data;

  visit->is_answered = fl_stranger_try_finish (result, &visit->outcome, &visit->fault_text, &visit->error);
  visit->is_done = TRUE;
}

static void
visit_clear (Visit *visit)
{
  g_clear_pointer (&visit->fault_text, g_free);
  g_clear_error (&visit->error);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Visit, visit_clear)

/* With all that an owner has; none of it may be sent. */
static FlLinkSettings *
make_settings (guint16 port)
{
  static const char *const filters[] = { "home/#", NULL };
  g_autoptr(FlEndpoint) endpoint = fl_endpoint_new ("127.0.0.1", port);
  g_autoptr(FlTrust) trust = fl_trust_new_plain ();
  g_autoptr(FlSecret) password = fl_secret_new ("secret", 6);
  FlLinkSettings *settings = fl_link_settings_new (endpoint, trust);

  fl_link_settings_set_filters (settings, filters);
  fl_link_settings_set_username (settings, "anna");
  fl_link_settings_set_password (settings, password);
  fl_link_settings_set_allow_plain_password (settings, TRUE);
  fl_link_settings_set_client_id (settings, "owner");
  return settings;
}

static void
begin (Visit        *visit,
       guint16       port,
       guint         timeout_ms,
       guint         listen_ms,
       GCancellable *cancellable)
{
  g_autoptr(FlLinkSettings) settings = make_settings (port);

  fl_stranger_try_async (settings, fl_link_settings_get_endpoint (settings), fl_link_settings_get_trust (settings), timeout_ms, listen_ms,
                         cancellable, listens_cb, tried_cb, visit);
}

static void
test_outcomes (void)
{
  static const struct { const char *name; FlFakeBehaviour behaviour; FlStrangerOutcome outcome; guint n_listens; } cases[] = {
    { "granted, silent", { 0 }, FL_STRANGER_HEARD_NOTHING, 1 },
    { "not authorised, MQTT 5", { .connack_v5 = 0x87 }, FL_STRANGER_TURNED_AWAY, 0 },
    { "bad user name or password, MQTT 5", { .connack_v5 = 0x86 }, FL_STRANGER_TURNED_AWAY, 0 },
    { "not authorised, MQTT 3.1.1", { .only_v4 = TRUE, .connack_v4 = 5 }, FL_STRANGER_TURNED_AWAY, 0 },
    { "SUBSCRIBE refused", { .n_granted = 1, .granted = { 0x87 } }, FL_STRANGER_MAY_NOT_SUBSCRIBE, 0 },
    { "SUBSCRIBE refused, MQTT 3.1.1", { .only_v4 = TRUE, .n_granted = 1, .granted = { 0x80 } }, FL_STRANGER_MAY_NOT_SUBSCRIBE, 0 },
    { "no MQTT", { .junk = "SSH-2.0-OpenSSH_9.2\r\n" }, FL_STRANGER_NOT_MQTT, 0 },
    { "unavailable", { .connack_v5 = 0x88 }, FL_STRANGER_UNKNOWN, 0 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(FlFakeBroker) broker = fl_fake_broker_new (&cases[i].behaviour);
      g_auto(Visit) visit = { FALSE };
      FlFakeCounts counts;

      begin (&visit, fl_fake_broker_get_port (broker), WAIT_MS, LISTEN_MS, NULL);
      fl_fake_wait_for (visit.is_done);
      g_test_message ("%s: %s", cases[i].name, fl_stranger_outcome_to_code (visit.outcome));
      g_assert_true (visit.is_answered);
      g_assert_cmpint (visit.outcome, ==, cases[i].outcome);
      g_assert_cmpuint (visit.n_listens, ==, cases[i].n_listens);
      g_assert_cmpint (visit.fault_text != NULL, ==, cases[i].outcome != FL_STRANGER_HEARD_NOTHING);
      counts = fl_fake_broker_get_counts (broker);
      g_assert_cmpuint (counts.n_connects, >=, 1);
      g_assert_false (counts.has_username || counts.has_password);
      g_assert_cmpuint (counts.n_publishes, ==, 0);
    }
}

static void
test_heard (void)
{
  g_autoptr(FlFakeBroker) broker = fl_fake_broker_new (&(FlFakeBehaviour) { 0 });
  g_autofree char *client_id = NULL;
  g_auto(Visit) visit = { FALSE };

  begin (&visit, fl_fake_broker_get_port (broker), WAIT_MS, WAIT_MS, NULL);
  fl_fake_wait_for (visit.n_listens == 1);
  fl_fake_broker_send (broker, "home/kitchen/temperature", "21.5", 4, TRUE);
  fl_fake_wait_for (visit.is_done);
  g_assert_cmpint (visit.outcome, ==, FL_STRANGER_HEARD);
  client_id = fl_fake_broker_dup_client_id (broker);
  g_assert_cmpstr (client_id, !=, "owner"); /* it would throw the owner off */
  fl_fake_wait_for (fl_fake_broker_get_counts (broker).n_disconnects == 1);
}

/* Nobody listens; and somebody who never answers. */
static void
test_no_answer (void)
{
  g_autoptr(FlFakeBroker) gone = fl_fake_broker_new (&(FlFakeBehaviour) { 0 });
  g_autoptr(FlFakeBroker) silent = fl_fake_broker_new (&(FlFakeBehaviour) { .connack_v5 = FL_FAKE_SILENT, .connack_v4 = FL_FAKE_SILENT });
  g_auto(Visit) nobody = { FALSE };
  g_auto(Visit) silence = { FALSE };
  guint16 port = fl_fake_broker_get_port (gone);

  g_clear_pointer (&gone, fl_fake_broker_free);
  begin (&nobody, port, WAIT_MS, LISTEN_MS, NULL);
  begin (&silence, fl_fake_broker_get_port (silent), 1500, LISTEN_MS, NULL);
  fl_fake_wait_for (nobody.is_done && silence.is_done);
  g_assert_cmpint (nobody.outcome, ==, FL_STRANGER_NOBODY);
  g_assert_cmpint (silence.outcome, ==, FL_STRANGER_SILENCE);
}

static void
test_cancelled (void)
{
  g_autoptr(FlFakeBroker) broker = fl_fake_broker_new (&(FlFakeBehaviour) { .connack_v5 = FL_FAKE_SILENT });
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_auto(Visit) visit = { FALSE };
  g_auto(Visit) too_late = { FALSE };

  begin (&visit, fl_fake_broker_get_port (broker), WAIT_MS, LISTEN_MS, cancellable);
  fl_fake_wait_for (fl_fake_broker_get_counts (broker).n_connects > 0);
  g_assert_false (visit.is_done);
  g_cancellable_cancel (cancellable);
  fl_fake_wait_for (visit.is_done);
  g_assert_false (visit.is_answered);
  g_assert_error (visit.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  begin (&too_late, fl_fake_broker_get_port (broker), WAIT_MS, LISTEN_MS, cancellable);
  fl_fake_wait_for (too_late.is_done);
  g_assert_error (too_late.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
test_codes (void)
{
  for (int i = FL_STRANGER_NOBODY; i <= FL_STRANGER_UNKNOWN; i++)
    {
      g_assert_nonnull (fl_stranger_outcome_to_code ((FlStrangerOutcome) i));
      g_assert_cmpint (fl_stranger_outcome_is_let_in ((FlStrangerOutcome) i), ==, i >= FL_STRANGER_MAY_NOT_SUBSCRIBE && i <= FL_STRANGER_HEARD);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  fl_link_scrub_environment ();
  fl_secret_init ();
  g_test_add_func ("/stranger/outcomes", test_outcomes);
  g_test_add_func ("/stranger/heard", test_heard);
  g_test_add_func ("/stranger/no-answer", test_no_answer);
  g_test_add_func ("/stranger/cancelled", test_cancelled);
  g_test_add_func ("/stranger/codes", test_codes);
  return g_test_run ();
}
