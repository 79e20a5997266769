/* A table of a payload: its columns by name, its key, its bounds.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "messages/fl-payload-table.h"

static void
test_cells (void)
{
  g_autoptr(GStringChunk) strings = g_string_chunk_new (64);
  g_autoptr(FlPayloadTable) table = fl_payload_table_new (strings, "devices");

  g_assert_true (fl_payload_table_add_row (table));
  g_assert_true (fl_payload_table_set_cell (table, "name", "Phone"));
  g_assert_true (fl_payload_table_set_cell (table, "id", "7"));
  g_assert_true (fl_payload_table_add_row (table));
  g_assert_true (fl_payload_table_set_cell (table, "rssi", "-60.50"));
  g_assert_true (fl_payload_table_set_cell (table, "id", "8"));
  g_assert_true (fl_payload_table_set_cell (table, "id", "9")); /* the last one counts */
  fl_payload_table_finish (table);

  g_assert_cmpstr (table->name, ==, "devices");
  g_assert_cmpuint (table->n_rows, ==, 2);
  g_assert_cmpuint (table->n_columns, ==, 3);
  g_assert_cmpstr (table->columns[0], ==, "name");
  g_assert_cmpstr (table->columns[1], ==, "id");
  g_assert_cmpstr (table->columns[2], ==, "rssi");
  g_assert_null (table->columns[3]);
  g_assert_cmpint (table->key_column, ==, 1); /* not all rows have a name */
  g_assert_cmpstr (fl_payload_table_get_cell (table, 0, 0), ==, "Phone");
  g_assert_cmpstr (fl_payload_table_get_cell (table, 0, 2), ==, "");
  g_assert_cmpstr (fl_payload_table_get_cell (table, 1, 0), ==, "");
  g_assert_cmpstr (fl_payload_table_get_cell (table, 1, 1), ==, "9");
  g_assert_cmpstr (fl_payload_table_get_cell (table, 1, 2), ==, "-60.50");
}

static void
test_empty (void)
{
  g_autoptr(GStringChunk) strings = g_string_chunk_new (64);
  g_autoptr(FlPayloadTable) table = fl_payload_table_new (strings, "t");

  fl_payload_table_finish (table);
  g_assert_cmpuint (table->n_rows + table->n_rows_sent + table->n_columns, ==, 0);
  g_assert_cmpint (table->key_column, ==, -1);
  g_assert_null (table->columns[0]);
}

/* "mac" before "id" before "name", however written, and only where no cell of it is empty. */
static void
test_key (void)
{
  static const struct { const char *first, *second, *of_second; int key; } cases[] = {
    { "id", "MAC", "x", 1 },
    { "name", "Id", "x", 1 },
    { "name", "id", "", 0 },
    { "a", "b", "x", -1 },
  };

  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GStringChunk) strings = g_string_chunk_new (64);
      g_autoptr(FlPayloadTable) table = fl_payload_table_new (strings, "t");

      g_assert_true (fl_payload_table_add_row (table));
      g_assert_true (fl_payload_table_set_cell (table, cases[i].first, "1"));
      g_assert_true (fl_payload_table_set_cell (table, cases[i].second, cases[i].of_second));
      fl_payload_table_finish (table);
      g_assert_cmpint (table->key_column, ==, cases[i].key);
    }
}

static void
test_bounds (void)
{
  g_autoptr(GStringChunk) strings = g_string_chunk_new (64);
  g_autoptr(FlPayloadTable) table = fl_payload_table_new (strings, "t");

  for (guint row = 0; row < FL_PAYLOAD_MAX_ROWS; row++)
    {
      g_assert_true (fl_payload_table_add_row (table));
      for (guint column = 0; column < FL_PAYLOAD_MAX_COLUMNS; column++)
        {
          g_autofree char *name = g_strdup_printf ("c%u", column);

          g_assert_true (fl_payload_table_set_cell (table, name, row % 2 == 0 ? "even" : "odd"));
        }
      g_assert_false (fl_payload_table_set_cell (table, "another", "x"));
    }
  g_assert_false (fl_payload_table_add_row (table));
  fl_payload_table_finish (table);
  g_assert_cmpuint (table->n_columns, ==, FL_PAYLOAD_MAX_COLUMNS);
  g_assert_cmpuint (table->n_rows, ==, FL_PAYLOAD_MAX_ROWS);
  g_assert_cmpuint (table->n_rows_sent, ==, FL_PAYLOAD_MAX_ROWS + 1);
  g_assert_cmpstr (fl_payload_table_get_cell (table, FL_PAYLOAD_MAX_ROWS - 1, FL_PAYLOAD_MAX_COLUMNS - 1), ==, "odd");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/payload-table/cells", test_cells);
  g_test_add_func ("/payload-table/empty", test_empty);
  g_test_add_func ("/payload-table/key", test_key);
  g_test_add_func ("/payload-table/bounds", test_bounds);
  return g_test_run ();
}
