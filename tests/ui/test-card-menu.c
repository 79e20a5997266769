/* fl-card-menu: each of its actions changes the layout, or asks for what it cannot do itself.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <adwaita.h>

#include "ui/fl-card-menu.h"
#include "ui/fl-rename-popover.h"
#include "ui/fl-ui-test.h"

static void
moved_cb (GString  *log,
          gboolean  later)
{
  g_string_append (log, later ? "later " : "earlier ");
}

static void
hide_cb (GString *log)
{
  g_string_append (log, "hide ");
}

static void
test_actions (void)
{
  g_autoptr(GtkWidget) menu = g_object_ref_sink (g_object_new (FL_TYPE_CARD_MENU, NULL));
  g_autoptr(FlDevice) device = fl_device_new ("a", "a", "home/a");
  g_autoptr(FlDashboardLayout) layout = fl_dashboard_layout_new (NULL);
  g_autoptr(GString) log = g_string_new (NULL);

  fl_card_menu_set_device (FL_CARD_MENU (menu), device, layout);
  fl_card_menu_set_name (FL_CARD_MENU (menu), "Galley");
  fl_ui_test_check_names (menu);
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (fl_ui_test_find (menu, GTK_TYPE_MENU_BUTTON, NULL)),
                                       GTK_ACCESSIBLE_PROPERTY_LABEL, "Menu of Galley");
  gtk_widget_activate_action (menu, "card.room", "s", "Kitchen");
  gtk_widget_activate_action (menu, "card.icon", "s", "alarm-symbolic");
  gtk_widget_activate_action (menu, "card.pin", "s", "temperature");
  gtk_widget_activate_action (menu, "card.wide", NULL);
  g_assert_cmpstr (fl_dashboard_layout_get_text (layout, "a", FL_DASHBOARD_TEXT_ROOM), ==, "Kitchen");
  g_assert_cmpstr (fl_dashboard_layout_get_text (layout, "a", FL_DASHBOARD_TEXT_ICON), ==, "alarm-symbolic");
  g_assert_true (fl_dashboard_layout_is_pinned (layout, "a", "temperature"));
  g_assert_true (fl_dashboard_layout_get_flag (layout, "a", FL_DASHBOARD_FLAG_WIDE));
  gtk_widget_activate_action (menu, "card.room", "s", "");
  gtk_widget_activate_action (menu, "card.pin", "s", "temperature");
  gtk_widget_activate_action (menu, "card.wide", NULL);
  g_assert_null (fl_dashboard_layout_get_text (layout, "a", FL_DASHBOARD_TEXT_ROOM));
  g_assert_false (fl_dashboard_layout_is_pinned (layout, "a", "temperature"));
  g_assert_false (fl_dashboard_layout_get_flag (layout, "a", FL_DASHBOARD_FLAG_WIDE));

  g_signal_connect_swapped (menu, "move-requested", G_CALLBACK (moved_cb), log);
  g_signal_connect_swapped (menu, "hide-requested", G_CALLBACK (hide_cb), log);
  gtk_widget_activate_action (menu, "card.move-later", NULL);
  gtk_widget_activate_action (menu, "card.move-earlier", NULL);
  gtk_widget_activate_action (menu, "card.hide", NULL);
  g_assert_cmpstr (log->str, ==, "later earlier hide ");
}

static void
type_name (GtkWidget  *menu,
           const char *action,
           const char *name)
{
  GtkWidget *popover;

  gtk_widget_activate_action (menu, action, NULL);
  popover = fl_ui_test_find (menu, FL_TYPE_RENAME_POPOVER, NULL);
  gtk_editable_set_text (GTK_EDITABLE (fl_ui_test_find (popover, GTK_TYPE_ENTRY, NULL)), name);
  g_signal_emit_by_name (fl_ui_test_find (popover, GTK_TYPE_BUTTON, NULL), "clicked");
  fl_ui_test_settle ();
}

static void
test_names (void)
{
  GtkWidget *window = adw_window_new ();
  GtkWidget *menu = g_object_new (FL_TYPE_CARD_MENU, NULL);
  g_autoptr(FlDevice) device = fl_device_new ("a", "a", "home/a");
  g_autoptr(FlDashboardLayout) layout = fl_dashboard_layout_new (NULL);

  fl_card_menu_set_device (FL_CARD_MENU (menu), device, layout);
  adw_window_set_content (ADW_WINDOW (window), menu);
  gtk_window_present (GTK_WINDOW (window));
  fl_ui_test_settle ();
  type_name (menu, "card.rename", "Desk");
  g_assert_cmpstr (fl_dashboard_layout_get_text (layout, "a", FL_DASHBOARD_TEXT_NAME), ==, "Desk");
  type_name (menu, "card.rename", "a");
  g_assert_null (fl_dashboard_layout_get_text (layout, "a", FL_DASHBOARD_TEXT_NAME));
  type_name (menu, "card.new-room", "Hall");
  g_assert_cmpstr (fl_dashboard_layout_get_text (layout, "a", FL_DASHBOARD_TEXT_ROOM), ==, "Hall");
  gtk_window_destroy (GTK_WINDOW (window));
  fl_ui_test_settle ();
}

int
main (int    argc,
      char **argv)
{
  fl_ui_test_init (&argc, &argv);

  g_test_add_func ("/card-menu/actions", test_actions);
  g_test_add_func ("/card-menu/names", test_names);
  return g_test_run ();
}
