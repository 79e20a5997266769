/* A small file that the user chose, read once: its bytes are wiped when nobody holds them any more.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "fernlight-chosen-file"

#include "config.h"

#include "tls/fl-chosen-file.h"

#include <glib/gi18n-lib.h>
#include <openssl/crypto.h>

#include "crypto/fl-bounded-read.h"

typedef struct
{
  void   *data;
  size_t  n;
} Wiped;

G_DEFINE_QUARK (fl-chosen-file-error-quark, fl_chosen_file_error)

static void
wiped_free (gpointer user_data)
{
  Wiped *wiped = user_data;

  OPENSSL_cleanse (wiped->data, wiped->n);
  g_free (wiped->data);
  g_free (wiped);
}

/**
 * fl_chosen_file_wrap:
 * @data: (transfer full): from g_malloc()
 * @n: its bytes; what lies behind them was never written
 *
 * Returns: (transfer full): the same bytes, overwritten when they are freed. Any thread.
 */
GBytes *
fl_chosen_file_wrap (void   *data,
                     size_t  n)
{
  Wiped *wiped = g_new (Wiped, 1);

  wiped->data = data;
  wiped->n = n;
  return g_bytes_new_with_free_func (data, n, wiped_free, wiped);
}

/* What cannot be read to its end, or is far too long, is not even opened. */
static gboolean
check_kind (GFile         *file,
            size_t         max,
            GCancellable  *cancellable,
            GError       **error)
{
  g_autoptr(GFileInfo) info =
    g_file_query_info (file, G_FILE_ATTRIBUTE_STANDARD_TYPE "," G_FILE_ATTRIBUTE_STANDARD_SIZE, G_FILE_QUERY_INFO_NONE,
                       cancellable, error);

  if (info == NULL)
    return FALSE;
  if (g_file_info_get_file_type (info) == G_FILE_TYPE_DIRECTORY)
    g_set_error_literal (error, FL_CHOSEN_FILE_ERROR, FL_CHOSEN_FILE_ERROR_NOT_A_FILE, _("This is a folder, not a file."));
  else if (g_file_info_get_file_type (info) != G_FILE_TYPE_REGULAR)
    g_set_error_literal (error, FL_CHOSEN_FILE_ERROR, FL_CHOSEN_FILE_ERROR_NOT_A_FILE,
                         _("This is a pipe or a device, not a file."));
  else if (g_file_info_get_size (info) > (goffset) max)
    g_set_error (error, FL_CHOSEN_FILE_ERROR, FL_CHOSEN_FILE_ERROR_TOO_LARGE,
                 _("This is too large: %zu bytes, at most %zu are read."), (size_t) g_file_info_get_size (info), max);
  else
    return TRUE;
  return FALSE;
}

/* The n bytes of a buffer with room for one more than is allowed. */
static GBytes *
take_most (GBytes  *whole,
           size_t   n,
           size_t   max,
           GError **error)
{
  if (n <= max)
    return g_bytes_new_from_bytes (whole, 0, n);
  g_set_error (error, FL_CHOSEN_FILE_ERROR, FL_CHOSEN_FILE_ERROR_TOO_LARGE,
               _("This is too large: at most %zu bytes are read."), max);
  return NULL;
}

static GBytes *
read_all (GFile         *file,
          size_t         max,
          GCancellable  *cancellable,
          GError       **error)
{
  g_autoptr(GFileInputStream) stream = g_file_read (file, cancellable, error);
  g_autoptr(GBytes) whole = NULL;
  char *buffer;
  size_t n = 0;
  gboolean is_read;

  if (stream == NULL)
    return NULL;
  buffer = g_malloc (max + 1);
  is_read = g_input_stream_read_all (G_INPUT_STREAM (stream), buffer, max + 1, &n, cancellable, error);
  whole = fl_chosen_file_wrap (buffer, n); /* the pages behind stay untouched: wiping megabytes takes milliseconds */
  if (!is_read)
    return NULL;
  return take_most (whole, n, max, error); /* it may have grown meanwhile, or not have told its size */
}

/* Runs in a worker thread. */
static void
read_worker (GTask        *task,
             gpointer      source_object,
             gpointer      task_data,
             GCancellable *cancellable)
{
  const size_t max = GPOINTER_TO_SIZE (task_data);
  g_autoptr(GError) error = NULL;
  GBytes *bytes = NULL;

  if (check_kind (source_object, max, cancellable, &error))
    bytes = read_all (source_object, max, cancellable, &error);
  if (bytes == NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_pointer (task, bytes, (GDestroyNotify) g_bytes_unref);
}

/**
 * fl_chosen_file_read_async:
 * @file: what the user chose
 * @max: most bytes; a longer file is refused, not cut
 *
 * Reads it in a worker: a slow disk or a share on the network does not hold up the window.
 */
void
fl_chosen_file_read_async (GFile               *file,
                           size_t               max,
                           GCancellable        *cancellable,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;

  g_return_if_fail (G_IS_FILE (file));
  g_return_if_fail (max > 0 && max < G_MAXSIZE);

  task = g_task_new (file, cancellable, callback, user_data);
  g_task_set_source_tag (task, fl_chosen_file_read_async);
  g_task_set_task_data (task, GSIZE_TO_POINTER (max), NULL);
  g_task_run_in_thread (task, read_worker);
}

/**
 * fl_chosen_file_read_finish:
 * @error: return location for an FL_CHOSEN_FILE_ERROR or a GIOErrorEnum
 *
 * Returns: (transfer full) (nullable): what is in it
 */
GBytes *
fl_chosen_file_read_finish (GFile         *file,
                            GAsyncResult  *result,
                            GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, file), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * fl_chosen_file_read_path:
 * @path: what the user named on a command line, in the file name encoding; a pipe will do
 * @max: most bytes; a longer file is refused, not cut
 * @error: return location for an FL_CHOSEN_FILE_ERROR or a GIOErrorEnum, with the path in front
 *
 * Blocks; any thread. See fl_bounded_read().
 *
 * Returns: (transfer full) (nullable): what is in it
 */
GBytes *
fl_chosen_file_read_path (const char  *path,
                          size_t       max,
                          GError     **error)
{
  g_autoptr(GBytes) whole = NULL;
  GBytes *bytes;
  char *buffer;
  gssize n;

  g_return_val_if_fail (path != NULL, NULL);
  g_return_val_if_fail (max > 0 && max < G_MAXSSIZE, NULL);

  buffer = g_malloc (max + 1);
  n = fl_bounded_read (path, buffer, max + 1, error);
  whole = fl_chosen_file_wrap (buffer, n < 0 ? max + 1 : (size_t) n); /* of an error it is not known how far it came */
  if (n < 0)
    return NULL;
  bytes = take_most (whole, (size_t) n, max, error);
  if (bytes == NULL)
    {
      g_autofree char *shown = g_filename_display_name (path);

      g_prefix_error (error, "%s: ", shown);
    }
  return bytes;
}
