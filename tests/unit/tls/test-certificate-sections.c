/* The sections hold everything that a certificate says, each in its place.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "tls/fl-certificate-sections.h"

#include "support/fl-test-section.h"

#include <string.h>

static void
test_usual (void)
{
  g_autoptr(FlCertificate) certificate = fl_test_certificate_new (&(FlTestCertificate) {
    .common_name = "localhost", .organization = "Fern & Söhne", .san = "DNS:localhost,DNS:a.example,IP:127.0.0.1", .serial = 4711,
    .not_before = 1777809600, .not_after = 1799755200 });
  g_autoptr(GListModel) sections = fl_certificate_list_sections (certificate, 1777809600);

  assert_value (sections, "Subject", "Common name", "localhost");
  assert_value (sections, "Subject", "Organization", "Fern & Söhne");
  assert_value (sections, "Issuer", "Common name", "localhost");
  assert_value (sections, "Validity", "Not valid before", "3 May 2026, 12:00:00 UTC");
  assert_value (sections, "Validity", "Not valid after", "12 January 2027, 12:00:00 UTC");
  assert_value (sections, "Validity", "Time left", "254 days");
  assert_value (sections, "Public key", "Algorithm", "EC");
  assert_value (sections, "Public key", "Size", "256 bits");
  assert_value (sections, "Public key", "Curve", "P-256 (prime256v1)");
  assert_value (sections, "Signature", "Algorithm", "ecdsa-with-SHA256");
  assert_value (sections, "Signature", "Strength", "128 bits of security");
  assert_value (sections, "Certificate", "Version", "3");
  assert_value (sections, "Certificate", "Serial number", "1267");
}

static void
test_fingerprints (void)
{
  g_autoptr(FlCertificate) certificate = fl_test_certificate_load ("rsa2048.pem");
  g_autoptr(GListModel) sections = fl_certificate_list_sections (certificate, 0);
  g_autofree char *sha1 = fl_test_run (fl_certificate_get_pem (certificate), "openssl x509 -noout -fingerprint -sha1 | sed 's/.*=//'");
  g_autofree char *sha256 = fl_test_run (fl_certificate_get_pem (certificate), "openssl x509 -noout -fingerprint -sha256 | sed 's/.*=//'");
  g_autofree char *modulus = fl_test_run (fl_certificate_get_pem (certificate), "openssl x509 -noout -ext subjectKeyIdentifier 2>/dev/null | tail -n 1 | tr -d ' ' | tr A-F a-f");

  assert_value (sections, "Fingerprints", "SHA-1", sha1);
  assert_value (sections, "Fingerprints", "SHA-256", sha256);
  assert_value (sections, "Public key", "Exponent", "65537");
  if (strchr (modulus, ':') != NULL)
    assert_value (sections, "Subject key identifier", "Identifier", modulus);
}

static void
test_hostile (void)
{
  g_autoptr(FlCertificate) certificate = fl_test_certificate_new (&(FlTestCertificate) {
    .common_name = "<b>a</b>\0\n\u202Eb", .n_common_name = 14, .serial = -4711, .end_date = "99991231235959Z", .key = "ED25519",
    .organization = "<span foreground='green'>verified</span>" });
  g_autoptr(GListModel) sections = fl_certificate_list_sections (certificate, 0);

  assert_value (sections, "Subject", "Common name", "<b>a</b>\\u0000\\u000A\\u202Eb");
  assert_value (sections, "Subject", "Organization", "<span foreground='green'>verified</span>");
  assert_value (sections, "Certificate", "Serial number", "-1267");
  assert_value (sections, "Validity", "Not valid after", "31 December 9999, 23:59:59 UTC");
  assert_value (sections, "Public key", "Algorithm", "Ed25519");
}

static void
test_expired (void)
{
  g_autoptr(FlCertificate) certificate = fl_test_certificate_new (&(FlTestCertificate) { .not_before = 1000, .not_after = 100000 });
  g_autoptr(GListModel) sections = fl_certificate_list_sections (certificate, 100000 + 3 * 86400);
  g_autoptr(GListModel) sections_after_one = fl_certificate_list_sections (certificate, 100001);

  assert_value (sections, "Validity", "Time left", "expired 3 days ago");
  assert_value (sections_after_one, "Validity", "Time left", "expired 1 day ago");
  assert_value (sections, "Subject", "Name", "none");
}

/* What the certificate is comes first, its extensions behind. */
static void
test_order (void)
{
  g_autoptr(FlCertificate) certificate = fl_test_certificate_new (&(FlTestCertificate) { .common_name = "x", .san = "DNS:x" });
  g_autoptr(GListModel) sections = fl_certificate_list_sections (certificate, 0);
  g_autoptr(FlCertificateSection) first = g_list_model_get_item (sections, 0);
  g_autoptr(FlCertificateSection) last = g_list_model_get_item (sections, g_list_model_get_n_items (sections) - 1);

  g_assert_cmpstr (fl_certificate_section_get_title (first), ==, "Subject");
  g_assert_cmpstr (fl_certificate_section_get_title (last), ==, "Alternative names");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/certificate-sections/usual", test_usual);
  g_test_add_func ("/certificate-sections/fingerprints", test_fingerprints);
  g_test_add_func ("/certificate-sections/hostile", test_hostile);
  g_test_add_func ("/certificate-sections/expired", test_expired);
  g_test_add_func ("/certificate-sections/order", test_order);
  return g_test_run ();
}
