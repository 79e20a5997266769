/* Each level says what it proves here and what it costs.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "tls/fl-security-level.h"

#include "support/fl-test-certificate.h"
#include "support/fl-test-report.h"

#include <string.h>

static const FlTestCertificates *certificates;

/* Four rows, each under a name of its own. */
static void
test_titles (void)
{
  for (int a = 0; a < (int) FL_N_SECURITY_LEVELS; a++)
    for (int b = 0; b < a; b++)
      g_assert_cmpstr (fl_security_level_get_title ((FlSecurityLevel) a), !=, fl_security_level_get_title ((FlSecurityLevel) b));
}

static void
assert_payload (guint64         n_messages,
                guint64         n_fernet,
                guint64         n_failed,
                FlSecurityTone  tone,
                const char     *expected)
{
  FlSecurityFacts facts = { .n_messages = n_messages, .n_fernet = n_fernet, .n_failed = n_failed };
  g_autofree char *text = fl_security_level_describe_proof (FL_SECURITY_PAYLOAD, &facts);

  g_assert_cmpstr (text, ==, expected);
  g_assert_cmpint (fl_security_level_get_tone (FL_SECURITY_PAYLOAD, &facts), ==, tone);
}

static void
test_payload (void)
{
  assert_payload (100, 97, 0, FL_SECURITY_TONE_NEUTRAL,
                  "97 of 100 payloads are Fernet: unreadable and unforgeable without the key. "
                  "The broker, and whoever it lets in, reads the other 3 and every topic.");
  assert_payload (100, 100, 0, FL_SECURITY_TONE_GOOD,
                  "100 of 100 payloads are Fernet: unreadable and unforgeable without the key. "
                  "The broker, and whoever it lets in, reads every topic.");
  assert_payload (100, 100, 2, FL_SECURITY_TONE_CAUTION,
                  "100 of 100 payloads are Fernet: unreadable and unforgeable without the key. "
                  "The broker, and whoever it lets in, reads every topic. 2 of them no key of yours opens.");
  assert_payload (41, 0, 0, FL_SECURITY_TONE_NEUTRAL,
                  "None of 41 payloads is encrypted: the broker, and whoever it lets in, reads all of them and every topic.");
  assert_payload (1, 0, 0, FL_SECURITY_TONE_NEUTRAL,
                  "The only payload is not encrypted: the broker, and whoever it lets in, reads it and every topic.");
  assert_payload (0, 0, 0, FL_SECURITY_TONE_NEUTRAL, "No payload yet.");
}

static void
test_network (void)
{
  static const struct { const char *address, *text; FlSecurityTone tone; } cases[] = {
    { "127.0.0.1", "127.0.0.1 is this computer: nobody else is on the way.", FL_SECURITY_TONE_GOOD },
    { "::1", "::1 is this computer: nobody else is on the way.", FL_SECURITY_TONE_GOOD },
    { "192.168.1.5", "192.168.1.5 is a private address: whoever is in that network can see that you talk to it.", FL_SECURITY_TONE_NEUTRAL },
    { "203.0.113.7", "203.0.113.7, over the internet: who talks to whom, when and how much can be seen on the way.",
      FL_SECURITY_TONE_NEUTRAL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(FlTlsReport) report = fl_test_report_new (&(FlTestReport) { FL_TEST_REPORT_BARE, .address = cases[i].address });
      FlSecurityFacts facts = { .report = report, .online = TRUE };
      g_autofree char *text = fl_security_level_describe_proof (FL_SECURITY_NETWORK, &facts);

      g_assert_cmpstr (text, ==, cases[i].text);
      g_assert_cmpint (fl_security_level_get_tone (FL_SECURITY_NETWORK, &facts), ==, cases[i].tone);
    }
}

/* Once the route is known it decides; nothing is said of a tunnel but that it is one. */
static void
test_route (void)
{
  static const struct { FlRouteKind kind; const char *text, *cost; } cases[] = {
    { FL_ROUTE_LOOPBACK, "192.168.1.5 is this computer: nobody else is on the way.", "costs nothing" },
    { FL_ROUTE_TUNNEL, "192.168.1.5, through the tunnel interface wg0: whether it encrypts, and where it ends, cannot be seen from here.", "" },
    { FL_ROUTE_PRIVATE, "192.168.1.5 is a private address: whoever is in that network can see that you talk to it.", "a VPN would hide it" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(FlTlsReport) report = fl_test_report_new (&(FlTestReport) { FL_TEST_REPORT_BARE, .address = "192.168.1.5" });
      g_autoptr(FlRoute) route = fl_route_new (cases[i].kind, "wg0");
      FlSecurityFacts facts = { .report = report, .route = route, .online = TRUE };
      g_autofree char *text = fl_security_level_describe_proof (FL_SECURITY_NETWORK, &facts);
      g_autofree char *cost = fl_security_level_describe_cost (FL_SECURITY_NETWORK, &facts);

      g_assert_cmpstr (text, ==, cases[i].text);
      g_assert_cmpstr (cost, ==, cases[i].cost);
      g_assert_cmpint (fl_security_level_get_tone (FL_SECURITY_NETWORK, &facts), ==,
                       cases[i].kind == FL_ROUTE_LOOPBACK ? FL_SECURITY_TONE_GOOD : FL_SECURITY_TONE_NEUTRAL);
    }
}

/* Bytes as they were measured; an inspection has two levels. */
static void
test_factor (void)
{
  FlSecurityFacts facts = { .online = TRUE, .n_messages = 3, .n_fernet = 3, .n_token_bytes = 360, .n_plain_bytes = 60 };
  g_autofree char *measured = fl_security_level_describe_cost (FL_SECURITY_PAYLOAD, &facts);

  g_assert_cmpstr (measured, ==, "6.0 bytes for each byte");
  for (int i = 0; i < (int) FL_N_SECURITY_LEVELS; i++)
    {
      facts.is_inspection = FALSE;
      g_assert_true (fl_security_level_applies ((FlSecurityLevel) i, &facts));
      facts.is_inspection = TRUE;
      g_assert_cmpint (fl_security_level_applies ((FlSecurityLevel) i, &facts), ==, i <= (int) FL_SECURITY_TRANSPORT);
    }
}

static void
test_transport (void)
{
  static const struct { const char *protocol, *cipher, *proof, *cost; } cases[] = {
    { "TLSv1.3", "TLS_AES_256_GCM_SHA384", "TLS 1.3, TLS_AES_256_GCM_SHA384, X25519. A certificate proves that this is localhost.", "here once 3.1 ms and 4.2 kB, then 22 bytes a record" },
    { "TLSv1.2", "ECDHE-RSA-AES128-GCM-SHA256", "TLS 1.2, ECDHE-RSA-AES128-GCM-SHA256, X25519. A certificate proves that this is localhost.",
      "here once 3.1 ms and 4.2 kB, then 29 bytes a record" },
    { "TLSv1.2", "ECDHE-RSA-CHACHA20-POLY1305", "TLS 1.2, ECDHE-RSA-CHACHA20-POLY1305, X25519. A certificate proves that this is localhost.",
      "here once 3.1 ms and 4.2 kB, then 21 bytes a record" },
    { "TLSv1.2", "ECDHE-RSA-AES128-SHA256", "TLS 1.2, ECDHE-RSA-AES128-SHA256, X25519. A certificate proves that this is localhost.", "here once 3.1 ms and 4.2 kB" },
    { "", NULL, "No TLS connection was made.", "here once 3.1 ms and 4.2 kB" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(FlTlsReport) report = fl_test_report_new (&(FlTestReport) {
        FL_TEST_REPORT_BARE, .protocol = cases[i].protocol, .cipher = cases[i].cipher });
      FlSecurityFacts facts = { .report = report, .online = TRUE };
      g_autofree char *proof = fl_security_level_describe_proof (FL_SECURITY_TRANSPORT, &facts);
      g_autofree char *cost = fl_security_level_describe_cost (FL_SECURITY_TRANSPORT, &facts);

      g_assert_cmpstr (proof, ==, cases[i].proof);
      /* g_format_size() puts a no-break space before the unit. */
      g_strdelimit (cost, "\xa0", ' ');
      g_assert_true (g_str_has_prefix (cost, "here once 3.1 ms and 4.2"));
      g_assert_cmpint (strstr (cost, "bytes a record") != NULL, ==, strstr (cases[i].cost, "bytes a record") != NULL);
      if (strstr (cases[i].cost, "then") != NULL)
        g_assert_true (g_str_has_suffix (cost, strstr (cases[i].cost, "then")));
    }
}

/* What is said of who answered is what was proved, by each way. */
static void
test_identity (void)
{
  static const struct { FlTrustWay way; const char *text; } cases[] = {
    { FL_TRUST_SYSTEM, "X25519. A certificate proves that this is localhost." },
    { FL_TRUST_CA, "X25519. A certificate proves that this is localhost." },
    { FL_TRUST_PIN, "X25519. It is the certificate or key you pinned." },
    { FL_TRUST_PSK, "X25519. Both sides know the shared key, which has no date." },
    { FL_TRUST_INSECURE, "X25519. Nobody checked who answered." },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(FlTlsReport) report = fl_test_report_new (&(FlTestReport) { FL_TEST_REPORT_BARE, .way = cases[i].way, .leaf = certificates->good });
      g_autoptr(FlTlsReport) refused = fl_test_report_new (&(FlTestReport) { .way = cases[i].way, .leaf = certificates->good,
                                                                             .reason = FL_REASON_WEAK_KEY, .remark = -1 });
      FlSecurityFacts facts = { .report = report, .online = TRUE };
      FlSecurityFacts offline = { .report = report };
      FlSecurityFacts not_trusted = { .report = refused };
      g_autofree char *text = fl_security_level_describe_proof (FL_SECURITY_TRANSPORT, &facts);
      g_autofree char *offline_text = fl_security_level_describe_proof (FL_SECURITY_TRANSPORT, &offline);
      g_autofree char *refused_text = fl_security_level_describe_proof (FL_SECURITY_TRANSPORT, &not_trusted);

      g_assert_true (g_str_has_suffix (text, cases[i].text));
      g_assert_true (g_str_has_suffix (offline_text, ", X25519"));
      g_assert_true (g_str_has_suffix (refused_text, "X25519. Who answered was not accepted."));
    }
}

static void
test_application (void)
{
  EVP_PKEY *key = NULL;
  X509 *x509 = fl_test_certificate_make (&(FlTestCertificate) { .common_name = "kitchen" }, &key);
  g_autofree char *key_pem = fl_test_key_to_pem (key, NULL);
  g_autoptr(FlSecret) secret = fl_secret_new (key_pem, strlen (key_pem));
  g_autoptr(GBytes) pem = NULL;
  g_autoptr(FlTrust) system = fl_trust_new_system ();
  g_autoptr(FlTrust) with_certificate = NULL;
  g_autoptr(FlTlsReport) asked = fl_test_report_new (&(FlTestReport) {
    FL_TEST_REPORT_BARE, .way = FL_TRUST_SYSTEM, .leaf = certificates->good, .asks_for_certificate = TRUE });
  g_autoptr(FlTlsReport) not_asked = fl_test_report_new (&(FlTestReport) {
    FL_TEST_REPORT_BARE, .way = FL_TRUST_SYSTEM, .leaf = certificates->good });
  BIO *bio = BIO_new (BIO_s_mem ());
  char *data;
  long n_data;

  i2d_X509_bio (bio, x509);
  n_data = BIO_get_mem_data (bio, &data);
  pem = g_bytes_new (data, (size_t) n_data);
  BIO_free (bio);
  with_certificate = fl_trust_with_client_certificate (system, pem, secret, NULL, NULL);
  g_assert_nonnull (with_certificate);
  {
    const struct { FlTrust *trust; FlTlsReport *report; const char *username; gboolean has_password; const char *text; FlSecurityTone tone; }
    cases[] = {
      { system, not_asked, NULL, FALSE, "No sign-in: the broker lets in whoever reaches it.", FL_SECURITY_TONE_NEUTRAL },
      { system, not_asked, "frank", TRUE, "Signed in as “frank” with a password.", FL_SECURITY_TONE_GOOD },
      { system, not_asked, "frank", FALSE, "Signed in as “frank” without a password.", FL_SECURITY_TONE_NEUTRAL },
      { with_certificate, asked, NULL, FALSE, "Signed in with a client certificate.", FL_SECURITY_TONE_NEUTRAL },
      { with_certificate, asked, "frank", TRUE, "Signed in as “frank”, and with a client certificate.", FL_SECURITY_TONE_GOOD },
      { with_certificate, not_asked, NULL, FALSE, "No sign-in: the broker lets in whoever reaches it.", FL_SECURITY_TONE_NEUTRAL },
    };

    for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
      {
        FlSecurityFacts facts = { .trust = cases[i].trust, .report = cases[i].report, .online = TRUE, .username = cases[i].username,
                                  .has_password = cases[i].has_password };
        g_autofree char *text = fl_security_level_describe_proof (FL_SECURITY_APPLICATION, &facts);

        g_assert_cmpstr (text, ==, cases[i].text);
        g_assert_cmpint (fl_security_level_get_tone (FL_SECURITY_APPLICATION, &facts), ==, cases[i].tone);
      }
  }
  X509_free (x509);
  EVP_PKEY_free (key);
}

int
main (int    argc,
      char **argv)
{
  g_setenv ("TZ", "UTC", TRUE);
  g_test_init (&argc, &argv, NULL);
  fl_secret_init ();
  certificates = fl_test_certificates_get ();
  g_test_add_func ("/security-level/titles", test_titles);
  g_test_add_func ("/security-level/payload", test_payload);
  g_test_add_func ("/security-level/network", test_network);
  g_test_add_func ("/security-level/route", test_route);
  g_test_add_func ("/security-level/factor", test_factor);
  g_test_add_func ("/security-level/transport", test_transport);
  g_test_add_func ("/security-level/identity", test_identity);
  g_test_add_func ("/security-level/application", test_application);
  return g_test_run ();
}
