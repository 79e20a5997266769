/* led: its usage, and a port where nobody listens.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "cli/fl-cli-led.h"

#include "crypto/fl-secret.h"
#include "tests/unit/cli/closed-port.h"
#include "tests/unit/cli/usage.h"

static void
test_usage (void)
{
  static const char *const lines[] = {
    "led",
    "led localhost",
    "led localhost kitchen",
    "led localhost kitchen maybe",
    "led localhost kitchen on --timeout=0",
    "led localhost kitchen ON",
    "led mqtt://me:secret@localhost kitchen on",
  };

  assert_usage (fl_cli_led_run, lines, G_N_ELEMENTS (lines));
}

static void
test_nobody_listens (void)
{
  g_autofree char *line = g_strdup_printf ("led mqtt://127.0.0.1:%u/home kitchen on", closed_port ());

  g_assert_cmpint (run_line (fl_cli_led_run, line), ==, FL_CLI_FAILED);
}

int
main (int    argc,
      char **argv)
{
  fl_secret_init ();
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/cli-led/usage", test_usage);
  g_test_add_func ("/cli-led/nobody-listens", test_nobody_listens);
  return g_test_run ();
}
