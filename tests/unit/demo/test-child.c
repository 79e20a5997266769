/* A child gets its files and no others, its end is told, and it lives no longer than we do.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <glib-unix.h>

#include "demo/fl-child.h"

#define DEADLINE_US (60 * G_USEC_PER_SEC)

/* This program again, as a parent to be killed. */
#define PARENT_ARGUMENT "--parent"

static char *
read_to_end (int fd)
{
  GString *text = g_string_new (NULL);
  char buffer[256];
  ssize_t n;

  while ((n = read (fd, buffer, sizeof buffer)) > 0)
    g_string_append_len (text, buffer, n);
  g_assert_cmpint (n, ==, 0);
  return g_string_free (text, FALSE);
}

static int
open_text (const char *text)
{
  int fds[2];

  g_assert_true (g_unix_open_pipe (fds, FD_CLOEXEC, NULL));
  g_assert_cmpint (write (fds[1], text, strlen (text)), ==, (gssize) strlen (text));
  close (fds[1]);
  return fds[0];
}

/* What the child prints. */
static char *
run (const char * const *argv,
     int                 stdin_fd,
     const int          *fds,
     guint               n_fds)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(FlChild) child = NULL;
  g_autofree char *text = NULL;
  int log_fds[2];

  g_assert_true (g_unix_open_pipe (log_fds, FD_CLOEXEC, NULL));
  child = fl_child_spawn (argv, stdin_fd, log_fds[1], fds, n_fds, &error);
  g_assert_no_error (error);
  g_assert_cmpint (fl_child_get_pid (child), >, 0);
  close (log_fds[1]);
  text = read_to_end (log_fds[0]);
  close (log_fds[0]);
  return g_steal_pointer (&text);
}

static void
test_files (void)
{
  const char * const argv[] = { "/bin/sh", "-c", "cat; cat <&3; cat <&4", NULL };
  int in = open_text ("zero ");
  /* The second has the number the first is to get: they must not get into each other's way. */
  int three = fcntl (open_text ("three "), F_DUPFD_CLOEXEC, 50);
  int four = open_text ("four");
  const int fds[] = { three, four };
  g_autofree char *text = run (argv, in, fds, 2);

  g_assert_cmpstr (text, ==, "zero three four");
  close (in);
  close (three);
  close (four);
}

static void
test_crossed_files (void)
{
  const char * const argv[] = { "/bin/sh", "-c", "cat <&3; cat <&4", NULL };
  int first = fcntl (open_text ("first "), F_DUPFD_CLOEXEC, 10);
  int second = fcntl (open_text ("second"), F_DUPFD_CLOEXEC, 10);
  int spare_3 = fcntl (STDERR_FILENO, F_DUPFD_CLOEXEC, 3);
  int fds[2];
  g_autofree char *text = NULL;

  /* Now 3 and 4 themselves, the wrong way round. */
  g_assert_cmpint (dup3 (first, 4, O_CLOEXEC), ==, 4);
  g_assert_cmpint (dup3 (second, 3, O_CLOEXEC), ==, 3);
  fds[0] = 4;
  fds[1] = 3;
  text = run (argv, -1, fds, 2);
  g_assert_cmpstr (text, ==, "first second");
  close (first);
  close (second);
  close (3);
  close (4);
  if (spare_3 > 4)
    close (spare_3);
}

static void
test_no_other_files (void)
{
  const char * const argv[] = { "/bin/sh", "-c", "ls /proc/$$/fd", NULL };
  int leaky = dup (STDERR_FILENO); /* not close-on-exec */
  int far = fcntl (STDERR_FILENO, F_DUPFD, 200);
  g_autofree char *text = run (argv, -1, NULL, 0);
  g_auto(GStrv) numbers = g_strsplit (g_strstrip (text), "\n", -1);

  /* 0, 1, 2, and what the shell opened itself: nothing of ours. */
  for (guint i = 0; numbers[i] != NULL; i++)
    {
      g_autofree char *number = g_strdup_printf ("%d", leaky);

      g_assert_cmpstr (numbers[i], !=, number);
      g_assert_cmpstr (numbers[i], !=, "200");
    }
  g_assert_cmpuint (g_strv_length (numbers), >=, 3);
  close (leaky);
  close (far);
}

static void
test_no_program (void)
{
  const char * const argv[] = { "/nowhere/at/all", NULL };
  g_autoptr(GError) error = NULL;

  g_assert_null (fl_child_spawn (argv, -1, -1, NULL, 0, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  g_assert_nonnull (strstr (error->message, "/nowhere/at/all"));
}

static void
ended_cb (FlChild *child,
          int      wait_status,
          gpointer user_data)
{
  int *told = user_data;

  g_assert_cmpint (fl_child_get_pid (child), ==, 0);
  *told = wait_status;
  fl_child_free (child);
}

static void
test_end_is_told (void)
{
  const char * const argv[] = { "/bin/sh", "-c", "exit 7", NULL };
  FlChild *child = fl_child_spawn (argv, -1, -1, NULL, 0, NULL);
  gint64 until = g_get_monotonic_time () + DEADLINE_US;
  int told = -1;

  fl_child_watch (child, ended_cb, &told);
  while (told == -1 && g_get_monotonic_time () < until)
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (WIFEXITED (told));
  g_assert_cmpint (WEXITSTATUS (told), ==, 7);
}

G_NORETURN static void
never_cb (FlChild *child,
          int      wait_status,
          gpointer user_data)
{
  g_assert_not_reached ();
}

static void
test_free_kills (void)
{
  const char * const argv[] = { "/bin/sleep", "600", NULL };
  FlChild *child = fl_child_spawn (argv, -1, -1, NULL, 0, NULL);
  pid_t pid = fl_child_get_pid (child);

  fl_child_watch (child, never_cb, NULL);
  g_assert_cmpint (kill (pid, 0), ==, 0);
  fl_child_free (child);
  g_assert_cmpint (kill (pid, 0), ==, -1);
  g_assert_cmpint (errno, ==, ESRCH);
  while (g_main_context_iteration (NULL, FALSE))
    continue;
}

static gboolean
is_alive (pid_t pid)
{
  g_autofree char *path = g_strdup_printf ("/proc/%d/stat", pid);
  g_autofree char *text = NULL;

  /* A zombie whose new parent does not wait for it is as dead as it gets. */
  return g_file_get_contents (path, &text, NULL, NULL) && strstr (text, ") Z ") == NULL;
}

/* We start ourselves as a parent, which starts a sleeper and is killed. */
static void
test_parent_dies (void)
{
  g_autofree char *path = g_file_read_link ("/proc/self/exe", NULL);
  const char * const argv[] = { path, PARENT_ARGUMENT, NULL };
  g_autoptr(FlChild) parent = NULL;
  gint64 until = g_get_monotonic_time () + DEADLINE_US;
  char text[32] = "";
  int log_fds[2];
  pid_t pid;

  g_assert_true (g_unix_open_pipe (log_fds, FD_CLOEXEC, NULL));
  parent = fl_child_spawn (argv, -1, log_fds[1], NULL, 0, NULL);
  g_assert_nonnull (parent);
  close (log_fds[1]);
  g_assert_cmpint (read (log_fds[0], text, sizeof text - 1), >, 0);
  pid = atoi (text);
  g_assert_cmpint (pid, >, 1);
  g_assert_true (is_alive (pid));
  g_assert_cmpint (kill (fl_child_get_pid (parent), SIGKILL), ==, 0);
  while (is_alive (pid) && g_get_monotonic_time () < until)
    g_usleep (10000);
  g_assert_false (is_alive (pid));
  close (log_fds[0]);
}

static int
be_a_parent (void)
{
  const char * const argv[] = { "/bin/sleep", "600", NULL };
  FlChild *child = fl_child_spawn (argv, -1, -1, NULL, 0, NULL);

  printf ("%d\n", fl_child_get_pid (child));
  fflush (stdout);
  pause ();
  fl_child_free (child);
  return 1;
}

int
main (int    argc,
      char **argv)
{
  if (argc == 2 && strcmp (argv[1], PARENT_ARGUMENT) == 0)
    return be_a_parent ();
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/demo/child/files", test_files);
  g_test_add_func ("/demo/child/crossed-files", test_crossed_files);
  g_test_add_func ("/demo/child/no-other-files", test_no_other_files);
  g_test_add_func ("/demo/child/no-program", test_no_program);
  g_test_add_func ("/demo/child/end-is-told", test_end_is_told);
  g_test_add_func ("/demo/child/free-kills", test_free_kills);
  g_test_add_func ("/demo/child/parent-dies", test_parent_dies);
  return g_test_run ();
}
