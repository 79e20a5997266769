/* The first bytes of files, folders, devices and pipes: never more than asked for, and nobody waits for nobody.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "crypto/fl-bounded-read.h"

#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib/gstdio.h>

#define SIZE 8

/* Reads into a buffer with a guard behind it. */
static gssize
read_into (const char  *path,
           char         buffer[SIZE + 1],
           GError     **error)
{
  gssize n;

  memset (buffer, '!', SIZE + 1);
  n = fl_bounded_read (path, buffer, SIZE, error);
  g_assert_cmpint (buffer[SIZE], ==, '!');
  return n;
}

static void
assert_reads (const char *path,
              const char *expected)
{
  g_autoptr(GError) error = NULL;
  char buffer[SIZE + 1];
  const gssize n = read_into (path, buffer, &error);

  g_assert_no_error (error);
  g_assert_cmpmem (buffer, n, expected, strlen (expected));
}

static void
assert_refused (const char *path,
                int         code)
{
  g_autoptr(GError) error = NULL;
  char buffer[SIZE + 1];

  g_assert_cmpint (read_into (path, buffer, &error), ==, -1);
  g_assert_error (error, G_IO_ERROR, code);
  g_assert_true (g_str_has_prefix (error->message, path));
}

static void
test_files (void)
{
  static const struct { const char *content, *expected; } cases[] = {
    { "", "" }, { "short", "short" }, { "just fit", "just fit" }, { "too long for it", "too long" },
  };
  g_autofree char *folder = g_dir_make_tmp ("fernlight-test-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "file", NULL);
  g_autoptr(GError) error = NULL;
  char buffer[SIZE + 1];

  assert_refused (path, G_IO_ERROR_NOT_FOUND);
  assert_refused (folder, G_IO_ERROR_IS_DIRECTORY);
  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_assert_true (g_file_set_contents (path, cases[i].content, -1, NULL));
      assert_reads (path, cases[i].expected);
    }
  assert_reads ("/dev/null", "");
  g_assert_cmpint (read_into ("/dev/zero", buffer, &error), ==, SIZE);
  g_assert_cmpint (g_unlink (path), ==, 0);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

/* As a shell's <(…): without a name, and maybe ended before it is read. */
static void
test_ended_pipe (void)
{
  static const char *const contents[] = { "", "word", "just fit", "too long for it" };

  for (size_t i = 0; i < G_N_ELEMENTS (contents); i++)
    {
      g_autofree char *path = NULL;
      g_autofree char *expected = g_strndup (contents[i], SIZE);
      int ends[2];

      g_assert_cmpint (pipe (ends), ==, 0);
      path = g_strdup_printf ("/proc/self/fd/%d", ends[0]);
      g_assert_cmpint (write (ends[1], contents[i], strlen (contents[i])), ==, (gssize) strlen (contents[i]));
      g_close (ends[1], NULL);
      assert_reads (path, expected);
      g_close (ends[0], NULL);
    }
}

/* Who has the pipe open and is silent at first: writes in two pieces. */
static gpointer
write_slowly (gpointer user_data)
{
  const int fd = GPOINTER_TO_INT (user_data);

  g_usleep (10000); /* for the reader to wait, before and in between; the result is the same if it does not */
  g_assert_cmpint (write (fd, "one", 3), ==, 3);
  g_usleep (10000);
  g_assert_cmpint (write (fd, "two", 3), ==, 3);
  g_close (fd, NULL);
  return NULL;
}

static void
test_named_pipe (void)
{
  g_autofree char *folder = g_dir_make_tmp ("fernlight-test-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "pipe", NULL);
  GThread *writer;
  int fd;

  g_assert_cmpint (mkfifo (path, 0600), ==, 0);
  assert_refused (path, G_IO_ERROR_TIMED_OUT);
  fd = open (path, O_RDWR | O_CLOEXEC); /* to write only it would wait for the reader */
  g_assert_cmpint (fd, >=, 0);
  writer = g_thread_new ("writer", write_slowly, GINT_TO_POINTER (fd));
  assert_reads (path, "onetwo");
  g_thread_join (writer);
  g_assert_cmpint (g_unlink (path), ==, 0);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/bounded-read/files", test_files);
  g_test_add_func ("/bounded-read/ended-pipe", test_ended_pipe);
  g_test_add_func ("/bounded-read/named-pipe", test_named_pipe);
  return g_test_run ();
}
