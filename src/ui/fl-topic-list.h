/* The topics of a tree as a list that opens, or those a search finds.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "messages/fl-topic-tree.h"

G_BEGIN_DECLS

#define FL_TYPE_TOPIC_LIST (fl_topic_list_get_type ())

/* Properties: "tree", "search-text", "selected" (FlTopic), "is-search-full". */
G_DECLARE_FINAL_TYPE (FlTopicList, fl_topic_list, FL, TOPIC_LIST, AdwBin)

GtkWidget   *fl_topic_list_new             (void) G_GNUC_WARN_UNUSED_RESULT;
FlTopicTree *fl_topic_list_get_tree        (FlTopicList *self);
void         fl_topic_list_set_tree        (FlTopicList *self,
                                            FlTopicTree *tree);
const char  *fl_topic_list_get_search_text (FlTopicList *self);
void         fl_topic_list_set_search_text (FlTopicList *self,
                                            const char  *text);
FlTopic     *fl_topic_list_get_selected    (FlTopicList *self);
void         fl_topic_list_select          (FlTopicList *self,
                                            FlTopic     *topic);
gboolean     fl_topic_list_is_search_full  (FlTopicList *self);
void         fl_topic_list_update          (FlTopicList *self,
                                            gint64       now);
int          fl_topic_list_compare_names   (const char  *a,
                                            const char  *b);

G_END_DECLS
