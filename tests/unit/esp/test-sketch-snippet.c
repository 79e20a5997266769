/* The calls of each core, in their order, and no text of a stranger outside its place. That sketches compile is tested by
 * tests/live/snippets.py.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "esp/fl-sketch-snippet.h"

#include "support/fl-test-certificate.h"
#include "support/fl-test-report.h"
#include "tls/fl-public-key.h"

#include <string.h>

static FlSnippetFacts *
facts_of (FlCertificate *leaf,
          FlCertificate *issuer,
          const char    *psk_identity)
{
  FlTestReport wish = { FL_TEST_REPORT_BARE, .way = leaf != NULL ? FL_TRUST_CA : FL_TRUST_PSK, .leaf = leaf, .issuer = issuer };
  g_autoptr(FlTlsReport) report = fl_test_report_new (&wish);

  return fl_snippet_facts_new (report, psk_identity, FL_TEST_NOW);
}

/* Each of @words stands in @text, one behind the other. */
static void
assert_in_order (const char        *text,
                 const char *const *words)
{
  for (; *words != NULL; words++)
    {
      const char *found = strstr (text, *words);

      if (found == NULL)
        g_error ("no “%s” in: %s", *words, text);
      text = found + strlen (*words);
    }
}

static void
test_calls (void)
{
  const FlTestCertificates *certificates = fl_test_certificates_get ();
  g_autoptr(FlSnippetFacts) facts = facts_of (certificates->good, certificates->ca, NULL);
  g_autofree char *key = fl_public_key_to_pem (certificates->good);
  const char *ca = fl_certificate_get_pem (certificates->ca);
  const struct { FlFirmware firmware; FlSnippetWay way; const char *words[8]; } cases[] = {
    { FL_FIRMWARE_ESP8266, FL_SNIPPET_WAY_FINGERPRINT,
      { "#include <ESP8266WiFi.h>", "MQTT_HOST = \"localhost\"", "MQTT_PORT = 8883", "WiFiClientSecure client;", "WiFi.begin",
        "client.setFingerprint (fingerprint);", "mqtt.setServer" } },
    /* The clock is right before the dates are looked at. */
    { FL_FIRMWARE_ESP8266, FL_SNIPPET_WAY_CA,
      { ca, "BearSSL::X509List trustAnchors (caCert);", "WiFi.status ()", "configTime (", "while (time (nullptr)",
        "client.setTrustAnchors (&trustAnchors);" } },
    { FL_FIRMWARE_ESP8266, FL_SNIPPET_WAY_KNOWN_KEY, { key, "BearSSL::PublicKey knownKey (brokerKey);", "client.setKnownKey (&knownKey);" } },
    { FL_FIRMWARE_ESP8266, FL_SNIPPET_WAY_CLIENT_CERTIFICATE,
      { ca, "PASTE THE PRIVATE KEY OF THIS DEVICE HERE", "configTime (", "setTrustAnchors", "setClientECCert", "setClientRSACert" } },
    { FL_FIRMWARE_ESP32, FL_SNIPPET_WAY_CA, { "#include <WiFi.h>", ca, "client.setCACert (caCert);" } },
    { FL_FIRMWARE_ESP32, FL_SNIPPET_WAY_CLIENT_CERTIFICATE, { ca, "setCACert", "setCertificate", "setPrivateKey" } },
    { FL_FIRMWARE_ESP32, FL_SNIPPET_WAY_INSECURE, { "client.setInsecure ();" } },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = fl_sketch_snippet_write (cases[i].firmware, cases[i].way, facts);

      assert_in_order (text, cases[i].words);
      g_assert_null (strstr (text, "1883"));
    }
}

static void
test_psk (void)
{
  g_autoptr(FlSnippetFacts) hostile = facts_of (NULL, NULL, "a\"; ESP.restart (); \"\\");
  g_autoptr(FlSnippetFacts) unknown = facts_of (NULL, NULL, NULL);
  g_autofree char *text = fl_sketch_snippet_write (FL_FIRMWARE_ESP32, FL_SNIPPET_WAY_PSK, hostile);
  g_autofree char *placeholder = fl_sketch_snippet_write (FL_FIRMWARE_ESP32, FL_SNIPPET_WAY_PSK, unknown);

  assert_in_order (text, (const char *[]) { "PSK_IDENTITY = \"a\\\"; ESP.restart (); \\\"\\\\\";\n", "PASTE-THE-KEY-HERE",
                                           "client.setPreSharedKey (PSK_IDENTITY, PSK_KEY);", NULL });
  g_assert_nonnull (strstr (placeholder, "THE-IDENTITY-OF-THIS-DEVICE"));
}

/* A certificate's name is in a comment, on one line, whatever it holds. */
static void
test_hostile_name (void)
{
  g_autoptr(FlCertificate) leaf = fl_test_certificate_new (&(FlTestCertificate) {
    .common_name = "x\n#error\n*/ )EOF\" \u202e \\", .san = "DNS:localhost" });
  g_autoptr(FlSnippetFacts) facts = facts_of (leaf, NULL, NULL);
  g_autofree char *text = fl_sketch_snippet_write (FL_FIRMWARE_ESP8266, FL_SNIPPET_WAY_FINGERPRINT, facts);
  g_auto(GStrv) lines = g_strsplit (text, "\n", -1);

  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_assert_false (g_str_has_prefix (lines[i], "#error"));
      g_assert_false (g_str_has_suffix (lines[i], "\\"));
    }
  g_assert_true (g_str_has_prefix (lines[1], "// Broker's certificate: x"));
  g_assert_cmpstr (lines[2], ==, "");
  g_assert_cmpstr (lines[3], ==, "#include <ESP8266WiFi.h>");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sketch/calls", test_calls);
  g_test_add_func ("/sketch/psk", test_psk);
  g_test_add_func ("/sketch/hostile-name", test_hostile_name);
  return g_test_run ();
}
