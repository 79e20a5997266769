/* Which entities use a topic, and for what. One topic may have many: a JSON report, the last will of a bridge.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "devices/fl-binding.h"

G_BEGIN_DECLS

typedef struct _FlTopicUses FlTopicUses;

FlTopicUses      *fl_topic_uses_new     (void) G_GNUC_WARN_UNUSED_RESULT;
void              fl_topic_uses_free    (FlTopicUses *self);
/* new_topics: GPtrArray of char *, gets those nobody used before (transfer full); or NULL. */
void              fl_topic_uses_add     (FlTopicUses *self,
                                         FlBinding   *binding,
                                         GPtrArray   *new_topics);
void              fl_topic_uses_remove  (FlTopicUses *self,
                                         FlBinding   *binding);
/* NULL: nobody uses it. Until the next change. */
const FlTopicUse *fl_topic_uses_lookup  (FlTopicUses *self,
                                         const char  *topic,
                                         guint       *n);
guint             fl_topic_uses_get_n_topics (FlTopicUses *self);
/* Those that somebody reads, not those that are only written to. */
void              fl_topic_uses_foreach_read (FlTopicUses *self,
                                              GFunc        func,
                                              gpointer     user_data);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FlTopicUses, fl_topic_uses_free)

G_END_DECLS
