/* Whatever is pasted has an answer: what it is, what was found, and the corrected text; no secret is in it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "esp/fl-paste-answer.h"

#include <string.h>

#include "support/fl-test-report.h"

#define FP "18 C0 C2 3D BE DD 81 37 73 40 E7 E4 36 61 CB 0A DF 96 AD 25"

static FlPasteAnswer *
answer (const char           *text,
        gssize                n,
        const FlPasteContext *context)
{
  g_autoptr(GBytes) bytes = g_bytes_new (text, n < 0 ? strlen (text) : (gsize) n);

  return fl_paste_answer_new (bytes, context);
}

static void
test_kinds (void)
{
  static const struct { const char *text; gssize n; FlPasteKind kind; FlSecurityTone tone; const char *headline; const char *code; } cases[] = {
    { FP, -1, FL_PASTE_FINGERPRINT, FL_SECURITY_TONE_BAD, "A fingerprint: SHA-1, as sketches have it.", "fingerprint-old" },
    { "#include <ESP8266WiFi.h>\nWiFiClientSecure c;\nvoid setup () { c.setInsecure (); }\n", -1, FL_PASTE_SKETCH, FL_SECURITY_TONE_CAUTION,
      "A sketch for an ESP8266: 1 thing to change.", "insecure" },
    { "void setup () {}\n", -1, FL_PASTE_SKETCH, FL_SECURITY_TONE_GOOD, "A sketch: nothing to change was found in it.", NULL },
    { "#define PORT 1883\nWiFiClient c;\n", -1, FL_PASTE_SKETCH, FL_SECURITY_TONE_BAD, "A part of a sketch: 2 things to change.", "plain-client" },
    { "cypher_key=b'xqi9zRusHkcv3Om050HwX82eMTO-LbeW4YlqVVEzpw8='", -1, FL_PASTE_PYTHON, FL_SECURITY_TONE_BAD,
      "A Python script: 1 thing to change.", "secret-public" },
    { "xqi9zRusHkcv3Om050HwX82eMTO-LbeW4YlqVVEzpw8=", -1, FL_PASTE_FERNET_KEY, FL_SECURITY_TONE_BAD, "A Fernet key.", "secret-public" },
    { "failed, rc=-2 try again in 5 seconds", -1, FL_PASTE_ERROR, FL_SECURITY_TONE_BAD, "What a device says: 1 error.", "error-connect" },
    { "-----BEGIN PRIVATE KEY-----\nMIIB\n-----END PRIVATE KEY-----\n", -1, FL_PASTE_PRIVATE_KEY, FL_SECURITY_TONE_BAD,
      "A private key: it belongs on the one device it is for, and nowhere else. Nothing of it is kept here.", NULL },
    { "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n", -1, FL_PASTE_CERTIFICATE, FL_SECURITY_TONE_BAD, NULL, NULL },
    { "-----BEGIN PUBLIC KEY-----\nMFkw\n-----END PUBLIC KEY-----\n", -1, FL_PASTE_PUBLIC_KEY, FL_SECURITY_TONE_GOOD,
      "A public key, as setKnownKey() takes it.", "fingerprint-unknown" },
    { "good morning", -1, FL_PASTE_UNKNOWN, FL_SECURITY_TONE_NEUTRAL,
      "No fingerprint, sketch, script, certificate or error that Fernlight knows is in this.", NULL },
    { "", 0, FL_PASTE_UNREADABLE, FL_SECURITY_TONE_NEUTRAL, "There is nothing to check yet.", NULL },
    { "a\0b", 3, FL_PASTE_UNREADABLE, FL_SECURITY_TONE_NEUTRAL, NULL, NULL },
  };
  const FlPasteContext context = { .now = FL_TEST_NOW };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(FlPasteAnswer) found = answer (cases[i].text, cases[i].n, &context);

      g_test_message ("%s → %s", cases[i].text, found->headline);
      g_assert_cmpint (found->kind, ==, cases[i].kind);
      g_assert_cmpint (found->tone, ==, cases[i].tone);
      if (cases[i].headline != NULL)
        g_assert_cmpstr (found->headline, ==, cases[i].headline);
      if (cases[i].code != NULL)
        g_assert_nonnull (fl_finding_list_get (found->findings, cases[i].code));
    }
}

/* A certificate is held against the broker: its own, its CA, or a stranger's. */
static void
test_certificates (void)
{
  const FlTestCertificates *certificates = fl_test_certificates_get ();
  const FlTestReport wish = { FL_TEST_REPORT_BARE, .leaf = certificates->good, .issuer = certificates->ca };
  g_autoptr(FlTlsReport) report = fl_test_report_new (&wish);
  const FlPasteContext context = { .report = report, .now = FL_TEST_NOW };
  g_autoptr(FlPasteAnswer) own = answer (fl_certificate_get_pem (certificates->good), -1, &context);
  g_autoptr(FlPasteAnswer) ca = answer (fl_certificate_get_pem (certificates->ca), -1, &context);
  g_autoptr(FlPasteAnswer) other = answer (fl_certificate_get_pem (certificates->expired), -1, &context);

  g_assert_cmpstr (own->headline, ==, "1 certificate.");
  g_assert_cmpint (own->tone, ==, FL_SECURITY_TONE_GOOD);
  g_assert_nonnull (fl_finding_list_get (own->findings, "fingerprint-current"));
  g_assert_cmpint (ca->tone, ==, FL_SECURITY_TONE_GOOD);
  g_assert_nonnull (fl_finding_list_get (ca->findings, "fingerprint-ca"));
  g_assert_cmpint (other->tone, ==, FL_SECURITY_TONE_BAD);
  g_assert_nonnull (fl_finding_list_get (other->findings, "fingerprint-other"));
}

/* A document is corrected in its blocks of code and nowhere else. */
static void
test_document (void)
{
  const FlPasteContext context = { .now = FL_TEST_NOW };
  g_autoptr(FlPasteAnswer) found = answer ("Port 1883 is not secure:\n```c\n#define PORT 1883\nWiFiClient c;\n```\nWiFiClient x;\n", -1, &context);

  g_assert_cmpstr (found->corrected, ==, "Port 1883 is not secure:\n```c\n#define PORT 8883\nWiFiClientSecure c;\n```\nWiFiClient x;\n");
  g_assert_cmpuint (fl_finding_list_get (found->findings, "plain-port")->line, ==, 3);
}

/* What is long is answered: a megabyte, whatever is in it over and over, ten not at all. */
static void
test_long (void)
{
  static const char *const blocks[] = { "setup(", "WiFiClient a(b,{", "password = \"x y z 1\";", "begin(a,", "rc=-2 ", "R\"(", "/*", "{\n", "18 C0 " };
  const FlPasteContext context = { .now = FL_TEST_NOW };
  g_autofree char *ten = g_strnfill (10 * 1024 * 1024, 'x');
  g_autoptr(FlPasteAnswer) refused = answer (ten, -1, &context);
  g_autoptr(GString) comment = g_string_new ("void setup () {}\n");
  g_autoptr(FlPasteAnswer) whole = NULL;

  g_assert_cmpint (refused->kind, ==, FL_PASTE_UNREADABLE);
  while (comment->len < 1024 * 1024 - 64)
    g_string_append (comment, "// nothing but words in a line\n");
  whole = answer (comment->str, (gssize) comment->len, &context);
  g_assert_cmpint (whole->kind, ==, FL_PASTE_SKETCH);
  for (gsize i = 0; i < G_N_ELEMENTS (blocks); i++)
    {
      g_autoptr(GString) text = g_string_new ("PubSubClient m(c); WiFi.begin(a, b);\n");
      g_autoptr(FlPasteAnswer) found = NULL;

      while (text->len + strlen (blocks[i]) < 24 * 1024)
        g_string_append (text, blocks[i]);
      found = answer (text->str, (gssize) text->len, &context);
      g_assert_nonnull (found->headline);
      g_assert_cmpuint (found->findings->len, <, 200);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/paste-answer/kinds", test_kinds);
  g_test_add_func ("/paste-answer/certificates", test_certificates);
  g_test_add_func ("/paste-answer/document", test_document);
  g_test_add_func ("/paste-answer/long", test_long);
  return g_test_run ();
}
