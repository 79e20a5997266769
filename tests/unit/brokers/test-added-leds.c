/* Added LEDs come back as they were added, in order, each command topic once.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "brokers/fl-added-leds.h"

static void
append_cb (const char *command_topic,
           const char *report_topic,
           const char *name,
           gpointer    user_data)
{
  g_string_append_printf (user_data, "[%s|%s|%s]", command_topic, report_topic != NULL ? report_topic : "-",
                          name != NULL ? name : "-");
}

static void
assert_list (const char *list,
             const char *expected)
{
  g_autoptr(GString) seen = g_string_new (NULL);

  fl_added_leds_foreach (list, append_cb, seen);
  g_assert_cmpstr (seen->str, ==, expected);
}

static void
test_round_trip (void)
{
  g_autofree char *one = fl_added_leds_add ("", "home/a/set", "home/a", "Lamp");
  g_autofree char *two = fl_added_leds_add (one, "home/b/set", NULL, NULL);
  g_autofree char *again = fl_added_leds_add (two, "home/a/set", NULL, "Desk <b>");
  g_autofree char *longer = fl_added_leds_add (again, "home/b/set/x", NULL, NULL);

  assert_list ("", "");
  assert_list (one, "[home/a/set|home/a|Lamp]");
  assert_list (two, "[home/a/set|home/a|Lamp][home/b/set|-|-]");
  assert_list (again, "[home/b/set|-|-][home/a/set|-|Desk <b>]");
  assert_list (longer, "[home/b/set|-|-][home/a/set|-|Desk <b>][home/b/set/x|-|-]");
}

static void
test_what_does_not_fit (void)
{
  static const struct { const char *command_topic, *report_topic, *name; } cases[] = {
    { "home\ta", NULL, NULL }, { "home/a", "home\nb", NULL }, { "home/a", NULL, "a\tb" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *list = fl_added_leds_add ("home/x\t\t\n", cases[i].command_topic, cases[i].report_topic, cases[i].name);

      assert_list (list, "[home/x|-|-]");
    }
}

static void
test_foreign_lines (void)
{
  assert_list ("nonsense\n\t\t\n\nhome/a\tb\nhome/c\t\tname\twith tab\n", "[home/c|-|name\twith tab]");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/added-leds/round-trip", test_round_trip);
  g_test_add_func ("/added-leds/what-does-not-fit", test_what_does_not_fit);
  g_test_add_func ("/added-leds/foreign-lines", test_foreign_lines);
  return g_test_run ();
}
