/* devices: its usage, and a port where nobody listens.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "cli/fl-cli-devices.h"

#include "crypto/fl-secret.h"
#include "tests/unit/cli/closed-port.h"
#include "tests/unit/cli/usage.h"

static void
test_usage (void)
{
  static const char *const lines[] = {
    "devices",
    "devices a b",
    "devices localhost --timeout=0",
    "devices localhost --nonsense",
  };

  assert_usage (fl_cli_devices_run, lines, G_N_ELEMENTS (lines));
}

static void
test_nobody_listens (void)
{
  g_autofree char *line = g_strdup_printf ("devices mqtt://127.0.0.1:%u/home", closed_port ());

  g_assert_cmpint (run_line (fl_cli_devices_run, line), ==, FL_CLI_FAILED);
}

int
main (int    argc,
      char **argv)
{
  fl_secret_init ();
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/cli-devices/usage", test_usage);
  g_test_add_func ("/cli-devices/nobody-listens", test_nobody_listens);
  return g_test_run ();
}
