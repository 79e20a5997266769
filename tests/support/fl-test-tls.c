/* A TLS server in the same process, for tests of what a client sees.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "support/fl-test-tls.h"

#include "support/fl-test-certificate.h"

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/pem.h>

/* More than any handshake needs. */
#define MAX_TURNS 50

GBytes *
fl_test_to_pem (X509 *cert)
{
  BIO *bio = BIO_new (BIO_s_mem ());
  char *data;
  long n;
  GBytes *bytes;

  g_assert_cmpint (PEM_write_bio_X509 (bio, cert), ==, 1);
  n = BIO_get_mem_data (bio, &data);
  bytes = g_bytes_new (data, n);
  BIO_free (bio);

  return bytes;
}

/* Made when first asked for. */
const FlTestAuthority *
fl_test_authority_get (void)
{
  static FlTestAuthority authority;
  FlTestCertificate ca = { .common_name = "Test CA", .is_ca = TRUE };
  FlTestCertificate leaf = { .common_name = "localhost", .san = "DNS:localhost,IP:127.0.0.1" };

  if (authority.ca != NULL)
    return &authority;

  authority.ca = fl_test_certificate_make (&ca, &authority.ca_key);
  authority.ca_pem = fl_test_to_pem (authority.ca);
  leaf.issuer = authority.ca;
  leaf.issuer_key = authority.ca_key;
  authority.cert = fl_test_certificate_make (&leaf, &authority.key);

  return &authority;
}

SSL *
fl_test_server_new (X509     *cert,
                    EVP_PKEY *key)
{
  SSL_CTX *context = SSL_CTX_new (TLS_server_method ());
  SSL *ssl;

  SSL_CTX_set_security_level (context, 0);
  if (cert != NULL)
    {
      g_assert_cmpint (SSL_CTX_use_certificate (context, cert), ==, 1);
      g_assert_cmpint (SSL_CTX_use_PrivateKey (context, key), ==, 1);
    }
  ssl = SSL_new (context);
  SSL_CTX_free (context);
  SSL_clear_options (ssl, SSL_OP_NO_RENEGOTIATION); /* the hook is in this context too */
  SSL_set_accept_state (ssl);

  return ssl;
}

SSL *
fl_test_client_new (SSL_CTX    *context,
                    const char *suites)
{
  SSL *ssl = SSL_new (context);

  g_assert_cmpint (SSL_set_cipher_list (ssl, suites), ==, 1);
  SSL_set_connect_state (ssl);

  return ssl;
}

/* What one writes, the other reads. */
void
fl_test_join (SSL *client,
              SSL *server)
{
  BIO *ours, *theirs;

  g_assert_cmpint (BIO_new_bio_pair (&ours, 1 << 17, &theirs, 1 << 17), ==, 1);
  SSL_set_bio (client, ours, ours);
  SSL_set_bio (server, theirs, theirs);
}

static gboolean
has_failed (SSL *ssl,
            int  result)
{
  int error = SSL_get_error (ssl, result);

  return result != 1 && error != SSL_ERROR_WANT_READ && error != SSL_ERROR_WANT_WRITE;
}

/* Turn by turn until both are done, or one has failed and the other has heard it. */
gboolean
fl_test_shake_hands (SSL *client,
                     SSL *server)
{
  gboolean client_failed = FALSE, server_failed = FALSE;

  for (int i = 0; i < MAX_TURNS; i++)
    {
      char scrap[16];
      int result;

      ERR_clear_error ();
      result = SSL_do_handshake (client);
      client_failed = client_failed || has_failed (client, result);
      ERR_clear_error ();
      result = SSL_do_handshake (server);
      server_failed = server_failed || has_failed (server, result);
      if (!client_failed && SSL_is_init_finished (client) && SSL_is_init_finished (server))
        SSL_read (client, scrap, sizeof scrap); /* the tickets */
      ERR_clear_error ();
      if (client_failed && server_failed)
        break;
    }

  return !client_failed && !server_failed && SSL_is_init_finished (client) && SSL_is_init_finished (server);
}
