/* The SQLite file itself, and the only file that includes sqlite3.h. Every function blocks: they belong to the store's thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "store/fl-store-batch.h"

G_BEGIN_DECLS

#define FL_STORE_ERROR (fl_store_error_quark ())

/**
 * FlStoreError:
 * @FL_STORE_ERROR_LATER: a later version wrote the file; it is left as it is
 * @FL_STORE_ERROR_WRITE: the disk is full, or the file cannot be opened or written; the message says which
 * @FL_STORE_ERROR_BUSY: another program held it for too long
 * @FL_STORE_ERROR_BROKEN: it is damaged
 * @FL_STORE_ERROR_STATEMENT: the statement itself cannot be carried out
 * @FL_STORE_ERROR_CLOSED: the store was closed
 */
typedef enum
{
  FL_STORE_ERROR_LATER,
  FL_STORE_ERROR_WRITE,
  FL_STORE_ERROR_BUSY,
  FL_STORE_ERROR_BROKEN,
  FL_STORE_ERROR_STATEMENT,
  FL_STORE_ERROR_CLOSED,
} FlStoreError;

/**
 * FlStorePart:
 * @name: whose tables these are; stable
 * @migrations: (array zero-terminated=1): one or more statements each; those that were published are never changed, only followed
 *
 * Static, immutable.
 */
typedef struct
{
  const char        *name;
  const char *const *migrations;
} FlStorePart;

typedef struct _FlStoreFile FlStoreFile;

GQuark       fl_store_error_quark (void);
FlStoreFile *fl_store_file_open   (const char         *path,
                                   const FlStorePart  *parts,
                                   guint               n_parts,
                                   GError            **error) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray   *fl_store_file_run    (FlStoreFile        *self,
                                   FlStoreBatch       *batch,
                                   GError            **error) G_GNUC_WARN_UNUSED_RESULT;
void         fl_store_file_close  (FlStoreFile        *self);
char        *fl_store_file_set_aside (const char      *path,
                                      GError         **error) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FlStoreFile, fl_store_file_close)

G_END_DECLS
