/* A small table on a card, such as who is at home; who left is said with the time.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "devices/fl-table.h"

G_BEGIN_DECLS

#define FL_TYPE_TABLE_VIEW (fl_table_view_get_type ())

/* Property: "table" (FlTable). */
G_DECLARE_FINAL_TYPE (FlTableView, fl_table_view, FL, TABLE_VIEW, GtkWidget)

GtkWidget *fl_table_view_new       (FlTable     *table) G_GNUC_WARN_UNUSED_RESULT;
FlTable   *fl_table_view_get_table (FlTableView *self);
void       fl_table_view_set_table (FlTableView *self,
                                    FlTable     *table);
void       fl_table_view_tick      (FlTableView *self,
                                    gint64       now);

G_END_DECLS
