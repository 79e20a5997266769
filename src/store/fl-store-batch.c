/* What is to be done in the store: statements with their values, all of them or none.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "fernlight-store-batch"

#include "store/fl-store-batch.h"

typedef struct
{
  const char *sql;
  GVariant   *values; /* NULL: none */
} Statement;

struct _FlStoreBatch
{
  gatomicrefcount  ref_count;
  GArray          *statements;
};

static void
clear_statement (gpointer data)
{
  g_clear_pointer (&((Statement *) data)->values, g_variant_unref);
}

FlStoreBatch *
fl_store_batch_new (void)
{
  FlStoreBatch *self = g_new0 (FlStoreBatch, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->statements = g_array_new (FALSE, FALSE, sizeof (Statement));
  g_array_set_clear_func (self->statements, clear_statement);
  return self;
}

FlStoreBatch *
fl_store_batch_ref (FlStoreBatch *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
fl_store_batch_unref (FlStoreBatch *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_array_unref (self->statements);
  g_free (self);
}

/**
 * fl_store_batch_add:
 * @sql: one statement; static, never put together from values
 * @values: (nullable): a tuple, floating: of each "?" in order a number (x), a text (s), bytes (ay) or nothing (())
 */
void
fl_store_batch_add (FlStoreBatch *self,
                    const char   *sql,
                    GVariant     *values)
{
  const Statement statement = { sql, values != NULL ? g_variant_ref_sink (values) : NULL };

  g_return_if_fail (self != NULL && sql != NULL);
  g_return_if_fail (values == NULL || g_variant_is_of_type (values, G_VARIANT_TYPE_TUPLE));

  g_array_append_val (self->statements, statement);
}

guint
fl_store_batch_get_n (FlStoreBatch *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->statements->len;
}

const char *
fl_store_batch_get_sql (FlStoreBatch *self,
                        guint         position)
{
  g_return_val_if_fail (self != NULL && position < self->statements->len, NULL);

  return g_array_index (self->statements, Statement, position).sql;
}

/** fl_store_batch_get_values: Returns: (transfer none) (nullable): a tuple */
GVariant *
fl_store_batch_get_values (FlStoreBatch *self,
                           guint         position)
{
  g_return_val_if_fail (self != NULL && position < self->statements->len, NULL);

  return g_array_index (self->statements, Statement, position).values;
}
