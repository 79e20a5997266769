/* A file is read once and whole, or refused with a reason; a pipe does not hold anybody up.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "tls/fl-chosen-file.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>

#define MOST 1000

typedef struct
{
  GMainLoop *loop;
  GBytes    *bytes;
  GError    *error;
} Answer;

static void
read_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  Answer *answer = user_data;

  answer->bytes = fl_chosen_file_read_finish (G_FILE (source), result, &answer->error);
  g_main_loop_quit (answer->loop);
}

static Answer
read_file (const char *path)
{
  g_autoptr(GFile) file = g_file_new_for_path (path);
  Answer answer = { g_main_loop_new (NULL, FALSE), NULL, NULL };

  fl_chosen_file_read_async (file, MOST, NULL, read_cb, &answer);
  g_main_loop_run (answer.loop);
  g_main_loop_unref (answer.loop);
  return answer;
}

static char *
write_file (const char *folder,
            size_t      n)
{
  char *path = g_build_filename (folder, "file", NULL);
  g_autofree char *content = g_strnfill (n, 'x');

  g_assert_true (g_file_set_contents (path, content, (gssize) n, NULL));
  return path;
}

static void
test_read (void)
{
  g_autofree char *folder = g_dir_make_tmp ("chosen-XXXXXX", NULL);

  for (size_t n = 0; n <= MOST; n += MOST / 2)
    {
      g_autofree char *path = write_file (folder, n);
      Answer answer = read_file (path);

      g_assert_no_error (answer.error);
      g_assert_cmpuint (g_bytes_get_size (answer.bytes), ==, n);
      g_assert_true (n == 0 || memchr (g_bytes_get_data (answer.bytes, NULL), 'x', n) != NULL);
      g_bytes_unref (answer.bytes);
      g_assert_cmpint (g_remove (path), ==, 0);
    }
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

static void
assert_refused (const char *path,
                GQuark      domain,
                int         code)
{
  Answer answer = read_file (path);

  g_assert_null (answer.bytes);
  g_assert_error (answer.error, domain, code);
  g_error_free (answer.error);
}

static void
test_refused (void)
{
  g_autofree char *folder = g_dir_make_tmp ("chosen-XXXXXX", NULL);
  g_autofree char *path = write_file (folder, MOST + 1);
  g_autofree char *pipe_path = g_build_filename (folder, "pipe", NULL);
  g_autofree char *nothing = g_build_filename (folder, "nothing", NULL);

  g_assert_cmpint (mkfifo (pipe_path, 0600), ==, 0);
  assert_refused (folder, FL_CHOSEN_FILE_ERROR, FL_CHOSEN_FILE_ERROR_NOT_A_FILE);
  assert_refused (pipe_path, FL_CHOSEN_FILE_ERROR, FL_CHOSEN_FILE_ERROR_NOT_A_FILE);
  assert_refused ("/dev/zero", FL_CHOSEN_FILE_ERROR, FL_CHOSEN_FILE_ERROR_NOT_A_FILE);
  assert_refused (path, FL_CHOSEN_FILE_ERROR, FL_CHOSEN_FILE_ERROR_TOO_LARGE);
  assert_refused (nothing, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  /* No size is told of these, and they are longer than the little that is allowed. */
  assert_refused ("/proc/self/mountinfo", FL_CHOSEN_FILE_ERROR, FL_CHOSEN_FILE_ERROR_TOO_LARGE);
  g_assert_cmpint (g_remove (path), ==, 0);
  g_assert_cmpint (g_remove (pipe_path), ==, 0);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

/* What a command line names may be a pipe, and has its path in front of what is wrong. */
static void
test_path (void)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *folder = g_dir_make_tmp ("fernlight-test-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "a", NULL);
  g_autofree char *most = g_strnfill (MOST + 1, 'a');
  g_autoptr(GBytes) bytes = NULL;

  g_assert_true (g_file_set_contents (path, most, MOST, NULL));
  bytes = fl_chosen_file_read_path (path, MOST, &error);
  g_assert_no_error (error);
  g_assert_cmpmem (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), most, MOST);

  g_assert_true (g_file_set_contents (path, most, MOST + 1, NULL));
  g_assert_null (fl_chosen_file_read_path (path, MOST, &error));
  g_assert_error (error, FL_CHOSEN_FILE_ERROR, FL_CHOSEN_FILE_ERROR_TOO_LARGE);
  g_assert_true (g_str_has_prefix (error->message, path));
  g_clear_error (&error);
  g_assert_null (fl_chosen_file_read_path ("/dev/zero", MOST, &error));
  g_assert_error (error, FL_CHOSEN_FILE_ERROR, FL_CHOSEN_FILE_ERROR_TOO_LARGE);
  g_clear_error (&error);
  g_assert_null (fl_chosen_file_read_path (folder, MOST, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_IS_DIRECTORY);
  g_assert_true (g_str_has_prefix (error->message, folder));
  g_assert_cmpint (g_remove (path), ==, 0);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

static void
test_wrap (void)
{
  g_autoptr(GBytes) bytes = fl_chosen_file_wrap (g_strdup ("secret"), 6);
  g_autoptr(GBytes) part = g_bytes_new_from_bytes (bytes, 3, 3);

  g_clear_pointer (&bytes, g_bytes_unref);
  g_assert_cmpmem (g_bytes_get_data (part, NULL), g_bytes_get_size (part), "ret", 3);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/chosen-file/read", test_read);
  g_test_add_func ("/chosen-file/refused", test_refused);
  g_test_add_func ("/chosen-file/path", test_path);
  g_test_add_func ("/chosen-file/wrap", test_wrap);
  return g_test_run ();
}
