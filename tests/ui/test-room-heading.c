/* fl-room-heading: the room's name as text, and a button that says what it does.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "ui/fl-room-heading.h"
#include "ui/fl-ui-test.h"

static void
count_cb (guint *n)
{
  (*n)++;
}

static void
test_heading (void)
{
  g_autoptr(FlRoom) room = fl_room_new ("<b>Kitchen</b>");
  g_autoptr(GtkWidget) heading = g_object_ref_sink (fl_room_heading_new (room));
  guint n = 0;

  g_assert_true (fl_room_heading_get_room (FL_ROOM_HEADING (heading)) == room);
  g_assert_nonnull (fl_ui_test_find (heading, GTK_TYPE_LABEL, "<b>Kitchen</b>"));
  g_signal_connect_swapped (heading, "all-off", G_CALLBACK (count_cb), &n);
  g_signal_emit_by_name (fl_ui_test_find (heading, GTK_TYPE_BUTTON, NULL), "clicked");
  g_assert_cmpuint (n, ==, 1);
  fl_ui_test_check_names (heading);
}

static void
test_no_room (void)
{
  g_autoptr(FlRoom) room = fl_room_new (NULL);
  g_autoptr(GtkWidget) heading = g_object_ref_sink (fl_room_heading_new (room));

  g_assert_nonnull (fl_ui_test_find (heading, GTK_TYPE_LABEL, "Other Devices"));
}

int
main (int    argc,
      char **argv)
{
  fl_ui_test_init (&argc, &argv);

  g_test_add_func ("/room-heading/heading", test_heading);
  g_test_add_func ("/room-heading/no-room", test_no_room);
  return g_test_run ();
}
