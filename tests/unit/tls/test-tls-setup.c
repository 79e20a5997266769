/* Tests of fl-tls-setup: what is set on a connection holds whatever the context allows.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "tls/fl-tls-setup.h"

#include "support/fl-test-tls.h"
#include "tls/fl-tls-policy.h"
#include "tls/fl-trust-private.h"

static FlTrust *
trust_test_ca (void)
{
  g_autoptr(GError) error = NULL;
  FlTrust *trust = fl_trust_new_ca (fl_test_authority_get ()->ca_pem, &error);

  g_assert_no_error (error);

  return trust;
}

/* A client whose context allows far too much. */
static SSL *
make_client (void)
{
  SSL_CTX *context = SSL_CTX_new (TLS_client_method ());
  SSL *client;

  SSL_CTX_set_security_level (context, 0);
  SSL_CTX_set_min_proto_version (context, TLS1_VERSION);
  SSL_CTX_set_options (context, SSL_OP_LEGACY_SERVER_CONNECT | SSL_OP_ALLOW_UNSAFE_LEGACY_RENEGOTIATION);
  SSL_CTX_set_verify (context, SSL_VERIFY_NONE, NULL);
  client = fl_test_client_new (context, "DEFAULT");
  SSL_CTX_free (context);

  return client;
}

static void
test_strength (void)
{
  g_autoptr(FlTrust) trust = trust_test_ca ();
  g_autoptr(FlEndpoint) endpoint = fl_endpoint_new ("localhost", 8883);
  SSL *client = make_client ();

  g_assert_true (fl_tls_setup_apply (client, endpoint, trust));
  g_assert_true (fl_tls_setup_apply (client, endpoint, trust)); /* as after a HelloRetryRequest */
  g_assert_cmpint (SSL_get_security_level (client), ==, FL_TLS_SECURITY_LEVEL);
  g_assert_cmpint (SSL_get_min_proto_version (client), ==, TLS1_2_VERSION);
  g_assert_cmpint (SSL_get_verify_mode (client), ==, SSL_VERIFY_PEER);
  g_assert_true ((SSL_get_options (client) & SSL_OP_NO_RENEGOTIATION) != 0);
  g_assert_true ((SSL_get_options (client) & SSL_OP_LEGACY_SERVER_CONNECT) == 0);
  g_assert_true ((SSL_get_options (client) & SSL_OP_ALLOW_UNSAFE_LEGACY_RENEGOTIATION) == 0);
  SSL_free (client);
}

/* A name is asked for, an address never (RFC 6066, section 3). */
static void
test_names (void)
{
  static const struct { const char *host, *name; } cases[] = {
    { "broker.example", "broker.example" }, { "127.0.0.1", NULL }, { "::1", NULL },
  };
  g_autoptr(FlTrust) trust = trust_test_ca ();

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(FlEndpoint) endpoint = fl_endpoint_new (cases[i].host, 8883);
      SSL *client = make_client ();

      g_assert_true (fl_tls_setup_apply (client, endpoint, trust));
      g_assert_cmpstr (SSL_get_servername (client, TLSEXT_NAMETYPE_host_name), ==, cases[i].name);
      SSL_free (client);
    }
}

/* No revocation to ask for where there is no certificate. */
static void
test_status (void)
{
  g_autoptr(FlSecret) key = fl_secret_new ("sixteen bytes...", 16);
  g_autoptr(FlTrust) psk = fl_trust_new_psk ("kitchen", key, NULL);
  g_autoptr(FlTrust) ca = trust_test_ca ();
  g_autoptr(FlEndpoint) endpoint = fl_endpoint_new ("localhost", 8883);
  SSL *with_key = make_client ();
  SSL *with_certificate = make_client ();

  g_assert_true (fl_tls_setup_apply (with_key, endpoint, psk));
  g_assert_true (fl_tls_setup_apply (with_certificate, endpoint, ca));
  g_assert_cmpint (SSL_get_tlsext_status_type (with_key), !=, TLSEXT_STATUSTYPE_ocsp);
  g_assert_cmpint (SSL_get_tlsext_status_type (with_certificate), ==, TLSEXT_STATUSTYPE_ocsp);
  SSL_free (with_key);
  SSL_free (with_certificate);
}

static void
test_plain_is_no_way (void)
{
  g_autoptr(FlTrust) trust = fl_trust_new_plain ();
  g_autoptr(FlEndpoint) endpoint = fl_endpoint_new ("localhost", 8883);
  SSL *client = make_client ();

  g_assert_false (fl_tls_setup_apply (client, endpoint, trust));
  SSL_free (client);
}

static void
test_suites (void)
{
  g_autoptr(FlTrust) ca = trust_test_ca ();
  g_autoptr(FlSecret) key = fl_secret_new ("sixteen bytes...", 16);
  g_autoptr(FlTrust) psk = fl_trust_new_psk ("kitchen", key, NULL);

  g_assert_cmpstr (fl_tls_setup_get_cipher_suites (ca), ==, "DEFAULT:!PSK");
  g_assert_cmpstr (fl_tls_setup_get_cipher_suites (psk), ==, "PSK:!kRSAPSK:!eNULL:!aNULL");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/tls-setup/strength", test_strength);
  g_test_add_func ("/tls-setup/names", test_names);
  g_test_add_func ("/tls-setup/status", test_status);
  g_test_add_func ("/tls-setup/plain-is-no-way", test_plain_is_no_way);
  g_test_add_func ("/tls-setup/suites", test_suites);

  return g_test_run ();
}
