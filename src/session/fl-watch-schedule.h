/* When a broker's certificate is looked at next, and whether at all. Pure: the clock comes in.
 *
 *   never   without TLS, by a pre-shared key (there is no certificate), switched off, or where the service allows no
 *           connection but the one that was asked for
 *   later   while its link counts down to the next attempt (back-off), connects, or was refused for good just now
 *   else    six hours after the last look – a live handshake is one – or the last attempt; soon after the start at the earliest
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "brokers/fl-broker.h"
#include "session/fl-session.h"

G_BEGIN_DECLS

#define FL_WATCH_INTERVAL_S (6 * 60 * 60)
/* After the start: the tabs of last time connect first. */
#define FL_WATCH_DELAY_S (5 * 60)

#define FL_WATCH_NEVER G_MAXINT64

/**
 * FlWatchFacts:
 * @started_at: Unix seconds of the start of the program; so are the others
 * @last_look: when it was seen last, 0: never
 * @last_try: when a quiet look was begun last, 0: not yet
 * @has_session: whether a tab has a session with it, and then its @state
 */
typedef struct
{
  gint64         started_at;
  gint64         last_look;
  gint64         last_try;
  gboolean       has_session;
  FlSessionState state;
} FlWatchFacts;

gboolean fl_watch_schedule_can_look (FlBroker           *broker);
gint64   fl_watch_schedule_get_next (FlBroker           *broker,
                                     const FlWatchFacts *facts,
                                     gint64              now);

G_END_DECLS
