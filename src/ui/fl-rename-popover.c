/* Asks for a new name, right where the old one is.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "fernlight-rename-popover"

#include "config.h"

#include "ui/fl-rename-popover.h"

#include "ui/fl-ui.h"

struct _FlRenamePopover
{
  GtkPopover  parent_instance;

  GtkLabel   *title_label;
  GtkEntry   *entry;
  GtkButton  *button;
};

enum
{
  SIGNAL_RENAMED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (FlRenamePopover, fl_rename_popover, GTK_TYPE_POPOVER)

static void
rename_cb (FlRenamePopover *self)
{
  g_autofree char *name = g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->entry)));

  g_object_ref (self);
  gtk_popover_popdown (GTK_POPOVER (self));
  g_signal_emit (self, signals[SIGNAL_RENAMED], 0, name);
  g_object_unref (self);
}

static gboolean
unparent_cb (gpointer user_data)
{
  GtkWidget *self = user_data;

  if (gtk_widget_get_parent (self) != NULL)
    gtk_widget_unparent (self);
  return G_SOURCE_REMOVE;
}

/* Not within the signal: GTK is still at work with it. */
static void
closed_cb (FlRenamePopover *self)
{
  g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, unparent_cb, g_object_ref (self), g_object_unref);
}

/* The parent goes first where a whole list is filled anew. */
static void
parent_destroyed_cb (GtkWidget *self)
{
  if (gtk_widget_get_parent (self) != NULL)
    gtk_widget_unparent (self);
}

static void
fl_rename_popover_class_init (FlRenamePopoverClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  signals[SIGNAL_RENAMED] =
    g_signal_new ("renamed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 1, G_TYPE_STRING);
  gtk_widget_class_set_template_from_resource (widget_class, FL_UI_TEMPLATE ("fl-rename-popover"));
  gtk_widget_class_bind_template_child (widget_class, FlRenamePopover, title_label);
  gtk_widget_class_bind_template_child (widget_class, FlRenamePopover, entry);
  gtk_widget_class_bind_template_child (widget_class, FlRenamePopover, button);
  gtk_widget_class_bind_template_callback (widget_class, closed_cb);
  gtk_widget_class_bind_template_callback (widget_class, rename_cb);
}

static void
fl_rename_popover_init (FlRenamePopover *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * fl_rename_popover_open:
 * @parent: what has the name, or the button that leads here
 * @name: the name so far, selected to be typed over
 * @fallback: what it is called if nothing is typed
 *
 * Returns: (transfer none): the popover, owned by @parent
 */
FlRenamePopover *
fl_rename_popover_open (GtkWidget  *parent,
                        const char *name,
                        const char *fallback)
{
  FlRenamePopover *self;

  g_return_val_if_fail (GTK_IS_WIDGET (parent), NULL);
  g_return_val_if_fail (name != NULL && fallback != NULL, NULL);

  self = g_object_new (FL_TYPE_RENAME_POPOVER, NULL);
  gtk_editable_set_text (GTK_EDITABLE (self->entry), name);
  gtk_entry_set_placeholder_text (self->entry, fallback);
  gtk_widget_set_parent (GTK_WIDGET (self), parent);
  g_signal_connect_object (parent, "destroy", G_CALLBACK (parent_destroyed_cb), self, G_CONNECT_SWAPPED);
  gtk_popover_popup (GTK_POPOVER (self));
  gtk_widget_grab_focus (GTK_WIDGET (self->entry));
  return self;
}

/* Where a name is given to something new; both are translated. */
void
fl_rename_popover_set_title (FlRenamePopover *self,
                             const char      *title,
                             const char      *button_label)
{
  g_return_if_fail (FL_IS_RENAME_POPOVER (self));

  gtk_label_set_label (self->title_label, title);
  gtk_button_set_label (self->button, button_label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
}
