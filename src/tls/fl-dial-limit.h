/* How many connections were made to a service that counts them: the one place where ours are counted.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

gint64 fl_dial_limit_take (const char *host,
                           gint64      now) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
