/* fl-format: few characters, no jumping.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "ui/fl-format.h"
#include "ui/fl-ui-test.h"

static void
test_age (void)
{
  static const struct { gint64 seconds; const char *text; } cases[] = {
    { -5, "now" }, { 0, "now" }, { 1, "1 s" }, { 59, "59 s" }, { 60, "1 min" }, { 3599, "59 min" }, { 3600, "1 h" },
    { 86399, "23 h" }, { 86400, "1 d" }, { G_GINT64_CONSTANT (1795176000), "20777 d" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = fl_format_age (0, cases[i].seconds * G_USEC_PER_SEC);

      g_assert_cmpstr (text, ==, cases[i].text);
    }
}

static void
test_rate (void)
{
  static const struct { double per_second; const char *text; } cases[] = {
    { 0, "" }, { 0.001, "" }, { 0.05, "3/min" }, { 1, "1.0/s" }, { 2.14, "2.1/s" }, { 340.4, "340/s" }, { 20000, "20000/s" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = fl_format_rate (cases[i].per_second);

      g_assert_cmpstr (text, ==, cases[i].text);
    }
}

static void
test_time (void)
{
  g_autofree char *time = NULL;
  g_autofree char *date = NULL;
  g_autofree char *beyond = fl_format_date (G_MAXINT64);

  g_setenv ("TZ", "UTC", TRUE);
  time = fl_format_time (G_GINT64_CONSTANT (1614555518139419));
  date = fl_format_date (G_GINT64_CONSTANT (1614555518139419));
  g_assert_cmpstr (time, ==, "23:38:38");
  g_assert_cmpstr (date, ==, "28 February 2021, 23:38:38");
  g_assert_cmpstr (beyond, ==, "–");
}

static void
test_duration (void)
{
  static const struct { gint64 duration; const char *text; } cases[] = {
    { 0, "0.0 s" }, { 840000, "0.8 s" }, { 12 * G_USEC_PER_SEC, "12 s" }, { 300 * G_USEC_PER_SEC, "5 min" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = fl_format_duration (cases[i].duration);

      g_assert_cmpstr (text, ==, cases[i].text);
    }
}

static void
test_count (void)
{
  g_autofree char *text = fl_format_count (1000000);

  g_assert_cmpstr (text, ==, "1000000"); /* LC_ALL is C: no separators */
}

int
main (int    argc,
      char **argv)
{
  fl_ui_test_init (&argc, &argv);
  g_test_add_func ("/format/age", test_age);
  g_test_add_func ("/format/rate", test_rate);
  g_test_add_func ("/format/time", test_time);
  g_test_add_func ("/format/duration", test_duration);
  g_test_add_func ("/format/count", test_count);
  return g_test_run ();
}
