/* fl-copy-button: what it copies is on the clipboard, and it shows that it is.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "ui/fl-copy-button.h"

#include "ui/fl-ui-test.h"

static GtkWidget *
show (FlCopyButton **copy)
{
  GtkWidget *window = adw_window_new ();

  *copy = FL_COPY_BUTTON (fl_copy_button_new ("Copy SHA-1"));
  adw_window_set_content (ADW_WINDOW (window), GTK_WIDGET (*copy));
  gtk_window_present (GTK_WINDOW (window));
  fl_ui_test_settle ();
  return window;
}

static void
text_read_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  *(char **) user_data = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (source), result, NULL);
}

static gboolean
is_read (gpointer data)
{
  return *(char **) data != NULL;
}

static char *
read_clipboard (GtkWidget *widget)
{
  char *text = NULL;

  gdk_clipboard_read_text_async (gtk_widget_get_clipboard (widget), NULL, text_read_cb, &text);
  g_assert_true (fl_ui_test_wait (is_read, &text, 30));
  return text;
}

static gboolean
shows_copy_again (gpointer data)
{
  return g_str_equal (gtk_button_get_icon_name (data), "edit-copy-symbolic");
}

static void
test_copies (void)
{
  FlCopyButton *copy;
  GtkWidget *window = show (&copy);
  GtkWidget *button = fl_ui_test_find (GTK_WIDGET (copy), GTK_TYPE_BUTTON, NULL);
  g_autofree char *text = NULL;

  fl_copy_button_set_text (copy, "<b>18 C0</b>");
  g_signal_emit_by_name (button, "clicked");
  text = read_clipboard (GTK_WIDGET (copy));
  g_assert_cmpstr (text, ==, "<b>18 C0</b>");
  g_assert_cmpstr (gtk_button_get_icon_name (GTK_BUTTON (button)), ==, "object-select-symbolic");
  g_assert_true (fl_ui_test_wait (shows_copy_again, button, 30));
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
set_text_cb (FlCopyButton *copy)
{
  fl_copy_button_set_text (copy, "made just now");
}

/* A text that is only made when somebody wants it. */
static void
test_made_when_wanted (void)
{
  FlCopyButton *copy;
  GtkWidget *window = show (&copy);
  g_autofree char *text = NULL;

  g_signal_connect (copy, "copying", G_CALLBACK (set_text_cb), NULL);
  g_assert_null (fl_copy_button_get_text (copy));
  g_signal_emit_by_name (fl_ui_test_find (GTK_WIDGET (copy), GTK_TYPE_BUTTON, NULL), "clicked");
  text = read_clipboard (GTK_WIDGET (copy));
  g_assert_cmpstr (text, ==, "made just now");
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
count_cb (guint *n)
{
  (*n)++;
}

static void
test_name (void)
{
  g_autoptr(FlCopyButton) copy = g_object_ref_sink (FL_COPY_BUTTON (fl_copy_button_new ("Copy SHA-1")));
  GtkWidget *button = fl_ui_test_find (GTK_WIDGET (copy), GTK_TYPE_BUTTON, NULL);
  guint n_changes = 0;

  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, "Copy SHA-1");
  g_signal_connect_swapped (copy, "notify", G_CALLBACK (count_cb), &n_changes);
  fl_copy_button_set_name (copy, "Copy SHA-1");
  fl_copy_button_set_text (copy, NULL);
  g_assert_cmpuint (n_changes, ==, 0);
  fl_copy_button_set_name (copy, "Copy PEM");
  fl_copy_button_set_text (copy, "x");
  g_assert_cmpuint (n_changes, ==, 2);
  g_assert_cmpstr (fl_copy_button_get_name (copy), ==, "Copy PEM");
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, "Copy PEM");
}

int
main (int    argc,
      char **argv)
{
  fl_ui_test_init (&argc, &argv);
  g_test_add_func ("/copy-button/copies", test_copies);
  g_test_add_func ("/copy-button/made-when-wanted", test_made_when_wanted);
  g_test_add_func ("/copy-button/name", test_name);
  return g_test_run ();
}
