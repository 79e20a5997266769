/* What is filled in, what is refused, and that nothing but values changes. That the sketches work is tested by
 * tests/live/device-code.py.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "esp/fl-complete-sketch.h"

#include "support/fl-test-certificate.h"
#include "support/fl-test-report.h"
#include "tls/fl-fingerprint.h"

#include <string.h>

static FlSnippetFacts *
facts_at (const char *host,
          FlTrustWay  way,
          const char *psk_identity)
{
  const FlTestCertificates *certificates = fl_test_certificates_get ();
  FlTestReport wish = { FL_TEST_REPORT_BARE, .host = host, .way = way, .leaf = way == FL_TRUST_PSK ? NULL : certificates->good,
                        .issuer = way == FL_TRUST_PSK ? NULL : certificates->ca };
  g_autoptr(FlTlsReport) report = fl_test_report_new (&wish);

  return fl_snippet_facts_new (report, psk_identity, FL_TEST_NOW);
}

static void
assert_line (const FlCompleteSketch *sketch,
             const char             *line)
{
  g_auto(GStrv) lines = g_strsplit (fl_complete_sketch_get_text (sketch), "\n", -1);

  if (!g_strv_contains ((const char *const *) lines, line))
    g_error ("no line “%s” in: %s", line, fl_complete_sketch_get_text (sketch));
}

static void
test_esp8266 (void)
{
  const FlTestCertificates *certificates = fl_test_certificates_get ();
  g_autoptr(FlSnippetFacts) facts = facts_at (NULL, FL_TRUST_CA, NULL);
  g_autoptr(FlCompleteSketch) sketch = fl_complete_sketch_new (FL_FIRMWARE_ESP8266, facts, "home", "kitchen", NULL);
  g_autofree char *sha1 = fl_fingerprint_to_arduino (fl_certificate_get_sha1 (certificates->good));
  g_autofree char *line = g_strdup_printf ("#define FINGERPRINT \"%s\"", sha1);

  g_assert_cmpstr (fl_complete_sketch_get_name (sketch), ==, "led_light_secure");
  g_assert_cmpstr (fl_complete_sketch_get_topic (sketch), ==, "home/kitchen");
  assert_line (sketch, "#define MQTT_HOST \"localhost\"");
  assert_line (sketch, "#define MQTT_PORT 8883");
  assert_line (sketch, "#define DEVICE \"kitchen\"");
  assert_line (sketch, "#define TOPIC \"home/kitchen\"");
  assert_line (sketch, "#define ADAFRUIT_IO 0");
  assert_line (sketch, line);
  assert_line (sketch, "// Broker's certificate: localhost, issued by Fern CA, until 2027-01-12");
}

static void
test_adafruit (void)
{
  g_autoptr(FlSnippetFacts) facts = facts_at ("io.adafruit.com", FL_TRUST_CA, NULL);
  g_autoptr(FlCompleteSketch) sketch = fl_complete_sketch_new (FL_FIRMWARE_ESP8266, facts, "anna/feeds", "kitchen", NULL);
  g_autoptr(GError) error = NULL;

  assert_line (sketch, "#define TOPIC \"anna/feeds\"");
  assert_line (sketch, "#define ADAFRUIT_IO 1");
  g_assert_null (fl_complete_sketch_new (FL_FIRMWARE_ESP32, facts, "anna/feeds", "kitchen", &error));
  g_assert_error (error, FL_COMPLETE_SKETCH_ERROR, FL_COMPLETE_SKETCH_ERROR_OBSTACLE);
}

static void
test_esp32_ca (void)
{
  const char *ca = fl_certificate_get_pem (fl_test_certificates_get ()->ca);
  g_autoptr(FlSnippetFacts) facts = facts_at (NULL, FL_TRUST_CA, NULL);
  g_autoptr(FlCompleteSketch) sketch = fl_complete_sketch_new (FL_FIRMWARE_ESP32, facts, "", "kitchen", NULL);
  g_autofree char *literal = g_strdup_printf ("static const char CA[] = R\"EOF(\n%s)EOF\";\n", ca);
  const char *name;

  g_assert_cmpstr (fl_complete_sketch_get_name (sketch), ==, "led_ca_fernet");
  assert_line (sketch, "#define TOPIC \"kitchen\"");
  g_assert_nonnull (strstr (fl_complete_sketch_get_text (sketch), literal));
  g_assert_null (strstr (fl_complete_sketch_get_text (sketch), "PASTE"));
  g_assert_cmpuint (fl_complete_sketch_get_n_files (sketch), ==, 3);
  g_assert_true (fl_complete_sketch_get_file (sketch, 0, &name) == fl_complete_sketch_get_text (sketch));
  g_assert_cmpstr (name, ==, "led_ca_fernet.ino");
  g_assert_nonnull (strstr (fl_complete_sketch_get_file (sketch, 1, &name), "#define FERNET_KEY \"PASTE-THE-FERNET-KEY-HERE\""));
  g_assert_cmpstr (name, ==, "secrets.h");
  g_assert_nonnull (strstr (fl_complete_sketch_get_file (sketch, 2, &name), "#define FERNET_H"));
  g_assert_cmpstr (name, ==, "fernet.h");
}

static void
test_esp32_psk (void)
{
  const char *name;
  g_autoptr(FlSnippetFacts) facts = facts_at (NULL, FL_TRUST_PSK, "it's \"a\" \\ `b`");
  g_autoptr(FlCompleteSketch) sketch = fl_complete_sketch_new (FL_FIRMWARE_ESP32, facts, "home", "kitchen", NULL);

  g_assert_cmpstr (fl_complete_sketch_get_name (sketch), ==, "led_psk");
  assert_line (sketch, "#define PSK_IDENTITY \"it's \\\"a\\\" \\\\ `b`\"");
  g_assert_cmpuint (fl_complete_sketch_get_n_files (sketch), ==, 2);
  g_assert_nonnull (strstr (fl_complete_sketch_get_file (sketch, 1, &name), "#define PSK_KEY \"PASTE-THE-KEY-HERE\""));
}

/* Names and topics of strangers stay text, or are refused. */
static void
test_names (void)
{
  static const struct { const char *base, *device; int code; } cases[] = {
    { "home",      "a/b",         FL_COMPLETE_SKETCH_ERROR_DEVICE },
    { "home",      "",            FL_COMPLETE_SKETCH_ERROR_DEVICE },
    { "home",      "$SYS",        FL_COMPLETE_SKETCH_ERROR_DEVICE },
    { "home",      "a+",          FL_COMPLETE_SKETCH_ERROR_DEVICE },
    { "home",      "#",           FL_COMPLETE_SKETCH_ERROR_DEVICE },
    { "home",      "a\nb",        FL_COMPLETE_SKETCH_ERROR_DEVICE },
    { "home",      "a\xe2\x80\xae", FL_COMPLETE_SKETCH_ERROR_DEVICE },
    { "home",      "\xff",        FL_COMPLETE_SKETCH_ERROR_DEVICE },
    { "home",      "0123456789012345678901234567890123456789012345678", FL_COMPLETE_SKETCH_ERROR_DEVICE },
    { "home\n#x",  "kitchen",     FL_COMPLETE_SKETCH_ERROR_TOPIC  },
    { "home/+",    "kitchen",     FL_COMPLETE_SKETCH_ERROR_TOPIC  },
    { "0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890",
      "kitchen", FL_COMPLETE_SKETCH_ERROR_TOPIC },
  };
  g_autoptr(FlSnippetFacts) facts = facts_at (NULL, FL_TRUST_CA, NULL);
  g_autoptr(FlCompleteSketch) odd = fl_complete_sketch_new (FL_FIRMWARE_ESP32, facts, "K\xc3\xbc\x63he \"1\" \\", "a\"; */ //", NULL);

  g_assert_null (odd);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = NULL;

      g_assert_null (fl_complete_sketch_new (FL_FIRMWARE_ESP32, facts, cases[i].base, cases[i].device, &error));
      g_assert_error (error, FL_COMPLETE_SKETCH_ERROR, cases[i].code);
    }
  odd = fl_complete_sketch_new (FL_FIRMWARE_ESP32, facts, "K\xc3\xbc\x63he \"1\" \\", "a\"; * \\", NULL);
  assert_line (odd, "#define DEVICE \"a\\\"; * \\\\\"");
  assert_line (odd, "#define TOPIC \"K\xc3\xbc\x63he \\\"1\\\" \\\\/a\\\"; * \\\\\"");
}

static void
test_obstacles (void)
{
  FlTestReport wish = { FL_TEST_REPORT_BARE, .way = FL_TRUST_SYSTEM, .leaf = fl_test_certificates_get ()->good, .untrusted = TRUE };
  g_autoptr(FlTlsReport) report = fl_test_report_new (&wish);
  g_autoptr(FlSnippetFacts) facts = fl_snippet_facts_new (report, NULL, FL_TEST_NOW);
  g_autoptr(FlSnippetFacts) psk = facts_at (NULL, FL_TRUST_PSK, "kitchen");
  const FlSnippetFacts *all[] = { facts, facts, psk };
  const FlFirmware firmwares[] = { FL_FIRMWARE_ESP8266, FL_FIRMWARE_ESP32, FL_FIRMWARE_ESP8266 };

  for (guint i = 0; i < G_N_ELEMENTS (all); i++)
    {
      g_autofree char *obstacle = fl_complete_sketch_describe_obstacle (firmwares[i], all[i]);
      g_autoptr(GError) error = NULL;

      g_assert_null (fl_complete_sketch_new (firmwares[i], all[i], "home", "kitchen", &error));
      g_assert_error (error, FL_COMPLETE_SKETCH_ERROR, FL_COMPLETE_SKETCH_ERROR_OBSTACLE);
      g_assert_cmpstr (error->message, ==, obstacle);
    }
  for (int i = 0; i < (int) FL_N_FIRMWARES; i++)
    g_assert_cmpint (fl_complete_sketch_is_for ((FlFirmware) i), ==, i == FL_FIRMWARE_ESP8266 || i == FL_FIRMWARE_ESP32);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/complete-sketch/esp8266", test_esp8266);
  g_test_add_func ("/complete-sketch/adafruit", test_adafruit);
  g_test_add_func ("/complete-sketch/esp32-ca", test_esp32_ca);
  g_test_add_func ("/complete-sketch/esp32-psk", test_esp32_psk);
  g_test_add_func ("/complete-sketch/names", test_names);
  g_test_add_func ("/complete-sketch/obstacles", test_obstacles);
  return g_test_run ();
}
