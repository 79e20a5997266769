/* A room of the dashboard: its name and the devices in it, in order.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define FL_TYPE_ROOM (fl_room_get_type ())

/* Property: "name" (NULL: what is in no room). */
G_DECLARE_FINAL_TYPE (FlRoom, fl_room, FL, ROOM, GObject)

FlRoom     *fl_room_new         (const char *name) G_GNUC_WARN_UNUSED_RESULT;
const char *fl_room_get_name    (FlRoom     *self);
GPtrArray  *fl_room_get_devices (FlRoom     *self);

G_END_DECLS
