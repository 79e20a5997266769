/* fl-rename-popover: what is typed is said once, with Enter or the button; it goes with its parent.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "ui/fl-rename-popover.h"
#include "ui/fl-ui-test.h"

static void
take_name_cb (GString    *names,
              const char *name)
{
  g_string_append_printf (names, "[%s]", name);
}

static void
test_rename (void)
{
  GtkWindow *window = GTK_WINDOW (gtk_window_new ());
  GtkWidget *parent = adw_bin_new ();
  g_autoptr(GString) names = g_string_new (NULL);
  FlRenamePopover *popover;
  GtkWidget *entry;

  gtk_window_set_child (window, parent);
  gtk_window_present (window);
  popover = fl_rename_popover_open (parent, "Kitchen", "broker.test");
  g_signal_connect_swapped (popover, "renamed", G_CALLBACK (take_name_cb), names);
  entry = fl_ui_test_find (GTK_WIDGET (popover), GTK_TYPE_ENTRY, NULL);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (entry)), ==, "Kitchen");
  g_assert_cmpstr (gtk_entry_get_placeholder_text (GTK_ENTRY (entry)), ==, "broker.test");
  gtk_editable_set_text (GTK_EDITABLE (entry), "<b>Cellar");
  g_signal_emit_by_name (fl_ui_test_find (GTK_WIDGET (popover), GTK_TYPE_BUTTON, "_Rename"), "clicked");
  g_assert_cmpstr (names->str, ==, "[<b>Cellar]");
  fl_ui_test_settle ();
  (void) fl_rename_popover_open (parent, "Kitchen", "broker.test"); /* closed by its parent's end */
  gtk_window_destroy (window);
  fl_ui_test_settle ();
}

int
main (int    argc,
      char **argv)
{
  fl_ui_test_init (&argc, &argv);
  g_test_add_func ("/rename-popover/rename", test_rename);
  return g_test_run ();
}
