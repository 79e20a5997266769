/* Tasks one after the other: their order, who is given up before its turn, and who asks again from an answer.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "brokers/fl-task-queue.h"

/* What happened, in order: "a+" began, "a" answered, "a!" given up. */
static GString *log_text;

static void
answered_cb (GObject      *object,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr(GError) error = NULL;

  if (g_task_propagate_boolean (G_TASK (result), &error))
    g_string_append_printf (log_text, "%s ", (const char *) user_data);
  else
    {
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      g_string_append_printf (log_text, "%s! ", (const char *) user_data);
    }
}

static void
start (GTask *task)
{
  g_string_append_printf (log_text, "%s+ ", (const char *) g_task_get_task_data (task));
}

static void
push (FlTaskQueue  *queue,
      const char   *name,
      GCancellable *cancellable)
{
  GTask *task = g_task_new (NULL, cancellable, answered_cb, (gpointer) name);

  g_task_set_task_data (task, (gpointer) name, NULL);
  fl_task_queue_push (queue, task);
}

static void
end (FlTaskQueue *queue)
{
  g_autoptr(GTask) task = fl_task_queue_end (queue);

  g_task_return_boolean (task, TRUE);
}

/* GTask answers from an idle source what is answered in the iteration in which it was made. */
static void
iterate (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static void
assert_log (const char *text)
{
  iterate ();
  g_assert_cmpstr (log_text->str, ==, text);
  g_string_truncate (log_text, 0);
}

static void
test_order (void)
{
  g_autoptr(FlTaskQueue) queue = fl_task_queue_new (start);

  fl_task_queue_start (queue); /* nothing to do */
  push (queue, "a", NULL);
  push (queue, "b", NULL);
  push (queue, "c", NULL);
  assert_log ("a+ ");
  fl_task_queue_start (queue); /* one runs */
  assert_log ("");
  end (queue);
  assert_log ("a ");
  fl_task_queue_start (queue);
  assert_log ("b+ ");
  end (queue);
  push (queue, "d", NULL); /* starts who waits longest */
  assert_log ("c+ b ");
  end (queue);
  fl_task_queue_start (queue);
  end (queue);
  fl_task_queue_start (queue);
  assert_log ("d+ c d ");
}

/* What was given up while it waited is answered without having begun; what runs is not touched. */
static void
test_given_up (void)
{
  g_autoptr(FlTaskQueue) queue = fl_task_queue_new (start);
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GCancellable) of_running = g_cancellable_new ();
  g_autoptr(GTask) task = NULL;

  push (queue, "a", of_running);
  push (queue, "b", cancellable);
  push (queue, "c", cancellable);
  push (queue, "d", NULL);
  g_cancellable_cancel (cancellable);
  g_cancellable_cancel (of_running);
  assert_log ("a+ ");
  task = fl_task_queue_end (queue);
  g_task_return_boolean (task, TRUE);
  fl_task_queue_start (queue);
  assert_log ("d+ a! b! c! "); /* a GTask whose cancellable was cancelled never succeeds */
  end (queue);
  assert_log ("d ");
  push (queue, "e", cancellable); /* already then */
  assert_log ("e! ");
}

/* One that ends in its own start does not keep the others from theirs. */
static void
end_at_once (GTask *task)
{
  FlTaskQueue *queue = g_task_get_task_data (task);

  end (queue);
  g_string_append (log_text, "+ ");
  fl_task_queue_start (queue);
}

static void
test_at_once (void)
{
  g_autoptr(FlTaskQueue) queue = fl_task_queue_new (end_at_once);

  for (guint i = 0; i < 3; i++)
    {
      GTask *task = g_task_new (NULL, NULL, answered_cb, (gpointer) "x");

      g_task_set_task_data (task, queue, NULL);
      fl_task_queue_push (queue, task);
    }
  assert_log ("+ + + x x x ");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  log_text = g_string_new (NULL);
  g_test_add_func ("/task-queue/order", test_order);
  g_test_add_func ("/task-queue/given-up", test_given_up);
  g_test_add_func ("/task-queue/at-once", test_at_once);
  return g_test_run ();
}
