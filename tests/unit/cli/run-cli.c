/* Runs fernlight-cli of this build to its end.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "run-cli.h"

#include <string.h>

static char *
take_text (GBytes *bytes,
           size_t *n)
{
  const char *data = g_bytes_get_data (bytes, n);

  return data != NULL ? memcpy (g_malloc0 (*n + 1), data, *n) : g_strdup ("");
}

int
run_cli (const char *const  *arguments,
         const char         *key,
         const void         *input,
         size_t              n_input,
         char              **out,
         size_t             *n_out,
         char              **err)
{
  g_autoptr(GSubprocessLauncher) launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDIN_PIPE |
                                                                       G_SUBPROCESS_FLAGS_STDOUT_PIPE |
                                                                       G_SUBPROCESS_FLAGS_STDERR_PIPE);
  g_autoptr(GStrvBuilder) argv = g_strv_builder_new ();
  g_autofree char *program = g_build_filename (g_getenv ("FERNLIGHT_BUILD"), "src", "cli", "fernlight-cli", NULL);
  g_autoptr(GBytes) in = g_bytes_new (input, n_input);
  g_autoptr(GSubprocess) process = NULL;
  g_autoptr(GBytes) out_bytes = NULL;
  g_autoptr(GBytes) err_bytes = NULL;
  g_autoptr(GError) error = NULL;
  g_auto(GStrv) args = NULL;
  size_t n;

  g_strv_builder_add (argv, program);
  g_strv_builder_addv (argv, (const char **) arguments);
  args = g_strv_builder_end (argv);
  if (key != NULL)
    g_subprocess_launcher_setenv (launcher, "FERNLIGHT_KEY", key, TRUE);
  else
    g_subprocess_launcher_unsetenv (launcher, "FERNLIGHT_KEY");
  process = g_subprocess_launcher_spawnv (launcher, (const char *const *) args, &error);
  g_assert_no_error (error);
  g_subprocess_communicate (process, in, NULL, &out_bytes, &err_bytes, &error);
  g_clear_error (&error); /* EPIPE, when the program does not read its input */
  g_assert_true (g_subprocess_wait (process, NULL, NULL));
  g_assert_true (g_subprocess_get_if_exited (process));
  *out = take_text (out_bytes, n_out != NULL ? n_out : &n);
  *err = take_text (err_bytes, &n);
  return g_subprocess_get_exit_status (process);
}
