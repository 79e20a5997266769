/* One level of one topic name: its latest message, its counts, its children.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gio/gio.h>

#include "messages/fl-message.h"

G_BEGIN_DECLS

#define FL_TYPE_TOPIC (fl_topic_get_type ())

/* Main thread. Properties: "name" (this level), "latest" (FlMessage, NULL for a level that only has children),
 * "n-messages" (of this very topic), "n-all-messages" and "n-topics" (with everything below),
 * "last-arrived" (µs, with everything below).
 *
 * Notifies and "received" (one for each message: FlMessage) come only between fl_topic_watch() and
 * fl_topic_unwatch(), notifies at most once per batch: a million topics nobody looks at cost nothing.
 */
G_DECLARE_FINAL_TYPE (FlTopic, fl_topic, FL, TOPIC, GObject)

const char *fl_topic_get_name           (FlTopic *self);
char       *fl_topic_dup_path           (FlTopic *self) G_GNUC_WARN_UNUSED_RESULT;
FlTopic    *fl_topic_get_parent         (FlTopic *self);
FlMessage  *fl_topic_get_latest         (FlTopic *self);
guint64     fl_topic_get_n_messages     (FlTopic *self);
guint64     fl_topic_get_n_all_messages (FlTopic *self);
guint       fl_topic_get_n_topics       (FlTopic *self);
gint64      fl_topic_get_last_arrived   (FlTopic *self);
double      fl_topic_get_rate           (FlTopic *self,
                                         gint64   now);
GListModel *fl_topic_get_children       (FlTopic *self);
void        fl_topic_watch              (FlTopic *self);
void        fl_topic_unwatch            (FlTopic *self);

G_END_DECLS
