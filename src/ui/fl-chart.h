/* A sparkline with its scale and its times.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "messages/fl-series.h"

G_BEGIN_DECLS

#define FL_TYPE_CHART (fl_chart_get_type ())

/* Property: "series". */
G_DECLARE_FINAL_TYPE (FlChart, fl_chart, FL, CHART, GtkWidget)

GtkWidget *fl_chart_new        (void) G_GNUC_WARN_UNUSED_RESULT;
FlSeries  *fl_chart_get_series (FlChart  *self);
void       fl_chart_set_series (FlChart  *self,
                                FlSeries *series);

G_END_DECLS
