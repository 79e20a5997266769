/* Preferences: what is chosen is what is kept, and where the secrets are is said.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "ui/fl-preferences-page.h"
#include "ui/fl-ui-test.h"

static void
test_color_scheme (void)
{
  g_autoptr(GSettings) settings = g_settings_new (APP_ID);
  g_autoptr(GtkWidget) page = NULL;
  GtkWidget *row;

  g_settings_set_enum (settings, "color-scheme", 2);
  page = g_object_ref_sink (fl_preferences_page_new (NULL));
  row = fl_ui_test_find (page, ADW_TYPE_COMBO_ROW, NULL);
  g_assert_cmpuint (adw_combo_row_get_selected (ADW_COMBO_ROW (row)), ==, 2);
  adw_combo_row_set_selected (ADW_COMBO_ROW (row), 1);
  g_assert_cmpint (g_settings_get_enum (settings, "color-scheme"), ==, 1);
  g_settings_reset (settings, "color-scheme");
}

static void
test_reopen_tabs (void)
{
  g_autoptr(GSettings) settings = g_settings_new (APP_ID);
  g_autoptr(GtkWidget) page = g_object_ref_sink (fl_preferences_page_new (NULL));
  GtkWidget *toggle = fl_ui_test_find (page, GTK_TYPE_SWITCH, NULL);
  const gboolean before = g_settings_get_boolean (settings, "reopen-tabs");

  g_assert_cmpint (gtk_switch_get_active (GTK_SWITCH (toggle)), ==, before);
  gtk_switch_set_active (GTK_SWITCH (toggle), !before);
  g_assert_cmpint (g_settings_get_boolean (settings, "reopen-tabs"), ==, !before);
  g_settings_reset (settings, "reopen-tabs");
}

static void
test_notifications (void)
{
  g_autoptr(GSettings) settings = g_settings_new (APP_ID);
  g_autoptr(GtkWidget) page = g_object_ref_sink (fl_preferences_page_new (NULL));
  GtkWidget *row = fl_ui_test_find (page, ADW_TYPE_ACTION_ROW, "Certificates");
  GtkWidget *toggle = fl_ui_test_find (row, GTK_TYPE_SWITCH, NULL);

  g_assert_true (gtk_switch_get_active (GTK_SWITCH (toggle)));
  gtk_switch_set_active (GTK_SWITCH (toggle), FALSE);
  g_assert_false (g_settings_get_boolean (settings, "notify-certificates"));
  g_settings_reset (settings, "notify-certificates");
}

static void
test_keyring (void)
{
  g_autoptr(GtkWidget) kept = g_object_ref_sink (fl_preferences_page_new (NULL));
  g_autoptr(GtkWidget) lost = g_object_ref_sink (fl_preferences_page_new ("<b>No keyring</b> & no file."));

  g_assert_nonnull (fl_ui_test_find (kept, GTK_TYPE_LABEL, "In your keyring and nowhere else; without a keyring they are forgotten when the application closes"));
  g_assert_nonnull (fl_ui_test_find (lost, GTK_TYPE_LABEL, "<b>No keyring</b> & no file."));
}

int
main (int    argc,
      char **argv)
{
  fl_ui_test_init (&argc, &argv);
  g_test_add_func ("/preferences-page/color-scheme", test_color_scheme);
  g_test_add_func ("/preferences-page/reopen-tabs", test_reopen_tabs);
  g_test_add_func ("/preferences-page/notifications", test_notifications);
  g_test_add_func ("/preferences-page/keyring", test_keyring);
  return g_test_run ();
}
