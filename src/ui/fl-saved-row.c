/* A saved broker in the list of the start page, with what can be done with it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "fernlight-saved-row"

#include "config.h"

#include "ui/fl-saved-row.h"

#include <glib/gi18n.h>

#include "brokers/fl-broker-url.h"
#include "ui/fl-rename-popover.h"
#include "ui/fl-ui.h"

struct _FlSavedRow
{
  AdwActionRow   parent_instance;

  GtkWidget     *edit_button;
  GtkMenuButton *menu_button;

  FlBroker      *broker;
  GtkWidget     *context_menu; /* (nullable): made when it is first asked for */
};

G_DEFINE_FINAL_TYPE (FlSavedRow, fl_saved_row, ADW_TYPE_ACTION_ROW)

static void
add_item (GMenu      *menu,
          const char *label,
          const char *action,
          const char *target)
{
  g_autoptr(GMenuItem) item = g_menu_item_new (label, NULL);

  g_menu_item_set_action_and_target (item, action, target != NULL ? "s" : NULL, target);
  g_menu_append_item (menu, item);
}

static GMenuModel *
new_menu (FlBroker *broker)
{
  const char *id = fl_broker_get_id (broker);
  g_autoptr(GMenu) menu = g_menu_new ();
  g_autoptr(GMenu) first = g_menu_new ();
  g_autoptr(GMenu) second = g_menu_new ();

  add_item (first, _("_Rename…"), "row.rename", NULL);
  add_item (first, _("_Duplicate"), "saved.duplicate", id);
  add_item (first, _("_Export…"), "saved.export", id);
  add_item (second, _("D_elete"), "saved.delete", id);
  g_menu_append_section (menu, NULL, G_MENU_MODEL (first));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (second));
  return G_MENU_MODEL (g_steal_pointer (&menu));
}

static void
name_button (GtkWidget  *button,
             const char *format,
             FlBroker   *broker)
{
  g_autofree char *label = g_strjoin (" ", format, fl_broker_get_name (broker), NULL);

  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
}

static void
show_broker (FlSavedRow *self)
{
  g_autofree char *place = fl_broker_dup_url (self->broker);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), fl_broker_get_name (self->broker));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self), place);
  name_button (self->edit_button, _("Edit"), self->broker);
  name_button (GTK_WIDGET (self->menu_button), _("More for"), self->broker);
}

/* ---- what the row itself is asked for ---- */

static void
renamed_cb (FlSavedRow *self,
            const char *name)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "saved.rename", "(ss)", fl_broker_get_id (self->broker), name);
  gtk_widget_grab_focus (GTK_WIDGET (self));
}

static void
rename_cb (GtkWidget  *widget,
           const char *action_name,
           GVariant   *parameter)
{
  FlSavedRow *self = FL_SAVED_ROW (widget);
  FlRenamePopover *popover = fl_rename_popover_open (widget, fl_broker_get_name (self->broker),
                                                     fl_broker_get_host (self->broker));

  g_signal_connect_object (popover, "renamed", G_CALLBACK (renamed_cb), self, G_CONNECT_SWAPPED);
}

static void
open_context_menu (FlSavedRow         *self,
                   const GdkRectangle *at)
{
  if (self->context_menu == NULL)
    {
      self->context_menu = gtk_popover_menu_new_from_model (gtk_menu_button_get_menu_model (self->menu_button));
      gtk_popover_set_has_arrow (GTK_POPOVER (self->context_menu), FALSE);
      gtk_widget_set_halign (self->context_menu, GTK_ALIGN_START);
      gtk_widget_set_parent (self->context_menu, GTK_WIDGET (self));
    }
  gtk_popover_set_pointing_to (GTK_POPOVER (self->context_menu), at);
  gtk_popover_popup (GTK_POPOVER (self->context_menu));
}

static void
pressed_cb (FlSavedRow      *self,
            int              n_press,
            double           x,
            double           y,
            GtkGestureClick *gesture)
{
  const GdkRectangle at = { (int) x, (int) y, 1, 1 };

  gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
  open_context_menu (self, &at);
}

/* Below the title: there the menu does not hide what it is about. */
static gboolean
menu_key_cb (GtkWidget *widget,
             GVariant  *arguments,
             gpointer   user_data)
{
  const GdkRectangle at = { gtk_widget_get_width (widget) / 4, gtk_widget_get_height (widget) - 1, 1, 1 };

  if (!gtk_widget_is_focus (widget))
    return GDK_EVENT_PROPAGATE;
  open_context_menu (FL_SAVED_ROW (widget), &at);
  return GDK_EVENT_STOP;
}

static gboolean
rename_key_cb (GtkWidget *widget,
               GVariant  *arguments,
               gpointer   user_data)
{
  return gtk_widget_is_focus (widget) && gtk_widget_activate_action (widget, "row.rename", NULL);
}

/* Only on the row: in its buttons, and in the popover of the new name, the key means something else. */
static gboolean
delete_key_cb (GtkWidget *widget,
               GVariant  *arguments,
               gpointer   user_data)
{
  FlSavedRow *self = FL_SAVED_ROW (widget);

  return gtk_widget_is_focus (widget) &&
         gtk_widget_activate_action (widget, "saved.delete", "s", fl_broker_get_id (self->broker));
}

static void
fl_saved_row_dispose (GObject *object)
{
  FlSavedRow *self = FL_SAVED_ROW (object);

  g_clear_pointer (&self->context_menu, gtk_widget_unparent);
  g_clear_object (&self->broker);
  G_OBJECT_CLASS (fl_saved_row_parent_class)->dispose (object);
}

static void
fl_saved_row_class_init (FlSavedRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = fl_saved_row_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, FL_UI_TEMPLATE ("fl-saved-row"));
  gtk_widget_class_bind_template_child (widget_class, FlSavedRow, edit_button);
  gtk_widget_class_bind_template_child (widget_class, FlSavedRow, menu_button);
  gtk_widget_class_bind_template_callback (widget_class, pressed_cb);

  gtk_widget_class_install_action (widget_class, "row.rename", NULL, rename_cb);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_F2, 0, rename_key_cb, NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Delete, 0, delete_key_cb, NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Menu, 0, menu_key_cb, NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_F10, GDK_SHIFT_MASK, menu_key_cb, NULL);
}

static void
fl_saved_row_init (FlSavedRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
fl_saved_row_new (FlBroker *broker)
{
  FlSavedRow *self;
  g_autoptr(GMenuModel) menu = NULL;

  g_return_val_if_fail (FL_IS_BROKER (broker), NULL);

  self = g_object_new (FL_TYPE_SAVED_ROW, NULL);
  self->broker = g_object_ref (broker);
  menu = new_menu (broker);
  gtk_menu_button_set_menu_model (self->menu_button, menu);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->edit_button), "s", fl_broker_get_id (broker));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->edit_button), "saved.edit");
  g_signal_connect_object (broker, "notify", G_CALLBACK (show_broker), self, G_CONNECT_SWAPPED);
  show_broker (self);
  return GTK_WIDGET (self);
}

FlBroker *
fl_saved_row_get_broker (FlSavedRow *self)
{
  g_return_val_if_fail (FL_IS_SAVED_ROW (self), NULL);

  return self->broker;
}
