/* A list a device sends as an array of objects, such as who is at home.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define FL_TYPE_TABLE_ROW (fl_table_row_get_type ())
#define FL_TYPE_TABLE (fl_table_get_type ())

/* A row that vanished stays this long as "left 5 min ago". */
#define FL_TABLE_LEFT_US (G_TIME_SPAN_HOUR)

/* Main thread only. "cells" (GStrv in the order of the table's columns, raw text), "left-at" (real
 * µs, 0 while it is in the list). */
G_DECLARE_FINAL_TYPE (FlTableRow, fl_table_row, FL, TABLE_ROW, GObject)

/* Main thread only. "name", "topic", "columns" (GStrv), "rows" (GListModel of FlTableRow; those that
 * left come last), "n-present", "n-refused" (rows over FL_TABLE_MAX_ROWS in the latest message). */
G_DECLARE_FINAL_TYPE (FlTable, fl_table, FL, TABLE, GObject)

#define FL_TABLE_MAX_ROWS 500
#define FL_TABLE_MAX_COLUMNS 12

const char         *fl_table_row_get_key     (FlTableRow          *self);
const char *const  *fl_table_row_get_cells   (FlTableRow          *self);
gint64              fl_table_row_get_left_at (FlTableRow          *self);

FlTable            *fl_table_new             (const char          *name,
                                              const char          *topic) G_GNUC_WARN_UNUSED_RESULT;
const char         *fl_table_get_name        (FlTable             *self);
const char         *fl_table_get_topic       (FlTable             *self);
const char *const  *fl_table_get_columns     (FlTable             *self);
GListModel         *fl_table_get_rows        (FlTable             *self);
guint               fl_table_get_n_present   (FlTable             *self);
guint               fl_table_get_n_refused   (FlTable             *self);

/* A new list arrives: begin, each object's key and (name, text) pairs, end. */
void                fl_table_begin           (FlTable             *self);
void                fl_table_take_row        (FlTable             *self,
                                              const char          *key,
                                              const char *const   *names,
                                              const char *const   *texts);
/* Rows of this list that did not even get here. */
void                fl_table_refuse_rows     (FlTable             *self,
                                              guint                n);
void                fl_table_end             (FlTable             *self,
                                              gint64               now);
/* Forgets the rows that left FL_TABLE_LEFT_US ago. TRUE: some that left are still shown. */
gboolean            fl_table_expire          (FlTable             *self,
                                              gint64               now);

G_END_DECLS
