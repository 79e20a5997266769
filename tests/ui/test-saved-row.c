/* fl-saved-row: shows the broker as it is now, as plain text, and asks for what the menu and the keys say.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "ui/fl-saved-row.h"
#include "ui/fl-ui-test.h"

static void
test_shows (void)
{
  g_autoptr(FlBroker) broker = fl_broker_new ("broker.test", 8883);
  g_autoptr(FlSavedRow) row = g_object_ref_sink (FL_SAVED_ROW (fl_saved_row_new (broker)));
  GtkWidget *menu_button = fl_ui_test_find (GTK_WIDGET (row), GTK_TYPE_MENU_BUTTON, NULL);

  g_assert_true (fl_saved_row_get_broker (row) == broker);
  g_object_set (broker, "name", "<b>&", "host", "other.test", NULL);
  g_assert_cmpstr (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (row)), ==, "<b>&");
  g_assert_false (adw_preferences_row_get_use_markup (ADW_PREFERENCES_ROW (row)));
  g_assert_nonnull (strstr (adw_action_row_get_subtitle (ADW_ACTION_ROW (row)), "other.test"));
  g_assert_cmpint (g_menu_model_get_n_items (gtk_menu_button_get_menu_model (GTK_MENU_BUTTON (menu_button))), ==, 2);
}

static void
renamed_cb (GSimpleAction *action,
            GVariant      *parameter,
            gpointer       user_data)
{
  char **taken = user_data;

  *taken = g_variant_print (parameter, FALSE);
}

static void
test_rename (void)
{
  const GActionEntry entries[] = { { "rename", renamed_cb, "(ss)" } };
  g_autoptr(FlBroker) broker = fl_broker_new ("broker.test", 8883);
  g_autoptr(GSimpleActionGroup) group = g_simple_action_group_new ();
  g_autofree char *taken = NULL;
  g_autofree char *expected = g_strdup_printf ("('%s', 'Cellar')", fl_broker_get_id (broker));
  GtkWindow *window = GTK_WINDOW (gtk_window_new ());
  GtkWidget *row = fl_saved_row_new (broker);
  GtkWidget *list = gtk_list_box_new ();
  GtkWidget *entry;

  g_action_map_add_action_entries (G_ACTION_MAP (group), entries, G_N_ELEMENTS (entries), &taken);
  gtk_widget_insert_action_group (GTK_WIDGET (window), "saved", G_ACTION_GROUP (group));
  gtk_list_box_append (GTK_LIST_BOX (list), row);
  gtk_window_set_child (window, list);
  gtk_window_present (window);
  gtk_widget_activate_action (row, "row.rename", NULL);
  entry = fl_ui_test_find (row, GTK_TYPE_ENTRY, NULL);
  g_assert_nonnull (entry);
  gtk_editable_set_text (GTK_EDITABLE (entry), "Cellar");
  g_signal_emit_by_name (fl_ui_test_find (row, GTK_TYPE_BUTTON, "_Rename"), "clicked");
  g_assert_cmpstr (taken, ==, expected);
  fl_ui_test_settle ();
  gtk_window_destroy (window);
  fl_ui_test_settle ();
}

int
main (int    argc,
      char **argv)
{
  fl_ui_test_init (&argc, &argv);
  g_test_add_func ("/saved-row/shows", test_shows);
  g_test_add_func ("/saved-row/rename", test_rename);
  return g_test_run ();
}
