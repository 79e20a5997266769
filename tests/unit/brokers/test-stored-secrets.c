/* One broker's secrets in the keyring: searched, read, written, taken out; and what is said where that cannot be done.
 *
 * Without FERNLIGHT_TEST_KEYRING it runs where no keyring is. The live test keyring.py runs it again with a keyring of its
 * own: "working", or "locked", whose user says no.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "brokers/fl-stored-secrets.h"

#include <string.h>

#define ONE   "11111111-2222-3333-4444-555555555555" /* what is locked is this one's */
#define EMPTY "dddddddd-7777-8888-9999-000000000000"

static void
answered_cb (GObject      *object,
             GAsyncResult *result,
             gpointer      user_data)
{
  GAsyncResult **answer = user_data;

  *answer = g_object_ref (result);
}

static GAsyncResult *
wait_for (GAsyncResult **answer)
{
  while (*answer == NULL)
    g_main_context_iteration (NULL, TRUE);
  return *answer;
}

static gboolean
search (const char     *broker_id,
        FlStoredKinds  *kinds,
        GError        **error)
{
  g_autoptr(GAsyncResult) answer = NULL;

  fl_stored_secrets_search_async (broker_id, answered_cb, &answer);
  return fl_stored_secrets_search_finish (wait_for (&answer), kinds, error);
}

static FlBrokerSecrets *
read_kinds (const char           *broker_id,
            const FlStoredKinds  *kinds,
            GError              **error)
{
  g_autoptr(GAsyncResult) answer = NULL;

  fl_stored_secrets_read_async (broker_id, kinds, answered_cb, &answer);
  return fl_stored_secrets_read_finish (wait_for (&answer), error);
}

static gboolean
write_secrets (const char       *broker_id,
               FlBrokerSecrets  *secrets,
               gboolean          keeps_absent,
               GError          **error)
{
  g_autoptr(GAsyncResult) answer = NULL;

  fl_stored_secrets_write_async (broker_id, "Kitchen", secrets, keeps_absent, answered_cb, &answer);
  return fl_stored_secrets_write_finish (wait_for (&answer), error);
}

static gboolean
clear (const char  *broker_id,
       GError     **error)
{
  g_autoptr(GAsyncResult) answer = NULL;

  fl_stored_secrets_clear_async (broker_id, answered_cb, &answer);
  return fl_stored_secrets_clear_finish (wait_for (&answer), error);
}

/* Takes before. */
static FlBrokerSecrets *
with (FlBrokerSecrets *before,
      FlSecretKind     kind,
      const char      *text)
{
  g_autoptr(FlBrokerSecrets) old = before;
  g_autoptr(FlSecret) secret = fl_secret_new (text, strlen (text));

  return fl_broker_secrets_with (old, kind, secret);
}

static const char *
text_of (FlBrokerSecrets *secrets,
         FlSecretKind     kind)
{
  FlSecret *secret = fl_broker_secrets_get (secrets, kind);

  return secret != NULL ? fl_secret_peek (secret, NULL) : NULL;
}

static FlBrokerSecrets *
password_and_psk (void)
{
  return with (with (fl_broker_secrets_new (), FL_SECRET_KIND_PASSWORD, "hören"), FL_SECRET_KIND_PSK, "00ff10");
}

/* Where there is no keyring everything that has to ask for it fails, and says that nobody was asked to unlock it. */
static void
test_none (void)
{
  g_autoptr(FlBrokerSecrets) secrets = password_and_psk ();
  g_autoptr(FlBrokerSecrets) none = NULL;
  g_autoptr(GError) searched = NULL;
  g_autoptr(GError) read = NULL;
  g_autoptr(GError) written = NULL;
  g_autoptr(GError) cleared = NULL;
  FlStoredKinds kinds = { .is_locked = TRUE, .is_unlocked = TRUE, .has = { TRUE } };

  g_assert_false (search (ONE, &kinds, &searched));
  g_assert_nonnull (searched);
  g_assert_false (fl_stored_secrets_is_dismissed (searched));
  g_assert_false (kinds.is_locked || kinds.is_unlocked || kinds.has[0]);
  g_assert_false (search (NULL, &kinds, NULL));
  kinds.has[FL_SECRET_KIND_PSK] = TRUE;
  none = read_kinds (ONE, &kinds, &read);
  g_assert_nonnull (read);
  g_assert_false (fl_stored_secrets_is_dismissed (read));
  g_assert_true (fl_broker_secrets_is_empty (none));
  g_assert_false (write_secrets (ONE, secrets, FALSE, &written));
  g_assert_nonnull (written);
  g_assert_false (fl_stored_secrets_is_dismissed (written));
  g_assert_null (strstr (written->message, "00ff10"));
  g_assert_false (clear (ONE, &cleared));
  g_assert_nonnull (cleared);
  fl_stored_secrets_reconnect ();
}

/* The keyring is not asked for nothing. */
static void
test_nothing_to_do (void)
{
  g_autoptr(FlBrokerSecrets) empty = fl_broker_secrets_new ();
  g_autoptr(FlBrokerSecrets) none = NULL;
  g_autoptr(GError) error = NULL;
  const FlStoredKinds kinds = { .is_locked = TRUE };

  none = read_kinds (ONE, &kinds, &error);
  g_assert_no_error (error);
  g_assert_true (fl_broker_secrets_is_empty (none));
  g_assert_true (write_secrets (ONE, empty, TRUE, &error));
  g_assert_no_error (error);
}

static void
test_dismissed (void)
{
  g_autoptr(GError) locked = fl_stored_secrets_new_locked_error ();
  g_autoptr(GError) cancelled = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, "");
  g_autoptr(GError) portal = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_FAILED, "user interaction failed");
  g_autoptr(GError) failed = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_FAILED, "Unexpected lack of content");
  g_autoptr(GError) timed_out = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_TIMED_OUT, "");
  g_autoptr(GError) unknown = g_error_new_literal (G_DBUS_ERROR, G_DBUS_ERROR_SERVICE_UNKNOWN, "");

  g_assert_true (fl_stored_secrets_is_dismissed (locked));
  g_assert_true (fl_stored_secrets_is_dismissed (cancelled));
  g_assert_true (fl_stored_secrets_is_dismissed (portal));
  g_assert_false (fl_stored_secrets_is_dismissed (failed));
  g_assert_false (fl_stored_secrets_is_dismissed (timed_out));
  g_assert_false (fl_stored_secrets_is_dismissed (unknown));
}

/* What a search says of a broker that has just these kinds, unlocked. */
static void
assert_kinds (const char *broker_id,
              gboolean    has_password,
              gboolean    has_psk)
{
  g_autoptr(GError) error = NULL;
  FlStoredKinds kinds;

  g_assert_true (search (broker_id, &kinds, &error));
  g_assert_no_error (error);
  for (guint i = 0; i < FL_N_SECRET_KINDS; i++)
    {
      const gboolean has = (i == FL_SECRET_KIND_PASSWORD && has_password) || (i == FL_SECRET_KIND_PSK && has_psk);

      g_assert_cmpint (kinds.has[i], ==, has);
    }
  g_assert_false (kinds.is_locked);
  g_assert_cmpint (kinds.is_unlocked, ==, has_password || has_psk);
}

static void
test_working (void)
{
  g_autoptr(FlBrokerSecrets) both = password_and_psk ();
  g_autoptr(FlBrokerSecrets) password = with (fl_broker_secrets_new (), FL_SECRET_KIND_PASSWORD, "second");
  g_autoptr(FlBrokerSecrets) read = NULL;
  g_autoptr(FlBrokerSecrets) less = NULL;
  g_autoptr(GError) error = NULL;
  FlStoredKinds kinds;

  assert_kinds (ONE, FALSE, FALSE);
  g_assert_true (write_secrets (ONE, both, FALSE, &error));
  g_assert_no_error (error);
  assert_kinds (ONE, TRUE, TRUE);
  assert_kinds (EMPTY, FALSE, FALSE);
  g_assert_true (search (NULL, &kinds, NULL));
  g_assert_true (kinds.is_unlocked && !kinds.is_locked);
  g_assert_true (kinds.has[FL_SECRET_KIND_PASSWORD] && kinds.has[FL_SECRET_KIND_PSK]);

  g_assert_true (write_secrets (ONE, password, TRUE, &error)); /* beside the other */
  assert_kinds (ONE, TRUE, TRUE);
  read = read_kinds (ONE, &kinds, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (text_of (read, FL_SECRET_KIND_PASSWORD), ==, "second");
  g_assert_cmpstr (text_of (read, FL_SECRET_KIND_PSK), ==, "00ff10");
  kinds.has[FL_SECRET_KIND_PASSWORD] = FALSE; /* not looked up */
  less = read_kinds (ONE, &kinds, &error);
  g_assert_no_error (error);
  g_assert_null (text_of (less, FL_SECRET_KIND_PASSWORD));
  g_assert_cmpstr (text_of (less, FL_SECRET_KIND_PSK), ==, "00ff10");

  g_assert_true (write_secrets (ONE, password, FALSE, &error)); /* instead of the other */
  assert_kinds (ONE, TRUE, FALSE);
  g_assert_true (clear (ONE, &error));
  g_assert_no_error (error);
  assert_kinds (ONE, FALSE, FALSE);
  g_assert_true (clear (ONE, &error)); /* nothing there: no trouble */
  g_assert_no_error (error);
}

/* A search gave kinds that are gone when they are looked up: nobody declined anything, and the others are read. */
static void
test_gone (void)
{
  g_autoptr(FlBrokerSecrets) psk = with (fl_broker_secrets_new (), FL_SECRET_KIND_PSK, "00ff10");
  g_autoptr(FlBrokerSecrets) read = NULL;
  g_autoptr(GError) error = NULL;
  const FlStoredKinds kinds = { .has = { TRUE, TRUE, TRUE, TRUE, TRUE } };

  G_STATIC_ASSERT (FL_N_SECRET_KINDS == 5);
  g_assert_true (write_secrets (ONE, psk, FALSE, &error));
  read = read_kinds (ONE, &kinds, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (text_of (read, FL_SECRET_KIND_PSK), ==, "00ff10");
  for (guint i = 0; i < FL_N_SECRET_KINDS; i++)
    g_assert_cmpint (text_of (read, (FlSecretKind) i) != NULL, ==, i == FL_SECRET_KIND_PSK);
  g_assert_true (clear (ONE, NULL));
}

/* Searching asks nobody; reading and writing do, once each. */
static void
test_locked (void)
{
  g_autoptr(FlBrokerSecrets) secrets = password_and_psk ();
  g_autoptr(FlBrokerSecrets) none = NULL;
  g_autoptr(GError) read = NULL;
  g_autoptr(GError) written = NULL;
  FlStoredKinds kinds;

  g_assert_true (search (ONE, &kinds, NULL));
  g_assert_true (kinds.is_locked && !kinds.is_unlocked);
  for (guint i = 0; i < FL_N_SECRET_KINDS; i++)
    g_assert_true (kinds.has[i]);
  none = read_kinds (ONE, &kinds, &read);
  g_assert_true (fl_stored_secrets_is_dismissed (read));
  g_assert_true (fl_broker_secrets_is_empty (none));
  g_assert_false (write_secrets (ONE, secrets, FALSE, &written));
  g_assert_true (fl_stored_secrets_is_dismissed (written));
}

int
main (int    argc,
      char **argv)
{
  const char *mode = g_getenv ("FERNLIGHT_TEST_KEYRING");

  g_test_init (&argc, &argv, NULL);
  if (mode == NULL)
    {
      g_setenv ("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/bus", TRUE);
      /* In a sandbox libsecret asks for the portal first, and warns where there is no bus to ask on. */
      if (g_file_test ("/.flatpak-info", G_FILE_TEST_EXISTS))
        g_log_set_always_fatal (G_LOG_FATAL_MASK | G_LOG_LEVEL_CRITICAL);
      g_test_add_func ("/stored-secrets/none", test_none);
      g_test_add_func ("/stored-secrets/nothing-to-do", test_nothing_to_do);
      g_test_add_func ("/stored-secrets/dismissed", test_dismissed);
    }
  else if (strcmp (mode, "locked") == 0)
    g_test_add_func ("/stored-secrets/locked", test_locked);
  else
    {
      g_test_add_func ("/stored-secrets/working", test_working);
      g_test_add_func ("/stored-secrets/gone", test_gone);
    }
  return g_test_run ();
}
