/* Ages, rates and times in the few characters a row has.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *fl_format_age      (gint64 time,
                          gint64 now) G_GNUC_WARN_UNUSED_RESULT;
char *fl_format_rate     (double per_second) G_GNUC_WARN_UNUSED_RESULT;
char *fl_format_time     (gint64 time) G_GNUC_WARN_UNUSED_RESULT;
char *fl_format_date     (gint64 time) G_GNUC_WARN_UNUSED_RESULT;
char *fl_format_duration (gint64 duration) G_GNUC_WARN_UNUSED_RESULT;
char *fl_format_count    (guint64 count) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
