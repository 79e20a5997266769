/* fl-file-row: what is in a file is told, or why it cannot be read; Replace and Remove only where something was chosen.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "ui/fl-file-row.h"

#include <sys/stat.h>

#include "ui/fl-ui-test.h"

typedef struct
{
  size_t  n;
  char   *failure;
  guint   n_removed;
} Heard;

static void
loaded_cb (GtkWidget *row,
           GBytes    *bytes,
           Heard     *heard)
{
  heard->n = g_bytes_get_size (bytes);
}

static void
failed_cb (GtkWidget  *row,
           const char *sentence,
           Heard      *heard)
{
  heard->failure = g_strdup (sentence);
}

static void
removed_cb (GtkWidget *row,
            Heard     *heard)
{
  heard->n_removed++;
}

static gboolean
has_heard (gpointer data)
{
  Heard *heard = data;

  return heard->n > 0 || heard->failure != NULL;
}

static void
load (GtkWidget  *row,
      const char *path,
      Heard      *heard)
{
  g_autoptr(GFile) file = g_file_new_for_path (path);

  g_clear_pointer (&heard->failure, g_free);
  heard->n = 0;
  fl_file_row_load (FL_FILE_ROW (row), file);
  g_assert_true (fl_ui_test_wait (has_heard, heard, 60));
}

static void
test_load (void)
{
  g_autoptr(GtkWidget) row = g_object_ref_sink (fl_file_row_new ());
  g_autofree char *folder = g_dir_make_tmp ("row-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "file", NULL);
  g_autofree char *pipe_path = g_build_filename (folder, "pipe", NULL);
  Heard heard = { 0 };

  fl_file_row_set_up (FL_FILE_ROW (row), "Thing", 10);
  g_signal_connect (row, "loaded", G_CALLBACK (loaded_cb), &heard);
  g_signal_connect (row, "failed", G_CALLBACK (failed_cb), &heard);
  g_assert_true (g_file_set_contents (path, "0123456789", 10, NULL));
  g_assert_cmpint (mkfifo (pipe_path, 0600), ==, 0);
  load (row, path, &heard);
  g_assert_cmpuint (heard.n, ==, 10);
  load (row, folder, &heard);
  g_assert_cmpstr (heard.failure, ==, "This is a folder, not a file.");
  load (row, pipe_path, &heard);
  g_assert_cmpstr (heard.failure, ==, "This is a pipe or a device, not a file.");
  g_assert_true (g_file_set_contents (path, "01234567890", 11, NULL));
  load (row, path, &heard);
  g_assert_cmpstr (heard.failure, ==, "This is too large: 11 bytes, at most 10 are read.");
  g_free (heard.failure);
  unlink (path);
  unlink (pipe_path);
  rmdir (folder);
}

static void
test_buttons (void)
{
  g_autoptr(GtkWidget) row = g_object_ref_sink (fl_file_row_new ());
  Heard heard = { 0 };
  GtkWidget *remove;

  fl_file_row_set_up (FL_FILE_ROW (row), "Thing", 10);
  g_signal_connect (row, "removed", G_CALLBACK (removed_cb), &heard);
  g_assert_nonnull (fl_ui_test_find (row, GTK_TYPE_BUTTON, "Choose File…"));
  fl_file_row_show (FL_FILE_ROW (row), "<b>kitchen</b>", "valid", TRUE);
  g_assert_nonnull (fl_ui_test_find (row, GTK_TYPE_BUTTON, "Replace…"));
  g_assert_false (adw_preferences_row_get_use_markup (ADW_PREFERENCES_ROW (row)));
  remove = fl_ui_test_find_named (row, GTK_TYPE_BUTTON, "Remove (Thing)");
  g_assert_nonnull (remove);
  g_signal_emit_by_name (remove, "clicked");
  g_assert_cmpuint (heard.n_removed, ==, 1);
}

int
main (int    argc,
      char **argv)
{
  fl_ui_test_init (&argc, &argv);
  g_test_add_func ("/file-row/load", test_load);
  g_test_add_func ("/file-row/buttons", test_buttons);
  return g_test_run ();
}
