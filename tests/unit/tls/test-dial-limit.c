/* Tests of tls/fl-dial-limit: never more than the service bears in any minute, whoever asks.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "tls/fl-dial-limit.h"

#define HOST "io.adafruit.com"
#define PER_MINUTE 20

/* Counted for the whole process: each test begins long after the one before. */
static gint64
begin (void)
{
  static gint64 hour = 0;

  hour += 3600 * G_TIME_SPAN_SECOND;
  return hour;
}

static void
test_anybody (void)
{
  gint64 now = begin ();

  for (int i = 0; i < 1000; i++)
    g_assert_cmpint (fl_dial_limit_take ("broker.example", now), ==, 0);
}

static void
test_burst (void)
{
  gint64 now = begin ();
  gint64 wait;

  for (int i = 0; i < PER_MINUTE; i++)
    g_assert_cmpint (fl_dial_limit_take (i % 2 == 0 ? HOST : "IO.ADAFRUIT.COM.", now + i), ==, 0);
  wait = fl_dial_limit_take (HOST, now + PER_MINUTE);
  g_assert_cmpint (wait, >, 60 * G_TIME_SPAN_SECOND - PER_MINUTE);
  g_assert_cmpint (wait, <, 120 * G_TIME_SPAN_SECOND);
  /* What was refused was not counted; after the wait there is room for one, the second came 1 µs later. */
  g_assert_cmpint (fl_dial_limit_take (HOST, now + PER_MINUTE), ==, wait);
  g_assert_cmpint (fl_dial_limit_take (HOST, now + PER_MINUTE + wait - 1), ==, 1);
  g_assert_cmpint (fl_dial_limit_take (HOST, now + PER_MINUTE + wait), ==, 0);
  g_assert_cmpint (fl_dial_limit_take (HOST, now + PER_MINUTE + wait), ==, 1);
}

/* Whoever waits as told never makes more than the limit in any minute. */
static void
test_any_minute (void)
{
  gint64 now = begin ();
  gint64 made[200];

  for (guint i = 0; i < G_N_ELEMENTS (made); i++)
    {
      gint64 wait;

      now += g_test_rand_int_range (0, 4 * G_TIME_SPAN_SECOND);
      while ((wait = fl_dial_limit_take (HOST, now)) > 0)
        now += wait;
      made[i] = now;
      if (i >= PER_MINUTE)
        g_assert_cmpint (made[i] - made[i - PER_MINUTE], >, 60 * G_TIME_SPAN_SECOND);
    }
}

static gpointer
take_many (gpointer data)
{
  const gint64 *now = data;
  guint n_taken = 0;

  for (int i = 0; i < 100; i++)
    if (fl_dial_limit_take (HOST, *now) == 0)
      n_taken++;
  return GUINT_TO_POINTER (n_taken);
}

static void
test_threads (void)
{
  gint64 now = begin ();
  GThread *threads[4];
  guint n_taken = 0;

  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("taker", take_many, &now);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    n_taken += GPOINTER_TO_UINT (g_thread_join (threads[i]));
  g_assert_cmpuint (n_taken, ==, PER_MINUTE);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/dial-limit/anybody", test_anybody);
  g_test_add_func ("/dial-limit/burst", test_burst);
  g_test_add_func ("/dial-limit/any-minute", test_any_minute);
  g_test_add_func ("/dial-limit/threads", test_threads);
  return g_test_run ();
}
