/* Each form is byte for byte what its firmware takes, and equals what openssl computes.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "tls/fl-fingerprint.h"

#include "support/fl-test-certificate.h"

#include <string.h>

/* io.adafruit.com's certificate of 2022, as the class's sketch has it. */
#define SKETCH "18 C0 C2 3D BE DD 81 37 73 40 E7 E4 36 61 CB 0A DF 96 AD 25"
#define PLAIN "18c0c23dbedd81377340e7e43661cb0adf96ad25"

static void
test_forms (void)
{
  static const char *const inputs[] = {
    SKETCH, PLAIN, "18:C0:C2:3D:BE:DD:81:37:73:40:E7:E4:36:61:CB:0A:DF:96:AD:25",
    "18C0C23DBEDD81377340E7E43661CB0ADF96AD25",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (inputs); i++)
    {
      g_autofree char *arduino = fl_fingerprint_to_arduino (inputs[i]);
      g_autofree char *bytes = fl_fingerprint_to_arduino_bytes (inputs[i]);
      g_autofree char *colons = fl_fingerprint_to_colons (inputs[i]);
      g_autofree char *plain = fl_fingerprint_to_plain (inputs[i]);

      g_assert_cmpstr (arduino, ==, SKETCH);
      g_assert_cmpuint (strlen (arduino), ==, 59);
      g_assert_cmpstr (bytes, ==, "{0x18, 0xC0, 0xC2, 0x3D, 0xBE, 0xDD, 0x81, 0x37, 0x73, 0x40, "
                                  "0xE7, 0xE4, 0x36, 0x61, 0xCB, 0x0A, 0xDF, 0x96, 0xAD, 0x25}");
      g_assert_cmpstr (colons, ==, "18:C0:C2:3D:BE:DD:81:37:73:40:E7:E4:36:61:CB:0A:DF:96:AD:25");
      g_assert_cmpstr (plain, ==, PLAIN);
    }
}

static void
test_not_hexadecimal (void)
{
  static const char *const inputs[] = { "", "1", "18C", "18 C0 XX", "18-C0", "0x18", "  ", "18c0\n" };
  g_autofree char *long_input = g_strnfill (130, 'a');

  for (gsize i = 0; i < G_N_ELEMENTS (inputs); i++)
    {
      g_assert_null (fl_fingerprint_to_arduino (inputs[i]));
      g_assert_null (fl_fingerprint_to_arduino_bytes (inputs[i]));
      g_assert_null (fl_fingerprint_to_colons (inputs[i]));
      g_assert_null (fl_fingerprint_to_plain (inputs[i]));
    }
  g_assert_null (fl_fingerprint_to_plain (long_input));
}

/* Computed by Tasmota's own algorithm from the reference certificates. */
static void
test_tasmota (void)
{
  static const struct { const char *name, *fingerprint; } cases[] = {
    { "rsa2048.pem", "c78251799c59d1cd3abe2fd61c8e1ba79ee82884" },
    { "rsa4096.pem", "cbd990c982ef33a932be258c08e093fff9ec55e7" },
    { "ec.pem",      "0f0bf399464deb592d5a0c63b6316e4875ce0c0a" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(FlCertificate) certificate = fl_test_certificate_load (cases[i].name);
      g_autofree char *fingerprint = fl_fingerprint_for_tasmota (certificate);
      g_autofree char *expected = fl_fingerprint_to_arduino (cases[i].fingerprint);

      g_assert_cmpstr (fingerprint, ==, expected);
    }
}

static void
test_tasmota_without (void)
{
  static const char *const keys[] = { "ED25519", "EC-384" };

  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      g_autoptr(FlCertificate) certificate = fl_test_certificate_new (&(FlTestCertificate) { .common_name = "x", .key = keys[i] });

      g_assert_null (fl_fingerprint_for_tasmota (certificate));
    }
}

/* The command that the Adafruit sketch tells its users to type, with the case of OpenSSL 3 allowed for. */
static void
test_sketch_command (void)
{
  static const char *const names[] = { "rsa2048.pem", "rsa4096.pem", "ec.pem" };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr(FlCertificate) certificate = fl_test_certificate_load (names[i]);
      g_autofree char *form = fl_fingerprint_to_arduino (fl_certificate_get_sha1 (certificate));
      g_autofree char *peer = fl_test_run (fl_certificate_get_pem (certificate),
                                           "openssl x509 -fingerprint -noout | sed 's/:/ /g' | sed 's/sha1 Fingerprint=//I'");

      g_assert_cmpstr (form, ==, peer);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/fingerprint/forms", test_forms);
  g_test_add_func ("/fingerprint/not-hexadecimal", test_not_hexadecimal);
  g_test_add_func ("/fingerprint/tasmota", test_tasmota);
  g_test_add_func ("/fingerprint/tasmota-without", test_tasmota_without);
  g_test_add_func ("/fingerprint/sketch-command", test_sketch_command);
  return g_test_run ();
}
