/* A strip under the header: one sentence and one action.
 *
 * AdwBanner is newer than the oldest libadwaita we build with; this does the little we need.
 * The title is plain text, never markup.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "fernlight-banner"

#include "config.h"

#include "ui/fl-banner.h"

#include "ui/fl-ui.h"

struct _FlBanner
{
  GtkWidget  parent_instance;

  GtkWidget *revealer;
  GtkWidget *box;
  GtkImage  *image;
  GtkLabel  *label;
  GtkButton *button;
  FlSecurityTone tone;
};

enum
{
  PROP_0,
  PROP_TITLE,
  PROP_BUTTON_LABEL,
  PROP_REVEALED,
  N_PROPS
};

enum
{
  SIGNAL_BUTTON_CLICKED,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (FlBanner, fl_banner, GTK_TYPE_WIDGET)

static void
button_clicked_cb (FlBanner *self)
{
  g_signal_emit (self, signals[SIGNAL_BUTTON_CLICKED], 0);
}

static void
fl_banner_get_property (GObject    *object,
                        guint       property_id,
                        GValue     *value,
                        GParamSpec *pspec)
{
  FlBanner *self = FL_BANNER (object);

  switch (property_id)
    {
    case PROP_TITLE:
      g_value_set_string (value, fl_banner_get_title (self));
      break;
    case PROP_BUTTON_LABEL:
      g_value_set_string (value, fl_banner_get_button_label (self));
      break;
    case PROP_REVEALED:
      g_value_set_boolean (value, fl_banner_get_revealed (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
fl_banner_set_property (GObject      *object,
                        guint         property_id,
                        const GValue *value,
                        GParamSpec   *pspec)
{
  FlBanner *self = FL_BANNER (object);

  switch (property_id)
    {
    case PROP_TITLE:
      fl_banner_set_title (self, g_value_get_string (value));
      break;
    case PROP_BUTTON_LABEL:
      fl_banner_set_button_label (self, g_value_get_string (value));
      break;
    case PROP_REVEALED:
      fl_banner_set_revealed (self, g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
fl_banner_dispose (GObject *object)
{
  FlBanner *self = FL_BANNER (object);

  g_clear_pointer (&self->revealer, gtk_widget_unparent);
  G_OBJECT_CLASS (fl_banner_parent_class)->dispose (object);
}

static void
fl_banner_class_init (FlBannerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->get_property = fl_banner_get_property;
  object_class->set_property = fl_banner_set_property;
  object_class->dispose = fl_banner_dispose;

  properties[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, "", flags);
  properties[PROP_BUTTON_LABEL] = g_param_spec_string ("button-label", NULL, NULL, NULL, flags);
  properties[PROP_REVEALED] = g_param_spec_boolean ("revealed", NULL, NULL, FALSE, flags);
  /* Red instead of amber: something was refused or is readable by all. */
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[SIGNAL_BUTTON_CLICKED] =
    g_signal_new ("button-clicked", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                  0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_set_template_from_resource (widget_class, FL_UI_TEMPLATE ("fl-banner"));
  gtk_widget_class_bind_template_child (widget_class, FlBanner, revealer);
  gtk_widget_class_bind_template_child (widget_class, FlBanner, box);
  gtk_widget_class_bind_template_child (widget_class, FlBanner, image);
  gtk_widget_class_bind_template_child (widget_class, FlBanner, label);
  gtk_widget_class_bind_template_child (widget_class, FlBanner, button);
  gtk_widget_class_bind_template_callback (widget_class, button_clicked_cb);
}

static void
fl_banner_init (FlBanner *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->tone = FL_SECURITY_TONE_CAUTION;
}

GtkWidget *
fl_banner_new (void)
{
  return g_object_new (FL_TYPE_BANNER, NULL);
}

const char *
fl_banner_get_title (FlBanner *self)
{
  g_return_val_if_fail (FL_IS_BANNER (self), NULL);

  return gtk_label_get_label (self->label);
}

void
fl_banner_set_title (FlBanner   *self,
                     const char *title)
{
  g_return_if_fail (FL_IS_BANNER (self));

  if (title == NULL)
    title = "";
  if (g_str_equal (title, gtk_label_get_label (self->label)))
    return;
  gtk_label_set_label (self->label, title);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TITLE]);
}

const char *
fl_banner_get_button_label (FlBanner *self)
{
  g_return_val_if_fail (FL_IS_BANNER (self), NULL);

  return gtk_button_get_label (self->button);
}

/**
 * fl_banner_set_button_label:
 * @button_label: (nullable): what the action is called; none, no button
 */
void
fl_banner_set_button_label (FlBanner   *self,
                            const char *button_label)
{
  g_return_if_fail (FL_IS_BANNER (self));

  if (g_strcmp0 (button_label, gtk_button_get_label (self->button)) == 0)
    return;
  gtk_button_set_label (self->button, button_label != NULL ? button_label : "");
  gtk_widget_set_visible (GTK_WIDGET (self->button), button_label != NULL && *button_label != '\0');
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_BUTTON_LABEL]);
}

gboolean
fl_banner_get_revealed (FlBanner *self)
{
  g_return_val_if_fail (FL_IS_BANNER (self), FALSE);

  return gtk_revealer_get_reveal_child (GTK_REVEALER (self->revealer));
}

void
fl_banner_set_revealed (FlBanner *self,
                        gboolean  revealed)
{
  g_return_if_fail (FL_IS_BANNER (self));

  if (gtk_revealer_get_reveal_child (GTK_REVEALER (self->revealer)) == !!revealed)
    return;
  gtk_revealer_set_reveal_child (GTK_REVEALER (self->revealer), revealed);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_REVEALED]);
}

FlSecurityTone
fl_banner_get_tone (FlBanner *self)
{
  g_return_val_if_fail (FL_IS_BANNER (self), FL_SECURITY_TONE_CAUTION);

  return self->tone;
}

static const struct { const char *css_class, *icon_name; } looks[] = {
  [FL_SECURITY_TONE_NEUTRAL] = { "neutral", "fl-neutral-symbolic" },
  [FL_SECURITY_TONE_GOOD] = { "success", "emblem-ok-symbolic" },
  [FL_SECURITY_TONE_CAUTION] = { "warning", "dialog-warning-symbolic" },
  [FL_SECURITY_TONE_BAD] = { "error", "dialog-error-symbolic" },
};

/**
 * fl_banner_set_tone:
 * @tone: how serious what it says is; gives colour and icon
 */
void
fl_banner_set_tone (FlBanner       *self,
                    FlSecurityTone  tone)
{
  g_return_if_fail (FL_IS_BANNER (self));
  g_return_if_fail (tone < G_N_ELEMENTS (looks));

  if (self->tone == tone)
    return;
  gtk_widget_remove_css_class (self->box, looks[self->tone].css_class);
  self->tone = tone;
  gtk_widget_add_css_class (self->box, looks[tone].css_class);
  gtk_image_set_from_icon_name (self->image, looks[tone].icon_name);
}
