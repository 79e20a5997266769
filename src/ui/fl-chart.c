/* A sparkline with its scale and its times.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "fernlight-chart"

#include "config.h"

#include "ui/fl-chart.h"

#include "ui/fl-sparkline.h"
#include "ui/fl-ui.h"

/* Labels follow at most this often, in ms. */
#define LABEL_INTERVAL 250

struct _FlChart
{
  GtkWidget    parent_instance;

  GtkWidget   *grid;
  FlSparkline *sparkline;
  GtkLabel    *high;
  GtkLabel    *low;
  GtkLabel    *first;
  GtkLabel    *last;

  FlSeries    *series;
  guint        update_id;
};

enum
{
  PROP_0,
  PROP_SERIES,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (FlChart, fl_chart, GTK_TYPE_WIDGET)

static void
show_value (FlChart  *self,
            GtkLabel *label,
            double    value)
{
  g_autofree char *text = fl_series_format (self->series, value);

  gtk_label_set_label (label, text);
}

static void
show_time (GtkLabel *label,
           gint64    time)
{
  g_autoptr(GDateTime) date = g_date_time_new_from_unix_local (time / G_USEC_PER_SEC);
  g_autofree char *text = date != NULL ? g_date_time_format (date, "%H:%M:%S") : NULL;

  gtk_label_set_label (label, text != NULL ? text : "");
}

static void
update_labels (FlChart *self)
{
  guint n = self->series != NULL ? fl_series_get_n_points (self->series) : 0;
  double low, high;

  if (n == 0)
    {
      gtk_label_set_label (self->low, "");
      gtk_label_set_label (self->high, "");
      gtk_label_set_label (self->first, "");
      gtk_label_set_label (self->last, "");
      return;
    }
  fl_sparkline_get_scale (self->series, &low, &high);
  show_value (self, self->low, low);
  show_value (self, self->high, high);
  show_time (self->first, fl_series_get_point (self->series, 0).time);
  show_time (self->last, fl_series_get_point (self->series, n - 1).time);
}

static gboolean
update_labels_cb (gpointer user_data)
{
  FlChart *self = user_data;

  self->update_id = 0;
  update_labels (self);
  return G_SOURCE_REMOVE;
}

static void
series_changed_cb (FlChart *self)
{
  if (self->update_id == 0)
    self->update_id = g_timeout_add (LABEL_INTERVAL, update_labels_cb, self);
}

static void
fl_chart_get_property (GObject    *object,
                       guint       property_id,
                       GValue     *value,
                       GParamSpec *pspec)
{
  switch (property_id)
    {
    case PROP_SERIES:
      g_value_set_object (value, fl_chart_get_series (FL_CHART (object)));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
fl_chart_set_property (GObject      *object,
                       guint         property_id,
                       const GValue *value,
                       GParamSpec   *pspec)
{
  switch (property_id)
    {
    case PROP_SERIES:
      fl_chart_set_series (FL_CHART (object), g_value_get_object (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
fl_chart_dispose (GObject *object)
{
  FlChart *self = FL_CHART (object);

  if (self->series != NULL)
    g_signal_handlers_disconnect_by_func (self->series, series_changed_cb, self);
  g_clear_object (&self->series);
  g_clear_handle_id (&self->update_id, g_source_remove);
  g_clear_pointer (&self->grid, gtk_widget_unparent);

  G_OBJECT_CLASS (fl_chart_parent_class)->dispose (object);
}

static void
fl_chart_class_init (FlChartClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = fl_chart_get_property;
  object_class->set_property = fl_chart_set_property;
  object_class->dispose = fl_chart_dispose;

  properties[PROP_SERIES] = g_param_spec_object ("series", NULL, NULL, FL_TYPE_SERIES,
                                                 G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (FL_TYPE_SPARKLINE);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, FL_UI_TEMPLATE ("fl-chart"));
  gtk_widget_class_bind_template_child (widget_class, FlChart, grid);
  gtk_widget_class_bind_template_child (widget_class, FlChart, sparkline);
  gtk_widget_class_bind_template_child (widget_class, FlChart, high);
  gtk_widget_class_bind_template_child (widget_class, FlChart, low);
  gtk_widget_class_bind_template_child (widget_class, FlChart, first);
  gtk_widget_class_bind_template_child (widget_class, FlChart, last);
}

static void
fl_chart_init (FlChart *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
fl_chart_new (void)
{
  return g_object_new (FL_TYPE_CHART, NULL);
}

/**
 * fl_chart_get_series:
 *
 * Returns: (transfer none) (nullable): the numbers
 */
FlSeries *
fl_chart_get_series (FlChart *self)
{
  g_return_val_if_fail (FL_IS_CHART (self), NULL);

  return self->series;
}

/**
 * fl_chart_set_series:
 * @series: (nullable): the numbers; line, scale and times follow them
 */
void
fl_chart_set_series (FlChart  *self,
                     FlSeries *series)
{
  g_return_if_fail (FL_IS_CHART (self));

  if (self->series == series)
    return;
  if (self->series != NULL)
    g_signal_handlers_disconnect_by_func (self->series, series_changed_cb, self);
  g_set_object (&self->series, series);
  if (series != NULL)
    g_signal_connect_swapped (series, "changed", G_CALLBACK (series_changed_cb), self);
  fl_sparkline_set_series (self->sparkline, series);
  update_labels (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SERIES]);
}
