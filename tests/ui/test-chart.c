/* fl-chart: scale and times of what is drawn.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "ui/fl-chart.h"
#include "ui/fl-ui-test.h"

static gboolean
has_high (gpointer chart)
{
  return fl_ui_test_find (chart, GTK_TYPE_LABEL, "24.50") != NULL;
}

static void
test_labels (void)
{
  g_autoptr(FlSeries) series = fl_series_new (10);
  FlChart *chart = FL_CHART (g_object_ref_sink (fl_chart_new ()));

  fl_chart_set_series (chart, series);
  g_assert_true (fl_chart_get_series (chart) == series);
  fl_series_append (series, 1, 20.5, 1);
  fl_series_append (series, 2, 24.5, 2);
  g_assert_true (fl_ui_test_wait (has_high, chart, 30));
  g_assert_nonnull (fl_ui_test_find (GTK_WIDGET (chart), GTK_TYPE_LABEL, "20.50"));
  fl_chart_set_series (chart, NULL);
  g_assert_null (fl_ui_test_find (GTK_WIDGET (chart), GTK_TYPE_LABEL, "20.50"));
  g_assert_finalize_object (chart);
  fl_series_append (series, 3, 24.5, 2);
}

int
main (int    argc,
      char **argv)
{
  fl_ui_test_init (&argc, &argv);
  g_test_add_func ("/chart/labels", test_labels);
  return g_test_run ();
}
