/* A file is replaced at once or not at all, and what was in it can be kept beside it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "brokers/fl-broker-storage.h"

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <string.h>

typedef struct
{
  char *folder;
  char *path;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->folder = g_dir_make_tmp ("fernlight-storage-XXXXXX", NULL);
  fixture->path = g_build_filename (fixture->folder, "below", "brokers.json", NULL);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_autofree char *below = g_path_get_dirname (fixture->path);
  const char *const folders[] = { below, fixture->folder };

  for (gsize i = 0; i < G_N_ELEMENTS (folders); i++)
    {
      g_autoptr(GDir) dir = g_dir_open (folders[i], 0, NULL);
      const char *name;

      while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
        {
          g_autofree char *path = g_build_filename (folders[i], name, NULL);

          g_unlink (path);
        }
      g_rmdir (folders[i]);
    }
  g_free (fixture->path);
  g_free (fixture->folder);
}

static void
put (const char *path,
     const char *text)
{
  g_autoptr(GBytes) bytes = g_bytes_new_static (text, strlen (text));
  g_autoptr(GError) error = NULL;

  g_assert_true (fl_broker_storage_write (path, bytes, &error));
  g_assert_no_error (error);
}

static void
assert_content (const char *path,
                const char *text)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) bytes = fl_broker_storage_read (path, &error);
  GStatBuf status;

  g_assert_no_error (error);
  g_assert_cmpmem (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), text, strlen (text));
  g_assert_cmpint (g_stat (path, &status), ==, 0);
  g_assert_cmphex (status.st_mode & 0777, ==, 0600);
}

static void
test_replace (Fixture       *fixture,
              gconstpointer  data)
{
  g_autoptr(GError) error = NULL;

  g_assert_null (fl_broker_storage_read (fixture->path, &error));
  g_assert_no_error (error); /* no file is no error */
  put (fixture->path, "one");
  assert_content (fixture->path, "one");
  put (fixture->path, "two");
  assert_content (fixture->path, "two");
}

/* The file a link leads to is replaced, not the link. */
static void
test_link (Fixture       *fixture,
           gconstpointer  data)
{
  g_autofree char *link = g_build_filename (fixture->folder, "link.json", NULL);
  g_autoptr(GFile) file = g_file_new_for_path (link);

  put (fixture->path, "one");
  g_assert_true (g_file_make_symbolic_link (file, fixture->path, NULL, NULL));
  put (link, "two");
  g_assert_true (g_file_test (link, G_FILE_TEST_IS_SYMLINK));
  assert_content (fixture->path, "two");
}

static void
test_errors (Fixture       *fixture,
             gconstpointer  data)
{
  g_autofree char *inside = g_build_filename (fixture->path, "x", NULL);
  g_autoptr(GBytes) bytes = g_bytes_new_static ("x", 1);
  g_autoptr(GError) of_write = NULL;
  g_autoptr(GError) of_read = NULL;
  g_autoptr(GError) of_keeping = NULL;

  put (fixture->path, "one");
  g_assert_false (fl_broker_storage_write (inside, bytes, &of_write));
  g_assert_nonnull (of_write);
  g_assert_null (fl_broker_storage_read (fixture->folder, &of_read));
  g_assert_nonnull (of_read);
  g_assert_null (fl_broker_storage_keep_aside (inside, bytes, &of_keeping));
  g_assert_nonnull (of_keeping);
}

static void
test_keep_aside (Fixture       *fixture,
                 gconstpointer  data)
{
  g_autoptr(GBytes) bytes = g_bytes_new_static ("broken", 6);
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;

  put (fixture->path, "one");
  first = fl_broker_storage_keep_aside (fixture->path, bytes, NULL);
  second = fl_broker_storage_keep_aside (fixture->path, bytes, NULL);
  g_assert_true (g_str_has_prefix (first, fixture->path));
  g_assert_nonnull (strstr (first, ".broken-20"));
  g_assert_cmpstr (first, !=, second);
  assert_content (first, "broken");
  assert_content (second, "broken");
  assert_content (fixture->path, "one");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/broker-storage/replace", Fixture, NULL, set_up, test_replace, tear_down);
  g_test_add ("/broker-storage/link", Fixture, NULL, set_up, test_link, tear_down);
  g_test_add ("/broker-storage/errors", Fixture, NULL, set_up, test_errors, tear_down);
  g_test_add ("/broker-storage/keep-aside", Fixture, NULL, set_up, test_keep_aside, tear_down);
  return g_test_run ();
}
