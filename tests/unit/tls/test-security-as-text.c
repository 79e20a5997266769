/* All of the page in one text, without secrets.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "tls/fl-security-as-text.h"

#include "support/fl-test-report.h"
#include "tls/fl-ocsp-private.h"

#include <string.h>

static const FlTestCertificates *certificates;

static void
test_copy (void)
{
  g_autoptr(FlSecret) key = fl_secret_new ("0123456789abcdef", 16);
  g_autoptr(FlTrust) psk = fl_trust_new_psk ("kitchen", key, NULL);
  g_autoptr(FlTlsReport) report = fl_test_report_new (&(FlTestReport) {
    .reason = -1, .leaf = certificates->good, .issuer = certificates->ca, .remark = FL_REASON_CHAIN_ORDER });
  g_autoptr(FlTlsReport) refused = fl_test_report_new (&(FlTestReport) { .leaf = certificates->expired, .reason = FL_REASON_EXPIRED, .remark = -1 });
  FlSecurityFacts facts = { .report = report, .trust = psk, .online = TRUE, .username = "frank", .has_password = TRUE, .now = FL_TEST_NOW,
                            .n_messages = 100, .n_fernet = 97 };
  g_autofree char *text = fl_security_as_text (&facts);
  g_autofree char *refused_text = NULL;
  g_autofree char *inspected = NULL;
  g_autofree char *empty_text = NULL;
  static const char *const wanted[] = {
    "localhost:8883\n", "Encrypted, and this is localhost", "(chain-order) The certificates were sent in the wrong order.",
    "Network: 127.0.0.1 is this computer", "Transport: TLS 1.3, TLS_AES_256_GCM_SHA384, X25519", "Application: Signed in as “frank”",
    "Payload: 97 of 100 payloads are Fernet", "Handshake: 10 messages", "Connection parameters: TLS 1.3 · TLS_AES_256_GCM_SHA384 · X25519\n",
    "  Resumption: no: a full handshake\n", "→  ClientHello, 517\n", "←  ServerHello, 122\n",
    "SHA-1 as pasted in a sketch (stops working when this certificate is renewed): ", "Certificate: localhost (Sent by the broker (1 of 1), on the verified path (1 of 2))",
    "Certificates: 1 certificate was sent. The path from the broker to what is trusted has 2 steps. Its end,", "    Common name: Fern CA\n",
    "-----BEGIN CERTIFICATE-----", "Certificate: Fern CA (From your trusted certificates",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (wanted); i++)
    {
      g_test_message ("%s", wanted[i]);
      g_assert_nonnull (strstr (text, wanted[i]));
    }
  g_assert_null (strstr (text, "0123456789abcdef"));
  g_assert_nonnull (strstr (text, "  What it costs: Measured: here once 3.1 ms"));
  facts.is_inspection = TRUE;
  inspected = fl_security_as_text (&facts);
  g_assert_null (strstr (inspected, "Application: "));
  g_assert_null (strstr (inspected, "Payload: "));
  g_assert_nonnull (strstr (inspected, "\nOnly the TLS handshake was made and no MQTT spoken"));
  facts.is_inspection = FALSE;
  facts.report = refused;
  facts.online = FALSE;
  refused_text = fl_security_as_text (&facts);
  g_assert_nonnull (strstr (refused_text, "- [expired] The certificate expired on 3 May 2026. Nobody vouches"));
  facts.report = NULL;
  empty_text = fl_security_as_text (&facts);
  g_assert_true (g_str_has_prefix (empty_text, "Not connected.\n"));
}

/* The judged staple; none is said too, but not where the connection was refused before one could come. */
static void
test_revocation (void)
{
  g_autoptr(FlOcsp) good = fl_ocsp_new (&(FlOcspFields) { FL_OCSP_GOOD, FL_TEST_MAY, FL_TEST_JANUARY, FL_CERTIFICATE_TIME_INVALID, -1 });
  g_autoptr(FlOcsp) revoked = fl_ocsp_new (&(FlOcspFields) { FL_OCSP_REVOKED, FL_TEST_NOW, FL_TEST_JANUARY, FL_TEST_MAY, 1 });
  const struct { FlOcsp *ocsp; int reason; const char *wanted; } cases[] = {
    { good, -1, "\nRevocation (OCSP): Not revoked: the issuer said so on 3 May 2026, 12:00:00 UTC, and that is good until 12 January 2027, 12:00:00 UTC.\n" },
    { revoked, FL_REASON_REVOKED, "\nRevocation (OCSP): Revoked on 3 May 2026, 12:00:00 UTC, because its key was stolen; the issuer said so on 20 November 2026, 12:00:00 UTC.\n" },
    { NULL, -1, "\nRevocation (OCSP): No answer of the issuer was stapled to the handshake.\n" },
    { NULL, FL_REASON_EXPIRED, NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(FlTlsReport) report = fl_test_report_new (&(FlTestReport) {
        .reason = cases[i].reason, .remark = -1, .leaf = certificates->good, .issuer = certificates->ca, .ocsp = cases[i].ocsp });
      FlSecurityFacts facts = { .report = report, .online = cases[i].reason < 0, .now = FL_TEST_NOW };
      g_autofree char *text = fl_security_as_text (&facts);

      g_test_message ("%s", text);
      g_assert_nonnull (strstr (text, cases[i].wanted != NULL ? cases[i].wanted : "Handshake"));
      g_assert_cmpint (strstr (text, "Revocation (OCSP)") != NULL, ==, cases[i].wanted != NULL);
    }
}

static void
test_renewal (void)
{
  g_autoptr(FlPin) pin = fl_pin_new_for_certificate (certificates->expired, FL_PIN_SHA256);
  g_autoptr(FlTrust) trust = fl_trust_new_pin (pin);
  g_autoptr(FlTlsReport) report = fl_test_report_new (&(FlTestReport) {
    .way = FL_TRUST_PIN, .leaf = certificates->good, .reason = FL_REASON_PIN_MISMATCH, .remark = -1 });
  FlSecurityFacts facts = { .report = report, .trust = trust, .pinned = certificates->expired, .now = FL_TEST_NOW };
  g_autofree char *text = fl_security_as_text (&facts);
  g_autofree char *without = NULL;

  g_assert_nonnull (strstr (text, "\nOld and New Certificate: Another key than the one you trusted.\n"));
  g_assert_nonnull (strstr (text, "\n  Name: localhost → localhost\n"));
  g_assert_nonnull (strstr (text, "\n* Valid until: 3 May 2026 → 12 January 2027\n"));
  facts.pinned = NULL;
  without = fl_security_as_text (&facts);
  g_assert_nonnull (strstr (without, "\n  Valid until: not known → 12 January 2027\n"));
}

int
main (int    argc,
      char **argv)
{
  g_setenv ("TZ", "UTC", TRUE);
  g_test_init (&argc, &argv, NULL);
  fl_secret_init ();
  certificates = fl_test_certificates_get ();
  g_test_add_func ("/security-as-text/copy", test_copy);
  g_test_add_func ("/security-as-text/renewal", test_renewal);
  g_test_add_func ("/security-as-text/revocation", test_revocation);
  return g_test_run ();
}
