/* Tests of fl-broken-path: beside the file, with the date, and never a name that is taken.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "store/fl-broken-path.h"

#include <glib/gstdio.h>

static void
test_free_name (void)
{
  g_autofree char *folder = g_dir_make_tmp ("fernlight-broken-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "file.db", NULL);
  g_autoptr(GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *date = g_date_time_format (now, ".broken-%Y-%m-%d");
  g_autofree char *expected = g_strconcat (path, date, NULL);
  g_autofree char *first = fl_broken_path_new (path);
  g_autofree char *second = NULL;
  g_autofree char *third = NULL;

  g_assert_cmpstr (first, ==, expected);
  g_assert_true (g_file_set_contents (first, "", 0, NULL));
  second = fl_broken_path_new (path);
  g_assert_true (g_str_has_prefix (second, expected));
  g_assert_true (g_str_has_suffix (second, "-2"));
  g_assert_true (g_file_set_contents (second, "", 0, NULL));
  third = fl_broken_path_new (path);
  g_assert_true (g_str_has_suffix (third, "-3"));
  g_unlink (first);
  g_unlink (second);
  g_rmdir (folder);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/broken-path/free-name", test_free_name);
  return g_test_run ();
}
