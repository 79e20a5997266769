/* Tests of fl-store-row: each type as itself, and anything else as nothing.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "store/fl-store-row.h"

static GVariant *
make_row (void)
{
  g_auto(GVariantBuilder) builder = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("av"));

  g_variant_builder_add (&builder, "v", g_variant_new_int64 (-5));
  g_variant_builder_add (&builder, "v", g_variant_new_string ("Größe"));
  g_variant_builder_add (&builder, "v", g_variant_new_fixed_array (G_VARIANT_TYPE_BYTE, "\0\1\2", 3, 1));
  g_variant_builder_add (&builder, "v", g_variant_new_tuple (NULL, 0));
  return g_variant_ref_sink (g_variant_builder_end (&builder));
}

static void
test_cells (void)
{
  g_autoptr(GVariant) row = make_row ();
  g_autofree char *text = fl_store_row_dup_text (row, 1);
  g_autoptr(GBytes) bytes = fl_store_row_dup_bytes (row, 2);

  g_assert_cmpint (fl_store_row_get_number (row, 0), ==, -5);
  g_assert_cmpstr (text, ==, "Größe");
  g_assert_cmpmem (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), "\0\1\2", 3);
}

static void
test_wrong_types (void)
{
  g_autoptr(GVariant) row = make_row ();
  g_autoptr(GVariant) no_row = g_variant_ref_sink (g_variant_new ("(xs)", (gint64) 1, "a"));

  for (guint column = 1; column < 6; column++)
    g_assert_cmpint (fl_store_row_get_number (row, column), ==, 0);
  for (guint column = 0; column < 6; column++)
    {
      g_autofree char *text = fl_store_row_dup_text (row, column);
      g_autoptr(GBytes) bytes = fl_store_row_dup_bytes (row, column);

      g_assert_cmpstr (text, ==, column == 1 ? "Größe" : "");
      g_assert_cmpuint (g_bytes_get_size (bytes), ==, column == 2 ? 3 : 0);
    }
  g_assert_cmpint (fl_store_row_get_number (no_row, 0), ==, 0);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/store-row/cells", test_cells);
  g_test_add_func ("/store-row/wrong-types", test_wrong_types);
  return g_test_run ();
}
