/* The last numbers of one reading, for a chart.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

typedef struct
{
  gint64 time; /* real time, µs */
  double value;
} FlSeriesPoint;

#define FL_TYPE_SERIES (fl_series_get_type ())

/* Signal "changed": a point was appended, or all were dropped. */
G_DECLARE_FINAL_TYPE (FlSeries, fl_series, FL, SERIES, GObject)

FlSeries      *fl_series_new          (guint          capacity) G_GNUC_WARN_UNUSED_RESULT;
void           fl_series_append       (FlSeries      *self,
                                       gint64         time,
                                       double         value,
                                       guint          decimals);
void           fl_series_clear        (FlSeries      *self);
guint          fl_series_get_capacity (FlSeries      *self);
guint          fl_series_get_n_points (FlSeries      *self);
FlSeriesPoint  fl_series_get_point    (FlSeries      *self,
                                       guint          position);
gboolean       fl_series_get_range    (FlSeries      *self,
                                       double        *min,
                                       double        *max);
guint          fl_series_get_decimals (FlSeries      *self);
char          *fl_series_format       (FlSeries      *self,
                                       double         value) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
