/* When a broker's certificate is looked at next, and whether at all.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "fernlight-watch-schedule"

#include "session/fl-watch-schedule.h"

#include "tls/fl-service.h"

/** fl_watch_schedule_can_look: Returns: whether a quiet look at this broker is possible and allowed, whatever its switch says */
gboolean
fl_watch_schedule_can_look (FlBroker *broker)
{
  FlTrustWay way;

  g_return_val_if_fail (FL_IS_BROKER (broker), FALSE);

  way = fl_broker_get_trust_way (broker);
  return way != FL_TRUST_PLAIN && way != FL_TRUST_PSK && !fl_service_of_host (fl_broker_get_host (broker))->is_never_probed;
}

/* Whether another connection now would be one too many. */
static gboolean
is_busy (const FlWatchFacts *facts)
{
  return facts->has_session &&
         (facts->state == FL_SESSION_STATE_CONNECTING || facts->state == FL_SESSION_STATE_WAITING);
}

/**
 * fl_watch_schedule_get_next:
 * @broker: a saved broker
 * @facts: what happened
 * @now: Unix seconds
 *
 * Returns: when to look, Unix seconds: @now or earlier if it is time; %FL_WATCH_NEVER: not before the facts are others
 */
gint64
fl_watch_schedule_get_next (FlBroker           *broker,
                            const FlWatchFacts *facts,
                            gint64              now)
{
  gint64 last;

  g_return_val_if_fail (FL_IS_BROKER (broker), FL_WATCH_NEVER);
  g_return_val_if_fail (facts != NULL, FL_WATCH_NEVER);

  if (!fl_broker_get_watch_certificate (broker) || !fl_watch_schedule_can_look (broker) || is_busy (facts))
    return FL_WATCH_NEVER;
  /* A clock that was set back does not make it wait for years. */
  last = MIN (MAX (facts->last_look, facts->last_try), now);
  return MAX (last > 0 ? last + FL_WATCH_INTERVAL_S : 0, MIN (facts->started_at, now) + FL_WATCH_DELAY_S);
}
