/* Tests of fl-tls-parameters: what was agreed on, in the words of the RFCs.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "tls/fl-tls-parameters.h"

#include "support/fl-test-tls.h"

static void
meet (int              version,
      FlTlsParameters *parameters)
{
  const FlTestAuthority *authority = fl_test_authority_get ();
  SSL_CTX *context = SSL_CTX_new (TLS_client_method ());
  SSL *client = fl_test_client_new (context, "ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256");
  SSL *server = fl_test_server_new (authority->cert, authority->key);

  SSL_set_max_proto_version (server, version);
  g_assert_cmpint (SSL_set1_groups_list (client, "X25519:P-256"), ==, 1);
  fl_test_join (client, server);
  g_assert_true (fl_test_shake_hands (client, server));
  fl_tls_parameters_read (parameters, client);
  SSL_free (client);
  SSL_free (server);
  SSL_CTX_free (context);
}

static void
test_versions (void)
{
  static const struct { int version; const char *protocol, *cipher; } cases[] = {
    { TLS1_2_VERSION, "TLSv1.2", "TLS_ECDHE_" },
    { TLS1_3_VERSION, "TLSv1.3", "TLS_AES_" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      FlTlsParameters parameters = { NULL };

      meet (cases[i].version, &parameters);
      g_assert_cmpstr (parameters.protocol, ==, cases[i].protocol);
      g_assert_true (g_str_has_prefix (parameters.cipher, cases[i].cipher));
      g_assert_cmpstr (parameters.group, ==, "X25519");
      g_assert_nonnull (parameters.peer_signature);
      g_assert_null (parameters.alpn);
      fl_tls_parameters_clear (&parameters);
      g_assert_null (parameters.protocol);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/tls-parameters/versions", test_versions);

  return g_test_run ();
}
