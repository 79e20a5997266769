/* One degree of a light on a card: brightness or colour temperature as a slider, colour as a button.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "devices/fl-level.h"

G_BEGIN_DECLS

#define FL_TYPE_LIGHT_ROW (fl_light_row_get_type ())

G_DECLARE_FINAL_TYPE (FlLightRow, fl_light_row, FL, LIGHT_ROW, GtkWidget)

/* id: of the LED, raw: what assistive tools call the control by. */
GtkWidget *fl_light_row_new       (FlLevel    *level,
                                   const char *id) G_GNUC_WARN_UNUSED_RESULT;
FlLevel   *fl_light_row_get_level (FlLightRow *self);

G_END_DECLS
