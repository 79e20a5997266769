/* Each mistake of a sketch is found at its line, and a corrected sketch has it no more.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "esp/fl-sketch-checks.h"

#include <string.h>

#include "esp/fl-code-edit.h"
#include "support/fl-test-report.h"
#include "tls/fl-fingerprint.h"

#define FP "18 C0 C2 3D BE DD 81 37 73 40 E7 E4 36 61 CB 0A DF 96 AD 25"
#define HEAD8266 "#include <ESP8266WiFi.h>\n#include <PubSubClient.h>\n"
#define HEAD32 "#include <WiFi.h>\n#include <PubSubClient.h>\n"
#define WAIT "  WiFi.begin (\"a\", \"b\");\n  while (WiFi.status () != WL_CONNECTED)\n    delay (10);\n"
#define TAIL "}\nvoid loop () {}\n"

static GPtrArray *
run (const char            *text,
     const FlPasteContext  *context,
     char                 **corrected)
{
  g_autoptr(FlCode) code = fl_code_new (text, FL_CODE_C);
  g_autoptr(FlSketch) sketch = fl_sketch_new (code);
  g_autoptr(GPtrArray) edits = fl_code_edit_list_new ();
  GPtrArray *findings = fl_finding_list_new ();

  fl_sketch_checks_run (sketch, context, findings, edits);
  fl_finding_list_sort (findings);
  *corrected = fl_code_edit_apply (edits, text);
  return findings;
}

static char *
list_codes (GPtrArray *findings)
{
  g_autoptr(GString) codes = g_string_new (NULL);

  for (guint i = 0; i < findings->len; i++)
    {
      const FlFinding *finding = findings->pdata[i];

      g_string_append_printf (codes, "%s%u:%s%s", i > 0 ? " " : "", finding->line, finding->code, finding->is_corrected ? "!" : "");
    }
  return g_string_free (g_steal_pointer (&codes), FALSE);
}

typedef struct
{
  const char *text;
  const char *before; /* LINE:CODE, "!" where it is corrected */
  const char *after;  /* the same of the corrected text */
} Case;

static void
check (const Case           *cases,
       gsize                 n_cases,
       const FlPasteContext *context)
{
  for (gsize i = 0; i < n_cases; i++)
    {
      g_autofree char *corrected = NULL;
      g_autofree char *again = NULL;
      g_autoptr(GPtrArray) findings = run (cases[i].text, context, &corrected);
      g_autoptr(GPtrArray) rest = run (corrected, context, &again);
      g_autofree char *before = list_codes (findings);
      g_autofree char *after = list_codes (rest);

      g_test_message ("%s\n→\n%s", cases[i].text, corrected);
      g_assert_cmpstr (before, ==, cases[i].before);
      g_assert_cmpstr (after, ==, cases[i].after);
      g_assert_cmpstr (again, ==, corrected);
    }
}

static const Case alone[] = {
  /* The first snippet of the class, by itself and in a sketch. */
  { "#define AIO_SERVERPORT  1883                   \nWiFiClient client;\n", "0:part 1:plain-port! 2:plain-client!", "0:part" },
  { HEAD8266 "#define AIO_SERVERPORT  1883\nWiFiClient client;\nPubSubClient mqtt (client);\nvoid setup () {\n" WAIT TAIL,
    "3:plain-port! 4:plain-client! 9:fingerprint-missing!", "5:fingerprint-placeholder" },
  { HEAD8266 "WiFiClientSecure client;\nPubSubClient mqtt (client);\nvoid setup () {\n" WAIT TAIL, "8:no-check!", "4:fingerprint-placeholder" },
  { HEAD8266 "WiFiClientSecure client;\nstatic const char *fp PROGMEM = \"" FP "\";\nPubSubClient mqtt (client);\nvoid setup () {\n" WAIT TAIL,
    "4:fingerprint-old 9:no-check!", "4:fingerprint-old" },
  { HEAD8266 "WiFiClient *net = new WiFiClient;\nPubSubClient mqtt (*net);\nvoid setup () {}\nvoid loop () {}\n",
    "3:plain-client! 5:fingerprint-missing!", "4:fingerprint-placeholder" },
  { HEAD8266 "void setup () {\n" WAIT "  WiFiClientSecure client;\n  client.connect (\"a.b\", 8883);\n" TAIL,
    "7:no-check!", "8:fingerprint-placeholder" },
  { HEAD8266 "WiFiClientSecure client;\nvoid setup () {\n  client.setFingerprint (\"" FP "\");\n" WAIT TAIL,
    "5:fingerprint-old 5:set-before-wifi!", "8:fingerprint-old" },
  { HEAD8266 "WiFiClientSecure client;\nvoid setup () {\n" WAIT "  client.setInsecure ();\n" TAIL, "8:insecure", "8:insecure" },
  { HEAD8266 "WiFiClientSecure client;\nX509List ca (pem);\nvoid setup () {\n" WAIT "  client.setTrustAnchors (&ca);\n" TAIL,
    "9:clock-not-set!", "" },
  { HEAD8266 "WiFiClientSecure client;\nX509List ca (pem);\nvoid setup () {\n" WAIT "  configTime (0, 0, \"x\");\n  client.setTrustAnchors (&ca);\n" TAIL,
    "", "" },
  { HEAD8266 "WiFiClientSecure client;\n#define FINGERPRINT \"XX XX\"\nvoid setup () {\n" WAIT "  client.setFingerprint (FINGERPRINT);\n" TAIL,
    "4:fingerprint-malformed", "4:fingerprint-malformed" },
  { HEAD32 "WiFiClientSecure client;\nvoid setup () {\n" WAIT "  client.setFingerprint (\"" FP "\");\n" TAIL, "8:esp32-fingerprint", "8:esp32-fingerprint" },
  { HEAD32 "WiFiClient client;\nPubSubClient mqtt (client);\nvoid setup () {\n  mqtt.setServer (\"a.b\", 1883);\n" WAIT TAIL,
    "3:plain-client! 3:fingerprint-missing 6:plain-port!", "4:no-check" },
  { HEAD8266 "const char *url = \"mqtt://broker.home:1883/x\";\nvoid setup () {}\n", "3:plain-port!", "" },
  /* What is right, or another's business. */
  { HEAD8266 "WiFiServer server (80);\nvoid setup () {}\nvoid loop () { WiFiClient c = server.available (); }\n", "", "" },
  { "// WiFiClient client; port 1883\nvoid setup () {}\n", "", "" },
  { HEAD8266 "AdafruitIO_WiFi io (USER, KEY, SSID, PASS);\nvoid setup () { io.connect (); }\n", "", "" },
};

static void
test_alone (void)
{
  const FlPasteContext context = { .now = FL_TEST_NOW };

  check (alone, G_N_ELEMENTS (alone), &context);
}

/* With a broker that proved who it is nothing is left. */
static const Case known[] = {
  { HEAD8266 "#define PORT 1883\nWiFiClient client;\nPubSubClient mqtt (client);\nvoid setup () {\n" WAIT TAIL,
    "3:plain-port! 4:plain-client! 9:fingerprint-missing!", "5:fingerprint-current" },
  { HEAD8266 "const char *server = \"io.adafruit.com\";\nWiFiClientSecure client;\nstatic const char *fp PROGMEM = \"" FP "\";\nvoid setup () {\n" WAIT
    "  client.setFingerprint (fp);\n" TAIL, "3:other-host! 5:fingerprint-old!", "5:fingerprint-current" },
  { HEAD8266 "WiFiClientSecure client;\nuint8_t fp[20] = {0x18,0xC0,0xC2,0x3D,0xBE,0xDD,0x81,0x37,0x73,0x40,0xE7,0xE4,0x36,0x61,0xCB,0x0A,0xDF,0x96,0xAD,0x25};\n"
    "void setup () {\n" WAIT "  client.setFingerprint (fp);\n" TAIL, "4:fingerprint-old!", "4:fingerprint-current" },
  { HEAD8266 "WiFiClientSecure client;\nvoid setup () {\n" WAIT "  client.setInsecure ();\n" TAIL, "8:insecure!", "4:fingerprint-current" },
  { HEAD8266 "WiFiClientSecure client;\n#define FINGERPRINT \"XX XX\"\nvoid setup () {\n" WAIT "  client.setFingerprint (FINGERPRINT);\n" TAIL,
    "4:fingerprint-malformed!", "4:fingerprint-current" },
  { HEAD32 "WiFiClient client;\nPubSubClient mqtt (client);\nvoid setup () {\n" WAIT TAIL, "3:plain-client! 8:fingerprint-missing!", "" },
  { HEAD32 "WiFiClientSecure client;\nstatic const char *fp PROGMEM = \"" FP "\";\nvoid setup () {\n" WAIT "  client.setFingerprint (fp);\n" TAIL,
    "9:esp32-fingerprint!", "" },
  { HEAD32 "WiFiClientSecure client;\nvoid setup () {\n" WAIT "  client.setInsecure ();\n" TAIL, "8:insecure!", "" },
};

static FlTlsReport *
new_report (gboolean untrusted)
{
  const FlTestCertificates *certificates = fl_test_certificates_get ();
  FlTestReport wish = { FL_TEST_REPORT_BARE, .host = "broker.home", .leaf = certificates->good, .issuer = certificates->ca,
                        .untrusted = untrusted };

  return fl_test_report_new (&wish);
}

static void
test_known (void)
{
  g_autoptr(FlTlsReport) report = new_report (FALSE);
  const FlPasteContext context = { .report = report, .now = FL_TEST_NOW };

  check (known, G_N_ELEMENTS (known), &context);
}

/* Whoever answers in the broker's place does not get his fingerprint into the sketch. */
static void
test_not_proved (void)
{
  g_autoptr(FlTlsReport) report = new_report (TRUE);
  const FlPasteContext context = { .report = report, .now = FL_TEST_NOW };
  g_autofree char *arduino = fl_fingerprint_to_arduino (fl_certificate_get_sha1 (fl_test_certificates_get ()->good));

  for (gsize i = 0; i < G_N_ELEMENTS (known); i++)
    {
      g_autofree char *corrected = NULL;
      g_autoptr(GPtrArray) findings = run (known[i].text, &context, &corrected);

      g_assert_null (strstr (corrected, arduino));
      g_assert_null (strstr (corrected, "BEGIN CERTIFICATE"));
      g_assert_cmpuint (findings->len, >, 0);
    }
}

/* A line is shown as it will be, without its comment, and never with a string in it. */
static void
test_change (void)
{
  const FlPasteContext context = { .now = FL_TEST_NOW };
  g_autofree char *corrected = NULL;
  g_autoptr(GPtrArray) findings =
    run ("#define PORT 1883 // my password is xyzzy\nmqtt.connect (\"xyzzy\", 1883);\n", &context, &corrected);

  g_assert_cmpuint (findings->len, ==, 3);
  g_assert_cmpstr (((FlFinding *) findings->pdata[1])->change, ==, "#define PORT 8883");
  g_assert_cmpstr (((FlFinding *) findings->pdata[2])->change, ==, "8883");
  g_assert_cmpstr (corrected, ==, "#define PORT 8883 // my password is xyzzy\nmqtt.connect (\"xyzzy\", 8883);\n");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sketch-checks/alone", test_alone);
  g_test_add_func ("/sketch-checks/known", test_known);
  g_test_add_func ("/sketch-checks/not-proved", test_not_proved);
  g_test_add_func ("/sketch-checks/change", test_change);
  return g_test_run ();
}
