/* Text of strangers inside source code: quoted so that it stays text, or refused.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *fl_quoting_dup_host   (const char *host) G_GNUC_WARN_UNUSED_RESULT;
char *fl_quoting_to_literal (const char *text) G_GNUC_WARN_UNUSED_RESULT;
char *fl_quoting_to_shell   (const char *text) G_GNUC_WARN_UNUSED_RESULT;
char *fl_quoting_to_comment (const char *text) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
