/* Overwrites memory that others free without wiping it: Paho frees CONNECT packets with the password in them.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

void fl_freed_memory_begin (void);
void fl_freed_memory_end   (void);
void fl_freed_memory_scrub (void);

G_END_DECLS
