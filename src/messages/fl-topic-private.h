/* What the tree does to its topics.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "messages/fl-topic-tree.h"
#include "messages/fl-topic.h"

G_BEGIN_DECLS

FlTopic  *fl_topic_new               (FlTopic    *parent,
                                      const char *name,
                                      gsize       n,
                                      guint32     hash) G_GNUC_WARN_UNUSED_RESULT;
guint32   fl_topic_get_hash          (FlTopic    *self);
gboolean  fl_topic_has_path          (FlTopic    *self,
                                      const char *path,
                                      gsize       n);
FlTopic  *fl_topic_peek_parent       (FlTopic    *self);
GListModel *fl_topic_ensure_children (FlTopic    *self);
FlTopic  *fl_topic_peek_child        (FlTopic    *self,
                                      guint       position);
gboolean  fl_topic_add_child         (FlTopic    *self,
                                      FlTopic    *child);
void      fl_topic_announce_children (FlTopic    *self);
void      fl_topic_prefetch          (FlTopic    *self,
                                      guint       stage);
void      fl_topic_set_latest        (FlTopic    *self,
                                      FlMessage  *message);
gboolean  fl_topic_count             (FlTopic    *self,
                                      FlMessage  *message,
                                      gboolean    is_own,
                                      gboolean    is_new_topic);
gboolean  fl_topic_mark_changed      (FlTopic    *self);
void      fl_topic_notify_changed    (FlTopic    *self);
void      fl_topic_emit_received     (FlTopic    *self,
                                      FlMessage  *message);
void      fl_topic_drop_children     (FlTopic    *self);
FlTopic  *fl_topic_tree_peek_root    (FlTopicTree *tree);

G_END_DECLS
