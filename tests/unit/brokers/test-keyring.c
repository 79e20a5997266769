/* The keyring: secrets there and back; without one, or a locked one, the same in memory.
 *
 * Without FERNLIGHT_TEST_KEYRING it runs where no keyring is. The live test keyring.py runs it again with a keyring of its
 * own: "working" (then also "stored", in a second process), "lost" (and found again), "locked", "none" (a bus without one).
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "brokers/fl-keyring.h"

#include <string.h>

#define ONE   "11111111-2222-3333-4444-555555555555"
#define OTHER "66666666-7777-8888-9999-000000000000"
#define CANCELLED "cccccccc-7777-8888-9999-000000000000"

static const char *const texts[FL_N_SECRET_KINDS] = {
  "correct horse battery stäple", "cw_0x689RpI-jtRR7oE8h_eQsKImvJapLeSbXpwF4e4=\nsecond", "00ff10", " spaces ",
  "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n",
};

typedef struct
{
  gboolean         done;
  gboolean         good;
  FlBrokerSecrets *secrets;
  GError          *error;
} Answer;

static void
loaded_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  Answer *answer = user_data;

  answer->secrets = fl_keyring_load_finish (FL_KEYRING (object), result, &answer->error);
  answer->done = TRUE;
}

static void
saved_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      user_data)
{
  Answer *answer = user_data;

  answer->good = fl_keyring_save_finish (FL_KEYRING (object), result, &answer->error);
  answer->done = TRUE;
}

static void
cleared_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      user_data)
{
  Answer *answer = user_data;

  answer->good = fl_keyring_clear_finish (FL_KEYRING (object), result, &answer->error);
  answer->done = TRUE;
}

static void
wait_for (Answer *answer)
{
  while (!answer->done)
    g_main_context_iteration (NULL, TRUE);
}

/* Says to locked_keyring.py what is so from now on. */
static void
tell (const char *word)
{
  g_autoptr(GDBusConnection) bus = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, NULL);
  g_autoptr(GVariant) answer = NULL;
  g_autoptr(GError) error = NULL;

  answer = g_dbus_connection_call_sync (bus, "org.freedesktop.secrets", "/test", "test.Keyring", "Tell",
                                        g_variant_new ("(s)", word), NULL, G_DBUS_CALL_FLAGS_NONE, -1, NULL, &error);
  g_assert_no_error (error);
}

/* What locked_keyring.py holds: lines of "broker kind label secret". */
static char *
contents (void)
{
  g_autoptr(GDBusConnection) bus = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, NULL);
  g_autoptr(GString) text = g_string_new (NULL);
  g_autoptr(GVariant) answer = NULL;
  g_autoptr(GVariant) list = NULL;
  g_autoptr(GError) error = NULL;
  const char *broker, *kind, *label, *secret;
  GVariantIter iter;

  answer = g_dbus_connection_call_sync (bus, "org.freedesktop.secrets", "/test", "org.freedesktop.DBus.Properties", "Get",
                                        g_variant_new ("(ss)", "test.Keyring", "Contents"), G_VARIANT_TYPE ("(v)"),
                                        G_DBUS_CALL_FLAGS_NONE, -1, NULL, &error);
  g_assert_no_error (error);
  g_variant_get (answer, "(v)", &list);
  g_variant_iter_init (&iter, list);
  while (g_variant_iter_next (&iter, "(&s&s&s&s)", &broker, &kind, &label, &secret))
    g_string_append_printf (text, "%s %s %s %s\n", broker, kind, label, secret);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static FlBrokerSecrets *
load (FlKeyring  *keyring,
      const char *id)
{
  Answer answer = { FALSE };

  fl_keyring_load_async (keyring, id, NULL, loaded_cb, &answer);
  wait_for (&answer);
  g_assert_no_error (answer.error);
  g_assert_nonnull (answer.secrets);
  return answer.secrets;
}

static void
save (FlKeyring       *keyring,
      const char      *id,
      FlBrokerSecrets *secrets)
{
  Answer answer = { FALSE };

  fl_keyring_save_async (keyring, id, "Kitchen", secrets, NULL, saved_cb, &answer);
  wait_for (&answer);
  g_assert_no_error (answer.error);
  g_assert_true (answer.good);
}

static gboolean
clear (FlKeyring  *keyring,
       const char *id)
{
  Answer answer = { FALSE };

  fl_keyring_clear_async (keyring, id, NULL, cleared_cb, &answer);
  wait_for (&answer);
  g_assert_true (answer.good == (answer.error == NULL));
  g_clear_error (&answer.error);
  return answer.good;
}

static void
renamed_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      user_data)
{
  Answer *answer = user_data;

  answer->good = fl_keyring_rename_finish (FL_KEYRING (object), result, &answer->error);
  answer->done = TRUE;
}

static void
rename_to (FlKeyring  *keyring,
           const char *id,
           const char *name)
{
  Answer answer = { FALSE };

  fl_keyring_rename_async (keyring, id, name, renamed_cb, &answer);
  wait_for (&answer);
  g_assert_no_error (answer.error);
  g_assert_true (answer.good);
}

static FlBrokerSecrets *
only_password (const char *text)
{
  g_autoptr(FlBrokerSecrets) empty = fl_broker_secrets_new ();
  g_autoptr(FlSecret) secret = fl_secret_new (text, strlen (text));

  return fl_broker_secrets_with (empty, FL_SECRET_KIND_PASSWORD, secret);
}

static const char *
text_of (FlBrokerSecrets *secrets,
         FlSecretKind     kind)
{
  FlSecret *secret = fl_broker_secrets_get (secrets, kind);

  return secret != NULL ? fl_secret_peek (secret, NULL) : NULL;
}

static FlBrokerSecrets *
all_secrets (void)
{
  FlBrokerSecrets *secrets = fl_broker_secrets_new ();

  for (guint i = 0; i < FL_N_SECRET_KINDS; i++)
    {
      g_autoptr(FlBrokerSecrets) old = secrets;
      g_autoptr(FlSecret) secret = fl_secret_new (texts[i], strlen (texts[i]));

      secrets = fl_broker_secrets_with (old, (FlSecretKind) i, secret);
    }
  return secrets;
}

static void
assert_all (FlBrokerSecrets *secrets)
{
  for (guint i = 0; i < FL_N_SECRET_KINDS; i++)
    {
      FlSecret *secret = fl_broker_secrets_get (secrets, (FlSecretKind) i);

      g_assert_nonnull (secret);
      g_assert_cmpstr (fl_secret_peek (secret, NULL), ==, texts[i]);
    }
}

static void
test_none (void)
{
  g_autoptr(FlKeyring) keyring = fl_keyring_new ();
  g_autoptr(FlBrokerSecrets) secrets = all_secrets ();
  g_autoptr(FlBrokerSecrets) at_first = NULL;
  g_autoptr(FlBrokerSecrets) loaded = NULL;
  g_autoptr(FlBrokerSecrets) of_other = NULL;
  g_autoptr(FlBrokerSecrets) after = NULL;
  Answer cleared = { FALSE };
  gboolean available;

  g_assert_true (fl_keyring_is_available (keyring));
  g_assert_null (fl_keyring_get_note (keyring));
  at_first = load (keyring, ONE);
  g_assert_true (fl_broker_secrets_is_empty (at_first));
  g_assert_false (fl_keyring_is_available (keyring));
  g_assert_nonnull (strstr (fl_keyring_get_note (keyring), "no keyring"));
  g_object_get (keyring, "available", &available, NULL);
  g_assert_false (available);

  save (keyring, ONE, secrets);
  loaded = load (keyring, ONE);
  assert_all (loaded);
  of_other = load (keyring, OTHER);
  g_assert_true (fl_broker_secrets_is_empty (of_other));
  fl_keyring_clear_async (keyring, ONE, NULL, cleared_cb, &cleared);
  wait_for (&cleared);
  g_assert_false (cleared.good);
  g_clear_error (&cleared.error);
  after = load (keyring, ONE);
  g_assert_true (fl_broker_secrets_is_empty (after));
}

static void
test_cancelled (void)
{
  g_autoptr(FlKeyring) keyring = fl_keyring_new ();
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(FlBrokerSecrets) after = NULL;
  Answer answer = { FALSE };

  g_cancellable_cancel (cancellable);
  fl_keyring_load_async (keyring, ONE, cancellable, loaded_cb, &answer);
  wait_for (&answer);
  g_assert_error (answer.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_null (answer.secrets);
  g_clear_error (&answer.error);
  after = load (keyring, ONE);
  g_assert_nonnull (after);
}

/* What was given up before its turn came is not done. */
static void
test_cancelled_save (void)
{
  g_autoptr(FlKeyring) keyring = fl_keyring_new ();
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(FlBrokerSecrets) secrets = all_secrets ();
  g_autoptr(FlBrokerSecrets) after = NULL;
  Answer first = { FALSE };
  Answer second = { FALSE };

  fl_keyring_load_async (keyring, CANCELLED, NULL, loaded_cb, &first);
  fl_keyring_save_async (keyring, CANCELLED, "x", secrets, cancellable, saved_cb, &second);
  g_cancellable_cancel (cancellable);
  wait_for (&first);
  fl_broker_secrets_unref (first.secrets);
  wait_for (&second);
  g_assert_false (second.good);
  g_assert_error (second.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&second.error);
  after = load (keyring, CANCELLED);
  g_assert_true (fl_broker_secrets_is_empty (after));
}

/* A request holds the keyring, and those behind it get their answers too. */
static void
test_many_at_once (void)
{
  FlKeyring *keyring = fl_keyring_new ();
  Answer answers[6] = { { FALSE } };

  for (guint i = 0; i < G_N_ELEMENTS (answers); i++)
    fl_keyring_load_async (keyring, i % 2 == 0 ? ONE : OTHER, NULL, loaded_cb, &answers[i]);
  g_object_unref (keyring);
  for (guint i = 0; i < G_N_ELEMENTS (answers); i++)
    {
      wait_for (&answers[i]);
      g_assert_no_error (answers[i].error);
      fl_broker_secrets_unref (answers[i].secrets);
    }
}

static void
test_working (void)
{
  g_autoptr(FlKeyring) keyring = fl_keyring_new ();
  g_autoptr(FlKeyring) second = fl_keyring_new ();
  g_autoptr(FlBrokerSecrets) secrets = all_secrets ();
  g_autoptr(FlBrokerSecrets) fewer = fl_broker_secrets_with (secrets, FL_SECRET_KIND_PSK, NULL);
  g_autoptr(FlBrokerSecrets) loaded = NULL;
  g_autoptr(FlBrokerSecrets) reloaded = NULL;
  g_autoptr(FlBrokerSecrets) of_other = NULL;
  g_autoptr(FlBrokerSecrets) after = NULL;
  Answer cleared = { FALSE };

  save (keyring, ONE, secrets);
  g_assert_true (fl_keyring_is_available (keyring));
  g_assert_null (fl_keyring_get_note (keyring));
  loaded = load (second, ONE);
  assert_all (loaded);
  of_other = load (second, OTHER);
  g_assert_true (fl_broker_secrets_is_empty (of_other));

  save (keyring, ONE, fewer);
  reloaded = load (second, ONE);
  g_assert_null (fl_broker_secrets_get (reloaded, FL_SECRET_KIND_PSK));
  g_assert_nonnull (fl_broker_secrets_get (reloaded, FL_SECRET_KIND_CLIENT_KEY));

  fl_keyring_clear_async (keyring, ONE, NULL, cleared_cb, &cleared);
  wait_for (&cleared);
  g_assert_no_error (cleared.error);
  g_assert_true (cleared.good);
  after = load (second, ONE);
  g_assert_true (fl_broker_secrets_is_empty (after));
  g_assert_true (fl_keyring_is_available (second));

  /* For "stored". */
  save (keyring, OTHER, secrets);
}

static void
test_stored (void)
{
  g_autoptr(FlKeyring) keyring = fl_keyring_new ();
  g_autoptr(FlBrokerSecrets) loaded = load (keyring, OTHER);

  assert_all (loaded);
}

/* A keyring that holds all five of ONE's secrets, locked, whose user says no: asked once. */
static void
test_locked (void)
{
  g_autoptr(FlKeyring) keyring = fl_keyring_new ();
  g_autoptr(FlBrokerSecrets) secrets = all_secrets ();
  g_autoptr(FlBrokerSecrets) loaded = NULL;
  g_autoptr(FlBrokerSecrets) again = NULL;
  Answer answers[3] = { { FALSE } };

  for (guint i = 0; i < G_N_ELEMENTS (answers); i++)
    fl_keyring_load_async (keyring, ONE, NULL, loaded_cb, &answers[i]);
  for (guint i = 0; i < G_N_ELEMENTS (answers); i++)
    {
      wait_for (&answers[i]);
      g_assert_no_error (answers[i].error);
      g_assert_true (fl_broker_secrets_is_empty (answers[i].secrets));
      fl_broker_secrets_unref (answers[i].secrets);
    }
  g_assert_false (fl_keyring_is_available (keyring));
  g_assert_true (fl_keyring_was_declined (keyring));
  g_assert_true (fl_keyring_has_locked (keyring, ONE));
  g_assert_false (fl_keyring_has_locked (keyring, OTHER));
  g_assert_nonnull (strstr (fl_keyring_get_note (keyring), "locked"));
  save (keyring, ONE, secrets);
  loaded = load (keyring, ONE);
  assert_all (loaded);

  /* "Unlock" on the row asks a second time. */
  fl_keyring_try_again (keyring);
  again = load (keyring, ONE);
  g_assert_false (fl_keyring_is_available (keyring));
}

/* Saving asks too, once, and then keeps in memory. */
static void
test_locked_save (void)
{
  g_autoptr(FlKeyring) keyring = fl_keyring_new ();
  g_autoptr(FlBrokerSecrets) secrets = all_secrets ();
  g_autoptr(FlBrokerSecrets) loaded = NULL;

  save (keyring, ONE, secrets);
  g_assert_false (fl_keyring_is_available (keyring));
  g_assert_nonnull (strstr (fl_keyring_get_note (keyring), "locked"));
  loaded = load (keyring, ONE);
  assert_all (loaded);
  save (keyring, ONE, secrets);
}

/* It is unlocked elsewhere: noticed without a question; what was typed meanwhile is saved beside what is there. */
static void
test_unlocked_elsewhere (void)
{
  g_autoptr(FlKeyring) keyring = fl_keyring_new ();
  g_autoptr(FlKeyring) second = fl_keyring_new ();
  g_autoptr(FlBrokerSecrets) typed = only_password ("typed");
  g_autoptr(FlBrokerSecrets) before = NULL;
  g_autoptr(FlBrokerSecrets) loaded = NULL;
  g_autoptr(FlBrokerSecrets) stored = NULL;
  g_autofree char *there = NULL;

  tell ("reset");
  before = load (keyring, ONE); /* one question */
  g_assert_true (fl_broker_secrets_is_empty (before));
  save (keyring, ONE, typed);
  g_assert_false (fl_keyring_is_available (keyring));
  tell ("unlock");
  loaded = load (keyring, ONE);
  g_assert_cmpstr (text_of (loaded, FL_SECRET_KIND_PASSWORD), ==, "typed");
  g_assert_cmpstr (text_of (loaded, FL_SECRET_KIND_PSK), ==, "00ff10");
  g_assert_cmpstr (text_of (loaded, FL_SECRET_KIND_CLIENT_KEY), ==, "-----BEGIN PRIVATE KEY-----\n");
  g_assert_true (fl_keyring_is_available (keyring));
  g_assert_null (fl_keyring_get_note (keyring));
  g_assert_false (fl_keyring_has_locked (keyring, ONE));
  fl_broker_secrets_unref (load (keyring, OTHER)); /* behind what is being saved */
  stored = load (second, ONE);
  g_assert_cmpstr (text_of (stored, FL_SECRET_KIND_PASSWORD), ==, "typed");
  g_assert_cmpstr (text_of (stored, FL_SECRET_KIND_FERNET_KEYS), !=, NULL);
  there = contents ();
  g_assert_nonnull (strstr (there, ONE " password Fernlight: Kitchen (password) typed"));
}

/* Saving notices it, too, and takes nothing out that was never read. */
static void
test_saved_after_unlock (void)
{
  g_autoptr(FlKeyring) keyring = fl_keyring_new ();
  g_autoptr(FlBrokerSecrets) typed = only_password ("typed");
  g_autoptr(FlBrokerSecrets) loaded = NULL;

  tell ("reset");
  fl_broker_secrets_unref (load (keyring, ONE)); /* one question */
  tell ("unlock");
  save (keyring, ONE, typed);
  g_assert_true (fl_keyring_is_available (keyring));
  loaded = load (keyring, ONE);
  g_assert_cmpstr (text_of (loaded, FL_SECRET_KIND_PASSWORD), ==, "typed");
  g_assert_cmpstr (text_of (loaded, FL_SECRET_KIND_PSK), ==, "00ff10");
  /* It was read now, so that what is not in it goes. */
  save (keyring, ONE, typed);
  fl_broker_secrets_unref (g_steal_pointer (&loaded));
  loaded = load (keyring, ONE);
  g_assert_null (text_of (loaded, FL_SECRET_KIND_PSK));
}

/* The user says yes the second time: what all brokers had in memory only is saved. */
static void
test_accepted_later (void)
{
  g_autoptr(FlKeyring) keyring = fl_keyring_new ();
  g_autoptr(FlBrokerSecrets) typed = only_password ("typed");
  g_autoptr(FlBrokerSecrets) newer = only_password ("newer");
  g_autoptr(FlBrokerSecrets) loaded = NULL;
  g_autofree char *there = NULL;

  tell ("reset");
  fl_broker_secrets_unref (load (keyring, ONE)); /* one question */
  save (keyring, OTHER, typed);
  tell ("accept");
  fl_keyring_try_again (keyring);
  g_assert_false (fl_keyring_was_declined (keyring));
  loaded = load (keyring, ONE); /* another */
  g_assert_cmpstr (text_of (loaded, FL_SECRET_KIND_PASSWORD), ==, "from the keyring");
  g_assert_true (fl_keyring_is_available (keyring));
  save (keyring, OTHER, newer); /* behind the old ones, which must not come after */
  there = contents ();
  g_assert_nonnull (strstr (there, OTHER " password Fernlight: Kitchen (password) newer"));
  g_assert_null (strstr (there, "typed"));
}

static void
test_rename (void)
{
  g_autoptr(FlKeyring) keyring = fl_keyring_new ();
  g_autofree char *locked = NULL;
  g_autofree char *renamed = NULL;
  g_autoptr(FlBrokerSecrets) loaded = NULL;

  tell ("reset");
  rename_to (keyring, ONE, "Cellar"); /* no question */
  locked = contents ();
  g_assert_null (strstr (locked, "Cellar"));
  g_assert_true (fl_keyring_is_available (keyring));
  tell ("unlock");
  rename_to (keyring, ONE, "Cellar");
  rename_to (keyring, OTHER, "Nothing there");
  renamed = contents ();
  for (guint i = 0; i < FL_N_SECRET_KINDS; i++)
    {
      g_autofree char *label = g_strdup_printf (ONE " %s Fernlight: Cellar (%s) ", fl_secret_kind_to_code ((FlSecretKind) i),
                                                fl_secret_kind_to_code ((FlSecretKind) i));

      g_assert_nonnull (strstr (renamed, label));
    }
  g_assert_null (strstr (renamed, "Kitchen"));
  g_assert_null (strstr (renamed, "Nothing"));
  loaded = load (keyring, ONE);
  g_assert_cmpstr (text_of (loaded, FL_SECRET_KIND_PSK), ==, "00ff10");
  g_assert_cmpstr (text_of (loaded, FL_SECRET_KIND_KEY_PASSPHRASE), ==, " spaces ");
}

/* libsecret would call it a success: it clears what is unlocked. */
static void
test_locked_clear (void)
{
  g_autoptr(FlKeyring) keyring = fl_keyring_new ();
  g_autofree char *there = NULL;

  tell ("reset");
  g_assert_false (clear (keyring, ONE)); /* no question */
  tell ("unlock");
  g_assert_true (clear (keyring, ONE));
  there = contents ();
  g_assert_cmpstr (there, ==, "");
}

/* What goes between the search and the look-up was not declined: the keyring is there, locked or not. */
static void
test_vanished (void)
{
  static const char *const states[] = { "unlock", "lock" };

  for (size_t i = 0; i < G_N_ELEMENTS (states); i++)
    {
      g_autoptr(FlKeyring) keyring = fl_keyring_new ();
      g_autoptr(FlBrokerSecrets) loaded = NULL;

      tell ("reset");
      tell (states[i]);
      tell ("vanish");
      loaded = load (keyring, ONE); /* no question */
      g_assert_true (fl_broker_secrets_is_empty (loaded));
      g_assert_true (fl_keyring_is_available (keyring));
      g_assert_null (fl_keyring_get_note (keyring));
      g_assert_false (fl_keyring_was_declined (keyring));
      g_assert_false (fl_keyring_has_locked (keyring, ONE));
    }
}

/* Asks keyring.py, by files in the working folder, to do something to the keyring's process. */
static void
have_done (const char *what)
{
  g_autofree char *done = g_strconcat (what, ".done", NULL);

  g_assert_true (g_file_set_contents (what, "", 0, NULL));
  while (!g_file_test (done, G_FILE_TEST_EXISTS))
    {
      g_usleep (20000);
      while (g_main_context_iteration (NULL, FALSE));
    }
}

/* The keyring's process ends and comes back: what was saved meanwhile is saved then, and nothing is lost. */
static void
test_lost (void)
{
  g_autoptr(FlKeyring) keyring = fl_keyring_new ();
  g_autoptr(FlBrokerSecrets) secrets = all_secrets ();
  g_autoptr(FlBrokerSecrets) typed = only_password ("typed");
  g_autoptr(FlBrokerSecrets) lost = NULL;
  g_autoptr(FlBrokerSecrets) loaded = NULL;
  g_autoptr(FlBrokerSecrets) of_other = NULL;

  save (keyring, ONE, secrets);
  g_assert_true (fl_keyring_is_available (keyring));
  have_done ("stop");
  lost = load (keyring, ONE);
  g_assert_true (fl_broker_secrets_is_empty (lost));
  g_assert_false (fl_keyring_is_available (keyring));
  g_assert_nonnull (fl_keyring_get_note (keyring));
  save (keyring, ONE, typed);
  save (keyring, OTHER, typed);
  have_done ("start");
  loaded = load (keyring, ONE);
  g_assert_cmpstr (text_of (loaded, FL_SECRET_KIND_PASSWORD), ==, "typed");
  g_assert_cmpstr (text_of (loaded, FL_SECRET_KIND_PSK), ==, texts[FL_SECRET_KIND_PSK]);
  g_assert_true (fl_keyring_is_available (keyring));
  of_other = load (keyring, OTHER);
  g_assert_cmpstr (text_of (of_other, FL_SECRET_KIND_PASSWORD), ==, "typed");
  g_assert_true (clear (keyring, ONE));
  g_assert_true (clear (keyring, OTHER));
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
    }
  if (mode == NULL || strcmp (mode, "none") == 0)
    g_test_add_func ("/keyring/none", test_none);
  if (g_strcmp0 (mode, "working") == 0)
    g_test_add_func ("/keyring/working", test_working);
  if (g_strcmp0 (mode, "stored") == 0)
    g_test_add_func ("/keyring/stored", test_stored);
  if (g_strcmp0 (mode, "lost") == 0)
    g_test_add_func ("/keyring/lost", test_lost);
  if (g_strcmp0 (mode, "locked") == 0)
    {
      g_test_add_func ("/keyring/locked", test_locked);
      g_test_add_func ("/keyring/locked/save", test_locked_save);
      g_test_add_func ("/keyring/locked/unlocked-elsewhere", test_unlocked_elsewhere);
      g_test_add_func ("/keyring/locked/saved-after-unlock", test_saved_after_unlock);
      g_test_add_func ("/keyring/locked/accepted-later", test_accepted_later);
      g_test_add_func ("/keyring/locked/rename", test_rename);
      g_test_add_func ("/keyring/locked/clear", test_locked_clear);
      g_test_add_func ("/keyring/locked/vanished", test_vanished);
    }
  else
    {
      g_test_add_func ("/keyring/cancelled", test_cancelled);
      g_test_add_func ("/keyring/cancelled/save", test_cancelled_save);
      g_test_add_func ("/keyring/many-at-once", test_many_at_once);
    }
  return g_test_run ();
}
