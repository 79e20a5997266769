/* All topics of one session, with a ceiling.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "messages/fl-topic.h"

G_BEGIN_DECLS

#define FL_TOPIC_TREE_CEILING 1000000

#define FL_TYPE_TOPIC_TREE (fl_topic_tree_get_type ())

/* Main thread. Properties, notified at most once per batch: "n-topics" (topics that had a message),
 * "n-messages", "n-refused" (messages for topics over the ceiling or with a bad name), "ceiling", "newest" (FlTopic of the last message).
 */
G_DECLARE_FINAL_TYPE (FlTopicTree, fl_topic_tree, FL, TOPIC_TREE, GObject)

FlTopicTree *fl_topic_tree_new            (guint        ceiling) G_GNUC_WARN_UNUSED_RESULT;
void         fl_topic_tree_ingest         (FlTopicTree *self,
                                           GPtrArray   *batch);
GListModel  *fl_topic_tree_get_root       (FlTopicTree *self);
FlTopic     *fl_topic_tree_lookup         (FlTopicTree *self,
                                           const char  *path);
FlTopic     *fl_topic_tree_get_newest     (FlTopicTree *self);
guint        fl_topic_tree_get_n_topics   (FlTopicTree *self);
guint        fl_topic_tree_get_ceiling    (FlTopicTree *self);
guint64      fl_topic_tree_get_n_messages (FlTopicTree *self);
guint64      fl_topic_tree_get_n_refused  (FlTopicTree *self);
double       fl_topic_tree_get_rate       (FlTopicTree *self,
                                           gint64       now);
GPtrArray   *fl_topic_tree_list_unopened  (FlTopicTree *self) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
