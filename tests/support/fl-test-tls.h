/* A TLS server in the same process, for tests of what a client sees: no socket, no thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "tls/fl-trust.h"

#include <openssl/ssl.h>

G_BEGIN_DECLS

/* A small zoo: a CA and what it signed for localhost and 127.0.0.1. Owned by the process. */
typedef struct
{
  X509     *ca;
  EVP_PKEY *ca_key;
  GBytes   *ca_pem;
  X509     *cert;
  EVP_PKEY *key;
} FlTestAuthority;

const FlTestAuthority *fl_test_authority_get (void);
GBytes                *fl_test_to_pem        (X509       *cert);
SSL                   *fl_test_server_new    (X509       *cert,
                                              EVP_PKEY   *key);
SSL                   *fl_test_client_new    (SSL_CTX    *context,
                                              const char *suites);
gboolean               fl_test_shake_hands   (SSL        *client,
                                              SSL        *server);
void                   fl_test_join          (SSL        *client,
                                              SSL        *server);

G_END_DECLS
