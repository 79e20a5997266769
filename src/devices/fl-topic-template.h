/* A topic with placeholders, such as {base}/{device}/led/set: match a topic against it, fill it in.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What the placeholders stand for in a topic that matched; device NULL: the base's own card. */
typedef struct
{
  char *device;
  char *led;
} FlTopicTemplateMatch;

void     fl_topic_template_match_clear (FlTopicTemplateMatch *match);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (FlTopicTemplateMatch, fl_topic_template_match_clear)

gboolean fl_topic_template_is_valid    (const char           *text,
                                        gboolean              may_have_led);
gboolean fl_topic_template_has_led     (const char           *text);
gboolean fl_topic_template_matches     (const char           *text,
                                        const char           *base,
                                        const char           *topic,
                                        FlTopicTemplateMatch *match);
char    *fl_topic_template_expand      (const char           *text,
                                        const char           *base,
                                        const char           *device,
                                        const char           *led) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
