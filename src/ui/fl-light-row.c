/* One degree of a light on a card: brightness or colour temperature as a slider, colour as a button.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "fernlight-light-row"

#include "config.h"

#include "ui/fl-light-row.h"

#include <glib/gi18n.h>

#include <math.h>

#include "messages/fl-text.h"
#include "ui/fl-compat.h"
#include "ui/fl-ui.h"

struct _FlLightRow
{
  GtkWidget      parent_instance;

  FlLevel       *level;
  gboolean       is_showing; /* the slider is being set by us: not a wish */

  GtkWidget     *box;
  GtkLabel      *name_label;
  GtkLabel      *value_label;
  GtkLabel      *note_label;
  GtkWidget     *spinner;
  GtkScale      *scale;
  GtkAdjustment *adjustment;
  GtkWidget     *color_button;
  GtkDrawingArea *swatch;
};

G_DEFINE_FINAL_TYPE (FlLightRow, fl_light_row, GTK_TYPE_WIDGET)

static gboolean
is_color (FlLightRow *self)
{
  return fl_level_get_kind (self->level) == FL_ASPECT_COLOR;
}

static const char *
describe_kind (FlAspectKind kind)
{
  switch (kind)
    {
    case FL_ASPECT_COLOR:
      return _("Colour");
    case FL_ASPECT_COLOR_TEMPERATURE:
      return _("White");
    case FL_ASPECT_BRIGHTNESS:
    case FL_ASPECT_POWER:
    case FL_ASPECT_VALUE:
    default:
      return _("Brightness");
    }
}

/* The wish while there is one, else the report. FALSE: neither. */
static gboolean
get_shown (FlLightRow *self,
           double     *number)
{
  const gboolean pending = fl_level_get_pending (self->level);

  *number = pending ? fl_level_get_wanted (self->level) : fl_level_get_reported (self->level);
  return pending || fl_level_get_has_report (self->level);
}

static GdkRGBA
to_rgba (double number)
{
  const guint rgb = (guint) CLAMP (number, 0, 0xffffff);

  return (GdkRGBA) { (float) (rgb >> 16) / 255, (float) (rgb >> 8 & 0xff) / 255, (float) (rgb & 0xff) / 255, 1 };
}

static void
draw_swatch_cb (GtkDrawingArea *area,
                cairo_t        *cairo,
                int             width,
                int             height,
                gpointer        user_data)
{
  FlLightRow *self = user_data;
  double number;
  GdkRGBA color, text;

  fl_compat_get_color (GTK_WIDGET (area), &text);
  cairo_rectangle (cairo, 0.5, 0.5, width - 1, height - 1);
  if (self->level != NULL && get_shown (self, &number))
    {
      color = to_rgba (number);
      gdk_cairo_set_source_rgba (cairo, &color);
      cairo_fill_preserve (cairo);
    }
  text.alpha *= 0.4f;
  gdk_cairo_set_source_rgba (cairo, &text);
  cairo_set_line_width (cairo, 1);
  cairo_stroke (cairo);
}

/* What is reported out of range comes before what became of the last command. Transfer full. */
static char *
describe_note (FlLightRow *self)
{
  g_autofree char *reported = fl_level_dup_text (self->level, fl_level_get_reported (self->level));

  if (fl_level_get_reason (self->level) != NULL)
    return NULL; /* it stands beside the switch */
  if (fl_level_is_out_of_range (self->level))
    /* Translators: a number that a device says, and the lowest and highest that it may. */
    return g_strdup_printf (_("reported %s, which is not between %g and %g"), reported, fl_level_get_minimum (self->level),
                            fl_level_get_maximum (self->level));
  return g_strdup (fl_level_get_note (self->level));
}

static void
show_note (FlLightRow *self)
{
  g_autofree char *note = describe_note (self);
  const gboolean is_warning = fl_level_get_needs_attention (self->level) || fl_level_is_out_of_range (self->level);

  gtk_label_set_label (self->note_label, note != NULL ? note : "");
  gtk_widget_set_visible (GTK_WIDGET (self->note_label), note != NULL);
  gtk_widget_remove_css_class (GTK_WIDGET (self->note_label), is_warning ? "dim-label" : "warning");
  gtk_widget_add_css_class (GTK_WIDGET (self->note_label), is_warning ? "warning" : "dim-label");
}

static void
show (FlLightRow *self)
{
  const gboolean pending = fl_level_get_pending (self->level);
  const gboolean can_be_set = fl_level_get_available (self->level) && fl_level_get_aspect (self->level)->command_topic != NULL;
  g_autofree char *text = NULL;
  double number;

  if (get_shown (self, &number))
    text = fl_level_dup_text (self->level, number);
  gtk_label_set_label (self->value_label, text != NULL ? text : _("not known"));
  self->is_showing = TRUE;
  gtk_adjustment_set_value (self->adjustment, text != NULL ? number : fl_level_get_minimum (self->level));
  self->is_showing = FALSE;
  gtk_widget_queue_draw (GTK_WIDGET (self->swatch));
  gtk_widget_set_sensitive (GTK_WIDGET (self->scale), can_be_set);
  gtk_widget_set_sensitive (self->color_button, can_be_set);
  gtk_widget_set_visible (self->spinner, pending);
  gtk_spinner_set_spinning (GTK_SPINNER (self->spinner), pending);
  show_note (self);
}

/* The signal starts anew where its handler changes the value: what is shown already is no wish. */
static void
value_changed_cb (FlLightRow *self)
{
  const double scale = pow (10, fl_level_get_aspect (self->level)->decimals);
  const double wish = round (gtk_adjustment_get_value (self->adjustment) * scale) / scale;
  double shown;

  if (self->is_showing || (get_shown (self, &shown) && shown == wish))
    return;
  if (!fl_level_command (self->level, wish))
    show (self);
}

static void
color_chosen_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr(FlLightRow) self = user_data;
  GdkRGBA color;

  if (fl_compat_choose_color_finish (result, &color) && self->level != NULL)
    fl_level_command (self->level, ((int) lroundf (color.red * 255) << 16) + ((int) lroundf (color.green * 255) << 8) +
                                     (int) lroundf (color.blue * 255));
}

static void
color_clicked_cb (FlLightRow *self)
{
  double number;
  GdkRGBA color = { 1, 1, 1, 1 };

  if (get_shown (self, &number))
    color = to_rgba (number);
  fl_compat_choose_color_async (GTK_WIDGET (self), _("Colour"), &color, color_chosen_cb, g_object_ref (self));
}

static void
fl_light_row_dispose (GObject *object)
{
  FlLightRow *self = FL_LIGHT_ROW (object);

  if (self->level != NULL)
    g_signal_handlers_disconnect_by_data (self->level, self);
  g_clear_object (&self->level);
  g_clear_pointer (&self->box, gtk_widget_unparent);

  G_OBJECT_CLASS (fl_light_row_parent_class)->dispose (object);
}

static void
fl_light_row_class_init (FlLightRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = fl_light_row_dispose;

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_set_template_from_resource (widget_class, FL_UI_TEMPLATE ("fl-light-row"));
  gtk_widget_class_bind_template_child (widget_class, FlLightRow, box);
  gtk_widget_class_bind_template_child (widget_class, FlLightRow, name_label);
  gtk_widget_class_bind_template_child (widget_class, FlLightRow, value_label);
  gtk_widget_class_bind_template_child (widget_class, FlLightRow, note_label);
  gtk_widget_class_bind_template_child (widget_class, FlLightRow, spinner);
  gtk_widget_class_bind_template_child (widget_class, FlLightRow, scale);
  gtk_widget_class_bind_template_child (widget_class, FlLightRow, adjustment);
  gtk_widget_class_bind_template_child (widget_class, FlLightRow, color_button);
  gtk_widget_class_bind_template_child (widget_class, FlLightRow, swatch);
  gtk_widget_class_bind_template_callback (widget_class, value_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, color_clicked_cb);
}

static void
fl_light_row_init (FlLightRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_drawing_area_set_draw_func (self->swatch, draw_swatch_cb, self, NULL);
}

static void
set_up (FlLightRow *self,
        const char *id)
{
  const char *kind = describe_kind (fl_level_get_kind (self->level));
  g_autofree char *escaped = fl_text_escape (id, -1);
  /* Translators: a LED such as kitchen/led, and its brightness or colour. */
  g_autofree char *name = g_strdup_printf (_("%s: %s"), escaped, kind);
  const double range = fl_level_get_maximum (self->level) - fl_level_get_minimum (self->level);

  self->is_showing = TRUE;
  gtk_adjustment_configure (self->adjustment, fl_level_get_minimum (self->level), fl_level_get_minimum (self->level),
                            fl_level_get_maximum (self->level), MAX (range / 100, 1), MAX (range / 10, 1), 0);
  self->is_showing = FALSE;
  gtk_label_set_label (self->name_label, kind);
  gtk_widget_set_visible (GTK_WIDGET (self->scale), !is_color (self));
  gtk_widget_set_visible (self->color_button, is_color (self));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->scale), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_accessible_reset_relation (GTK_ACCESSIBLE (self->color_button), GTK_ACCESSIBLE_RELATION_LABELLED_BY);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->color_button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

GtkWidget *
fl_light_row_new (FlLevel    *level,
                  const char *id)
{
  FlLightRow *self;

  g_return_val_if_fail (FL_IS_LEVEL (level) && id != NULL, NULL);

  self = g_object_new (FL_TYPE_LIGHT_ROW, NULL);
  self->level = g_object_ref (level);
  set_up (self, id);
  g_signal_connect_object (level, "notify", G_CALLBACK (show), self, G_CONNECT_SWAPPED);
  show (self);
  return GTK_WIDGET (self);
}

FlLevel *
fl_light_row_get_level (FlLightRow *self)
{
  g_return_val_if_fail (FL_IS_LIGHT_ROW (self), NULL);

  return self->level;
}
