/* JSON for people to read: one member a line.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *fl_json_print (const void *bytes,
                     gsize       n) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
