/* A table: rows by key, who vanished stays an hour, nothing is dropped silently.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "devices/fl-table.h"

static const char *const names[] = { "name", "mac", NULL };

static void
take (FlTable    *table,
      const char *name,
      const char *mac)
{
  const char *texts[] = { name, mac };

  fl_table_take_row (table, mac, names, texts);
}

/* "Anna* Ben" – who is there, a star for those who left. */
static char *
describe (FlTable *table)
{
  GListModel *rows = fl_table_get_rows (table);
  g_autoptr(GString) text = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (rows); i++)
    {
      g_autoptr(FlTableRow) row = g_list_model_get_item (rows, i);

      g_string_append_printf (text, "%s%s%s", i > 0 ? " " : "", fl_table_row_get_cells (row)[0],
                              fl_table_row_get_left_at (row) != 0 ? "*" : "");
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

#define ASSERT_ROWS(table, expected) \
  G_STMT_START { g_autofree char *shown_ = describe (table); g_assert_cmpstr (shown_, ==, expected); } G_STMT_END

static void
test_rows (void)
{
  g_autoptr(FlTable) table = fl_table_new ("devices", "home/devices");

  g_assert_cmpuint (g_strv_length ((char **) fl_table_get_columns (table)), ==, 0);
  fl_table_begin (table);
  take (table, "Franks Phone", "88:29:9C:00:61:A9");
  fl_table_end (table, 1);
  g_assert_cmpstr (fl_table_get_name (table), ==, "devices");
  g_assert_cmpstr (fl_table_get_topic (table), ==, "home/devices");
  g_assert_cmpstr (fl_table_get_columns (table)[0], ==, "name");
  g_assert_cmpstr (fl_table_get_columns (table)[1], ==, "mac");
  g_assert_cmpuint (fl_table_get_n_present (table), ==, 1);
  g_assert_cmpuint (fl_table_get_n_refused (table), ==, 0);
  ASSERT_ROWS (table, "Franks Phone");
}

static void
test_leaving (void)
{
  g_autoptr(FlTable) table = fl_table_new ("devices", "home/devices");
  g_autoptr(FlTableRow) anna = NULL;
  g_autoptr(FlTableRow) again = NULL;

  fl_table_begin (table);
  take (table, "Anna", "1");
  take (table, "Ben", "2");
  fl_table_end (table, 1000);
  anna = g_list_model_get_item (fl_table_get_rows (table), 0);
  g_assert_cmpstr (fl_table_row_get_key (anna), ==, "1");

  fl_table_begin (table);
  take (table, "Ben", "2");
  fl_table_end (table, 2000);
  ASSERT_ROWS (table, "Ben Anna*");
  g_assert_cmpint (fl_table_row_get_left_at (anna), ==, 2000);
  g_assert_cmpuint (fl_table_get_n_present (table), ==, 1);
  g_assert_true (fl_table_expire (table, 2000 + FL_TABLE_LEFT_US - 1));
  ASSERT_ROWS (table, "Ben Anna*");

  /* Back again: the same row. */
  fl_table_begin (table);
  take (table, "Anna", "1");
  take (table, "Ben", "2");
  fl_table_end (table, 3000);
  ASSERT_ROWS (table, "Anna Ben");
  again = g_list_model_get_item (fl_table_get_rows (table), 0);
  g_assert_true (again == anna);

  fl_table_begin (table);
  fl_table_end (table, 4000);
  ASSERT_ROWS (table, "Anna* Ben*");
  g_assert_false (fl_table_expire (table, 4000 + FL_TABLE_LEFT_US));
  ASSERT_ROWS (table, "");
}

static void
test_left_too_long_ago (void)
{
  g_autoptr(FlTable) table = fl_table_new ("devices", "home/devices");

  fl_table_begin (table);
  take (table, "Anna", "1");
  fl_table_end (table, 1);
  for (guint i = 0; i < 2; i++)
    {
      fl_table_begin (table);
      fl_table_end (table, 2 + i * FL_TABLE_LEFT_US);
    }
  ASSERT_ROWS (table, "");
}

/* A column that comes later is empty in the rows that have left. */
static void
test_new_column (void)
{
  static const char *const more_names[] = { "name", "mac", "rssi", NULL };
  static const char *const texts[] = { "Ben", "2", "-61" };
  g_autoptr(FlTable) table = fl_table_new ("devices", "home/devices");
  g_autoptr(FlTableRow) left = NULL;

  fl_table_begin (table);
  take (table, "Anna", "1");
  fl_table_end (table, 1);
  fl_table_begin (table);
  fl_table_take_row (table, "2", more_names, texts);
  fl_table_end (table, 2);
  g_assert_cmpuint (g_strv_length ((char **) fl_table_get_columns (table)), ==, 3);
  left = g_list_model_get_item (fl_table_get_rows (table), 1);
  g_assert_cmpuint (g_strv_length ((char **) fl_table_row_get_cells (left)), ==, 3);
  g_assert_cmpstr (fl_table_row_get_cells (left)[2], ==, "");
}

static void
count_cb (guint *count)
{
  (*count)++;
}

static void
test_same_list_changes_nothing (void)
{
  g_autoptr(FlTable) table = fl_table_new ("devices", "home/devices");
  guint n_changes = 0;

  g_signal_connect_swapped (fl_table_get_rows (table), "items-changed", G_CALLBACK (count_cb), &n_changes);
  for (guint i = 0; i < 3; i++)
    {
      fl_table_begin (table);
      take (table, i == 2 ? "Anna's phone" : "Anna", "1");
      fl_table_end (table, i);
    }
  g_assert_cmpuint (n_changes, ==, 1);
  ASSERT_ROWS (table, "Anna's phone");
}

static void
test_ceilings (void)
{
  g_autoptr(FlTable) table = fl_table_new ("devices", "home/devices");
  g_autoptr(GPtrArray) many = g_ptr_array_new_with_free_func (g_free);

  for (guint round = 0; round < 2; round++)
    {
      fl_table_begin (table);
      for (guint i = 0; i < FL_TABLE_MAX_ROWS + 7; i++)
        {
          g_autofree char *key = g_strdup_printf ("%u-%u", round, i);

          take (table, "x", key);
        }
      fl_table_refuse_rows (table, 3);
      fl_table_end (table, 1);
      g_assert_cmpuint (fl_table_get_n_refused (table), ==, 10);
      g_assert_cmpuint (fl_table_get_n_present (table), ==, FL_TABLE_MAX_ROWS);
      g_assert_cmpuint (g_list_model_get_n_items (fl_table_get_rows (table)), ==, FL_TABLE_MAX_ROWS);
    }

  for (guint i = 0; i < FL_TABLE_MAX_COLUMNS + 5; i++)
    g_ptr_array_add (many, g_strdup_printf ("column %u", i));
  g_ptr_array_add (many, NULL);
  fl_table_begin (table);
  fl_table_take_row (table, "1", (const char *const *) many->pdata, (const char *const *) many->pdata);
  take (table, "twice", "1");
  fl_table_end (table, 1);
  g_assert_cmpuint (g_strv_length ((char **) fl_table_get_columns (table)), ==, FL_TABLE_MAX_COLUMNS);
  g_assert_cmpuint (fl_table_get_n_refused (table), ==, 1);
}

static void
test_properties (void)
{
  g_autoptr(FlTable) table = fl_table_new ("devices", "home/devices");
  g_autoptr(FlTableRow) row = NULL;
  g_autofree char *name = NULL, *topic = NULL, *key = NULL;
  g_auto(GStrv) columns = NULL, cells = NULL;
  g_autoptr(GListModel) rows = NULL;
  guint n_present, n_refused;
  gint64 left_at;

  fl_table_begin (table);
  take (table, "Anna", "1");
  fl_table_end (table, 1);
  g_object_get (table, "name", &name, "topic", &topic, "columns", &columns, "rows", &rows, "n-present", &n_present,
                "n-refused", &n_refused, NULL);
  row = g_list_model_get_item (rows, 0);
  g_object_get (row, "key", &key, "cells", &cells, "left-at", &left_at, NULL);
  g_assert_cmpstr (name, ==, "devices");
  g_assert_cmpstr (topic, ==, "home/devices");
  g_assert_cmpuint (g_strv_length (columns), ==, 2);
  g_assert_cmpuint (n_present, ==, 1);
  g_assert_cmpuint (n_refused, ==, 0);
  g_assert_cmpstr (key, ==, "1");
  g_assert_cmpstr (cells[0], ==, "Anna");
  g_assert_cmpint (left_at, ==, 0);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/table/rows", test_rows);
  g_test_add_func ("/table/leaving", test_leaving);
  g_test_add_func ("/table/left-too-long-ago", test_left_too_long_ago);
  g_test_add_func ("/table/new-column", test_new_column);
  g_test_add_func ("/table/same-list-changes-nothing", test_same_list_changes_nothing);
  g_test_add_func ("/table/ceilings", test_ceilings);
  g_test_add_func ("/table/properties", test_properties);
  return g_test_run ();
}
