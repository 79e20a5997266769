/* Every cause has a code of its own, a meaning and a fix; a broker's certificate makes both exact.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "esp/fl-device-error-meaning.h"

#include <string.h>

#include "support/fl-test-report.h"

static void
test_codes (void)
{
  g_autoptr(GHashTable) codes = g_hash_table_new (g_str_hash, g_str_equal);

  for (int cause = 0; cause < FL_N_DEVICE_CAUSES; cause++)
    {
      const char *code = fl_device_error_meaning_to_code ((FlDeviceCause) cause);

      g_assert_true (code != NULL && g_str_has_prefix (code, "error-"));
      g_assert_true (g_hash_table_add (codes, (gpointer) code));
    }
}

static void
test_alone (void)
{
  const FlPasteContext context = { .now = FL_TEST_NOW };
  const FlDeviceError error = { FL_DEVICE_ERROR_BEARSSL, 54, 3 };
  const FlDeviceError none = { FL_DEVICE_ERROR_BEARSSL, 0, 1 };
  g_autoptr(FlFinding) finding = fl_device_error_meaning_new (&error, &context);
  g_autoptr(FlFinding) nothing = fl_device_error_meaning_new (&none, &context);

  g_assert_cmpstr (finding->code, ==, "error-expired");
  g_assert_cmpuint (finding->line, ==, 3);
  g_assert_cmpstr (finding->sentence, ==, "54 BR_ERR_X509_EXPIRED: By the device’s clock the certificate is not valid: expired, or not valid yet.");
  g_assert_nonnull (finding->change);
  g_assert_cmpint (nothing->tone, ==, FL_SECURITY_TONE_NEUTRAL);
  g_assert_null (nothing->change);
}

static void
test_broker (void)
{
  const FlTestCertificates *certificates = fl_test_certificates_get ();
  const FlTestReport wish = { FL_TEST_REPORT_BARE, .leaf = certificates->expired, .issuer = certificates->ca };
  g_autoptr(FlTlsReport) report = fl_test_report_new (&wish);
  const FlPasteContext context = { .report = report, .now = FL_TEST_NOW };
  const FlDeviceError error = { FL_DEVICE_ERROR_BEARSSL, 54, 1 };
  g_autoptr(FlFinding) finding = fl_device_error_meaning_new (&error, &context);

  g_assert_nonnull (strstr (finding->sentence, "It is so: localhost’s certificate is expired on 3 May 2026"));
  g_assert_true (g_str_has_prefix (finding->change, "Renew the certificate"));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/device-error-meaning/codes", test_codes);
  g_test_add_func ("/device-error-meaning/alone", test_alone);
  g_test_add_func ("/device-error-meaning/broker", test_broker);
  return g_test_run ();
}
