/* fl-session-keeper: what answers change in the broker, when it is saved, and what is never done.
 *
 * The last tests talk to the demo's real broker.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gstdio.h>

#include "demo/fl-demo.h"
#include "brokers/fl-broker-json.h"
#include "brokers/fl-broker-pin.h"
#include "brokers/fl-broker-url.h"
#include "demo/fl-fake-device-process.h"
#include "ui/fl-session-keeper.h"
#include "ui/fl-ui-test.h"

#define SHA256 "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"
#define KEY "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="

typedef struct
{
  char            *folder;
  FlBrokerFile    *file;
  FlBroker        *broker;
  FlBrokerSecrets *secrets;
  FlSessionKeeper *keeper;
  char            *impossible;
} Fixture;

static void
impossible_cb (Fixture    *fixture,
               const char *sentence)
{
  fixture->impossible = g_strdup (sentence);
}

static void
keep (Fixture  *fixture,
      FlBroker *broker)
{
  fixture->broker = broker;
  fixture->keeper = fl_session_keeper_new (broker, fixture->file, NULL);
  g_signal_connect_swapped (fixture->keeper, "impossible", G_CALLBACK (impossible_cb), fixture);
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  g_autofree char *path = NULL;

  fixture->folder = g_dir_make_tmp ("fernlight-test-XXXXXX", NULL);
  path = g_build_filename (fixture->folder, "brokers.json", NULL);
  fixture->file = fl_broker_file_new (path);
  fixture->secrets = fl_broker_secrets_new ();
}

/* A port of this computer where nobody listens. */
static void
set_up_nobody (Fixture       *fixture,
               gconstpointer  data)
{
  set_up (fixture, data);
  keep (fixture, fl_broker_new ("127.0.0.1", 1));
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_autofree char *path = g_strdup (fl_broker_file_get_path (fixture->file));

  fl_session_keeper_close (fixture->keeper);
  g_assert_finalize_object (fixture->keeper);
  fl_broker_file_flush (fixture->file);
  g_clear_object (&fixture->file);
  g_clear_object (&fixture->broker);
  g_clear_pointer (&fixture->secrets, fl_broker_secrets_unref);
  g_free (fixture->impossible);
  g_remove (path);
  g_assert_no_errno (g_rmdir (fixture->folder));
  g_free (fixture->folder);
}

static guint
n_saved (Fixture *fixture)
{
  return g_list_model_get_n_items (G_LIST_MODEL (fixture->file));
}

static void
test_not_saved_before_reached (Fixture       *fixture,
                               gconstpointer  data)
{
  fl_session_keeper_open_with_secrets (fixture->keeper, fixture->secrets);
  g_assert_nonnull (fl_session_keeper_get_session (fixture->keeper));
  g_assert_false (fl_session_keeper_was_online (fixture->keeper));
  g_assert_cmpuint (n_saved (fixture), ==, 0);
  g_assert_false (fl_session_keeper_is_saved (fixture->keeper));
}

static void
test_plain (Fixture       *fixture,
            gconstpointer  data)
{
  fl_session_keeper_open_with_secrets (fixture->keeper, fixture->secrets);
  g_assert_true (fl_session_keeper_use_plain (fixture->keeper, 2));
  g_assert_cmpint (fl_broker_get_trust_way (fixture->broker), ==, FL_TRUST_PLAIN);
  g_assert_cmpuint (fl_broker_get_port (fixture->broker), ==, 2);
  fl_session_keeper_use_tls (fixture->keeper, 3);
  g_assert_cmpint (fl_broker_get_trust_way (fixture->broker), ==, FL_TRUST_SYSTEM);
  g_assert_cmpuint (fl_broker_get_port (fixture->broker), ==, 3);
}

static void
test_never_plain_after_tls (Fixture       *fixture,
                            gconstpointer  data)
{
  FlSession *session;

  g_object_set (fixture->broker, "tls-seen", TRUE, NULL);
  fl_session_keeper_open_with_secrets (fixture->keeper, fixture->secrets);
  session = fl_session_keeper_get_session (fixture->keeper);
  g_assert_false (fl_session_keeper_use_plain (fixture->keeper, 1883));
  g_assert_cmpint (fl_broker_get_trust_way (fixture->broker), ==, FL_TRUST_SYSTEM);
  g_assert_true (fl_session_keeper_get_session (fixture->keeper) == session);
}

static void
test_trust (Fixture       *fixture,
            gconstpointer  data)
{
  g_autoptr(FlPin) pin = fl_pin_parse (SHA256, NULL);
  FlSession *session;

  fl_session_keeper_open_with_secrets (fixture->keeper, fixture->secrets);
  fl_session_keeper_trust_pin (fixture->keeper, pin);
  g_assert_cmpint (fl_broker_get_trust_way (fixture->broker), ==, FL_TRUST_PIN);
  g_assert_cmpint (fl_broker_get_pin_since (fixture->broker), >, 0);
  g_assert_cmpuint (n_saved (fixture), ==, 1);
  g_assert_true (fl_session_keeper_is_saved (fixture->keeper));

  /* Undo: the way from before, with another session. */
  session = fl_session_keeper_get_session (fixture->keeper);
  g_assert_true (fl_session_keeper_undo_pins (fixture->keeper));
  g_assert_cmpint (fl_broker_get_trust_way (fixture->broker), ==, FL_TRUST_SYSTEM);
  g_assert_cmpstr (fl_broker_get_pin (fixture->broker), ==, "");
  g_assert_true (fl_session_keeper_get_session (fixture->keeper) != session);
  g_assert_false (fl_session_keeper_undo_pins (fixture->keeper));
}

static void
test_edit (Fixture       *fixture,
           gconstpointer  data)
{
  g_autoptr(JsonNode) before = fl_broker_to_json (fixture->broker);
  g_autoptr(FlSecret) keys = fl_secret_new (KEY, strlen (KEY));
  g_autoptr(FlSecret) password = fl_secret_new ("hunter2", 7);
  g_autoptr(FlBrokerSecrets) with_keys = fl_broker_secrets_with (fixture->secrets, FL_SECRET_KIND_FERNET_KEYS, keys);
  g_autoptr(FlBrokerSecrets) with_password = fl_broker_secrets_with (with_keys, FL_SECRET_KIND_PASSWORD, password);
  g_autoptr(FlSession) session = NULL;

  fl_session_keeper_open_with_secrets (fixture->keeper, fixture->secrets);
  session = g_object_ref (fl_session_keeper_get_session (fixture->keeper));
  g_assert_null (fl_session_get_keys (session));

  /* New keys: the same connection. */
  fl_session_keeper_take_edit (fixture->keeper, before, with_keys);
  g_assert_true (fl_session_keeper_get_session (fixture->keeper) == session);
  g_assert_nonnull (fl_session_get_keys (session));
  g_assert_cmpuint (n_saved (fixture), ==, 1);

  /* Another password: another one. */
  fl_session_keeper_take_edit (fixture->keeper, before, with_password);
  g_assert_true (fl_session_keeper_get_session (fixture->keeper) != session);
}

static void
test_impossible (Fixture       *fixture,
                 gconstpointer  data)
{
  fl_broker_set_trust_way (fixture->broker, FL_TRUST_CA);
  fl_session_keeper_open_with_secrets (fixture->keeper, fixture->secrets);
  g_assert_nonnull (fixture->impossible);
  g_assert_null (fl_session_keeper_get_session (fixture->keeper));
}

/* The demo's broker */

static void
started_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(GError) error = NULL;

  fl_demo_start_finish (FL_DEMO (source), result, &error);
  g_assert_no_error (error);
}

static gboolean
is_running (gpointer data)
{
  return fl_demo_get_running (data);
}

static gboolean
is_online (gpointer data)
{
  return fl_session_keeper_was_online (data);
}

static FlDemo *
start_demo (void)
{
  FlDemo *demo = fl_demo_new ();

  fl_demo_start_async (demo, NULL, started_cb, NULL);
  g_assert_true (fl_ui_test_wait (is_running, demo, 60));
  return demo;
}

static void
keep_demo (Fixture    *fixture,
           FlDemo     *demo,
           const char *remembered)
{
  g_autoptr(FlMqttUrl) url = fl_mqtt_url_parse (fl_demo_get_url (demo), NULL);
  g_autoptr(FlBrokerSecrets) empty = g_steal_pointer (&fixture->secrets);

  keep (fixture, fl_broker_new_for_url (url));
  g_object_set (fixture->broker, "username", fl_demo_get_username (demo), NULL);
  fl_broker_set_trust_way (fixture->broker, FL_TRUST_INSECURE);
  if (remembered != NULL)
    fl_broker_remember_certificate (fixture->broker, remembered, 1);
  fixture->secrets = fl_broker_secrets_with (empty, FL_SECRET_KIND_PASSWORD, fl_demo_get_password (demo));
  fl_session_keeper_open_with_secrets (fixture->keeper, fixture->secrets);
  g_assert_true (fl_ui_test_wait (is_online, fixture->keeper, 60));
}

static gboolean
has_no_mosquitto (void)
{
  g_autofree char *path = fl_mosquitto_find (NULL);

  if (path == NULL)
    g_test_skip ("mosquitto is not installed");
  return path == NULL;
}

static void
test_reached (Fixture       *fixture,
              gconstpointer  data)
{
  g_autoptr(FlDemo) demo = NULL;

  if (has_no_mosquitto ())
    {
      keep (fixture, fl_broker_new ("127.0.0.1", 1));
      return;
    }
  demo = start_demo ();
  keep_demo (fixture, demo, NULL);
  g_assert_true (fl_broker_get_tls_seen (fixture->broker));
  g_assert_cmpuint (n_saved (fixture), ==, 1);
  g_assert_cmpuint (strlen (fl_broker_get_remembered_sha256 (fixture->broker)), ==, 64);
  g_assert_false (fl_session_keeper_is_certificate_changed (fixture->keeper));
  fl_demo_stop (demo);
}

static void
test_changed (Fixture       *fixture,
              gconstpointer  data)
{
  g_autoptr(FlDemo) demo = NULL;

  if (has_no_mosquitto ())
    {
      keep (fixture, fl_broker_new ("127.0.0.1", 1));
      return;
    }
  demo = start_demo ();
  keep_demo (fixture, demo, SHA256);
  g_assert_true (fl_session_keeper_is_certificate_changed (fixture->keeper));
  g_assert_cmpstr (fl_broker_get_remembered_sha256 (fixture->broker), ==, SHA256);
  fl_session_keeper_accept_certificate (fixture->keeper);
  g_assert_false (fl_session_keeper_is_certificate_changed (fixture->keeper));
  g_assert_cmpstr (fl_broker_get_remembered_sha256 (fixture->broker), !=, SHA256);
  fl_demo_stop (demo);
}

/* The certificate that the demo's broker shows. */
static FlCertificate *
dup_demo_certificate (Fixture *fixture,
                      FlDemo  *demo)
{
  FlCertificate *leaf;

  keep_demo (fixture, demo, NULL);
  leaf = fl_certificate_ref (fl_tls_report_get_leaf (fl_session_get_report (fl_session_keeper_get_session (fixture->keeper))));
  return leaf;
}

static void
connect_pinned (Fixture    *fixture,
                const char *pin,
                const char *second_pin)
{
  g_autoptr(FlPin) parsed = fl_pin_parse (pin, NULL);

  fl_broker_trust_pin (fixture->broker, parsed, 1);
  g_object_set (fixture->broker, "second-pin", second_pin, NULL);
  fl_session_keeper_open_with_secrets (fixture->keeper, fixture->secrets);
  g_assert_true (fl_ui_test_wait (is_online, fixture->keeper, 60));
}

static const FlPin *
get_session_pin (Fixture *fixture)
{
  FlSession *session = fl_session_keeper_get_session (fixture->keeper);

  return fl_trust_get_pin (fl_link_settings_get_trust (fl_session_get_link_settings (session)));
}

static void
count_cb (guint *n)
{
  ++*n;
}

/* On the live connection: SHA-1 becomes SHA-256, also for the session's later connections, and Undo takes it back for good. */
static void
test_strengthened (Fixture       *fixture,
                   gconstpointer  data)
{
  g_autoptr(FlDemo) demo = NULL;
  g_autoptr(FlCertificate) leaf = NULL;
  FlSession *session;
  guint n = 0;

  if (has_no_mosquitto ())
    {
      keep (fixture, fl_broker_new ("127.0.0.1", 1));
      return;
    }
  demo = start_demo ();
  leaf = dup_demo_certificate (fixture, demo);
  g_signal_connect_swapped (fixture->keeper, "pin-strengthened", G_CALLBACK (count_cb), &n);
  connect_pinned (fixture, fl_certificate_get_sha1 (leaf), "");
  session = fl_session_keeper_get_session (fixture->keeper);
  g_assert_cmpuint (n, ==, 1);
  g_assert_cmpstr (fl_broker_get_pin (fixture->broker), ==, fl_certificate_get_sha256 (leaf));
  g_assert_cmpstr (fl_broker_get_sketch_pin (fixture->broker), ==, fl_certificate_get_sha1 (leaf));
  g_assert_cmpint (fl_pin_get_kind (get_session_pin (fixture)), ==, FL_PIN_SHA256);

  g_assert_true (fl_session_keeper_undo_pins (fixture->keeper));
  g_assert_false (fl_session_keeper_undo_pins (fixture->keeper));
  g_assert_true (fl_session_keeper_get_session (fixture->keeper) == session);
  g_assert_cmpint (fl_session_get_state (session), ==, FL_SESSION_STATE_ONLINE);
  g_assert_cmpstr (fl_broker_get_pin (fixture->broker), ==, fl_certificate_get_sha1 (leaf));
  g_assert_cmpstr (fl_broker_get_sketch_pin (fixture->broker), ==, "");
  g_assert_cmpint (fl_pin_get_kind (get_session_pin (fixture)), ==, FL_PIN_SHA1);

  fl_session_keeper_open_with_secrets (fixture->keeper, fixture->secrets);
  g_assert_true (fl_ui_test_wait (is_online, fixture->keeper, 60));
  g_assert_cmpuint (n, ==, 1); /* not asked again */
  g_assert_cmpstr (fl_broker_get_pin (fixture->broker), ==, fl_certificate_get_sha1 (leaf));
  fl_demo_stop (demo);
}

/* The second pin is in use: said once, made the only one on demand, and taken back. */
static void
test_second_pin (Fixture       *fixture,
                 gconstpointer  data)
{
  g_autoptr(FlDemo) demo = NULL;
  g_autoptr(FlCertificate) leaf = NULL;
  g_autoptr(FlCertificate) noted = NULL;
  guint n_changes = 0;
  guint n = 0;

  if (has_no_mosquitto ())
    {
      keep (fixture, fl_broker_new ("127.0.0.1", 1));
      return;
    }
  demo = start_demo ();
  leaf = dup_demo_certificate (fixture, demo);
  g_signal_connect_swapped (fixture->keeper, "planned-pin-used", G_CALLBACK (count_cb), &n);
  g_signal_connect_swapped (fixture->keeper, "pins-changed", G_CALLBACK (count_cb), &n_changes);
  connect_pinned (fixture, SHA256, fl_certificate_get_sha256 (leaf));
  g_assert_cmpuint (n, ==, 1);
  noted = fl_broker_dup_pinned_certificate (fixture->broker);
  g_assert_true (fl_certificate_equal (noted, leaf));
  g_assert_cmpuint (n_changes, ==, 1);
  fl_session_keeper_promote_second_pin (fixture->keeper);
  g_assert_cmpstr (fl_broker_get_pin (fixture->broker), ==, fl_certificate_get_sha256 (leaf));
  g_assert_cmpstr (fl_broker_get_second_pin (fixture->broker), ==, "");
  g_assert_cmpint (fl_session_get_state (fl_session_keeper_get_session (fixture->keeper)), ==, FL_SESSION_STATE_ONLINE);
  g_assert_true (fl_session_keeper_undo_pins (fixture->keeper));
  g_assert_cmpstr (fl_broker_get_pin (fixture->broker), ==, SHA256);
  g_assert_cmpstr (fl_broker_get_second_pin (fixture->broker), ==, fl_certificate_get_sha256 (leaf));
  fl_demo_stop (demo);
}

int
main (int    argc,
      char **argv)
{
  const int device_status = fl_fake_device_process_main (argc, argv);

  if (device_status >= 0)
    return device_status;
  fl_ui_test_init (&argc, &argv);
  g_test_add ("/session-keeper/not-saved-before-reached", Fixture, NULL, set_up_nobody, test_not_saved_before_reached, tear_down);
  g_test_add ("/session-keeper/plain", Fixture, NULL, set_up_nobody, test_plain, tear_down);
  g_test_add ("/session-keeper/never-plain-after-tls", Fixture, NULL, set_up_nobody, test_never_plain_after_tls, tear_down);
  g_test_add ("/session-keeper/trust", Fixture, NULL, set_up_nobody, test_trust, tear_down);
  g_test_add ("/session-keeper/edit", Fixture, NULL, set_up_nobody, test_edit, tear_down);
  g_test_add ("/session-keeper/impossible", Fixture, NULL, set_up_nobody, test_impossible, tear_down);
  g_test_add ("/session-keeper/reached", Fixture, NULL, set_up, test_reached, tear_down);
  g_test_add ("/session-keeper/changed", Fixture, NULL, set_up, test_changed, tear_down);
  g_test_add ("/session-keeper/strengthened", Fixture, NULL, set_up, test_strengthened, tear_down);
  g_test_add ("/session-keeper/second-pin", Fixture, NULL, set_up, test_second_pin, tear_down);
  return g_test_run ();
}
