/* ESPHome's YAML and Tasmota's commands, letter by letter.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "esp/fl-firmware-config.h"

#include "support/fl-test-certificate.h"
#include "support/fl-test-report.h"

#include <string.h>

static FlSnippetFacts *
facts_of (FlCertificate *leaf,
          FlCertificate *issuer)
{
  FlTestReport wish = { FL_TEST_REPORT_BARE, .way = FL_TRUST_CA, .leaf = leaf, .issuer = issuer, .host = "broker.home" };
  g_autoptr(FlTlsReport) report = fl_test_report_new (&wish);

  return fl_snippet_facts_new (report, NULL, FL_TEST_NOW);
}

static void
test_esphome_fingerprint (void)
{
  g_autoptr(FlCertificate) leaf = fl_test_certificate_load ("rsa2048.pem");
  g_autoptr(FlSnippetFacts) facts = facts_of (leaf, NULL);
  g_autofree char *text = fl_firmware_config_write (FL_FIRMWARE_ESPHOME, FL_SNIPPET_WAY_FINGERPRINT, facts);

  g_assert_cmpstr (text, ==, "mqtt:\n"
                             "  broker: \"broker.home\"\n"
                             "  port: 8883\n"
                             "  ssl_fingerprints:\n"
                             "    - \"516864c7967c637240963d939cbde9854f8bb525\"\n"
                             "  # username: !secret mqtt_username\n"
                             "  # password: !secret mqtt_password\n");
}

/* The block scalar holds the PEM, each line with the same indentation. */
static void
test_esphome_ca (void)
{
  const FlTestCertificates *certificates = fl_test_certificates_get ();
  g_autoptr(FlSnippetFacts) facts = facts_of (certificates->good, certificates->ca);
  g_autofree char *text = fl_firmware_config_write (FL_FIRMWARE_ESPHOME, FL_SNIPPET_WAY_CA, facts);
  g_autofree char *client = fl_firmware_config_write (FL_FIRMWARE_ESPHOME, FL_SNIPPET_WAY_CLIENT_CERTIFICATE, facts);
  g_autoptr(GString) pem = g_string_new (NULL);
  const char *block = strstr (text, "  certificate_authority: |\n");
  g_auto(GStrv) lines = NULL;

  g_assert_nonnull (strstr (text, "    type: esp-idf\n"));
  g_assert_nonnull (block);
  lines = g_strsplit (block, "\n", -1);
  for (guint i = 1; g_str_has_prefix (lines[i], "    "); i++)
    g_string_append_printf (pem, "%s\n", lines[i] + 4);
  g_assert_cmpstr (pem->str, ==, fl_certificate_get_pem (certificates->ca));
  g_assert_nonnull (strstr (client, "client_certificate_key: !secret"));
}

static void
test_tasmota (void)
{
  /* The reference vectors. */
  static const struct { const char *file, *hash; } cases[] = {
    { "rsa2048.pem", "C7 82 51 79 9C 59 D1 CD 3A BE 2F D6 1C 8E 1B A7 9E E8 28 84" },
    { "rsa4096.pem", "CB D9 90 C9 82 EF 33 A9 32 BE 25 8C 08 E0 93 FF F9 EC 55 E7" },
    { "ec.pem", "0F 0B F3 99 46 4D EB 59 2D 5A 0C 63 B6 31 6E 48 75 CE 0C 0A" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(FlCertificate) leaf = fl_test_certificate_load (cases[i].file);
      g_autoptr(FlSnippetFacts) facts = facts_of (leaf, NULL);
      g_autofree char *text = fl_firmware_config_write (FL_FIRMWARE_TASMOTA, FL_SNIPPET_WAY_KNOWN_KEY, facts);
      g_autofree char *expected = g_strdup_printf ("MqttHost broker.home\nMqttPort 8883\nSetOption132 1\nMqttFingerprint1 %s\n"
                                                   "SetOption103 1\n", cases[i].hash);

      g_assert_cmpstr (text, ==, expected);
    }
}

static void
test_tasmota_other_ways (void)
{
  const FlTestCertificates *certificates = fl_test_certificates_get ();
  g_autoptr(FlSnippetFacts) facts = facts_of (certificates->good, certificates->ca);
  g_autofree char *ca = fl_firmware_config_write (FL_FIRMWARE_TASMOTA, FL_SNIPPET_WAY_CA, facts);
  g_autofree char *insecure = fl_firmware_config_write (FL_FIRMWARE_TASMOTA, FL_SNIPPET_WAY_INSECURE, facts);

  g_assert_nonnull (strstr (ca, "SetOption132 0\n"));
  g_assert_null (strstr (ca, "MqttFingerprint1"));
  g_assert_nonnull (strstr (insecure, "MqttFingerprint1 FF FF"));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/firmware-config/esphome-fingerprint", test_esphome_fingerprint);
  g_test_add_func ("/firmware-config/esphome-ca", test_esphome_ca);
  g_test_add_func ("/firmware-config/tasmota", test_tasmota);
  g_test_add_func ("/firmware-config/tasmota-other-ways", test_tasmota_other_ways);
  return g_test_run ();
}
