/* The demo's certificates hold what a TLS client asks of them, and no more.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include "demo/fl-demo-certs.h"

typedef struct
{
  FlDemoCerts *certs;
  X509        *ca;
  X509        *server;
  EVP_PKEY    *key;
} Fixture;

static X509 *
parse (GBytes *pem)
{
  gsize n;
  const void *data = g_bytes_get_data (pem, &n);
  BIO *bio = BIO_new_mem_buf (data, (int) n);
  X509 *cert = PEM_read_bio_X509 (bio, NULL, NULL, NULL);

  g_assert_nonnull (cert);
  g_assert_null (PEM_read_bio_X509 (bio, NULL, NULL, NULL));
  BIO_free (bio);
  return cert;
}

static void
set_up (Fixture       *self,
        gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  BIO *bio;

  self->certs = fl_demo_certs_make (&error);
  g_assert_no_error (error);
  self->ca = parse (fl_demo_certs_get_ca (self->certs));
  self->server = parse (fl_demo_certs_get_certificate (self->certs));
  bio = BIO_new_mem_buf (fl_secret_peek (fl_demo_certs_get_key (self->certs), NULL), -1);
  self->key = PEM_read_bio_PrivateKey (bio, NULL, NULL, NULL);
  g_assert_nonnull (self->key);
  BIO_free (bio);
}

static void
tear_down (Fixture       *self,
           gconstpointer  data)
{
  fl_demo_certs_free (self->certs);
  X509_free (self->ca);
  X509_free (self->server);
  EVP_PKEY_free (self->key);
}

/* As a strict client at security level 2 judges it, at a time. */
static int
judge (Fixture    *self,
       const char *host,
       const char *ip,
       time_t      when)
{
  X509_STORE *store = X509_STORE_new ();
  X509_STORE_CTX *context = X509_STORE_CTX_new ();
  X509_VERIFY_PARAM *param;
  int code;

  X509_STORE_add_cert (store, self->ca);
  X509_STORE_CTX_init (context, store, self->server, NULL);
  param = X509_STORE_CTX_get0_param (context);
  X509_VERIFY_PARAM_set_flags (param, X509_V_FLAG_X509_STRICT);
  X509_VERIFY_PARAM_set_auth_level (param, 2);
  X509_VERIFY_PARAM_set_purpose (param, X509_PURPOSE_SSL_SERVER);
  X509_VERIFY_PARAM_set_time (param, when);
  if (host != NULL)
    g_assert_cmpint (X509_VERIFY_PARAM_set1_host (param, host, 0), ==, 1);
  if (ip != NULL)
    g_assert_cmpint (X509_VERIFY_PARAM_set1_ip_asc (param, ip), ==, 1);
  X509_verify_cert (context);
  code = X509_STORE_CTX_get_error (context);
  X509_STORE_CTX_free (context);
  X509_STORE_free (store);
  return code;
}

static void
test_names (Fixture       *self,
            gconstpointer  data)
{
  time_t now = time (NULL);

  g_assert_cmpint (judge (self, "localhost", NULL, now), ==, X509_V_OK);
  g_assert_cmpint (judge (self, NULL, "127.0.0.1", now), ==, X509_V_OK);
  g_assert_cmpint (judge (self, NULL, "::1", now), ==, X509_V_OK);
  g_assert_cmpint (judge (self, "broker.example", NULL, now), ==, X509_V_ERR_HOSTNAME_MISMATCH);
  g_assert_cmpint (judge (self, NULL, "127.0.0.2", now), ==, X509_V_ERR_IP_ADDRESS_MISMATCH);
}

static void
test_time (Fixture       *self,
           gconstpointer  data)
{
  const time_t day = 24 * 60 * 60;
  time_t now = time (NULL);

  g_assert_cmpint (judge (self, "localhost", NULL, now + (FL_DEMO_CERTS_DAYS - 1) * day), ==, X509_V_OK);
  g_assert_cmpint (judge (self, "localhost", NULL, now + (FL_DEMO_CERTS_DAYS + 1) * day), ==,
                   X509_V_ERR_CERT_HAS_EXPIRED);
  g_assert_cmpint (judge (self, "localhost", NULL, now - day), ==, X509_V_ERR_CERT_NOT_YET_VALID);
}

static void
test_keys (Fixture       *self,
           gconstpointer  data)
{
  char group[32];

  g_assert_cmpint (X509_check_private_key (self->server, self->key), ==, 1);
  g_assert_cmpint (X509_check_private_key (self->ca, self->key), ==, 0);
  g_assert_cmpint (EVP_PKEY_get_group_name (self->key, group, sizeof group, NULL), ==, 1);
  g_assert_cmpstr (group, ==, "prime256v1");
  /* The server's key signs no certificates. */
  g_assert_cmpint (X509_check_ca (self->ca), ==, 1);
  g_assert_cmpint (X509_check_ca (self->server), ==, 0);
  g_assert_cmpuint (X509_get_extension_flags (self->server) & EXFLAG_CA, ==, 0);
}

static void
test_fresh (Fixture       *self,
            gconstpointer  data)
{
  g_autoptr(FlDemoCerts) other = fl_demo_certs_make (NULL);

  g_assert_false (g_bytes_equal (fl_demo_certs_get_ca (self->certs), fl_demo_certs_get_ca (other)));
  g_assert_false (fl_secret_equal (fl_demo_certs_get_key (self->certs), fl_demo_certs_get_key (other)));
  g_assert_cmpint (ASN1_INTEGER_cmp (X509_get0_serialNumber (self->ca), X509_get0_serialNumber (self->server)), !=, 0);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/demo/certs/names", Fixture, NULL, set_up, test_names, tear_down);
  g_test_add ("/demo/certs/time", Fixture, NULL, set_up, test_time, tear_down);
  g_test_add ("/demo/certs/keys", Fixture, NULL, set_up, test_keys, tear_down);
  g_test_add ("/demo/certs/fresh", Fixture, NULL, set_up, test_fresh, tear_down);
  return g_test_run ();
}
