/* What may be written into a sketch is only what a broker proved.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "esp/fl-paste-context.h"
#include "support/fl-test-report.h"

static void
test_proved (void)
{
  const FlTestCertificates *certificates = fl_test_certificates_get ();
  FlTestReport wish = { FL_TEST_REPORT_BARE, .host = "broker.home", .leaf = certificates->good, .issuer = certificates->ca };
  g_autoptr(FlTlsReport) report = fl_test_report_new (&wish);
  const FlPasteContext context = { .report = report };

  g_assert_true (fl_paste_context_get_leaf (&context) == certificates->good);
  g_assert_true (fl_paste_context_get_trusted (&context) == certificates->good);
  g_assert_true (fl_paste_context_get_anchor (&context) == certificates->ca);
  g_assert_cmpstr (fl_paste_context_get_host (&context), ==, "broker.home");
  g_assert_cmpuint (fl_paste_context_get_port (&context), ==, 8883);
}

/* Insecure, and sent a CA's certificate: nothing of it is taken over. */
static void
test_not_proved (void)
{
  const FlTestCertificates *certificates = fl_test_certificates_get ();
  FlTestReport wish = { FL_TEST_REPORT_BARE, .way = FL_TRUST_INSECURE, .leaf = certificates->good, .issuer = certificates->ca,
                        .untrusted = TRUE };
  g_autoptr(FlTlsReport) report = fl_test_report_new (&wish);
  const FlPasteContext context = { .report = report };

  g_assert_true (fl_paste_context_get_leaf (&context) == certificates->good);
  g_assert_null (fl_paste_context_get_trusted (&context));
  g_assert_null (fl_paste_context_get_anchor (&context));
}

/* Pinned: there is no path; a leaf that did not sign itself is nobody's CA. */
static void
test_pinned (void)
{
  const FlTestCertificates *certificates = fl_test_certificates_get ();
  FlTestReport wish = { FL_TEST_REPORT_BARE, .way = FL_TRUST_PIN, .leaf = certificates->good };
  g_autoptr(FlTlsReport) report = fl_test_report_new (&wish);
  g_autoptr(FlTlsReport) self_signed = NULL;
  FlPasteContext context = { .report = report };

  g_assert_nonnull (fl_paste_context_get_trusted (&context));
  g_assert_null (fl_paste_context_get_anchor (&context));
  wish.leaf = certificates->ca;
  self_signed = fl_test_report_new (&wish);
  context.report = self_signed;
  g_assert_true (fl_paste_context_get_anchor (&context) == certificates->ca);
}

static void
test_nothing (void)
{
  const FlPasteContext context = { .report = NULL };

  g_assert_null (fl_paste_context_get_leaf (&context));
  g_assert_null (fl_paste_context_get_trusted (&context));
  g_assert_null (fl_paste_context_get_anchor (&context));
  g_assert_null (fl_paste_context_get_host (&context));
  g_assert_cmpuint (fl_paste_context_get_port (&context), ==, 8883);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/paste-context/proved", test_proved);
  g_test_add_func ("/paste-context/not-proved", test_not_proved);
  g_test_add_func ("/paste-context/pinned", test_pinned);
  g_test_add_func ("/paste-context/nothing", test_nothing);
  return g_test_run ();
}
