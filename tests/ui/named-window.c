/* fernlight for which every host is this computer, so that tests may use the names of services.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "crypto/fl-secret.h"
#include "mqtt/fl-link.h"
#include "support/fl-test-resolver.h"
#include "ui/fl-application.h"
#include "ui/fl-ui.h"

int
main (int    argc,
      char **argv)
{
  g_autoptr(FlApplication) app = NULL;

  fl_link_scrub_environment ();
  fl_test_resolver_install ();
  fl_secret_init ();
  fl_ui_init ();
  app = fl_application_new ();
  return g_application_run (G_APPLICATION (app), argc, argv);
}
