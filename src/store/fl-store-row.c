/* One row that the store answered with: its cells by number.
 *
 * A row is a GVariant of type "av". What is not of the type that was asked for counts as nothing: whoever can write
 * the file may have put anything into it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "fernlight-store-row"

#include "store/fl-store-row.h"

/* (transfer full) (nullable): the cell, if it is of that type */
static GVariant *
get_cell (GVariant           *row,
          guint               column,
          const GVariantType *type)
{
  g_autoptr(GVariant) boxed = NULL;
  g_autoptr(GVariant) cell = NULL;

  if (!g_variant_is_of_type (row, G_VARIANT_TYPE ("av")) || column >= g_variant_n_children (row))
    return NULL;
  boxed = g_variant_get_child_value (row, column);
  cell = g_variant_get_variant (boxed);
  return g_variant_is_of_type (cell, type) ? g_steal_pointer (&cell) : NULL;
}

/** fl_store_row_get_number: Returns: the number in that cell; 0 if there is none */
gint64
fl_store_row_get_number (GVariant *row,
                         guint     column)
{
  g_autoptr(GVariant) cell = NULL;

  g_return_val_if_fail (row != NULL, 0);

  cell = get_cell (row, column, G_VARIANT_TYPE_INT64);
  return cell != NULL ? g_variant_get_int64 (cell) : 0;
}

/** fl_store_row_dup_text: Returns: (transfer full): the text in that cell; "" if there is none */
char *
fl_store_row_dup_text (GVariant *row,
                       guint     column)
{
  g_autoptr(GVariant) cell = NULL;

  g_return_val_if_fail (row != NULL, NULL);

  cell = get_cell (row, column, G_VARIANT_TYPE_STRING);
  return cell != NULL ? g_variant_dup_string (cell, NULL) : g_strdup ("");
}

/** fl_store_row_dup_bytes: Returns: (transfer full): what is in that cell; nothing if there are no bytes */
GBytes *
fl_store_row_dup_bytes (GVariant *row,
                        guint     column)
{
  g_autoptr(GVariant) cell = NULL;

  g_return_val_if_fail (row != NULL, NULL);

  cell = get_cell (row, column, G_VARIANT_TYPE_BYTESTRING);
  return cell != NULL ? g_variant_get_data_as_bytes (cell) : g_bytes_new (NULL, 0);
}
