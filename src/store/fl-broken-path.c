/* Where a file that cannot be read any more is put aside: PATH.broken-DATE.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "fernlight-broken-path"

#include "store/fl-broken-path.h"

/**
 * fl_broken_path_new:
 * @path: of the file
 *
 * Any thread.
 *
 * Returns: (transfer full): a path beside it that no file has yet, with today's date in it
 */
char *
fl_broken_path_new (const char *path)
{
  g_autoptr(GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *date = g_date_time_format (now, "%Y-%m-%d");
  char *beside;

  g_return_val_if_fail (path != NULL, NULL);

  beside = g_strdup_printf ("%s.broken-%s", path, date);
  for (guint i = 2; g_file_test (beside, G_FILE_TEST_EXISTS); i++)
    {
      g_free (beside);
      beside = g_strdup_printf ("%s.broken-%s-%u", path, date, i);
    }
  return beside;
}
