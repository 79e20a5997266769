/* Devices that were found by what they say of themselves: entities on cards, and the messages that are theirs.
 *
 *   message ──▶ find(): a document? → entities → cards, LEDs, readings ──▶ take(): a report? → LEDs, readings
 *
 * Nothing is ever sent because of a discovery. Main thread only.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "devices/fl-device-cards.h"
#include "devices/fl-device-finder.h"
#include "messages/fl-message.h"

G_BEGIN_DECLS

typedef struct _FlDiscovered FlDiscovered;

/* What became of the cards since the last look; clear it after use. */
typedef struct
{
  GPtrArray *topics;  /* char *: used by an entity now, and by none before */
  GPtrArray *leds;    /* FlLed: to be wired */
  GPtrArray *idle;    /* FlDevice: nothing describes it any more */
  gboolean claims;    /* claims of topics were added */
  guint n_refused;    /* devices for which there was no card */
} FlDiscoveredNews;

/* cards: not owned, has to outlive it. */
FlDiscovered     *fl_discovered_new        (const char       *base,
                                            FlDeviceSettings *settings,
                                            FlDeviceCards    *cards) G_GNUC_WARN_UNUSED_RESULT;
void              fl_discovered_free       (FlDiscovered     *self);
FlDeviceFinder   *fl_discovered_get_finder (FlDiscovered     *self);
/* What the message says about which devices there are. TRUE: that is all it says. */
gboolean          fl_discovered_find       (FlDiscovered     *self,
                                            FlMessage        *message);
void              fl_discovered_take_news  (FlDiscovered     *self,
                                            FlDiscoveredNews *news);
void              fl_discovered_news_clear (FlDiscoveredNews *news);
/* A report or a last will. FALSE: no entity uses the topic. */
gboolean          fl_discovered_take       (FlDiscovered     *self,
                                            FlMessage        *message);
/* The broker keeps nothing on it any more. */
void              fl_discovered_take_emptied (FlDiscovered    *self,
                                            const char      *topic);
/* Whether an entity uses the topic. */
gboolean          fl_discovered_uses_topic (FlDiscovered     *self,
                                            const char       *topic);
/* After a batch: whether the devices are there, by all their last wills. */
void              fl_discovered_update     (FlDiscovered     *self);
/* What has to be subscribed to beside the base for these devices, at most max filters. NULL-terminated. */
char            **fl_discovered_dup_filters (FlDiscovered    *self,
                                             guint            max) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FlDiscovered, fl_discovered_free)
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (FlDiscoveredNews, fl_discovered_news_clear)

G_END_DECLS
