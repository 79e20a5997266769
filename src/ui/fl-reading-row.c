/* A reading on a card: its name, a big number that does not jump, a quiet line of the last ones.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "fernlight-reading-row"

#include "config.h"

#include "ui/fl-reading-row.h"

#include <string.h>

#include "messages/fl-text.h"
#include "ui/fl-sparkline.h"
#include "ui/fl-ui.h"

#define GLOW_MS 150
#define MAX_NAME_CHARACTERS 120
#define MAX_UNIT_CHARACTERS 20
#define MAX_TEXT_CHARACTERS 300

struct _FlReadingRow
{
  GtkWidget    parent_instance;

  FlReading   *reading;
  guint        glow_source;

  GtkWidget   *box;
  GtkLabel    *name_label;
  GtkLabel    *value_label;
  GtkLabel    *unit_label;
  FlSparkline *sparkline;
  GtkWidget   *plain_label;
};

enum
{
  PROP_0,
  PROP_READING,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (FlReadingRow, fl_reading_row, GTK_TYPE_WIDGET)

static gboolean
glow_ended_cb (gpointer user_data)
{
  FlReadingRow *self = user_data;

  self->glow_source = 0;
  gtk_widget_remove_css_class (GTK_WIDGET (self), "arrived");
  return G_SOURCE_REMOVE;
}

static void
glow (FlReadingRow *self)
{
  if (self->glow_source != 0)
    return;
  gtk_widget_add_css_class (GTK_WIDGET (self), "arrived");
  self->glow_source = g_timeout_add (GLOW_MS, glow_ended_cb, self);
}

static void
set_class (GtkWidget  *widget,
           const char *name,
           gboolean    has_it)
{
  if (has_it)
    gtk_widget_add_css_class (widget, name);
  else
    gtk_widget_remove_css_class (widget, name);
}

/* A number is big, with a line of the last ones; a word is text that may take two lines. */
static void
show_kind (FlReadingRow *self)
{
  const gboolean numeric = fl_reading_get_numeric (self->reading);
  FlSeries *series = fl_reading_get_series (self->reading);

  set_class (GTK_WIDGET (self->value_label), "title-2", numeric);
  set_class (GTK_WIDGET (self->value_label), "numeric", numeric);
  gtk_label_set_wrap (self->value_label, !numeric);
  gtk_label_set_wrap_mode (self->value_label, PANGO_WRAP_WORD_CHAR);
  gtk_label_set_lines (self->value_label, numeric ? 1 : 2);
  fl_sparkline_set_series (self->sparkline, series);
  gtk_widget_set_visible (GTK_WIDGET (self->sparkline), numeric && series != NULL && fl_series_get_n_points (series) > 1);
}

static void
show_value (FlReadingRow *self)
{
  const char *text = fl_reading_get_text (self->reading);
  FlSeries *series = fl_reading_get_series (self->reading);
  g_autofree char *padded = NULL;
  g_autofree char *shown = NULL;

  if (text == NULL)
    return;
  padded = fl_reading_row_format (text, fl_reading_get_numeric (self->reading) && series != NULL ? fl_series_get_decimals (series) : 0);
  shown = fl_text_shorten (padded, -1, MAX_TEXT_CHARACTERS);
  gtk_label_set_label (self->value_label, shown);
}

/* Plain text where a token was due is shown as that. */
static void
show_plain (FlReadingRow *self)
{
  const gboolean plain = fl_reading_get_plain (self->reading);

  set_class (GTK_WIDGET (self->value_label), "error", plain);
  gtk_widget_set_visible (self->plain_label, plain);
}

static void
value_arrived_cb (FlReadingRow *self)
{
  const guint64 n_values = fl_reading_get_n_values (self->reading);

  if (n_values == 1)
    glow (self);
  else if (n_values == 2)
    show_kind (self); /* two points make a line */
}

/* The device's own word for it; none is guessed. */
static void
show_unit (FlReadingRow *self)
{
  const char *unit = fl_reading_get_unit (self->reading);
  g_autofree char *shown = fl_text_shorten (unit != NULL ? unit : "", -1, MAX_UNIT_CHARACTERS);

  gtk_label_set_label (self->unit_label, shown);
  gtk_widget_set_visible (GTK_WIDGET (self->unit_label), *shown != '\0');
}

static void
show (FlReadingRow *self)
{
  g_autofree char *name = fl_text_shorten (fl_reading_get_name (self->reading), -1, MAX_NAME_CHARACTERS);
  g_autofree char *topic = fl_text_escape (fl_reading_get_topic (self->reading), -1);

  gtk_label_set_label (self->name_label, name);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->name_label), topic);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  show_kind (self);
  show_value (self);
  show_unit (self);
  show_plain (self);
}

static void
fl_reading_row_get_property (GObject    *object,
                             guint       property_id,
                             GValue     *value,
                             GParamSpec *pspec)
{
  switch (property_id)
    {
    case PROP_READING:
      g_value_set_object (value, FL_READING_ROW (object)->reading);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
fl_reading_row_set_property (GObject      *object,
                             guint         property_id,
                             const GValue *value,
                             GParamSpec   *pspec)
{
  switch (property_id)
    {
    case PROP_READING:
      fl_reading_row_set_reading (FL_READING_ROW (object), g_value_get_object (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
fl_reading_row_dispose (GObject *object)
{
  FlReadingRow *self = FL_READING_ROW (object);

  g_clear_handle_id (&self->glow_source, g_source_remove);
  if (self->reading != NULL)
    g_signal_handlers_disconnect_by_data (self->reading, self);
  g_clear_object (&self->reading);
  g_clear_pointer (&self->box, gtk_widget_unparent);

  G_OBJECT_CLASS (fl_reading_row_parent_class)->dispose (object);
}

static void
fl_reading_row_class_init (FlReadingRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = fl_reading_row_get_property;
  object_class->set_property = fl_reading_row_set_property;
  object_class->dispose = fl_reading_row_dispose;

  properties[PROP_READING] = g_param_spec_object ("reading", NULL, NULL, FL_TYPE_READING, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (FL_TYPE_SPARKLINE);
  gtk_widget_class_set_css_name (widget_class, "reading");
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_set_template_from_resource (widget_class, FL_UI_TEMPLATE ("fl-reading-row"));
  gtk_widget_class_bind_template_child (widget_class, FlReadingRow, box);
  gtk_widget_class_bind_template_child (widget_class, FlReadingRow, name_label);
  gtk_widget_class_bind_template_child (widget_class, FlReadingRow, value_label);
  gtk_widget_class_bind_template_child (widget_class, FlReadingRow, unit_label);
  gtk_widget_class_bind_template_child (widget_class, FlReadingRow, sparkline);
  gtk_widget_class_bind_template_child (widget_class, FlReadingRow, plain_label);
}

static void
fl_reading_row_init (FlReadingRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  fl_ui_keep_left_to_right (self->value_label);
}

GtkWidget *
fl_reading_row_new (FlReading *reading)
{
  return g_object_new (FL_TYPE_READING_ROW, "reading", reading, NULL);
}

FlReading *
fl_reading_row_get_reading (FlReadingRow *self)
{
  g_return_val_if_fail (FL_IS_READING_ROW (self), NULL);

  return self->reading;
}

void
fl_reading_row_set_reading (FlReadingRow *self,
                            FlReading    *reading)
{
  g_return_if_fail (FL_IS_READING_ROW (self));

  if (self->reading == reading)
    return;
  if (self->reading != NULL)
    g_signal_handlers_disconnect_by_data (self->reading, self);
  g_set_object (&self->reading, reading);
  if (reading != NULL)
    {
      g_signal_connect_object (reading, "notify::plain", G_CALLBACK (show_plain), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (reading, "notify::n-values", G_CALLBACK (value_arrived_cb), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (reading, "notify::numeric", G_CALLBACK (show_kind), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (reading, "notify::series", G_CALLBACK (show_kind), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (reading, "notify::text", G_CALLBACK (show_value), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (reading, "notify::name", G_CALLBACK (show), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (reading, "notify::unit", G_CALLBACK (show_unit), self, G_CONNECT_SWAPPED);
      show (self);
      value_arrived_cb (self);
    }
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_READING]);
}

/**
 * fl_reading_row_format:
 * @text: as the device wrote it
 * @decimals: the most digits after the point that the series has had
 *
 * Appends zeros only: what the device wrote is never rounded.
 *
 * Returns: (transfer full): "21.50" for "21.5" with two decimals; anything but plain decimals as it is
 */
char *
fl_reading_row_format (const char *text,
                       guint       decimals)
{
  const char *digits = text[0] == '-' ? text + 1 : text;
  const char *point = strchr (digits, '.');
  GString *padded;
  guint n_decimals;

  if (digits[0] == '\0' || digits[strspn (digits, point != NULL ? "0123456789." : "0123456789")] != '\0')
    return g_strdup (text);
  n_decimals = point != NULL ? (guint) strlen (point + 1) : 0;
  padded = g_string_new (text);
  if (point == NULL && decimals > 0)
    g_string_append_c (padded, '.');
  for (guint i = n_decimals; i < decimals; i++)
    g_string_append_c (padded, '0');
  return g_string_free (padded, FALSE);
}
