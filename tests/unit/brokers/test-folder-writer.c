/* All files or none, nothing overwritten, nothing left behind.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "brokers/fl-folder-writer.h"

#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib/gstdio.h>

typedef struct
{
  char *parent;
  char *path; /* in it; not there yet */
} Fixture;

static void
set_up (Fixture       *self,
        gconstpointer  data)
{
  self->parent = g_dir_make_tmp ("fernlight-test-XXXXXX", NULL);
  g_assert_nonnull (self->parent);
  self->path = g_build_filename (self->parent, "broker", NULL);
}

static void
remove_folder (const char *path)
{
  g_autoptr(GDir) folder = g_dir_open (path, 0, NULL);
  const char *name;

  while (folder != NULL && (name = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *inner = g_build_filename (path, name, NULL);

      if (g_file_test (inner, G_FILE_TEST_IS_DIR) && !g_file_test (inner, G_FILE_TEST_IS_SYMLINK))
        remove_folder (inner);
      else
        g_unlink (inner);
    }
  g_rmdir (path);
}

static void
tear_down (Fixture       *self,
           gconstpointer  data)
{
  remove_folder (self->parent);
  g_free (self->parent);
  g_free (self->path);
}

static guint
count (const char *path)
{
  g_autoptr(GDir) folder = g_dir_open (path, 0, NULL);
  guint n = 0;

  while (folder != NULL && g_dir_read_name (folder) != NULL)
    n++;
  return n;
}

static void
assert_content (Fixture    *self,
                const char *name,
                const char *expected)
{
  g_autofree char *path = g_build_filename (self->path, name, NULL);
  g_autofree char *content = NULL;

  g_file_get_contents (path, &content, NULL, NULL);
  g_assert_cmpstr (content, ==, expected);
}

static guint
mode_of (Fixture    *self,
         const char *name)
{
  g_autofree char *path = g_build_filename (self->path, name, NULL);
  GStatBuf info;

  g_assert_cmpint (g_lstat (path, &info), ==, 0);
  return info.st_mode & 0777;
}

static void
put (Fixture    *self,
     const char *name,
     const char *content)
{
  g_autofree char *path = g_build_filename (self->path, name, NULL);

  g_assert_true (g_file_set_contents (path, content, -1, NULL));
}

static void
fill (FlFolderWriter *writer)
{
  g_autoptr(GError) error = NULL;

  g_assert_true (fl_folder_writer_add (writer, "open", "public", 6, FL_FOLDER_FILE_PUBLIC, &error));
  g_assert_true (fl_folder_writer_add (writer, "closed", "secret", 6, FL_FOLDER_FILE_SECRET, &error));
  g_assert_true (fl_folder_writer_add (writer, "empty", "", 0, FL_FOLDER_FILE_SECRET, &error));
  g_assert_no_error (error);
}

static void
test_new (Fixture       *self,
          gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(FlFolderWriter) writer = fl_folder_writer_new (self->path, &error);
  const mode_t mask = umask (0077);

  g_assert_no_error (error);
  g_assert_cmpstr (fl_folder_writer_get_path (writer), ==, self->path);
  fill (writer);
  g_assert_false (g_file_test (self->path, G_FILE_TEST_EXISTS)); /* all at once */
  g_assert_true (fl_folder_writer_finish (writer, &error));
  g_assert_no_error (error);
  umask (mask);
  assert_content (self, "open", "public");
  assert_content (self, "closed", "secret");
  assert_content (self, "empty", "");
  g_assert_cmpuint (count (self->path), ==, 3);
  g_assert_cmpuint (count (self->parent), ==, 1);
  g_assert_cmpuint (mode_of (self, "."), ==, 0700);
  g_assert_cmpuint (mode_of (self, "open"), ==, 0644);
  g_assert_cmpuint (mode_of (self, "closed"), ==, 0600);
}

static void
test_empty_folder (Fixture       *self,
                   gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(FlFolderWriter) writer = NULL;

  g_assert_cmpint (g_mkdir (self->path, 0755), ==, 0);
  writer = fl_folder_writer_new (self->path, &error);
  g_assert_no_error (error);
  fill (writer);
  g_assert_true (fl_folder_writer_finish (writer, &error));
  g_assert_cmpuint (count (self->path), ==, 3);
  g_assert_cmpuint (mode_of (self, "."), ==, 0700);
}

/* Whoever gives up half-way leaves nothing. */
static void
test_abandoned (Fixture       *self,
                gconstpointer  data)
{
  FlFolderWriter *writer = fl_folder_writer_new (self->path, NULL);

  fill (writer);
  g_assert_cmpuint (count (self->parent), ==, 1);
  fl_folder_writer_free (writer);
  g_assert_cmpuint (count (self->parent), ==, 0);
}

static void
assert_no_new (const char *path,
               int         code)
{
  g_autoptr(GError) error = NULL;
  FlFolderWriter *writer = fl_folder_writer_new (path, &error);

  g_test_message ("%s", error != NULL ? error->message : "no error");
  g_assert_null (writer);
  g_assert_error (error, FL_FOLDER_WRITER_ERROR, code);
}

static void
test_no_place (Fixture       *self,
               gconstpointer  data)
{
  g_autofree char *inner = g_build_filename (self->path, "inner", NULL);
  g_autofree char *current = g_get_current_dir ();
  g_autofree char *link = g_build_filename (self->parent, "link", NULL);

  assert_no_new (inner, FL_FOLDER_WRITER_ERROR_IO); /* no parent */
  g_assert_cmpint (g_mkdir (self->path, 0755), ==, 0);
  g_assert_cmpint (g_chdir (self->path), ==, 0);
  assert_no_new (".", FL_FOLDER_WRITER_ERROR_CURRENT);
  g_assert_cmpint (g_chdir (current), ==, 0);
  put (self, "something", "there");
  assert_no_new (self->path, FL_FOLDER_WRITER_ERROR_NOT_EMPTY);
  g_assert_cmpint (symlink (self->path, link), ==, 0);
  assert_no_new (link, FL_FOLDER_WRITER_ERROR_NOT_EMPTY);
  g_unlink (link);
  g_assert_cmpint (symlink ("nowhere", link), ==, 0);
  assert_no_new (link, FL_FOLDER_WRITER_ERROR_NOT_A_FOLDER);
  put (self, "file", "content");
  g_free (g_steal_pointer (&inner));
  inner = g_build_filename (self->path, "file", NULL);
  assert_no_new (inner, FL_FOLDER_WRITER_ERROR_NOT_A_FOLDER);
  assert_content (self, "something", "there");
  assert_content (self, "file", "content");
}

/* Where the system lets nobody write, root neither. */
static void
test_not_writable (void)
{
  assert_no_new ("/proc/fernlight", FL_FOLDER_WRITER_ERROR_IO);
}

/* Somebody was faster: the folder is no longer empty when all is ready. */
static void
test_filled_meanwhile (Fixture       *self,
                       gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  FlFolderWriter *writer = fl_folder_writer_new (self->path, NULL);

  fill (writer);
  g_assert_cmpint (g_mkdir (self->path, 0755), ==, 0);
  put (self, "theirs", "first");
  g_assert_false (fl_folder_writer_finish (writer, &error));
  g_assert_error (error, FL_FOLDER_WRITER_ERROR, FL_FOLDER_WRITER_ERROR_NOT_EMPTY);
  fl_folder_writer_free (writer);
  assert_content (self, "theirs", "first");
  g_assert_cmpuint (count (self->path), ==, 1);
  g_assert_cmpuint (count (self->parent), ==, 1);
}

static void
test_twice (Fixture       *self,
            gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(FlFolderWriter) writer = fl_folder_writer_new (self->path, NULL);

  fill (writer);
  g_assert_false (fl_folder_writer_add (writer, "open", "again", 5, FL_FOLDER_FILE_PUBLIC, &error));
  g_assert_error (error, FL_FOLDER_WRITER_ERROR, FL_FOLDER_WRITER_ERROR_IO);
}

static void
test_changes (Fixture       *self,
              gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(FlFolderWriter) writer = NULL;

  g_assert_cmpint (g_mkdir (self->path, 0700), ==, 0);
  put (self, "server.crt", "old");
  put (self, "theirs", "kept");
  writer = fl_folder_writer_open (self->path, &error);
  g_assert_no_error (error);
  g_assert_true (fl_folder_writer_replace (writer, "server.crt", "new", 3, FL_FOLDER_FILE_PUBLIC, &error));
  g_assert_true (fl_folder_writer_replace (writer, "was-not-there", "x", 1, FL_FOLDER_FILE_PUBLIC, &error));
  g_assert_true (fl_folder_writer_add (writer, "added", "y", 1, FL_FOLDER_FILE_SECRET, &error));
  assert_content (self, "server.crt", "old");
  assert_content (self, "added", NULL);
  g_assert_true (fl_folder_writer_finish (writer, &error));
  g_assert_no_error (error);
  assert_content (self, "server.crt", "new");
  assert_content (self, "was-not-there", "x");
  assert_content (self, "added", "y");
  assert_content (self, "theirs", "kept");
  g_assert_cmpuint (mode_of (self, "added"), ==, 0600);
  g_assert_cmpuint (count (self->path), ==, 4);
}

/* The last cannot be put into place: those before it go back. */
static void
test_changes_taken_back (Fixture       *self,
                         gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  FlFolderWriter *writer;

  g_assert_cmpint (g_mkdir (self->path, 0700), ==, 0);
  put (self, "server.crt", "old");
  put (self, "theirs", "kept");
  writer = fl_folder_writer_open (self->path, NULL);
  g_assert_true (fl_folder_writer_replace (writer, "server.crt", "new", 3, FL_FOLDER_FILE_PUBLIC, &error));
  g_assert_true (fl_folder_writer_replace (writer, "was-not-there", "x", 1, FL_FOLDER_FILE_PUBLIC, &error));
  g_assert_true (fl_folder_writer_add (writer, "added", "y", 1, FL_FOLDER_FILE_SECRET, &error));
  g_assert_true (fl_folder_writer_add (writer, "theirs", "z", 1, FL_FOLDER_FILE_SECRET, &error));
  g_assert_no_error (error);
  g_assert_false (fl_folder_writer_finish (writer, &error));
  g_assert_error (error, FL_FOLDER_WRITER_ERROR, FL_FOLDER_WRITER_ERROR_EXISTS);
  g_assert_nonnull (strstr (error->message, "theirs"));
  fl_folder_writer_free (writer);
  assert_content (self, "server.crt", "old");
  assert_content (self, "was-not-there", NULL);
  assert_content (self, "added", NULL);
  assert_content (self, "theirs", "kept");
  g_assert_cmpuint (count (self->path), ==, 2);
}

static void
test_open_refused (Fixture       *self,
                   gconstpointer  data)
{
  g_autoptr(GError) missing = NULL;
  g_autoptr(GError) no_folder = NULL;
  g_autofree char *file = g_build_filename (self->path, "file", NULL);

  g_assert_null (fl_folder_writer_open (self->path, &missing));
  g_assert_error (missing, FL_FOLDER_WRITER_ERROR, FL_FOLDER_WRITER_ERROR_IO);
  g_assert_cmpint (g_mkdir (self->path, 0700), ==, 0);
  put (self, "file", "content");
  g_assert_null (fl_folder_writer_open (file, &no_folder));
  g_assert_error (no_folder, FL_FOLDER_WRITER_ERROR, FL_FOLDER_WRITER_ERROR_NOT_A_FOLDER);
}

/* Root renews in a folder that belongs to the broker's user. */
static void
test_owner (Fixture       *self,
            gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(FlFolderWriter) writer = NULL;
  g_autofree char *path = g_build_filename (self->path, "file", NULL);
  GStatBuf info;

  g_assert_cmpint (g_mkdir (self->path, 0700), ==, 0);
  g_assert_cmpint (chown (self->path, 65534, 65534), ==, 0);
  writer = fl_folder_writer_open (self->path, &error);
  g_assert_true (fl_folder_writer_add (writer, "file", "x", 1, FL_FOLDER_FILE_SECRET, &error));
  g_assert_true (fl_folder_writer_finish (writer, &error));
  g_assert_cmpint (g_stat (path, &info), ==, 0);
  g_assert_cmpuint (info.st_uid, ==, 65534);
  g_assert_cmpuint (info.st_gid, ==, 65534);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/folder-writer/new", Fixture, NULL, set_up, test_new, tear_down);
  g_test_add ("/folder-writer/empty-folder", Fixture, NULL, set_up, test_empty_folder, tear_down);
  g_test_add ("/folder-writer/abandoned", Fixture, NULL, set_up, test_abandoned, tear_down);
  g_test_add ("/folder-writer/no-place", Fixture, NULL, set_up, test_no_place, tear_down);
  g_test_add_func ("/folder-writer/not-writable", test_not_writable);
  g_test_add ("/folder-writer/filled-meanwhile", Fixture, NULL, set_up, test_filled_meanwhile, tear_down);
  g_test_add ("/folder-writer/twice", Fixture, NULL, set_up, test_twice, tear_down);
  g_test_add ("/folder-writer/changes", Fixture, NULL, set_up, test_changes, tear_down);
  g_test_add ("/folder-writer/changes-taken-back", Fixture, NULL, set_up, test_changes_taken_back, tear_down);
  g_test_add ("/folder-writer/open-refused", Fixture, NULL, set_up, test_open_refused, tear_down);
  if (geteuid () == 0) /* only root gives files away */
    g_test_add ("/folder-writer/owner", Fixture, NULL, set_up, test_owner, tear_down);
  return g_test_run ();
}
