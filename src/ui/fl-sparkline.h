/* A quiet line of the last numbers.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "messages/fl-series.h"

G_BEGIN_DECLS

#define FL_TYPE_SPARKLINE (fl_sparkline_get_type ())

/* Properties: "series" (FlSeries), "gridlines" (with lines for an FlChart around it). */
G_DECLARE_FINAL_TYPE (FlSparkline, fl_sparkline, FL, SPARKLINE, GtkWidget)

GtkWidget *fl_sparkline_new           (FlSeries    *series) G_GNUC_WARN_UNUSED_RESULT;
FlSeries  *fl_sparkline_get_series    (FlSparkline *self);
void       fl_sparkline_set_series    (FlSparkline *self,
                                       FlSeries    *series);
gboolean   fl_sparkline_get_gridlines (FlSparkline *self);
void       fl_sparkline_set_gridlines (FlSparkline *self,
                                       gboolean     gridlines);
void       fl_sparkline_get_scale     (FlSeries    *series,
                                       double      *low,
                                       double      *high);
guint      fl_sparkline_find_point    (FlSeries    *series,
                                       double       fraction);

G_END_DECLS
