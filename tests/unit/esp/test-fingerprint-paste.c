/* A fingerprint is read in every form in which people have it, and nothing else is one.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "esp/fl-fingerprint-paste.h"

#define SHA1 "18c0c23dbedd81377340e7e43661cb0adf96ad25"
#define FP "18 C0 C2 3D BE DD 81 37 73 40 E7 E4 36 61 CB 0A DF 96 AD 25"
#define BYTES "0x18, 0xC0, 0xC2, 0x3D, 0xBE, 0xDD, 0x81, 0x37, 0x73, 0x40, 0xE7, 0xE4, 0x36, 0x61, 0xCB, 0x0A, 0xDF, 0x96, 0xAD, 0x25"
#define SHA256 "24b9d28e317bb9df5d80a6214a32b737a4bc54b19863839af09c1baff6ba8dac"
#define SPKI "sha256//47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="

static void
test_read (void)
{
  static const struct { const char *text; const char *canonical; } cases[] = {
    { FP, SHA1 },
    { SHA1, SHA1 },
    { " 18:c0:c2:3d:be:dd:81:37:73:40:e7:e4:36:61:cb:0a:df:96:ad:25\n", SHA1 },
    { "18-C0-C2-3D-BE-DD-81-37-73-40-E7-E4-36-61-CB-0A-DF-96-AD-25", SHA1 },
    { "18: C0: C2: 3D: BE: DD: 81: 37: 73: 40: E7: E4: 36: 61: CB: 0A: DF: 96: AD: 25", SHA1 },
    { "18 C0 C2 3D BE DD 81 37 73 40\nE7 E4 36 61 CB 0A DF 96 AD 25", SHA1 },
    { "{" BYTES "}", SHA1 },
    { "const uint8_t fingerprint[20] = {" BYTES "};", SHA1 },
    { "static const char *fingerprint PROGMEM = \"" FP "\";", SHA1 },
    { "  client.setFingerprint(\"" FP "\");", SHA1 },
    { "#define FINGERPRINT \"" FP "\"", SHA1 },
    { "SHA1 Fingerprint=18:C0:C2:3D:BE:DD:81:37:73:40:E7:E4:36:61:CB:0A:DF:96:AD:25", SHA1 },
    { "sha256 Fingerprint=24:B9:D2:8E:31:7B:B9:DF:5D:80:A6:21:4A:32:B7:37:A4:BC:54:B1:98:63:83:9A:F0:9C:1B:AF:F6:BA:8D:AC", SHA256 },
    { "MqttFingerprint1 " FP, SHA1 },
    { "ssl_fingerprints:\n  - " SHA1, SHA1 },
    { SPKI, SPKI },
    { "curl --pinnedpubkey \"" SPKI "\"", SPKI },
    { "18::C0 :: C2 3D BE DD 81 37 73 40 E7 E4 36 61 CB 0A DF 96 AD 25", SHA1 }, /* the device takes it */
    { "face: " FP, SHA1 },
    { "fed " FP, SHA1 },
    { "18 C0 C2", NULL },
    { FP " 00", NULL },
    { SHA1 "a", NULL },
    { "z" SHA1, NULL },
    { "sha256//AAAA", NULL },
    { "the quick brown fox", NULL },
    { "", NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(FlPin) pin = fl_fingerprint_paste_read (cases[i].text);
      g_autofree char *canonical = pin != NULL ? fl_pin_to_text (pin) : NULL;

      g_test_message ("%s", cases[i].text);
      g_assert_cmpstr (canonical, ==, cases[i].canonical);
    }
}

static void
test_sha1 (void)
{
  g_autoptr(FlPin) sha1 = fl_fingerprint_paste_read (FP);
  g_autoptr(FlPin) sha256 = fl_fingerprint_paste_read (SHA256);
  g_autofree char *digits = fl_fingerprint_paste_sha1 (sha1);

  g_assert_cmpstr (digits, ==, SHA1);
  g_assert_null (fl_fingerprint_paste_sha1 (sha256));
}

/* The grammar of the core. */
static void
test_for_esp8266 (void)
{
  static const struct { const char *text; gboolean is_taken; } cases[] = {
    { FP, TRUE }, { SHA1, TRUE }, { "18:C0:C2:3D:BE:DD:81:37:73:40:E7:E4:36:61:CB:0A:DF:96:AD:25", TRUE },
    { FP " : ", TRUE }, { " " FP, FALSE }, { FP " 00", FALSE }, { FP ";", FALSE }, { "1 8" , FALSE }, { SHA256, FALSE },
    { "18-C0-C2-3D-BE-DD-81-37-73-40-E7-E4-36-61-CB-0A-DF-96-AD-25", FALSE }, { "", FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpint (fl_fingerprint_paste_is_for_esp8266 (cases[i].text), ==, cases[i].is_taken);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/fingerprint-paste/read", test_read);
  g_test_add_func ("/fingerprint-paste/sha1", test_sha1);
  g_test_add_func ("/fingerprint-paste/for-esp8266", test_for_esp8266);
  return g_test_run ();
}
