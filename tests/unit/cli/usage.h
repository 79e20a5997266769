/* Runs a command with lines that make no sense: each must say so and do nothing.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "cli/fl-cli.h"

static inline FlCliStatus
run_line (FlCliCommandFunc  command,
          const char       *line)
{
  g_auto(GStrv) argv = NULL;
  g_autofree char **arguments = NULL;
  int argc;

  g_assert_true (g_shell_parse_argv (line, &argc, &argv, NULL));
  /* Parsing takes options out of the vector: the strings stay owned by argv. */
  arguments = g_memdup2 (argv, sizeof *argv * ((gsize) argc + 1));
  return command (argc, arguments);
}

static inline void
assert_usage (FlCliCommandFunc   command,
              const char *const *lines,
              gsize              n_lines)
{
  for (gsize i = 0; i < n_lines; i++)
    {
      g_test_message ("%s", lines[i]);
      g_assert_cmpint (run_line (command, lines[i]), ==, FL_CLI_USAGE);
    }
}
