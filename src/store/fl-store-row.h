/* One row that the store answered with: its cells by number. Rows are immutable; any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

gint64  fl_store_row_get_number (GVariant *row,
                                 guint     column);
char   *fl_store_row_dup_text   (GVariant *row,
                                 guint     column) G_GNUC_WARN_UNUSED_RESULT;
GBytes *fl_store_row_dup_bytes  (GVariant *row,
                                 guint     column) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
