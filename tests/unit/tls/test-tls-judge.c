/* Tests of fl-tls-judge: a connection without one is refused, one with it is recorded and judged.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "tls/fl-tls-judge.h"

#include "support/fl-test-certificate.h"
#include "support/fl-test-tls.h"
#include "tls/fl-tls-setup.h"
#include "tls/fl-tls-tap.h"

#include <string.h>

/* The hook is in this context: its ClientHello sets a connection with a judge up, and refuses one without. */
static SSL *
make_client (FlTlsJudge *judge,
             FlTrust    *trust)
{
  SSL_CTX *context;
  SSL *client;

  fl_tls_tap_install ();
  context = SSL_CTX_new (TLS_client_method ());
  client = fl_test_client_new (context, fl_tls_setup_get_cipher_suites (trust));
  SSL_CTX_free (context);
  if (judge != NULL)
    fl_tls_judge_attach (judge, client);

  return client;
}

static FlTrust *
trust_test_ca (void)
{
  g_autoptr(GError) error = NULL;
  FlTrust *trust = fl_trust_new_ca (fl_test_authority_get ()->ca_pem, &error);

  g_assert_no_error (error);

  return trust;
}

static FlTlsJudge *
judge_for (const char *host,
           FlTrust    *trust)
{
  g_autoptr(FlEndpoint) endpoint = fl_endpoint_new (host, 8883);

  return fl_tls_judge_new (endpoint, trust, FALSE);
}

static gboolean
meet (FlTlsJudge *judge,
      FlTrust    *trust,
      SSL        *server)
{
  SSL *client = make_client (judge, trust);
  gboolean is_done;

  fl_test_join (client, server);
  is_done = fl_test_shake_hands (client, server);
  SSL_free (client);

  return is_done;
}

static void
test_good (void)
{
  const FlTestAuthority *authority = fl_test_authority_get ();
  g_autoptr(FlTrust) trust = trust_test_ca ();
  g_autoptr(FlTlsJudge) judge = judge_for ("localhost", trust);
  SSL *server = fl_test_server_new (authority->cert, authority->key);
  g_autoptr(FlTlsReport) before = fl_tls_judge_dup_report (judge);
  g_autoptr(FlTlsReport) after = NULL;
  FlHandshake *handshake;

  g_assert_false (fl_tls_report_is_connected (before));
  g_assert_false (fl_tls_judge_is_answered (judge));
  g_assert_true (meet (judge, trust, server));
  after = fl_tls_judge_dup_report (judge);
  handshake = fl_tls_report_get_handshake (after);

  g_assert_true (fl_tls_report_is_connected (after));
  g_assert_true (fl_verdict_is_trusted (fl_tls_report_get_verdict (after)));
  g_assert_cmpstr (fl_tls_report_get_protocol (after), ==, "TLSv1.3");
  g_assert_cmpuint (fl_tls_report_get_chain (after)->len, ==, 1);
  g_assert_cmpuint (fl_tls_report_get_verified_path (after)->len, ==, 2);
  g_assert_cmpstr (fl_handshake_get_message (handshake, 0)->name, ==, "ClientHello");
  g_assert_cmpuint (fl_handshake_get_n_messages (handshake), >=, 8);
  g_assert_true (fl_tls_judge_is_answered (judge)); /* tickets */
  g_assert_cmpuint (fl_handshake_get_bytes_sent (handshake), >, 200);
  g_assert_cmpuint (fl_handshake_get_n_messages (fl_tls_report_get_handshake (before)), ==, 0); /* a snapshot */
  SSL_free (server);
}

static void
test_refused (void)
{
  const FlTestAuthority *authority = fl_test_authority_get ();
  g_autoptr(FlTrust) trust = trust_test_ca ();
  g_autoptr(FlTlsJudge) judge = judge_for ("other.example", trust);
  SSL *server = fl_test_server_new (authority->cert, authority->key);
  g_autoptr(FlTlsReport) report = NULL;

  g_assert_false (meet (judge, trust, server));
  report = fl_tls_judge_dup_report (judge);
  g_assert_false (fl_tls_report_is_connected (report));
  g_assert_false (fl_tls_report_is_complete (report));
  g_assert_cmpint (fl_tls_report_get_fault (report), ==, FL_TLS_FAULT_NOT_TRUSTED);
  g_assert_true (fl_verdict_has_reason (fl_tls_report_get_verdict (report), FL_REASON_NAME_MISMATCH));
  g_assert_nonnull (strstr (fl_tls_report_get_error_text (report), "other.example"));
  g_assert_cmpuint (fl_tls_report_get_chain (report)->len, ==, 1);
  g_assert_cmpuint (fl_handshake_get_bytes_received (fl_tls_report_get_handshake (report)), >, 500);
  SSL_free (server);
}

/* A TLS 1.2 server may ask for a second handshake at any time; it gets none. */
static void
test_renegotiation (void)
{
  const FlTestAuthority *authority = fl_test_authority_get ();
  g_autoptr(FlTrust) trust = trust_test_ca ();
  g_autoptr(FlTlsJudge) judge = judge_for ("localhost", trust);
  SSL *client = make_client (judge, trust);
  SSL *server = fl_test_server_new (authority->cert, authority->key);
  g_autoptr(FlTlsReport) report = NULL;
  FlHandshake *handshake;
  char scrap[16];
  guint n;

  SSL_set_max_proto_version (server, TLS1_2_VERSION);
  fl_test_join (client, server);
  g_assert_true (fl_test_shake_hands (client, server));
  g_assert_cmpint (SSL_renegotiate (server), ==, 1);
  SSL_do_handshake (server);
  g_assert_cmpint (SSL_read (client, scrap, sizeof scrap), <=, 0);
  report = fl_tls_judge_dup_report (judge);
  handshake = fl_tls_report_get_handshake (report);
  n = fl_handshake_get_n_messages (handshake);
  g_assert_cmpstr (fl_tls_report_get_protocol (report), ==, "TLSv1.2");
  g_assert_cmpstr (fl_handshake_get_message (handshake, n - 2)->name, ==, "HelloRequest");
  g_assert_cmpstr (fl_handshake_get_message (handshake, n - 1)->name, ==, "Alert no_renegotiation");
  g_assert_true (fl_handshake_get_message (handshake, n - 1)->outgoing);
  SSL_free (client);
  SSL_free (server);
}

/* Without the hook in the ClientHello the verify callback alone refuses. */
static void
test_without_judge (void)
{
  const FlTestAuthority *authority = fl_test_authority_get ();
  SSL_CTX *context = SSL_CTX_new (TLS_client_method ());
  SSL *server = fl_test_server_new (authority->cert, authority->key);
  SSL *client;

  SSL_CTX_set_cert_verify_callback (context, fl_tls_judge_verify_cb, NULL);
  SSL_CTX_set_verify (context, SSL_VERIFY_PEER, NULL);
  client = fl_test_client_new (context, "DEFAULT");
  fl_test_join (client, server);
  g_assert_false (fl_test_shake_hands (client, server));
  g_assert_null (fl_tls_judge_from_ssl (client));
  SSL_free (client);
  SSL_free (server);
  SSL_CTX_free (context);
}

static void
test_plain_is_no_way (void)
{
  const FlTestAuthority *authority = fl_test_authority_get ();
  g_autoptr(FlTrust) trust = fl_trust_new_plain ();
  g_autoptr(FlTlsJudge) judge = judge_for ("localhost", trust);
  SSL *server = fl_test_server_new (authority->cert, authority->key);

  g_assert_false (meet (judge, trust, server));
  SSL_free (server);
}

/* No key before the connection is set up, none in another way, none where it does not fit. */
static void
test_psk (void)
{
  g_autoptr(FlSecret) key = fl_secret_new ("sixteen bytes...", 16);
  g_autoptr(FlTrust) psk = fl_trust_new_psk ("kitchen", key, NULL);
  g_autoptr(FlTrust) ca = trust_test_ca ();
  g_autoptr(FlTlsJudge) judge = judge_for ("localhost", psk);
  g_autoptr(FlTlsJudge) other = judge_for ("localhost", ca);
  SSL *client = make_client (judge, psk);
  SSL *other_client = make_client (other, ca);
  char identity[64] = "untouched";
  unsigned char bytes[64];

  g_assert_cmpuint (fl_tls_judge_offer_psk (judge, identity, 63, bytes, sizeof bytes), ==, 0);
  g_assert_cmpstr (identity, ==, "untouched");
  g_assert_true (fl_tls_judge_set_up (judge, client));
  g_assert_true (fl_tls_judge_set_up (judge, client)); /* as after a HelloRetryRequest */
  g_assert_true (fl_tls_judge_set_up (other, other_client));
  g_assert_cmpuint (fl_tls_judge_offer_psk (judge, identity, 6, bytes, sizeof bytes), ==, 0);
  g_assert_cmpuint (fl_tls_judge_offer_psk (judge, identity, 63, bytes, 15), ==, 0);
  g_assert_cmpuint (fl_tls_judge_offer_psk (other, identity, 63, bytes, sizeof bytes), ==, 0);
  g_assert_cmpuint (fl_tls_judge_offer_psk (judge, identity, 7, bytes, 16), ==, 16);
  g_assert_cmpstr (identity, ==, "kitchen");
  g_assert_cmpmem (bytes, 16, "sixteen bytes...", 16);
  SSL_free (client);
  SSL_free (other_client);
}

static void
test_fault (void)
{
  g_autoptr(FlTrust) trust = trust_test_ca ();

  for (FlTlsFault fault = FL_TLS_FAULT_NAME_NOT_FOUND; fault < FL_TLS_FAULT_NOT_TRUSTED; fault++)
    {
      g_autoptr(FlTlsJudge) judge = judge_for ("localhost", trust);
      g_autoptr(FlTlsReport) report = NULL;

      fl_tls_judge_set_fault (judge, fault);
      report = fl_tls_judge_dup_report (judge);
      g_assert_cmpint (fl_tls_report_get_fault (report), ==, fault);
      g_assert_cmpuint (strlen (fl_tls_report_get_error_text (report)), >, 15);
      g_assert_cmpint (fl_verdict_has_reason (fl_tls_report_get_verdict (report), FL_REASON_NO_TLS), ==,
                       fault == FL_TLS_FAULT_NO_TLS);
      g_assert_false (fl_tls_report_is_connected (report));
    }
}

/* The SSL holds its judge, so callbacks of a connection that outlives everybody else find it. */
static void
test_lifetime (void)
{
  const FlTestAuthority *authority = fl_test_authority_get ();
  g_autoptr(FlTrust) trust = trust_test_ca ();
  FlTlsJudge *judge = judge_for ("localhost", trust);
  SSL *client = make_client (judge, trust);
  SSL *server = fl_test_server_new (authority->cert, authority->key);

  fl_tls_judge_unref (judge);
  fl_test_join (client, server);
  g_assert_true (fl_test_shake_hands (client, server));
  SSL_shutdown (client);
  SSL_free (client);
  SSL_free (server);
}

/* A server that never stops sending: what is kept is bounded, the rest is counted. */
static void
test_flood (void)
{
  const FlTestAuthority *authority = fl_test_authority_get ();
  g_autoptr(FlTrust) trust = trust_test_ca ();
  g_autoptr(FlTlsJudge) judge = judge_for ("localhost", trust);
  SSL *client = make_client (judge, trust);
  SSL *server = fl_test_server_new (authority->cert, authority->key);
  g_autoptr(FlTlsReport) report = NULL;
  char scrap[16];

  fl_test_join (client, server);
  g_assert_true (fl_test_shake_hands (client, server));
  for (int i = 0; i < 2 * FL_HANDSHAKE_MAX_MESSAGES; i++)
    {
      g_assert_cmpint (SSL_new_session_ticket (server), ==, 1);
      SSL_do_handshake (server);
      SSL_read (client, scrap, sizeof scrap);
    }
  report = fl_tls_judge_dup_report (judge);
  g_assert_cmpuint (fl_handshake_get_n_messages (fl_tls_report_get_handshake (report)), ==, FL_HANDSHAKE_MAX_MESSAGES);
  g_assert_cmpuint (fl_handshake_get_n_left_out (fl_tls_report_get_handshake (report)), >=, FL_HANDSHAKE_MAX_MESSAGES);
  g_assert_true (fl_tls_report_is_connected (report));
  SSL_free (client);
  SSL_free (server);
}

static gpointer
read_reports (gpointer user_data)
{
  FlTlsJudge *judge = user_data;
  gboolean is_connected = FALSE;

  for (int i = 0; i < 20000 && !is_connected; i++)
    {
      g_autoptr(FlTlsReport) report = fl_tls_judge_dup_report (judge);

      is_connected = fl_tls_report_is_connected (report);
      if (is_connected)
        g_assert_cmpuint (fl_tls_report_get_chain (report)->len, ==, 1);
      else
        g_usleep (50);
    }

  return GINT_TO_POINTER (is_connected);
}

static void
test_threads (void)
{
  const FlTestAuthority *authority = fl_test_authority_get ();
  g_autoptr(FlTrust) trust = trust_test_ca ();

  for (int i = 0; i < 20; i++)
    {
      g_autoptr(FlTlsJudge) judge = judge_for ("localhost", trust);
      SSL *server = fl_test_server_new (authority->cert, authority->key);
      GThread *reader = g_thread_new ("reader", read_reports, judge);

      g_assert_true (meet (judge, trust, server));
      g_assert_true (GPOINTER_TO_INT (g_thread_join (reader)));
      SSL_free (server);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/tls-judge/without-judge", test_without_judge); /* first: before the hook is there */
  g_test_add_func ("/tls-judge/good", test_good);
  g_test_add_func ("/tls-judge/refused", test_refused);
  g_test_add_func ("/tls-judge/renegotiation", test_renegotiation);
  g_test_add_func ("/tls-judge/plain-is-no-way", test_plain_is_no_way);
  g_test_add_func ("/tls-judge/psk", test_psk);
  g_test_add_func ("/tls-judge/fault", test_fault);
  g_test_add_func ("/tls-judge/lifetime", test_lifetime);
  g_test_add_func ("/tls-judge/flood", test_flood);
  g_test_add_func ("/tls-judge/threads", test_threads);

  return g_test_run ();
}
