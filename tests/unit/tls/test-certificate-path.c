/* What was sent and what was verified, each certificate once.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "tls/fl-certificate-path.h"

#include "support/fl-test-certificate.h"
#include "support/fl-test-report.h"
#include "tls/fl-tls-report-private.h"

static const FlTestCertificates *certificates;

/* A report of a connection on which these were sent and this path was found. */
static FlTlsReport *
make_report (GPtrArray *sent,
             GPtrArray *path)
{
  g_autoptr(FlEndpoint) endpoint = fl_endpoint_new ("localhost", 8883);
  g_autoptr(FlHandshake) handshake = fl_handshake_new (NULL, 0, 0, -1, 0, 0);
  g_autoptr(FlVerdict) verdict = fl_verdict_new (TRUE, NULL, 0, NULL, 0);

  return fl_tls_report_new (&(FlTlsReportFields) {
    .endpoint = endpoint, .handshake = handshake, .verdict = verdict, .chain = sent, .verified_path = path });
}

static void
assert_role (const FlTlsReport *report,
             FlCertificate     *certificate,
             const char        *expected)
{
  g_autofree char *role = fl_certificate_path_describe_role (report, certificate);

  g_assert_cmpstr (role, ==, expected);
}

static void
assert_summary (const FlTlsReport *report,
                const char        *expected)
{
  g_autofree char *summary = fl_certificate_path_summarize (report);

  g_assert_cmpstr (summary, ==, expected);
}

/* The expired one stands for a certificate that the server sent for nothing. */
static void
test_roles (void)
{
  g_autoptr(FlTlsReport) report = fl_test_report_new (&(FlTestReport) {
    FL_TEST_REPORT_BARE, .leaf = certificates->good, .issuer = certificates->ca });
  g_autoptr(FlTlsReport) unverified = fl_test_report_new (&(FlTestReport) { FL_TEST_REPORT_BARE, .leaf = certificates->good });
  g_autoptr(GPtrArray) sent = g_ptr_array_new ();
  g_autoptr(GPtrArray) path = g_ptr_array_new ();
  g_autoptr(FlTlsReport) needless = NULL;
  g_autoptr(GPtrArray) list = fl_certificate_path_list (report);
  g_autoptr(GPtrArray) none = fl_certificate_path_list (NULL);

  g_assert_cmpuint (list->len, ==, 2);
  g_assert_cmpuint (none->len, ==, 0);
  g_assert_true (fl_certificate_equal (list->pdata[0], certificates->good));
  assert_role (report, certificates->good, "Sent by the broker (1 of 1), on the verified path (1 of 2)");
  assert_role (report, certificates->ca, "From your trusted certificates, on the verified path (2 of 2)");
  assert_role (unverified, certificates->good, "Sent by the broker (1 of 1)");
  assert_summary (report, "1 certificate was sent. The path from the broker to what is trusted has 2 steps. "
                          "Its end, the anchor, was added from your trusted certificates.");
  assert_summary (unverified, "1 certificate was sent.");
  assert_summary (NULL, NULL);

  g_ptr_array_add (sent, certificates->good);
  g_ptr_array_add (sent, certificates->expired);
  g_ptr_array_add (sent, certificates->ca);
  g_ptr_array_add (path, certificates->good);
  g_ptr_array_add (path, certificates->ca);
  needless = make_report (sent, path);
  assert_role (needless, certificates->expired, "Sent by the broker (2 of 3), not used: not on the verified path");
  assert_role (needless, certificates->ca, "Sent by the broker (3 of 3), on the verified path (2 of 2)");
  assert_summary (needless, "3 certificates were sent, 1 is not used. The path from the broker to what is trusted has 2 steps.");
}

/* A server that sends sixty: the first are listed, and what the path needs of the rest. */
static void
test_many (void)
{
  g_autoptr(GPtrArray) sent = g_ptr_array_new_with_free_func ((GDestroyNotify) fl_certificate_unref);
  g_autoptr(GPtrArray) path = g_ptr_array_new ();
  g_autoptr(FlTlsReport) report = NULL;
  g_autoptr(GPtrArray) list = NULL;

  for (int i = 0; i < 60; i++)
    g_ptr_array_add (sent, fl_test_certificate_new (&(FlTestCertificate) { .common_name = "x", .serial = i + 1 }));
  g_ptr_array_add (path, sent->pdata[0]);
  g_ptr_array_add (path, sent->pdata[59]);
  report = make_report (sent, path);
  list = fl_certificate_path_list (report);
  g_assert_cmpuint (list->len, ==, FL_CERTIFICATE_PATH_MAX_SENT + 1);
  g_assert_true (list->pdata[FL_CERTIFICATE_PATH_MAX_SENT] == sent->pdata[59]);
  assert_summary (report, "60 certificates were sent, 21 are shown, 58 are not used. "
                          "The path from the broker to what is trusted has 2 steps.");
}

int
main (int    argc,
      char **argv)
{
  g_setenv ("TZ", "UTC", TRUE);
  g_test_init (&argc, &argv, NULL);
  certificates = fl_test_certificates_get ();
  g_test_add_func ("/certificate-path/roles", test_roles);
  g_test_add_func ("/certificate-path/many", test_many);
  return g_test_run ();
}
