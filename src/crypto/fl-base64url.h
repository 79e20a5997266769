/* The base64url alphabet of RFC 4648 section 5, strictly.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Room for what n_text characters decode to. */
#define FL_BASE64URL_DECODED_MAX(n_text) ((n_text) / 4 * 3 + 3)

/* Room for n bytes as padded text and a NUL. */
#define FL_BASE64URL_ENCODED_SIZE(n) (((n) + 2) / 3 * 4 + 1)

void     fl_base64url_trim   (const char  **text,
                              size_t       *n);
gboolean fl_base64url_decode (const char   *text,
                              size_t        n_text,
                              guint8       *out,
                              size_t       *n_out) G_GNUC_WARN_UNUSED_RESULT;
size_t   fl_base64url_encode (const guint8 *data,
                              size_t        n,
                              char         *out);

G_END_DECLS
