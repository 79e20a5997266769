/* inspect: its usage, and a port where nobody listens.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "cli/fl-cli-inspect.h"

#include "crypto/fl-secret.h"
#include "tests/unit/cli/closed-port.h"
#include "tests/unit/cli/usage.h"

#include <glib/gstdio.h>

#include <string.h>
#include <unistd.h>

static void
test_usage (void)
{
  static const char *const lines[] = {
    "inspect",
    "inspect a b",
    "inspect localhost --timeout=0",
    "inspect localhost --timeout=9999",
    "inspect localhost --nonsense",
    "inspect mqtts://me:secret@localhost",
    "inspect localhost --insecure --pin aa",
  };

  assert_usage (fl_cli_inspect_run, lines, G_N_ELEMENTS (lines));
}

/* As run_line; what the command writes on standard output, which is TAP here, goes to *out. */
static FlCliStatus
run_line_captured (const char  *line,
                   char       **out)
{
  g_autofree char *path = NULL;
  int own = dup (STDOUT_FILENO);
  int file = g_file_open_tmp ("fernlight-test-XXXXXX", &path, NULL);
  FlCliStatus status;

  g_assert_cmpint (own, >=, 0);
  g_assert_cmpint (file, >=, 0);
  fflush (stdout);
  g_assert_cmpint (dup2 (file, STDOUT_FILENO), ==, STDOUT_FILENO);
  status = run_line (fl_cli_inspect_run, line);
  fflush (stdout);
  g_assert_cmpint (dup2 (own, STDOUT_FILENO), ==, STDOUT_FILENO);
  close (own);
  close (file);
  g_assert_true (g_file_get_contents (path, out, NULL, NULL));
  g_assert_cmpint (g_unlink (path), ==, 0);
  return status;
}

static void
test_nobody_listens (void)
{
  unsigned port = closed_port ();
  g_autofree char *line = g_strdup_printf ("inspect 127.0.0.1:%u --timeout 20", port);
  g_autofree char *broker = g_strdup_printf ("Broker      127.0.0.1:%u\n", port);
  g_autofree char *out = NULL;

  g_assert_cmpint (run_line_captured (line, &out), ==, FL_CLI_FAILED);
  g_assert_nonnull (strstr (out, broker)); /* after GIO's messages, which the test prints as comments */
  /* Newer GLib makes a comment of each line. */
  g_assert_nonnull (strstr (out, "Verdict     not trusted\n"));
}

int
main (int    argc,
      char **argv)
{
  fl_secret_init ();
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/cli-inspect/usage", test_usage);
  g_test_add_func ("/cli-inspect/nobody-listens", test_nobody_listens);
  return g_test_run ();
}
