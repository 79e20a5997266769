/* Tasks that run one after the other, in the order in which they were asked for.
 *
 * Not thread-safe: the thread on which the tasks were made.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _FlTaskQueue FlTaskQueue;

/* Begins what the task is for; fl_task_queue_end() says that it is done, then or later. */
typedef void (*FlTaskQueueStartFunc) (GTask *task);

FlTaskQueue *fl_task_queue_new   (FlTaskQueueStartFunc  start) G_GNUC_WARN_UNUSED_RESULT;
void         fl_task_queue_free  (FlTaskQueue          *self);
void         fl_task_queue_push  (FlTaskQueue          *self,
                                  GTask                *task);
GTask       *fl_task_queue_end   (FlTaskQueue          *self) G_GNUC_WARN_UNUSED_RESULT;
void         fl_task_queue_start (FlTaskQueue          *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FlTaskQueue, fl_task_queue_free)

G_END_DECLS
