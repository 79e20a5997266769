/* An array of objects, as a table: a row for each object, a column for each name.
 *
 * Filled by one thread; read by any after fl_payload_table_finish().
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define FL_PAYLOAD_MAX_COLUMNS 16
#define FL_PAYLOAD_MAX_ROWS    1000

/* Cells are never NULL ("" where an object lacks the member). */
typedef struct
{
  const char        *name;        /* member name, or the topic's last level */
  guint              n_columns;
  const char *const *columns;     /* NULL-terminated */
  int                key_column;  /* of "mac", "id" or "name", which all rows have; -1: none */
  guint              n_rows;      /* rows kept */
  guint              n_rows_sent; /* rows the payload had */
} FlPayloadTable;

FlPayloadTable *fl_payload_table_new      (GStringChunk         *strings,
                                           const char           *name) G_GNUC_WARN_UNUSED_RESULT;
void            fl_payload_table_free     (FlPayloadTable       *self);
gboolean        fl_payload_table_add_row  (FlPayloadTable       *self);
gboolean        fl_payload_table_set_cell (FlPayloadTable       *self,
                                           const char           *column,
                                           const char           *text);
void            fl_payload_table_finish   (FlPayloadTable       *self);
const char     *fl_payload_table_get_cell (const FlPayloadTable *self,
                                           guint                 row,
                                           guint                 column);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FlPayloadTable, fl_payload_table_free)

G_END_DECLS
