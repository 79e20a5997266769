/* The plain form: which topic is what, and what goes out.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "devices/fl-convention-plain.h"

static const FlDeviceSettingsFields defaults = { 0 };
static const FlDeviceSettingsFields any_led = { .command_template = "{base}/{device}/{led}/set", .report_template = "{base}/{device}/{led}" };
static const FlDeviceSettingsFields tasmota = { .command_template = "cmnd/{device}/POWER", .report_template = "stat/{device}/POWER",
                                                .availability_template = "tele/{device}/LWT" };
static const FlDeviceSettingsFields one_topic = { .command_template = "{base}/{device}/led", .report_template = "{base}/{device}/led" };

static const struct
{
  const FlDeviceSettingsFields *fields;
  const char *base, *topic;
  FlTopicRole role;
  const char *root, *led, *command, *report;
} topics[] = {
  { &defaults, "home", "home/kitchen/led", FL_TOPIC_ROLE_REPORT, "home/kitchen", "led", "home/kitchen/led/set", "home/kitchen/led" },
  { &defaults, "home", "home/kitchen/led/set", FL_TOPIC_ROLE_COMMAND, "home/kitchen", "led", "home/kitchen/led/set", "home/kitchen/led" },
  { &defaults, "home", "home/kitchen/status", FL_TOPIC_ROLE_AVAILABILITY, "home/kitchen", NULL, NULL, NULL },
  { &defaults, "home", "home/led", FL_TOPIC_ROLE_REPORT, "home", "led", "home/led/set", "home/led" },
  { &defaults, "home", "home/led/set", FL_TOPIC_ROLE_COMMAND, "home", "led", "home/led/set", "home/led" },
  { &defaults, "home", "home/status", FL_TOPIC_ROLE_AVAILABILITY, "home", NULL, NULL, NULL },
  { &defaults, "", "kitchen/led", FL_TOPIC_ROLE_REPORT, "kitchen", "led", "kitchen/led/set", "kitchen/led" },
  { &defaults, "home", "home/kitchen/temperature", FL_TOPIC_ROLE_NONE, NULL, NULL, NULL, NULL },
  { &defaults, "home", "garden/kitchen/led", FL_TOPIC_ROLE_NONE, NULL, NULL, NULL, NULL },
  { &any_led, "home", "home/kitchen/red", FL_TOPIC_ROLE_REPORT, "home/kitchen", "red", "home/kitchen/red/set", "home/kitchen/red" },
  { &any_led, "home", "home/kitchen/red/set", FL_TOPIC_ROLE_COMMAND, "home/kitchen", "red", "home/kitchen/red/set", "home/kitchen/red" },
  { &tasmota, "home", "stat/plug/POWER", FL_TOPIC_ROLE_REPORT, "home/plug", "POWER", "cmnd/plug/POWER", "stat/plug/POWER" },
  { &tasmota, "home", "tele/plug/LWT", FL_TOPIC_ROLE_AVAILABILITY, "home/plug", NULL, NULL, NULL },
  { &one_topic, "home", "home/kitchen/led", FL_TOPIC_ROLE_NONE, NULL, NULL, NULL, NULL },
  { &one_topic, "home", "home/kitchen/status", FL_TOPIC_ROLE_AVAILABILITY, "home/kitchen", NULL, NULL, NULL },
};

static void
test_recognise (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (topics); i++)
    {
      g_autoptr(FlDeviceSettings) settings = fl_device_settings_new (topics[i].fields, NULL);
      g_autoptr(FlConvention) plain = fl_convention_plain_new (settings);
      g_auto(FlTopicMatch) match = { 0 };

      g_test_message ("%s", topics[i].topic);
      g_assert_cmpint (fl_convention_recognise (plain, topics[i].base, topics[i].topic, &match), ==, topics[i].role != FL_TOPIC_ROLE_NONE);
      g_assert_cmpint (match.role, ==, topics[i].role);
      g_assert_cmpstr (match.root, ==, topics[i].root);
      g_assert_cmpstr (match.led, ==, topics[i].led);
      g_assert_cmpstr (match.command_topic, ==, topics[i].command);
      g_assert_cmpstr (match.report_topic, ==, topics[i].report);
      g_assert_false (match.guessed);
    }
}

static void
test_commands (void)
{
  const FlDeviceSettingsFields fields = { .payload_on = "1", .payload_off = "0" };
  g_autoptr(FlDeviceSettings) settings = fl_device_settings_new (&fields, NULL);
  g_autoptr(FlConvention) plain = fl_convention_plain_new (settings);
  g_autoptr(GBytes) on = fl_convention_build_command (plain, TRUE);
  g_autoptr(GBytes) off = fl_convention_build_command (plain, FALSE);

  g_assert_cmpmem (g_bytes_get_data (on, NULL), g_bytes_get_size (on), "1", 1);
  g_assert_cmpmem (g_bytes_get_data (off, NULL), g_bytes_get_size (off), "0", 1);
}

static const struct { const FlDeviceSettingsFields *fields; const char *led, *text; FlLedState state; } reports[] = {
  { &defaults, "led", "1", FL_LED_STATE_ON },
  { &defaults, "led", "OFF", FL_LED_STATE_OFF },
  { &defaults, "led", "blue", FL_LED_STATE_UNKNOWN },
  /* With {led} a motion sensor's "1" makes no switch. */
  { &any_led, "motion", "1", FL_LED_STATE_UNKNOWN },
  { &any_led, "motion", "true", FL_LED_STATE_UNKNOWN },
  { &any_led, "red", "ON", FL_LED_STATE_ON },
  { &any_led, "led2", "1", FL_LED_STATE_ON },
};

static void
test_reports (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (reports); i++)
    {
      g_autoptr(FlDeviceSettings) settings = fl_device_settings_new (reports[i].fields, NULL);
      g_autoptr(FlConvention) plain = fl_convention_plain_new (settings);

      g_assert_cmpint (fl_convention_read_report (plain, reports[i].led, reports[i].text), ==, reports[i].state);
    }
}

static void
test_availability (void)
{
  g_autoptr(FlDeviceSettings) settings = fl_device_settings_new_default ();
  g_autoptr(FlConvention) plain = fl_convention_plain_new (settings);

  g_assert_cmpint (fl_convention_read_availability (plain, "online"), ==, FL_AVAILABILITY_ONLINE);
  g_assert_cmpint (fl_convention_read_availability (plain, "Offline\n"), ==, FL_AVAILABILITY_OFFLINE);
  g_assert_cmpint (fl_convention_read_availability (plain, "heating"), ==, FL_AVAILABILITY_UNKNOWN);
}

static void
test_expect (void)
{
  g_autoptr(FlDeviceSettings) settings = fl_device_settings_new_default ();
  g_autoptr(FlDeviceSettings) tasmota_settings = fl_device_settings_new (&tasmota, NULL);
  g_autoptr(FlConvention) plain = fl_convention_plain_new (settings);
  g_autoptr(FlConvention) other = fl_convention_plain_new (tasmota_settings);
  g_auto(FlTopicMatch) match = { 0 };
  g_auto(FlTopicMatch) none = { 0 };

  g_assert_true (fl_convention_plain_expect (FL_CONVENTION_PLAIN (plain), "home", "kitchen", "led", &match));
  g_assert_cmpstr (match.command_topic, ==, "home/kitchen/led/set");
  g_assert_cmpstr (match.report_topic, ==, "home/kitchen/led");
  g_assert_cmpstr (match.root, ==, "home/kitchen");
  g_assert_false (fl_convention_plain_expect (FL_CONVENTION_PLAIN (plain), "home", "kitchen", "lamp", &none));
  g_assert_false (fl_convention_plain_expect (FL_CONVENTION_PLAIN (other), "home", NULL, "POWER", &none));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/convention-plain/recognise", test_recognise);
  g_test_add_func ("/convention-plain/commands", test_commands);
  g_test_add_func ("/convention-plain/reports", test_reports);
  g_test_add_func ("/convention-plain/availability", test_availability);
  g_test_add_func ("/convention-plain/expect", test_expect);
  return g_test_run ();
}
