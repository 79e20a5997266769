/* The files that the list of saved brokers is kept in. Any thread; everything here blocks.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

GBytes   *fl_broker_storage_read       (const char  *path,
                                        GError     **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean  fl_broker_storage_write      (const char  *path,
                                        GBytes      *content,
                                        GError     **error);
char     *fl_broker_storage_keep_aside (const char  *path,
                                        GBytes      *content,
                                        GError     **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
