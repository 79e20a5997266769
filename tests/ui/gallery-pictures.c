/* Makes pictures of every page, to be looked at: gallery-pictures FOLDER [--rtl|--large|--usual [PREFIX]]
 *
 * --large: with text of 175 %, as somebody sets it who sees badly.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "ui/fl-gallery.h"
#include "ui/fl-ui-test.h"

static const struct { int width, height; gboolean is_dark; } kinds[] = {
  { 1000, 700, FALSE }, { 1000, 700, TRUE }, { 720, 480, FALSE }, { 720, 480, TRUE },
};

static void
save (GtkWidget  *window,
      const char *path)
{
  g_autoptr(GdkPaintable) paintable = gtk_widget_paintable_new (window);
  g_autoptr(GskRenderNode) node = NULL;
  g_autoptr(GdkTexture) texture = NULL;

  /* Nothing is drawn while the window is being laid out. */
  for (int i = 0; i < 100 && node == NULL; i++)
    {
      GtkSnapshot *snapshot = gtk_snapshot_new ();

      gdk_paintable_snapshot (paintable, snapshot, gtk_widget_get_width (window), gtk_widget_get_height (window));
      node = gtk_snapshot_free_to_node (snapshot);
      fl_ui_test_settle ();
    }
  g_assert_nonnull (node);
  texture = gsk_renderer_render_texture (gtk_native_get_renderer (GTK_NATIVE (window)), node, NULL);
  g_assert_true (gdk_texture_save_to_png (texture, path));
}

int
main (int    argc,
      char **argv)
{
  g_autoptr(FlGallery) gallery = NULL;
  const char *prefix = argc > 3 ? argv[3] : "";

  fl_ui_test_init (&argc, &argv);
  g_assert_cmpint (argc, >, 1);
  if (argc > 2 && g_str_equal (argv[2], "--rtl"))
    gtk_widget_set_default_direction (GTK_TEXT_DIR_RTL);
  if (argc > 2 && g_str_equal (argv[2], "--large"))
    g_object_set (gtk_settings_get_default (), "gtk-xft-dpi", 96 * 1024 * 175 / 100, NULL);
  gallery = fl_gallery_new ();
  for (guint k = 0; k < G_N_ELEMENTS (kinds); k++)
    {
      adw_style_manager_set_color_scheme (adw_style_manager_get_default (),
                                          kinds[k].is_dark ? ADW_COLOR_SCHEME_FORCE_DARK : ADW_COLOR_SCHEME_FORCE_LIGHT);
      for (guint i = 0; i < fl_gallery_get_n (); i++)
        {
          GtkWindow *window;
          g_autofree char *path = g_strdup_printf ("%s/%s-%d-%s.png", argv[1], fl_gallery_name (i), kinds[k].width,
                                                   kinds[k].is_dark ? "dark" : "light");

          if (!g_str_has_prefix (fl_gallery_name (i), prefix))
            continue;
          window = fl_gallery_present (gallery, i, kinds[k].width, kinds[k].height);
          save (GTK_WIDGET (window), path);
          fl_gallery_close (gallery, window);
        }
    }
  return 0;
}
