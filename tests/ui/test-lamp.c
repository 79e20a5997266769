/* fl-lamp: on, off and unknown are three pictures; only on is lit.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "ui/fl-lamp.h"
#include "ui/fl-ui-test.h"

#define SIZE 40

static gboolean
never_cb (gpointer data)
{
  return FALSE;
}

/* The pixels as a checksum, and their mean saturation (a lit lamp has a colour, the others are grey). */
static char *
draw (FlLamp *lamp,
      double *saturation)
{
  g_autoptr(GdkPaintable) paintable = NULL;
  GtkSnapshot *snapshot = gtk_snapshot_new ();
  g_autoptr(GskRenderNode) node = NULL;
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, SIZE, SIZE);
  cairo_t *cr = cairo_create (surface);
  const guchar *data;
  char *checksum;

  fl_ui_test_wait (never_cb, NULL, 1);
  paintable = gtk_widget_paintable_new (GTK_WIDGET (lamp));
  gdk_paintable_snapshot (paintable, snapshot, SIZE, SIZE);
  node = gtk_snapshot_free_to_node (snapshot);
  g_assert_nonnull (node);
  gsk_render_node_draw (node, cr);
  cairo_surface_flush (surface);
  data = cairo_image_surface_get_data (surface);
  *saturation = 0;
  for (int i = 0; i < SIZE * SIZE; i++)
    *saturation += MAX (MAX (data[4 * i], data[4 * i + 1]), data[4 * i + 2]) - MIN (MIN (data[4 * i], data[4 * i + 1]), data[4 * i + 2]);
  checksum = g_compute_checksum_for_data (G_CHECKSUM_SHA256, data, SIZE * SIZE * 4);
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
  return checksum;
}

static void
test_pictures (void)
{
  GtkWidget *window = adw_window_new ();
  FlLamp *lamp = FL_LAMP (fl_lamp_new ());
  g_autofree char *unknown = NULL, *off = NULL, *on = NULL, *again = NULL;
  double grey, dark, lit;

  adw_window_set_content (ADW_WINDOW (window), GTK_WIDGET (lamp));
  gtk_window_present (GTK_WINDOW (window));
  g_assert_cmpint (fl_lamp_get_state (lamp), ==, FL_LED_STATE_UNKNOWN);
  unknown = draw (lamp, &grey);
  fl_lamp_set_state (lamp, FL_LED_STATE_OFF);
  off = draw (lamp, &dark);
  fl_lamp_set_state (lamp, FL_LED_STATE_ON);
  on = draw (lamp, &lit);
  fl_lamp_set_state (lamp, FL_LED_STATE_UNKNOWN);
  again = draw (lamp, &grey);

  g_assert_cmpstr (unknown, !=, off);
  g_assert_cmpstr (off, !=, on);
  g_assert_cmpstr (unknown, !=, on);
  g_assert_cmpstr (unknown, ==, again);
  g_assert_cmpfloat (lit, >, 10 * (grey + 1));
  g_assert_cmpfloat (lit, >, 10 * (dark + 1));
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
test_property (void)
{
  g_autoptr(FlLamp) lamp = g_object_ref_sink (FL_LAMP (fl_lamp_new ()));
  int state;

  g_object_set (lamp, "state", FL_LED_STATE_ON, NULL);
  g_object_get (lamp, "state", &state, NULL);
  g_assert_cmpint (state, ==, FL_LED_STATE_ON);
}

int
main (int    argc,
      char **argv)
{
  fl_ui_test_init (&argc, &argv);
  g_test_add_func ("/lamp/pictures", test_pictures);
  g_test_add_func ("/lamp/property", test_property);
  return g_test_run ();
}
