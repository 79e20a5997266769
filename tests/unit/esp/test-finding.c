/* Findings are kept in the order of their lines, and those of one line as they were found.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "esp/fl-finding.h"

static void
test_order (void)
{
  g_autoptr(GPtrArray) findings = fl_finding_list_new ();

  g_ptr_array_add (findings, fl_finding_new ("a", FL_SECURITY_TONE_BAD, 7, "seventh", NULL));
  g_ptr_array_add (findings, fl_finding_new_code ("b", FL_SECURITY_TONE_BAD, 2, "second", "code;"));
  g_ptr_array_add (findings, fl_finding_new ("c", FL_SECURITY_TONE_BAD, 2, "second too", "do it"));
  fl_finding_list_sort (findings);
  g_assert_cmpstr (((FlFinding *) findings->pdata[0])->code, ==, "b");
  g_assert_cmpstr (((FlFinding *) findings->pdata[1])->code, ==, "c");
  g_assert_cmpstr (((FlFinding *) findings->pdata[2])->code, ==, "a");
  g_assert_true (fl_finding_list_get (findings, "b")->is_code && fl_finding_list_get (findings, "b")->is_corrected);
  g_assert_false (fl_finding_list_get (findings, "c")->is_code);
  g_assert_null (fl_finding_list_get (findings, "d"));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/finding/order", test_order);
  return g_test_run ();
}
