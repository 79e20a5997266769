/* How long ago something was, in a few words.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "devices/fl-device-enums.h"

G_BEGIN_DECLS

char *fl_age_format          (gint64        now,
                              gint64        then) G_GNUC_WARN_UNUSED_RESULT;
char *fl_age_format_left     (gint64        now,
                              gint64        left_at) G_GNUC_WARN_UNUSED_RESULT;
char *fl_age_format_value    (gint64        now,
                              gint64        time,
                              FlTimeOrigin  origin) G_GNUC_WARN_UNUSED_RESULT;
char *fl_age_describe_origin (gint64        time,
                              FlTimeOrigin  origin) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
