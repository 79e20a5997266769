/* The heading of a room: its name, and all its LEDs off.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "ui/fl-room.h"

G_BEGIN_DECLS

#define FL_TYPE_ROOM_HEADING (fl_room_heading_get_type ())

/* Signal: "all-off" (the button was pressed). */
G_DECLARE_FINAL_TYPE (FlRoomHeading, fl_room_heading, FL, ROOM_HEADING, GtkWidget)

GtkWidget *fl_room_heading_new      (FlRoom        *room) G_GNUC_WARN_UNUSED_RESULT;
FlRoom    *fl_room_heading_get_room (FlRoomHeading *self);

G_END_DECLS
