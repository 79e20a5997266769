/* Until when each way works: the leaf's end, the CA's, none; and what is said of it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "esp/fl-works-until.h"

#include "support/fl-test-certificate.h"
#include "support/fl-test-report.h"
#include "tls/fl-certificate-private.h"

#include <string.h>

/* 1 January 2030, noon UTC. */
#define CA_END 1893499200

typedef struct
{
  FlCertificate *ca;
  FlCertificate *leaf; /* of the CA, until 12 January 2027 */
  FlCertificate *own;  /* self-signed, until then */
} Certificates;

static Certificates certificates;

static void
make_certificates (void)
{
  EVP_PKEY *key = NULL;
  X509 *ca = fl_test_certificate_make (&(FlTestCertificate) { .common_name = "Long CA", .is_ca = TRUE, .not_before = FL_TEST_MAY,
                                                             .not_after = CA_END }, &key);

  certificates.ca = fl_certificate_new_from_x509 (ca);
  certificates.leaf = fl_test_certificate_new (&(FlTestCertificate) { .common_name = "localhost", .san = "DNS:localhost",
                                                                     .issuer = ca, .issuer_key = key, .not_before = FL_TEST_MAY,
                                                                     .not_after = FL_TEST_JANUARY });
  certificates.own = fl_test_certificate_new (&(FlTestCertificate) { .common_name = "localhost", .san = "DNS:localhost",
                                                                    .not_before = FL_TEST_MAY, .not_after = FL_TEST_JANUARY });
  X509_free (ca);
  EVP_PKEY_free (key);
}

static FlSnippetFacts *
facts_of (FlTrustWay     way,
          FlCertificate *leaf,
          FlCertificate *issuer,
          gint64         now)
{
  FlTestReport wish = { FL_TEST_REPORT_BARE, .way = way, .leaf = leaf, .issuer = issuer };
  g_autoptr(FlTlsReport) report = fl_test_report_new (&wish);

  return fl_snippet_facts_new (report, NULL, now);
}

static void
check (const FlSnippetFacts *facts,
       FlFirmware            firmware,
       FlSnippetWay          way,
       FlWorksUntil          expected,
       gint64                expected_at,
       const char           *words)
{
  gint64 at = -1;
  g_autofree char *sentence = fl_works_until_describe (firmware, way, facts);

  g_assert_cmpint (fl_works_until_find (firmware, way, facts, &at), ==, expected);
  g_assert_cmpint (at, ==, expected_at);
  g_test_message ("%s", sentence);
  g_assert_nonnull (strstr (sentence, words));
}

static void
check_bond (const FlSnippetFacts *facts,
            FlSnippetWay          way,
            FlSnippetBond         expected,
            FlCertificate        *expected_certificate)
{
  FlSnippetBond bond;

  g_assert_true (fl_works_until_find_bond (way, facts, &bond) == expected_certificate);
  if (expected_certificate != NULL)
    g_assert_cmpint (bond, ==, expected);
}

/* The certificate with which a snippet ends: the one whose change the watch has to tell. */
static void
test_bond (void)
{
  g_autoptr(FlSnippetFacts) facts = facts_of (FL_TRUST_CA, certificates.leaf, certificates.ca, FL_TEST_NOW);
  g_autoptr(FlSnippetFacts) own = facts_of (FL_TRUST_CA, certificates.own, NULL, FL_TEST_NOW);

  check_bond (facts, FL_SNIPPET_WAY_FINGERPRINT, FL_SNIPPET_BOND_CERTIFICATE, certificates.leaf);
  check_bond (facts, FL_SNIPPET_WAY_KNOWN_KEY, FL_SNIPPET_BOND_KEY, certificates.leaf);
  check_bond (facts, FL_SNIPPET_WAY_CA, FL_SNIPPET_BOND_ISSUER, certificates.ca);
  check_bond (facts, FL_SNIPPET_WAY_CLIENT_CERTIFICATE, FL_SNIPPET_BOND_ISSUER, certificates.ca);
  check_bond (facts, FL_SNIPPET_WAY_PSK, FL_SNIPPET_BOND_KEY, NULL);
  check_bond (facts, FL_SNIPPET_WAY_INSECURE, FL_SNIPPET_BOND_KEY, NULL);
  check_bond (own, FL_SNIPPET_WAY_CA, FL_SNIPPET_BOND_CERTIFICATE, certificates.own);
}

static void
test_of_a_ca (void)
{
  g_autoptr(FlSnippetFacts) facts = facts_of (FL_TRUST_CA, certificates.leaf, certificates.ca, FL_TEST_NOW);

  check (facts, FL_FIRMWARE_ESP8266, FL_SNIPPET_WAY_FINGERPRINT, FL_WORKS_UNTIL_END, FL_TEST_JANUARY,
         "Stops connecting on 2027-01-12 at the latest, when this certificate is renewed; pin the CA instead to survive it.");
  check (facts, FL_FIRMWARE_ESPHOME, FL_SNIPPET_WAY_FINGERPRINT, FL_WORKS_UNTIL_END, FL_TEST_JANUARY,
         "Stops connecting on 2027-01-12 at the latest, when this certificate is renewed.");
  check (facts, FL_FIRMWARE_ESP8266, FL_SNIPPET_WAY_KNOWN_KEY, FL_WORKS_UNTIL_CHECK, FL_TEST_JANUARY,
         "Survives the renewal by 2027-01-12 if the broker keeps its key");
  check (facts, FL_FIRMWARE_TASMOTA, FL_SNIPPET_WAY_KNOWN_KEY, FL_WORKS_UNTIL_CHECK, FL_TEST_JANUARY, "keeps its key");
  check (facts, FL_FIRMWARE_ESP8266, FL_SNIPPET_WAY_CA, FL_WORKS_UNTIL_END, CA_END, "Stops connecting on 2030-01-01");
  check (facts, FL_FIRMWARE_ESP8266, FL_SNIPPET_WAY_CLIENT_CERTIFICATE, FL_WORKS_UNTIL_END, CA_END, "“Long CA”");
  check (facts, FL_FIRMWARE_ESP32, FL_SNIPPET_WAY_CA, FL_WORKS_UNTIL_CHECK, CA_END, "An ESP32 checks no dates");
  check (facts, FL_FIRMWARE_PYTHON, FL_SNIPPET_WAY_CA, FL_WORKS_UNTIL_END, CA_END, "2030-01-01");
  check (facts, FL_FIRMWARE_ESP32, FL_SNIPPET_WAY_INSECURE, FL_WORKS_UNTIL_OPEN, 0, "Always connects");
}

/* Its own certificate is all there is: the CA way ends with it. */
static void
test_self_signed (void)
{
  g_autoptr(FlSnippetFacts) facts = facts_of (FL_TRUST_PIN, certificates.own, NULL, FL_TEST_NOW);

  check (facts, FL_FIRMWARE_ESP8266, FL_SNIPPET_WAY_FINGERPRINT, FL_WORKS_UNTIL_END, FL_TEST_JANUARY, "when this certificate is renewed.");
  check (facts, FL_FIRMWARE_ESP8266, FL_SNIPPET_WAY_CA, FL_WORKS_UNTIL_END, FL_TEST_JANUARY, "Stops connecting on 2027-01-12");
  check (facts, FL_FIRMWARE_ESP32, FL_SNIPPET_WAY_CA, FL_WORKS_UNTIL_END, FL_TEST_JANUARY, "Stops connecting on 2027-01-12");
}

static void
test_past (void)
{
  g_autoptr(FlSnippetFacts) facts = facts_of (FL_TRUST_PIN, certificates.own, NULL, FL_TEST_JANUARY + 1);

  check (facts, FL_FIRMWARE_ESP8266, FL_SNIPPET_WAY_FINGERPRINT, FL_WORKS_UNTIL_END, FL_TEST_JANUARY, "ended on 2027-01-12");
  check (facts, FL_FIRMWARE_ESP8266, FL_SNIPPET_WAY_KNOWN_KEY, FL_WORKS_UNTIL_CHECK, FL_TEST_JANUARY, "Survives renewals with the same key");
}

static void
test_no_certificate (void)
{
  g_autoptr(FlSnippetFacts) facts = facts_of (FL_TRUST_PSK, NULL, NULL, FL_TEST_NOW);

  check (facts, FL_FIRMWARE_ESP32, FL_SNIPPET_WAY_PSK, FL_WORKS_UNTIL_OPEN, 0, "until the key is changed");
}

static void
test_strange_dates (void)
{
  static const struct { const char *end; FlWorksUntil expected; const char *words; } cases[] = {
    { "99991231235959Z", FL_WORKS_UNTIL_END, "on 9999-12-31" },
    { "99991399999999Z", FL_WORKS_UNTIL_OPEN, "cannot be read" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(FlCertificate) leaf = fl_test_certificate_new (&(FlTestCertificate) { .common_name = "x", .end_date = cases[i].end });
      g_autoptr(FlSnippetFacts) facts = facts_of (FL_TRUST_PIN, leaf, NULL, FL_TEST_NOW);
      g_autofree char *sentence = fl_works_until_describe (FL_FIRMWARE_ESP8266, FL_SNIPPET_WAY_FINGERPRINT, facts);
      gint64 at;

      g_assert_cmpint (fl_works_until_find (FL_FIRMWARE_ESP8266, FL_SNIPPET_WAY_FINGERPRINT, facts, &at), ==, cases[i].expected);
      g_assert_nonnull (strstr (sentence, cases[i].words));
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  make_certificates ();
  g_test_add_func ("/works-until/of-a-ca", test_of_a_ca);
  g_test_add_func ("/works-until/self-signed", test_self_signed);
  g_test_add_func ("/works-until/past", test_past);
  g_test_add_func ("/works-until/no-certificate", test_no_certificate);
  g_test_add_func ("/works-until/bond", test_bond);
  g_test_add_func ("/works-until/strange-dates", test_strange_dates);
  return g_test_run ();
}
