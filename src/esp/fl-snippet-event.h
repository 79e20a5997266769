/* The day on which a snippet ends or has to be looked at, for a calendar.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "esp/fl-snippet.h"

G_BEGIN_DECLS

char *fl_snippet_event_write    (const FlSnippet  *snippet,
                                 const FlEndpoint *endpoint,
                                 gint64            now) G_GNUC_WARN_UNUSED_RESULT;
char *fl_snippet_event_get_name (const FlSnippet  *snippet) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
