/* The lines that a sketch lacks are put where they belong, in the sketch's own way of ending and indenting lines.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "esp/fl-sketch-repair.h"

#include <string.h>

#include "esp/fl-code-edit.h"
#include "support/fl-test-report.h"

#define ZEROS "00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00"
#define LINE "static const char *fingerprint PROGMEM = \"" ZEROS "\";"

static void
test_add_check (void)
{
  static const struct { const char *text; const char *result; guint line; } cases[] = {
    { "WiFiClientSecure c;\nvoid setup () {\n\tWiFi.begin (a, b);\n\twhile (WiFi.status () != WL_CONNECTED) ;\n\tx ();\n}\n",
      "WiFiClientSecure c;\n" LINE "\nvoid setup () {\n\tWiFi.begin (a, b);\n\twhile (WiFi.status () != WL_CONNECTED) ;\n\tc.setFingerprint(fingerprint);\n\tx ();\n}\n", 4 },
    { "WiFiClientSecure c;\r\nvoid setup () {\r\n}\r\n",
      "WiFiClientSecure c;\r\n" LINE "\r\nvoid setup () {\r\n  c.setFingerprint(fingerprint);\r\n}\r\n", 3 },
    { "WiFiClientSecure c;\nvoid setup () {}", "WiFiClientSecure c;\n" LINE "\nvoid setup () { c.setFingerprint(fingerprint); }", 2 },
    { "WiFiClientSecure c; void setup () { int fingerprint; }",
      "WiFiClientSecure c; void setup () { int fingerprint;  c.setFingerprint(broker_fingerprint); }\n"
      "static const char *broker_fingerprint PROGMEM = \"" ZEROS "\";", 1 },
    { "WiFiClientSecure c;\n", NULL, 0 }, /* no place for the call */
  };
  const FlPasteContext context = { .now = FL_TEST_NOW };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(FlCode) code = fl_code_new (cases[i].text, FL_CODE_C);
      g_autoptr(FlSketch) sketch = fl_sketch_new (code);
      g_autoptr(GPtrArray) edits = fl_code_edit_list_new ();
      g_autofree char *shown = NULL;
      g_autofree char *result = NULL;
      guint line = 0;

      g_assert_true (fl_sketch_repair_knows_check (sketch, &context));
      shown = fl_sketch_repair_add_check (sketch, &context, edits, &line);
      g_assert_cmpint (shown != NULL, ==, cases[i].result != NULL);
      result = fl_code_edit_apply (edits, cases[i].text);
      g_assert_cmpstr (result, ==, shown != NULL ? cases[i].result : cases[i].text);
      g_assert_cmpuint (line, ==, cases[i].line);
    }
}

/* On an ESP32 there is nothing true to write without a broker. */
static void
test_esp32 (void)
{
  const FlTestCertificates *certificates = fl_test_certificates_get ();
  const FlTestReport wish = { FL_TEST_REPORT_BARE, .leaf = certificates->good, .issuer = certificates->ca };
  g_autoptr(FlTlsReport) report = fl_test_report_new (&wish);
  const FlPasteContext nobody = { .now = FL_TEST_NOW };
  const FlPasteContext context = { .report = report, .now = FL_TEST_NOW };
  g_autoptr(FlCode) code = fl_code_new ("#include <WiFi.h>\nWiFiClientSecure c;\nvoid setup () {\n}\n", FL_CODE_C);
  g_autoptr(FlSketch) sketch = fl_sketch_new (code);
  g_autoptr(GPtrArray) edits = fl_code_edit_list_new ();
  g_autofree char *shown = NULL;
  g_autofree char *result = NULL;
  guint line;

  g_assert_false (fl_sketch_repair_knows_check (sketch, &nobody));
  g_assert_true (fl_sketch_repair_knows_check (sketch, &context));
  shown = fl_sketch_repair_add_check (sketch, &context, edits, &line);
  result = fl_code_edit_apply (edits, code->text);
  g_assert_nonnull (strstr (result, fl_certificate_get_pem (certificates->ca)));
  g_assert_null (strstr (result, fl_certificate_get_pem (certificates->good)));
  g_assert_nonnull (strstr (result, "\n  c.setCACert(root_ca);\n}"));
}

static void
test_move (void)
{
  static const struct { const char *text; const char *result; } cases[] = {
    { "void setup () {\n  c.setFingerprint (f); \n  WiFi.begin (a, b);\n  while (WiFi.status () != WL_CONNECTED) ;\n  x ();\n}\n",
      "void setup () {\n  WiFi.begin (a, b);\n  while (WiFi.status () != WL_CONNECTED) ;\n  c.setFingerprint (f);\n  x ();\n}\n" },
    { "void setup () { c.setFingerprint (f);\n  WiFi.begin (a, b);\n  while (WiFi.status () != WL_CONNECTED) ;\n}\n", NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(FlCode) code = fl_code_new (cases[i].text, FL_CODE_C);
      g_autoptr(FlSketch) sketch = fl_sketch_new (code);
      g_autoptr(GPtrArray) edits = fl_code_edit_list_new ();
      g_autofree char *shown = fl_sketch_repair_move_call (sketch, fl_sketch_find_method (sketch, "setFingerprint"), edits);
      g_autofree char *result = fl_code_edit_apply (edits, cases[i].text);

      g_assert_cmpint (shown != NULL, ==, cases[i].result != NULL);
      g_assert_cmpstr (result, ==, shown != NULL ? cases[i].result : cases[i].text);
    }
}

static void
test_clock (void)
{
  const char *text = "#include <ESP8266WiFi.h>\nvoid setup () {\n  c.setTrustAnchors (&l);\n}\n";
  g_autoptr(FlCode) code = fl_code_new (text, FL_CODE_C);
  g_autoptr(FlSketch) sketch = fl_sketch_new (code);
  g_autoptr(GPtrArray) edits = fl_code_edit_list_new ();
  g_autofree char *shown = fl_sketch_repair_add_clock (sketch, fl_sketch_find_method (sketch, "setTrustAnchors"), edits);
  g_autofree char *result = fl_code_edit_apply (edits, text);

  g_assert_nonnull (shown);
  g_assert_cmpstr (result, ==,
                   "#include <ESP8266WiFi.h>\n#include <time.h>\nvoid setup () {\n  configTime(0, 0, \"pool.ntp.org\");\n"
                   "  while (time(nullptr) < 1700000000)\n    delay(100);\n  c.setTrustAnchors (&l);\n}\n");
}

static void
test_include (void)
{
  const char *text = "#include <WiFi.h>\n#include <time.h>\nx";
  g_autoptr(FlCode) code = fl_code_new (text, FL_CODE_C);
  g_autoptr(FlSketch) sketch = fl_sketch_new (code);
  g_autoptr(GPtrArray) edits = fl_code_edit_list_new ();
  g_autofree char *result = NULL;

  fl_sketch_repair_add_include (sketch, "time.h", edits);
  fl_sketch_repair_add_include (sketch, "WiFiClientSecure.h", edits);
  result = fl_code_edit_apply (edits, text);
  g_assert_cmpstr (result, ==, "#include <WiFi.h>\n#include <time.h>\n#include <WiFiClientSecure.h>\nx");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sketch-repair/add-check", test_add_check);
  g_test_add_func ("/sketch-repair/esp32", test_esp32);
  g_test_add_func ("/sketch-repair/move", test_move);
  g_test_add_func ("/sketch-repair/clock", test_clock);
  g_test_add_func ("/sketch-repair/include", test_include);
  return g_test_run ();
}
