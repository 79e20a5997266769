/* The desktop application: starts it and nothing else.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "crypto/fl-secret.h"
#include "demo/fl-fake-device-process.h"
#include "mqtt/fl-link.h"
#include "ui/fl-application.h"
#include "ui/fl-ui.h"

int
main (int    argc,
      char **argv)
{
  g_autoptr(FlApplication) app = NULL;
  const int device_status = fl_fake_device_process_main (argc, argv);

  if (device_status >= 0)
    return device_status;
  fl_link_scrub_environment ();
  fl_secret_init ();
  fl_ui_init ();
  app = fl_application_new ();
  return g_application_run (G_APPLICATION (app), argc, argv);
}
