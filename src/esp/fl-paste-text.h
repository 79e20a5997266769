/* Bytes that somebody pasted, dropped or opened, as text: bounded, UTF-8, or one sentence why not.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define FL_PASTE_TEXT_ERROR (fl_paste_text_error_quark ())

/* Most bytes that are read: ten times the longest sketch that fits into an ESP. */
#define FL_PASTE_TEXT_MAX (1024 * 1024)

typedef enum
{
  FL_PASTE_TEXT_ERROR_EMPTY,
  FL_PASTE_TEXT_ERROR_TOO_LARGE,
  FL_PASTE_TEXT_ERROR_UTF16,
  FL_PASTE_TEXT_ERROR_BINARY,
} FlPasteTextError;

GQuark  fl_paste_text_error_quark (void);
char   *fl_paste_text_decode      (GBytes  *bytes,
                                   GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
