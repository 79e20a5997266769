/* How long to wait before the next attempt: doubling, with jitter, between two bounds.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define FL_BACKOFF_FIRST_MS 1000u
#define FL_BACKOFF_LAST_MS 60000u

/**
 * FlBackoff:
 * @n_attempts: attempts since the last reset
 *
 * A plain value, no thread of its own: zero it ({ 0 }) to begin.
 */
typedef struct
{
  unsigned n_attempts;
} FlBackoff;

unsigned fl_backoff_next_ms (FlBackoff *self);
unsigned fl_backoff_ceiling_ms (const FlBackoff *self);
void     fl_backoff_reset   (FlBackoff *self);

G_END_DECLS
