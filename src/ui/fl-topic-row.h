/* One row of the topic list: name, value, age, count and rate.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "messages/fl-topic.h"

G_BEGIN_DECLS

#define FL_TYPE_TOPIC_ROW (fl_topic_row_get_type ())

G_DECLARE_FINAL_TYPE (FlTopicRow, fl_topic_row, FL, TOPIC_ROW, GtkWidget)

GtkWidget *fl_topic_row_new       (void) G_GNUC_WARN_UNUSED_RESULT;
FlTopic   *fl_topic_row_get_topic (FlTopicRow *self);
void       fl_topic_row_set_topic (FlTopicRow *self,
                                   FlTopic    *topic,
                                   gboolean    show_path);
void       fl_topic_row_update    (FlTopicRow *self,
                                   gint64      now);
char      *fl_topic_row_dup_rate  (FlTopic    *topic,
                                   gint64      now) G_GNUC_WARN_UNUSED_RESULT;
char      *fl_topic_row_dup_value (FlMessage  *message,
                                   guint       max_characters) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
