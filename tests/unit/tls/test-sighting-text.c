/* Tests of fl-sighting-text: the sentences, by a clock that is given.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "tls/fl-sighting-text.h"

#include "support/fl-test-report.h"

#define DAY 86400

static FlCertificateSighting *
make (FlCertificate *certificate,
      gint64         first,
      gint64         last)
{
  FlCertificateSighting *seen = fl_certificate_sighting_new ("id", "localhost:8883", certificate);

  seen->first_seen = first;
  seen->last_seen = last;
  seen->trusted = TRUE;
  seen->how = FL_CERTIFICATE_SEEN_LIVE;
  return seen;
}

static void
test_spans (void)
{
  static const struct { gint64 first, last; const char *span; } cases[] = {
    { FL_TEST_MAY, FL_TEST_NOW, "Seen 3 May – today" },
    { FL_TEST_MAY, FL_TEST_NOW - DAY, "Seen 3 May – 19 November" },
    { FL_TEST_MAY - FL_TEST_YEAR, FL_TEST_MAY, "Seen 3 May 2025 – 3 May" },
    { FL_TEST_NOW - 100, FL_TEST_NOW, "Seen today" },
    { FL_TEST_MAY, FL_TEST_MAY + 60, "Seen 3 May" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(FlCertificateSighting) seen = make (fl_test_certificates_get ()->good, cases[i].first, cases[i].last);
      g_autofree char *span = fl_sighting_text_describe_span (seen, FL_TEST_NOW);

      g_assert_cmpstr (span, ==, cases[i].span);
    }
}

static void
test_lines (void)
{
  const FlTestCertificates *certificates = fl_test_certificates_get ();
  g_autoptr(FlCertificateSighting) good = make (certificates->good, FL_TEST_MAY, FL_TEST_NOW);
  g_autoptr(FlCertificateSighting) expired = make (certificates->expired, FL_TEST_MAY, FL_TEST_NOW);
  g_autofree char *alone = fl_sighting_text_describe (good, NULL, FL_TEST_NOW);
  g_autofree char *same = fl_sighting_text_describe (good, good, FL_TEST_NOW);
  g_autofree char *other = NULL;
  g_autofree char *dateless = NULL;

  expired->trusted = FALSE;
  expired->how = FL_CERTIFICATE_SEEN_PROBE;
  other = fl_sighting_text_describe (expired, good, FL_TEST_NOW);
  g_assert_cmpstr (alone, ==, "Valid until 12 January 2027 (53 days) · from Fern CA");
  g_assert_cmpstr (same, ==, "Valid until 12 January 2027 (53 days) · from Fern CA · same key as before");
  g_assert_cmpstr (other, ==, "Expired on 3 May 2026 · from Fern CA · new key · did not prove who it is · only seen by the quiet look");
  good->not_after = FL_CERTIFICATE_TIME_INVALID;
  dateless = fl_sighting_text_describe (good, NULL, FL_TEST_NOW);
  g_assert_cmpstr (dateless, ==, "Its date is unreadable · from Fern CA");
}

static void
test_next (void)
{
  static const struct { gint64 not_after; const char *sentence; } cases[] = {
    { FL_TEST_JANUARY, "The certificate in use expires on 12 January 2027, in 53 days." },
    { FL_TEST_NOW + DAY, "The certificate in use expires on 21 November 2026, in 1 day." },
    { FL_TEST_MAY, "The certificate in use expired on 3 May 2026." },
    { FL_CERTIFICATE_TIME_INVALID, "The date of the certificate in use is unreadable." },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GPtrArray) seen = g_ptr_array_new_with_free_func ((GDestroyNotify) fl_certificate_sighting_unref);
      g_autofree char *sentence = NULL;

      g_ptr_array_add (seen, make (fl_test_certificates_get ()->good, FL_TEST_MAY, FL_TEST_NOW));
      g_ptr_array_add (seen, make (fl_test_certificates_get ()->expired, FL_TEST_MAY, FL_TEST_MAY));
      ((FlCertificateSighting *) g_ptr_array_index (seen, 0))->not_after = cases[i].not_after;
      sentence = fl_sighting_text_describe_next (seen, FL_TEST_NOW);
      g_assert_cmpstr (sentence, ==, cases[i].sentence);
    }
}

static void
test_snippets (void)
{
  static const struct { FlCopiedSnippet snippet; const char *sentence; } cases[] = {
    { { .bond = FL_SNIPPET_BOND_CERTIFICATE, .until = FL_TEST_JANUARY },
      "Stops connecting on 12 January 2027 at the latest, when this certificate is renewed." },
    { { .bond = FL_SNIPPET_BOND_KEY, .until = FL_TEST_JANUARY },
      "Stops connecting on 12 January 2027 at the latest, if this certificate is renewed with another key." },
    { { .bond = FL_SNIPPET_BOND_ISSUER, .until = FL_TEST_JANUARY }, "Stops connecting on 12 January 2027, when this authority expires." },
    { { .bond = FL_SNIPPET_BOND_CERTIFICATE, .until = FL_CERTIFICATE_TIME_INVALID }, "Stops connecting when this certificate is renewed." },
    { { .bond = FL_SNIPPET_BOND_ISSUER, .until = FL_TEST_JANUARY, .stopped_at = FL_TEST_MAY },
      "Has not fitted since 3 May: flash the device anew." },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *sentence = fl_sighting_text_describe_snippet (&cases[i].snippet, FL_TEST_NOW);

      g_assert_cmpstr (sentence, ==, cases[i].sentence);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_setenv ("TZ", "UTC", TRUE);
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sighting-text/spans", test_spans);
  g_test_add_func ("/sighting-text/lines", test_lines);
  g_test_add_func ("/sighting-text/next", test_next);
  g_test_add_func ("/sighting-text/snippets", test_snippets);
  return g_test_run ();
}
