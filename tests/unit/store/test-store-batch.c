/* Tests of fl-store-batch: what was put in comes out, in order.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "store/fl-store-batch.h"

static void
test_order (void)
{
  g_autoptr(FlStoreBatch) batch = fl_store_batch_new ();
  g_autoptr(FlStoreBatch) other = fl_store_batch_ref (batch);
  gint64 number;
  const char *text;

  g_assert_cmpuint (fl_store_batch_get_n (batch), ==, 0);
  fl_store_batch_add (batch, "one", NULL);
  fl_store_batch_add (batch, "two", g_variant_new ("(xs)", (gint64) 7, "seven"));
  g_assert_cmpuint (fl_store_batch_get_n (other), ==, 2);
  g_assert_cmpstr (fl_store_batch_get_sql (other, 0), ==, "one");
  g_assert_null (fl_store_batch_get_values (other, 0));
  g_assert_cmpstr (fl_store_batch_get_sql (other, 1), ==, "two");
  g_variant_get (fl_store_batch_get_values (other, 1), "(x&s)", &number, &text);
  g_assert_cmpint (number, ==, 7);
  g_assert_cmpstr (text, ==, "seven");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/store-batch/order", test_order);
  return g_test_run ();
}
