/* fl-age: ages in a few words, and never one that nobody knows.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "ui/fl-age.h"
#include "ui/fl-ui-test.h"

#define NOW (G_GINT64_CONSTANT (1800000000) * G_USEC_PER_SEC)
#define DAY (24 * 60 * 60)

static const struct { gint64 seconds; const char *text; } ages[] = {
  { -1000, "now" }, { 0, "now" }, { 1, "1 s ago" }, { 59, "59 s ago" }, { 60, "1 min ago" }, { 3599, "59 min ago" },
  { 3600, "1 h ago" }, { DAY - 1, "23 h ago" }, { DAY, "1 day ago" }, { 31 * DAY, "31 days ago" },
};

static void
test_ages (void)
{
  g_autofree char *date = fl_age_format (NOW, 1614555518 * (gint64) G_USEC_PER_SEC);

  for (guint i = 0; i < G_N_ELEMENTS (ages); i++)
    {
      g_autofree char *text = fl_age_format (NOW, NOW - ages[i].seconds * G_USEC_PER_SEC);

      g_assert_cmpstr (text, ==, ages[i].text);
    }
  g_assert_true (g_str_has_suffix (date, " 2021"));
}

static void
test_left (void)
{
  g_autofree char *now = fl_age_format_left (NOW, NOW);
  g_autofree char *then = fl_age_format_left (NOW, NOW - 5 * 60 * G_USEC_PER_SEC);

  g_assert_cmpstr (now, ==, "left just now");
  g_assert_cmpstr (then, ==, "left 5 min ago");
}

static void
test_values (void)
{
  g_autofree char *none = fl_age_format_value (NOW, 0, FL_TIME_ORIGIN_NONE);
  g_autofree char *retained = fl_age_format_value (NOW, NOW, FL_TIME_ORIGIN_RETAINED);
  g_autofree char *token = fl_age_format_value (NOW, NOW - 12 * G_USEC_PER_SEC, FL_TIME_ORIGIN_TOKEN);

  g_assert_cmpstr (none, ==, "no value yet");
  g_assert_cmpstr (retained, ==, "retained copy, may be old");
  g_assert_cmpstr (token, ==, "12 s ago");
}

static void
test_origins (void)
{
  const FlTimeOrigin origins[] = { FL_TIME_ORIGIN_PAYLOAD, FL_TIME_ORIGIN_TOKEN, FL_TIME_ORIGIN_ARRIVAL, FL_TIME_ORIGIN_RETAINED };
  g_autoptr(GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  g_assert_null (fl_age_describe_origin (NOW, FL_TIME_ORIGIN_NONE));
  for (guint i = 0; i < G_N_ELEMENTS (origins); i++)
    g_assert_true (g_hash_table_add (seen, fl_age_describe_origin (NOW, origins[i])));
}

int
main (int    argc,
      char **argv)
{
  fl_ui_test_init (&argc, &argv);
  g_test_add_func ("/age/ages", test_ages);
  g_test_add_func ("/age/left", test_left);
  g_test_add_func ("/age/values", test_values);
  g_test_add_func ("/age/origins", test_origins);
  return g_test_run ();
}
