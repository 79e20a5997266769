/* The first sign of life of a device that is being set up.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

gint64 fl_first_sign_find (GPtrArray  *batch,
                           const char *root,
                           gboolean    has_feeds);

G_END_DECLS
