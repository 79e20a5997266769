/* What the two sides of a TLS connection agreed on.
 *
 * For files of this room only.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>
#include <openssl/ssl.h>

G_BEGIN_DECLS

/* Texts of its own, NULL where nothing was agreed on. */
typedef struct
{
  char *protocol;       /* "TLSv1.3" */
  char *cipher;         /* as the RFCs write it */
  char *group;          /* "X25519" */
  char *peer_signature; /* "RSA-PSS" */
  char *alpn;
} FlTlsParameters;

void fl_tls_parameters_read  (FlTlsParameters *self,
                              SSL             *ssl);
void fl_tls_parameters_clear (FlTlsParameters *self);

G_END_DECLS
