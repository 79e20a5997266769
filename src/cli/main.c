/* The program fernlight-cli; everything is in fl-cli.c, where tests reach it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "cli/fl-cli.h"

int
main (int    argc,
      char **argv)
{
  return fl_cli_main (argc, argv);
}
