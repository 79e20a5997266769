/* Certificates of every kind for the C tests, made in memory when a test asks for them; and openssl
 * itself, as the peer that results are compared with.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "tls/fl-certificate.h"

#include <openssl/x509.h>

G_BEGIN_DECLS

typedef struct
{
  const char *common_name;   /* NULL: none */
  int         n_common_name; /* its bytes; 0: up to the NUL */
  const char *organization;
  const char *san;           /* as openssl.cnf writes it; NULL: no such extension */
  int         n_dns_names;   /* this many more DNS names: name-0.example … */
  gint64      not_before;    /* Unix seconds; 0: an hour ago */
  gint64      not_after;     /* 0: in 53 days and a bit */
  const char *end_date;      /* instead of not_after: as ASN.1 writes it */
  long        serial;        /* 0: 1 */
  const char *key;           /* "EC" (if NULL), "EC-384", "ED25519", "RSA-1024", "RSA-2048" */
  const char *digest;        /* "SHA256" if NULL */
  const char *extensions;    /* more of them, "name=value" a line, as openssl.cnf writes them */
  gboolean    is_ca;
  X509       *issuer;        /* NULL: self-signed */
  EVP_PKEY   *issuer_key;
} FlTestCertificate;

X509          *fl_test_certificate_make   (const FlTestCertificate *wish,
                                           EVP_PKEY               **key);
FlCertificate *fl_test_certificate_new    (const FlTestCertificate *wish);
FlCertificate *fl_test_certificate_load   (const char              *name);
char          *fl_test_run                (const char              *input,
                                           const char              *format,
                                           ...) G_GNUC_PRINTF (2, 3);
char          *fl_test_key_to_pem         (EVP_PKEY                *key,
                                           const char              *passphrase);

G_END_DECLS
