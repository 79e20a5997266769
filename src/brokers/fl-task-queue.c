/* Tasks that run one after the other, in the order in which they were asked for.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "fernlight-task-queue"

#include "config.h"

#include "brokers/fl-task-queue.h"

struct _FlTaskQueue
{
  FlTaskQueueStartFunc  start;
  GQueue                waiting; /* of GTask */
  GTask                *running; /* or NULL */
};

/**
 * fl_task_queue_new:
 * @start: begins a task when its turn has come
 *
 * Returns: (transfer full): an empty queue
 */
FlTaskQueue *
fl_task_queue_new (FlTaskQueueStartFunc start)
{
  FlTaskQueue *self = g_new0 (FlTaskQueue, 1);

  self->start = start;
  g_queue_init (&self->waiting);
  return self;
}

/** fl_task_queue_free: frees a queue in which nothing runs or waits: each task holds who owns the queue. */
void
fl_task_queue_free (FlTaskQueue *self)
{
  g_assert (self->running == NULL && g_queue_is_empty (&self->waiting));
  g_free (self);
}

/**
 * fl_task_queue_push:
 * @self: a queue
 * @task: (transfer full): runs at once if no other does
 *
 * A task's cancellable is looked at when its turn has come: it is then answered without having begun.
 */
void
fl_task_queue_push (FlTaskQueue *self,
                    GTask       *task)
{
  g_queue_push_tail (&self->waiting, task);
  fl_task_queue_start (self);
}

/**
 * fl_task_queue_end:
 * @self: a queue in which a task runs
 *
 * The next one begins with fl_task_queue_start(), or with the next push.
 *
 * Returns: (transfer full): the task that ran, to be answered
 */
GTask *
fl_task_queue_end (FlTaskQueue *self)
{
  g_assert (self->running != NULL);

  return g_steal_pointer (&self->running);
}

/** fl_task_queue_start: begins the next task, if there is one and none runs. */
void
fl_task_queue_start (FlTaskQueue *self)
{
  GTask *task;

  while (self->running == NULL && (task = g_queue_pop_head (&self->waiting)) != NULL)
    {
      if (g_task_return_error_if_cancelled (task))
        {
          g_object_unref (task);
          continue;
        }
      self->running = task;
      self->start (task);
    }
}
