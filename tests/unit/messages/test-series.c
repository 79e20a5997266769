/* A series keeps the newest points, in order of time.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "messages/fl-series.h"

#include <math.h>

static void
count_cb (guint *n)
{
  (*n)++;
}

static void
test_ring (void)
{
  g_autoptr(FlSeries) series = fl_series_new (3);
  double min, max;
  guint n_changed = 0;

  g_signal_connect_swapped (series, "changed", G_CALLBACK (count_cb), &n_changed);
  g_assert_false (fl_series_get_range (series, NULL, NULL));
  for (int i = 1; i <= 5; i++)
    fl_series_append (series, i * 10, i, 0);

  g_assert_cmpuint (fl_series_get_n_points (series), ==, 3);
  g_assert_cmpuint (fl_series_get_capacity (series), ==, 3);
  g_assert_cmpint (fl_series_get_point (series, 0).time, ==, 30);
  g_assert_cmpfloat (fl_series_get_point (series, 2).value, ==, 5.0);
  g_assert_true (fl_series_get_range (series, &min, &max));
  g_assert_cmpfloat (min, ==, 3.0);
  g_assert_cmpfloat (max, ==, 5.0);
  g_assert_cmpuint (n_changed, ==, 5);

  fl_series_clear (series);
  fl_series_clear (series);
  g_assert_cmpuint (n_changed, ==, 6);
  g_assert_cmpuint (fl_series_get_n_points (series), ==, 0);
}

static void
test_order (void)
{
  g_autoptr(FlSeries) series = fl_series_new (3);

  fl_series_append (series, 30, 3, 0);
  fl_series_append (series, 10, 1, 0);
  fl_series_append (series, 20, 2, 0);
  for (guint i = 0; i < 3; i++)
    g_assert_cmpint (fl_series_get_point (series, i).time, ==, (i + 1) * 10);

  fl_series_append (series, 5, 9, 0); /* full, and older than all */
  g_assert_cmpint (fl_series_get_point (series, 0).time, ==, 10);
  fl_series_append (series, 25, 9, 0);
  g_assert_cmpint (fl_series_get_point (series, 0).time, ==, 20);
  g_assert_cmpint (fl_series_get_point (series, 1).time, ==, 25);
  g_assert_cmpint (fl_series_get_point (series, 2).time, ==, 30);
}

static void
test_not_finite (void)
{
  g_autoptr(FlSeries) series = fl_series_new (0);

  fl_series_append (series, 1, NAN, 0);
  fl_series_append (series, 1, INFINITY, 0);
  g_assert_cmpuint (fl_series_get_n_points (series), ==, 0);
  fl_series_append (series, 1, 1, 0);
  fl_series_append (series, 2, 2, 0);
  g_assert_cmpuint (fl_series_get_n_points (series), ==, 1);
}

static void
test_decimals (void)
{
  g_autoptr(FlSeries) series = fl_series_new (10);
  g_autofree char *bare = fl_series_format (series, 5);
  g_autofree char *two = NULL;
  g_autofree char *large = fl_series_format (series, 1e300);

  fl_series_append (series, 1, 33.02, 2);
  fl_series_append (series, 2, 33, 0);
  two = fl_series_format (series, 33);
  g_assert_cmpuint (fl_series_get_decimals (series), ==, 2);
  g_assert_cmpstr (bare, ==, "5");
  g_assert_cmpstr (two, ==, "33.00");
  g_assert_cmpstr (large, ==, "1e+300");
  fl_series_append (series, 3, 1, G_MAXUINT);
  g_assert_cmpuint (fl_series_get_decimals (series), <=, 9);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/series/ring", test_ring);
  g_test_add_func ("/series/order", test_order);
  g_test_add_func ("/series/not-finite", test_not_finite);
  g_test_add_func ("/series/decimals", test_decimals);
  return g_test_run ();
}
