/* Settings: defaults, the user's own, and which field is wrong.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "devices/fl-device-settings.h"

static void
test_defaults (void)
{
  g_autoptr(FlDeviceSettings) settings = fl_device_settings_new_default ();
  g_autoptr(FlDeviceSettings) again = fl_device_settings_ref (settings);

  g_assert_cmpstr (fl_device_settings_get_command_template (again), ==, "{base}/{device}/led/set");
  g_assert_cmpstr (fl_device_settings_get_report_template (again), ==, "{base}/{device}/led");
  g_assert_cmpstr (fl_device_settings_get_availability_template (again), ==, "{base}/{device}/status");
  g_assert_cmpstr (fl_device_settings_get_payload_on (again), ==, "ON");
  g_assert_cmpstr (fl_device_settings_get_payload_off (again), ==, "OFF");
  g_assert_cmpstr (fl_device_settings_get_payload_online (again), ==, "online");
  g_assert_cmpstr (fl_device_settings_get_payload_offline (again), ==, "offline");
  g_assert_false (fl_device_settings_get_encrypt_commands (again));
  g_assert_false (fl_device_settings_has_one_topic (again));
  g_assert_cmpuint (fl_device_settings_get_confirm_limit_ms (again), ==, 5000);
}

static void
test_own (void)
{
  const FlDeviceSettingsFields fields = {
    .command_template = "cmnd/{device}/POWER", .report_template = "cmnd/{device}/POWER", .availability_template = "tele/{device}/LWT",
    .payload_on = "1", .payload_off = "0", .payload_online = "Online", .payload_offline = "Offline",
    .encrypt_commands = TRUE, .confirm_limit_ms = 100,
  };
  g_autoptr(GError) error = NULL;
  g_autoptr(FlDeviceSettings) settings = fl_device_settings_new (&fields, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (fl_device_settings_get_availability_template (settings), ==, "tele/{device}/LWT");
  g_assert_cmpstr (fl_device_settings_get_payload_on (settings), ==, "1");
  g_assert_cmpstr (fl_device_settings_get_payload_offline (settings), ==, "Offline");
  g_assert_true (fl_device_settings_get_encrypt_commands (settings));
  g_assert_true (fl_device_settings_has_one_topic (settings));
  g_assert_cmpuint (fl_device_settings_get_confirm_limit_ms (settings), ==, 100);
}

static const struct { FlDeviceSettingsFields fields; FlDeviceSettingsError code; } wrong[] = {
  { { .command_template = "{base}/led/set" }, FL_DEVICE_SETTINGS_ERROR_COMMAND_TEMPLATE },
  { { .command_template = "{base}/{device}/+" }, FL_DEVICE_SETTINGS_ERROR_COMMAND_TEMPLATE },
  { { .report_template = "{base}/#" }, FL_DEVICE_SETTINGS_ERROR_REPORT_TEMPLATE },
  { { .report_template = "{base}/{device}/{led}" }, FL_DEVICE_SETTINGS_ERROR_REPORT_TEMPLATE },
  { { .availability_template = "{base}/{device}/{led}" }, FL_DEVICE_SETTINGS_ERROR_AVAILABILITY_TEMPLATE },
  { { .payload_on = "x", .payload_off = "X" }, FL_DEVICE_SETTINGS_ERROR_PAYLOAD_WORDS },
  { { .payload_on = "off" }, FL_DEVICE_SETTINGS_ERROR_PAYLOAD_WORDS },
  { { .payload_online = "\xff" }, FL_DEVICE_SETTINGS_ERROR_AVAILABILITY_WORDS },
  { { .payload_online = "offline" }, FL_DEVICE_SETTINGS_ERROR_AVAILABILITY_WORDS },
};

static void
test_wrong (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autoptr(GError) error = NULL;

      g_assert_null (fl_device_settings_new (&wrong[i].fields, &error));
      g_assert_error (error, FL_DEVICE_SETTINGS_ERROR, (int) wrong[i].code);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/device-settings/defaults", test_defaults);
  g_test_add_func ("/device-settings/own", test_own);
  g_test_add_func ("/device-settings/wrong", test_wrong);
  return g_test_run ();
}
