/* The ways in which a device can make sure whom it talks to, or prove who it is.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  FL_SNIPPET_WAY_FINGERPRINT,        /* of the broker's certificate */
  FL_SNIPPET_WAY_CA,                 /* whoever the CA vouches for, by name */
  FL_SNIPPET_WAY_KNOWN_KEY,          /* the broker's public key */
  FL_SNIPPET_WAY_CLIENT_CERTIFICATE, /* the CA, and a certificate of the device's own */
  FL_SNIPPET_WAY_PSK,                /* a key that both ends know */
  FL_SNIPPET_WAY_INSECURE,           /* nothing */
} FlSnippetWay;

#define FL_N_SNIPPET_WAYS (FL_SNIPPET_WAY_INSECURE + 1)

const char *fl_snippet_way_to_id     (FlSnippetWay  way);
gboolean    fl_snippet_way_from_id   (const char   *id,
                                      FlSnippetWay *way);
const char *fl_snippet_way_get_title (FlSnippetWay  way);

G_END_DECLS
