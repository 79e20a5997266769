/* The topics whose names match what somebody types.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "messages/fl-topic-tree.h"

G_BEGIN_DECLS

#define FL_TOPIC_SEARCH_MAX_RESULTS 500

#define FL_TYPE_TOPIC_SEARCH (fl_topic_search_get_type ())

/* Main thread. A list model of FlTopic, found a little at a time when the main loop is idle, and followed when new
 * topics appear. Properties: "text" ("": nothing is found), "busy", "is-full" (there may be more than
 * FL_TOPIC_SEARCH_MAX_RESULTS).
 */
G_DECLARE_FINAL_TYPE (FlTopicSearch, fl_topic_search, FL, TOPIC_SEARCH, GObject)

FlTopicSearch *fl_topic_search_new      (FlTopicTree   *tree) G_GNUC_WARN_UNUSED_RESULT;
const char    *fl_topic_search_get_text (FlTopicSearch *self);
void           fl_topic_search_set_text (FlTopicSearch *self,
                                         const char    *text);
gboolean       fl_topic_search_is_busy  (FlTopicSearch *self);
gboolean       fl_topic_search_is_full  (FlTopicSearch *self);
gboolean       fl_topic_search_matches  (const char    *text,
                                         const char    *path);

G_END_DECLS
