/* How long to wait before the next attempt: doubling, with jitter, between two bounds.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "fernlight-backoff"

#include "mqtt/fl-backoff.h"

/**
 * fl_backoff_ceiling_ms:
 *
 * Returns: the longest that the next fl_backoff_next_ms() can answer, in milliseconds
 */
unsigned
fl_backoff_ceiling_ms (const FlBackoff *self)
{
  unsigned ceiling = FL_BACKOFF_FIRST_MS;

  g_return_val_if_fail (self != NULL, FL_BACKOFF_LAST_MS);

  for (unsigned i = 0; i < self->n_attempts && ceiling < FL_BACKOFF_LAST_MS; i++)
    ceiling *= 2;
  return MIN (ceiling, FL_BACKOFF_LAST_MS);
}

/**
 * fl_backoff_next_ms:
 *
 * Doubles from one second to a minute; a random half of it is jitter, so that many clients do not come back to a
 * restarted broker in the same instant. Never less than one second, never more than a minute.
 *
 * Returns: how long to wait now, in milliseconds
 */
unsigned
fl_backoff_next_ms (FlBackoff *self)
{
  unsigned ceiling, least;

  g_return_val_if_fail (self != NULL, FL_BACKOFF_LAST_MS);

  ceiling = fl_backoff_ceiling_ms (self);
  least = MAX (ceiling / 2, FL_BACKOFF_FIRST_MS);
  if (self->n_attempts < G_MAXUINT)
    self->n_attempts++;
  return (unsigned) g_random_int_range ((int) least, (int) ceiling + 1);
}

/**
 * fl_backoff_reset:
 *
 * To be called once a connection has held: the next wait is a short one again.
 */
void
fl_backoff_reset (FlBackoff *self)
{
  g_return_if_fail (self != NULL);

  self->n_attempts = 0;
}
