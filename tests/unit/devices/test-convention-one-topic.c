/* The one-topic form: where it is certain, where it is a guess, and that it proves nothing.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "devices/fl-convention-one-topic.h"

static const FlDeviceSettingsFields defaults = { 0 };
static const FlDeviceSettingsFields one_topic = { .command_template = "{base}/{device}/led", .report_template = "{base}/{device}/led" };
static const FlDeviceSettingsFields any_led = { .command_template = "{base}/{device}/{led}", .report_template = "{base}/{device}/{led}" };

static const struct
{
  const FlDeviceSettingsFields *fields;
  const char *base, *topic;
  FlTopicRole role;
  gboolean guessed;
  const char *root, *led;
} topics[] = {
  /* Adafruit IO, as the seeds' sketch */
  { &defaults, "user/feeds", "user/feeds/led", FL_TOPIC_ROLE_SHARED, FALSE, "user/feeds", "led" },
  { &defaults, "user", "user/feeds/led", FL_TOPIC_ROLE_SHARED, FALSE, "user/feeds", "led" },
  { &defaults, "", "user/feeds/led", FL_TOPIC_ROLE_SHARED, FALSE, "user", "led" },
  { &defaults, "user", "user/feeds/kitchen.led-2", FL_TOPIC_ROLE_SHARED, FALSE, "user/feeds", "kitchen.led-2" },
  { &defaults, "user", "user/f/led", FL_TOPIC_ROLE_SHARED, TRUE, "user/f", "led" },
  { &defaults, "user", "user/feeds/light", FL_TOPIC_ROLE_NONE, FALSE, NULL, NULL },
  { &defaults, "user", "user/feeds/light/json", FL_TOPIC_ROLE_COPY, FALSE, "user/feeds", NULL },
  { &defaults, "user/feeds", "user/feeds/led/csv", FL_TOPIC_ROLE_COPY, FALSE, "user/feeds", NULL },
  { &defaults, "other", "user/feeds/led", FL_TOPIC_ROLE_NONE, FALSE, NULL, NULL },
  /* directly under the base */
  { &defaults, "home", "home/led", FL_TOPIC_ROLE_SHARED, TRUE, "home", "led" },
  { &defaults, "", "led", FL_TOPIC_ROLE_SHARED, TRUE, "", "led" },
  { &defaults, "home", "home/temperature", FL_TOPIC_ROLE_NONE, FALSE, NULL, NULL },
  /* the plain form's */
  { &defaults, "home", "home/kitchen/led", FL_TOPIC_ROLE_NONE, FALSE, NULL, NULL },
  { &defaults, "home", "home/kitchen/led/set", FL_TOPIC_ROLE_NONE, FALSE, NULL, NULL },
  /* the broker's settings say so */
  { &one_topic, "home", "home/kitchen/led", FL_TOPIC_ROLE_SHARED, FALSE, "home/kitchen", "led" },
  { &any_led, "home", "home/kitchen/led2", FL_TOPIC_ROLE_SHARED, FALSE, "home/kitchen", "led2" },
  { &any_led, "home", "home/kitchen/temperature", FL_TOPIC_ROLE_NONE, FALSE, NULL, NULL },
};

static void
test_recognise (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (topics); i++)
    {
      g_autoptr(FlDeviceSettings) settings = fl_device_settings_new (topics[i].fields, NULL);
      g_autoptr(FlConvention) convention = fl_convention_one_topic_new (settings);
      g_auto(FlTopicMatch) match = { 0 };

      g_test_message ("base %s, %s", topics[i].base, topics[i].topic);
      g_assert_cmpint (fl_convention_recognise (convention, topics[i].base, topics[i].topic, &match), ==, topics[i].role != FL_TOPIC_ROLE_NONE);
      g_assert_cmpint (match.role, ==, topics[i].role);
      g_assert_cmpint (match.guessed, ==, topics[i].guessed);
      g_assert_cmpstr (match.root, ==, topics[i].root);
      g_assert_cmpstr (match.led, ==, topics[i].led);
      if (match.role == FL_TOPIC_ROLE_SHARED)
        {
          g_assert_cmpstr (match.command_topic, ==, topics[i].topic);
          g_assert_cmpstr (match.report_topic, ==, topics[i].topic);
        }
    }
}

static void
test_proves_nothing (void)
{
  g_autoptr(FlDeviceSettings) settings = fl_device_settings_new_default ();
  g_autoptr(FlConvention) convention = fl_convention_one_topic_new (settings);

  g_assert_cmpint (fl_convention_read_report (convention, "led", "ON"), ==, FL_LED_STATE_UNKNOWN);
  g_assert_cmpint (fl_convention_read_availability (convention, "online"), ==, FL_AVAILABILITY_UNKNOWN);
}

static void
test_commands (void)
{
  g_autoptr(FlDeviceSettings) settings = fl_device_settings_new_default ();
  g_autoptr(FlConvention) convention = fl_convention_one_topic_new (settings);
  g_autoptr(GBytes) on = fl_convention_build_command (convention, TRUE);
  g_autoptr(GBytes) off = fl_convention_build_command (convention, FALSE);

  g_assert_cmpmem (g_bytes_get_data (on, NULL), g_bytes_get_size (on), "ON", 2);
  g_assert_cmpmem (g_bytes_get_data (off, NULL), g_bytes_get_size (off), "OFF", 3);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/convention-one-topic/recognise", test_recognise);
  g_test_add_func ("/convention-one-topic/proves-nothing", test_proves_nothing);
  g_test_add_func ("/convention-one-topic/commands", test_commands);
  return g_test_run ();
}
