/* Tests of mqtt/fl-link-thread: one thread, errands in order, never the caller's.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "mqtt/fl-link-thread.h"

#define N_ERRANDS 1000

static GMutex mutex;
static GCond cond;
static int numbers[N_ERRANDS];
static int n_done;
static gboolean all_on_thread = TRUE;

static void
note_number (gpointer data)
{
  g_mutex_lock (&mutex);
  all_on_thread = all_on_thread && fl_link_thread_is_current ();
  numbers[n_done++] = GPOINTER_TO_INT (data);
  g_cond_signal (&cond);
  g_mutex_unlock (&mutex);
}

static void
test_order (void)
{
  gint64 deadline = g_get_monotonic_time () + 60 * G_USEC_PER_SEC;

  g_assert_false (fl_link_thread_is_current ());
  for (int i = 0; i < N_ERRANDS; i++)
    fl_link_thread_invoke (note_number, GINT_TO_POINTER (i));
  g_mutex_lock (&mutex);
  while (n_done < N_ERRANDS)
    g_assert_true (g_cond_wait_until (&cond, &mutex, deadline));
  g_mutex_unlock (&mutex);
  for (int i = 0; i < N_ERRANDS; i++)
    g_assert_cmpint (numbers[i], ==, i);
  g_assert_true (all_on_thread);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/link-thread/order", test_order);
  return g_test_run ();
}
