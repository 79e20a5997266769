/* What was sent and what was verified, each certificate once.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "tls/fl-certificate-path.h"

#include "support/fl-test-report.h"

static const FlTestCertificates *certificates;

static void
test_roles (void)
{
  g_autoptr(FlTlsReport) report = fl_test_report_new (&(FlTestReport) {
    FL_TEST_REPORT_BARE, .leaf = certificates->good, .issuer = certificates->ca });
  g_autoptr(FlTlsReport) unverified = fl_test_report_new (&(FlTestReport) { FL_TEST_REPORT_BARE, .leaf = certificates->good });
  g_autoptr(GPtrArray) list = fl_certificate_path_list (report);
  g_autoptr(GPtrArray) none = fl_certificate_path_list (NULL);
  g_autofree char *leaf = fl_certificate_path_describe_role (report, certificates->good);
  g_autofree char *anchor = fl_certificate_path_describe_role (report, certificates->ca);
  g_autofree char *sent = fl_certificate_path_describe_role (unverified, certificates->good);

  g_assert_cmpuint (list->len, ==, 2);
  g_assert_cmpuint (none->len, ==, 0);
  g_assert_true (fl_certificate_equal (list->pdata[0], certificates->good));
  g_assert_cmpstr (leaf, ==, "Sent by the broker, on the verified path");
  g_assert_cmpstr (anchor, ==, "From your trusted certificates, on the verified path");
  g_assert_cmpstr (sent, ==, "Sent by the broker");
}

int
main (int    argc,
      char **argv)
{
  g_setenv ("TZ", "UTC", TRUE);
  g_test_init (&argc, &argv, NULL);
  certificates = fl_test_certificates_get ();
  g_test_add_func ("/certificate-path/roles", test_roles);
  return g_test_run ();
}
