/* Files written all or none: a new folder as a whole, or changes to one that is there.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "fernlight-folder-writer"

#include "config.h"

#include "brokers/fl-folder-writer.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

typedef struct
{
  char     *name;
  gboolean  replaces; /* a file that is there, or may be */
  gboolean  is_placed;
  gboolean  is_swapped; /* the file that was there before lies in the staging folder */
} File;

struct _FlFolderWriter
{
  char     *path;     /* absolute; where the files are when all is done */
  char     *shown;    /* the same, for people */
  char     *staging;  /* absolute; where they are until then; NULL when it is gone */
  gboolean  is_new;
  uid_t     uid;      /* of the folder that was there */
  gid_t     gid;
  GPtrArray *files;   /* of File */
};

G_DEFINE_QUARK (fl-folder-writer-error-quark, fl_folder_writer_error)

static void
file_free (File *file)
{
  g_free (file->name);
  g_free (file);
}

static void
set_io_error (GError     **error,
              const char  *what,
              int          number)
{
  g_set_error (error, FL_FOLDER_WRITER_ERROR, FL_FOLDER_WRITER_ERROR_IO,
               _("%s cannot be written: %s"), what, g_strerror (number));
}

static FlFolderWriter *
new_writer (const char *path,
            gboolean    is_new)
{
  FlFolderWriter *self = g_new0 (FlFolderWriter, 1);
  g_autofree char *real = realpath (path, NULL);

  /* realpath() comes from malloc(), and g_free() is free() since GLib 2.46. */
  self->path = real != NULL ? g_strdup (real) : g_canonicalize_filename (path, NULL);
  self->shown = g_filename_display_name (self->path);
  self->is_new = is_new;
  self->files = g_ptr_array_new_with_free_func ((GDestroyNotify) file_free);
  return self;
}

/* The folder that is already where the new one shall be: it is replaced by it, so it must be empty, and a shell
 * that stands in it would stand in a folder that is gone. */
static gboolean
check_place (FlFolderWriter  *self,
             const GStatBuf  *there,
             GError         **error)
{
  g_autoptr(GError) cause = NULL;
  g_autoptr(GDir) folder = NULL;
  GStatBuf current;

  if (!S_ISDIR (there->st_mode))
    {
      g_set_error (error, FL_FOLDER_WRITER_ERROR, FL_FOLDER_WRITER_ERROR_NOT_A_FOLDER, _("%s is no folder"), self->shown);
      return FALSE;
    }
  folder = g_dir_open (self->path, 0, &cause);
  if (folder == NULL)
    g_set_error_literal (error, FL_FOLDER_WRITER_ERROR, FL_FOLDER_WRITER_ERROR_IO, cause->message);
  else if (g_dir_read_name (folder) != NULL)
    g_set_error (error, FL_FOLDER_WRITER_ERROR, FL_FOLDER_WRITER_ERROR_NOT_EMPTY,
                 _("%s is not empty; nothing was written"), self->shown);
  else if (g_stat (".", &current) == 0 && current.st_dev == there->st_dev && current.st_ino == there->st_ino)
    g_set_error (error, FL_FOLDER_WRITER_ERROR, FL_FOLDER_WRITER_ERROR_CURRENT,
                 _("%s is the current folder, which cannot be replaced; name a folder in it"), self->shown);
  else
    return TRUE;
  return FALSE;
}

static gboolean
make_staging (FlFolderWriter  *self,
              const char      *parent,
              GError         **error)
{
  self->staging = g_build_filename (parent, ".fernlight-XXXXXX", NULL);
  if (g_mkdtemp_full (self->staging, 0700) != NULL)
    return TRUE;
  set_io_error (error, self->shown, errno);
  g_clear_pointer (&self->staging, g_free);
  return FALSE;
}

/**
 * fl_folder_writer_new:
 * @path: where the folder shall be; nothing may be there but an empty folder
 * @error: return location for an error in %FL_FOLDER_WRITER_ERROR
 *
 * Returns: (transfer full) (nullable): a writer; the folder will have mode 0700
 */
FlFolderWriter *
fl_folder_writer_new (const char  *path,
                      GError     **error)
{
  g_autoptr(FlFolderWriter) self = NULL;
  g_autofree char *parent = NULL;
  GStatBuf there;

  g_return_val_if_fail (path != NULL, NULL);

  self = new_writer (path, TRUE);
  /* lstat: a link that leads nowhere is not empty space. */
  if (g_lstat (self->path, &there) == 0 && !check_place (self, &there, error))
    return NULL;
  parent = g_path_get_dirname (self->path);
  return make_staging (self, parent, error) ? g_steal_pointer (&self) : NULL;
}

/**
 * fl_folder_writer_open:
 * @path: a folder that is there
 * @error: return location for an error in %FL_FOLDER_WRITER_ERROR
 *
 * Files in it will belong to whom the folder belongs to, if the process may do that.
 *
 * Returns: (transfer full) (nullable): a writer
 */
FlFolderWriter *
fl_folder_writer_open (const char  *path,
                       GError     **error)
{
  g_autoptr(FlFolderWriter) self = NULL;
  GStatBuf there;

  g_return_val_if_fail (path != NULL, NULL);

  self = new_writer (path, FALSE);
  if (g_stat (self->path, &there) != 0)
    {
      set_io_error (error, self->shown, errno);
      return NULL;
    }
  if (!S_ISDIR (there.st_mode))
    {
      g_set_error (error, FL_FOLDER_WRITER_ERROR, FL_FOLDER_WRITER_ERROR_NOT_A_FOLDER, _("%s is no folder"), self->shown);
      return NULL;
    }
  self->uid = there.st_uid;
  self->gid = there.st_gid;
  return make_staging (self, self->path, error) ? g_steal_pointer (&self) : NULL;
}

/**
 * fl_folder_writer_get_path:
 *
 * Returns: (transfer none): the folder's absolute path without links
 */
const char *
fl_folder_writer_get_path (FlFolderWriter *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->path;
}

static gboolean
write_fully (int         fd,
             const char *data,
             gsize       n)
{
  while (n > 0)
    {
      gssize done = write (fd, data, n);

      if (done < 0 && errno == EINTR)
        continue;
      if (done <= 0)
        return FALSE;
      data += done;
      n -= (gsize) done;
    }
  return TRUE;
}

/* Into the staging folder, with its mode from the first moment on. */
static gboolean
stage (FlFolderWriter *self,
       const char     *name,
       const void     *data,
       gsize           n,
       FlFolderFile    kind)
{
  const mode_t mode = kind == FL_FOLDER_FILE_SECRET ? 0600 : 0644;
  g_autofree char *path = g_build_filename (self->staging, name, NULL);
  int fd = open (path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, mode);
  gboolean done;
  int number;

  if (fd < 0)
    return FALSE;
  done = write_fully (fd, data, n) && fchmod (fd, mode) == 0 && fsync (fd) == 0;
  number = errno;
  /* As root in the folder of the broker's own user: that user must go on reading it. */
  if (done && !self->is_new && geteuid () == 0 && fchown (fd, self->uid, self->gid) != 0)
    g_debug ("The owner of a file could not be set");
  close (fd);
  errno = number;
  return done;
}

static gboolean
write_file (FlFolderWriter  *self,
            const char      *name,
            const void      *data,
            gsize            n,
            FlFolderFile     kind,
            gboolean         replaces,
            GError         **error)
{
  g_autofree char *shown = g_filename_display_name (name);
  File *file;

  if (!stage (self, name, data, n, kind))
    {
      set_io_error (error, shown, errno);
      return FALSE;
    }
  file = g_new0 (File, 1);
  file->name = g_strdup (name);
  file->replaces = replaces;
  g_ptr_array_add (self->files, file);
  return TRUE;
}

/**
 * fl_folder_writer_add:
 * @self: a writer
 * @name: a file name that is not in the folder yet
 * @data: its content
 * @n: bytes in @data
 * @kind: who may read it
 * @error: return location for an error in %FL_FOLDER_WRITER_ERROR
 *
 * Returns: whether it is on the disk, still hidden
 */
gboolean
fl_folder_writer_add (FlFolderWriter  *self,
                      const char      *name,
                      const void      *data,
                      gsize            n,
                      FlFolderFile     kind,
                      GError         **error)
{
  g_return_val_if_fail (self != NULL && self->staging != NULL, FALSE);
  g_return_val_if_fail (name != NULL && strchr (name, '/') == NULL, FALSE);

  return write_file (self, name, data, n, kind, FALSE, error);
}

/**
 * fl_folder_writer_replace:
 * @self: a writer of a folder that is there
 * @name: a file name, of a file that is in the folder or not
 * @data: its new content
 * @n: bytes in @data
 * @kind: who may read it
 * @error: return location for an error in %FL_FOLDER_WRITER_ERROR
 *
 * Returns: whether it is on the disk, still hidden
 */
gboolean
fl_folder_writer_replace (FlFolderWriter  *self,
                          const char      *name,
                          const void      *data,
                          gsize            n,
                          FlFolderFile     kind,
                          GError         **error)
{
  g_return_val_if_fail (self != NULL && self->staging != NULL, FALSE);
  g_return_val_if_fail (name != NULL && strchr (name, '/') == NULL, FALSE);

  return write_file (self, name, data, n, kind, TRUE, error);
}

/* A folder's entries are on the disk when the folder is. */
static void
sync_folder (const char *path)
{
  int fd = open (path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

  if (fd < 0)
    return;
  fsync (fd);
  close (fd);
}

/* Not every file system has the flags of renameat2(); without them there is a moment in which somebody else may
 * put a file there, in the user's own folder. */
static gboolean
rename_without_replacing (const char *from,
                          const char *to)
{
  if (renameat2 (AT_FDCWD, from, AT_FDCWD, to, RENAME_NOREPLACE) == 0)
    return TRUE;
  if (errno != EINVAL && errno != ENOSYS)
    return FALSE;
  if (g_access (to, F_OK) == 0)
    {
      errno = EEXIST;
      return FALSE;
    }
  return g_rename (from, to) == 0;
}

/* Puts one file into place; what was there lies in the staging folder afterwards, where that can be had. */
static gboolean
place (FlFolderWriter *self,
       File           *file)
{
  g_autofree char *from = g_build_filename (self->staging, file->name, NULL);
  g_autofree char *to = g_build_filename (self->path, file->name, NULL);

  if (file->replaces && renameat2 (AT_FDCWD, from, AT_FDCWD, to, RENAME_EXCHANGE) == 0)
    {
      file->is_placed = file->is_swapped = TRUE;
      return TRUE;
    }
  if (file->replaces && errno == ENOENT)
    file->replaces = FALSE; /* nothing is there, so there is nothing to put back either */
  if (!file->replaces)
    file->is_placed = rename_without_replacing (from, to);
  else if (errno == EINVAL || errno == ENOSYS)
    file->is_placed = g_rename (from, to) == 0;
  return file->is_placed;
}

/* One could not be put into place: all the others go back. */
static void
take_back (FlFolderWriter *self)
{
  for (guint i = 0; i < self->files->len; i++)
    {
      File *file = g_ptr_array_index (self->files, i);
      g_autofree char *from = g_build_filename (self->staging, file->name, NULL);
      g_autofree char *to = g_build_filename (self->path, file->name, NULL);

      if (file->is_swapped)
        renameat2 (AT_FDCWD, from, AT_FDCWD, to, RENAME_EXCHANGE);
      else if (file->is_placed && !file->replaces)
        g_unlink (to);
      file->is_placed = file->is_swapped = FALSE;
    }
}

static void
remove_staging (FlFolderWriter *self)
{
  for (guint i = 0; i < self->files->len; i++)
    {
      File *file = g_ptr_array_index (self->files, i);
      g_autofree char *path = g_build_filename (self->staging, file->name, NULL);

      g_unlink (path);
    }
  if (g_rmdir (self->staging) != 0)
    g_debug ("A temporary folder could not be removed");
  g_clear_pointer (&self->staging, g_free);
}

static gboolean
finish_new (FlFolderWriter  *self,
            GError         **error)
{
  g_autofree char *parent = g_path_get_dirname (self->path);

  sync_folder (self->staging);
  /* Takes the place of an empty folder, and of nothing else. */
  if (g_rename (self->staging, self->path) != 0)
    {
      if (errno == ENOTEMPTY || errno == EEXIST)
        g_set_error (error, FL_FOLDER_WRITER_ERROR, FL_FOLDER_WRITER_ERROR_NOT_EMPTY,
                     _("%s is not empty; nothing was written"), self->shown);
      else
        set_io_error (error, self->shown, errno);
      return FALSE;
    }
  g_clear_pointer (&self->staging, g_free);
  sync_folder (parent);
  return TRUE;
}

static gboolean
finish_changes (FlFolderWriter  *self,
                GError         **error)
{
  for (guint i = 0; i < self->files->len; i++)
    {
      File *file = g_ptr_array_index (self->files, i);
      g_autofree char *shown = g_filename_display_name (file->name);

      if (place (self, file))
        continue;
      if (errno == EEXIST)
        g_set_error (error, FL_FOLDER_WRITER_ERROR, FL_FOLDER_WRITER_ERROR_EXISTS,
                     _("%s is already in %s; nothing was changed"), shown, self->shown);
      else
        set_io_error (error, shown, errno);
      take_back (self);
      return FALSE;
    }
  remove_staging (self);
  sync_folder (self->path);
  return TRUE;
}

/**
 * fl_folder_writer_finish:
 * @self: a writer
 * @error: return location for an error in %FL_FOLDER_WRITER_ERROR
 *
 * Puts everything into place. After an error nothing has changed.
 *
 * Returns: whether it is there
 */
gboolean
fl_folder_writer_finish (FlFolderWriter  *self,
                         GError         **error)
{
  g_return_val_if_fail (self != NULL && self->staging != NULL, FALSE);

  return self->is_new ? finish_new (self, error) : finish_changes (self, error);
}

/**
 * fl_folder_writer_free:
 * @self: (transfer full): a writer; what it did not finish is removed
 */
void
fl_folder_writer_free (FlFolderWriter *self)
{
  g_return_if_fail (self != NULL);

  if (self->staging != NULL)
    remove_staging (self);
  g_ptr_array_unref (self->files);
  g_free (self->path);
  g_free (self->shown);
  g_free (self);
}
