/* Tests of fl-store-file: migrations, all or nothing, a killed writer, a damaged file, two programs at one file.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "store/fl-store-file.h"
#include "store/fl-store-row.h"

#include <errno.h>
#include <gio/gio.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

static const char *const one_migration[] = { "CREATE TABLE word (text TEXT)", NULL };
static const char *const two_migrations[] = {
  "CREATE TABLE word (text TEXT)",
  "ALTER TABLE word ADD COLUMN size INTEGER NOT NULL DEFAULT 3; CREATE INDEX word_text ON word (text)",
  NULL,
};
static const char *const bad_migration[] = { "CREATE TABLE word (text TEXT)", "CREATE TABLE two (a); NONSENSE", NULL };
static const char *const other_migration[] = { "CREATE TABLE other (number INTEGER)", NULL };

static const char *program; /* this one, to be started as another */

static const FlStorePart first_version[] = { { "words", one_migration } };
static const FlStorePart second_version[] = { { "words", two_migrations }, { "others", other_migration } };
static const FlStorePart bad_version[] = { { "words", bad_migration } };

typedef struct
{
  char *folder;
  char *path;
} Place;

static void
set_up (Place         *place,
        gconstpointer  data)
{
  place->folder = g_dir_make_tmp ("fernlight-store-XXXXXX", NULL);
  place->path = g_build_filename (place->folder, "sub", "fernlight.db", NULL);
}

static void
tear_down (Place         *place,
           gconstpointer  data)
{
  g_autofree char *sub = g_path_get_dirname (place->path);
  g_autoptr(GDir) dir = g_dir_open (sub, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (sub, name, NULL);

      g_unlink (path);
    }
  g_rmdir (sub);
  g_rmdir (place->folder);
  g_free (place->folder);
  g_free (place->path);
}

static guint
count_files (Place *place)
{
  g_autofree char *sub = g_path_get_dirname (place->path);
  g_autoptr(GDir) dir = g_dir_open (sub, 0, NULL);
  guint n = 0;

  while (g_dir_read_name (dir) != NULL)
    n++;
  return n;
}

static GPtrArray *
run (FlStoreFile *file,
     const char  *sql,
     GVariant    *values)
{
  g_autoptr(FlStoreBatch) batch = fl_store_batch_new ();
  g_autoptr(GError) error = NULL;
  GPtrArray *rows;

  fl_store_batch_add (batch, sql, values);
  rows = fl_store_file_run (file, batch, &error);
  g_assert_no_error (error);
  return rows;
}

static void
add_word (FlStoreFile *file,
          const char  *word)
{
  g_ptr_array_unref (run (file, "INSERT INTO word (text) VALUES (?)", g_variant_new ("(s)", word)));
}

static gint64
number_of (FlStoreFile *file,
           const char  *sql)
{
  g_autoptr(GPtrArray) rows = run (file, sql, NULL);

  g_assert_cmpuint (rows->len, ==, 1);
  return fl_store_row_get_number (g_ptr_array_index (rows, 0), 0);
}

static FlStoreFile *
open_good (Place             *place,
           const FlStorePart *parts,
           guint              n_parts)
{
  g_autoptr(GError) error = NULL;
  FlStoreFile *file = fl_store_file_open (place->path, parts, n_parts, &error);

  g_assert_no_error (error);
  g_assert_nonnull (file);
  return file;
}

static void
test_private (Place         *place,
              gconstpointer  data)
{
  g_autofree char *sub = g_path_get_dirname (place->path);
  g_autofree char *wal = g_strconcat (place->path, "-wal", NULL);
  FlStoreFile *file;
  struct stat info;

  umask (0);
  file = open_good (place, first_version, 1);
  add_word (file, "a");
  g_assert_cmpint (stat (place->path, &info), ==, 0);
  g_assert_cmpuint (info.st_mode & 0777, ==, 0600);
  g_assert_cmpint (stat (wal, &info), ==, 0);
  g_assert_cmpuint (info.st_mode & 0777, ==, 0600);
  g_assert_cmpint (stat (sub, &info), ==, 0);
  g_assert_cmpuint (info.st_mode & 0777, ==, 0700);
  fl_store_file_close (file);
  g_assert_cmpuint (count_files (place), ==, 1); /* no -wal, no -shm */
}

static void
test_migrations (Place         *place,
                 gconstpointer  data)
{
  FlStoreFile *file = open_good (place, first_version, 1);

  add_word (file, "old");
  fl_store_file_close (file);
  file = open_good (place, second_version, 2);
  g_assert_cmpint (number_of (file, "SELECT size FROM word WHERE text = 'old'"), ==, 3);
  g_assert_cmpint (number_of (file, "SELECT version FROM part WHERE name = 'words'"), ==, 2);
  g_assert_cmpint (number_of (file, "SELECT version FROM part WHERE name = 'others'"), ==, 1);
  g_assert_cmpint (number_of (file, "PRAGMA user_version"), ==, 1);
  fl_store_file_close (file);
  file = open_good (place, second_version, 2); /* once more: nothing to do */
  g_assert_cmpint (number_of (file, "SELECT count (*) FROM word"), ==, 1);
  fl_store_file_close (file);
}

static void
test_later (Place         *place,
            gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  FlStoreFile *file = open_good (place, second_version, 2);

  add_word (file, "kept");
  fl_store_file_close (file);
  g_assert_null (fl_store_file_open (place->path, first_version, 1, &error));
  g_assert_error (error, FL_STORE_ERROR, FL_STORE_ERROR_LATER);
  g_clear_error (&error);
  file = open_good (place, second_version, 2);
  g_assert_cmpint (number_of (file, "SELECT count (*) FROM word"), ==, 1);
  g_ptr_array_unref (run (file, "PRAGMA user_version = 2", NULL));
  fl_store_file_close (file);
  g_assert_null (fl_store_file_open (place->path, second_version, 2, &error));
  g_assert_error (error, FL_STORE_ERROR, FL_STORE_ERROR_LATER);
}

static void
test_failed_migration (Place         *place,
                       gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  FlStoreFile *file = open_good (place, first_version, 1);

  add_word (file, "kept");
  fl_store_file_close (file);
  g_assert_null (fl_store_file_open (place->path, bad_version, 1, &error));
  g_assert_error (error, FL_STORE_ERROR, FL_STORE_ERROR_STATEMENT);
  file = open_good (place, first_version, 1);
  g_assert_cmpint (number_of (file, "SELECT count (*) FROM word"), ==, 1);
  g_assert_cmpint (number_of (file, "SELECT count (*) FROM sqlite_schema WHERE name = 'two'"), ==, 0);
  fl_store_file_close (file);
}

static void
test_all_or_nothing (Place         *place,
                     gconstpointer  data)
{
  FlStoreFile *file = open_good (place, first_version, 1);
  g_autoptr(FlStoreBatch) batch = fl_store_batch_new ();
  g_autoptr(GError) error = NULL;

  fl_store_batch_add (batch, "INSERT INTO word VALUES ('a')", NULL);
  fl_store_batch_add (batch, "INSERT INTO nowhere VALUES ('b')", NULL);
  g_assert_null (fl_store_file_run (file, batch, &error));
  g_assert_error (error, FL_STORE_ERROR, FL_STORE_ERROR_STATEMENT);
  g_assert_cmpint (number_of (file, "SELECT count (*) FROM word"), ==, 0);
  fl_store_file_close (file);
}

static void
test_types (Place         *place,
            gconstpointer  data)
{
  static const guint8 nothing[1];
  FlStoreFile *file = open_good (place, first_version, 1);
  g_autoptr(GVariant) bytes = g_variant_ref_sink (g_variant_new_fixed_array (G_VARIANT_TYPE_BYTE, "\0\xff\1", 3, 1));
  g_autoptr(GVariant) none = g_variant_ref_sink (g_variant_new_fixed_array (G_VARIANT_TYPE_BYTE, nothing, 0, 1));
  g_autoptr(GPtrArray) rows =
    run (file, "SELECT ?, ?, ?, ?, ?, typeof (?3), typeof (?5), typeof (?4), CAST (x'ff41' AS TEXT)",
         g_variant_new ("(xs@ay()@ay)", G_MININT64, "ä\n\"'; DROP TABLE word", bytes, none));
  GVariant *row = g_ptr_array_index (rows, 0);
  g_autofree char *text = fl_store_row_dup_text (row, 1);
  g_autoptr(GBytes) read_bytes = fl_store_row_dup_bytes (row, 2);
  g_autofree char *type_of_bytes = fl_store_row_dup_text (row, 5);
  g_autofree char *type_of_none = fl_store_row_dup_text (row, 6);
  g_autofree char *type_of_null = fl_store_row_dup_text (row, 7);
  g_autofree char *no_utf8 = fl_store_row_dup_text (row, 8);

  g_assert_cmpint (fl_store_row_get_number (row, 0), ==, G_MININT64);
  g_assert_cmpstr (text, ==, "ä\n\"'; DROP TABLE word");
  g_assert_cmpmem (g_bytes_get_data (read_bytes, NULL), g_bytes_get_size (read_bytes), "\0\xff\1", 3);
  g_assert_cmpstr (type_of_bytes, ==, "blob");
  g_assert_cmpstr (type_of_none, ==, "blob");
  g_assert_cmpstr (type_of_null, ==, "null");
  g_assert_true (g_utf8_validate (no_utf8, -1, NULL));
  fl_store_file_close (file);
}

static void
test_broken (Place         *place,
             gconstpointer  data)
{
  static const char *const contents[] = { "this is no database, however long it may be, and it never was one", NULL };
  g_autofree char *sub = g_path_get_dirname (place->path);
  g_autofree char *beside = NULL;
  g_autofree char *kept = NULL;
  g_autoptr(GError) error = NULL;
  FlStoreFile *file;

  g_mkdir_with_parents (sub, 0700);
  g_assert_true (g_file_set_contents (place->path, contents[0], -1, NULL));
  g_assert_null (fl_store_file_open (place->path, first_version, 1, &error));
  g_assert_error (error, FL_STORE_ERROR, FL_STORE_ERROR_BROKEN);
  beside = fl_store_file_set_aside (place->path, NULL);
  g_assert_true (g_file_get_contents (beside, &kept, NULL, NULL));
  g_assert_cmpstr (kept, ==, contents[0]);
  file = open_good (place, first_version, 1);
  fl_store_file_close (file);
}

/* A page in the middle is overwritten: only a check of the whole finds it. */
static void
test_damaged_page (Place         *place,
                   gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  FlStoreFile *file = open_good (place, first_version, 1);
  g_autofree char *content = NULL;
  gsize n;

  for (guint i = 0; i < 300; i++)
    add_word (file, "A word that takes some room in the page, so that there are several pages of it in the end.");
  fl_store_file_close (file);
  g_assert_true (g_file_get_contents (place->path, &content, &n, NULL));
  g_assert_cmpuint (n, >, 6 * 4096);
  memset (content + 3 * 4096, 0x5a, 2 * 4096);
  g_assert_true (g_file_set_contents (place->path, content, (gssize) n, NULL));
  g_assert_null (fl_store_file_open (place->path, first_version, 1, &error));
  g_assert_error (error, FL_STORE_ERROR, FL_STORE_ERROR_BROKEN);
}

static void
test_not_writable (Place         *place,
                   gconstpointer  data)
{
  g_autofree char *sub = g_path_get_dirname (place->path);
  g_autoptr(GError) error = NULL;

  g_assert_true (g_file_set_contents (sub, "a file where a folder should be", -1, NULL));
  g_assert_null (fl_store_file_open (place->path, first_version, 1, &error));
  g_assert_error (error, FL_STORE_ERROR, FL_STORE_ERROR_WRITE);
  g_unlink (sub);
}

/* ---- other programs ---- */

/* The other program: adds @n_words words, a transaction each, and says so after each of them. 0: without end. */
static int
write_words (const char *path,
             guint       n_words)
{
  FlStoreFile *file = fl_store_file_open (path, first_version, 1, NULL);

  if (file == NULL)
    return 1;
  for (guint i = 0; n_words == 0 || i < n_words; i++)
    {
      add_word (file, "word");
      if (write (STDOUT_FILENO, ".", 1) != 1)
        return 2;
    }
  fl_store_file_close (file);
  return 0;
}

static GSubprocess *
start_writer (Place      *place,
              const char *n_words)
{
  g_autoptr(GError) error = NULL;
  GSubprocess *writer =
    g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error, program, "--writer", place->path, n_words, NULL);

  g_assert_no_error (error);
  return writer;
}

static void
test_killed (Place         *place,
             gconstpointer  data)
{
  for (guint round = 1; round <= 5; round++)
    {
      g_autoptr(GSubprocess) writer = start_writer (place, "0");
      GInputStream *said = g_subprocess_get_stdout_pipe (writer);
      char dots[40];
      gsize n_said;
      gsize n_more = 1;
      FlStoreFile *file;
      gint64 n_before = 0;

      if (round > 1)
        {
          file = open_good (place, first_version, 1); /* while the other one writes */
          n_before = number_of (file, "SELECT count (*) FROM word");
          fl_store_file_close (file);
        }
      g_assert_true (g_input_stream_read_all (said, dots, 7 * round, &n_said, NULL, NULL));
      g_assert_cmpuint (n_said, ==, 7 * round);
      g_subprocess_send_signal (writer, SIGKILL);
      while (n_more > 0)
        {
          g_assert_true (g_input_stream_read_all (said, dots, sizeof dots, &n_more, NULL, NULL));
          n_said += n_more;
        }
      g_assert_true (g_subprocess_wait (writer, NULL, NULL));
      file = open_good (place, first_version, 1);
      /* Everything that was said is there; at most one more, that could not be said any more. */
      g_assert_cmpint (number_of (file, "SELECT count (*) FROM word"), >=, (gint64) n_said);
      g_assert_cmpint (number_of (file, "SELECT count (*) FROM word"), >=, n_before);
      g_ptr_array_unref (run (file, "DELETE FROM word", NULL));
      fl_store_file_close (file);
      g_assert_cmpuint (count_files (place), ==, 1);
    }
}

static void
test_two_programs (Place         *place,
                   gconstpointer  data)
{
  g_autoptr(GSubprocess) one = start_writer (place, "100");
  g_autoptr(GSubprocess) two = start_writer (place, "100");
  FlStoreFile *file = open_good (place, first_version, 1);

  for (guint i = 0; i < 100; i++)
    add_word (file, "mine");
  g_assert_true (g_subprocess_wait_check (one, NULL, NULL));
  g_assert_true (g_subprocess_wait_check (two, NULL, NULL));
  g_assert_cmpint (number_of (file, "SELECT count (*) FROM word"), ==, 300);
  fl_store_file_close (file);
  g_assert_cmpuint (count_files (place), ==, 1);
}

int
main (int   argc,
      char *argv[])
{
  static const struct { const char *path; void (*test) (Place *place, gconstpointer data); } tests[] = {
    { "/store-file/private", test_private },
    { "/store-file/migrations", test_migrations },
    { "/store-file/later", test_later },
    { "/store-file/failed-migration", test_failed_migration },
    { "/store-file/all-or-nothing", test_all_or_nothing },
    { "/store-file/types", test_types },
    { "/store-file/broken", test_broken },
    { "/store-file/damaged-page", test_damaged_page },
    { "/store-file/not-writable", test_not_writable },
    { "/store-file/killed", test_killed },
    { "/store-file/two-programs", test_two_programs },
  };

  if (argc == 4 && g_str_equal (argv[1], "--writer"))
    return write_words (argv[2], (guint) atoi (argv[3]));
  program = argv[0];
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Place, NULL, set_up, tests[i].test, tear_down);
  return g_test_run ();
}
