/* Ids are stable, differ, and lead back; every way has a title.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "esp/fl-snippet-way.h"

static void
test_ids (void)
{
  /* Kept in settings: never changed. */
  static const char *const ids[] = { "fingerprint", "ca", "known-key", "client-certificate", "psk", "insecure" };
  FlSnippetWay way;

  G_STATIC_ASSERT (G_N_ELEMENTS (ids) == FL_N_SNIPPET_WAYS);
  for (int i = 0; i < (int) FL_N_SNIPPET_WAYS; i++)
    {
      g_assert_cmpstr (fl_snippet_way_to_id ((FlSnippetWay) i), ==, ids[i]);
      g_assert_true (fl_snippet_way_from_id (ids[i], &way));
      g_assert_cmpint (way, ==, i);
      g_assert_cmpstr (fl_snippet_way_get_title ((FlSnippetWay) i), !=, "");
    }
  g_assert_false (fl_snippet_way_from_id ("", &way));
  g_assert_false (fl_snippet_way_from_id ("CA", &way));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/snippet-way/ids", test_ids);
  return g_test_run ();
}
