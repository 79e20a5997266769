/* A calendar entry where there is a day to come, and the right one.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "esp/fl-snippet-event.h"

#include "support/fl-test-certificate.h"
#include "support/fl-test-report.h"

#include <string.h>

static FlTlsReport *
make_report (void)
{
  const FlTestCertificates *certificates = fl_test_certificates_get ();
  FlTestReport wish = { FL_TEST_REPORT_BARE, .way = FL_TRUST_CA, .leaf = certificates->good, .issuer = certificates->ca };

  return fl_test_report_new (&wish);
}

static void
test_days (void)
{
  static const struct { FlFirmware firmware; FlSnippetWay way; gint64 now; const char *summary; } cases[] = {
    { FL_FIRMWARE_ESP8266, FL_SNIPPET_WAY_FINGERPRINT, FL_TEST_NOW, "SUMMARY:ESP8266\\, Arduino stops connecting to localhost:8883\r\n" },
    { FL_FIRMWARE_TASMOTA, FL_SNIPPET_WAY_KNOWN_KEY, FL_TEST_NOW, "SUMMARY:Check that Tasmota still connects to localhost:8883\r\n" },
    { FL_FIRMWARE_ESP32, FL_SNIPPET_WAY_CA, FL_TEST_NOW, "SUMMARY:Check that ESP32\\, Arduino still connects to localhost:8883\r\n" },
    { FL_FIRMWARE_ESP8266, FL_SNIPPET_WAY_INSECURE, FL_TEST_NOW, NULL },
    { FL_FIRMWARE_ESP8266, FL_SNIPPET_WAY_PSK, FL_TEST_NOW, NULL },
    { FL_FIRMWARE_ESP8266, FL_SNIPPET_WAY_FINGERPRINT, FL_TEST_JANUARY, NULL },
  };
  g_autoptr(FlTlsReport) report = make_report ();

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(FlSnippetFacts) facts = fl_snippet_facts_new (report, NULL, cases[i].now);
      g_autoptr(FlSnippet) snippet = fl_snippet_new (cases[i].firmware, cases[i].way, facts);
      g_autofree char *file = fl_snippet_event_write (snippet, fl_tls_report_get_endpoint (report), cases[i].now);

      g_assert_cmpint (file != NULL, ==, cases[i].summary != NULL);
      if (file == NULL)
        continue;
      g_assert_nonnull (strstr (file, cases[i].summary));
      g_assert_nonnull (strstr (file, "DTSTART;VALUE=DATE:20270112\r\n"));
    }
}

static void
test_name (void)
{
  g_autoptr(FlTlsReport) report = make_report ();
  g_autoptr(FlSnippetFacts) facts = fl_snippet_facts_new (report, NULL, FL_TEST_NOW);
  g_autoptr(FlSnippet) snippet = fl_snippet_new (FL_FIRMWARE_ESP8266, FL_SNIPPET_WAY_FINGERPRINT, facts);
  g_autofree char *name = fl_snippet_event_get_name (snippet);

  g_assert_cmpstr (name, ==, "esp8266-2027-01-12.ics");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/snippet-event/days", test_days);
  g_test_add_func ("/snippet-event/name", test_name);
  return g_test_run ();
}
