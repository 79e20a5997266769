/* The last numbers of one reading, for a chart.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "fernlight-series"

#include "messages/fl-series.h"

#include <math.h>

#define MAX_DECIMALS 9

struct _FlSeries
{
  GObject parent_instance;

  GArray *points; /* FlSeriesPoint, by time */
  guint   capacity;
  guint   decimals;
};

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (FlSeries, fl_series, G_TYPE_OBJECT)

static FlSeriesPoint *
peek_point (FlSeries *self,
            guint     position)
{
  return &g_array_index (self->points, FlSeriesPoint, position);
}

static void
fl_series_finalize (GObject *object)
{
  FlSeries *self = FL_SERIES (object);

  g_array_unref (self->points);

  G_OBJECT_CLASS (fl_series_parent_class)->finalize (object);
}

static void
fl_series_class_init (FlSeriesClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = fl_series_finalize;

  signals[CHANGED] = g_signal_new ("changed", FL_TYPE_SERIES, G_SIGNAL_RUN_LAST,
                                   0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
fl_series_init (FlSeries *self)
{
  self->points = g_array_new (FALSE, FALSE, sizeof (FlSeriesPoint));
}

/**
 * fl_series_new:
 * @capacity: how many points to keep, at least 1; the oldest is dropped
 *
 * Main thread.
 *
 * Returns: (transfer full): an empty series
 */
FlSeries *
fl_series_new (guint capacity)
{
  FlSeries *self = g_object_new (FL_TYPE_SERIES, NULL);

  self->capacity = MAX (capacity, 1);
  return self;
}

/**
 * fl_series_append:
 * @time: real time, µs; an older point is put where it belongs
 * @value: not appended unless it is finite
 * @decimals: digits after the point the device wrote
 */
void
fl_series_append (FlSeries *self,
                  gint64    time,
                  double    value,
                  guint     decimals)
{
  FlSeriesPoint point = { time, value };
  guint position;

  g_return_if_fail (FL_IS_SERIES (self));

  if (!isfinite (value))
    return;
  for (position = self->points->len; position > 0; position--)
    if (peek_point (self, position - 1)->time <= time)
      break;
  if (self->points->len == self->capacity)
    {
      if (position == 0)
        return;
      g_array_remove_index (self->points, 0);
      position--;
    }
  g_array_insert_val (self->points, position, point);
  self->decimals = MAX (self->decimals, MIN (decimals, MAX_DECIMALS));
  g_signal_emit (self, signals[CHANGED], 0);
}

/**
 * fl_series_clear:
 *
 * Drops all points and forgets the decimals.
 */
void
fl_series_clear (FlSeries *self)
{
  g_return_if_fail (FL_IS_SERIES (self));

  if (self->points->len == 0)
    return;
  g_array_set_size (self->points, 0);
  self->decimals = 0;
  g_signal_emit (self, signals[CHANGED], 0);
}

guint
fl_series_get_capacity (FlSeries *self)
{
  return self->capacity;
}

guint
fl_series_get_n_points (FlSeries *self)
{
  return self->points->len;
}

/**
 * fl_series_get_point:
 * @position: 0 is the oldest; must be below fl_series_get_n_points()
 */
FlSeriesPoint
fl_series_get_point (FlSeries *self,
                     guint     position)
{
  g_return_val_if_fail (position < self->points->len, (FlSeriesPoint) { 0 });

  return *peek_point (self, position);
}

/**
 * fl_series_get_range:
 * @min: (out) (optional): the smallest value kept
 * @max: (out) (optional): the largest
 *
 * Returns: whether there is a point at all
 */
gboolean
fl_series_get_range (FlSeries *self,
                     double   *min,
                     double   *max)
{
  double low = INFINITY;
  double high = -INFINITY;

  for (guint i = 0; i < self->points->len; i++)
    {
      low = MIN (low, peek_point (self, i)->value);
      high = MAX (high, peek_point (self, i)->value);
    }
  if (min != NULL)
    *min = low;
  if (max != NULL)
    *max = high;
  return self->points->len > 0;
}

/**
 * fl_series_get_decimals:
 *
 * Returns: the most decimals seen, so that numbers do not jump
 */
guint
fl_series_get_decimals (FlSeries *self)
{
  return self->decimals;
}

/**
 * fl_series_format:
 *
 * Returns: (transfer full): @value with the decimals of this series, with a point as the devices write it
 */
char *
fl_series_format (FlSeries *self,
                  double    value)
{
  char format[8];
  char text[G_ASCII_DTOSTR_BUF_SIZE + 16];

  if (fabs (value) >= 1e15)
    return g_strdup (g_ascii_formatd (text, sizeof text, "%g", value));
  g_snprintf (format, sizeof format, "%%.%uf", self->decimals);
  return g_strdup (g_ascii_formatd (text, sizeof text, format, value));
}
