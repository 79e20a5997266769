/* The LEDs that the user added by topic, as the text a saved broker keeps.
 *
 * A line for each: command topic, report topic (empty: none known), name (empty: after the topic), with tabs
 * between them. A tab or a line feed cannot be typed into any of the three.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* report_topic and name are NULL where there is none. */
typedef void (*FlAddedLedFunc) (const char *command_topic,
                                const char *report_topic,
                                const char *name,
                                gpointer    user_data);

char *fl_added_leds_add     (const char     *list,
                             const char     *command_topic,
                             const char     *report_topic,
                             const char     *name) G_GNUC_WARN_UNUSED_RESULT;
void  fl_added_leds_foreach (const char     *list,
                             FlAddedLedFunc  function,
                             gpointer        user_data);

G_END_DECLS
