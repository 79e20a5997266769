/* Where a file that cannot be read any more is put aside: PATH.broken-DATE.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *fl_broken_path_new (const char *path) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
