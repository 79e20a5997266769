/* A button that puts a text on the clipboard and shows that it did.
 *
 * The text is either set beforehand, or asked for by "copying" (for long ones that change often).
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "fernlight-copy-button"

#include "config.h"

#include "ui/fl-copy-button.h"

#include <glib/gi18n-lib.h>

/* How long the tick stays. */
#define SHOWN_MS 1500

struct _FlCopyButton
{
  GtkWidget  parent_instance;

  GtkWidget *button;
  char      *name;
  char      *text;
  guint      reset_id;
};

enum
{
  PROP_0,
  PROP_NAME,
  PROP_TEXT,
  N_PROPS
};

enum
{
  SIGNAL_COPYING,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (FlCopyButton, fl_copy_button, GTK_TYPE_WIDGET)

static gboolean
shown_long_enough_cb (gpointer user_data)
{
  FlCopyButton *self = user_data;

  self->reset_id = 0;
  gtk_button_set_icon_name (GTK_BUTTON (self->button), "edit-copy-symbolic");
  return G_SOURCE_REMOVE;
}

static void
button_clicked_cb (FlCopyButton *self)
{
  g_signal_emit (self, signals[SIGNAL_COPYING], 0);
  if (self->text == NULL)
    return;
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), self->text);
  gtk_button_set_icon_name (GTK_BUTTON (self->button), "object-select-symbolic");
  g_clear_handle_id (&self->reset_id, g_source_remove);
  self->reset_id = g_timeout_add (SHOWN_MS, shown_long_enough_cb, self);
}

static void
fl_copy_button_get_property (GObject    *object,
                             guint       property_id,
                             GValue     *value,
                             GParamSpec *pspec)
{
  FlCopyButton *self = FL_COPY_BUTTON (object);

  switch (property_id)
    {
    case PROP_NAME:
      g_value_set_string (value, self->name);
      break;
    case PROP_TEXT:
      g_value_set_string (value, self->text);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
fl_copy_button_set_property (GObject      *object,
                             guint         property_id,
                             const GValue *value,
                             GParamSpec   *pspec)
{
  FlCopyButton *self = FL_COPY_BUTTON (object);

  switch (property_id)
    {
    case PROP_NAME:
      fl_copy_button_set_name (self, g_value_get_string (value));
      break;
    case PROP_TEXT:
      fl_copy_button_set_text (self, g_value_get_string (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
fl_copy_button_dispose (GObject *object)
{
  FlCopyButton *self = FL_COPY_BUTTON (object);

  g_clear_handle_id (&self->reset_id, g_source_remove);
  g_clear_pointer (&self->button, gtk_widget_unparent);
  G_OBJECT_CLASS (fl_copy_button_parent_class)->dispose (object);
}

static void
fl_copy_button_finalize (GObject *object)
{
  FlCopyButton *self = FL_COPY_BUTTON (object);

  g_free (self->name);
  g_free (self->text);
  G_OBJECT_CLASS (fl_copy_button_parent_class)->finalize (object);
}

static void
fl_copy_button_class_init (FlCopyButtonClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->get_property = fl_copy_button_get_property;
  object_class->set_property = fl_copy_button_set_property;
  object_class->dispose = fl_copy_button_dispose;
  object_class->finalize = fl_copy_button_finalize;

  /* What it copies, as a tooltip and for assistive technology: "Copy SHA-256". */
  properties[PROP_NAME] = g_param_spec_string ("name-of-action", NULL, NULL, NULL, flags);
  properties[PROP_TEXT] = g_param_spec_string ("text", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  /* Whoever makes the text only when it is wanted sets it now. */
  signals[SIGNAL_COPYING] =
    g_signal_new ("copying", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
fl_copy_button_init (FlCopyButton *self)
{
  self->button = gtk_button_new_from_icon_name ("edit-copy-symbolic");
  gtk_widget_add_css_class (self->button, "flat");
  gtk_widget_set_valign (self->button, GTK_ALIGN_CENTER);
  gtk_widget_set_parent (self->button, GTK_WIDGET (self));
  g_signal_connect_swapped (self->button, "clicked", G_CALLBACK (button_clicked_cb), self);
  fl_copy_button_set_name (self, _("Copy"));
}

GtkWidget *
fl_copy_button_new (const char *name)
{
  return g_object_new (FL_TYPE_COPY_BUTTON, "name-of-action", name, NULL);
}

const char *
fl_copy_button_get_name (FlCopyButton *self)
{
  g_return_val_if_fail (FL_IS_COPY_BUTTON (self), NULL);

  return self->name;
}

void
fl_copy_button_set_name (FlCopyButton *self,
                         const char   *name)
{
  g_return_if_fail (FL_IS_COPY_BUTTON (self));

  if (g_strcmp0 (self->name, name) == 0)
    return;
  g_free (self->name);
  self->name = g_strdup (name);
  gtk_widget_set_tooltip_text (self->button, name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_NAME]);
}

const char *
fl_copy_button_get_text (FlCopyButton *self)
{
  g_return_val_if_fail (FL_IS_COPY_BUTTON (self), NULL);

  return self->text;
}

/* @text: (nullable): what goes on the clipboard; with none the button does nothing */
void
fl_copy_button_set_text (FlCopyButton *self,
                         const char   *text)
{
  g_return_if_fail (FL_IS_COPY_BUTTON (self));

  if (g_strcmp0 (self->text, text) == 0)
    return;
  g_free (self->text);
  self->text = g_strdup (text);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TEXT]);
}
