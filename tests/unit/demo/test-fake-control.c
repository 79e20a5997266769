/* What a test may tell a simulated device while it runs.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "demo/fl-fake-control.h"

static void
test_orders (void)
{
  static const struct
  {
    const char    *line;
    FlFakeControl  result;
  } rows[] = {
    { "drop", FL_FAKE_CONTROL_DROP },
    { "return", FL_FAKE_CONTROL_RETURN },
    { "fault mute", FL_FAKE_CONTROL_DONE },
    { "fault lazy", FL_FAKE_CONTROL_UNKNOWN },
    { "delay 250", FL_FAKE_CONTROL_DONE },
    { "delay -1", FL_FAKE_CONTROL_UNKNOWN },
    { "delay soon", FL_FAKE_CONTROL_UNKNOWN },
    { "rename Big Lamp", FL_FAKE_CONTROL_RENAMED },
    { "rename ", FL_FAKE_CONTROL_UNKNOWN },
    { "renamed", FL_FAKE_CONTROL_UNKNOWN },
    { "", FL_FAKE_CONTROL_UNKNOWN },
  };
  g_autoptr(FlFakeDeviceSettings) settings = fl_fake_device_settings_new (FL_FAKE_DEVICE_TASMOTA);

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    g_assert_cmpint (fl_fake_control_take (settings, rows[i].line), ==, rows[i].result);
  g_assert_cmpint (settings->fault, ==, FL_FAKE_DEVICE_FAULT_MUTE);
  g_assert_cmpuint (settings->delay_ms, ==, 250);
  g_assert_cmpstr (settings->title, ==, "Big Lamp");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/demo/fake-control/orders", test_orders);
  return g_test_run ();
}
