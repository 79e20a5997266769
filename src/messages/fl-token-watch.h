/* Which tokens came before: tells a token that somebody sends again from one that the network delivers again.
 *
 * Fernet proves who wrote a token, not when it was sent: whoever recorded one can send it again, and it opens. What is
 * compared is always one topic's; clocks of devices on other topics do not matter.
 *
 *   the token                                                        is
 *   ───────────────────────────────────────────────────────────────  ─────────────
 *   a retained copy, or opened again after the keys changed          not replayed: nobody sent it now
 *   came before, DUP is set                                          not replayed: the broker delivers it again
 *   came before, QoS 1 or 2, the latest, less than a minute ago      not replayed: the device sends it again (no PUBACK)
 *   came before                                                      SAME_TOKEN
 *   more than 2 s older than the newest, made just now by our clock  not replayed: another clock on this topic was ahead
 *   more than 2 s older, from before its clock was set (2001)        not replayed: the device has just started
 *   more than 2 s older, the fourth that is behind by the same time  not replayed: a clock that is behind (a time zone)
 *   more than 2 s older                                              OLDER_TOKEN
 *
 * No thread of its own and no clock: times come with the messages.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "messages/fl-message.h"

G_BEGIN_DECLS

/* Topics that are watched, and tokens of each that are remembered: when full, topics in no order give way. */
#define FL_TOKEN_WATCH_MAX_TOPICS 16384
#define FL_TOKEN_WATCH_MAX_TOKENS 64

typedef struct _FlTokenWatch FlTokenWatch;

FlTokenWatch    *fl_token_watch_new  (void) G_GNUC_WARN_UNUSED_RESULT;
void             fl_token_watch_free (FlTokenWatch          *self);
FlMessageReplay  fl_token_watch_take (FlTokenWatch          *self,
                                      const FlMessageFields *fields,
                                      gboolean               duplicate);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FlTokenWatch, fl_token_watch_free)

G_END_DECLS
