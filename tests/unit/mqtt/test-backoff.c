/* Tests of mqtt/fl-backoff: bounds, doubling, jitter, reset.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "mqtt/fl-backoff.h"

static void
test_bounds (void)
{
  static const unsigned ceilings[] = { 1000, 2000, 4000, 8000, 16000, 32000, 60000, 60000, 60000 };

  for (int round = 0; round < 500; round++)
    {
      FlBackoff backoff = { 0 };

      for (size_t i = 0; i < G_N_ELEMENTS (ceilings); i++)
        {
          unsigned wait;

          g_assert_cmpuint (fl_backoff_ceiling_ms (&backoff), ==, ceilings[i]);
          wait = fl_backoff_next_ms (&backoff);
          g_assert_cmpuint (wait, >=, MAX (1000, ceilings[i] / 2));
          g_assert_cmpuint (wait, <=, ceilings[i]);
        }
    }
}

static void
test_jitter (void)
{
  g_autoptr(GHashTable) waits = g_hash_table_new (NULL, NULL);

  for (int round = 0; round < 200; round++)
    {
      FlBackoff backoff = { .n_attempts = 20 };

      g_hash_table_add (waits, GUINT_TO_POINTER (fl_backoff_next_ms (&backoff)));
    }
  /* Of 200 draws from 30 001 values few are equal. */
  g_assert_cmpuint (g_hash_table_size (waits), >, 150);
}

static void
test_reset (void)
{
  FlBackoff backoff = { 0 };

  for (int i = 0; i < 10; i++)
    g_assert_cmpuint (fl_backoff_next_ms (&backoff), >=, 1000);
  g_assert_cmpuint (fl_backoff_ceiling_ms (&backoff), ==, 60000);
  fl_backoff_reset (&backoff);
  g_assert_cmpuint (fl_backoff_next_ms (&backoff), ==, 1000);
}

static void
test_very_long_outage (void)
{
  FlBackoff backoff = { .n_attempts = G_MAXUINT };

  g_assert_cmpuint (fl_backoff_next_ms (&backoff), <=, 60000);
  g_assert_cmpuint (backoff.n_attempts, ==, G_MAXUINT);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/backoff/bounds", test_bounds);
  g_test_add_func ("/backoff/jitter", test_jitter);
  g_test_add_func ("/backoff/reset", test_reset);
  g_test_add_func ("/backoff/very-long-outage", test_very_long_outage);
  return g_test_run ();
}
