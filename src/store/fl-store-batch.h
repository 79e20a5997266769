/* What is to be done in the store: statements with their values, all of them or none.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * FlStoreBatch:
 *
 * Reference-counted. It is added to by one thread, and not changed any more once the store has it.
 */
typedef struct _FlStoreBatch FlStoreBatch;

FlStoreBatch *fl_store_batch_new        (void) G_GNUC_WARN_UNUSED_RESULT;
FlStoreBatch *fl_store_batch_ref        (FlStoreBatch *self);
void          fl_store_batch_unref      (FlStoreBatch *self);
void          fl_store_batch_add        (FlStoreBatch *self,
                                         const char   *sql,
                                         GVariant     *values);
guint         fl_store_batch_get_n      (FlStoreBatch *self);
const char   *fl_store_batch_get_sql    (FlStoreBatch *self,
                                         guint         position);
GVariant     *fl_store_batch_get_values (FlStoreBatch *self,
                                         guint         position);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FlStoreBatch, fl_store_batch_unref)

G_END_DECLS
