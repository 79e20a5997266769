/* The SQLite file itself.
 *
 *   PRAGMA user_version   the form of the file: 1 = there is a table `part`
 *   part (name, version)  how many of a part's migrations were carried out
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "fernlight-store-file"

#include "config.h"

#include "store/fl-store-file.h"

#include "store/fl-broken-path.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <sqlite3.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define FORMAT 1

/* How long another program's transaction is waited for. */
#define BUSY_MS 5000
/* Between two attempts where SQLite itself does not wait. */
#define RETRY_MS 20

#define CREATE_PARTS "CREATE TABLE part (name TEXT PRIMARY KEY, version INTEGER NOT NULL) WITHOUT ROWID; PRAGMA user_version = 1"

struct _FlStoreFile
{
  sqlite3 *db;
};

G_DEFINE_QUARK (fl-store-error-quark, fl_store_error)

static FlStoreError
code_of (int result)
{
  switch (result & 0xff) /* the rest of the bits says more precisely what */
    {
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return FL_STORE_ERROR_BROKEN;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return FL_STORE_ERROR_BUSY;
    case SQLITE_FULL:
    case SQLITE_IOERR:
    case SQLITE_CANTOPEN:
    case SQLITE_READONLY:
    case SQLITE_PERM:
    case SQLITE_AUTH:
    case SQLITE_NOMEM:
      return FL_STORE_ERROR_WRITE;
    default:
      return FL_STORE_ERROR_STATEMENT;
    }
}

/* FALSE, always. SQLite's words name no value. */
static gboolean
set_error (sqlite3  *db,
           int       result,
           GError  **error)
{
  const char *words = db != NULL ? sqlite3_errmsg (db) : sqlite3_errstr (result);

  g_set_error_literal (error, FL_STORE_ERROR, (int) code_of (result), words);
  return FALSE;
}

static gboolean
execute (sqlite3     *db,
         const char  *sql,
         GError     **error)
{
  const int result = sqlite3_exec (db, sql, NULL, NULL, NULL);

  return result == SQLITE_OK || set_error (db, result, error);
}

/* ---- statements ---- */

static int
bind_value (sqlite3_stmt *statement,
            int           position,
            GVariant     *value)
{
  gsize n;
  const void *bytes;

  if (g_variant_is_of_type (value, G_VARIANT_TYPE_INT64))
    return sqlite3_bind_int64 (statement, position, g_variant_get_int64 (value));
  if (g_variant_is_of_type (value, G_VARIANT_TYPE_STRING))
    return sqlite3_bind_text (statement, position, g_variant_get_string (value, NULL), -1, SQLITE_TRANSIENT);
  if (!g_variant_is_of_type (value, G_VARIANT_TYPE_BYTESTRING))
    return sqlite3_bind_null (statement, position);
  bytes = g_variant_get_fixed_array (value, &n, 1);
  return sqlite3_bind_blob64 (statement, position, n > 0 ? bytes : "", n, SQLITE_TRANSIENT);
}

static gboolean
bind_values (sqlite3       *db,
             sqlite3_stmt  *statement,
             GVariant      *values,
             GError       **error)
{
  for (gsize i = 0; values != NULL && i < g_variant_n_children (values); i++)
    {
      g_autoptr(GVariant) value = g_variant_get_child_value (values, i);
      const int result = bind_value (statement, (int) i + 1, value);

      if (result != SQLITE_OK)
        return set_error (db, result, error);
    }
  return TRUE;
}

static GVariant *
read_cell (sqlite3_stmt *statement,
           int           column)
{
  const char *text;
  g_autofree char *valid = NULL;

  switch (sqlite3_column_type (statement, column))
    {
    case SQLITE_INTEGER:
      return g_variant_new_int64 (sqlite3_column_int64 (statement, column));
    case SQLITE_TEXT:
      text = (const char *) sqlite3_column_text (statement, column);
      valid = g_utf8_make_valid (text != NULL ? text : "", -1);
      return g_variant_new_string (valid);
    case SQLITE_BLOB:
      return g_variant_new_fixed_array (G_VARIANT_TYPE_BYTE, sqlite3_column_blob (statement, column),
                                        (gsize) sqlite3_column_bytes (statement, column), 1);
    default:
      return g_variant_new_tuple (NULL, 0);
    }
}

static GVariant *
read_row (sqlite3_stmt *statement)
{
  g_auto(GVariantBuilder) builder = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("av"));

  for (int i = 0; i < sqlite3_column_count (statement); i++)
    g_variant_builder_add (&builder, "v", read_cell (statement, i));
  return g_variant_ref_sink (g_variant_builder_end (&builder));
}

static gboolean
run_statement (sqlite3     *db,
               const char  *sql,
               GVariant    *values,
               GPtrArray   *rows,
               GError     **error)
{
  sqlite3_stmt *statement = NULL;
  int result = sqlite3_prepare_v2 (db, sql, -1, &statement, NULL);
  gboolean good;

  if (result != SQLITE_OK)
    return set_error (db, result, error);
  good = bind_values (db, statement, values, error);
  while (good && (result = sqlite3_step (statement)) == SQLITE_ROW)
    g_ptr_array_add (rows, read_row (statement));
  if (good && result != SQLITE_DONE)
    good = set_error (db, result, error);
  sqlite3_finalize (statement);
  return good;
}

static gboolean
run_statements (sqlite3       *db,
                FlStoreBatch  *batch,
                GPtrArray     *rows,
                GError       **error)
{
  for (guint i = 0; i < fl_store_batch_get_n (batch); i++)
    if (!run_statement (db, fl_store_batch_get_sql (batch, i), fl_store_batch_get_values (batch, i), rows, error))
      return FALSE;
  return TRUE;
}

/* One number that a statement gives; -1 if it gives none. */
static gboolean
read_number (sqlite3     *db,
             const char  *sql,
             const char  *text,
             gint64      *number,
             GError     **error)
{
  sqlite3_stmt *statement = NULL;
  int result = sqlite3_prepare_v2 (db, sql, -1, &statement, NULL);

  *number = -1;
  if (result == SQLITE_OK && text != NULL)
    result = sqlite3_bind_text (statement, 1, text, -1, SQLITE_STATIC);
  if (result == SQLITE_OK)
    result = sqlite3_step (statement);
  if (result == SQLITE_ROW)
    *number = sqlite3_column_int64 (statement, 0);
  sqlite3_finalize (statement);
  return result == SQLITE_ROW || result == SQLITE_DONE || set_error (db, result, error);
}

/* ---- migrations ---- */

static gboolean
refuse_later (GError **error)
{
  g_set_error_literal (error, FL_STORE_ERROR, FL_STORE_ERROR_LATER, _("A later version of Fernlight wrote this file"));
  return FALSE;
}

static gboolean
note_version (sqlite3            *db,
              const FlStorePart  *part,
              gint64              version,
              GError            **error)
{
  g_autoptr(GVariant) values = g_variant_ref_sink (g_variant_new ("(sx)", part->name, version));
  g_autoptr(GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify) g_variant_unref);

  return run_statement (db, "INSERT OR REPLACE INTO part (name, version) VALUES (?, ?)", values, rows, error);
}

static gboolean
migrate_part (sqlite3            *db,
              const FlStorePart  *part,
              GError            **error)
{
  const gint64 newest = (gint64) g_strv_length ((char **) part->migrations);
  gint64 version;

  if (!read_number (db, "SELECT version FROM part WHERE name = ?", part->name, &version, error))
    return FALSE;
  version = MAX (version, 0);
  if (version > newest)
    return refuse_later (error);
  if (version == newest)
    return TRUE;
  for (gint64 i = version; i < newest; i++)
    if (!execute (db, part->migrations[i], error))
      return FALSE;
  return note_version (db, part, newest, error);
}

static gboolean
migrate_all (sqlite3            *db,
             const FlStorePart  *parts,
             guint               n_parts,
             GError            **error)
{
  gint64 format;

  if (!read_number (db, "PRAGMA user_version", NULL, &format, error))
    return FALSE;
  if (format > FORMAT)
    return refuse_later (error);
  if (format == 0 && !execute (db, CREATE_PARTS, error))
    return FALSE;
  for (guint i = 0; i < n_parts; i++)
    if (!migrate_part (db, &parts[i], error))
      return FALSE;
  return TRUE;
}

/* ---- transactions ---- */

/* Ends what was begun: all of it or nothing. */
static gboolean
end_transaction (sqlite3   *db,
                 gboolean   good,
                 GError   **error)
{
  good = good && execute (db, "COMMIT", error);
  /* Some errors have rolled it back already. */
  if (!sqlite3_get_autocommit (db))
    sqlite3_exec (db, "ROLLBACK", NULL, NULL, NULL);
  return good;
}

/* IMMEDIATE: of two programs that open a file one migrates it, and the other one finds it migrated. */
static gboolean
migrate (sqlite3            *db,
         const FlStorePart  *parts,
         guint               n_parts,
         GError            **error)
{
  return execute (db, "BEGIN IMMEDIATE", error) && end_transaction (db, migrate_all (db, parts, n_parts, error), error);
}

/* ---- opening ---- */

/* SQLite would make it with the umask's mode; its -wal and -shm get the mode of the file. */
static gboolean
make_private (const char  *path,
              GError     **error)
{
  g_autofree char *folder = g_path_get_dirname (path);
  int fd = -1;
  int failed;

  if (g_mkdir_with_parents (folder, 0700) == 0)
    fd = open (path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  failed = fd < 0 || fchmod (fd, 0600) != 0 ? errno : 0;
  if (fd >= 0)
    close (fd);
  if (failed != 0)
    g_set_error_literal (error, FL_STORE_ERROR, FL_STORE_ERROR_WRITE, g_strerror (failed));
  return failed == 0;
}

/* Whether what is in the file hangs together. */
static gboolean
check (sqlite3  *db,
       GError  **error)
{
  g_autoptr(GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify) g_variant_unref);
  g_autoptr(GVariant) cell = NULL;

  if (!run_statement (db, "PRAGMA quick_check(1)", NULL, rows, error))
    return FALSE;
  if (rows->len == 1)
    g_variant_get_child (g_ptr_array_index (rows, 0), 0, "v", &cell);
  if (cell != NULL && g_variant_is_of_type (cell, G_VARIANT_TYPE_STRING) && g_str_equal (g_variant_get_string (cell, NULL), "ok"))
    return TRUE;
  g_set_error_literal (error, FL_STORE_ERROR, FL_STORE_ERROR_BROKEN, sqlite3_errstr (SQLITE_CORRUPT));
  return FALSE;
}

/* Write-ahead: a crash leaves what was committed. SQLite does not wait for another program that sets the same just now. */
static gboolean
set_journal (sqlite3  *db,
             GError  **error)
{
  int result = SQLITE_BUSY;

  for (guint waited = 0; (result & 0xff) == SQLITE_BUSY && waited < BUSY_MS; waited += RETRY_MS)
    {
      if (waited > 0)
        g_usleep (RETRY_MS * 1000);
      result = sqlite3_exec (db, "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL", NULL, NULL, NULL);
    }
  return result == SQLITE_OK || set_error (db, result, error);
}

/* The file may have been written by anybody: nothing in its schema runs functions. */
static gboolean
set_up (sqlite3  *db,
        GError  **error)
{
  sqlite3_busy_timeout (db, BUSY_MS);
  sqlite3_extended_result_codes (db, 1);
  sqlite3_db_config (db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
  sqlite3_db_config (db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
  sqlite3_db_config (db, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, NULL);
  return set_journal (db, error) && check (db, error);
}

/**
 * fl_store_file_open:
 * @path: the file, which is made (mode 0600) if it is missing, with its folder
 * @parts: whose tables there have to be
 * @error: return location for an %FL_STORE_ERROR
 *
 * Returns: (transfer full) (nullable): the file, with all migrations carried out
 */
FlStoreFile *
fl_store_file_open (const char         *path,
                    const FlStorePart  *parts,
                    guint               n_parts,
                    GError            **error)
{
  g_autoptr(FlStoreFile) self = NULL;
  int result;

  g_return_val_if_fail (path != NULL, NULL);
  g_return_val_if_fail (parts != NULL || n_parts == 0, NULL);

  if (!make_private (path, error))
    return NULL;
  self = g_new0 (FlStoreFile, 1);
  result = sqlite3_open_v2 (path, &self->db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL);
  if (result != SQLITE_OK)
    {
      set_error (self->db, result, error);
      return NULL;
    }
  if (!set_up (self->db, error) || !migrate (self->db, parts, n_parts, error))
    return NULL;
  return g_steal_pointer (&self);
}

/**
 * fl_store_file_run:
 * @batch: what to do
 * @error: return location for an %FL_STORE_ERROR; then nothing of it was done
 *
 * Returns: (transfer full) (nullable) (element-type GVariant): the rows that its statements gave, in order (fl-store-row.h)
 */
GPtrArray *
fl_store_file_run (FlStoreFile   *self,
                   FlStoreBatch  *batch,
                   GError       **error)
{
  g_autoptr(GPtrArray) rows = NULL;

  g_return_val_if_fail (self != NULL && batch != NULL, NULL);

  rows = g_ptr_array_new_with_free_func ((GDestroyNotify) g_variant_unref);
  if (!execute (self->db, "BEGIN IMMEDIATE", error))
    return NULL;
  return end_transaction (self->db, run_statements (self->db, batch, rows, error), error) ? g_steal_pointer (&rows) : NULL;
}

/* The last one to close leaves no -wal and no -shm behind. */
void
fl_store_file_close (FlStoreFile *self)
{
  g_return_if_fail (self != NULL);

  sqlite3_close (self->db);
  g_free (self);
}

/**
 * fl_store_file_set_aside:
 * @path: of a damaged file that is not open
 *
 * What SQLite keeps beside it goes with it, for whoever wants to save something.
 *
 * Returns: (transfer full) (nullable): where it is now: PATH.broken-DATE
 */
char *
fl_store_file_set_aside (const char  *path,
                         GError     **error)
{
  static const char *const ends[] = { "-wal", "-shm" };
  g_autofree char *beside = NULL;

  g_return_val_if_fail (path != NULL, NULL);

  beside = fl_broken_path_new (path);
  if (g_rename (path, beside) != 0)
    {
      g_set_error_literal (error, FL_STORE_ERROR, FL_STORE_ERROR_WRITE, g_strerror (errno));
      return NULL;
    }
  for (guint i = 0; i < G_N_ELEMENTS (ends); i++)
    {
      g_autofree char *from = g_strconcat (path, ends[i], NULL);
      g_autofree char *to = g_strconcat (beside, ends[i], NULL);

      g_rename (from, to);
    }
  return g_steal_pointer (&beside);
}
