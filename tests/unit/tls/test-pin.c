/* A pin is read in every form that people have it in, and accepts one certificate or key only.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "tls/fl-pin.h"

#include "support/fl-test-certificate.h"
#include "tls/fl-certificate-parser.h"
#include "tls/fl-fingerprint.h"

#define SHA1 "18c0c23dbedd81377340e7e43661cb0adf96ad25"
#define SHA256 "24b9d28e317bb9df5d80a6214a32b737a4bc54b19863839af09c1baff6ba8dac"
#define SPKI "sha256//47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="

static void
test_parse (void)
{
  static const struct { const char *text; FlPinKind kind; const char *canonical; } cases[] = {
    { SHA1, FL_PIN_SHA1, SHA1 },
    { "18 C0 C2 3D BE DD 81 37 73 40 E7 E4 36 61 CB 0A DF 96 AD 25", FL_PIN_SHA1, SHA1 },
    { "  18:C0:C2:3D:BE:DD:81:37:73:40:E7:E4:36:61:CB:0A:DF:96:AD:25\n", FL_PIN_SHA1, SHA1 },
    { "SHA1 Fingerprint=18:C0:C2:3D:BE:DD:81:37:73:40:E7:E4:36:61:CB:0A:DF:96:AD:25", FL_PIN_SHA1, SHA1 },
    { "\"18 C0 C2 3D BE DD 81 37 73 40 E7 E4 36 61 CB 0A DF 96 AD 25\";", FL_PIN_SHA1, SHA1 },
    { "{0x18, 0xC0, 0xC2, 0x3D, 0xBE, 0xDD, 0x81, 0x37, 0x73, 0x40, 0xE7, 0xE4, 0x36, 0x61, 0xCB, 0x0A, 0xDF, 0x96, 0xAD, 0x25}",
      FL_PIN_SHA1, SHA1 },
    { SHA256, FL_PIN_SHA256, SHA256 },
    { "sha256 Fingerprint=24:B9:D2:8E:31:7B:B9:DF:5D:80:A6:21:4A:32:B7:37:A4:BC:54:B1:98:63:83:9A:F0:9C:1B:AF:F6:BA:8D:AC",
      FL_PIN_SHA256, SHA256 },
    { SPKI, FL_PIN_SPKI, SPKI },
    { " " SPKI " ", FL_PIN_SPKI, SPKI },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(FlPin) pin = fl_pin_parse (cases[i].text, &error);
      g_autoptr(FlPin) again = NULL;
      g_autofree char *text = NULL;

      g_assert_no_error (error);
      text = fl_pin_to_text (pin);
      again = fl_pin_parse (text, &error);
      g_assert_no_error (error);
      g_assert_cmpint (fl_pin_get_kind (pin), ==, cases[i].kind);
      g_assert_cmpstr (text, ==, cases[i].canonical);
      g_assert_true (fl_pin_equal (pin, again));
      g_assert_cmpint (fl_pin_is_weak (pin), ==, cases[i].kind == FL_PIN_SHA1);
    }
}

static void
test_refused (void)
{
  static const struct { const char *text; FlPinError error; } cases[] = {
    { "", FL_PIN_ERROR_EMPTY },
    { " \n", FL_PIN_ERROR_EMPTY },
    { "18 C0", FL_PIN_ERROR_LENGTH },
    { SHA1 "0", FL_PIN_ERROR_LENGTH },
    { SHA1 "00", FL_PIN_ERROR_LENGTH },
    { SHA256 "00", FL_PIN_ERROR_LENGTH },
    { "localhost", FL_PIN_ERROR_NOT_A_PIN },
    { "-----BEGIN CERTIFICATE-----", FL_PIN_ERROR_NOT_A_PIN },
    { "18c0c23dbedd81377340e7e43661cb0adf96adzz", FL_PIN_ERROR_NOT_A_PIN },
    { "sha256//", FL_PIN_ERROR_LENGTH },
    { "sha256//AAAA", FL_PIN_ERROR_LENGTH },
    { "sha256//47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU=", FL_PIN_ERROR_NOT_A_PIN },
    { "sha256//47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFV=", FL_PIN_ERROR_NOT_A_PIN }, /* bits that mean nothing */
    { "sha256//47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU", FL_PIN_ERROR_NOT_A_PIN },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(FlPin) pin = fl_pin_parse (cases[i].text, &error);

      g_test_message ("%s", cases[i].text);
      g_assert_null (pin);
      g_assert_error (error, FL_PIN_ERROR, (int) cases[i].error);
    }
}

/* Every form that this program prints of a certificate accepts it, and no other one. */
static void
test_matches (void)
{
  static const char *const names[] = { "rsa2048.pem", "rsa4096.pem", "ec.pem" };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr(FlCertificate) certificate = fl_test_certificate_load (names[i]);
      g_autoptr(FlCertificate) other = fl_test_certificate_load (names[(i + 1) % 3]);
      const char *sha1 = fl_certificate_get_sha1 (certificate);
      char *forms[] = {
        fl_fingerprint_to_arduino (sha1), fl_fingerprint_to_arduino_bytes (sha1), fl_fingerprint_to_colons (sha1),
        fl_fingerprint_to_plain (sha1), fl_fingerprint_to_colons (fl_certificate_get_sha256 (certificate)),
        fl_fingerprint_to_plain (fl_certificate_get_sha256 (certificate)),
        g_strconcat ("sha256//", fl_certificate_get_spki_sha256 (certificate), NULL),
      };

      for (gsize j = 0; j < G_N_ELEMENTS (forms); j++)
        {
          g_autoptr(FlPin) pin = fl_pin_parse (forms[j], NULL);

          g_assert_nonnull (pin);
          g_assert_true (fl_pin_matches (pin, certificate));
          g_assert_false (fl_pin_matches (pin, other));
          g_free (forms[j]);
        }
    }
}

/* A renewed certificate with the same key: the key's pin holds, the certificate's does not. */
static void
test_renewal (void)
{
  EVP_PKEY *key = NULL;
  X509 *old_x509 = fl_test_certificate_make (&(FlTestCertificate) { .common_name = "broker" }, &key);
  X509 *new_x509 = X509_dup (old_x509);
  g_autoptr(FlCertificate) before = NULL;
  g_autoptr(FlCertificate) after = NULL;
  g_autoptr(GBytes) bytes = NULL;
  g_autoptr(GPtrArray) certificates = NULL;

  ASN1_INTEGER_set (X509_get_serialNumber (new_x509), 2);
  X509_sign (new_x509, key, EVP_sha256 ());
  {
    BIO *bio = BIO_new (BIO_s_mem ());
    char *data;
    long n_data;

    i2d_X509_bio (bio, old_x509);
    i2d_X509_bio (bio, new_x509);
    n_data = BIO_get_mem_data (bio, &data);
    bytes = g_bytes_new (data, (size_t) n_data);
    BIO_free (bio);
  }
  certificates = fl_certificate_parse_all (bytes, NULL);
  g_assert_cmpuint (certificates->len, ==, 2);
  before = fl_certificate_ref (certificates->pdata[0]);
  after = fl_certificate_ref (certificates->pdata[1]);

  for (int kind = FL_PIN_SHA256; kind <= FL_PIN_SHA1; kind++)
    {
      g_autoptr(FlPin) pin = fl_pin_new_for_certificate (before, (FlPinKind) kind);

      g_assert_true (fl_pin_matches (pin, before));
      g_assert_cmpint (fl_pin_matches (pin, after), ==, kind == FL_PIN_SPKI);
    }
  X509_free (old_x509);
  X509_free (new_x509);
  EVP_PKEY_free (key);
}

static void
test_codes (void)
{
  g_assert_cmpstr (fl_pin_kind_to_code (FL_PIN_SHA256), ==, "sha256");
  g_assert_cmpstr (fl_pin_kind_to_code (FL_PIN_SPKI), ==, "spki");
  g_assert_cmpstr (fl_pin_kind_to_code (FL_PIN_SHA1), ==, "sha1");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pin/parse", test_parse);
  g_test_add_func ("/pin/refused", test_refused);
  g_test_add_func ("/pin/matches", test_matches);
  g_test_add_func ("/pin/renewal", test_renewal);
  g_test_add_func ("/pin/codes", test_codes);
  return g_test_run ();
}
