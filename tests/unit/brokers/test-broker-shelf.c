/* Saved brokers as a whole: names, copies, deletion that can be undone, and secrets that go with their broker.
 *
 * Without FERNLIGHT_TEST_KEYRING secrets live in memory. The live test keyring.py runs it again with gnome-keyring
 * ("working").
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "brokers/fl-broker-shelf.h"

#include <string.h>

#include <glib/gstdio.h>

static const char *const texts[FL_N_SECRET_KINDS] = { "a password", "key key", "00ff", "a passphrase", "-----BEGIN" };

typedef struct
{
  char          *folder;
  char          *path;
  FlBrokerFile  *file;
  FlKeyring     *keyring;
  FlBrokerShelf *shelf;
  FlBroker      *a, *b, *c;
} Fixture;

static FlBroker *
add (Fixture    *fixture,
     const char *name)
{
  FlBroker *broker = fl_broker_new ("broker.test", 8883);

  g_object_set (broker, "name", name, NULL);
  fl_broker_file_append (fixture->file, broker);
  return broker;
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->folder = g_dir_make_tmp ("fernlight-test-XXXXXX", NULL);
  fixture->path = g_build_filename (fixture->folder, "brokers.json", NULL);
  fixture->file = fl_broker_file_new (fixture->path);
  fixture->keyring = fl_keyring_new ();
  fixture->shelf = fl_broker_shelf_new (fixture->file, fixture->keyring);
  fixture->a = add (fixture, "A");
  fixture->b = add (fixture, "B");
  fixture->c = add (fixture, "C");
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_assert_true (fl_broker_file_flush (fixture->file));
  g_clear_object (&fixture->shelf);
  g_clear_object (&fixture->keyring);
  g_clear_object (&fixture->file);
  g_clear_object (&fixture->a);
  g_clear_object (&fixture->b);
  g_clear_object (&fixture->c);
  g_remove (fixture->path);
  g_assert_no_errno (g_rmdir (fixture->folder));
  g_free (fixture->path);
  g_free (fixture->folder);
}

static void
result_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  GAsyncResult **kept = user_data;

  *kept = g_object_ref (result);
}

static GAsyncResult *
wait_for (GAsyncResult **result)
{
  while (*result == NULL)
    g_main_context_iteration (NULL, TRUE);
  return *result;
}

static FlBrokerSecrets *
load (Fixture    *fixture,
      const char *id)
{
  g_autoptr(GAsyncResult) result = NULL;

  fl_keyring_load_async (fixture->keyring, id, NULL, result_cb, &result);
  return fl_keyring_load_finish (fixture->keyring, wait_for (&result), NULL);
}

static void
give_secrets (Fixture  *fixture,
              FlBroker *broker)
{
  g_autoptr(FlBrokerSecrets) secrets = fl_broker_secrets_new ();
  g_autoptr(GAsyncResult) result = NULL;

  for (guint i = 0; i < FL_N_SECRET_KINDS; i++)
    {
      g_autoptr(FlBrokerSecrets) before = secrets;
      g_autoptr(FlSecret) secret = fl_secret_new (texts[i], strlen (texts[i]));

      secrets = fl_broker_secrets_with (before, (FlSecretKind) i, secret);
    }
  fl_keyring_save_async (fixture->keyring, fl_broker_get_id (broker), fl_broker_get_name (broker), secrets, NULL, result_cb,
                         &result);
  g_assert_true (fl_keyring_save_finish (fixture->keyring, wait_for (&result), NULL));
}

static void
assert_has_secrets (Fixture  *fixture,
                    FlBroker *broker)
{
  g_autoptr(FlBrokerSecrets) secrets = load (fixture, fl_broker_get_id (broker));

  for (guint i = 0; i < FL_N_SECRET_KINDS; i++)
    {
      FlSecret *secret = fl_broker_secrets_get (secrets, (FlSecretKind) i);

      g_assert_nonnull (secret);
      g_assert_cmpstr (fl_secret_peek (secret, NULL), ==, texts[i]);
    }
}

static void
assert_no_secrets (Fixture    *fixture,
                   const char *id)
{
  g_autoptr(FlBrokerSecrets) secrets = load (fixture, id);

  g_assert_true (fl_broker_secrets_is_empty (secrets));
}

/* The names in the list, in order. */
static void
assert_names (Fixture    *fixture,
              const char *expected)
{
  g_autoptr(GString) names = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (fixture->file)); i++)
    {
      g_autoptr(FlBroker) broker = g_list_model_get_item (G_LIST_MODEL (fixture->file), i);

      g_string_append_printf (names, "%s%s", i > 0 ? ", " : "", fl_broker_get_name (broker));
    }
  g_assert_cmpstr (names->str, ==, expected);
}

static void
assert_to_forget (Fixture  *fixture,
                  FlBroker *broker)
{
  g_auto(GStrv) ids = NULL;

  g_object_get (fixture->shelf, "to-forget", &ids, NULL);
  g_assert_cmpuint (g_strv_length (ids), ==, broker != NULL ? 1 : 0);
  if (broker != NULL)
    g_assert_cmpstr (ids[0], ==, fl_broker_get_id (broker));
}

static FlBroker *
duplicate (Fixture  *fixture,
           FlBroker *broker)
{
  g_autoptr(GAsyncResult) result = NULL;

  fl_broker_shelf_duplicate_async (fixture->shelf, broker, result_cb, &result);
  return fl_broker_shelf_duplicate_finish (fixture->shelf, wait_for (&result), NULL);
}

static void
test_rename (Fixture       *fixture,
             gconstpointer  data)
{
  give_secrets (fixture, fixture->a);
  fl_broker_shelf_rename (fixture->shelf, fixture->a, "  Kitchen ");
  assert_names (fixture, "Kitchen, B, C");
  fl_broker_shelf_rename (fixture->shelf, fixture->b, "Kitchen");
  assert_names (fixture, "Kitchen, Kitchen, C");
  fl_broker_shelf_rename (fixture->shelf, fixture->c, " ");
  assert_names (fixture, "Kitchen, Kitchen, broker.test");
  assert_has_secrets (fixture, fixture->a);
  assert_no_secrets (fixture, fl_broker_get_id (fixture->b));
  fl_broker_shelf_delete (fixture->shelf, fixture->a);
  (void) fl_broker_shelf_flush (fixture->shelf);
}

/* Its own id, its own secrets: what happens to one does not happen to the other. */
static void
test_duplicate (Fixture       *fixture,
                gconstpointer  data)
{
  g_autoptr(FlBroker) copy = NULL;
  g_autoptr(FlBroker) second = NULL;
  g_autoptr(FlBroker) without = NULL;

  give_secrets (fixture, fixture->a);
  g_object_set (fixture->a, "client-id", "esp-1", "base-topic", "home", NULL);
  copy = duplicate (fixture, fixture->a);
  assert_names (fixture, "A, A (copy), B, C");
  g_assert_cmpstr (fl_broker_get_id (copy), !=, fl_broker_get_id (fixture->a));
  g_assert_cmpstr (fl_broker_get_base_topic (copy), ==, "home");
  g_assert_cmpstr (fl_broker_get_client_id (copy), ==, "");
  assert_has_secrets (fixture, copy);
  second = duplicate (fixture, fixture->a);
  without = duplicate (fixture, fixture->b);
  assert_names (fixture, "A, A (copy 2), A (copy), B, B (copy), C");
  assert_no_secrets (fixture, fl_broker_get_id (without));

  g_assert_true (fl_broker_shelf_delete (fixture->shelf, fixture->a));
  (void) fl_broker_shelf_flush (fixture->shelf);
  assert_no_secrets (fixture, fl_broker_get_id (fixture->a));
  assert_has_secrets (fixture, copy);
  assert_has_secrets (fixture, second);
  fl_broker_shelf_delete (fixture->shelf, copy);
  fl_broker_shelf_delete (fixture->shelf, second);
  (void) fl_broker_shelf_flush (fixture->shelf);
}

static void
test_restore (Fixture       *fixture,
              gconstpointer  data)
{
  give_secrets (fixture, fixture->b);
  g_assert_true (fl_broker_shelf_delete (fixture->shelf, fixture->b));
  g_assert_false (fl_broker_shelf_delete (fixture->shelf, fixture->b));
  assert_names (fixture, "A, C");
  assert_to_forget (fixture, fixture->b);
  fl_broker_shelf_forget_rest (fixture->shelf); /* not what can still be restored */
  assert_has_secrets (fixture, fixture->b);
  g_assert_true (fl_broker_shelf_restore (fixture->shelf, fixture->b));
  assert_names (fixture, "A, B, C");
  assert_to_forget (fixture, NULL);
  fl_broker_shelf_forget (fixture->shelf, fixture->b); /* the toast goes, after Undo */
  assert_has_secrets (fixture, fixture->b);
  g_assert_false (fl_broker_shelf_restore (fixture->shelf, fixture->b));
  fl_broker_shelf_delete (fixture->shelf, fixture->b);
  (void) fl_broker_shelf_flush (fixture->shelf);
}

static void
test_forget (Fixture       *fixture,
             gconstpointer  data)
{
  give_secrets (fixture, fixture->b);
  fl_broker_shelf_delete (fixture->shelf, fixture->b);
  assert_has_secrets (fixture, fixture->b);
  fl_broker_shelf_forget (fixture->shelf, fixture->b);
  assert_no_secrets (fixture, fl_broker_get_id (fixture->b)); /* the keyring answers in order */
  g_assert_false (fl_broker_shelf_restore (fixture->shelf, fixture->b));
  assert_names (fixture, "A, C");
  /* Where there is no keyring nobody knows what was in it. */
  assert_to_forget (fixture, fl_keyring_is_available (fixture->keyring) ? NULL : fixture->b);
}

/* An editor that was open saved it again. */
static void
test_saved_again (Fixture       *fixture,
                  gconstpointer  data)
{
  give_secrets (fixture, fixture->b);
  fl_broker_shelf_delete (fixture->shelf, fixture->b);
  fl_broker_file_append (fixture->file, fixture->b);
  fl_broker_shelf_forget (fixture->shelf, fixture->b);
  assert_has_secrets (fixture, fixture->b);
  assert_to_forget (fixture, NULL);
  fl_broker_shelf_delete (fixture->shelf, fixture->b);
  (void) fl_broker_shelf_flush (fixture->shelf);
}

/* The program ended, however, before the ten seconds were over. */
static void
test_next_run (Fixture       *fixture,
               gconstpointer  data)
{
  g_autoptr(FlBrokerShelf) next = fl_broker_shelf_new (fixture->file, fixture->keyring);
  g_auto(GStrv) ids = NULL;

  give_secrets (fixture, fixture->a);
  give_secrets (fixture, fixture->b);
  fl_broker_shelf_delete (fixture->shelf, fixture->b);
  g_object_get (fixture->shelf, "to-forget", &ids, NULL);
  g_object_set (next, "to-forget", ids, NULL);
  fl_broker_shelf_forget_rest (next);
  assert_no_secrets (fixture, fl_broker_get_id (fixture->b));
  assert_has_secrets (fixture, fixture->a);
  fl_broker_shelf_delete (fixture->shelf, fixture->a);
  (void) fl_broker_shelf_flush (fixture->shelf);
}

static void
test_take (Fixture       *fixture,
           gconstpointer  data)
{
  g_autoptr(GPtrArray) brokers = g_ptr_array_new ();
  g_autoptr(FlBroker) other = fl_broker_new ("other.test", 1883);
  g_autoptr(GBytes) bytes = NULL;
  g_autoptr(FlBrokerExchange) exchange = NULL;
  g_autoptr(FlBrokerExchange) again = NULL;
  guint n_there;

  give_secrets (fixture, fixture->a);
  g_ptr_array_add (brokers, fixture->a);
  g_ptr_array_add (brokers, other);
  g_ptr_array_add (brokers, other);
  bytes = fl_broker_exchange_write (brokers);
  exchange = fl_broker_exchange_read (bytes, NULL);
  g_assert_cmpuint (fl_broker_shelf_take (fixture->shelf, exchange, &n_there), ==, 1);
  g_assert_cmpuint (n_there, ==, 2);
  assert_names (fixture, "A, B, C, other.test");

  /* Another one under the same name, which gets none of its secrets. */
  g_object_set (fixture->a, "base-topic", "home", NULL);
  again = fl_broker_exchange_read (bytes, NULL);
  g_assert_cmpuint (fl_broker_shelf_take (fixture->shelf, again, &n_there), ==, 1);
  assert_names (fixture, "A, B, C, other.test, A");
  assert_no_secrets (fixture, fl_broker_get_id (g_ptr_array_index (again->brokers, 0)));
  fl_broker_shelf_delete (fixture->shelf, fixture->a);
  (void) fl_broker_shelf_flush (fixture->shelf);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  if (g_getenv ("FERNLIGHT_TEST_KEYRING") == NULL)
    {
      g_setenv ("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/bus", TRUE);
      /* In a sandbox libsecret asks for the portal first, and warns where there is no bus to ask on. */
      if (g_file_test ("/.flatpak-info", G_FILE_TEST_EXISTS))
        g_log_set_always_fatal (G_LOG_FATAL_MASK | G_LOG_LEVEL_CRITICAL);
    }
  g_test_add ("/broker-shelf/rename", Fixture, NULL, set_up, test_rename, tear_down);
  g_test_add ("/broker-shelf/duplicate", Fixture, NULL, set_up, test_duplicate, tear_down);
  g_test_add ("/broker-shelf/restore", Fixture, NULL, set_up, test_restore, tear_down);
  g_test_add ("/broker-shelf/forget", Fixture, NULL, set_up, test_forget, tear_down);
  g_test_add ("/broker-shelf/saved-again", Fixture, NULL, set_up, test_saved_again, tear_down);
  g_test_add ("/broker-shelf/next-run", Fixture, NULL, set_up, test_next_run, tear_down);
  g_test_add ("/broker-shelf/take", Fixture, NULL, set_up, test_take, tear_down);
  return g_test_run ();
}
