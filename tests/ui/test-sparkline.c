/* fl-sparkline: follows its series, draws in its colour, and says in words what it draws.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "ui/fl-sparkline.h"
#include "ui/fl-ui-test.h"

static void
test_scale (void)
{
  g_autoptr(FlSeries) series = fl_series_new (10);
  double low, high;

  fl_series_append (series, 1, 20, 0);
  fl_sparkline_get_scale (series, &low, &high);
  g_assert_cmpfloat (low, <, 20);
  g_assert_cmpfloat (high, >, 20);
  fl_series_append (series, 2, 30, 0);
  fl_sparkline_get_scale (series, &low, &high);
  g_assert_cmpfloat (low, ==, 20);
  g_assert_cmpfloat (high, ==, 30);
}

static void
test_find_point (void)
{
  static const struct { double fraction; guint position; } cases[] = {
    { -1, 0 }, { 0, 0 }, { 0.04, 0 }, { 0.06, 1 }, { 0.5, 1 }, { 0.9, 2 }, { 1, 2 }, { 5, 2 },
  };
  g_autoptr(FlSeries) series = fl_series_new (10);

  fl_series_append (series, 0, 1, 0);
  fl_series_append (series, 100, 2, 0);
  fl_series_append (series, 1000, 3, 0);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpuint (fl_sparkline_find_point (series, cases[i].fraction), ==, cases[i].position);
}

/* How many pixels of the widget are drawn at all. */
static guint
count_pixels (GtkWidget *widget)
{
  g_autoptr(GdkPaintable) paintable = gtk_widget_paintable_new (widget);
  GtkSnapshot *snapshot = gtk_snapshot_new ();
  g_autoptr(GskRenderNode) node = NULL;
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, 100, 40);
  cairo_t *cr = cairo_create (surface);
  guint n = 0;

  gdk_paintable_snapshot (paintable, snapshot, 100, 40);
  node = gtk_snapshot_free_to_node (snapshot);
  if (node != NULL)
    gsk_render_node_draw (node, cr);
  cairo_surface_flush (surface);
  for (int y = 0; y < 40; y++)
    for (int x = 0; x < 100; x++)
      n += cairo_image_surface_get_data (surface)[y * cairo_image_surface_get_stride (surface) + x * 4 + 3] != 0;
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
  return n;
}

static gboolean
is_drawn (gpointer widget)
{
  return count_pixels (widget) > 0;
}

static void
test_draws (void)
{
  g_autoptr(FlSeries) series = fl_series_new (10);
  GtkWidget *window = adw_window_new ();
  GtkWidget *sparkline = fl_sparkline_new (series);

  gtk_widget_set_size_request (sparkline, 100, 40);
  gtk_widget_set_halign (sparkline, GTK_ALIGN_START);
  gtk_widget_set_valign (sparkline, GTK_ALIGN_START);
  adw_window_set_content (ADW_WINDOW (window), sparkline);
  gtk_window_present (GTK_WINDOW (window));
  fl_ui_test_settle ();
  g_assert_cmpuint (count_pixels (sparkline), ==, 0);
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (sparkline), GTK_ACCESSIBLE_PROPERTY_LABEL, "No values yet");

  for (guint i = 0; i < 5; i++)
    fl_series_append (series, i, 20.5 + i, 1);
  g_assert_true (fl_ui_test_wait (is_drawn, sparkline, 30));
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (sparkline), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "5 values, between 20.5 and 24.5");
  gtk_window_destroy (GTK_WINDOW (window));
  fl_ui_test_settle ();
}

static void
test_series (void)
{
  g_autoptr(FlSeries) series = fl_series_new (10);
  FlSparkline *sparkline = FL_SPARKLINE (g_object_ref_sink (fl_sparkline_new (series)));

  g_assert_true (fl_sparkline_get_series (sparkline) == series);
  fl_sparkline_set_gridlines (sparkline, TRUE);
  g_assert_true (fl_sparkline_get_gridlines (sparkline));
  fl_sparkline_set_series (sparkline, NULL);
  fl_series_append (series, 1, 1, 0);
  g_assert_null (fl_sparkline_get_series (sparkline));
  fl_sparkline_set_series (sparkline, series);
  g_assert_finalize_object (sparkline);
  fl_series_append (series, 2, 1, 0);
}

int
main (int    argc,
      char **argv)
{
  fl_ui_test_init (&argc, &argv);
  g_test_add_func ("/sparkline/scale", test_scale);
  g_test_add_func ("/sparkline/find-point", test_find_point);
  g_test_add_func ("/sparkline/draws", test_draws);
  g_test_add_func ("/sparkline/series", test_series);
  return g_test_run ();
}
