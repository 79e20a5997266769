/* The dates of a certificate in words.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "tls/fl-certificate-validity.h"

#include "support/fl-test-report.h"

static const FlTestCertificates *certificates;

static void
test_validity (void)
{
  g_autofree char *good = fl_certificate_validity_describe (certificates->good, FL_TEST_NOW);
  g_autofree char *expired = fl_certificate_validity_describe (certificates->expired, FL_TEST_MAY + 3 * 86400);
  g_autofree char *early = fl_certificate_validity_describe (certificates->good, FL_TEST_MAY - 2 * FL_TEST_YEAR);

  g_assert_cmpstr (good, ==, "valid until 12 January 2027 (53 days)");
  g_assert_cmpstr (expired, ==, "expired on 3 May 2026 (3 days ago)");
  g_assert_cmpstr (early, ==, "not valid before 3 May 2025");
}

static void
test_dates (void)
{
  g_autofree char *until = fl_certificate_validity_format_until (certificates->good, FL_TEST_NOW);
  g_autofree char *date = fl_certificate_validity_format_date (FL_TEST_MAY);
  g_autofree char *none = fl_certificate_validity_format_date (FL_CERTIFICATE_TIME_INVALID);
  g_autofree char *this_year = fl_certificate_validity_format_past_date (FL_TEST_MAY, FL_TEST_NOW);
  g_autofree char *last_year = fl_certificate_validity_format_past_date (FL_TEST_MAY, FL_TEST_JANUARY);

  g_assert_cmpstr (until, ==, "12 January 2027 (53 days)");
  g_assert_cmpstr (date, ==, "3 May 2026");
  g_assert_cmpstr (none, ==, "?");
  g_assert_cmpstr (this_year, ==, "3 May");
  g_assert_cmpstr (last_year, ==, "3 May 2026");
}

int
main (int    argc,
      char **argv)
{
  g_setenv ("TZ", "UTC", TRUE);
  g_test_init (&argc, &argv, NULL);
  certificates = fl_test_certificates_get ();
  g_test_add_func ("/certificate-validity/validity", test_validity);
  g_test_add_func ("/certificate-validity/dates", test_dates);
  return g_test_run ();
}
