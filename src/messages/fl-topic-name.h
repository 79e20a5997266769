/* The syntax of topic names and filters (MQTT 5.0 section 4.7).
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Bounds of our own, below MQTT's 65 535 bytes and no bound on levels. */
#define FL_TOPIC_NAME_MAX_BYTES  4096
#define FL_TOPIC_NAME_MAX_LEVELS 128

gboolean    fl_topic_name_is_valid         (const char *name,
                                            gssize      n);
gboolean    fl_topic_filter_is_valid       (const char *filter);
gboolean    fl_topic_filter_matches        (const char *filter,
                                            const char *topic);
char      **fl_topic_name_split            (const char *name) G_GNUC_WARN_UNUSED_RESULT;
const char *fl_topic_name_get_last_level   (const char *name);
const char *fl_topic_name_get_below        (const char *base,
                                            const char *topic);

G_END_DECLS
