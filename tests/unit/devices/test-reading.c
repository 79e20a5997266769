/* A reading: what the device wrote stays as it wrote it; numbers become a series.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "devices/fl-reading.h"

static void
test_number (void)
{
  g_autoptr(FlReading) reading = fl_reading_new ("temperature", "home/temperature");

  g_assert_null (fl_reading_get_text (reading));
  g_assert_null (fl_reading_get_series (reading));
  g_assert_cmpuint (fl_reading_get_n_values (reading), ==, 0);

  fl_reading_take_number (reading, "33.020", 33.02, 3, 5, FL_TIME_ORIGIN_PAYLOAD);
  fl_reading_take_number (reading, "33.5", 33.5, 1, 6, FL_TIME_ORIGIN_ARRIVAL);
  g_assert_cmpstr (fl_reading_get_name (reading), ==, "temperature");
  g_assert_cmpstr (fl_reading_get_topic (reading), ==, "home/temperature");
  g_assert_cmpstr (fl_reading_get_text (reading), ==, "33.5");
  g_assert_cmpfloat (fl_reading_get_value (reading), ==, 33.5);
  g_assert_true (fl_reading_get_numeric (reading));
  g_assert_cmpint (fl_reading_get_time (reading), ==, 6);
  g_assert_cmpint (fl_reading_get_time_origin (reading), ==, FL_TIME_ORIGIN_ARRIVAL);
  g_assert_cmpuint (fl_reading_get_n_values (reading), ==, 2);
  g_assert_cmpuint (fl_series_get_n_points (fl_reading_get_series (reading)), ==, 2);
  g_assert_cmpuint (fl_series_get_decimals (fl_reading_get_series (reading)), ==, 3);
}

static void
test_text (void)
{
  g_autoptr(FlReading) reading = fl_reading_new ("mode", "home/mode");

  fl_reading_take_number (reading, "1", 1, 0, 5, FL_TIME_ORIGIN_ARRIVAL);
  fl_reading_take_text (reading, "<b>&\"\n", 6, FL_TIME_ORIGIN_RETAINED);
  g_assert_cmpstr (fl_reading_get_text (reading), ==, "<b>&\"\n");
  g_assert_false (fl_reading_get_numeric (reading));
  g_assert_cmpuint (fl_series_get_n_points (fl_reading_get_series (reading)), ==, 1);
}

static void
count_cb (guint *count)
{
  (*count)++;
}

/* The same value again is a new arrival, not a new text. */
static void
test_notifies_on_change_only (void)
{
  g_autoptr(FlReading) reading = fl_reading_new ("mode", "home/mode");
  guint n_texts = 0, n_values = 0;

  g_signal_connect_swapped (reading, "notify::text", G_CALLBACK (count_cb), &n_texts);
  g_signal_connect_swapped (reading, "notify::n-values", G_CALLBACK (count_cb), &n_values);
  for (guint i = 0; i < 3; i++)
    fl_reading_take_number (reading, "21.5", 21.5, 1, 5 + i, FL_TIME_ORIGIN_ARRIVAL);
  g_assert_cmpuint (n_texts, ==, 1);
  g_assert_cmpuint (n_values, ==, 3);
}

static void
test_properties (void)
{
  g_autoptr(FlReading) reading = fl_reading_new ("mode", "home/mode");
  g_autofree char *name = NULL, *topic = NULL, *text = NULL;
  g_autoptr(FlSeries) series = NULL;
  double value;
  gboolean numeric;
  gint64 time;
  int origin;
  guint64 n_values;

  fl_reading_take_number (reading, "21.5", 21.5, 1, 5, FL_TIME_ORIGIN_TOKEN);
  g_object_get (reading, "name", &name, "topic", &topic, "text", &text, "series", &series, "value", &value,
                "numeric", &numeric, "time", &time, "time-origin", &origin, "n-values", &n_values, NULL);
  g_assert_cmpstr (name, ==, "mode");
  g_assert_cmpstr (topic, ==, "home/mode");
  g_assert_cmpstr (text, ==, "21.5");
  g_assert_nonnull (series);
  g_assert_cmpfloat (value, ==, 21.5);
  g_assert_true (numeric);
  g_assert_cmpint (time, ==, 5);
  g_assert_cmpint (origin, ==, FL_TIME_ORIGIN_TOKEN);
  g_assert_cmpuint (n_values, ==, 1);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/reading/number", test_number);
  g_test_add_func ("/reading/text", test_text);
  g_test_add_func ("/reading/notifies-on-change-only", test_notifies_on_change_only);
  g_test_add_func ("/reading/properties", test_properties);
  return g_test_run ();
}
