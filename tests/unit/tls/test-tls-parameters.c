/* Tests of fl-tls-parameters: what was agreed on, in the words of the RFCs.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "tls/fl-tls-parameters.h"

#include "support/fl-test-certificate.h"
#include "support/fl-test-tls.h"

/* What a client sees of a server with this certificate that grants records of 2^(8 + fragment) bytes; 0: no limit. */
static void
meet (int              version,
      X509            *cert,
      EVP_PKEY        *key,
      guint8           fragment,
      FlTlsParameters *parameters)
{
  SSL_CTX *context = SSL_CTX_new (TLS_client_method ());
  SSL *client = fl_test_client_new (context, "ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256");
  SSL *server = fl_test_server_new (cert, key);

  SSL_set_max_proto_version (server, version);
  g_assert_cmpint (SSL_set1_groups_list (client, "X25519:P-256"), ==, 1);
  g_assert_cmpint (SSL_set_tlsext_max_fragment_length (client, fragment), ==, 1);
  fl_test_join (client, server);
  g_assert_true (fl_test_shake_hands (client, server));
  fl_tls_parameters_read (parameters, client);
  fl_tls_parameters_count_timestamps (parameters, client);
  SSL_free (client);
  SSL_free (server);
  SSL_CTX_free (context);
}

static void
test_versions (void)
{
  const FlTestAuthority *authority = fl_test_authority_get ();
  static const struct { int version; const char *protocol, *cipher; } cases[] = {
    { TLS1_2_VERSION, "TLSv1.2", "TLS_ECDHE_" },
    { TLS1_3_VERSION, "TLSv1.3", "TLS_AES_" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      FlTlsParameters parameters = { NULL };

      meet (cases[i].version, authority->cert, authority->key, 0, &parameters);
      g_assert_cmpstr (parameters.protocol, ==, cases[i].protocol);
      g_assert_true (g_str_has_prefix (parameters.cipher, cases[i].cipher));
      g_assert_cmpstr (parameters.group, ==, "X25519");
      g_assert_nonnull (parameters.peer_signature);
      g_assert_null (parameters.alpn);
      g_assert_cmpuint (parameters.max_fragment, ==, 0);
      g_assert_cmpint (parameters.has_secure_renegotiation, ==, cases[i].version == TLS1_2_VERSION);
      g_assert_cmpint (parameters.n_certificate_timestamps, ==, 0);
      g_assert_cmpint (parameters.n_ocsp_timestamps, ==, 0);
      fl_tls_parameters_clear (&parameters);
      g_assert_null (parameters.protocol);
    }
}

static void
test_fragment (void)
{
  const FlTestAuthority *authority = fl_test_authority_get ();
  static const struct { guint8 code; guint n_bytes; } cases[] = { { 1, 512 }, { 2, 1024 }, { 4, 4096 } };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      FlTlsParameters parameters = { NULL };

      meet (i % 2 == 0 ? TLS1_2_VERSION : TLS1_3_VERSION, authority->cert, authority->key, cases[i].code, &parameters);
      g_assert_cmpuint (parameters.max_fragment, ==, cases[i].n_bytes);
      fl_tls_parameters_clear (&parameters);
    }
}

/* A list of n timestamps as a certificate holds it (RFC 6962, 3.3): logs, times and signatures are made up. */
static char *
make_timestamps (guint n)
{
  g_autoptr(GString) list = g_string_new (NULL);
  const guint n_entry = 2 + 47 + 8;

  for (guint i = 0; i < n; i++)
    g_string_append_printf (list, "0037" "00" "%064x" "0000018bcfe56800" "0000" "0403" "0008" "3006020101020101", i);
  return g_strdup_printf ("1.3.6.1.4.1.11129.2.4.2=DER:0481%02x%04x%s", n * n_entry + 2, n * n_entry, list->str);
}

static void
test_timestamps (void)
{
  for (guint n = 1; n <= 2; n++)
    {
      g_autofree char *extensions = make_timestamps (n);
      const FlTestCertificate wish = { .common_name = "localhost", .extensions = extensions };
      EVP_PKEY *key = NULL;
      X509 *cert = fl_test_certificate_make (&wish, &key);
      FlTlsParameters parameters = { .n_certificate_timestamps = -1 };

      meet (TLS1_3_VERSION, cert, key, 0, &parameters);
      g_assert_cmpint (parameters.n_certificate_timestamps, ==, n);
      g_assert_cmpint (parameters.n_ocsp_timestamps, ==, 0);
      fl_tls_parameters_clear (&parameters);
      X509_free (cert);
      EVP_PKEY_free (key);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/tls-parameters/versions", test_versions);
  g_test_add_func ("/tls-parameters/fragment", test_fragment);
  g_test_add_func ("/tls-parameters/timestamps", test_timestamps);

  return g_test_run ();
}
