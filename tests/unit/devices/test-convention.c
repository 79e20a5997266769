/* Words, names and roots that all conventions share.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "devices/fl-convention.h"

#include "devices/fl-convention-plain.h"

static const struct { const char *on, *off, *text; FlLedState state; } words[] = {
  { NULL, NULL, "ON", FL_LED_STATE_ON },
  { NULL, NULL, "off", FL_LED_STATE_OFF },
  { NULL, NULL, " On\r\n", FL_LED_STATE_ON },
  { NULL, NULL, "true", FL_LED_STATE_ON },
  { NULL, NULL, "0", FL_LED_STATE_OFF },
  { NULL, NULL, "\"ON\"", FL_LED_STATE_ON },
  { NULL, NULL, "{\"led\":\"ON\"}", FL_LED_STATE_ON },
  { NULL, NULL, "{\"state\":\"OFF\",\"brightness\":255}", FL_LED_STATE_OFF },
  { NULL, NULL, "{\"POWER\":\"ON\"}", FL_LED_STATE_ON },
  { NULL, NULL, "{\"led\":true}", FL_LED_STATE_ON },
  { NULL, NULL, "{\"led\":\"blink\",\"state\":\"ON\"}", FL_LED_STATE_UNKNOWN },
  { NULL, NULL, "{\"other\":\"ON\"}", FL_LED_STATE_UNKNOWN },
  { NULL, NULL, "", FL_LED_STATE_UNKNOWN },
  { NULL, NULL, "ONE", FL_LED_STATE_UNKNOWN },
  { NULL, NULL, "not on", FL_LED_STATE_UNKNOWN },
  { NULL, NULL, "{\"led\":", FL_LED_STATE_UNKNOWN },
  { NULL, NULL, "[[[[\"ON\"]]]]", FL_LED_STATE_UNKNOWN },
  /* A relay that is on when low: its own words come first. */
  { "0", "1", "0", FL_LED_STATE_ON },
  { "0", "1", "1", FL_LED_STATE_OFF },
  { "bright", "dark", "BRIGHT", FL_LED_STATE_ON },
  { "bright", "dark", "off", FL_LED_STATE_OFF },
};

static void
test_read_words (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    {
      const FlDeviceSettingsFields fields = { .payload_on = words[i].on, .payload_off = words[i].off };
      g_autoptr(FlDeviceSettings) settings = fl_device_settings_new (&fields, NULL);

      g_test_message ("%s", words[i].text);
      g_assert_cmpint (fl_convention_read_words (settings, "led", words[i].text), ==, words[i].state);
    }
}

static const struct { const char *level; gboolean is_led; } levels[] = {
  { "led", TRUE }, { "LED", TRUE }, { "led2", TRUE }, { "led-green", TRUE }, { "Led_1", TRUE },
  { "ledger", FALSE }, { "", FALSE }, { "le", FALSE }, { "light", FALSE }, { "oled", FALSE },
};

static void
test_names_led (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (levels); i++)
    g_assert_cmpint (fl_convention_names_led (levels[i].level), ==, levels[i].is_led);
}

static const struct { const char *base, *topic, *root; } roots[] = {
  { "home", "home/temperature", "home" },
  { "home", "home/kitchen/temperature", "home/kitchen" },
  { "home", "home/kitchen/bme/temperature", "home/kitchen" },
  { "home", "home", "home" },
  { "", "temperature", "" },
  { "", "kitchen/temperature", "kitchen" },
  { "a/b", "a/b/c/d", "a/b/c" },
  { "home", "homes/kitchen", NULL },
  { "home", "garden/led", NULL },
};

static void
test_roots (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (roots); i++)
    {
      g_autofree char *root = fl_convention_dup_root (roots[i].base, roots[i].topic);

      g_assert_cmpstr (root, ==, roots[i].root);
    }
}

static void
test_join (void)
{
  g_autofree char *below = fl_convention_join ("home", "kitchen");
  g_autofree char *top = fl_convention_join ("", "kitchen");
  g_autofree char *itself = fl_convention_join ("home", NULL);

  g_assert_cmpstr (below, ==, "home/kitchen");
  g_assert_cmpstr (top, ==, "kitchen");
  g_assert_cmpstr (itself, ==, "home");
}

/* The public calls reach the implementation. */
static void
test_interface (void)
{
  g_autoptr(FlDeviceSettings) settings = fl_device_settings_new_default ();
  g_autoptr(FlConvention) convention = fl_convention_plain_new (settings);
  g_autoptr(GBytes) command = fl_convention_build_command (convention, TRUE);
  g_auto(FlTopicMatch) match = { 0 };

  g_assert_cmpmem (g_bytes_get_data (command, NULL), g_bytes_get_size (command), "ON", 2);
  g_assert_true (fl_convention_recognise (convention, "home", "home/kitchen/led", &match));
  g_assert_cmpint (fl_convention_read_report (convention, "led", "ON"), ==, FL_LED_STATE_ON);
  g_assert_cmpint (fl_convention_read_availability (convention, "online"), ==, FL_AVAILABILITY_ONLINE);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/convention/read-words", test_read_words);
  g_test_add_func ("/convention/names-led", test_names_led);
  g_test_add_func ("/convention/roots", test_roots);
  g_test_add_func ("/convention/join", test_join);
  g_test_add_func ("/convention/interface", test_interface);
  return g_test_run ();
}
