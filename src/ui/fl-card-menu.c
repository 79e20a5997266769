/* What can be done with a card: moved, named, put into a room, given an icon, made wide, hidden.
 *
 * The menu is made when it is opened: hundreds of cards have one.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "fernlight-card-menu"

#include "config.h"

#include "ui/fl-card-menu.h"

#include <glib/gi18n.h>

#include "messages/fl-text.h"
#include "ui/fl-rename-popover.h"
#include "ui/fl-ui.h"

/* Rooms and readings that a menu can hold. */
#define MAX_ITEMS 30
#define MAX_LABEL_CHARACTERS 60

struct _FlCardMenu
{
  GtkWidget          parent_instance;

  FlDevice          *device;
  FlDashboardLayout *layout;

  GtkWidget         *button;
};

enum
{
  SIGNAL_MOVE_REQUESTED,
  SIGNAL_HIDE_REQUESTED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static const struct { const char *name; const char *icon; } icons[] = {
  { N_("Device"), "fl-device-symbolic" },
  { N_("Lamp"), "fl-lamp-symbolic" },
  { N_("Sun"), "weather-clear-symbolic" },
  { N_("Rain"), "weather-showers-symbolic" },
  { N_("House"), "go-home-symbolic" },
  { N_("Lock"), "changes-prevent-symbolic" },
  { N_("Clock"), "alarm-symbolic" },
  { N_("Battery"), "battery-good-symbolic" },
  { N_("Loudspeaker"), "audio-speakers-symbolic" },
  { N_("Camera"), "camera-photo-symbolic" },
  { N_("Screen"), "video-display-symbolic" },
  { N_("Wi-Fi"), "network-wireless-symbolic" },
};

G_DEFINE_FINAL_TYPE (FlCardMenu, fl_card_menu, GTK_TYPE_WIDGET)

static const char *
id_of (FlCardMenu *self)
{
  return fl_device_get_id (self->device);
}

/* The label is shown as it is: no mnemonic, nothing that a device wrote as a control. */
static char *
make_label (const char *text)
{
  g_autofree char *shown = fl_text_shorten (text, -1, MAX_LABEL_CHARACTERS);
  g_auto(GStrv) parts = g_strsplit (shown, "_", -1);

  return g_strjoinv ("__", parts);
}

static void
append_target (GMenu      *menu,
               const char *label,
               const char *action,
               const char *target)
{
  g_autoptr(GMenuItem) item = g_menu_item_new (label, NULL);

  g_menu_item_set_action_and_target (item, action, "s", target);
  g_menu_append_item (menu, item);
}

static GMenuModel *
make_room_menu (FlCardMenu *self)
{
  GMenu *menu = g_menu_new ();
  g_autoptr(GMenu) known = g_menu_new ();
  g_autoptr(GMenu) others = g_menu_new ();
  g_auto(GStrv) rooms = fl_dashboard_layout_dup_rooms (self->layout);

  for (guint i = 0; rooms[i] != NULL && i < MAX_ITEMS; i++)
    {
      g_autofree char *label = make_label (rooms[i]);

      append_target (known, label, "card.room", rooms[i]);
    }
  append_target (others, _("No Room"), "card.room", "");
  g_menu_append (others, _("New Room…"), "card.new-room");
  g_menu_append_section (menu, NULL, G_MENU_MODEL (known));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (others));
  return G_MENU_MODEL (menu);
}

static GMenuModel *
make_icon_menu (void)
{
  GMenu *menu = g_menu_new ();

  for (guint i = 0; i < G_N_ELEMENTS (icons); i++)
    append_target (menu, _(icons[i].name), "card.icon", icons[i].icon);
  return G_MENU_MODEL (menu);
}

static GMenuModel *
make_pin_menu (FlCardMenu *self)
{
  GMenu *menu = g_menu_new ();
  GListModel *readings = fl_device_get_readings (self->device);

  for (guint i = 0; i < g_list_model_get_n_items (readings) && i < MAX_ITEMS; i++)
    {
      g_autoptr(FlReading) reading = g_list_model_get_item (readings, i);
      const gboolean is_pinned = fl_dashboard_layout_is_pinned (self->layout, id_of (self), fl_reading_get_name (reading));
      g_autofree char *name = make_label (fl_reading_get_name (reading));
      /* Translators: %s is a reading that stands first on its card. */
      g_autofree char *label = is_pinned ? g_strdup_printf (_("%s (pinned)"), name) : g_strdup (name);

      append_target (menu, label, "card.pin", fl_reading_get_name (reading));
    }
  return G_MENU_MODEL (menu);
}

static void
append_submenu (GMenu      *menu,
                const char *label,
                GMenuModel *submenu)
{
  if (g_menu_model_get_n_items (submenu) > 0)
    g_menu_append_submenu (menu, label, submenu);
  g_object_unref (submenu);
}

static GMenuModel *
make_menu (FlCardMenu *self)
{
  GMenu *menu = g_menu_new ();
  g_autoptr(GMenu) look = g_menu_new ();
  g_autoptr(GMenu) order = g_menu_new ();
  g_autoptr(GMenu) rest = g_menu_new ();
  const gboolean is_wide = fl_dashboard_layout_get_flag (self->layout, id_of (self), FL_DASHBOARD_FLAG_WIDE);
  const gboolean is_hidden = fl_dashboard_layout_get_flag (self->layout, id_of (self), FL_DASHBOARD_FLAG_HIDDEN);

  g_menu_append (look, _("Rename…"), "card.rename");
  append_submenu (look, _("Room"), make_room_menu (self));
  append_submenu (look, _("Icon"), make_icon_menu ());
  append_submenu (look, _("Pin Reading"), make_pin_menu (self));
  g_menu_append (order, _("Move Earlier"), "card.move-earlier");
  g_menu_append (order, _("Move Later"), "card.move-later");
  g_menu_append (order, is_wide ? _("Make Narrow") : _("Make Wide"), "card.wide");
  g_menu_append (rest, is_hidden ? _("Show Again") : _("Hide"), "card.hide");
  g_menu_append_section (menu, NULL, G_MENU_MODEL (look));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (order));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (rest));
  return G_MENU_MODEL (menu);
}

static void
create_popup_cb (GtkMenuButton *button,
                 gpointer       user_data)
{
  g_autoptr(GMenuModel) menu = make_menu (user_data);

  gtk_menu_button_set_popover (button, gtk_popover_menu_new_from_model (menu));
}

static void
toggle (FlCardMenu      *self,
        FlDashboardFlag  flag)
{
  fl_dashboard_layout_set_flag (self->layout, id_of (self), flag, !fl_dashboard_layout_get_flag (self->layout, id_of (self), flag));
}

static void
renamed_cb (FlCardMenu *self,
            const char *name)
{
  const gboolean is_its_own = g_str_equal (name, fl_device_get_name (self->device));

  fl_dashboard_layout_set_text (self->layout, id_of (self), FL_DASHBOARD_TEXT_NAME, is_its_own ? NULL : name);
}

static void
room_named_cb (FlCardMenu *self,
               const char *name)
{
  fl_dashboard_layout_set_text (self->layout, id_of (self), FL_DASHBOARD_TEXT_ROOM, name);
}

static void
rename_action (GtkWidget  *widget,
               const char *action_name,
               GVariant   *parameter)
{
  FlCardMenu *self = FL_CARD_MENU (widget);
  const char *name = fl_dashboard_layout_get_text (self->layout, id_of (self), FL_DASHBOARD_TEXT_NAME);
  g_autofree char *fallback = fl_text_escape (fl_device_get_name (self->device), -1);
  FlRenamePopover *popover = fl_rename_popover_open (GTK_WIDGET (self), name != NULL ? name : fallback, fallback);

  g_signal_connect_object (popover, "renamed", G_CALLBACK (renamed_cb), self, G_CONNECT_SWAPPED);
}

static void
new_room_action (GtkWidget  *widget,
                 const char *action_name,
                 GVariant   *parameter)
{
  FlCardMenu *self = FL_CARD_MENU (widget);
  FlRenamePopover *popover = fl_rename_popover_open (GTK_WIDGET (self), "", _("Room"));

  fl_rename_popover_set_title (popover, _("New Room"), _("Add"));
  g_signal_connect_object (popover, "renamed", G_CALLBACK (room_named_cb), self, G_CONNECT_SWAPPED);
}

static void
text_action (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  FlCardMenu *self = FL_CARD_MENU (widget);
  const FlDashboardText which = g_str_equal (action_name, "card.room") ? FL_DASHBOARD_TEXT_ROOM : FL_DASHBOARD_TEXT_ICON;

  fl_dashboard_layout_set_text (self->layout, id_of (self), which, g_variant_get_string (parameter, NULL));
}

static void
pin_action (GtkWidget  *widget,
            const char *action_name,
            GVariant   *parameter)
{
  FlCardMenu *self = FL_CARD_MENU (widget);
  const char *reading = g_variant_get_string (parameter, NULL);

  fl_dashboard_layout_set_pinned (self->layout, id_of (self), reading,
                                  !fl_dashboard_layout_is_pinned (self->layout, id_of (self), reading));
}

static void
move_action (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  g_signal_emit (widget, signals[SIGNAL_MOVE_REQUESTED], 0, g_str_equal (action_name, "card.move-later"));
}

static void
wide_action (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  toggle (FL_CARD_MENU (widget), FL_DASHBOARD_FLAG_WIDE);
}

static void
hide_action (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  g_signal_emit (widget, signals[SIGNAL_HIDE_REQUESTED], 0);
}

static void
fl_card_menu_dispose (GObject *object)
{
  FlCardMenu *self = FL_CARD_MENU (object);

  g_clear_object (&self->device);
  g_clear_object (&self->layout);
  g_clear_pointer (&self->button, gtk_widget_unparent);

  G_OBJECT_CLASS (fl_card_menu_parent_class)->dispose (object);
}

static void
fl_card_menu_class_init (FlCardMenuClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = fl_card_menu_dispose;

  signals[SIGNAL_MOVE_REQUESTED] =
    g_signal_new ("move-requested", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_BOOLEAN);
  signals[SIGNAL_HIDE_REQUESTED] =
    g_signal_new ("hide-requested", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_install_action (widget_class, "card.rename", NULL, rename_action);
  gtk_widget_class_install_action (widget_class, "card.room", "s", text_action);
  gtk_widget_class_install_action (widget_class, "card.new-room", NULL, new_room_action);
  gtk_widget_class_install_action (widget_class, "card.icon", "s", text_action);
  gtk_widget_class_install_action (widget_class, "card.pin", "s", pin_action);
  gtk_widget_class_install_action (widget_class, "card.move-earlier", NULL, move_action);
  gtk_widget_class_install_action (widget_class, "card.move-later", NULL, move_action);
  gtk_widget_class_install_action (widget_class, "card.wide", NULL, wide_action);
  gtk_widget_class_install_action (widget_class, "card.hide", NULL, hide_action);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, FL_UI_TEMPLATE ("fl-card-menu"));
  gtk_widget_class_bind_template_child (widget_class, FlCardMenu, button);
}

static void
fl_card_menu_init (FlCardMenu *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_menu_button_set_create_popup_func (GTK_MENU_BUTTON (self->button), create_popup_cb, self, NULL);
}

void
fl_card_menu_set_device (FlCardMenu        *self,
                         FlDevice          *device,
                         FlDashboardLayout *layout)
{
  g_return_if_fail (FL_IS_CARD_MENU (self) && FL_IS_DEVICE (device) && FL_IS_DASHBOARD_LAYOUT (layout));

  g_set_object (&self->device, device);
  g_set_object (&self->layout, layout);
}

void
fl_card_menu_set_name (FlCardMenu *self,
                       const char *name)
{
  g_autofree char *label = NULL;

  g_return_if_fail (FL_IS_CARD_MENU (self) && name != NULL);

  /* Translators: %s is a device. */
  label = g_strdup_printf (_("Menu of %s"), name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
}
