/* fernlight-cli for which every host is this computer, so that tests may use the names of services.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "cli/fl-cli.h"
#include "support/fl-test-resolver.h"

int
main (int    argc,
      char **argv)
{
  fl_test_resolver_install ();
  return fl_cli_main (argc, argv);
}
