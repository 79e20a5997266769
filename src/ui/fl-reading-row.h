/* A reading on a card: its name, a big number that does not jump, a quiet line of the last ones.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "devices/fl-reading.h"

G_BEGIN_DECLS

#define FL_TYPE_READING_ROW (fl_reading_row_get_type ())

/* Property: "reading" (FlReading). */
G_DECLARE_FINAL_TYPE (FlReadingRow, fl_reading_row, FL, READING_ROW, GtkWidget)

GtkWidget *fl_reading_row_new         (FlReading    *reading) G_GNUC_WARN_UNUSED_RESULT;
FlReading *fl_reading_row_get_reading (FlReadingRow *self);
void       fl_reading_row_set_reading (FlReadingRow *self,
                                       FlReading    *reading);
char      *fl_reading_row_format      (const char   *text,
                                       guint         decimals) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
