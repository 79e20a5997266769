/* Connections that were let go, and who waits until nothing is left of them.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "fernlight-teardown"

#include "config.h"

#include "mqtt/fl-teardown.h"

struct _FlTeardown
{
  grefcount  ref_count;
  unsigned   n_closing;
  GPtrArray *tasks;     /* wait for n_closing to be 0 */
};

static void
answer_tasks (FlTeardown *self)
{
  g_autoptr(GPtrArray) tasks = NULL;

  if (self->n_closing > 0 || self->tasks->len == 0)
    return;
  tasks = g_steal_pointer (&self->tasks);
  self->tasks = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < tasks->len; i++)
    g_task_return_boolean (tasks->pdata[i], TRUE);
}

static void
closed_cb (gpointer user_data)
{
  g_autoptr(FlTeardown) self = user_data;

  self->n_closing--;
  answer_tasks (self);
}

/** fl_teardown_new: Returns: (transfer full): nothing is being torn down, and nobody waits */
FlTeardown *
fl_teardown_new (void)
{
  FlTeardown *self = g_new0 (FlTeardown, 1);

  g_ref_count_init (&self->ref_count);
  self->tasks = g_ptr_array_new_with_free_func (g_object_unref);
  return self;
}

FlTeardown *
fl_teardown_ref (FlTeardown *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_ref_count_inc (&self->ref_count);
  return self;
}

void
fl_teardown_unref (FlTeardown *self)
{
  g_return_if_fail (self != NULL);

  if (!g_ref_count_dec (&self->ref_count))
    return;
  g_ptr_array_unref (self->tasks);
  g_free (self);
}

/**
 * fl_teardown_close:
 * @self: what is being torn down
 * @connection: (transfer full): an opened connection; it tells nothing from now on
 * @politely: whether to say goodbye to the broker first
 */
void
fl_teardown_close (FlTeardown   *self,
                   FlConnection *connection,
                   gboolean      politely)
{
  g_autoptr(FlConnection) owned = connection;

  g_return_if_fail (self != NULL);

  self->n_closing++;
  fl_connection_close (owned, politely, closed_cb, fl_teardown_ref (self));
}

/**
 * fl_teardown_answer:
 * @self: what is being torn down
 * @task: (transfer full): returns TRUE when no handle, socket or thread's reference is left of any connection, at once
 *   if there is none
 */
void
fl_teardown_answer (FlTeardown *self,
                    GTask      *task)
{
  g_return_if_fail (self != NULL);

  g_ptr_array_add (self->tasks, task);
  answer_tasks (self);
}
