/* What somebody pasted: a fingerprint, a sketch, a script, a certificate, a key, or what a serial monitor printed.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  FL_PASTE_UNREADABLE,  /* no text; given by fl-paste-answer only */
  FL_PASTE_UNKNOWN,
  FL_PASTE_FINGERPRINT,
  FL_PASTE_SKETCH,      /* or a part of one */
  FL_PASTE_PYTHON,
  FL_PASTE_CERTIFICATE, /* PEM, this and the next three */
  FL_PASTE_PRIVATE_KEY,
  FL_PASTE_REQUEST,
  FL_PASTE_PUBLIC_KEY,
  FL_PASTE_FERNET_KEY,
  FL_PASTE_ERROR,
} FlPasteKind;

FlPasteKind  fl_paste_kind_detect  (const char *text);
char        *fl_paste_kind_unfence (const char *text) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
