/* The file of brokers: written whole or not at all, private, and nothing in it is ever lost.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "brokers/fl-broker-file.h"

#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib/gstdio.h>

#define GOOD "{\"host\":\"a.test\",\"id\":\"1\",\"name\":\"A\"}"
#define DEADLINE_S 60

typedef struct
{
  char *folder;
  char *path;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  user_data)
{
  fixture->folder = g_dir_make_tmp ("fernlight-file-XXXXXX", NULL);
  fixture->path = g_build_filename (fixture->folder, "fernlight", "brokers.json", NULL);
}

static void
remove_tree (const char *path)
{
  g_autoptr(GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      if (g_file_test (child, G_FILE_TEST_IS_DIR) && !g_file_test (child, G_FILE_TEST_IS_SYMLINK))
        remove_tree (child);
      else
        g_unlink (child);
    }
  g_rmdir (path);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  user_data)
{
  remove_tree (fixture->folder);
  g_free (fixture->folder);
  g_free (fixture->path);
}

static void
write_text (Fixture    *fixture,
            const char *text)
{
  g_autofree char *folder = g_path_get_dirname (fixture->path);

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_assert_true (g_file_set_contents (fixture->path, text, -1, NULL));
}

static char *
read_text (const char *path)
{
  char *text = NULL;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  return text;
}

static FlBrokerFile *
load (Fixture *fixture)
{
  FlBrokerFile *file = fl_broker_file_new (fixture->path);
  g_autoptr(GError) error = NULL;

  g_assert_true (fl_broker_file_load (file, &error));
  g_assert_no_error (error);
  return file;
}

static guint
count (FlBrokerFile *file)
{
  return g_list_model_get_n_items (G_LIST_MODEL (file));
}

/* The files beside the list whose names hold this. */
static char *
find_beside (Fixture    *fixture,
             const char *part,
             guint      *n)
{
  g_autofree char *folder = g_path_get_dirname (fixture->path);
  g_autoptr(GDir) dir = g_dir_open (folder, 0, NULL);
  char *found = NULL;
  const char *name;

  *n = 0;
  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      if (strstr (name, part) == NULL)
        continue;
      (*n)++;
      g_free (found);
      found = g_build_filename (folder, name, NULL);
    }
  return found;
}

static void
assert_private (const char *path)
{
  struct stat info;

  g_assert_cmpint (stat (path, &info), ==, 0);
  g_assert_cmpuint (info.st_mode & 0777, ==, 0600);
}

static void
test_empty (Fixture       *fixture,
            gconstpointer  user_data)
{
  g_autoptr(FlBrokerFile) file = load (fixture);

  g_assert_cmpuint (count (file), ==, 0);
  g_assert_null (fl_broker_file_get_note (file));
  g_assert_true (fl_broker_file_flush (file));
  g_assert_false (g_file_test (fixture->path, G_FILE_TEST_EXISTS));
}

static void
test_there_and_back (Fixture       *fixture,
                     gconstpointer  user_data)
{
  g_autoptr(FlBrokerFile) file = load (fixture);
  g_autoptr(FlBrokerFile) again = NULL;
  g_autoptr(FlBroker) one = fl_broker_new ("one.test", 8883);
  g_autoptr(FlBroker) two = fl_broker_new ("two.test", 8884);
  FlBroker *found;

  fl_broker_file_append (file, one);
  fl_broker_file_insert (file, 0, two);
  g_object_set (one, "name", "First", "base-topic", "home", NULL);
  g_assert_true (fl_broker_file_flush (file));
  assert_private (fixture->path);

  again = load (fixture);
  g_assert_cmpuint (count (again), ==, 2);
  found = fl_broker_file_find (again, fl_broker_get_id (one));
  g_assert_cmpstr (fl_broker_get_base_topic (found), ==, "home");
  g_assert_true (fl_broker_file_find_by_name (again, "First") == found);
  g_assert_null (fl_broker_file_find_by_name (again, "Nobody"));
  g_assert_null (fl_broker_file_find (again, "nobody"));
  g_assert_null (fl_broker_file_get_note (again));
}

static void
count_change_cb (GListModel *model,
                 guint       position,
                 guint       removed,
                 guint       added,
                 GString    *changes)
{
  g_string_append_printf (changes, "%u-%u+%u ", position, removed, added);
}

static void
test_list (Fixture       *fixture,
           gconstpointer  user_data)
{
  g_autoptr(FlBrokerFile) file = load (fixture);
  g_autoptr(GString) changes = g_string_new (NULL);
  g_autoptr(FlBroker) one = fl_broker_new ("one.test", 8883);
  g_autoptr(FlBroker) two = fl_broker_new ("two.test", 8884);
  g_autoptr(FlBroker) first = NULL;
  guint position;

  g_signal_connect (file, "items-changed", G_CALLBACK (count_change_cb), changes);
  fl_broker_file_append (file, one);
  fl_broker_file_append (file, two);
  position = fl_broker_file_remove (file, one);
  g_assert_cmpuint (position, ==, 0);
  g_assert_cmpuint (fl_broker_file_remove (file, one), ==, G_MAXUINT);
  fl_broker_file_insert (file, position, one);
  g_assert_cmpstr (changes->str, ==, "0-0+1 1-0+1 0-1+0 0-0+1 ");
  first = g_list_model_get_item (G_LIST_MODEL (file), 0);
  g_assert_true (first == one);
  g_assert_null (g_list_model_get_item (G_LIST_MODEL (file), 2));
  g_assert_true (g_list_model_get_item_type (G_LIST_MODEL (file)) == FL_TYPE_BROKER);
}

static gboolean
is_in_file (Fixture    *fixture,
            const char *text)
{
  g_autofree char *content = NULL;

  return g_file_get_contents (fixture->path, &content, NULL, NULL) && strstr (content, text) != NULL;
}

static void
wait_for_text (Fixture    *fixture,
               const char *text)
{
  gint64 end = g_get_monotonic_time () + DEADLINE_S * G_USEC_PER_SEC;

  while (!is_in_file (fixture, text))
    {
      g_assert_cmpint (g_get_monotonic_time (), <, end);
      g_main_context_iteration (NULL, FALSE);
      g_usleep (1000);
    }
}

/* Nobody has to call anything: a change is on the disk a moment later. */
static void
test_saves_itself (Fixture       *fixture,
                   gconstpointer  user_data)
{
  g_autoptr(FlBrokerFile) file = load (fixture);
  g_autoptr(FlBroker) broker = fl_broker_new ("one.test", 8883);

  fl_broker_file_append (file, broker);
  wait_for_text (fixture, "one.test");
  for (guint i = 0; i < 20; i++)
    {
      g_autofree char *name = g_strdup_printf ("name %u", i);

      g_object_set (broker, "name", name, NULL);
      g_main_context_iteration (NULL, FALSE);
    }
  wait_for_text (fixture, "name 19");
  fl_broker_file_remove (file, broker);
  g_object_set (broker, "name", "gone", NULL);
  g_assert_true (fl_broker_file_flush (file));
  g_assert_false (is_in_file (fixture, "one.test"));
  assert_private (fixture->path);
}

static void
loaded_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(GError) error = NULL;

  g_assert_true (fl_broker_file_load_finish (FL_BROKER_FILE (object), result, &error));
  g_assert_no_error (error);
  *(gboolean *) user_data = TRUE;
}

static void
test_load_async (Fixture       *fixture,
                 gconstpointer  user_data)
{
  g_autoptr(FlBrokerFile) file = fl_broker_file_new (fixture->path);
  gboolean done = FALSE;

  write_text (fixture, "{\"format\":1,\"brokers\":[" GOOD "]}");
  fl_broker_file_load_async (file, NULL, loaded_cb, &done);
  while (!done)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (count (file), ==, 1);
}

static void
test_unknown_members (Fixture       *fixture,
                      gconstpointer  user_data)
{
  g_autoptr(FlBrokerFile) file = NULL;
  g_autoptr(FlBroker) broker = NULL;
  g_autofree char *text = NULL;

  write_text (fixture, "{\"format\":1,\"groups\":[{\"name\":\"house\"}],"
                       "\"brokers\":[{\"host\":\"a.test\",\"id\":\"1\",\"color\":\"green\"}]}");
  file = load (fixture);
  g_assert_null (fl_broker_file_get_note (file));
  broker = g_list_model_get_item (G_LIST_MODEL (file), 0);
  g_object_set (broker, "name", "changed", NULL);
  g_assert_true (fl_broker_file_flush (file));
  text = read_text (fixture->path);
  g_assert_nonnull (strstr (text, "\"house\""));
  g_assert_nonnull (strstr (text, "\"green\""));
  g_assert_nonnull (strstr (text, "\"changed\""));
}

static const struct
{
  const char *text;
  guint       n_left;
} broken[] = {
  { "",                                                                   0 },
  { "{",                                                                  0 },
  { "rubbish \xff",                                                       0 },
  { "{\"format\":1,\"brokers\":[{\"host\":\"a\xff\"}]}",                       0 },
  { "[]",                                                                 0 },
  { "{}",                                                                 0 },
  { "{\"format\":\"one\",\"brokers\":[" GOOD "]}",                        1 },
  { "{\"format\":0,\"brokers\":[" GOOD "]}",                              1 },
  { "{\"brokers\":[" GOOD "]}",                                           1 },
  { "{\"format\":1}",                                                     0 },
  { "{\"format\":1,\"brokers\":{}}",                                      0 },
  { "{\"format\":1,\"brokers\":[" GOOD ",{\"host\":5},7,{\"host\":\"b.test\"}]}", 2 },
  { "{\"format\":1,\"brokers\":[" GOOD "," GOOD "]}",                     2 },
  { "{\"format\":1,\"brokers\":[" GOOD "]} more",                         0 },
};

static void
test_broken (Fixture       *fixture,
             gconstpointer  user_data)
{
  for (guint i = 0; i < G_N_ELEMENTS (broken); i++)
    {
      g_autoptr(FlBrokerFile) file = NULL;
      g_autoptr(FlBrokerFile) again = NULL;
      g_autofree char *aside = NULL;
      g_autofree char *kept = NULL;
      guint n_aside;

      write_text (fixture, broken[i].text);
      file = load (fixture);
      g_test_message ("case %u", i);
      g_assert_cmpuint (count (file), ==, broken[i].n_left);
      aside = find_beside (fixture, ".broken-", &n_aside);
      g_assert_cmpuint (n_aside, ==, 1);
      g_assert_nonnull (strstr (fl_broker_file_get_note (file), aside));
      kept = read_text (aside);
      g_assert_cmpstr (kept, ==, broken[i].text);
      assert_private (aside);
      g_unlink (aside);

      /* What was left is a whole file now: the next start says nothing and keeps nothing aside. */
      again = load (fixture);
      g_assert_cmpuint (count (again), ==, broken[i].n_left);
      g_assert_null (fl_broker_file_get_note (again));
      g_free (find_beside (fixture, ".broken-", &n_aside));
      g_assert_cmpuint (n_aside, ==, 0);
    }
}

static void
test_broken_twice (Fixture       *fixture,
                   gconstpointer  user_data)
{
  g_autoptr(FlBrokerFile) one = NULL;
  g_autoptr(FlBrokerFile) two = NULL;
  guint n_aside;

  write_text (fixture, "one");
  one = load (fixture);
  write_text (fixture, "two");
  two = load (fixture);
  g_free (find_beside (fixture, ".broken-", &n_aside));
  g_assert_cmpuint (n_aside, ==, 2);
}

static void
test_shared_id (Fixture       *fixture,
                gconstpointer  user_data)
{
  g_autoptr(FlBrokerFile) file = NULL;
  g_autoptr(FlBroker) one = NULL;
  g_autoptr(FlBroker) two = NULL;

  write_text (fixture, "{\"format\":1,\"brokers\":[" GOOD "," GOOD "]}");
  file = load (fixture);
  one = g_list_model_get_item (G_LIST_MODEL (file), 0);
  two = g_list_model_get_item (G_LIST_MODEL (file), 1);
  g_assert_cmpstr (fl_broker_get_id (one), !=, fl_broker_get_id (two));
  g_assert_cmpstr (fl_broker_get_name (two), ==, "A");
}

static void
test_later_format (Fixture       *fixture,
                   gconstpointer  user_data)
{
  static const char later[] = "{\"format\":7,\"brokers\":[" GOOD ",{\"hosts\":[\"x\",\"y\"]}],\"new\":true}";
  g_autoptr(FlBrokerFile) file = NULL;
  g_autoptr(FlBroker) broker = NULL;
  g_autofree char *aside = NULL;
  g_autofree char *untouched = NULL;
  g_autofree char *kept = NULL;
  g_autofree char *text = NULL;
  guint n;

  write_text (fixture, later);
  file = load (fixture);
  g_assert_cmpuint (count (file), ==, 1);
  g_assert_nonnull (strstr (fl_broker_file_get_note (file), "later version"));
  g_assert_true (fl_broker_file_flush (file));
  untouched = read_text (fixture->path);
  g_assert_cmpstr (untouched, ==, later);

  broker = g_list_model_get_item (G_LIST_MODEL (file), 0);
  g_object_set (broker, "name", "changed", NULL);
  g_assert_true (fl_broker_file_flush (file));
  g_object_set (broker, "name", "again", NULL);
  g_assert_true (fl_broker_file_flush (file));
  aside = find_beside (fixture, ".format-7", &n);
  g_assert_cmpuint (n, ==, 1);
  kept = read_text (aside);
  g_assert_cmpstr (kept, ==, later);
  assert_private (aside);
  text = read_text (fixture->path);
  g_assert_nonnull (strstr (text, "\"again\""));
  g_assert_nonnull (strstr (text, "\"new\""));
}

/* A folder in the file's place: whoever it is that can do this, we do not write over it. */
static void
test_unreadable (Fixture       *fixture,
                 gconstpointer  user_data)
{
  g_autoptr(FlBrokerFile) file = fl_broker_file_new (fixture->path);
  g_autoptr(FlBroker) broker = fl_broker_new ("a.test", 1);
  g_autoptr(GError) error = NULL;

  g_assert_cmpint (g_mkdir_with_parents (fixture->path, 0700), ==, 0);
  g_assert_false (fl_broker_file_load (file, &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_ISDIR);
  g_assert_nonnull (fl_broker_file_get_save_error (file));
  fl_broker_file_append (file, broker);
  g_assert_false (fl_broker_file_flush (file));
  g_assert_cmpuint (count (file), ==, 1);
}

/* A link to itself cannot be read, but could be replaced: it stays. */
static void
test_unreadable_link (Fixture       *fixture,
                      gconstpointer  user_data)
{
  g_autoptr(FlBrokerFile) file = fl_broker_file_new (fixture->path);
  g_autoptr(FlBroker) broker = fl_broker_new ("a.test", 1);
  g_autofree char *folder = g_path_get_dirname (fixture->path);

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_assert_cmpint (symlink (fixture->path, fixture->path), ==, 0);
  g_assert_false (fl_broker_file_load (file, NULL));
  fl_broker_file_append (file, broker);
  g_assert_false (fl_broker_file_flush (file));
  g_assert_true (g_file_test (fixture->path, G_FILE_TEST_IS_SYMLINK));
}

static void
test_save_error (Fixture       *fixture,
                 gconstpointer  user_data)
{
  g_autoptr(FlBrokerFile) file = load (fixture);
  g_autoptr(FlBroker) broker = fl_broker_new ("a.test", 1);
  g_autofree char *folder = g_path_get_dirname (fixture->path);

  g_assert_true (g_file_set_contents (folder, "a file where the folder should be", -1, NULL));
  fl_broker_file_append (file, broker);
  g_assert_false (fl_broker_file_flush (file));
  g_assert_nonnull (strstr (fl_broker_file_get_save_error (file), "could not be saved"));

  /* What could not be written is written when it can be. */
  g_unlink (folder);
  g_assert_true (fl_broker_file_flush (file));
  g_assert_null (fl_broker_file_get_save_error (file));
  g_assert_true (is_in_file (fixture, "a.test"));
}

static void
test_symbolic_link (Fixture       *fixture,
                    gconstpointer  user_data)
{
  g_autofree char *target = g_build_filename (fixture->folder, "elsewhere.json", NULL);
  g_autoptr(FlBrokerFile) file = NULL;
  g_autoptr(FlBroker) broker = fl_broker_new ("b.test", 1);
  g_autofree char *text = NULL;

  write_text (fixture, "x");
  g_unlink (fixture->path);
  g_assert_true (g_file_set_contents (target, "{\"format\":1,\"brokers\":[]}", -1, NULL));
  g_assert_cmpint (symlink (target, fixture->path), ==, 0);
  file = load (fixture);
  fl_broker_file_append (file, broker);
  g_assert_true (fl_broker_file_flush (file));
  g_assert_true (g_file_test (fixture->path, G_FILE_TEST_IS_SYMLINK));
  text = read_text (target);
  g_assert_nonnull (strstr (text, "b.test"));
}

static void
test_default_path (Fixture       *fixture,
                   gconstpointer  user_data)
{
  g_autoptr(FlBrokerFile) file = fl_broker_file_new (NULL);
  g_autofree char *expected = g_build_filename (g_get_user_config_dir (), "fernlight", "brokers.json", NULL);

  g_assert_cmpstr (fl_broker_file_get_path (file), ==, expected);
}

int
main (int    argc,
      char **argv)
{
  static const struct { const char *name; void (*func) (Fixture *, gconstpointer); } tests[] = {
    { "/broker-file/empty", test_empty },
    { "/broker-file/there-and-back", test_there_and_back },
    { "/broker-file/list", test_list },
    { "/broker-file/saves-itself", test_saves_itself },
    { "/broker-file/load-async", test_load_async },
    { "/broker-file/unknown-members", test_unknown_members },
    { "/broker-file/broken", test_broken },
    { "/broker-file/broken-twice", test_broken_twice },
    { "/broker-file/shared-id", test_shared_id },
    { "/broker-file/later-format", test_later_format },
    { "/broker-file/unreadable", test_unreadable },
    { "/broker-file/unreadable-link", test_unreadable_link },
    { "/broker-file/save-error", test_save_error },
    { "/broker-file/symbolic-link", test_symbolic_link },
    { "/broker-file/default-path", test_default_path },
  };

  g_test_init (&argc, &argv, NULL);
  for (size_t i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].name, Fixture, NULL, set_up, tests[i].func, tear_down);
  return g_test_run ();
}
