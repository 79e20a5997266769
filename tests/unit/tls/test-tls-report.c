/* Tests of fl-tls-report: it says what it was given, has its own copies, and codes its faults.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "tls/fl-ocsp-private.h"
#include "tls/fl-tls-report-private.h"

#include "support/fl-test-certificate.h"

#include <string.h>

static FlTlsReport *
make_report (FlTlsReportFields *fields)
{
  g_autoptr(FlEndpoint) endpoint = fl_endpoint_new ("broker.example", 8883);
  g_autoptr(FlHandshake) handshake = fl_handshake_new (NULL, 0, 0, 1200, 300, 900);
  g_autoptr(FlVerdict) verdict = fl_verdict_new (TRUE, NULL, 0, NULL, 0);

  fields->endpoint = endpoint;
  fields->handshake = handshake;
  fields->verdict = verdict;

  return fl_tls_report_new (fields);
}

static void
test_getters (void)
{
  const FlTestCertificate wish = { .common_name = "broker.example" };
  g_autoptr(FlCertificate) leaf = fl_test_certificate_new (&wish);
  g_autoptr(GPtrArray) chain = g_ptr_array_new ();
  g_autoptr(FlOcsp) ocsp = fl_ocsp_new (&(FlOcspFields) { .status = FL_OCSP_GOOD });
  g_autoptr(FlPin) pin = fl_pin_new_for_certificate (leaf, FL_PIN_SHA256);
  char cipher[] = "TLS_AES_128_GCM_SHA256";
  FlTlsReportFields fields = {
    .way = FL_TRUST_PIN, .connected = TRUE, .complete = TRUE, .protocol = "TLSv1.3", .cipher = cipher, .group = "X25519",
    .peer_signature = "ECDSA", .alpn = "mqtt", .resumed = TRUE, .client_certificate_requested = TRUE, .chain = chain,
    .ocsp = ocsp, .matched_pin = pin, .live = TRUE, .extended_master_secret = FL_TLS_ANSWER_NO,
    .secure_renegotiation = FL_TLS_ANSWER_YES, .max_fragment = 1024, .n_certificate_timestamps = 3, .n_ocsp_timestamps = 4,
  };
  g_autoptr(FlTlsReport) report = NULL;

  g_ptr_array_add (chain, leaf);
  report = make_report (&fields);
  g_ptr_array_set_size (chain, 0); /* both were copied */
  memset (cipher, 'x', sizeof cipher - 1);

  g_assert_cmpstr (fl_endpoint_get_host (fl_tls_report_get_endpoint (report)), ==, "broker.example");
  g_assert_cmpint (fl_tls_report_get_way (report), ==, FL_TRUST_PIN);
  g_assert_true (fl_tls_report_is_connected (report));
  g_assert_true (fl_tls_report_is_complete (report));
  g_assert_cmpint (fl_tls_report_get_fault (report), ==, FL_TLS_FAULT_NONE);
  g_assert_null (fl_tls_report_get_error_code (report));
  g_assert_null (fl_tls_report_get_error_text (report));
  g_assert_cmpstr (fl_tls_report_get_protocol (report), ==, "TLSv1.3");
  g_assert_cmpstr (fl_tls_report_get_cipher (report), ==, "TLS_AES_128_GCM_SHA256");
  g_assert_cmpstr (fl_tls_report_get_group (report), ==, "X25519");
  g_assert_cmpstr (fl_tls_report_get_peer_signature (report), ==, "ECDSA");
  g_assert_cmpstr (fl_tls_report_get_alpn (report), ==, "mqtt");
  g_assert_true (fl_tls_report_is_resumed (report));
  g_assert_true (fl_tls_report_is_live (report));
  g_assert_cmpint (fl_tls_report_get_extended_master_secret (report), ==, FL_TLS_ANSWER_NO);
  g_assert_cmpint (fl_tls_report_get_secure_renegotiation (report), ==, FL_TLS_ANSWER_YES);
  g_assert_cmpuint (fl_tls_report_get_max_fragment (report), ==, 1024);
  g_assert_true (fl_tls_report_has_timestamp_count (report));
  g_assert_cmpuint (fl_tls_report_get_n_certificate_timestamps (report), ==, 3);
  g_assert_cmpuint (fl_tls_report_get_n_ocsp_timestamps (report), ==, 4);
  g_assert_true (fl_tls_report_is_client_certificate_requested (report));
  g_assert_cmpint (fl_handshake_get_duration_us (fl_tls_report_get_handshake (report)), ==, 1200);
  g_assert_cmpuint (fl_tls_report_get_chain (report)->len, ==, 1);
  g_assert_true (fl_tls_report_get_leaf (report) == leaf);
  g_assert_cmpuint (fl_tls_report_get_verified_path (report)->len, ==, 0);
  g_assert_true (fl_verdict_is_trusted (fl_tls_report_get_verdict (report)));
  g_assert_true (fl_tls_report_get_ocsp (report) == ocsp);
  g_assert_true (fl_tls_report_get_matched_pin (report) == pin);
}

static void
test_no_leaf (void)
{
  FlTlsReportFields fields = { .way = FL_TRUST_PSK };
  g_autoptr(FlTlsReport) report = make_report (&fields);
  g_autoptr(FlTlsReport) again = fl_tls_report_ref (report);

  g_assert_null (fl_tls_report_get_leaf (again));
  g_assert_null (fl_tls_report_get_ocsp (again));
  g_assert_null (fl_tls_report_get_matched_pin (again));
  g_assert_cmpuint (fl_tls_report_get_chain (again)->len, ==, 0);
  g_assert_null (fl_tls_report_get_protocol (again));
  g_assert_false (fl_tls_report_is_connected (again));
}

static void
test_post_quantum (void)
{
  static const struct { const char *group; gboolean is_post_quantum; } groups[] = {
    { NULL, FALSE }, { "X25519", FALSE }, { "secp256r1", FALSE }, { "X25519MLKEM768", TRUE },
    { "SecP256r1MLKEM768", TRUE }, { "MLKEM1024", TRUE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (groups); i++)
    {
      FlTlsReportFields fields = { .group = groups[i].group };
      g_autoptr(FlTlsReport) report = make_report (&fields);

      g_assert_cmpint (fl_tls_report_is_post_quantum (report), ==, groups[i].is_post_quantum);
    }
}

static void
test_faults (void)
{
  static const char *const codes[] = { "none", "name-not-found", "unreachable", "refused", "timeout",
                                       "closed", "no-tls", "tls-failed", "not-trusted" };

  for (guint i = 0; i < G_N_ELEMENTS (codes); i++)
    {
      FlTlsReportFields fields = { .fault = i, .error_text = i > 0 ? "A sentence." : NULL };
      g_autoptr(FlTlsReport) report = make_report (&fields);

      g_assert_cmpstr (fl_tls_report_get_error_code (report), ==, i > 0 ? codes[i] : NULL);
      g_assert_cmpstr (fl_tls_report_get_error_text (report), ==, i > 0 ? "A sentence." : NULL);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/tls-report/getters", test_getters);
  g_test_add_func ("/tls-report/no-leaf", test_no_leaf);
  g_test_add_func ("/tls-report/post-quantum", test_post_quantum);
  g_test_add_func ("/tls-report/faults", test_faults);

  return g_test_run ();
}
