/* Changes of a text are made all at once, in their places; of two that overlap the first wins.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "esp/fl-code-edit.h"

static void
test_apply (void)
{
  g_autoptr(GPtrArray) edits = fl_code_edit_list_new ();
  g_autofree char *result = NULL;

  fl_code_edit_add (edits, 6, 4, "8883");
  fl_code_edit_add (edits, 6, 0, "= ");
  fl_code_edit_add (edits, 0, 0, "first ");
  fl_code_edit_add (edits, 0, 0, "second ");
  fl_code_edit_add (edits, 10, 0, ";");
  fl_code_edit_add (edits, 7, 1, "never");  /* inside of what is replaced */
  fl_code_edit_add (edits, 99, 0, "never"); /* outside of the text */
  fl_code_edit_add (edits, 9, 99, "never");
  result = fl_code_edit_apply (edits, "PORT  1883");
  g_assert_cmpstr (result, ==, "first second PORT  = 8883;");
}

static void
test_nothing (void)
{
  g_autoptr(GPtrArray) edits = fl_code_edit_list_new ();
  g_autofree char *result = fl_code_edit_apply (edits, "as it was");

  g_assert_cmpstr (result, ==, "as it was");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/code-edit/apply", test_apply);
  g_test_add_func ("/code-edit/nothing", test_nothing);
  return g_test_run ();
}
