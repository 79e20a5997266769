/* Files written all or none: a new folder as a whole, or changes to one that is there.
 *
 *   new    ──add…──▶ hidden folder beside the place ──finish──▶ renamed into place
 *   open   ──add, replace…──▶ hidden folder inside ──finish──▶ each renamed into place; all back if one fails
 *
 * Until the end nothing is to be seen; what is not finished is removed. Nothing is ever overwritten but by
 * fl_folder_writer_replace(). Any thread, one at a time; blocks.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define FL_FOLDER_WRITER_ERROR (fl_folder_writer_error_quark ())

typedef enum
{
  FL_FOLDER_WRITER_ERROR_NOT_EMPTY,    /* there is something in the folder that should be new */
  FL_FOLDER_WRITER_ERROR_NOT_A_FOLDER, /* a file has that name */
  FL_FOLDER_WRITER_ERROR_CURRENT,      /* the process, so probably the user's shell, is in that folder */
  FL_FOLDER_WRITER_ERROR_EXISTS,       /* a file that should be new is there */
  FL_FOLDER_WRITER_ERROR_IO,           /* the system's reason is in the message */
} FlFolderWriterError;

/* Who may read a file. */
typedef enum
{
  FL_FOLDER_FILE_PUBLIC, /* mode 0644 */
  FL_FOLDER_FILE_SECRET, /* mode 0600 */
} FlFolderFile;

typedef struct _FlFolderWriter FlFolderWriter;

GQuark          fl_folder_writer_error_quark (void);
FlFolderWriter *fl_folder_writer_new         (const char      *path,
                                              GError         **error) G_GNUC_WARN_UNUSED_RESULT;
FlFolderWriter *fl_folder_writer_open        (const char      *path,
                                              GError         **error) G_GNUC_WARN_UNUSED_RESULT;
const char     *fl_folder_writer_get_path    (FlFolderWriter  *self);
gboolean        fl_folder_writer_add         (FlFolderWriter  *self,
                                              const char      *name,
                                              const void      *data,
                                              gsize            n,
                                              FlFolderFile     kind,
                                              GError         **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean        fl_folder_writer_replace     (FlFolderWriter  *self,
                                              const char      *name,
                                              const void      *data,
                                              gsize            n,
                                              FlFolderFile     kind,
                                              GError         **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean        fl_folder_writer_finish      (FlFolderWriter  *self,
                                              GError         **error) G_GNUC_WARN_UNUSED_RESULT;
void            fl_folder_writer_free        (FlFolderWriter  *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FlFolderWriter, fl_folder_writer_free)

G_END_DECLS
