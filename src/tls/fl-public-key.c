/* The public key of a certificate as text.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "fernlight-public-key"

#include "config.h"

#include "tls/fl-public-key.h"

#include "tls/fl-certificate-private.h"

#include <openssl/err.h>
#include <openssl/pem.h>

/**
 * fl_public_key_to_pem:
 * @certificate: a certificate
 *
 * The SubjectPublicKeyInfo of RFC 5280, section 4.1.2.7, between "BEGIN PUBLIC KEY" lines (RFC 7468, section 13). Any thread.
 *
 * Returns: (transfer full) (nullable): lines that end with a line break; %NULL for a key that cannot be read
 */
char *
fl_public_key_to_pem (const FlCertificate *certificate)
{
  BIO *bio;
  char *data = NULL;
  char *pem = NULL;
  EVP_PKEY *key;

  g_return_val_if_fail (certificate != NULL, NULL);

  ERR_set_mark ();
  bio = BIO_new (BIO_s_mem ());
  key = X509_get0_pubkey (fl_certificate_get_x509 (certificate));
  if (bio != NULL && key != NULL && PEM_write_bio_PUBKEY (bio, key) == 1)
    {
      long n = BIO_get_mem_data (bio, &data);

      pem = g_strndup (data, (size_t) n);
    }
  BIO_free (bio);
  ERR_pop_to_mark ();
  return pem;
}
