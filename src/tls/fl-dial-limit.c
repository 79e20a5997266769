/* How many connections were made to a service that counts them: the one place where ours are counted.
 *
 * Links, questions and probes of all sessions of this process share one count for each service, as the service
 * counts the user's connections whatever they are for.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "fernlight-dial-limit"

#include "tls/fl-dial-limit.h"

#include "tls/fl-service.h"

#include <string.h>

/* When the latest connections to one service were made, oldest first. */
typedef struct
{
  const FlService *service;
  guint            n;
  gint64           at[FL_SERVICE_MAX_DIALS];
} Dials;

static GMutex mutex;
static GArray *all_dials; /* of Dials, one for each service that was ever dialled */

static Dials *
dials_of (const FlService *service)
{
  const Dials fresh = { .service = service };

  if (all_dials == NULL)
    all_dials = g_array_new (FALSE, FALSE, sizeof (Dials));
  for (guint i = 0; i < all_dials->len; i++)
    if (g_array_index (all_dials, Dials, i).service == service)
      return &g_array_index (all_dials, Dials, i);
  g_array_append_val (all_dials, fresh);
  return &g_array_index (all_dials, Dials, all_dials->len - 1);
}

static void
forget_before (Dials  *dials,
               gint64  then)
{
  guint n_old = 0;

  while (n_old < dials->n && dials->at[n_old] <= then)
    n_old++;
  dials->n -= n_old;
  memmove (dials->at, dials->at + n_old, dials->n * sizeof *dials->at);
}

/**
 * fl_dial_limit_take:
 * @host: whom to connect to
 * @now: g_get_monotonic_time()
 *
 * To be called right before each connection. Any thread.
 *
 * Returns: 0 if it may be made, and it is counted; else in how many µs to ask again, and nothing is counted
 */
gint64
fl_dial_limit_take (const char *host,
                    gint64      now)
{
  const FlService *service = fl_service_of_host (host);
  const gint64 period = service->dial_period_s * G_TIME_SPAN_SECOND;
  g_autoptr(GMutexLocker) locker = NULL;
  Dials *dials;

  if (service->n_dials == 0)
    return 0;
  locker = g_mutex_locker_new (&mutex);
  dials = dials_of (service);
  forget_before (dials, now - period);
  if (dials->n >= service->n_dials)
    return dials->at[0] + period - now;
  dials->at[dials->n++] = now;
  return 0;
}
