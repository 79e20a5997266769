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
  guint max_fragment;               /* bytes of plaintext in a record (RFC 6066, 4); 0: not agreed on, up to 16384 */
  gboolean has_secure_renegotiation; /* RFC 5746; without meaning in TLS 1.3 */
  int   n_certificate_timestamps;   /* -1: not looked for yet */
  int   n_ocsp_timestamps;
} FlTlsParameters;

void fl_tls_parameters_read  (FlTlsParameters *self,
                              SSL             *ssl);
void fl_tls_parameters_count_timestamps (FlTlsParameters *self,
                                         SSL             *ssl);
void fl_tls_parameters_clear (FlTlsParameters *self);

G_END_DECLS
