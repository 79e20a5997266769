/* Every page of the window, in the language of the environment: no text is cut, none is outside of what is around it.
 *
 * test-layout [--rtl]: run in German, in a pseudo-locale of long words, and from right to left.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "ui/fl-gallery.h"
#include "ui/fl-ui-test.h"

static FlGallery *gallery;

static const struct { int width, height; } sizes[] = { { 1000, 700 }, { 720, 480 } };

static void
test_page (gconstpointer data)
{
  const guint index = GPOINTER_TO_UINT (data);

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      GtkWindow *window = fl_gallery_present (gallery, index, sizes[i].width, sizes[i].height);
      g_autofree char *where = g_strdup_printf ("%s at %d×%d", fl_gallery_name (index), sizes[i].width, sizes[i].height);
      /* Without the shadow that a window may have around it. */
      GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (window));
      int width;
      int height;

      fl_ui_test_check_layout (GTK_WIDGET (window), where);
      gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &width, NULL, NULL, NULL);
      gtk_widget_measure (child, GTK_ORIENTATION_VERTICAL, MAX (width, sizes[i].width), &height, NULL, NULL, NULL);
      if (width > sizes[i].width || height > sizes[i].height)
        {
          g_test_message ("%s: the window needs %d×%d", where, width, height);
          g_test_fail ();
        }
      fl_gallery_close (gallery, window);
    }
}

/* A check that cannot fail is none: a label that begins left of what is around it is seen, one in its place is not. */
static void
test_can_fail (gconstpointer x)
{
  if (g_test_subprocess ())
    {
      GtkWidget *window = gtk_window_new ();
      GtkWidget *fixed = gtk_fixed_new ();

      gtk_fixed_put (GTK_FIXED (fixed), gtk_label_new ("Words"), GPOINTER_TO_INT (x), 0);
      gtk_window_set_child (GTK_WINDOW (window), fixed);
      gtk_window_present (GTK_WINDOW (window));
      fl_ui_test_check_layout (GTK_WIDGET (window), "here");
      gtk_window_destroy (GTK_WINDOW (window));
      return;
    }
  g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_DEFAULT);
  if (GPOINTER_TO_INT (x) < 0)
    g_test_trap_assert_failed ();
  else
    g_test_trap_assert_passed ();
}

int
main (int    argc,
      char **argv)
{
  int status;

  fl_ui_test_init (&argc, &argv);
  if (argc > 1 && g_str_equal (argv[1], "--rtl"))
    gtk_widget_set_default_direction (GTK_TEXT_DIR_RTL);
  gallery = fl_gallery_new ();
  g_test_add_data_func ("/layout/can-fail", GINT_TO_POINTER (-20), test_can_fail);
  g_test_add_data_func ("/layout/can-pass", GINT_TO_POINTER (20), test_can_fail);
  for (guint i = 0; i < fl_gallery_get_n (); i++)
    {
      g_autofree char *path = g_strconcat ("/layout/", fl_gallery_name (i), NULL);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_page);
    }
  status = g_test_run ();
  fl_gallery_free (gallery);
  return status;
}
