/* Which device a topic belongs to, and in which role: what was added by hand, else the conventions.
 *
 * Main thread only. Conventions are transfer none and live as long as the router.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "devices/fl-convention.h"
#include "devices/fl-device-settings.h"

G_BEGIN_DECLS

typedef struct _FlTopicRouter FlTopicRouter;

/* base: without wildcards, "" for the top level. */
FlTopicRouter *fl_topic_router_new       (const char         *base,
                                          FlDeviceSettings   *settings) G_GNUC_WARN_UNUSED_RESULT;
void           fl_topic_router_free      (FlTopicRouter      *self);
void           fl_topic_router_set_plain (FlTopicRouter      *self,
                                          const char         *root);
gboolean       fl_topic_router_is_plain  (FlTopicRouter      *self,
                                          const char         *root);
/* NULL: no LED's and no availability. */
FlConvention  *fl_topic_router_recognise (FlTopicRouter      *self,
                                          const char         *topic,
                                          FlTopicMatch       *match);
/* Whether it is a topic of a LED that was added by hand. */
gboolean       fl_topic_router_is_added  (FlTopicRouter      *self,
                                          const char         *topic);
/* report_topic: NULL if not known. Never NULL. */
FlConvention  *fl_topic_router_complete  (FlTopicRouter      *self,
                                          const char         *command_topic,
                                          const char         *report_topic,
                                          FlTopicMatch       *match);
FlConvention  *fl_topic_router_expect    (FlTopicRouter      *self,
                                          const char         *device,
                                          const char         *led,
                                          FlTopicMatch       *match);
void           fl_topic_router_add       (FlTopicRouter      *self,
                                          FlConvention       *convention,
                                          const FlTopicMatch *match);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FlTopicRouter, fl_topic_router_free)

G_END_DECLS
