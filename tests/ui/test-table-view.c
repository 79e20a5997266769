/* fl-table-view: rows as they are, who left with the time, what has no room counted.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "ui/fl-table-view.h"
#include "ui/fl-ui-test.h"

static const char *const names[] = { "name", "mac", NULL };

static void
take (FlTable *table,
      guint    n_rows)
{
  fl_table_begin (table);
  for (guint i = 0; i < n_rows; i++)
    {
      g_autofree char *key = g_strdup_printf ("mac %u", i);
      const char *texts[] = { i == 0 ? "Franks <b>Phone</b>" : "somebody", key };

      fl_table_take_row (table, key, names, texts);
    }
  fl_table_end (table, g_get_real_time ());
  fl_ui_test_settle ();
}

static gboolean
shows (FlTableView *view,
       const char  *text)
{
  GtkWidget *label = fl_ui_test_find (GTK_WIDGET (view), GTK_TYPE_LABEL, text);

  return label != NULL && gtk_widget_get_visible (label);
}

static void
test_rows (void)
{
  g_autoptr(FlTable) table = fl_table_new ("devices", "home/devices");
  g_autoptr(FlTableView) view = g_object_ref_sink (FL_TABLE_VIEW (fl_table_view_new (table)));

  g_assert_true (fl_table_view_get_table (view) == table);
  g_assert_true (shows (view, "devices"));
  g_assert_true (shows (view, "empty"));
  take (table, 1);
  g_assert_true (shows (view, "name"));
  g_assert_true (shows (view, "mac"));
  g_assert_true (shows (view, "Franks <b>Phone</b>"));
  g_assert_true (shows (view, "mac 0"));
  g_assert_false (shows (view, "empty"));
}

static void
test_leaving (void)
{
  g_autoptr(FlTable) table = fl_table_new ("devices", "home/devices");
  g_autoptr(FlTableView) view = g_object_ref_sink (FL_TABLE_VIEW (fl_table_view_new (table)));

  take (table, 1);
  take (table, 0);
  g_assert_true (shows (view, "Franks <b>Phone</b>"));
  g_assert_false (shows (view, "mac 0"));
  fl_table_view_tick (view, g_get_real_time () + 5 * 60 * G_USEC_PER_SEC);
  g_assert_true (shows (view, "left 5 min ago"));
  take (table, 1);
  g_assert_true (shows (view, "mac 0"));
}

static void
test_no_room (void)
{
  g_autoptr(FlTable) table = fl_table_new ("devices", "home/devices");
  g_autoptr(FlTableView) view = g_object_ref_sink (FL_TABLE_VIEW (fl_table_view_new (table)));
  static const char *const wide_names[] = { "a", "b", "c", "d", "e", NULL };

  take (table, 8);
  g_assert_true (shows (view, "mac 5"));
  g_assert_false (shows (view, "mac 6"));
  g_assert_true (shows (view, "2 more rows"));

  fl_table_begin (table);
  fl_table_take_row (table, "1", wide_names, wide_names);
  fl_table_refuse_rows (table, 3);
  fl_table_end (table, g_get_real_time ());
  fl_ui_test_settle ();
  g_assert_true (shows (view, "3 more rows · 4 more columns · 3 rows not kept"));
}

int
main (int    argc,
      char **argv)
{
  fl_ui_test_init (&argc, &argv);
  g_test_add_func ("/table-view/rows", test_rows);
  g_test_add_func ("/table-view/leaving", test_leaving);
  g_test_add_func ("/table-view/no-room", test_no_room);
  return g_test_run ();
}
