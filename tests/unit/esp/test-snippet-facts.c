/* What a report tells to snippets: only a verified path names a CA, and BearSSL's rules for names.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "esp/fl-snippet-facts.h"

#include "support/fl-test-certificate.h"
#include "support/fl-test-report.h"

static FlSnippetFacts *
facts_of (const FlTestReport *wish)
{
  g_autoptr(FlTlsReport) report = fl_test_report_new (wish);

  return fl_snippet_facts_new (report, "kitchen", FL_TEST_NOW);
}

static void
test_anchor (void)
{
  const FlTestCertificates *certificates = fl_test_certificates_get ();
  g_autoptr(FlCertificate) own = fl_test_certificate_new (&(FlTestCertificate) { .common_name = "localhost" });
  const struct { FlTestReport wish; FlCertificate *anchor; gboolean is_own; } cases[] = {
    { { FL_TEST_REPORT_BARE, .way = FL_TRUST_CA, .leaf = certificates->good, .issuer = certificates->ca }, certificates->ca, FALSE },
    { { FL_TEST_REPORT_BARE, .way = FL_TRUST_SYSTEM, .leaf = certificates->good, .issuer = certificates->ca }, certificates->ca, FALSE },
    /* A path that was not looked at proves nothing, whoever put it there. */
    { { FL_TEST_REPORT_BARE, .way = FL_TRUST_PIN, .leaf = certificates->good, .issuer = certificates->ca }, NULL, FALSE },
    { { FL_TEST_REPORT_BARE, .way = FL_TRUST_INSECURE, .leaf = certificates->good, .issuer = certificates->ca }, NULL, FALSE },
    { { FL_TEST_REPORT_BARE, .way = FL_TRUST_PIN, .leaf = own }, own, TRUE },
    { { FL_TEST_REPORT_BARE, .way = FL_TRUST_PSK }, NULL, FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(FlSnippetFacts) facts = facts_of (&cases[i].wish);

      g_assert_true (facts->anchor == cases[i].anchor);
      g_assert_true (facts->leaf == cases[i].wish.leaf);
      g_assert_cmpint (fl_snippet_facts_has_own_anchor (facts), ==, cases[i].is_own);
      g_assert_true (facts->is_trusted);
      g_assert_cmpstr (facts->host, ==, "localhost");
      g_assert_cmpint (facts->port, ==, 8883);
      g_assert_cmpstr (facts->psk_identity, ==, "kitchen");
    }
}

static void
test_refused (void)
{
  FlTestReport wish = { .way = FL_TRUST_SYSTEM, .leaf = fl_test_certificates_get ()->good, .reason = FL_REASON_UNKNOWN_ISSUER,
                        .remark = -1, .untrusted = TRUE };
  g_autoptr(FlSnippetFacts) facts = facts_of (&wish);

  g_assert_false (facts->is_trusted);
}

static void
test_bearssl_names (void)
{
  static const struct { const char *common_name, *san, *host; gboolean matches; } cases[] = {
    { "x", "DNS:broker.home", "broker.home", TRUE },
    { "x", "DNS:broker.home", "BROKER.home", TRUE },
    { "broker.home", "DNS:other.home", "broker.home", FALSE },
    { "broker.home", NULL, "broker.home", TRUE },
    { "x", "DNS:*.home", "broker.home", TRUE },
    { "x", "DNS:*.home", "a.broker.home", FALSE },
    { "x", "DNS:*.home", "home", FALSE },
    { "x", "IP:192.168.1.2", "192.168.1.2", FALSE },
    { "x", "IP:192.168.1.2,DNS:192.168.1.2", "192.168.1.2", TRUE },
    { "192.168.1.2", "IP:192.168.1.2", "192.168.1.2", FALSE },
    { "192.168.1.2", NULL, "192.168.1.2", TRUE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(FlCertificate) leaf = fl_test_certificate_new (&(FlTestCertificate) { .common_name = cases[i].common_name,
                                                                                     .san = cases[i].san });
      FlTestReport wish = { FL_TEST_REPORT_BARE, .way = FL_TRUST_PIN, .leaf = leaf, .host = cases[i].host };
      g_autoptr(FlSnippetFacts) facts = facts_of (&wish);

      g_test_message ("%s in %s", cases[i].host, cases[i].san);
      g_assert_cmpint (fl_snippet_facts_is_for_bearssl (facts), ==, cases[i].matches);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/snippet-facts/anchor", test_anchor);
  g_test_add_func ("/snippet-facts/refused", test_refused);
  g_test_add_func ("/snippet-facts/bearssl-names", test_bearssl_names);
  return g_test_run ();
}
