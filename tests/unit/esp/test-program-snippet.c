/* Commands and scripts with the right host, port and CA. That they run is tested by tests/live/snippets.py.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "esp/fl-program-snippet.h"

#include "support/fl-test-certificate.h"
#include "support/fl-test-report.h"

#include <string.h>

static FlSnippetFacts *
facts_of (FlCertificate *leaf,
          FlCertificate *issuer,
          const char    *psk_identity)
{
  FlTestReport wish = { FL_TEST_REPORT_BARE, .way = leaf != NULL ? FL_TRUST_CA : FL_TRUST_PSK, .leaf = leaf, .issuer = issuer,
                        .host = "broker.home" };
  g_autoptr(FlTlsReport) report = fl_test_report_new (&wish);

  return fl_snippet_facts_new (report, psk_identity, FL_TEST_NOW);
}

static void
test_mosquitto (void)
{
  const FlTestCertificates *certificates = fl_test_certificates_get ();
  g_autoptr(FlSnippetFacts) facts = facts_of (certificates->good, certificates->ca, NULL);
  g_autoptr(FlSnippetFacts) psk = facts_of (NULL, NULL, "it's $(reboot)");
  g_autofree char *text = fl_program_snippet_write (FL_FIRMWARE_MOSQUITTO, FL_SNIPPET_WAY_CA, facts);
  g_autofree char *client = fl_program_snippet_write (FL_FIRMWARE_MOSQUITTO, FL_SNIPPET_WAY_CLIENT_CERTIFICATE, facts);
  g_autofree char *key = fl_program_snippet_write (FL_FIRMWARE_MOSQUITTO, FL_SNIPPET_WAY_PSK, psk);
  g_autofree char *expected = g_strdup_printf ("cat > broker-ca.pem << 'EOF'\n%sEOF\n"
                                               "mosquitto_sub -h 'broker.home' -p 8883 --cafile broker-ca.pem -t '#' -v\n",
                                               fl_certificate_get_pem (certificates->ca));

  g_assert_cmpstr (text, ==, expected);
  g_assert_nonnull (strstr (client, " --cert device.crt --key device.key "));
  g_assert_nonnull (strstr (key, "--psk-identity 'it'\\''s $(reboot)' --psk \"$PSK_KEY\""));
}

static void
test_python (void)
{
  const FlTestCertificates *certificates = fl_test_certificates_get ();
  g_autoptr(FlSnippetFacts) facts = facts_of (certificates->good, certificates->ca, NULL);
  g_autofree char *ca = fl_program_snippet_write (FL_FIRMWARE_PYTHON, FL_SNIPPET_WAY_CA, facts);
  g_autofree char *pinned = fl_program_snippet_write (FL_FIRMWARE_PYTHON, FL_SNIPPET_WAY_FINGERPRINT, facts);
  g_autofree char *insecure = fl_program_snippet_write (FL_FIRMWARE_PYTHON, FL_SNIPPET_WAY_INSECURE, facts);
  g_autofree char *partial = NULL;

  g_assert_nonnull (strstr (ca, "HOST = \"broker.home\"\nPORT = 8883\n"));
  g_assert_nonnull (strstr (ca, fl_certificate_get_pem (certificates->ca)));
  g_assert_nonnull (strstr (ca, "create_default_context(cadata=CA)"));
  g_assert_null (strstr (ca, "CERT_NONE"));
  g_assert_null (strstr (ca, "PARTIAL_CHAIN"));
  g_assert_nonnull (strstr (pinned, fl_certificate_get_sha256 (certificates->good)));
  g_assert_nonnull (strstr (pinned, "sslsocket_class = PinnedSocket"));
  g_assert_nonnull (strstr (insecure, "CERT_NONE"));
  /* What vouches is no root: OpenSSL has to be told that this is enough. */
  fl_certificate_unref (facts->anchor);
  facts->anchor = fl_certificate_ref (certificates->good);
  partial = fl_program_snippet_write (FL_FIRMWARE_PYTHON, FL_SNIPPET_WAY_CA, facts);
  g_assert_nonnull (strstr (partial, "VERIFY_X509_PARTIAL_CHAIN"));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/program-snippet/mosquitto", test_mosquitto);
  g_test_add_func ("/program-snippet/python", test_python);
  return g_test_run ();
}
