/* Tests of fl-certificate-sighting: what is taken of a certificate, and what comes back.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "tls/fl-certificate-sighting.h"

#include "support/fl-test-certificate.h"

#define DAY 86400

static void
test_of_certificate (void)
{
  FlTestCertificate wish = { .common_name = "a\n<b>", .not_after = 1799755200 };
  g_autoptr(FlCertificate) certificate = fl_test_certificate_new (&wish);
  g_autoptr(FlCertificateSighting) seen = fl_certificate_sighting_new ("id", "host:8883", certificate);
  g_autoptr(FlCertificateSighting) same = fl_certificate_sighting_ref (seen);
  g_autoptr(FlCertificate) back = fl_certificate_sighting_dup_certificate (same);

  g_assert_cmpstr (seen->broker, ==, "id");
  g_assert_cmpstr (seen->endpoint, ==, "host:8883");
  g_assert_cmpstr (seen->sha256, ==, fl_certificate_get_sha256 (certificate));
  g_assert_cmpstr (seen->sha1, ==, fl_certificate_get_sha1 (certificate));
  g_assert_cmpstr (seen->spki_sha256, ==, fl_certificate_get_spki_sha256 (certificate));
  g_assert_cmpstr (seen->subject, ==, fl_certificate_get_common_name (certificate));
  g_assert_null (strchr (seen->subject, '\n'));
  g_assert_cmpint (seen->not_after, ==, 1799755200);
  g_assert_true (fl_certificate_equal (back, certificate));
}

static void
test_days_left (void)
{
  static const struct { gint64 now; gint64 days; } cases[] = {
    { 100 * DAY - 53 * DAY, 53 },
    { 100 * DAY - 1, 0 },
    { 100 * DAY, 0 },
    { 100 * DAY + 1, -1 },
    { 102 * DAY, -2 },
  };
  FlTestCertificate wish = { .common_name = "a" };
  g_autoptr(FlCertificate) certificate = fl_test_certificate_new (&wish);
  g_autoptr(FlCertificateSighting) seen = fl_certificate_sighting_new ("id", "host:8883", certificate);

  seen->not_after = 100 * DAY;
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpint (fl_certificate_sighting_get_days_left (seen, cases[i].now), ==, cases[i].days);
  seen->not_after = FL_CERTIFICATE_TIME_INVALID;
  g_assert_cmpint (fl_certificate_sighting_get_days_left (seen, 0), ==, G_MININT64);
}

/* Whatever somebody wrote into the file. */
static void
test_of_junk (void)
{
  g_autoptr(GVariant) row = g_variant_ref_sink (g_variant_new_parsed ("[<int64 1>, <'text'>, <()>, <()>, <()>, <()>, <()>, <int64 -9223372036854775807>, <int64 9223372036854775807>]"));
  g_autoptr(FlCertificateSighting) seen = fl_certificate_sighting_new_from_row (row, 0);

  g_assert_cmpstr (seen->broker, ==, "");
  g_assert_cmpstr (seen->endpoint, ==, "text");
  g_assert_cmpint (seen->how, ==, 0);
  g_assert_cmpint (seen->not_before, ==, FL_CERTIFICATE_TIME_INVALID);
  g_assert_cmpint (fl_certificate_sighting_get_days_left (seen, 1), ==, G_MININT64);
  g_assert_null (fl_certificate_sighting_dup_certificate (seen));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/certificate-sighting/of-certificate", test_of_certificate);
  g_test_add_func ("/certificate-sighting/days-left", test_days_left);
  g_test_add_func ("/certificate-sighting/of-junk", test_of_junk);
  return g_test_run ();
}
