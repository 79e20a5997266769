/* A small lamp: lit when on was reported, grey when off was, an outline with "?" when nobody knows.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "fernlight-lamp"

#include "config.h"

#include "ui/fl-lamp.h"

#include <adwaita.h>

#include "ui/fl-compat.h"

#define SIZE 20 /* the glow reaches beyond */
#define BULB_RADIUS 7.5f
#define GLOW_RADIUS 16.0f
#define SWITCH_MS 150

struct _FlLamp
{
  GtkWidget     parent_instance;

  FlLedState    state;
  double        light; /* 0 dark to 1 lit, while it goes on or off */
  AdwAnimation *animation;
};

enum
{
  PROP_0,
  PROP_STATE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (FlLamp, fl_lamp, GTK_TYPE_WIDGET)

static GdkRGBA
with_alpha (GdkRGBA color,
            double  alpha)
{
  color.alpha *= (float) alpha;
  return color;
}

static GdkRGBA
mix (GdkRGBA a,
     GdkRGBA b,
     double  t)
{
  const float f = (float) t;

  return (GdkRGBA) { a.red + (b.red - a.red) * f, a.green + (b.green - a.green) * f,
                     a.blue + (b.blue - a.blue) * f, a.alpha + (b.alpha - a.alpha) * f };
}

static void
set_light (double  light,
           FlLamp *self)
{
  self->light = light;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
append_disc (GtkSnapshot            *snapshot,
             const graphene_point_t *center,
             float                   radius,
             const GskColorStop     *stops,
             gsize                   n_stops)
{
  const graphene_rect_t bounds = GRAPHENE_RECT_INIT (center->x - radius, center->y - radius, 2 * radius, 2 * radius);
  GskRoundedRect circle;

  gsk_rounded_rect_init_from_rect (&circle, &bounds, radius);
  gtk_snapshot_push_rounded_clip (snapshot, &circle);
  gtk_snapshot_append_radial_gradient (snapshot, &bounds, center, radius, radius, 0, 1, stops, n_stops);
  gtk_snapshot_pop (snapshot);
}

static void
append_ring (GtkSnapshot            *snapshot,
             const graphene_point_t *center,
             const GdkRGBA          *color)
{
  const graphene_rect_t bounds = GRAPHENE_RECT_INIT (center->x - BULB_RADIUS, center->y - BULB_RADIUS, 2 * BULB_RADIUS, 2 * BULB_RADIUS);
  const float widths[] = { 1.5f, 1.5f, 1.5f, 1.5f };
  const GdkRGBA colors[] = { *color, *color, *color, *color };
  GskRoundedRect circle;

  gsk_rounded_rect_init_from_rect (&circle, &bounds, BULB_RADIUS);
  gtk_snapshot_append_border (snapshot, &circle, widths, colors);
}

static void
append_question_mark (FlLamp                 *self,
                      GtkSnapshot            *snapshot,
                      const graphene_point_t *center,
                      const GdkRGBA          *color)
{
  g_autoptr(PangoLayout) layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), "?");
  g_autoptr(PangoFontDescription) font = pango_font_description_new ();
  PangoRectangle ink;

  pango_font_description_set_weight (font, PANGO_WEIGHT_BOLD);
  pango_font_description_set_absolute_size (font, 10 * PANGO_SCALE);
  pango_layout_set_font_description (layout, font);
  pango_layout_get_pixel_extents (layout, &ink, NULL);
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (center->x - (float) ink.x - (float) ink.width / 2,
                                                          center->y - (float) ink.y - (float) ink.height / 2));
  gtk_snapshot_append_layout (snapshot, layout, color);
  gtk_snapshot_restore (snapshot);
}

/* The style gives the lit colour where it is lit, the text's colour elsewhere. */
static void
append_bulb (FlLamp                 *self,
             GtkSnapshot            *snapshot,
             const graphene_point_t *center)
{
  const GdkRGBA white = { 1, 1, 1, 1 };
  GdkRGBA color, dark, core, edge, ring;

  fl_compat_get_color (GTK_WIDGET (self), &color);
  dark = with_alpha (color, 0.18);
  core = mix (dark, mix (color, white, 0.75), self->light);
  edge = mix (dark, color, self->light);
  ring = mix (with_alpha (color, 0.45), color, self->light);

  if (self->light > 0)
    {
      const GskColorStop glow[] = { { 0.35f, with_alpha (color, 0.55 * self->light) }, { 1, with_alpha (color, 0) } };

      append_disc (snapshot, center, GLOW_RADIUS, glow, G_N_ELEMENTS (glow));
    }
  append_disc (snapshot, center, BULB_RADIUS, (GskColorStop[]) { { 0, core }, { 0.55f, mix (core, edge, 0.5) }, { 1, edge } }, 3);
  append_ring (snapshot, center, &ring);
}

static void
fl_lamp_snapshot (GtkWidget   *widget,
                  GtkSnapshot *snapshot)
{
  FlLamp *self = FL_LAMP (widget);
  const graphene_point_t center = GRAPHENE_POINT_INIT ((float) gtk_widget_get_width (widget) / 2,
                                                       (float) gtk_widget_get_height (widget) / 2);
  GdkRGBA color;

  if (self->state != FL_LED_STATE_UNKNOWN)
    {
      append_bulb (self, snapshot, &center);
      return;
    }
  fl_compat_get_color (widget, &color);
  color = with_alpha (color, 0.7);
  append_ring (snapshot, &center, &color);
  append_question_mark (self, snapshot, &center, &color);
}

static void
fl_lamp_measure (GtkWidget      *widget,
                 GtkOrientation  orientation,
                 int             for_size,
                 int            *minimum,
                 int            *natural,
                 int            *minimum_baseline,
                 int            *natural_baseline)
{
  *minimum = *natural = SIZE;
}

static void
fl_lamp_get_property (GObject    *object,
                      guint       property_id,
                      GValue     *value,
                      GParamSpec *pspec)
{
  switch (property_id)
    {
    case PROP_STATE:
      g_value_set_enum (value, (int) FL_LAMP (object)->state);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
fl_lamp_set_property (GObject      *object,
                      guint         property_id,
                      const GValue *value,
                      GParamSpec   *pspec)
{
  switch (property_id)
    {
    case PROP_STATE:
      fl_lamp_set_state (FL_LAMP (object), (FlLedState) g_value_get_enum (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
fl_lamp_dispose (GObject *object)
{
  g_clear_object (&FL_LAMP (object)->animation);

  G_OBJECT_CLASS (fl_lamp_parent_class)->dispose (object);
}

static void
fl_lamp_class_init (FlLampClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = fl_lamp_get_property;
  object_class->set_property = fl_lamp_set_property;
  object_class->dispose = fl_lamp_dispose;
  widget_class->snapshot = fl_lamp_snapshot;
  widget_class->measure = fl_lamp_measure;

  properties[PROP_STATE] = g_param_spec_enum ("state", NULL, NULL, FL_TYPE_LED_STATE, FL_LED_STATE_UNKNOWN,
                                              G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_css_name (widget_class, "lamp");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
fl_lamp_init (FlLamp *self)
{
  self->animation = adw_timed_animation_new (GTK_WIDGET (self), 0, 1, SWITCH_MS,
                                             adw_callback_animation_target_new ((AdwAnimationTargetFunc) set_light, self, NULL));
}

GtkWidget *
fl_lamp_new (void)
{
  return g_object_new (FL_TYPE_LAMP, NULL);
}

FlLedState
fl_lamp_get_state (FlLamp *self)
{
  g_return_val_if_fail (FL_IS_LAMP (self), FL_LED_STATE_UNKNOWN);

  return self->state;
}

void
fl_lamp_set_state (FlLamp     *self,
                   FlLedState  state)
{
  g_return_if_fail (FL_IS_LAMP (self));

  if (self->state == state)
    return;
  self->state = state;
  if (state == FL_LED_STATE_ON)
    gtk_widget_add_css_class (GTK_WIDGET (self), "lit");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "lit");
  adw_timed_animation_set_value_from (ADW_TIMED_ANIMATION (self->animation), self->light);
  adw_timed_animation_set_value_to (ADW_TIMED_ANIMATION (self->animation), state == FL_LED_STATE_ON ? 1 : 0);
  adw_animation_play (self->animation);
  gtk_widget_queue_draw (GTK_WIDGET (self));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
}
