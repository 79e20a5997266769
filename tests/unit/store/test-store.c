/* Tests of fl-store: its thread, its order, what it says when the file is damaged or the disk is full.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "store/fl-store-row.h"
#include "store/fl-store.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <sys/resource.h>

static const char *const migrations[] = { "CREATE TABLE word (text TEXT)", NULL };
static const FlStorePart parts[] = { { "words", migrations } };

typedef struct
{
  char *folder;
  char *path;
} Place;

/* What came back, and how much of it has. */
typedef struct
{
  GPtrArray *rows;
  GError    *error;
  GThread   *thread;
  guint      number;
} Answer;

static guint n_answers;

static void
set_up (Place         *place,
        gconstpointer  data)
{
  place->folder = g_dir_make_tmp ("fernlight-store-XXXXXX", NULL);
  place->path = g_build_filename (place->folder, "fernlight.db", NULL);
  n_answers = 0;
}

static guint
clean (Place *place)
{
  g_autoptr(GDir) dir = g_dir_open (place->folder, 0, NULL);
  const char *name;
  guint n = 0;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (place->folder, name, NULL);

      g_unlink (path);
      n++;
    }
  return n;
}

static void
tear_down (Place         *place,
           gconstpointer  data)
{
  clean (place);
  g_rmdir (place->folder);
  g_free (place->folder);
  g_free (place->path);
}

static void
ran_cb (GObject      *source,
        GAsyncResult *result,
        gpointer      user_data)
{
  Answer *answer = user_data;

  answer->rows = fl_store_run_finish (FL_STORE (source), result, &answer->error);
  answer->thread = g_thread_self ();
  answer->number = ++n_answers;
}

static void
ask (FlStore    *store,
     const char *sql,
     GVariant   *values,
     Answer     *answer)
{
  g_autoptr(FlStoreBatch) batch = fl_store_batch_new ();

  fl_store_batch_add (batch, sql, values);
  fl_store_run_async (store, batch, NULL, ran_cb, answer);
}

static void
wait_for (Answer *answer)
{
  while (answer->number == 0)
    g_main_context_iteration (NULL, TRUE);
}

static void
answer_clear (Answer *answer)
{
  g_clear_pointer (&answer->rows, g_ptr_array_unref);
  g_clear_error (&answer->error);
  answer->number = 0;
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Answer, answer_clear)

static void
test_order (Place         *place,
            gconstpointer  data)
{
  g_autoptr(FlStore) store = fl_store_new (place->path, parts, 1);
  Answer answers[50] = { { 0 } };
  g_auto(Answer) last = { 0 };

  g_assert_cmpstr (fl_store_get_path (store), ==, place->path);
  for (guint i = 0; i < G_N_ELEMENTS (answers); i++)
    ask (store, "INSERT INTO word VALUES (?) RETURNING rowid", g_variant_new ("(s)", "a"), &answers[i]);
  ask (store, "SELECT count (*) FROM word", NULL, &last);
  wait_for (&last);
  for (guint i = 0; i < G_N_ELEMENTS (answers); i++)
    {
      g_assert_no_error (answers[i].error);
      g_assert_cmpuint (answers[i].number, ==, i + 1);
      g_assert_true (answers[i].thread == g_thread_self ());
      g_assert_cmpint (fl_store_row_get_number (g_ptr_array_index (answers[i].rows, 0), 0), ==, i + 1);
      answer_clear (&answers[i]);
    }
  g_assert_cmpint (fl_store_row_get_number (g_ptr_array_index (last.rows, 0), 0), ==, G_N_ELEMENTS (answers));
  g_assert_null (fl_store_get_note (store));
  g_assert_null (fl_store_get_trouble (store));
}

static void
test_close (Place         *place,
            gconstpointer  data)
{
  g_autoptr(FlStore) store = fl_store_new (place->path, parts, 1);
  g_auto(Answer) first = { 0 };
  g_auto(Answer) last = { 0 };
  g_auto(Answer) late = { 0 };

  ask (store, "INSERT INTO word VALUES ('a')", NULL, &first);
  ask (store, "INSERT INTO word VALUES ('b')", NULL, &last);
  fl_store_close (store); /* drains */
  fl_store_close (store);
  ask (store, "INSERT INTO word VALUES ('c')", NULL, &late);
  wait_for (&late);
  wait_for (&last);
  g_assert_no_error (last.error);
  g_assert_error (late.error, FL_STORE_ERROR, FL_STORE_ERROR_CLOSED);
  g_assert_cmpuint (clean (place), ==, 1); /* no -wal left */
}

/* Nothing is opened, and so nothing is made, before it is needed. */
static void
test_never_used (Place         *place,
                 gconstpointer  data)
{
  g_object_unref (fl_store_new (place->path, parts, 1));
  g_assert_cmpuint (clean (place), ==, 0);
}

static void
test_default_path (Place         *place,
                   gconstpointer  data)
{
  g_autofree char *path = fl_store_dup_default_path ();

  g_assert_true (g_str_has_prefix (path, g_get_user_data_dir ()));
  g_assert_true (g_str_has_suffix (path, "/fernlight/fernlight.db"));
}

static void
count_cb (guint *n)
{
  ++*n;
}

static void
test_broken (Place         *place,
             gconstpointer  data)
{
  g_autoptr(FlStore) store = fl_store_new (place->path, parts, 1);
  g_auto(Answer) answer = { 0 };
  guint n_notes = 0;

  g_signal_connect_swapped (store, "notify::note", G_CALLBACK (count_cb), &n_notes);
  g_assert_true (g_file_set_contents (place->path, "no database at all, whatever its name may say, never was one", -1, NULL));
  ask (store, "INSERT INTO word VALUES ('a') RETURNING rowid", NULL, &answer);
  wait_for (&answer);
  g_assert_no_error (answer.error);
  g_assert_cmpuint (answer.rows->len, ==, 1);
  g_assert_cmpuint (n_notes, ==, 1);
  g_assert_nonnull (strstr (fl_store_get_note (store), ".broken-20"));
  g_assert_null (fl_store_get_trouble (store));
  fl_store_close (store);
  g_assert_cmpuint (clean (place), ==, 2);
}

/* Three pages of the file in place of what they held. */
static void
damage (Place *place)
{
  g_autofree char *junk = g_strnfill (3 * 4096, 'x');
  FILE *file = g_fopen (place->path, "r+");

  g_assert_cmpint (fseek (file, 2 * 4096, SEEK_SET), ==, 0);
  g_assert_cmpuint (fwrite (junk, 1, 3 * 4096, file), ==, 3 * 4096);
  fclose (file);
}

/* Another program changes something, so that the store reads again what it had read. */
static void
change_from_elsewhere (Place *place)
{
  FlStoreFile *other = fl_store_file_open (place->path, parts, 1, NULL);
  g_autoptr(FlStoreBatch) batch = fl_store_batch_new ();

  fl_store_batch_add (batch, "UPDATE word SET text = 'other' WHERE rowid = 1", NULL);
  g_ptr_array_unref (fl_store_file_run (other, batch, NULL));
  fl_store_file_close (other);
}

/* Damaged under our hands: that call fails and says so, the next one has a new file. */
static void
test_broken_later (Place         *place,
                   gconstpointer  data)
{
  g_autoptr(FlStore) first = fl_store_new (place->path, parts, 1);
  g_autoptr(FlStore) store = NULL;
  g_auto(Answer) answer = { 0 };

  ask (first, "WITH RECURSIVE n (i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 500)"
              " INSERT INTO word SELECT hex (zeroblob (100)) FROM n", NULL, &answer);
  wait_for (&answer);
  g_assert_no_error (answer.error);
  answer_clear (&answer);
  fl_store_close (first);
  store = fl_store_new (place->path, parts, 1);
  ask (store, "SELECT count (*) FROM word", NULL, &answer);
  wait_for (&answer);
  g_assert_cmpint (fl_store_row_get_number (g_ptr_array_index (answer.rows, 0), 0), ==, 500);
  answer_clear (&answer);
  change_from_elsewhere (place);
  damage (place);
  ask (store, "SELECT sum (length (text)) FROM word", NULL, &answer);
  wait_for (&answer);
  g_assert_error (answer.error, FL_STORE_ERROR, FL_STORE_ERROR_BROKEN);
  g_assert_nonnull (strstr (fl_store_get_note (store), ".broken-20"));
  g_assert_nonnull (fl_store_get_trouble (store));
  answer_clear (&answer);
  ask (store, "SELECT count (*) FROM word", NULL, &answer);
  wait_for (&answer);
  g_assert_no_error (answer.error);
  g_assert_cmpint (fl_store_row_get_number (g_ptr_array_index (answer.rows, 0), 0), ==, 0);
  g_assert_null (fl_store_get_trouble (store));
}

/* The file may not grow any more, as on a full disk: the call fails, what was there stays, and later it goes on. */
static void
test_full (Place         *place,
           gconstpointer  data)
{
  g_autoptr(FlStore) store = fl_store_new (place->path, parts, 1);
  g_autofree char *big = g_strnfill (4 * 1024 * 1024, 'x');
  struct rlimit old, small;
  g_auto(Answer) answer = { 0 };

  ask (store, "INSERT INTO word VALUES ('kept')", NULL, &answer);
  wait_for (&answer);
  answer_clear (&answer);
  getrlimit (RLIMIT_FSIZE, &old);
  small = (struct rlimit) { 1024 * 1024, old.rlim_max };
  signal (SIGXFSZ, SIG_IGN);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &small), ==, 0);
  ask (store, "INSERT INTO word VALUES (?)", g_variant_new ("(s)", big), &answer);
  wait_for (&answer);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &old), ==, 0);
  g_assert_error (answer.error, FL_STORE_ERROR, FL_STORE_ERROR_WRITE);
  g_assert_nonnull (strstr (fl_store_get_trouble (store), place->path));
  answer_clear (&answer);
  ask (store, "SELECT count (*) FROM word", NULL, &answer);
  wait_for (&answer);
  g_assert_no_error (answer.error);
  g_assert_cmpint (fl_store_row_get_number (g_ptr_array_index (answer.rows, 0), 0), ==, 1);
  g_assert_null (fl_store_get_trouble (store));
}

/* No folder can be made: every call fails, none crashes; once there is room, it works. */
static void
test_no_place (Place         *place,
               gconstpointer  data)
{
  g_autofree char *blocked = g_build_filename (place->folder, "file", "fernlight.db", NULL);
  g_autofree char *file = g_build_filename (place->folder, "file", NULL);
  g_autoptr(FlStore) store = fl_store_new (blocked, parts, 1);
  g_auto(Answer) answer = { 0 };

  g_assert_true (g_file_set_contents (file, "", 0, NULL));
  ask (store, "SELECT 1", NULL, &answer);
  wait_for (&answer);
  g_assert_error (answer.error, FL_STORE_ERROR, FL_STORE_ERROR_WRITE);
  g_assert_nonnull (fl_store_get_trouble (store));
  answer_clear (&answer);
  g_unlink (file);
  ask (store, "SELECT 1", NULL, &answer);
  wait_for (&answer);
  g_assert_no_error (answer.error);
  g_assert_null (fl_store_get_trouble (store));
  fl_store_close (store);
  g_unlink (blocked);
  g_rmdir (file);
}

int
main (int   argc,
      char *argv[])
{
  static const struct { const char *path; void (*test) (Place *place, gconstpointer data); } tests[] = {
    { "/store/order", test_order },
    { "/store/close", test_close },
    { "/store/never-used", test_never_used },
    { "/store/default-path", test_default_path },
    { "/store/broken", test_broken },
    { "/store/broken-later", test_broken_later },
    { "/store/full", test_full },
    { "/store/no-place", test_no_place },
  };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Place, NULL, set_up, tests[i].test, tear_down);
  return g_test_run ();
}
