/* An array of objects, as a table: a row for each object, a column for each name.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "fernlight-payload-table"

#include "config.h"

#include "messages/fl-payload-table.h"

#include <string.h>

/* Behind the public table: its cells, FL_PAYLOAD_MAX_COLUMNS a row, NULL where there is none. */
typedef struct
{
  FlPayloadTable  public;
  GStringChunk   *strings; /* not owned */
  GPtrArray      *columns;
  GPtrArray      *cells;
} Table;

/* Returns -1 when there are too many columns. */
static int
ensure_column (Table      *self,
               const char *name)
{
  for (guint i = 0; i < self->columns->len; i++)
    if (strcmp (g_ptr_array_index (self->columns, i), name) == 0)
      return (int) i;
  if (self->columns->len == FL_PAYLOAD_MAX_COLUMNS)
    return -1;
  g_ptr_array_add (self->columns, g_string_chunk_insert (self->strings, name));
  return (int) self->columns->len - 1;
}

static gboolean
is_key_column (const Table *self,
               guint        column)
{
  for (guint row = 0; row < self->public.n_rows; row++)
    {
      const char *cell = g_ptr_array_index (self->cells, row * FL_PAYLOAD_MAX_COLUMNS + column);

      if (cell == NULL || *cell == '\0')
        return FALSE;
    }
  return TRUE;
}

static int
find_key_column (const Table *self)
{
  static const char *const keys[] = { "mac", "id", "name" };

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    for (guint column = 0; column < self->columns->len; column++)
      if (g_ascii_strcasecmp (g_ptr_array_index (self->columns, column), keys[i]) == 0
          && is_key_column (self, column))
        return (int) column;
  return -1;
}

/**
 * fl_payload_table_new:
 * @strings: keeps the names, and outlives the table
 * @name: the table's own
 *
 * Returns: (transfer full): a table without rows, to be filled
 */
FlPayloadTable *
fl_payload_table_new (GStringChunk *strings,
                      const char   *name)
{
  Table *self = g_new0 (Table, 1);

  self->strings = strings;
  self->columns = g_ptr_array_new ();
  self->cells = g_ptr_array_new ();
  self->public.name = g_string_chunk_insert (strings, name);
  self->public.key_column = -1;
  return &self->public;
}

void
fl_payload_table_free (FlPayloadTable *self)
{
  Table *table = (Table *) self;

  g_ptr_array_unref (table->columns);
  g_ptr_array_unref (table->cells);
  g_free (table);
}

/**
 * fl_payload_table_add_row:
 * @self: a table
 *
 * Returns: FALSE if it has as many rows as it may have: this one is counted only
 */
gboolean
fl_payload_table_add_row (FlPayloadTable *self)
{
  Table *table = (Table *) self;

  self->n_rows_sent++;
  if (self->n_rows == FL_PAYLOAD_MAX_ROWS)
    return FALSE;
  self->n_rows++;
  g_ptr_array_set_size (table->cells, (int) (self->n_rows * FL_PAYLOAD_MAX_COLUMNS));
  return TRUE;
}

/**
 * fl_payload_table_set_cell:
 * @self: a table with a row
 * @column: the name of the cell's column, which may be new
 * @text: the cell of the last row; not copied: it outlives the table
 *
 * Returns: FALSE if there are as many columns as there may be, and this is another
 */
gboolean
fl_payload_table_set_cell (FlPayloadTable *self,
                           const char     *column,
                           const char     *text)
{
  Table *table = (Table *) self;
  int position = ensure_column (table, column);

  g_return_val_if_fail (self->n_rows > 0, FALSE);

  if (position < 0)
    return FALSE;
  g_ptr_array_index (table->cells, (self->n_rows - 1) * FL_PAYLOAD_MAX_COLUMNS + (guint) position) = (char *) text;
  return TRUE;
}

/** fl_payload_table_finish: once, when all rows are there: finds the columns, and which of them is the key. */
void
fl_payload_table_finish (FlPayloadTable *self)
{
  Table *table = (Table *) self;

  self->n_columns = table->columns->len;
  self->key_column = find_key_column (table);
  g_ptr_array_add (table->columns, NULL);
  self->columns = (const char *const *) table->columns->pdata;
}

/**
 * fl_payload_table_get_cell:
 * @self: a finished table
 *
 * Returns: (transfer none): the text of a cell, "" where the object lacks the member
 */
const char *
fl_payload_table_get_cell (const FlPayloadTable *self,
                           guint                 row,
                           guint                 column)
{
  const Table *table = (const Table *) self;
  const char *cell;

  g_return_val_if_fail (row < self->n_rows && column < self->n_columns, "");

  cell = g_ptr_array_index (table->cells, row * FL_PAYLOAD_MAX_COLUMNS + column);
  return cell != NULL ? cell : "";
}
