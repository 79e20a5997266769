/* Every form of the reference certificates, byte for byte.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "esp/fl-fingerprint-form.h"

#include "support/fl-test-certificate.h"

static void
test_forms (void)
{
  static const char *const expected[] = {
    "51 68 64 C7 96 7C 63 72 40 96 3D 93 9C BD E9 85 4F 8B B5 25",
    "51:68:64:C7:96:7C:63:72:40:96:3D:93:9C:BD:E9:85:4F:8B:B5:25",
    "{0x51, 0x68, 0x64, 0xC7, 0x96, 0x7C, 0x63, 0x72, 0x40, 0x96, 0x3D, 0x93, 0x9C, 0xBD, 0xE9, 0x85, 0x4F, 0x8B, 0xB5, 0x25}",
    "516864c7967c637240963d939cbde9854f8bb525",
    "C7 82 51 79 9C 59 D1 CD 3A BE 2F D6 1C 8E 1B A7 9E E8 28 84",
  };
  g_autoptr(FlCertificate) certificate = fl_test_certificate_load ("rsa2048.pem");
  g_autofree char *colons = fl_fingerprint_form_write (FL_FINGERPRINT_FORM_SHA256_COLONS, certificate);
  g_autofree char *plain = fl_fingerprint_form_write (FL_FINGERPRINT_FORM_SHA256_PLAIN, certificate);
  g_autofree char *spki = fl_fingerprint_form_write (FL_FINGERPRINT_FORM_SPKI, certificate);
  g_autofree char *openssl = fl_test_run (fl_certificate_get_pem (certificate), "openssl x509 -noout -fingerprint -sha256 | cut -d= -f2");
  g_autofree char *openssl_spki = fl_test_run (fl_certificate_get_pem (certificate),
                                               "openssl x509 -noout -pubkey | openssl pkey -pubin -outform DER | "
                                               "openssl dgst -sha256 -binary | openssl base64");

  for (gsize i = 0; i < G_N_ELEMENTS (expected); i++)
    {
      g_autofree char *text = fl_fingerprint_form_write ((FlFingerprintForm) i, certificate);

      g_assert_cmpstr (text, ==, expected[i]);
    }
  g_assert_cmpstr (colons, ==, g_strstrip (openssl));
  g_assert_cmpstr (plain, ==, fl_certificate_get_sha256 (certificate));
  g_assert_true (g_str_has_prefix (spki, "sha256//"));
  g_assert_cmpstr (spki + 8, ==, g_strstrip (openssl_spki));
}

static void
test_names (void)
{
  for (int i = 0; i < (int) FL_N_FINGERPRINT_FORMS; i++)
    {
      g_assert_cmpstr (fl_fingerprint_form_get_title ((FlFingerprintForm) i), !=, "");
      g_assert_cmpstr (fl_fingerprint_form_get_taker ((FlFingerprintForm) i), !=, "");
      for (int j = 0; j < i; j++)
        g_assert_cmpstr (fl_fingerprint_form_to_id ((FlFingerprintForm) i), !=, fl_fingerprint_form_to_id ((FlFingerprintForm) j));
    }
}

/* Tasmota has no word for this key; everybody else has. */
static void
test_no_tasmota (void)
{
  g_autoptr(FlCertificate) certificate = fl_test_certificate_new (&(FlTestCertificate) { .common_name = "x", .key = "ED25519" });

  for (int i = 0; i < (int) FL_N_FINGERPRINT_FORMS; i++)
    {
      g_autofree char *text = fl_fingerprint_form_write ((FlFingerprintForm) i, certificate);

      g_assert_cmpint (text == NULL, ==, i == FL_FINGERPRINT_FORM_TASMOTA);
    }
}

/* A fingerprint of the key fits every certificate with that key; any other ends with its certificate. */
static void
test_bond (void)
{
  for (int i = 0; i < (int) FL_N_FINGERPRINT_FORMS; i++)
    {
      const char *id = fl_fingerprint_form_to_id ((FlFingerprintForm) i);
      const FlSnippetBond bond = fl_fingerprint_form_get_bond ((FlFingerprintForm) i);

      g_assert_cmpint (bond, ==, g_str_has_prefix (id, "sha") ? FL_SNIPPET_BOND_CERTIFICATE : FL_SNIPPET_BOND_KEY);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/fingerprint-form/forms", test_forms);
  g_test_add_func ("/fingerprint-form/names", test_names);
  g_test_add_func ("/fingerprint-form/no-tasmota", test_no_tasmota);
  g_test_add_func ("/fingerprint-form/bond", test_bond);
  return g_test_run ();
}
