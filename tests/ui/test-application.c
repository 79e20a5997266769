/* fl-application: what the command line says to an address that is none, and that a password in it is not repeated.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "ui/fl-ui-test.h"

static const struct
{
  const char *argument;
  int         status;
  const char *out; /* a part of standard output */
  const char *err; /* a part of standard error */
} cases[] = {
  { "--version", 0, "fernlight " APP_VERSION, NULL },
  { "mqtts://me:hunter2@broker.example", 2, NULL, "password" },
  { "http://broker.example", 2, NULL, "mqtts://" },
  { "broker.example:0", 2, NULL, "65535" },
};

static void
test_arguments (void)
{
  g_autofree char *program = g_build_filename (g_getenv ("FERNLIGHT_BUILD"), "src", "ui", "fernlight", NULL);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(GSubprocess) process =
        g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_PIPE, &error,
                          program, cases[i].argument, NULL);
      g_autofree char *out = NULL;
      g_autofree char *err = NULL;

      g_assert_no_error (error);
      g_subprocess_communicate_utf8 (process, NULL, NULL, &out, &err, &error);
      g_assert_no_error (error);
      g_test_message ("%s: %s%s", cases[i].argument, out, err);
      g_assert_true (g_subprocess_get_if_exited (process));
      g_assert_cmpint (g_subprocess_get_exit_status (process), ==, cases[i].status);
      g_assert_true (cases[i].out == NULL || strstr (out, cases[i].out) != NULL);
      g_assert_true (cases[i].err == NULL || strstr (err, cases[i].err) != NULL);
      g_assert_null (strstr (err, "hunter2"));
    }
}

int
main (int    argc,
      char **argv)
{
  fl_ui_test_init (&argc, &argv);
  g_test_add_func ("/application/arguments", test_arguments);
  return g_test_run ();
}
