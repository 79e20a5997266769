/* fl-reading-row: what the device wrote, as text and never as markup; numbers that do not jump.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "ui/fl-reading-row.h"
#include "ui/fl-sparkline.h"
#include "ui/fl-ui-test.h"

static const struct { const char *text; guint decimals; const char *shown; } numbers[] = {
  { "33.02", 2, "33.02" }, { "33.1", 2, "33.10" }, { "33", 2, "33.00" }, { "-7.5", 3, "-7.500" }, { "33.", 2, "33.00" },
  { "33.025", 2, "33.025" }, { "512", 0, "512" }, { "1e5", 2, "1e5" }, { "+5", 2, "+5" }, { "-", 2, "-" }, { "", 2, "" },
  { "ON", 2, "ON" }, { "1.2.3", 0, "1.2.3" },
};

static void
test_format (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    {
      g_autofree char *shown = fl_reading_row_format (numbers[i].text, numbers[i].decimals);

      g_assert_cmpstr (shown, ==, numbers[i].shown);
    }
}

static void
test_numbers (void)
{
  g_autoptr(FlReading) reading = fl_reading_new ("temperature", "home/temperature");
  g_autoptr(FlReadingRow) row = g_object_ref_sink (FL_READING_ROW (fl_reading_row_new (reading)));
  GtkWidget *sparkline = fl_ui_test_find (GTK_WIDGET (row), FL_TYPE_SPARKLINE, NULL);

  g_assert_true (fl_reading_row_get_reading (row) == reading);
  g_assert_nonnull (fl_ui_test_find (GTK_WIDGET (row), GTK_TYPE_LABEL, "temperature"));
  g_assert_false (gtk_widget_has_css_class (GTK_WIDGET (row), "arrived"));

  fl_reading_take_number (reading, "33.02", 33.02, 2, 1, FL_TIME_ORIGIN_ARRIVAL);
  g_assert_nonnull (fl_ui_test_find (GTK_WIDGET (row), GTK_TYPE_LABEL, "33.02"));
  g_assert_true (gtk_widget_has_css_class (GTK_WIDGET (row), "arrived"));
  g_assert_false (gtk_widget_get_visible (sparkline));

  fl_reading_take_number (reading, "34", 34, 0, 2, FL_TIME_ORIGIN_ARRIVAL);
  g_assert_nonnull (fl_ui_test_find (GTK_WIDGET (row), GTK_TYPE_LABEL, "34.00"));
  g_assert_true (gtk_widget_get_visible (sparkline));
  g_assert_true (fl_sparkline_get_series (FL_SPARKLINE (sparkline)) == fl_reading_get_series (reading));

  fl_reading_take_text (reading, "broken", 3, FL_TIME_ORIGIN_ARRIVAL);
  g_assert_nonnull (fl_ui_test_find (GTK_WIDGET (row), GTK_TYPE_LABEL, "broken"));
  g_assert_false (gtk_widget_get_visible (sparkline));
}

static gboolean
has_glowed_cb (gpointer data)
{
  return !gtk_widget_has_css_class (data, "arrived");
}

static void
test_glow_ends (void)
{
  g_autoptr(FlReading) reading = fl_reading_new ("temperature", "home/temperature");
  g_autoptr(FlReadingRow) row = g_object_ref_sink (FL_READING_ROW (fl_reading_row_new (reading)));

  fl_reading_take_text (reading, "x", 1, FL_TIME_ORIGIN_ARRIVAL);
  g_assert_true (fl_ui_test_wait (has_glowed_cb, row, 30));
  fl_reading_take_text (reading, "y", 2, FL_TIME_ORIGIN_ARRIVAL);
  g_assert_false (gtk_widget_has_css_class (GTK_WIDGET (row), "arrived"));
}

/* What a discovery document says later of a reading is shown then. */
static void
test_unit (void)
{
  const FlAspect value = { .kind = FL_ASPECT_VALUE, .state_topic = "home/t" };
  g_autoptr(FlDeviceInfo) device = fl_device_info_new (&(FlDeviceInfoFields) { .key = "AA:BB", .name = "Kitchen" });
  g_autoptr(FlEntity) entity = fl_entity_new (device, &(FlEntityFields) { .id = "t", .name = "Outside", .kind = FL_ENTITY_SENSOR, .unit = "°C",
                                                                          .aspects = &value, .n_aspects = 1 }, NULL);
  g_autoptr(FlReading) reading = fl_reading_new ("t", "home/t");
  g_autoptr(FlReadingRow) row = g_object_ref_sink (FL_READING_ROW (fl_reading_row_new (reading)));

  fl_reading_take_number (reading, "21", 21, 0, 1, FL_TIME_ORIGIN_ARRIVAL);
  g_assert_null (fl_ui_test_find (GTK_WIDGET (row), GTK_TYPE_LABEL, "°C"));
  fl_reading_set_entity (reading, entity);
  g_assert_nonnull (fl_ui_test_find (GTK_WIDGET (row), GTK_TYPE_LABEL, "°C"));
  g_assert_nonnull (fl_ui_test_find (GTK_WIDGET (row), GTK_TYPE_LABEL, "Outside"));
  g_assert_nonnull (fl_ui_test_find (GTK_WIDGET (row), GTK_TYPE_LABEL, "21"));
}

static void
test_hostile (void)
{
  g_autoptr(FlReading) reading = fl_reading_new ("<b>name</b>\n\xe2\x80\xae", "home/<i>");
  g_autoptr(FlReadingRow) row = NULL;
  GtkWidget *label;

  fl_reading_take_text (reading, "<span foreground='green'>verified</span>", 1, FL_TIME_ORIGIN_ARRIVAL);
  row = g_object_ref_sink (FL_READING_ROW (fl_reading_row_new (reading)));
  label = fl_ui_test_find (GTK_WIDGET (row), GTK_TYPE_LABEL, "<span foreground='green'>verified</span>");
  g_assert_nonnull (label);
  g_assert_false (gtk_label_get_use_markup (GTK_LABEL (label)));
  g_assert_cmpstr (gtk_label_get_text (GTK_LABEL (label)), ==, "<span foreground='green'>verified</span>");
  label = fl_ui_test_find (GTK_WIDGET (row), GTK_TYPE_LABEL, NULL);
  g_assert_true (g_str_has_prefix (gtk_label_get_text (GTK_LABEL (label)), "<b>name</b>\\"));
  g_assert_null (strstr (gtk_label_get_text (GTK_LABEL (label)), "\xe2\x80\xae"));
}

int
main (int    argc,
      char **argv)
{
  fl_ui_test_init (&argc, &argv);
  g_test_add_func ("/reading-row/format", test_format);
  g_test_add_func ("/reading-row/numbers", test_numbers);
  g_test_add_func ("/reading-row/glow-ends", test_glow_ends);
  g_test_add_func ("/reading-row/unit", test_unit);
  g_test_add_func ("/reading-row/hostile", test_hostile);
  return g_test_run ();
}
