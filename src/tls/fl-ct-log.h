/* The names of certificate transparency logs.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

const char *fl_ct_log_find_name (const guint8 *id,
                                 gsize         n_id);

G_END_DECLS
