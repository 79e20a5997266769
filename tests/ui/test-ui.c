/* What a process with windows sets up: once or twice makes no difference, and the templates are there.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <gio/gio.h>

#include "ui/fl-ui.h"

static void
test_init (void)
{
  static const char *const paths[] = { FL_UI_TEMPLATE ("fl-window"), FL_UI_RESOURCE_BASE "/style.css" };

  fl_ui_init ();
  fl_ui_init ();
  for (guint i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(GBytes) bytes = g_resources_lookup_data (paths[i], G_RESOURCE_LOOKUP_FLAGS_NONE, &error);

      g_assert_no_error (error);
      g_assert_cmpuint (g_bytes_get_size (bytes), >, 0);
    }
  g_assert_false (g_resources_get_info (FL_UI_TEMPLATE ("no-such-template"), G_RESOURCE_LOOKUP_FLAGS_NONE, NULL, NULL, NULL));
}

/* A line of numbers is not turned around, and stays on the side where the language has it. */
static void
test_direction (void)
{
  GtkWidget *left = g_object_ref_sink (gtk_label_new ("-5"));
  GtkWidget *right = g_object_ref_sink (gtk_label_new ("-5"));

  gtk_label_set_xalign (GTK_LABEL (left), 0);
  gtk_label_set_xalign (GTK_LABEL (right), 0);
  gtk_widget_set_direction (left, GTK_TEXT_DIR_LTR);
  gtk_widget_set_direction (right, GTK_TEXT_DIR_RTL);
  fl_ui_keep_left_to_right (GTK_LABEL (left));
  fl_ui_keep_left_to_right (GTK_LABEL (right));
  g_assert_cmpfloat (gtk_label_get_xalign (GTK_LABEL (left)), ==, 0);
  g_assert_cmpfloat (gtk_label_get_xalign (GTK_LABEL (right)), ==, 1);
  g_assert_cmpint (gtk_widget_get_direction (right), ==, GTK_TEXT_DIR_LTR);
  g_object_unref (left);
  g_object_unref (right);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  gtk_init ();
  g_test_add_func ("/ui/init", test_init);
  g_test_add_func ("/ui/direction", test_direction);
  return g_test_run ();
}
