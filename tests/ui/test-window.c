/* fl-window: tabs that come back, a deletion that can be undone, the start page that a last tab leaves behind.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gstdio.h>

#include "ui/fl-start-page.h"
#include "ui/fl-ui-test.h"
#include "ui/fl-window.h"

static AdwApplication *app;

typedef struct
{
  char         *folder;
  FlBrokerFile *file;
  FlKeyring    *keyring;
  FlBrokerShelf *shelf;
  FlWindow     *window;
} Fixture;

static void
open_window (Fixture *fixture)
{
  fixture->window = fl_window_new (GTK_APPLICATION (app), fixture->shelf);
  gtk_window_present (GTK_WINDOW (fixture->window));
}

static FlBroker *
save_broker (Fixture    *fixture,
             const char *name)
{
  /* A port of this computer where nobody listens. */
  g_autoptr(FlBroker) broker = fl_broker_new ("127.0.0.1", 1);

  g_object_set (broker, "name", name, NULL);
  fl_broker_file_append (fixture->file, broker);
  return broker;
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  g_autofree char *path = NULL;

  fixture->folder = g_dir_make_tmp ("fernlight-test-XXXXXX", NULL);
  path = g_build_filename (fixture->folder, "brokers.json", NULL);
  fixture->file = fl_broker_file_new (path);
  fixture->keyring = fl_keyring_new ();
  fixture->shelf = fl_broker_shelf_new (fixture->file, fixture->keyring);
  open_window (fixture);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_autofree char *path = g_strdup (fl_broker_file_get_path (fixture->file));
  g_autoptr(GSettings) settings = g_settings_new (APP_ID);

  if (fixture->window != NULL)
    gtk_window_destroy (GTK_WINDOW (fixture->window));
  g_settings_reset (settings, "open-tabs");
  g_settings_reset (settings, "selected-tab");
  g_settings_reset (settings, "reopen-tabs");
  fl_broker_file_flush (fixture->file);
  g_clear_object (&fixture->shelf);
  g_clear_object (&fixture->file);
  g_clear_object (&fixture->keyring);
  g_remove (path);
  g_assert_no_errno (g_rmdir (fixture->folder));
  g_free (fixture->folder);
}

static AdwTabView *
tabs (Fixture *fixture)
{
  return ADW_TAB_VIEW (fl_ui_test_find (GTK_WIDGET (fixture->window), ADW_TYPE_TAB_VIEW, NULL));
}

static FlStartPage *
start_page (Fixture *fixture)
{
  return FL_START_PAGE (fl_ui_test_find (GTK_WIDGET (fixture->window), FL_TYPE_START_PAGE, NULL));
}

static void
test_restore (Fixture       *fixture,
              gconstpointer  data)
{
  FlBroker *a = save_broker (fixture, "A");
  FlBroker *b = save_broker (fixture, "B");

  save_broker (fixture, "C");
  g_assert_false (fl_window_restore_tabs (fixture->window));
  fl_window_open_start_page (fixture->window);
  fl_window_open_broker (fixture->window, a);
  fl_window_open_broker (fixture->window, b);
  fl_window_open_broker (fixture->window, a);
  g_assert_cmpint (adw_tab_view_get_n_pages (tabs (fixture)), ==, 2);

  gtk_window_close (GTK_WINDOW (fixture->window));
  open_window (fixture);
  g_assert_true (fl_window_restore_tabs (fixture->window));
  g_assert_cmpint (adw_tab_view_get_n_pages (tabs (fixture)), ==, 2);
  g_assert_true (fl_session_view_get_broker (fl_window_get_session_view (fixture->window)) == a);
}

static void
test_do_not_restore (Fixture       *fixture,
                     gconstpointer  data)
{
  g_autoptr(GSettings) settings = g_settings_new (APP_ID);

  fl_window_open_broker (fixture->window, save_broker (fixture, "A"));
  gtk_window_close (GTK_WINDOW (fixture->window));
  g_settings_set_boolean (settings, "reopen-tabs", FALSE);
  open_window (fixture);
  g_assert_false (fl_window_restore_tabs (fixture->window));
}

static void
test_last_tab (Fixture       *fixture,
               gconstpointer  data)
{
  fl_window_open_broker (fixture->window, save_broker (fixture, "A"));
  g_assert_nonnull (fl_window_get_session_view (fixture->window));
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.close-tab", NULL);
  fl_ui_test_settle ();
  g_assert_null (fl_window_get_session_view (fixture->window));
  g_assert_nonnull (start_page (fixture));
}

static void
test_url (Fixture       *fixture,
          gconstpointer  data)
{
  FlBroker *saved = save_broker (fixture, "A");
  g_autoptr(FlMqttUrl) same = fl_mqtt_url_parse ("mqtts://127.0.0.1:1", NULL);
  g_autoptr(FlMqttUrl) other = fl_mqtt_url_parse ("mqtts://127.0.0.1:1/other", NULL);

  /* The saved broker is meant; another topic is another broker, and is not saved before it was reached. */
  fl_window_open_url (fixture->window, same);
  g_assert_true (fl_session_view_get_broker (fl_window_get_session_view (fixture->window)) == saved);
  fl_window_open_url (fixture->window, other);
  g_assert_true (fl_session_view_get_broker (fl_window_get_session_view (fixture->window)) != saved);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (fixture->file)), ==, 1);
}

static void
test_undo (Fixture       *fixture,
           gconstpointer  data)
{
  FlBroker *a = save_broker (fixture, "<b>A");
  GtkWidget *undo;

  save_broker (fixture, "B");
  fl_window_open_broker (fixture->window, a);
  fl_window_open_start_page (fixture->window);
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "saved.delete", "s", fl_broker_get_id (a));
  g_assert_cmpint (adw_tab_view_get_n_pages (tabs (fixture)), ==, 1);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (fixture->file)), ==, 1);
  fl_ui_test_settle ();
  undo = fl_ui_test_find (GTK_WIDGET (fixture->window), GTK_TYPE_BUTTON, "Undo");
  g_assert_nonnull (undo);
  g_signal_emit_by_name (undo, "clicked");
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (fixture->file)), ==, 2);
  g_assert_true (fl_broker_file_find (fixture->file, fl_broker_get_id (a)) == a);
  /* Its tab was open, and is again. */
  g_assert_true (fl_session_view_get_broker (fl_window_get_session_view (fixture->window)) == a);
  fl_ui_test_settle ();
}

static void
test_trouble (Fixture       *fixture,
              gconstpointer  data)
{
  fl_window_show_trouble (fixture->window, "<b>&\"", "mosquitto");
  g_assert_nonnull (fl_ui_test_find (GTK_WIDGET (start_page (fixture)), GTK_TYPE_LABEL, "<b>&\""));
  g_assert_nonnull (fl_ui_test_find (GTK_WIDGET (start_page (fixture)), GTK_TYPE_BUTTON, "Copy Name"));
}

/* No window is hidden: an assistive tool that asks for children of the application would meet it. */
static void
test_shortcuts (Fixture       *fixture,
                gconstpointer  data)
{
  GListModel *windows = gtk_window_get_toplevels ();
  g_autoptr(GtkWindow) shortcuts = NULL;

  g_assert_cmpuint (g_list_model_get_n_items (windows), ==, 1);
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.show-shortcuts", NULL);
  g_assert_cmpuint (g_list_model_get_n_items (windows), ==, 2);
  shortcuts = g_list_model_get_item (windows, 1);
  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (shortcuts)));
  g_assert_true (gtk_window_get_transient_for (shortcuts) == GTK_WINDOW (fixture->window));
  gtk_window_close (shortcuts);
  g_assert_cmpuint (g_list_model_get_n_items (windows), ==, 1);
}

int
main (int    argc,
      char **argv)
{
  int status;

  fl_ui_test_init (&argc, &argv);
  app = adw_application_new ("io.github.fernlight.Test", G_APPLICATION_NON_UNIQUE);
  g_assert_true (g_application_register (G_APPLICATION (app), NULL, NULL));
  g_test_add ("/window/restore", Fixture, NULL, set_up, test_restore, tear_down);
  g_test_add ("/window/do-not-restore", Fixture, NULL, set_up, test_do_not_restore, tear_down);
  g_test_add ("/window/last-tab", Fixture, NULL, set_up, test_last_tab, tear_down);
  g_test_add ("/window/url", Fixture, NULL, set_up, test_url, tear_down);
  g_test_add ("/window/undo", Fixture, NULL, set_up, test_undo, tear_down);
  g_test_add ("/window/trouble", Fixture, NULL, set_up, test_trouble, tear_down);
  g_test_add ("/window/shortcuts", Fixture, NULL, set_up, test_shortcuts, tear_down);
  status = g_test_run ();
  g_clear_object (&app);
  return status;
}
