/* fl-room: a name, and devices that live as long as they are in it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "devices/fl-device.h"
#include "ui/fl-room.h"

static void
test_room (void)
{
  g_autoptr(FlRoom) room = fl_room_new ("Kitchen");
  g_autoptr(FlRoom) none = fl_room_new (NULL);
  g_autofree char *name = NULL;
  FlDevice *device = fl_device_new ("a", "a", "home/a");

  g_object_add_weak_pointer (G_OBJECT (device), (gpointer *) &device);
  g_object_get (room, "name", &name, NULL);
  g_assert_cmpstr (name, ==, "Kitchen");
  g_assert_null (fl_room_get_name (none));
  g_ptr_array_add (fl_room_get_devices (room), device);
  g_assert_nonnull (device);
  g_ptr_array_set_size (fl_room_get_devices (room), 0);
  g_assert_null (device);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/room", test_room);
  return g_test_run ();
}
