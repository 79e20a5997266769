/* What is kept of devices comes back as it was, and nothing else comes in.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "devices/fl-device-rules.h"

static const struct { const char *text, *printed; } texts[] = {
  { "", "" },
  { "home/b\t0\te\nhome/a\t2000\tp\n", "home/a\t2000\tp\nhome/b\t0\te\n" },
  { "#AA:BB\t0\tpe\n", "#AA:BB\t0\tep\n" },
  { "home/a\t0\t\n", "" },
  { "home/a\t-1\te\n", "" },
  { "home/a\t3600001\te\n", "" },
  { "home/a\t1 \te\n", "" },
  { "home/a\te\nx\n\t\t\t\t\n", "" },
  { "\t5000\t\n", "\t5000\t\n" },
};

static void
test_texts (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr(FlDeviceRules) rules = fl_device_rules_new (texts[i].text);
      g_autofree char *printed = fl_device_rules_print (rules);

      g_assert_cmpstr (printed, ==, texts[i].printed);
    }
}

static void
test_devices (void)
{
  g_autoptr(FlDeviceRules) rules = fl_device_rules_new ("home/kitchen\t2000\tep\n");
  g_autoptr(FlDevice) kitchen = fl_device_new ("kitchen", "kitchen", "home/kitchen");
  g_autoptr(FlDevice) garden = fl_device_new ("garden", "garden", "home/garden");
  g_autoptr(FlDeviceInfo) info = fl_device_info_new (&(FlDeviceInfoFields) { .key = "AA", .name = "Garden" });
  g_autofree char *printed = NULL;

  fl_device_rules_apply (rules, kitchen);
  fl_device_rules_apply (rules, garden);
  g_assert_cmpuint (fl_device_get_confirm_limit_ms (kitchen), ==, 2000);
  g_assert_true (fl_device_get_expects_tokens (kitchen));
  g_assert_true (fl_device_get_accepts_plain (kitchen));
  g_assert_false (fl_device_get_expects_tokens (garden));
  g_assert_false (fl_device_rules_take (rules, kitchen));
  g_assert_false (fl_device_rules_take (rules, garden));

  /* One that says who it is goes by that, wherever its topics are. */
  fl_device_set_info (garden, info);
  fl_device_set_confirm_limit_ms (garden, 9000);
  g_assert_true (fl_device_rules_take (rules, garden));
  fl_device_set_accepts_plain (kitchen, FALSE);
  fl_device_set_expects_tokens (kitchen, FALSE);
  fl_device_set_confirm_limit_ms (kitchen, 0);
  g_assert_true (fl_device_rules_take (rules, kitchen));
  g_assert_false (fl_device_rules_take (rules, kitchen));
  printed = fl_device_rules_print (rules);
  g_assert_cmpstr (printed, ==, "#AA\t9000\t\n");
}

static void
test_ceiling (void)
{
  GString *text = g_string_new (NULL);
  g_autoptr(FlDeviceRules) rules = NULL;
  g_autoptr(FlDevice) device = fl_device_new ("a", "a", "home/a");

  for (guint i = 0; i < 2 * FL_DEVICE_RULES_MAX; i++)
    g_string_append_printf (text, "home/%u\t0\te\n", i);
  rules = fl_device_rules_new (text->str);
  fl_device_set_expects_tokens (device, TRUE);
  g_assert_false (fl_device_rules_take (rules, device));
  g_string_free (text, TRUE);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/device-rules/texts", test_texts);
  g_test_add_func ("/device-rules/devices", test_devices);
  g_test_add_func ("/device-rules/ceiling", test_ceiling);
  return g_test_run ();
}
