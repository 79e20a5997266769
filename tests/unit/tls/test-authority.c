/* What an authority issues is what strict TLS clients and the ESPs' libraries ask for, and no more.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "tls/fl-authority.h"

#include <string.h>
#include <time.h>

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#define DAY 86400

static const char *const names[] = { "broker.home", "192.168.1.5", "2001:db8::1", NULL };

typedef struct
{
  FlAuthority *authority;
  FlSecret    *key;
  X509        *ca;
  X509        *server;
  X509        *client;
} Fixture;

static FlAuthority *authorities[2];
static FlSecret *keys[2];

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

static X509 *
issue_server (FlAuthority       *authority,
              FlSecret          *key,
              const char *const *of,
              int                days)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) pem = fl_authority_issue_server (authority, key, of, days, &error);

  g_assert_no_error (error);
  return parse (pem);
}

/* data: the FlKeyType. RSA keys take seconds: one of each kind is made, for all cases. */
static void
set_up (Fixture       *self,
        gconstpointer  data)
{
  const int type = GPOINTER_TO_INT (data);
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) client = NULL;

  if (authorities[type] == NULL)
    {
      authorities[type] = fl_authority_new ((FlKeyType) type, "Home", "broker.home CA", 1000, &error);
      g_assert_no_error (error);
      keys[type] = fl_private_key_generate ((FlKeyType) type, &error);
      g_assert_no_error (error);
    }
  self->authority = authorities[type];
  self->key = keys[type];
  client = fl_authority_issue_client (self->authority, self->key, "kitchen", 100, &error);
  g_assert_no_error (error);
  self->ca = parse (fl_authority_get_certificate (self->authority));
  self->server = issue_server (self->authority, self->key, names, 100);
  self->client = parse (client);
}

static void
tear_down (Fixture       *self,
           gconstpointer  data)
{
  X509_free (self->ca);
  X509_free (self->server);
  X509_free (self->client);
}

/* As a strict peer at security level 2 judges it, at a time. */
static int
judge (Fixture    *self,
       X509       *cert,
       int         purpose,
       const char *host,
       const char *ip,
       time_t      when)
{
  X509_STORE *store = X509_STORE_new ();
  X509_STORE_CTX *context = X509_STORE_CTX_new ();
  X509_VERIFY_PARAM *param;
  int code;

  X509_STORE_add_cert (store, self->ca);
  X509_STORE_CTX_init (context, store, cert, NULL);
  param = X509_STORE_CTX_get0_param (context);
  X509_VERIFY_PARAM_set_flags (param, X509_V_FLAG_X509_STRICT);
  X509_VERIFY_PARAM_set_auth_level (param, 2);
  X509_VERIFY_PARAM_set_purpose (param, purpose);
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
test_purpose (Fixture       *self,
              gconstpointer  data)
{
  time_t now = time (NULL);

  g_assert_cmpint (judge (self, self->server, X509_PURPOSE_SSL_SERVER, NULL, NULL, now), ==, X509_V_OK);
  g_assert_cmpint (judge (self, self->client, X509_PURPOSE_SSL_CLIENT, NULL, NULL, now), ==, X509_V_OK);
  g_assert_cmpint (judge (self, self->server, X509_PURPOSE_SSL_CLIENT, NULL, NULL, now), ==, X509_V_ERR_INVALID_PURPOSE);
  g_assert_cmpint (judge (self, self->client, X509_PURPOSE_SSL_SERVER, NULL, NULL, now), ==, X509_V_ERR_INVALID_PURPOSE);
}

static void
test_names (Fixture       *self,
            gconstpointer  data)
{
  const int server = X509_PURPOSE_SSL_SERVER;
  time_t now = time (NULL);

  g_assert_cmpint (judge (self, self->server, server, "broker.home", NULL, now), ==, X509_V_OK);
  g_assert_cmpint (judge (self, self->server, server, NULL, "192.168.1.5", now), ==, X509_V_OK);
  g_assert_cmpint (judge (self, self->server, server, NULL, "2001:db8::1", now), ==, X509_V_OK);
  /* BearSSL compares the text of an address with dNSNames. */
  g_assert_cmpint (judge (self, self->server, server, "192.168.1.5", NULL, now), ==, X509_V_OK);
  g_assert_cmpint (judge (self, self->server, server, "2001:db8::1", NULL, now), ==, X509_V_OK);
  g_assert_cmpint (judge (self, self->server, server, "other.home", NULL, now), ==, X509_V_ERR_HOSTNAME_MISMATCH);
  g_assert_cmpint (judge (self, self->server, server, NULL, "192.168.1.6", now), ==, X509_V_ERR_IP_ADDRESS_MISMATCH);
}

static void
test_time (Fixture       *self,
           gconstpointer  data)
{
  const int server = X509_PURPOSE_SSL_SERVER;
  time_t now = time (NULL);

  g_assert_cmpint (judge (self, self->server, server, NULL, NULL, now - 60), ==, X509_V_OK);
  g_assert_cmpint (judge (self, self->server, server, NULL, NULL, now - 3600), ==, X509_V_ERR_CERT_NOT_YET_VALID);
  g_assert_cmpint (judge (self, self->server, server, NULL, NULL, now + 99 * DAY), ==, X509_V_OK);
  g_assert_cmpint (judge (self, self->server, server, NULL, NULL, now + 101 * DAY), ==, X509_V_ERR_CERT_HAS_EXPIRED);
}

/* Nothing is issued that outlives its issuer. */
static void
test_ends_with_authority (Fixture       *self,
                          gconstpointer  data)
{
  X509 *server = issue_server (self->authority, self->key, names, 5000);

  g_assert_cmpint (ASN1_TIME_compare (X509_get0_notAfter (server), X509_get0_notAfter (self->ca)), ==, 0);
  X509_free (server);
}

static void
test_authority (Fixture       *self,
                gconstpointer  data)
{
  int critical;
  BASIC_CONSTRAINTS *constraints = X509_get_ext_d2i (self->ca, NID_basic_constraints, &critical, NULL);

  g_assert_nonnull (constraints);
  g_assert_cmpint (critical, ==, 1);
  g_assert_true (constraints->ca);
  g_assert_cmpint (ASN1_INTEGER_get (constraints->pathlen), ==, 0);
  BASIC_CONSTRAINTS_free (constraints);
  g_assert_cmpuint (X509_get_key_usage (self->ca), ==, KU_KEY_CERT_SIGN | KU_CRL_SIGN);
  g_assert_cmpint (X509_check_ca (self->ca), ==, 1);
  g_assert_cmpint (X509_self_signed (self->ca, 1), ==, 1);
}

static void
test_server (Fixture       *self,
             gconstpointer  data)
{
  const gboolean is_rsa = GPOINTER_TO_INT (data) == FL_KEY_TYPE_RSA;
  const ASN1_OCTET_STRING *id = X509_get0_authority_key_id (self->server);
  int critical;

  g_assert_cmpint (X509_check_ca (self->server), ==, 0);
  g_assert_cmpuint (X509_get_key_usage (self->server), ==,
                    is_rsa ? KU_DIGITAL_SIGNATURE | KU_KEY_ENCIPHERMENT : KU_DIGITAL_SIGNATURE);
  g_assert_cmpuint (X509_get_extended_key_usage (self->server), ==, XKU_SSL_SERVER);
  g_assert_cmpuint (X509_get_extended_key_usage (self->client), ==, XKU_SSL_CLIENT);
  g_assert_nonnull (id);
  g_assert_cmpint (ASN1_OCTET_STRING_cmp (id, X509_get0_subject_key_id (self->ca)), ==, 0);
  g_assert_nonnull (X509_get0_subject_key_id (self->server));
  g_assert_cmpint (X509_get_signature_nid (self->server), ==, is_rsa ? NID_sha256WithRSAEncryption : NID_ecdsa_with_SHA256);
  /* BearSSL refuses a critical one. */
  g_assert_cmpint (X509_get_ext_by_NID (self->server, NID_ext_key_usage, -1), >=, 0);
  EXTENDED_KEY_USAGE_free (X509_get_ext_d2i (self->server, NID_ext_key_usage, &critical, NULL));
  g_assert_cmpint (critical, ==, 0);
}

static void
test_serials (Fixture       *self,
              gconstpointer  data)
{
  X509 *again = issue_server (self->authority, self->key, names, 100);
  X509 *all[] = { self->ca, self->server, self->client, again };

  for (gsize i = 0; i < G_N_ELEMENTS (all); i++)
    {
      BIGNUM *number = ASN1_INTEGER_to_BN (X509_get0_serialNumber (all[i]), NULL);

      g_assert_false (BN_is_negative (number));
      g_assert_cmpint (BN_num_bits (number), >=, 64);
      BN_free (number);
      for (gsize j = 0; j < i; j++)
        g_assert_cmpint (ASN1_INTEGER_cmp (X509_get0_serialNumber (all[i]), X509_get0_serialNumber (all[j])), !=, 0);
    }
  X509_free (again);
}

/* A name is one name, whatever stands in it; the longest host name has no room in a common name. */
static void
test_odd_names (Fixture       *self,
                gconstpointer  data)
{
  g_autofree char *label = g_strnfill (63, 'a');
  g_autofree char *longest = g_strdup_printf ("%s.%s.%s.home", label, label, label);
  const char *const odd[] = { longest, "a,DNS:evil.home", NULL };
  X509 *server = issue_server (self->authority, self->key, odd, 100);

  g_assert_cmpint (X509_check_host (server, longest, 0, 0, NULL), ==, 1);
  g_assert_cmpint (X509_check_host (server, "evil.home", 0, 0, NULL), ==, 0);
  X509_free (server);
}

static void
test_load (Fixture       *self,
           gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(FlAuthority) same = fl_authority_load (fl_authority_get_certificate (self->authority),
                                                   fl_authority_get_key (self->authority), &error);
  X509 *server;

  g_assert_no_error (error);
  g_assert_cmpint (fl_authority_get_key_type (same), ==, GPOINTER_TO_INT (data));
  server = issue_server (same, self->key, names, 100);
  g_assert_cmpint (judge (self, server, X509_PURPOSE_SSL_SERVER, "broker.home", NULL, time (NULL)), ==, X509_V_OK);
  g_assert_cmpint (X509_NAME_cmp (X509_get_subject_name (server), X509_get_subject_name (self->server)), ==, 0);
  X509_free (server);
}

static void
assert_not_loaded (GBytes   *certificate,
                   FlSecret *key,
                   GQuark    domain,
                   int       code)
{
  g_autoptr(GError) error = NULL;

  g_assert_null (fl_authority_load (certificate, key, &error));
  g_assert_error (error, domain, code);
}

static void
test_load_refused (Fixture       *self,
                   gconstpointer  data)
{
  g_autoptr(GBytes) nothing = g_bytes_new_static ("", 0);
  g_autoptr(GBytes) noise = g_bytes_new_static ("noise", 5);
  g_autoptr(FlSecret) no_key = fl_secret_new ("noise", 5);
  g_autoptr(GBytes) server = fl_authority_issue_server (self->authority, self->key, names, 10, NULL);
  GBytes *ca = fl_authority_get_certificate (self->authority);

  assert_not_loaded (nothing, self->key, FL_AUTHORITY_ERROR, FL_AUTHORITY_ERROR_NOT_A_CA);
  assert_not_loaded (noise, self->key, FL_AUTHORITY_ERROR, FL_AUTHORITY_ERROR_NOT_A_CA);
  assert_not_loaded (server, self->key, FL_AUTHORITY_ERROR, FL_AUTHORITY_ERROR_NOT_A_CA);
  assert_not_loaded (ca, self->key, FL_AUTHORITY_ERROR, FL_AUTHORITY_ERROR_OTHER_KEY);
  assert_not_loaded (ca, no_key, FL_PRIVATE_KEY_ERROR, FL_PRIVATE_KEY_ERROR_NOT_A_KEY);
}

/* An authority whose time was over before: made by hand, since none is issued like that. */
static void
test_expired (void)
{
  g_autoptr(FlAuthority) authority = fl_authority_new (FL_KEY_TYPE_EC, NULL, "Old CA", 1, NULL);
  X509 *ca = parse (fl_authority_get_certificate (authority));
  EVP_PKEY *key = fl_private_key_load (fl_authority_get_key (authority), NULL);
  BIO *bio = BIO_new (BIO_s_mem ());
  g_autoptr(GBytes) pem = NULL;
  char *text;
  long n;

  X509_gmtime_adj (X509_getm_notAfter (ca), -60);
  g_assert_cmpint (X509_sign (ca, key, EVP_sha256 ()), >, 0);
  g_assert_cmpint (PEM_write_bio_X509 (bio, ca), ==, 1);
  n = BIO_get_mem_data (bio, &text);
  pem = g_bytes_new (text, (gsize) n);
  assert_not_loaded (pem, fl_authority_get_key (authority), FL_AUTHORITY_ERROR, FL_AUTHORITY_ERROR_EXPIRED);
  BIO_free (bio);
  X509_free (ca);
  EVP_PKEY_free (key);
}

/* OpenSSL refuses a common name of 65 characters: an error, not a crash. */
static void
test_too_long (void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GError) client_error = NULL;
  g_autofree char *name = g_strnfill (FL_AUTHORITY_COMMON_NAME_MAX + 1, 'a');
  g_autoptr(FlAuthority) authority = fl_authority_new (FL_KEY_TYPE_EC, NULL, "CA", 10, NULL);
  g_autoptr(FlSecret) key = fl_private_key_generate (FL_KEY_TYPE_EC, NULL);
  g_autoptr(FlSecret) no_key = fl_secret_new ("noise", 5);
  g_autoptr(GError) key_error = NULL;
  g_autoptr(GError) server_error = NULL;

  g_assert_null (fl_authority_new (FL_KEY_TYPE_EC, NULL, name, 10, &error));
  g_assert_error (error, FL_AUTHORITY_ERROR, FL_AUTHORITY_ERROR_OPENSSL);
  g_assert_null (fl_authority_issue_client (authority, key, name, 10, &client_error));
  g_assert_error (client_error, FL_AUTHORITY_ERROR, FL_AUTHORITY_ERROR_OPENSSL);
  g_assert_null (fl_authority_issue_client (authority, no_key, "kitchen", 10, &key_error));
  g_assert_error (key_error, FL_PRIVATE_KEY_ERROR, FL_PRIVATE_KEY_ERROR_NOT_A_KEY);
  g_assert_null (fl_authority_issue_server (authority, no_key, names, 10, &server_error));
  g_assert_error (server_error, FL_PRIVATE_KEY_ERROR, FL_PRIVATE_KEY_ERROR_NOT_A_KEY);
}

static void
add (const char *name,
     void      (*test) (Fixture *, gconstpointer))
{
  g_autofree char *ec = g_strconcat ("/authority/ec/", name, NULL);
  g_autofree char *rsa = g_strconcat ("/authority/rsa/", name, NULL);

  g_test_add (ec, Fixture, GINT_TO_POINTER (FL_KEY_TYPE_EC), set_up, test, tear_down);
  g_test_add (rsa, Fixture, GINT_TO_POINTER (FL_KEY_TYPE_RSA), set_up, test, tear_down);
}

int
main (int    argc,
      char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  add ("purpose", test_purpose);
  add ("names", test_names);
  add ("time", test_time);
  add ("ends-with-authority", test_ends_with_authority);
  add ("ca", test_authority);
  add ("server", test_server);
  add ("serials", test_serials);
  add ("odd-names", test_odd_names);
  add ("load", test_load);
  add ("load-refused", test_load_refused);
  g_test_add_func ("/authority/expired", test_expired);
  g_test_add_func ("/authority/too-long", test_too_long);
  status = g_test_run ();
  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      g_clear_pointer (&authorities[i], fl_authority_free);
      g_clear_pointer (&keys[i], fl_secret_unref);
    }
  return status;
}
