/* Shows one state of the Security page in a window of a given size and saves a picture of it.
 *
 * show-security STATE WIDTHxHEIGHT light|dark FILE [scroll] — no test; for looking.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "ui/fl-ui-states.h"
#include "ui/fl-ui-test.h"

#include <stdlib.h>

static void
expand_all (GtkWidget *root)
{
  if (ADW_IS_EXPANDER_ROW (root))
    adw_expander_row_set_expanded (ADW_EXPANDER_ROW (root), TRUE);
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL; child = gtk_widget_get_next_sibling (child))
    expand_all (child);
}

static gboolean
never (gpointer data)
{
  return FALSE;
}

static void
save (GtkWidget  *window,
      const char *path)
{
  g_autoptr(GdkPaintable) paintable = gtk_widget_paintable_new (window);
  g_autoptr(GtkSnapshot) snapshot = gtk_snapshot_new ();
  g_autoptr(GskRenderNode) node = NULL;
  g_autoptr(GdkTexture) texture = NULL;

  gdk_paintable_snapshot (paintable, snapshot, gtk_widget_get_width (window), gtk_widget_get_height (window));
  node = gtk_snapshot_free_to_node (g_steal_pointer (&snapshot));
  texture = gsk_renderer_render_texture (gtk_native_get_renderer (GTK_NATIVE (window)), node, NULL);
  g_assert_true (gdk_texture_save_to_png (texture, path));
}

int
main (int    argc,
      char **argv)
{
  int state = 0;
  int width = 1000;
  int height = 700;
  GtkWidget *window;
  GtkWidget *box;
  GtkWidget *page;

  fl_ui_test_init (&argc, &argv);
  g_assert_cmpint (argc, >=, 5);
  while (state < (int) FL_N_UI_STATES && !g_str_equal (fl_ui_state_to_name ((FlUiState) state), argv[1]))
    state++;
  g_assert_cmpint (sscanf (argv[2], "%dx%d", &width, &height), ==, 2);
  adw_style_manager_set_color_scheme (adw_style_manager_get_default (),
                                      g_str_equal (argv[3], "dark") ? ADW_COLOR_SCHEME_FORCE_DARK : ADW_COLOR_SCHEME_FORCE_LIGHT);
  window = adw_window_new ();
  box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  page = GTK_WIDGET (fl_ui_state_to_page ((FlUiState) state));
  gtk_widget_set_vexpand (page, TRUE);
  gtk_box_append (GTK_BOX (box), adw_header_bar_new ());
  gtk_box_append (GTK_BOX (box), page);
  adw_window_set_content (ADW_WINDOW (window), box);
  gtk_window_set_default_size (GTK_WINDOW (window), width, height);
  if (argc > 5)
    expand_all (page);
  gtk_window_present (GTK_WINDOW (window));
  fl_ui_test_wait (never, NULL, 1);
  if (argc > 5)
    {
      GtkWidget *scrolled = fl_ui_test_find (page, GTK_TYPE_SCROLLED_WINDOW, NULL);
      GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scrolled));

      gtk_adjustment_set_value (adjustment, atof (argv[5]));
      fl_ui_test_wait (never, NULL, 1);
    }
  save (window, argv[4]);
  gtk_window_destroy (GTK_WINDOW (window));
  return 0;
}
