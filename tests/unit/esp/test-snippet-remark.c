/* What a way gives up is said, and a certificate that nobody checked is named as such.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "esp/fl-snippet-remark.h"

#include "support/fl-test-certificate.h"
#include "support/fl-test-report.h"

#include <string.h>

static void
test_words (void)
{
  static const struct { FlFirmware firmware; FlSnippetWay way; const char *file, *words; } cases[] = {
    { FL_FIRMWARE_ESP8266, FL_SNIPPET_WAY_FINGERPRINT, "ec.pem", "SHA-1" },
    { FL_FIRMWARE_PYTHON, FL_SNIPPET_WAY_FINGERPRINT, "ec.pem", "SHA-256" },
    { FL_FIRMWARE_ESP8266, FL_SNIPPET_WAY_CA, "ec.pem", "NTP" },
    { FL_FIRMWARE_ESP32, FL_SNIPPET_WAY_CA, "ec.pem", "no dates" },
    { FL_FIRMWARE_ESP8266, FL_SNIPPET_WAY_KNOWN_KEY, "ec.pem", "Name, dates and CA are not looked at" },
    { FL_FIRMWARE_TASMOTA, FL_SNIPPET_WAY_KNOWN_KEY, "ec.pem", "no certificate with an EC key" },
    { FL_FIRMWARE_TASMOTA, FL_SNIPPET_WAY_KNOWN_KEY, "rsa4096.pem", "crashes" },
    { FL_FIRMWARE_TASMOTA, FL_SNIPPET_WAY_KNOWN_KEY, "rsa2048.pem", "own hash" },
    { FL_FIRMWARE_ESP32, FL_SNIPPET_WAY_CLIENT_CERTIFICATE, "ec.pem", "can be read out" },
    { FL_FIRMWARE_MOSQUITTO, FL_SNIPPET_WAY_PSK, "ec.pem", "other programs" },
    { FL_FIRMWARE_ESP32, FL_SNIPPET_WAY_INSECURE, "ec.pem", "your password too" },
  };
  static const char unchecked[] = "Nobody has checked yet";

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(FlCertificate) leaf = fl_test_certificate_load (cases[i].file);
      FlTestReport wish = { FL_TEST_REPORT_BARE, .way = FL_TRUST_PIN, .leaf = leaf };
      g_autoptr(FlTlsReport) report = fl_test_report_new (&wish);
      g_autoptr(FlSnippetFacts) facts = fl_snippet_facts_new (report, NULL, FL_TEST_NOW);
      g_autofree char *trusted = fl_snippet_remark_describe (cases[i].firmware, cases[i].way, facts);
      g_autofree char *insecure = NULL;

      g_test_message ("%s", trusted);
      g_assert_nonnull (strstr (trusted, cases[i].words));
      g_assert_null (strstr (trusted, unchecked));
      facts->is_trusted = FALSE;
      insecure = fl_snippet_remark_describe (cases[i].firmware, cases[i].way, facts);
      g_assert_cmpint (strstr (insecure, unchecked) != NULL, ==, cases[i].way != FL_SNIPPET_WAY_INSECURE);
    }
}

/* A device that is told "localhost" talks to itself. */
static void
test_this_computer (void)
{
  static const struct { FlFirmware firmware; const char *host; gboolean is_said; } cases[] = {
    { FL_FIRMWARE_ESP8266, "localhost", TRUE },
    { FL_FIRMWARE_ESP32, "127.0.0.1", TRUE },
    { FL_FIRMWARE_ESPHOME, "127.1.2.3", TRUE },
    { FL_FIRMWARE_TASMOTA, "::1", TRUE },
    { FL_FIRMWARE_ESP8266, "192.168.1.5", FALSE },
    { FL_FIRMWARE_ESP8266, "localhost.example.org", FALSE },
    { FL_FIRMWARE_ESP8266, NULL, FALSE },
    { FL_FIRMWARE_MOSQUITTO, "localhost", FALSE },
    { FL_FIRMWARE_PYTHON, "localhost", FALSE },
  };
  g_autoptr(FlCertificate) leaf = fl_test_certificate_load ("ec.pem");
  FlTestReport wish = { FL_TEST_REPORT_BARE, .way = FL_TRUST_PIN, .leaf = leaf };
  g_autoptr(FlTlsReport) report = fl_test_report_new (&wish);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(FlSnippetFacts) facts = fl_snippet_facts_new (report, NULL, FL_TEST_NOW);
      g_autofree char *remark = NULL;

      g_free (facts->host);
      facts->host = g_strdup (cases[i].host);
      remark = fl_snippet_remark_describe (cases[i].firmware, FL_SNIPPET_WAY_INSECURE, facts);
      g_assert_cmpint (strstr (remark, "is this computer itself") != NULL, ==, cases[i].is_said);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/snippet-remark/words", test_words);
  g_test_add_func ("/snippet-remark/this-computer", test_this_computer);
  return g_test_run ();
}
