/* What changed, in a few words.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "messages/fl-difference.h"

static void
test_differences (void)
{
  static const struct { const char *before, *after, *expected; } cases[] = {
    { "33.02", "33.10", "+0.08" },
    { "33.1", "33.02", "−0.08" },
    { "5", "7.0", "+2.0" },
    { "1e300", "-1e300", "−2e+300" },
    { "33.02", "33.02", "unchanged" },
    { "33.0", "33.00", "+0.00" },
    { "OFF", "ON", "OFF → ON" },
    { "{\"temperature\": 1.5, \"time\": 1614555518}", "{\"temperature\": 2.0, \"time\": 1614555519}", "+0.5" },
    { "{\"a\": 1, \"b\": \"x\"}", "{\"a\": 2, \"b\": \"y\"}", "a +1, b x → y" },
    { "{\"a\": 1}", "{\"b\": 1}", "+b, −a" },
    { "{\"a\":1,\"b\":1,\"c\":1,\"d\":1,\"e\":1}", "{\"a\":2,\"b\":2,\"c\":2,\"d\":2,\"e\":2}", "a +1, b +1, c +1, 2 more" },
    { "{\"time\": 1614555518}", "{\"time\": 1614555519}", "changed" },
    { "[{\"id\": 1}]", "[{\"id\": 1}, {\"id\": 2}]", "1 → 2 rows" },
    { "{\"list\": [{\"id\": 1}, {\"id\": 2}]}", "{\"list\": [{\"id\": 2}]}", "list 2 → 1 row" },
    { "two\nlines", "more\nlines", "changed" },
    { "", "ON", "+temperature" },
    { "{\"x\": \"\\u202e\"}", "{\"x\": \"<b>\"}", "x \\u202e → <b>" },
    { "{\"x\": 1}", "{\"x\": null}", "x 1 → null" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(FlMessage) before = fl_message_new_plain ("home/temperature", cases[i].before);
      g_autoptr(FlMessage) after = fl_message_new_plain ("home/temperature", cases[i].after);
      g_autofree char *text = fl_difference_describe (before, after);

      g_assert_cmpstr (text, ==, cases[i].expected);
    }
}

static void
test_first (void)
{
  g_autoptr(FlMessage) message = fl_message_new_plain ("t", "1");

  g_assert_null (fl_difference_describe (NULL, message));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/difference/differences", test_differences);
  g_test_add_func ("/difference/first", test_first);
  return g_test_run ();
}
