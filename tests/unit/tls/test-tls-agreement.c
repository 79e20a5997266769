/* Tests of fl-tls-agreement: a line for all that was agreed on, and none for what was not.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "tls/fl-tls-agreement.h"

#include "support/fl-test-report.h"
#include "tls/fl-tls-report-private.h"

static FlTlsReport *
make_report (FlTlsReportFields *fields)
{
  static const FlHandshakeMessage messages[] = {
    { .outgoing = TRUE, .content_type = FL_TLS_CONTENT_HANDSHAKE, .type = 1, .name = "ClientHello" },
    { .content_type = FL_TLS_CONTENT_HANDSHAKE, .type = 2, .name = "ServerHello", .at_us = 2100 },
  };
  g_autoptr(FlEndpoint) endpoint = fl_endpoint_new ("localhost", 8883);
  g_autoptr(FlHandshake) handshake = fl_handshake_new (messages, 2, 0, fields->complete ? 3100 : -1, 517, 1842);
  g_autoptr(FlVerdict) verdict = fl_verdict_new (TRUE, NULL, 0, NULL, 0);
  g_autoptr(GPtrArray) chain = g_ptr_array_new ();

  g_ptr_array_add (chain, fl_test_certificates_get ()->good);
  fields->endpoint = endpoint;
  fields->handshake = handshake;
  fields->verdict = verdict;
  fields->chain = fields->way == FL_TRUST_PSK ? NULL : chain;

  return fl_tls_report_new (fields);
}

static void
assert_line (const FlTlsReport *report,
             const char        *label,
             const char        *expected)
{
  g_autoptr(GListModel) fields = fl_tls_agreement_list_fields (report);
  const char *found = NULL;

  for (guint i = 0; i < g_list_model_get_n_items (fields); i++)
    {
      g_autoptr(FlCertificateField) field = g_list_model_get_item (fields, i);

      if (g_str_equal (fl_certificate_field_get_label (field), label))
        found = fl_certificate_field_get_value (field);
    }
  g_assert_cmpstr (found, ==, expected);
}

static void
assert_summary (const FlTlsReport *report,
                const char        *expected)
{
  g_autofree char *summary = fl_tls_agreement_summarize (report);

  g_assert_cmpstr (summary, ==, expected);
}

static void
test_tls13 (void)
{
  g_autoptr(FlTlsReport) report = make_report (&(FlTlsReportFields) {
    .complete = TRUE, .live = TRUE, .protocol = "TLSv1.3", .cipher = "TLS_AES_256_GCM_SHA384", .group = "X25519MLKEM768",
    .peer_signature = "RSA-PSS", .n_certificate_timestamps = 2, .n_ocsp_timestamps = 1 });

  assert_summary (report, "TLS 1.3 · TLS_AES_256_GCM_SHA384 · X25519MLKEM768");
  assert_line (report, "Seen on", "the connection that carries your data");
  assert_line (report, "Protocol", "TLS 1.3");
  assert_line (report, "Cipher suite", "TLS_AES_256_GCM_SHA384");
  assert_line (report, "Key exchange", "X25519MLKEM768, post-quantum");
  assert_line (report, "Signature of the broker", "RSA-PSS");
  assert_line (report, "Client certificate", "not asked for");
  assert_line (report, "Application protocol (ALPN)", "none");
  assert_line (report, "Resumption", "no: a full handshake");
  assert_line (report, "Extended master secret", "always so in TLS 1.3");
  assert_line (report, "Renegotiation", "there is none in TLS 1.3");
  assert_line (report, "OCSP staple", "No answer of the issuer was stapled to the handshake.");
  assert_line (report, "Certificate timestamps (SCT)", "2 in the certificate, 1 in the OCSP answer");
  assert_line (report, "Record length (MFLN)", "no limit asked for: up to 16384 bytes");
  assert_line (report, "Sent", "517 bytes");
  assert_line (report, "Received", "1842 bytes");
  assert_line (report, "Time", "3.1 ms, of which 2.1 ms waiting for the broker");
}

static void
test_tls12 (void)
{
  g_autoptr(FlTlsReport) report = make_report (&(FlTlsReportFields) {
    .complete = TRUE, .protocol = "TLSv1.2", .cipher = "TLS_RSA_WITH_AES_128_GCM_SHA256", .alpn = "mqtt", .resumed = TRUE,
    .extended_master_secret = FL_TLS_ANSWER_NO, .secure_renegotiation = FL_TLS_ANSWER_YES, .max_fragment = 512,
    .client_certificate_requested = TRUE });
  g_autoptr(FlTlsReport) other = make_report (&(FlTlsReportFields) {
    .complete = TRUE, .protocol = "TLSv1.2", .group = "X25519", .extended_master_secret = FL_TLS_ANSWER_YES,
    .secure_renegotiation = FL_TLS_ANSWER_NO });
  g_autoptr(FlTlsReport) dhe = make_report (&(FlTlsReportFields) {
    .complete = TRUE, .protocol = "TLSv1.2", .cipher = "TLS_DHE_RSA_WITH_AES_128_GCM_SHA256" });

  assert_summary (report, "TLS 1.2 · TLS_RSA_WITH_AES_128_GCM_SHA256");
  assert_line (report, "Seen on", "a probe: a connection made only to look");
  assert_line (report, "Key exchange", "none: the key is sent under the certificate’s, so whoever gets that later reads all of it");
  assert_line (report, "Signature of the broker", "none");
  assert_line (report, "Client certificate", "asked for");
  assert_line (report, "Application protocol (ALPN)", "mqtt");
  assert_line (report, "Resumption", "yes: an earlier session went on");
  assert_line (report, "Extended master secret", "no: the keys are not bound to all of the handshake");
  assert_line (report, "Renegotiation", "declined by this computer; the broker knows the safe form");
  assert_line (report, "Certificate timestamps (SCT)", "none");
  assert_line (report, "Record length (MFLN)", "512 bytes");
  assert_line (other, "Key exchange", "X25519, not post-quantum");
  assert_line (other, "Extended master secret", "yes");
  assert_line (other, "Renegotiation", "declined by this computer; the broker does not know the safe form");
  assert_summary (other, NULL);
  assert_line (dhe, "Key exchange", "Diffie-Hellman in a group of the broker’s own, not post-quantum");
}

/* A connection that ended in the handshake: what is not known is not said. */
static void
test_refused (void)
{
  g_autoptr(FlTlsReport) report = make_report (&(FlTlsReportFields) {
    .protocol = "TLSv1.3", .cipher = "TLS_AES_128_GCM_SHA256", .group = "X25519", .n_certificate_timestamps = -1 });
  g_autoptr(FlTlsReport) psk = make_report (&(FlTlsReportFields) {
    .way = FL_TRUST_PSK, .complete = TRUE, .protocol = "TLSv1.2", .cipher = "TLS_PSK_WITH_AES_128_GCM_SHA256" });
  g_autoptr(FlTlsReport) early = make_report (&(FlTlsReportFields) {
    .protocol = "TLSv1.2", .cipher = "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384", .n_certificate_timestamps = -1 });

  assert_line (early, "Key exchange", NULL);
  assert_line (report, "Signature of the broker", "none yet when the handshake ended");
  assert_line (report, "Certificate timestamps (SCT)", NULL);
  assert_line (report, "OCSP staple", NULL);
  assert_line (report, "Time", "not completed; 2.1 ms waiting for the broker");
  assert_line (psk, "Key exchange", "none: the shared key alone");
  assert_line (psk, "Signature of the broker", "none: both sides proved that they know the shared key");
  assert_line (psk, "OCSP staple", NULL);
  assert_line (psk, "Certificate timestamps (SCT)", NULL);
}

int
main (int    argc,
      char **argv)
{
  g_setenv ("TZ", "UTC", TRUE);
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/tls-agreement/tls13", test_tls13);
  g_test_add_func ("/tls-agreement/tls12", test_tls12);
  g_test_add_func ("/tls-agreement/refused", test_refused);

  return g_test_run ();
}
