/* Bytes of a stranger made safe to look at: never markup, never a control character.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

gboolean  fl_text_is_text      (const char *bytes,
                                gssize      n);
char     *fl_text_escape       (const char *bytes,
                                gssize      n) G_GNUC_WARN_UNUSED_RESULT;
char     *fl_text_escape_lines (const char *bytes,
                                gssize      n) G_GNUC_WARN_UNUSED_RESULT;
char     *fl_text_shorten      (const char *bytes,
                                gssize      n,
                                guint       max_characters) G_GNUC_WARN_UNUSED_RESULT;
char     *fl_text_to_hex       (const void *bytes,
                                gsize       n) G_GNUC_WARN_UNUSED_RESULT;
char     *fl_text_to_hex_dump  (const void *bytes,
                                gsize       n,
                                gsize       max_bytes) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
