/* The heading of a room: its name, and all its LEDs off.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "fernlight-room-heading"

#include "config.h"

#include "ui/fl-room-heading.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "messages/fl-text.h"
#include "ui/fl-ui.h"

struct _FlRoomHeading
{
  GtkWidget  parent_instance;

  FlRoom    *room;

  GtkWidget *box;
  GtkLabel  *label;
  GtkWidget *off_button;
};

enum
{
  SIGNAL_ALL_OFF,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (FlRoomHeading, fl_room_heading, GTK_TYPE_WIDGET)

static void
off_clicked_cb (FlRoomHeading *self)
{
  g_signal_emit (self, signals[SIGNAL_ALL_OFF], 0);
}

static void
fl_room_heading_dispose (GObject *object)
{
  FlRoomHeading *self = FL_ROOM_HEADING (object);

  g_clear_object (&self->room);
  g_clear_pointer (&self->box, gtk_widget_unparent);

  G_OBJECT_CLASS (fl_room_heading_parent_class)->dispose (object);
}

static void
fl_room_heading_class_init (FlRoomHeadingClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = fl_room_heading_dispose;

  signals[SIGNAL_ALL_OFF] =
    g_signal_new ("all-off", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, FL_UI_TEMPLATE ("fl-room-heading"));
  gtk_widget_class_bind_template_child (widget_class, FlRoomHeading, box);
  gtk_widget_class_bind_template_child (widget_class, FlRoomHeading, label);
  gtk_widget_class_bind_template_child (widget_class, FlRoomHeading, off_button);
  gtk_widget_class_bind_template_callback (widget_class, off_clicked_cb);
}

static void
fl_room_heading_init (FlRoomHeading *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
fl_room_heading_new (FlRoom *room)
{
  FlRoomHeading *self = g_object_new (FL_TYPE_ROOM_HEADING, NULL);
  const char *given = fl_room_get_name (room);
  g_autofree char *name = given != NULL ? fl_text_escape (given, -1) : g_strdup (_("Other Devices"));
  /* Translators: %s is a room. */
  g_autofree char *off = g_strdup_printf (_("Switch everything off in %s"), name);

  self->room = g_object_ref (room);
  gtk_label_set_label (self->label, name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->off_button), GTK_ACCESSIBLE_PROPERTY_LABEL, off, -1);
  gtk_widget_set_tooltip_text (self->off_button, off);
  return GTK_WIDGET (self);
}

FlRoom *
fl_room_heading_get_room (FlRoomHeading *self)
{
  g_return_val_if_fail (FL_IS_ROOM_HEADING (self), NULL);

  return self->room;
}
