/* Tests of fl-tls-tap, with contexts made as Paho makes them: each connection finds its own tap, and one
 * that finds none sends no ClientHello.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "tls/fl-tls-tap.h"

#include "support/fl-test-certificate.h"
#include "support/fl-test-tls.h"

#include <string.h>

/* Paho's way: the callback's context hangs on the SSL_CTX. */
static unsigned
paho_psk_cb (SSL           *ssl,
             const char    *hint,
             char          *identity,
             unsigned       max_identity,
             unsigned char *psk,
             unsigned       max_psk)
{
  FlTlsTap *tap = SSL_CTX_get_app_data (SSL_get_SSL_CTX (ssl));

  return fl_tls_tap_psk_cb (hint, identity, max_identity, psk, max_psk, tap);
}

static void
paho_info_cb (const SSL *ssl,
              int        where,
              int        result)
{
}

static SSL_CTX *
make_paho_context (FlTlsTap *tap)
{
  SSL_CTX *context;

  fl_tls_tap_install ();
  context = SSL_CTX_new (TLS_client_method ());
  SSL_CTX_set_security_level (context, 1);
  SSL_CTX_set_info_callback (context, paho_info_cb);
  SSL_CTX_set_app_data (context, tap);
  if (tap != NULL)
    SSL_CTX_set_psk_client_callback (context, paho_psk_cb);

  return context;
}

static SSL *
make_paho_client (FlTlsTap *tap)
{
  SSL_CTX *context = make_paho_context (tap);
  SSL *client = fl_test_client_new (context, tap != NULL ? fl_tls_tap_get_cipher_suites (tap) : "DEFAULT:!PSK");

  SSL_CTX_free (context);
  SSL_set_tlsext_host_name (client, "127.0.0.1"); /* as Paho does */

  return client;
}

static FlTlsTap *
tap_for (const char *host,
         FlTrust    *trust)
{
  g_autoptr(FlEndpoint) endpoint = fl_endpoint_new (host, 8883);

  return fl_tls_tap_new (endpoint, trust);
}

static FlTrust *
trust_test_ca (void)
{
  return fl_trust_new_ca (fl_test_authority_get ()->ca_pem, NULL);
}

static SSL *
make_server (void)
{
  return fl_test_server_new (fl_test_authority_get ()->cert, fl_test_authority_get ()->key);
}

static void
test_good (void)
{
  g_autoptr(FlTrust) trust = trust_test_ca ();
  g_autoptr(FlTlsTap) tap = tap_for ("localhost", trust);
  g_autoptr(FlTlsReport) before = fl_tls_tap_dup_report (tap);
  g_autoptr(FlTlsReport) after = NULL;
  SSL *client = make_paho_client (tap), *server = make_server ();

  g_assert_cmpuint (fl_handshake_get_n_messages (fl_tls_report_get_handshake (before)), ==, 0);
  g_assert_cmpint (fl_tls_report_get_fault (before), ==, FL_TLS_FAULT_NONE);
  fl_test_join (client, server);
  g_assert_true (fl_test_shake_hands (client, server));
  after = fl_tls_tap_dup_report (tap);
  g_assert_true (fl_tls_report_is_connected (after));
  g_assert_cmpstr (SSL_get_servername (server, TLSEXT_NAMETYPE_host_name), ==, "localhost");
  g_assert_cmpint (SSL_get_security_level (client), ==, 2);
  SSL_free (client);
  SSL_free (server);
}

/* An address gets no SNI, although Paho had set one. */
static void
test_address (void)
{
  g_autoptr(FlTrust) trust = trust_test_ca ();
  g_autoptr(FlTlsTap) tap = tap_for ("127.0.0.1", trust);
  SSL *client = make_paho_client (tap), *server = make_server ();

  fl_test_join (client, server);
  g_assert_true (fl_test_shake_hands (client, server));
  g_assert_null (SSL_get_servername (server, TLSEXT_NAMETYPE_host_name));
  SSL_free (client);
  SSL_free (server);
}

static gsize
count_pending (SSL *server)
{
  return BIO_ctrl_pending (SSL_get_rbio (server));
}

/* What is written is the alert that goes with the refusal: 7 bytes, no ClientHello. */
static void
assert_no_hello (SSL *client)
{
  SSL *server = make_server ();

  fl_test_join (client, server);
  g_assert_cmpint (SSL_do_handshake (client), <=, 0);
  g_assert_cmpuint (count_pending (server), ==, 7);
  SSL_free (client);
  SSL_free (server);
}

static void
test_nobodys (void)
{
  assert_no_hello (make_paho_client (NULL));
}

/* Without TLS 1.3 on offer OpenSSL does not ask for a key, so nobody knows whose it is. */
static void
test_not_identified (void)
{
  g_autoptr(FlTrust) trust = fl_trust_new_insecure ();
  g_autoptr(FlTlsTap) tap = tap_for ("localhost", trust);
  SSL_CTX *context = make_paho_context (tap);
  g_autoptr(FlTlsReport) report = NULL;

  SSL_CTX_set_max_proto_version (context, TLS1_2_VERSION);
  assert_no_hello (fl_test_client_new (context, fl_tls_tap_get_cipher_suites (tap)));
  report = fl_tls_tap_dup_report (tap);
  g_assert_false (fl_tls_report_is_connected (report));
  SSL_CTX_free (context);
}

/* Two at once, turn by turn: each is judged by its own trust and keeps its own record. */
static void
test_two (void)
{
  const FlTestCertificate other_wish = { .common_name = "Stranger CA", .is_ca = TRUE };
  EVP_PKEY *other_key;
  X509 *other = fl_test_certificate_make (&other_wish, &other_key);
  g_autoptr(GBytes) other_pem = fl_test_to_pem (other);
  g_autoptr(FlTrust) good = trust_test_ca ();
  g_autoptr(FlTrust) bad = fl_trust_new_ca (other_pem, NULL);
  g_autoptr(FlTlsTap) good_tap = tap_for ("localhost", good);
  g_autoptr(FlTlsTap) bad_tap = tap_for ("localhost", bad);
  SSL *clients[] = { make_paho_client (good_tap), make_paho_client (bad_tap) };
  SSL *servers[] = { make_server (), make_server () };
  g_autoptr(FlTlsReport) good_report = NULL;
  g_autoptr(FlTlsReport) bad_report = NULL;

  for (int i = 0; i < 2; i++)
    {
      fl_test_join (clients[i], servers[i]);
      SSL_do_handshake (clients[i]);
    }
  for (int i = 0; i < 2; i++)
    SSL_do_handshake (servers[i]);
  g_assert_false (fl_test_shake_hands (clients[1], servers[1]));
  g_assert_true (fl_test_shake_hands (clients[0], servers[0]));
  good_report = fl_tls_tap_dup_report (good_tap);
  bad_report = fl_tls_tap_dup_report (bad_tap);
  g_assert_true (fl_tls_report_is_connected (good_report));
  g_assert_true (fl_verdict_has_reason (fl_tls_report_get_verdict (bad_report), FL_REASON_UNKNOWN_ISSUER));
  for (int i = 0; i < 2; i++)
    {
      SSL_free (clients[i]);
      SSL_free (servers[i]);
    }
  X509_free (other);
  EVP_PKEY_free (other_key);
}

/* A second connection under the same tap begins a record of its own, judged anew. */
static void
test_again (void)
{
  g_autoptr(FlTrust) trust = trust_test_ca ();
  g_autoptr(FlTlsTap) tap = tap_for ("localhost", trust);
  guint n_messages = 0;

  for (int i = 0; i < 3; i++)
    {
      SSL *client = make_paho_client (tap), *server = make_server ();
      g_autoptr(FlTlsReport) report = NULL;

      fl_test_join (client, server);
      g_assert_true (fl_test_shake_hands (client, server));
      report = fl_tls_tap_dup_report (tap);
      g_assert_true (fl_tls_report_is_connected (report));
      g_assert_true (i == 0
                     || fl_handshake_get_n_messages (fl_tls_report_get_handshake (report)) == n_messages);
      n_messages = fl_handshake_get_n_messages (fl_tls_report_get_handshake (report));
      SSL_free (client);
      SSL_free (server);
    }
}

/* A HelloRetryRequest builds a second ClientHello on the same connection. */
static void
test_retry (void)
{
  g_autoptr(FlTrust) trust = trust_test_ca ();
  g_autoptr(FlTlsTap) tap = tap_for ("localhost", trust);
  SSL *client = make_paho_client (tap), *server = make_server ();
  g_autoptr(FlTlsReport) report = NULL;
  guint n_hellos = 0;

  SSL_set1_groups_list (server, "P-384");
  fl_test_join (client, server);
  g_assert_true (fl_test_shake_hands (client, server));
  report = fl_tls_tap_dup_report (tap);
  for (guint i = 0; i < fl_handshake_get_n_messages (fl_tls_report_get_handshake (report)); i++)
    n_hellos += fl_handshake_get_message (fl_tls_report_get_handshake (report), i)->type == 1
                && fl_handshake_get_message (fl_tls_report_get_handshake (report), i)->content_type == 22;
  g_assert_cmpuint (n_hellos, ==, 2);
  g_assert_cmpuint (fl_handshake_get_n_round_trips (fl_tls_report_get_handshake (report)), ==, 2);
  g_assert_cmpstr (fl_tls_report_get_group (report), ==, "secp384r1");
  SSL_free (client);
  SSL_free (server);
}

/* A key is offered to nobody: not before a connection, not in another way. */
static void
test_psk (void)
{
  g_autoptr(FlSecret) key = fl_secret_new ("sixteen bytes...", 16);
  g_autoptr(FlTrust) psk = fl_trust_new_psk ("kitchen", key, NULL);
  g_autoptr(FlTlsTap) tap = tap_for ("localhost", psk);
  char identity[32];
  unsigned char bytes[64];

  g_assert_cmpstr (fl_tls_tap_get_cipher_suites (tap), ==, "PSK:!kRSAPSK:!eNULL:!aNULL");
  g_assert_cmpuint (fl_tls_tap_psk_cb (NULL, identity, 31, bytes, sizeof bytes, tap), ==, 0);
}

/* The peer has no key and offers a good certificate instead. */
static void
test_certificate_for_psk (void)
{
  g_autoptr(FlSecret) key = fl_secret_new ("sixteen bytes...", 16);
  g_autoptr(FlTrust) psk = fl_trust_new_psk ("kitchen", key, NULL);
  g_autoptr(FlTlsTap) tap = tap_for ("localhost", psk);
  SSL *client = make_paho_client (tap), *server = make_server ();
  g_autoptr(FlTlsReport) report = NULL;

  fl_test_join (client, server);
  g_assert_false (fl_test_shake_hands (client, server));
  report = fl_tls_tap_dup_report (tap);
  g_assert_true (fl_verdict_has_reason (fl_tls_report_get_verdict (report), FL_REASON_PSK_REFUSED));
  SSL_free (client);
  SSL_free (server);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/tls-tap/good", test_good);
  g_test_add_func ("/tls-tap/address", test_address);
  g_test_add_func ("/tls-tap/nobodys", test_nobodys);
  g_test_add_func ("/tls-tap/not-identified", test_not_identified);
  g_test_add_func ("/tls-tap/two", test_two);
  g_test_add_func ("/tls-tap/again", test_again);
  g_test_add_func ("/tls-tap/retry", test_retry);
  g_test_add_func ("/tls-tap/psk", test_psk);
  g_test_add_func ("/tls-tap/certificate-for-psk", test_certificate_for_psk);

  return g_test_run ();
}
