/* A quiet line of the last numbers.
 *
 * Time runs along the width, from the first point to the last. The line has the widget's CSS colour; where the
 * pointer is, the tooltip says value and time.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "fernlight-sparkline"

#include "config.h"

#include "ui/fl-sparkline.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "ui/fl-compat.h"

#define LINE_WIDTH 1.5
#define DOT_RADIUS 2.5
#define PADDING    3.0
#define N_GRIDLINES 3

struct _FlSparkline
{
  GtkWidget parent_instance;

  FlSeries *series;
  gboolean  gridlines;
};

enum
{
  PROP_0,
  PROP_SERIES,
  PROP_GRIDLINES,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (FlSparkline, fl_sparkline, GTK_TYPE_WIDGET)

/* How the points are laid into the widget. */
typedef struct
{
  gint64 first_time, last_time;
  double low, high;
  double width, height;
} Layout;

static double
get_x (const Layout *layout,
       gint64        time)
{
  double span = (double) (layout->last_time - layout->first_time);
  double fraction = span > 0 ? (double) (time - layout->first_time) / span : 1.0;

  return PADDING + fraction * (layout->width - 2 * PADDING);
}

static double
get_y (const Layout *layout,
       double        value)
{
  double fraction = (value - layout->low) / (layout->high - layout->low);

  return layout->height - PADDING - fraction * (layout->height - 2 * PADDING);
}

static void
lay_out (FlSparkline *self,
         Layout      *layout)
{
  guint n = fl_series_get_n_points (self->series);

  layout->first_time = fl_series_get_point (self->series, 0).time;
  layout->last_time = fl_series_get_point (self->series, n - 1).time;
  fl_sparkline_get_scale (self->series, &layout->low, &layout->high);
  layout->width = gtk_widget_get_width (GTK_WIDGET (self));
  layout->height = gtk_widget_get_height (GTK_WIDGET (self));
}

static void
trace_line (FlSparkline  *self,
            const Layout *layout,
            cairo_t      *cr)
{
  guint n = fl_series_get_n_points (self->series);

  for (guint i = 0; i < n; i++)
    {
      FlSeriesPoint point = fl_series_get_point (self->series, i);

      cairo_line_to (cr, get_x (layout, point.time), get_y (layout, point.value));
    }
}

static void
draw_gridlines (const Layout  *layout,
                cairo_t       *cr,
                const GdkRGBA *color)
{
  cairo_set_source_rgba (cr, color->red, color->green, color->blue, 0.15);
  cairo_set_line_width (cr, 1.0);
  for (guint i = 0; i < N_GRIDLINES; i++)
    {
      double y = PADDING + i * (layout->height - 2 * PADDING) / (N_GRIDLINES - 1);

      cairo_move_to (cr, PADDING, round (y) + 0.5);
      cairo_line_to (cr, layout->width - PADDING, round (y) + 0.5);
    }
  cairo_stroke (cr);
}

static void
draw_area (FlSparkline   *self,
           const Layout  *layout,
           cairo_t       *cr,
           const GdkRGBA *color)
{
  cairo_pattern_t *fade = cairo_pattern_create_linear (0, 0, 0, layout->height);

  cairo_pattern_add_color_stop_rgba (fade, 0, color->red, color->green, color->blue, 0.25 * color->alpha);
  cairo_pattern_add_color_stop_rgba (fade, 1, color->red, color->green, color->blue, 0.0);
  trace_line (self, layout, cr);
  cairo_line_to (cr, get_x (layout, layout->last_time), layout->height);
  cairo_line_to (cr, get_x (layout, layout->first_time), layout->height);
  cairo_close_path (cr);
  cairo_set_source (cr, fade);
  cairo_fill (cr);
  cairo_pattern_destroy (fade);
}

static void
draw_line (FlSparkline   *self,
           const Layout  *layout,
           cairo_t       *cr,
           const GdkRGBA *color)
{
  FlSeriesPoint last = fl_series_get_point (self->series, fl_series_get_n_points (self->series) - 1);

  gdk_cairo_set_source_rgba (cr, color);
  cairo_set_line_width (cr, LINE_WIDTH);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  cairo_set_line_cap (cr, CAIRO_LINE_CAP_ROUND);
  trace_line (self, layout, cr);
  cairo_stroke (cr);
  cairo_arc (cr, get_x (layout, last.time), get_y (layout, last.value), DOT_RADIUS, 0, 2 * G_PI);
  cairo_fill (cr);
}

/* Said once per frame at most, however many points came. */
static void
update_accessible (FlSparkline *self)
{
  guint n = self->series != NULL ? fl_series_get_n_points (self->series) : 0;
  g_autofree char *low_text = NULL;
  g_autofree char *high_text = NULL;
  g_autofree char *text = NULL;
  double low, high;

  if (n == 0)
    {
      gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _("No values yet"), -1);
      return;
    }
  fl_series_get_range (self->series, &low, &high);
  low_text = fl_series_format (self->series, low);
  high_text = fl_series_format (self->series, high);
  text = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u value, between %s and %s", "%u values, between %s and %s", n),
                          n, low_text, high_text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
}

static void
fl_sparkline_snapshot (GtkWidget   *widget,
                       GtkSnapshot *snapshot)
{
  FlSparkline *self = FL_SPARKLINE (widget);
  int width = gtk_widget_get_width (widget);
  int height = gtk_widget_get_height (widget);
  Layout layout;
  GdkRGBA color;
  cairo_t *cr;

  update_accessible (self);
  if (self->series == NULL || fl_series_get_n_points (self->series) == 0 || width <= 0 || height <= 0)
    return;
  lay_out (self, &layout);
  fl_compat_get_color (widget, &color);
  cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, (float) width, (float) height));
  if (self->gridlines)
    draw_gridlines (&layout, cr, &color);
  if (fl_series_get_n_points (self->series) > 1)
    draw_area (self, &layout, cr, &color);
  draw_line (self, &layout, cr, &color);
  cairo_destroy (cr);
}

static void
fl_sparkline_measure (GtkWidget      *widget,
                      GtkOrientation  orientation,
                      int             for_size,
                      int            *minimum,
                      int            *natural,
                      int            *minimum_baseline,
                      int            *natural_baseline)
{
  *minimum = orientation == GTK_ORIENTATION_HORIZONTAL ? 24 : 16;
  *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? 80 : 24;
}

static gboolean
fl_sparkline_query_tooltip (GtkWidget  *widget,
                            int         x,
                            int         y,
                            gboolean    keyboard_tooltip,
                            GtkTooltip *tooltip)
{
  FlSparkline *self = FL_SPARKLINE (widget);
  double width = gtk_widget_get_width (widget) - 2 * PADDING;
  g_autofree char *value = NULL;
  g_autofree char *time = NULL;
  g_autofree char *text = NULL;
  g_autoptr(GDateTime) date = NULL;
  FlSeriesPoint point;

  if (self->series == NULL || fl_series_get_n_points (self->series) == 0 || width <= 0)
    return FALSE;
  point = fl_series_get_point (self->series, fl_sparkline_find_point (self->series, (x - PADDING) / width));
  value = fl_series_format (self->series, point.value);
  date = g_date_time_new_from_unix_local (point.time / G_USEC_PER_SEC);
  time = date != NULL ? g_date_time_format (date, "%H:%M:%S") : g_strdup ("");
  text = g_strdup_printf ("%s · %s", value, time);
  gtk_tooltip_set_text (tooltip, text);
  return TRUE;
}

static void
fl_sparkline_get_property (GObject    *object,
                           guint       property_id,
                           GValue     *value,
                           GParamSpec *pspec)
{
  FlSparkline *self = FL_SPARKLINE (object);

  switch (property_id)
    {
    case PROP_SERIES:
      g_value_set_object (value, self->series);
      break;
    case PROP_GRIDLINES:
      g_value_set_boolean (value, self->gridlines);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
fl_sparkline_set_property (GObject      *object,
                           guint         property_id,
                           const GValue *value,
                           GParamSpec   *pspec)
{
  FlSparkline *self = FL_SPARKLINE (object);

  switch (property_id)
    {
    case PROP_SERIES:
      fl_sparkline_set_series (self, g_value_get_object (value));
      break;
    case PROP_GRIDLINES:
      fl_sparkline_set_gridlines (self, g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
fl_sparkline_dispose (GObject *object)
{
  fl_sparkline_set_series (FL_SPARKLINE (object), NULL);

  G_OBJECT_CLASS (fl_sparkline_parent_class)->dispose (object);
}

static void
fl_sparkline_class_init (FlSparklineClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->get_property = fl_sparkline_get_property;
  object_class->set_property = fl_sparkline_set_property;
  object_class->dispose = fl_sparkline_dispose;
  widget_class->snapshot = fl_sparkline_snapshot;
  widget_class->measure = fl_sparkline_measure;
  widget_class->query_tooltip = fl_sparkline_query_tooltip;

  properties[PROP_SERIES] = g_param_spec_object ("series", NULL, NULL, FL_TYPE_SERIES, flags);
  properties[PROP_GRIDLINES] = g_param_spec_boolean ("gridlines", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
  gtk_widget_class_set_css_name (widget_class, "sparkline");
}

static void
fl_sparkline_init (FlSparkline *self)
{
  gtk_widget_set_has_tooltip (GTK_WIDGET (self), TRUE);
  update_accessible (self);
}

/**
 * fl_sparkline_new:
 * @series: (nullable): the numbers
 */
GtkWidget *
fl_sparkline_new (FlSeries *series)
{
  return g_object_new (FL_TYPE_SPARKLINE, "series", series, NULL);
}

/**
 * fl_sparkline_get_series:
 *
 * Returns: (transfer none) (nullable): the numbers
 */
FlSeries *
fl_sparkline_get_series (FlSparkline *self)
{
  g_return_val_if_fail (FL_IS_SPARKLINE (self), NULL);

  return self->series;
}

/**
 * fl_sparkline_set_series:
 * @series: (nullable): the numbers; the line follows them
 */
void
fl_sparkline_set_series (FlSparkline *self,
                         FlSeries    *series)
{
  g_return_if_fail (FL_IS_SPARKLINE (self));

  if (self->series == series)
    return;
  if (self->series != NULL)
    g_signal_handlers_disconnect_by_func (self->series, gtk_widget_queue_draw, self);
  g_set_object (&self->series, series);
  if (series != NULL)
    g_signal_connect_swapped (series, "changed", G_CALLBACK (gtk_widget_queue_draw), self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SERIES]);
}

gboolean
fl_sparkline_get_gridlines (FlSparkline *self)
{
  g_return_val_if_fail (FL_IS_SPARKLINE (self), FALSE);

  return self->gridlines;
}

void
fl_sparkline_set_gridlines (FlSparkline *self,
                            gboolean     gridlines)
{
  g_return_if_fail (FL_IS_SPARKLINE (self));

  if (self->gridlines == !!gridlines)
    return;
  self->gridlines = !!gridlines;
  gtk_widget_queue_draw (GTK_WIDGET (self));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_GRIDLINES]);
}

/**
 * fl_sparkline_get_scale:
 * @series: with at least one point
 * @low: (out): the value at the bottom
 * @high: (out): the value at the top, always above @low
 */
void
fl_sparkline_get_scale (FlSeries *series,
                        double   *low,
                        double   *high)
{
  double margin;

  fl_series_get_range (series, low, high);
  if (*high > *low)
    return;
  /* All are equal: a line through the middle. */
  margin = MAX (fabs (*low) * 0.01, 0.5);
  *low -= margin;
  *high += margin;
}

/**
 * fl_sparkline_find_point:
 * @series: with at least one point
 * @fraction: 0 is the time of the first point, 1 of the last; may be outside
 *
 * Returns: the position of the point nearest in time
 */
guint
fl_sparkline_find_point (FlSeries *series,
                         double    fraction)
{
  guint n = fl_series_get_n_points (series);
  gint64 first = fl_series_get_point (series, 0).time;
  gint64 last = fl_series_get_point (series, n - 1).time;
  gint64 time = first + (gint64) (CLAMP (fraction, 0.0, 1.0) * (double) (last - first));
  guint nearest = 0;

  for (guint i = 1; i < n; i++)
    if (ABS (fl_series_get_point (series, i).time - time) <= ABS (fl_series_get_point (series, nearest).time - time))
      nearest = i;
  return nearest;
}
