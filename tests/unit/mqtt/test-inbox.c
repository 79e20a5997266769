/* Tests of mqtt/fl-inbox: order, bounds, closing, and several threads at once.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "mqtt/fl-inbox.h"

#include <pthread.h>
#include <stdio.h>
#include <string.h>

#define N_POSTERS 4
#define N_PER_POSTER 20000

static gboolean
post_text (FlInbox    *inbox,
           const char *topic,
           const char *payload)
{
  return fl_inbox_post (inbox, topic, strlen (topic), payload, strlen (payload), 1, FALSE, FALSE);
}

static void
test_order_and_fields (void)
{
  g_autoptr(FlInbox) inbox = fl_inbox_new (FL_INBOX_DEFAULT_BYTES);
  gint64 before = g_get_real_time ();
  g_autoptr(FlInboxItem) first = NULL;
  size_t n;

  g_assert_true (fl_inbox_post (inbox, "a/b", 3, "one\0more", 8, 2, TRUE, TRUE));
  g_assert_true (fl_inbox_post (inbox, "x\0y and more", 3, NULL, 0, 0, FALSE, FALSE));
  g_assert_cmpuint (fl_inbox_get_bytes (inbox), >=, 3 + 8 + 3);
  first = fl_inbox_take_all (inbox, 0);
  g_assert_nonnull (first);

  g_assert_cmpstr (first->topic, ==, "a/b");
  g_assert_cmpmem (g_bytes_get_data (first->payload, &n), g_bytes_get_size (first->payload), "one\0more", 8);
  g_assert_cmpint (first->qos, ==, 2);
  g_assert_true (first->retained);
  g_assert_true (first->duplicate);
  g_assert_cmpint (first->arrived, >=, before);

  g_assert_nonnull (first->next);
  g_assert_cmpmem (first->next->topic, first->next->n_topic + 1, "x\0y", 4);
  g_assert_cmpuint (g_bytes_get_size (first->next->payload), ==, 0);
  g_assert_cmpint (first->next->qos, ==, 0);
  g_assert_false (first->next->retained);
  g_assert_null (first->next->next);

  g_assert_cmpuint (fl_inbox_get_bytes (inbox), ==, 0);
  g_assert_cmpuint (fl_inbox_get_n_posted (inbox), ==, 2);
  g_assert_null (fl_inbox_take_all (inbox, 0));
}

static void
test_bounds (void)
{
  g_autoptr(FlInbox) inbox = fl_inbox_new (1000);
  g_autofree char *large = g_strnfill (2000, 'x');
  g_autoptr(FlInboxItem) items = NULL;
  guint64 n_refused = 0;

  g_assert_false (post_text (inbox, "t", large));
  g_assert_cmpuint (fl_inbox_get_bytes (inbox), ==, 0);
  for (int i = 0; i < 20; i++)
    n_refused += post_text (inbox, "t", "payload") ? 0 : 1;

  g_assert_cmpuint (n_refused, >, 0);
  g_assert_cmpuint (n_refused, <, 20);
  g_assert_cmpuint (fl_inbox_get_n_refused (inbox), ==, n_refused + 1);
  g_assert_cmpuint (fl_inbox_get_n_posted (inbox), ==, 20 - n_refused);
  g_assert_cmpuint (fl_inbox_get_bytes (inbox), <=, fl_inbox_get_max_bytes (inbox));

  items = fl_inbox_take_all (inbox, 0);
  g_assert_nonnull (items);
  g_assert_cmpuint (fl_inbox_get_bytes (inbox), ==, 0);
  g_assert_true (post_text (inbox, "t", "there is room again"));
}

static void
test_wake (void)
{
  g_autoptr(FlInbox) inbox = fl_inbox_new (1000);

  fl_inbox_wake (inbox);
  g_assert_null (fl_inbox_take_all (inbox, -1)); /* does not wait */
  g_assert_null (fl_inbox_take_all (inbox, 1000)); /* waits again */
  g_assert_false (fl_inbox_is_closed (inbox));
}

static void
test_close (void)
{
  g_autoptr(FlInbox) inbox = fl_inbox_new (FL_INBOX_DEFAULT_BYTES);
  g_autoptr(FlInboxItem) rest = NULL;
  gint64 start;

  g_assert_true (post_text (inbox, "t", "before"));
  g_assert_false (fl_inbox_is_closed (inbox));
  fl_inbox_close (inbox);
  fl_inbox_close (inbox);
  g_assert_true (fl_inbox_is_closed (inbox));
  g_assert_false (post_text (inbox, "t", "after"));
  g_assert_cmpuint (fl_inbox_get_n_refused (inbox), ==, 0);

  rest = fl_inbox_take_all (inbox, -1);
  g_assert_nonnull (rest);
  g_assert_null (rest->next);
  start = g_get_monotonic_time ();
  g_assert_null (fl_inbox_take_all (inbox, 60 * G_USEC_PER_SEC));
  g_assert_cmpint (g_get_monotonic_time () - start, <, 30 * G_USEC_PER_SEC);
}

static void
test_timeout (void)
{
  g_autoptr(FlInbox) inbox = fl_inbox_new (1000);
  gint64 start = g_get_monotonic_time ();

  g_assert_null (fl_inbox_take_all (inbox, 50000));
  g_assert_cmpint (g_get_monotonic_time () - start, >=, 50000);
}

/* Nothing taken: what waits is freed with the inbox (LeakSanitizer looks). */
static void
test_drop_with_messages (void)
{
  g_autoptr(FlInbox) inbox = fl_inbox_new (FL_INBOX_DEFAULT_BYTES);
  g_autoptr(FlInbox) other = fl_inbox_ref (inbox);

  g_assert_true (post_text (other, "t", "nobody takes me"));
}

static void *
close_soon (void *data)
{
  g_usleep (20000);
  fl_inbox_close (data);
  return NULL;
}

static void
test_close_wakes (void)
{
  g_autoptr(FlInbox) inbox = fl_inbox_new (FL_INBOX_DEFAULT_BYTES);
  pthread_t thread;

  g_assert_cmpint (pthread_create (&thread, NULL, close_soon, inbox), ==, 0);
  g_assert_null (fl_inbox_take_all (inbox, -1));
  pthread_join (thread, NULL);
}

typedef struct
{
  FlInbox *inbox;
  unsigned id;
  guint64  n_accepted;
  guint64  n_refused;
} Poster;

static void *
post_many (void *data)
{
  Poster *poster = data;

  for (unsigned i = 0; i < N_PER_POSTER; i++)
    {
      unsigned numbers[2] = { poster->id, i };

      if (fl_inbox_post (poster->inbox, "device/counter", 14, numbers, sizeof numbers, 0, FALSE, FALSE))
        poster->n_accepted++;
      else
        poster->n_refused++;
    }
  return NULL;
}

/* Of every poster the numbers come in order; each is there once. Returns: how many were taken */
static guint64
check_and_free (FlInboxItem *first,
                gint64      *latest)
{
  guint64 n = 0;

  for (FlInboxItem *item = first; item != NULL; item = item->next)
    {
      unsigned numbers[2];

      g_assert_cmpuint (g_bytes_get_size (item->payload), ==, sizeof numbers);
      memcpy (numbers, g_bytes_get_data (item->payload, NULL), sizeof numbers);
      g_assert_cmpuint (numbers[0], <, N_POSTERS);
      g_assert_cmpint (latest[numbers[0]], <, numbers[1]);
      latest[numbers[0]] = numbers[1];
      n++;
    }
  fl_inbox_item_free_all (first);
  return n;
}

static void
run_threads (guint64   max_bytes,
             gboolean  expect_refusals)
{
  g_autoptr(FlInbox) inbox = fl_inbox_new (max_bytes);
  Poster posters[N_POSTERS];
  pthread_t threads[N_POSTERS];
  gint64 latest[N_POSTERS];
  guint64 n_taken = 0, n_accepted = 0, n_refused = 0;

  for (unsigned i = 0; i < N_POSTERS; i++)
    {
      posters[i] = (Poster) { .inbox = inbox, .id = i };
      latest[i] = -1;
      g_assert_cmpint (pthread_create (&threads[i], NULL, post_many, &posters[i]), ==, 0);
    }
  while (fl_inbox_get_n_posted (inbox) + fl_inbox_get_n_refused (inbox) < N_POSTERS * N_PER_POSTER)
    {
      g_assert_cmpuint (fl_inbox_get_bytes (inbox), <=, max_bytes);
      if (expect_refusals)
        g_usleep (2000);
      n_taken += check_and_free (fl_inbox_take_all (inbox, 10000), latest);
    }
  for (unsigned i = 0; i < N_POSTERS; i++)
    {
      pthread_join (threads[i], NULL);
      n_accepted += posters[i].n_accepted;
      n_refused += posters[i].n_refused;
    }
  fl_inbox_close (inbox);
  n_taken += check_and_free (fl_inbox_take_all (inbox, -1), latest);

  g_assert_cmpuint (n_taken, ==, n_accepted);
  g_assert_cmpuint (n_taken + n_refused, ==, N_POSTERS * N_PER_POSTER);
  g_assert_cmpuint (fl_inbox_get_n_refused (inbox), ==, n_refused);
  g_assert_cmpuint (fl_inbox_get_bytes (inbox), ==, 0);
  g_test_message ("taken %" G_GUINT64_FORMAT ", refused %" G_GUINT64_FORMAT, n_taken, n_refused);
  g_assert_true (expect_refusals ? n_refused > 0 : n_refused == 0);
}

static void
test_threads (void)
{
  run_threads (FL_INBOX_DEFAULT_BYTES, FALSE);
}

static void
test_threads_full (void)
{
  run_threads (20000, TRUE);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/inbox/order-and-fields", test_order_and_fields);
  g_test_add_func ("/inbox/bounds", test_bounds);
  g_test_add_func ("/inbox/wake", test_wake);
  g_test_add_func ("/inbox/close", test_close);
  g_test_add_func ("/inbox/timeout", test_timeout);
  g_test_add_func ("/inbox/drop-with-messages", test_drop_with_messages);
  g_test_add_func ("/inbox/close-wakes", test_close_wakes);
  g_test_add_func ("/inbox/threads", test_threads);
  g_test_add_func ("/inbox/threads-full", test_threads_full);
  return g_test_run ();
}
