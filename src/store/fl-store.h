/* What the application remembers for longer than a session: one SQLite file with one thread of its own.
 *
 *   main ──batch──▶ queue ──▶ store thread: one transaction after the other ──rows or error──▶ main (GTask)
 *
 * The store knows no message and no certificate: whose tables there are says a part (fl-store-file.h).
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "store/fl-store-batch.h"
#include "store/fl-store-file.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * FlStore:
 *
 * The main thread's; the file is only ever touched by the store's own thread, which opens it when it is first needed.
 * A file that is damaged is set aside as PATH.broken-DATE and begun anew. What cannot be written is an error of that one
 * call: nothing is kept for later, and the next call tries again.
 *
 * Properties, read-only, notified in the main context of fl_store_new(): "note" (a sentence to show once: the file was
 * damaged, and where it was kept; or %NULL); "trouble" (why the last call could not be carried out, a sentence, or %NULL).
 */
#define FL_TYPE_STORE (fl_store_get_type ())

G_DECLARE_FINAL_TYPE (FlStore, fl_store, FL, STORE, GObject)

char       *fl_store_dup_default_path (void) G_GNUC_WARN_UNUSED_RESULT;
FlStore    *fl_store_new         (const char           *path,
                                  const FlStorePart    *parts,
                                  guint                 n_parts) G_GNUC_WARN_UNUSED_RESULT;
void        fl_store_run_async   (FlStore              *self,
                                  FlStoreBatch         *batch,
                                  GCancellable         *cancellable,
                                  GAsyncReadyCallback   callback,
                                  gpointer              user_data);
GPtrArray  *fl_store_run_finish  (FlStore              *self,
                                  GAsyncResult         *result,
                                  GError              **error) G_GNUC_WARN_UNUSED_RESULT;
void        fl_store_close       (FlStore              *self);
const char *fl_store_get_path    (FlStore              *self);
const char *fl_store_get_note    (FlStore              *self);
const char *fl_store_get_trouble (FlStore              *self);

G_END_DECLS
