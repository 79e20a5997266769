/* The last messages of one topic, while somebody looks, and the numbers in them.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "messages/fl-series.h"
#include "messages/fl-topic.h"

G_BEGIN_DECLS

#define FL_TOPIC_HISTORY_MAX_MESSAGES 50
#define FL_TOPIC_HISTORY_MAX_POINTS   500
#define FL_TOPIC_HISTORY_MAX_SERIES   32

#define FL_TYPE_TOPIC_HISTORY_ENTRY (fl_topic_history_entry_get_type ())
#define FL_TYPE_TOPIC_HISTORY       (fl_topic_history_get_type ())

G_DECLARE_FINAL_TYPE (FlTopicHistoryEntry, fl_topic_history_entry, FL, TOPIC_HISTORY_ENTRY, GObject)

/* Main thread. A list model of FlTopicHistoryEntry, newest first, that changes at most a few times a second however
 * fast messages come. Property: "n-series".
 */
G_DECLARE_FINAL_TYPE (FlTopicHistory, fl_topic_history, FL, TOPIC_HISTORY, GObject)

FlMessage      *fl_topic_history_entry_get_message    (FlTopicHistoryEntry *self);
char           *fl_topic_history_entry_dup_difference (FlTopicHistoryEntry *self) G_GNUC_WARN_UNUSED_RESULT;

FlTopicHistory *fl_topic_history_new             (FlTopic        *topic) G_GNUC_WARN_UNUSED_RESULT;
FlTopic        *fl_topic_history_get_topic       (FlTopicHistory *self);
guint           fl_topic_history_get_n_series    (FlTopicHistory *self);
const char     *fl_topic_history_get_series_name (FlTopicHistory *self,
                                                  guint           position);
FlSeries       *fl_topic_history_get_series      (FlTopicHistory *self,
                                                  guint           position);

G_END_DECLS
