/* A small file that the user chose, read once: its bytes are wiped when nobody holds them any more.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define FL_CHOSEN_FILE_ERROR (fl_chosen_file_error_quark ())

typedef enum
{
  FL_CHOSEN_FILE_ERROR_NOT_A_FILE, /* a folder, a pipe, a device */
  FL_CHOSEN_FILE_ERROR_TOO_LARGE,
} FlChosenFileError;

GQuark  fl_chosen_file_error_quark (void);
GBytes *fl_chosen_file_wrap        (void                 *data,
                                    size_t                n) G_GNUC_WARN_UNUSED_RESULT;
void    fl_chosen_file_read_async  (GFile                *file,
                                    size_t                max,
                                    GCancellable         *cancellable,
                                    GAsyncReadyCallback   callback,
                                    gpointer              user_data);
GBytes *fl_chosen_file_read_finish (GFile                *file,
                                    GAsyncResult         *result,
                                    GError              **error) G_GNUC_WARN_UNUSED_RESULT;
GBytes *fl_chosen_file_read_path   (const char           *path,
                                    size_t                max,
                                    GError              **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
