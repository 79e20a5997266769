/* fl-finding-row: line, sentence and change are shown and spoken, and a long change is copied whole.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "ui/fl-copy-button.h"
#include "ui/fl-finding-row.h"
#include "ui/fl-ui-test.h"

static GtkWidget *
show (FlFinding *finding)
{
  GtkWidget *window = gtk_window_new ();
  GtkWidget *list = gtk_list_box_new ();
  GtkWidget *row = fl_finding_row_new (finding);

  fl_finding_free (finding);
  gtk_list_box_append (GTK_LIST_BOX (list), row);
  gtk_window_set_child (GTK_WINDOW (window), list);
  gtk_window_present (GTK_WINDOW (window));
  fl_ui_test_settle ();
  return window;
}

static FlFindingRow *
row_of (GtkWidget *window)
{
  return FL_FINDING_ROW (gtk_widget_get_first_child (gtk_window_get_child (GTK_WINDOW (window))));
}

static void
test_code (void)
{
  GtkWidget *window = show (fl_finding_new_code ("plain-port", FL_SECURITY_TONE_BAD, 8, "Not encrypted.", "a\nb\nc\nd\ne\nf"));
  GtkWidget *button = fl_ui_test_find (window, FL_TYPE_COPY_BUTTON, NULL);

  g_assert_nonnull (fl_ui_test_find (window, GTK_TYPE_LABEL, "Line 8, changed in the corrected copy"));
  g_assert_nonnull (fl_ui_test_find (window, GTK_TYPE_LABEL, "Not encrypted."));
  g_assert_nonnull (fl_ui_test_find (window, GTK_TYPE_LABEL, "a\nb\nc\nd\n…"));
  g_assert_cmpstr (fl_copy_button_get_text (FL_COPY_BUTTON (button)), ==, "a\nb\nc\nd\ne\nf");
  g_assert_cmpuint (fl_finding_row_get_line (row_of (window)), ==, 8);
  g_assert_true (gtk_list_box_row_get_activatable (GTK_LIST_BOX_ROW (row_of (window))));
  fl_ui_test_check_names (window);
  gtk_window_destroy (GTK_WINDOW (window));
}

/* Nothing of it is markup. */
static void
test_words (void)
{
  GtkWidget *window = show (fl_finding_new ("error-name", FL_SECURITY_TONE_BAD, 0, "<b>bold</b> & more", "do <i>this</i>"));

  g_assert_nonnull (fl_ui_test_find (window, GTK_TYPE_LABEL, "<b>bold</b> & more"));
  g_assert_nonnull (fl_ui_test_find (window, GTK_TYPE_LABEL, "do <i>this</i>"));
  g_assert_false (fl_ui_test_says (window, "Line"));
  g_assert_false (gtk_list_box_row_get_activatable (GTK_LIST_BOX_ROW (row_of (window))));
  gtk_window_destroy (GTK_WINDOW (window));
}

int
main (int    argc,
      char **argv)
{
  fl_ui_test_init (&argc, &argv);
  g_test_add_func ("/finding-row/code", test_code);
  g_test_add_func ("/finding-row/words", test_words);
  return g_test_run ();
}
