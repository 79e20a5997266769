/* The files that the list of saved brokers is kept in.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "fernlight-broker-storage"

#include "brokers/fl-broker-storage.h"

#include "store/fl-broken-path.h"

#include <errno.h>
#include <gio/gio.h>
#include <glib/gstdio.h>
#include <stdlib.h>

static gboolean
write_file (const char  *path,
            GBytes      *content,
            GError     **error)
{
  size_t n;
  const char *data = g_bytes_get_data (content, &n);

  return g_file_set_contents_full (path, data, (gssize) n,
                                   G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, 0600, error);
}

/* The file a symbolic link leads to is replaced, not the link: people keep their
 * configuration elsewhere. */
static char *
resolve_link (const char *path)
{
  g_autofree char *target = g_file_test (path, G_FILE_TEST_IS_SYMLINK) ? realpath (path, NULL) : NULL;

  return g_strdup (target != NULL ? target : path);
}

/**
 * fl_broker_storage_read:
 * @path: the file
 * @error: return location for a GFileError
 *
 * Returns: (transfer full) (nullable): what is in it; NULL without an error if there is none
 */
GBytes *
fl_broker_storage_read (const char  *path,
                        GError     **error)
{
  g_autoptr(GError) read_error = NULL;
  char *data;
  size_t n;

  if (g_file_get_contents (path, &data, &n, &read_error))
    return g_bytes_new_take (data, n);
  if (!g_error_matches (read_error, G_FILE_ERROR, G_FILE_ERROR_NOENT))
    g_propagate_error (error, g_steal_pointer (&read_error));
  return NULL;
}

/**
 * fl_broker_storage_write:
 * @path: the file, whose folder is made if it is missing
 * @content: what to put into it
 *
 * Replaces the file at once or not at all (mode 0600). Where @path is a symbolic link, the file it leads to.
 */
gboolean
fl_broker_storage_write (const char  *path,
                         GBytes      *content,
                         GError     **error)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *target = resolve_link (path);

  if (g_mkdir_with_parents (folder, 0700) != 0)
    {
      int mkdir_errno = errno;

      g_set_error_literal (error, G_IO_ERROR, (int) g_io_error_from_errno (mkdir_errno), g_strerror (mkdir_errno));
      return FALSE;
    }
  return write_file (target, content, error);
}

/**
 * fl_broker_storage_keep_aside:
 * @path: the file
 * @content: what was in it
 *
 * Returns: (transfer full) (nullable): the path of a new file beside it that holds @content: PATH.broken-DATE
 */
char *
fl_broker_storage_keep_aside (const char  *path,
                              GBytes      *content,
                              GError     **error)
{
  g_autofree char *beside = fl_broken_path_new (path);

  return write_file (beside, content, error) ? g_steal_pointer (&beside) : NULL;
}
