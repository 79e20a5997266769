/* The first bytes of a file that somebody named, whatever kind of file it is.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* How long a pipe with a name may have nobody who writes into it. */
#define FL_BOUNDED_READ_PATIENCE_S 5

gssize fl_bounded_read (const char  *path,
                        void        *buffer,
                        size_t       size,
                        GError     **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
