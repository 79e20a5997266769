/* Every extension becomes a section, an unknown and a damaged one too.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "tls/fl-certificate-extensions.h"

#include "support/fl-test-section.h"
#include "tls/fl-certificate-private.h"

#include <string.h>

static GListModel *
list_extensions (FlCertificate *certificate)
{
  GListStore *sections = g_list_store_new (FL_TYPE_CERTIFICATE_SECTION);

  fl_certificate_extensions_read (sections, fl_certificate_get_x509 (certificate));

  return G_LIST_MODEL (sections);
}

static void
test_known (void)
{
  g_autoptr(FlCertificate) certificate = fl_test_certificate_new (&(FlTestCertificate) {
    .common_name = "localhost", .san = "DNS:localhost,DNS:a.example,IP:127.0.0.1",
    .extensions = "basicConstraints=critical,CA:TRUE,pathlen:2\nkeyUsage=critical,digitalSignature,keyCertSign\n"
                  "extendedKeyUsage=serverAuth,clientAuth,1.2.3.4\nsubjectKeyIdentifier=hash\n"
                  "authorityInfoAccess=OCSP;URI:http://ocsp.example/,caIssuers;URI:http://ca.example/\n"
                  "crlDistributionPoints=URI:http://crl.example/\ncertificatePolicies=1.2.3.4,2.23.140.1.2.1\n"
                  "tlsfeature=status_request\nnameConstraints=critical,permitted;DNS:example" });
  g_autoptr(GListModel) sections = list_extensions (certificate);

  assert_value (sections, "Alternative names", "DNS", "localhost, a.example");
  assert_value (sections, "Alternative names", "IP", "127.0.0.1");
  assert_value (sections, "Basic constraints", "Certificate authority", "Yes");
  assert_value (sections, "Basic constraints", "Authorities below it, at most", "2");
  assert_value (sections, "Key usage", "Use", "Digital signature, Certificate signing");
  assert_value (sections, "Extended key usage", "Use", "TLS server, TLS client, 1.2.3.4");
  assert_value (sections, "Authority information access", "OCSP", "URI:http://ocsp.example/");
  assert_value (sections, "Authority information access", "CA Issuers", "URI:http://ca.example/");
  assert_value (sections, "Revocation lists", "Location", "URI:http://crl.example/");
  assert_value (sections, "Certificate policies", "Policy", "1.2.3.4, 2.23.140.1.2.1");
  assert_value (sections, "TLS features", "Required", "Proof that it is not revoked (OCSP must-staple)");
  assert_value (sections, "X509v3 Name Constraints", "OID", "2.5.29.30");
  assert_value (sections, "X509v3 Name Constraints", "Value", "Permitted:\n  DNS:example");
  g_assert_true (fl_certificate_section_is_critical (fl_test_section_find (sections, "Basic constraints")));
  g_assert_false (fl_certificate_section_is_critical (fl_test_section_find (sections, "TLS features")));
}

/* What policies and revocation lists say beside their names. */
static void
test_qualifiers (void)
{
  g_autoptr(FlCertificate) certificate = fl_test_certificate_new (&(FlTestCertificate) {
    .common_name = "x", .extensions =
      /* 1.2.3.4 with a place where it is explained, and a notice that a stranger wrote */
      "certificatePolicies=DER:3043304106032a0304303a301f06082b060105050702011613687474703a2f2f6370732e6578616d706c652f"
      "301706082b06010505070202300b0c093c623e66696e650a21\n"
      "crlDistributionPoints=DER:3031302fa017a0158613687474703a2f2f63726c2e6578616d706c652fa214a4123010310e300c06035504"
      "030c054c69737473" });
  g_autoptr(GListModel) sections = list_extensions (certificate);

  assert_value (sections, "Certificate policies", "Policy", "1.2.3.4");
  assert_value (sections, "Certificate policies", "Explained at", "http://cps.example/");
  assert_value (sections, "Certificate policies", "Notice", "<b>fine\\u000A!");
  assert_value (sections, "Revocation lists", "Location", "URI:http://crl.example/");
  assert_value (sections, "Revocation lists", "Signed by", "DirName:CN=Lists");
}

/* A list of n timestamps: times and signatures are made up (RFC 6962, 3.3). */
static void
test_timestamps (void)
{
  static const char *const logs[] = {
    "0000000000000000000000000000000000000000000000000000000000000001",
    "0e5794bcf3aea93e331b2c9907b3f790df9bc23d713225dd21a925ac61c54e21", /* one that there is */
  };
  g_autoptr(GString) list = g_string_new (NULL);
  g_autofree char *extensions = NULL;
  g_autoptr(FlCertificate) certificate = NULL;
  g_autoptr(GListModel) sections = NULL;

  for (guint i = 1; i <= 2; i++)
    g_string_append_printf (list, "0037" "00" "%s" "000001%02xcfe56800" "0000" "0403" "0008" "3006020101020101", logs[i - 1],
                            0x8a + i);
  extensions = g_strdup_printf ("1.3.6.1.4.1.11129.2.4.2=DER:0474" "0072" "%s", list->str);
  certificate = fl_test_certificate_new (&(FlTestCertificate) { .common_name = "x", .extensions = extensions });
  sections = list_extensions (certificate);
  assert_value (sections, "Certificate transparency", "Number", "2");
  assert_value (sections, "Certificate transparency", "Logged", "14 November 2023, 22:13:20 UTC, 3 January 2024, 15:16:07 UTC");
  assert_value (sections, "Certificate transparency", "Log",
                "0000000000000000000000000000000000000000000000000000000000000001, "
                "Google Argon2026h1 (0e5794bcf3aea93e331b2c9907b3f790df9bc23d713225dd21a925ac61c54e21)");
  assert_value (sections, "Certificate transparency", "Signed with", "ecdsa-with-SHA256, ecdsa-with-SHA256");
}

/* In hexadecimal with its OID; a known one whose bytes are damaged, too. */
static void
test_unknown (void)
{
  g_autoptr(FlCertificate) certificate = fl_test_certificate_new (&(FlTestCertificate) {
    .common_name = "x", .extensions = "1.2.3.4.5=critical,DER:deadbeef\nkeyUsage=DER:ffff" });
  g_autoptr(GListModel) sections = list_extensions (certificate);

  assert_value (sections, "1.2.3.4.5", "OID", "1.2.3.4.5");
  assert_value (sections, "1.2.3.4.5", "Value", "de:ad:be:ef");
  g_assert_true (fl_certificate_section_is_critical (fl_test_section_find (sections, "1.2.3.4.5")));
  assert_value (sections, "X509v3 Key Usage", "Value", "ff:ff");
  assert_value (sections, "X509v3 Key Usage", "Note", "This extension is damaged; these are its bytes.");
}

static void
test_long_extension (void)
{
  g_autofree char *hex = g_strnfill (2 * 5000, 'a');
  g_autofree char *extensions = g_strconcat ("1.2.3.4.5=DER:", hex, NULL);
  g_autoptr(FlCertificate) certificate = fl_test_certificate_new (&(FlTestCertificate) { .common_name = "x", .extensions = extensions });
  g_autoptr(GListModel) sections = list_extensions (certificate);
  g_autofree char *value = fl_test_section_get_values (sections, "1.2.3.4.5", "Value");

  g_assert_cmpuint (strlen (value), <, 2000);
  g_assert_true (g_str_has_suffix (value, "aa… (5000 bytes)"));
}

static void
test_many (void)
{
  g_autoptr(FlCertificate) certificate = fl_test_certificate_new (&(FlTestCertificate) { .common_name = "x", .n_dns_names = 10000 });
  g_autoptr(GListModel) sections = list_extensions (certificate);
  FlCertificateSection *section = fl_test_section_find (sections, "Alternative names");

  g_assert_cmpuint (g_list_model_get_n_items (fl_certificate_section_get_fields (section)), ==, FL_CERTIFICATE_SECTION_MAX_VALUES + 1);
  assert_value (sections, "Alternative names", "And", "9900 more are not shown");
}

/* More than are shown: one section says how many. */
static void
test_too_many (void)
{
  g_autoptr(GString) extensions = g_string_new (NULL);
  g_autoptr(FlCertificate) certificate = NULL;
  g_autoptr(GListModel) sections = NULL;

  for (int i = 0; i < FL_CERTIFICATE_SECTION_MAX_VALUES + 3; i++)
    g_string_append_printf (extensions, "%s1.2.3.%d=DER:00", i > 0 ? "\n" : "", i);
  certificate = fl_test_certificate_new (&(FlTestCertificate) { .common_name = "x", .extensions = extensions->str });
  sections = list_extensions (certificate);
  g_assert_cmpuint (g_list_model_get_n_items (sections), ==, FL_CERTIFICATE_SECTION_MAX_VALUES + 1);
  assert_value (sections, "More extensions", "Not shown", "3");
}

int
main (int    argc,
      char **argv)
{
  g_setenv ("TZ", "UTC", TRUE);
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/certificate-extensions/known", test_known);
  g_test_add_func ("/certificate-extensions/qualifiers", test_qualifiers);
  g_test_add_func ("/certificate-extensions/timestamps", test_timestamps);
  g_test_add_func ("/certificate-extensions/unknown", test_unknown);
  g_test_add_func ("/certificate-extensions/long-extension", test_long_extension);
  g_test_add_func ("/certificate-extensions/many", test_many);
  g_test_add_func ("/certificate-extensions/too-many", test_too_many);
  return g_test_run ();
}
