/* fl-compat: the windows that differ between versions come up, and a question has an answer.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "ui/fl-compat.h"
#include "ui/fl-preferences-page.h"
#include "ui/fl-ui-test.h"

static GtkWidget *
new_window (void)
{
  GtkWidget *window = adw_window_new ();

  adw_window_set_content (ADW_WINDOW (window), gtk_label_new ("x"));
  gtk_window_set_default_size (GTK_WINDOW (window), 1000, 700); /* newer dialogs stand in it */
  gtk_window_present (GTK_WINDOW (window));
  fl_ui_test_settle ();
  return window;
}

/* The window that is none of @known. */
static GtkWidget *
find_dialog (GtkWidget *window)
{
  g_autoptr(GList) toplevels = gtk_window_list_toplevels ();

  for (GList *l = toplevels; l != NULL; l = l->next)
    if (l->data != window)
      return l->data;
  return window;
}

static void
destroy_all (void)
{
  g_autoptr(GList) toplevels = gtk_window_list_toplevels ();

  for (GList *l = toplevels; l != NULL; l = l->next)
    gtk_window_destroy (l->data);
  fl_ui_test_settle ();
}

static void
test_about (void)
{
  GtkWidget *window = new_window ();

  fl_compat_present_about (window);
  fl_ui_test_settle ();
  g_assert_nonnull (fl_ui_test_find (find_dialog (window), GTK_TYPE_LABEL, "Fernlight"));
  destroy_all ();
}

static void
test_preferences (void)
{
  GtkWidget *window = new_window ();

  fl_compat_present_preferences (window, ADW_PREFERENCES_PAGE (fl_preferences_page_new ("No keyring.")));
  fl_ui_test_settle ();
  g_assert_nonnull (fl_ui_test_find (find_dialog (window), GTK_TYPE_LABEL, "No keyring."));
  destroy_all ();
}

static void
answered_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  char **answer = user_data;

  *answer = fl_compat_ask_finish (result);
}

static gboolean
is_answered (gpointer data)
{
  return *(char **) data != NULL;
}

static void
test_ask (void)
{
  static const FlCompatAnswer answers[] = {
    { "cancel", "_Cancel", ADW_RESPONSE_DEFAULT },
    { "delete", "_Delete", ADW_RESPONSE_DESTRUCTIVE },
  };
  GtkWidget *window = new_window ();
  g_autofree char *answer = NULL;
  GtkWidget *button;

  fl_compat_ask_async (window, "<b>?", "&", answers, G_N_ELEMENTS (answers), answered_cb, &answer);
  fl_ui_test_settle ();
  button = fl_ui_test_find (find_dialog (window), GTK_TYPE_BUTTON, "_Delete");
  g_assert_nonnull (button);
  g_signal_emit_by_name (button, "clicked");
  g_assert_true (fl_ui_test_wait (is_answered, &answer, 20));
  g_assert_cmpstr (answer, ==, "delete");
  destroy_all ();
}

static void
test_color (void)
{
  GtkWidget *window = new_window ();
  GdkRGBA color = { 0 };

  fl_compat_get_color (window, &color);
  g_assert_cmpfloat (color.alpha, >, 0);
  destroy_all ();
}

int
main (int    argc,
      char **argv)
{
  fl_ui_test_init (&argc, &argv);
  g_test_add_func ("/compat/about", test_about);
  g_test_add_func ("/compat/preferences", test_preferences);
  g_test_add_func ("/compat/ask", test_ask);
  g_test_add_func ("/compat/color", test_color);
  return g_test_run ();
}
