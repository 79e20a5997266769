/* What follows from what is known of a connection.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "tls/fl-security-facts.h"

#include "support/fl-test-report.h"

static const FlTestCertificates *certificates;

/* Nothing known at all: every question has an answer. */
static void
test_nothing (void)
{
  FlSecurityFacts facts = { 0 };

  g_assert_cmpint (fl_security_facts_get_way (&facts), ==, FL_TRUST_SYSTEM);
  g_assert_null (fl_security_facts_get_verdict (&facts));
  g_assert_null (fl_security_facts_get_leaf (&facts));
  g_assert_cmpstr (fl_security_facts_get_host (&facts), ==, "");
  g_assert_cmpint (fl_security_facts_get_tone (&facts), ==, FL_SECURITY_TONE_NEUTRAL);
  g_assert_false (fl_security_facts_has_remark (&facts, FL_REASON_EXPIRED));
  g_assert_false (fl_security_facts_is_refused (&facts));
  g_assert_false (fl_security_facts_is_nothing_sent (&facts));
  g_assert_false (fl_security_facts_can_be_pinned (&facts));
  g_assert_false (fl_security_facts_has_changed (&facts));
  g_assert_false (fl_security_facts_differs_from_remembered (&facts));
}

/* The report says whom and how; before the first one the setting does. */
static void
test_sources (void)
{
  g_autoptr(FlTrust) trust = fl_trust_new_plain ();
  g_autoptr(FlTlsReport) report = fl_test_report_new (&(FlTestReport) {
    .host = "broker.example", .way = FL_TRUST_CA, .leaf = certificates->good, .reason = -1, .remark = FL_REASON_CHAIN_ORDER });
  FlSecurityFacts facts = { .trust = trust, .online = TRUE };

  g_assert_cmpint (fl_security_facts_get_way (&facts), ==, FL_TRUST_PLAIN);
  facts.report = report;
  g_assert_cmpint (fl_security_facts_get_way (&facts), ==, FL_TRUST_CA);
  g_assert_true (fl_certificate_equal (fl_security_facts_get_leaf (&facts), certificates->good));
  g_assert_cmpstr (fl_security_facts_get_host (&facts), ==, "broker.example");
  g_assert_true (fl_verdict_is_trusted (fl_security_facts_get_verdict (&facts)));
  g_assert_true (fl_security_facts_has_remark (&facts, FL_REASON_CHAIN_ORDER));
  g_assert_false (fl_security_facts_has_remark (&facts, FL_REASON_EXPIRED));
  g_assert_false (fl_security_facts_can_be_pinned (&facts));
}

static void
test_remembered (void)
{
  g_autoptr(FlTrust) first = fl_trust_new_insecure ();
  g_autoptr(FlTrust) same = fl_trust_with_remembered (first, fl_certificate_get_sha256 (certificates->good));
  g_autoptr(FlTrust) changed = fl_trust_with_remembered (first, fl_certificate_get_sha256 (certificates->expired));
  g_autoptr(FlTlsReport) report = fl_test_report_new (&(FlTestReport) {
    FL_TEST_REPORT_BARE, .way = FL_TRUST_INSECURE, .leaf = certificates->good, .untrusted = TRUE });
  const struct { FlTrust *trust; gboolean differs; FlSecurityTone tone; } cases[] = {
    { first, FALSE, FL_SECURITY_TONE_CAUTION },
    { same, FALSE, FL_SECURITY_TONE_CAUTION },
    { changed, TRUE, FL_SECURITY_TONE_BAD },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      FlSecurityFacts facts = { .report = report, .trust = cases[i].trust, .online = TRUE };

      g_assert_cmpint (fl_security_facts_differs_from_remembered (&facts), ==, cases[i].differs);
      g_assert_cmpint (fl_security_facts_has_changed (&facts), ==, cases[i].differs);
      g_assert_cmpint (fl_security_facts_get_tone (&facts), ==, cases[i].tone);
      g_assert_true (fl_security_facts_can_be_pinned (&facts));
    }
}

/* A refusal came before anything was sent, but for the one that TLS 1.3 tells after the handshake. */
static void
test_nothing_sent (void)
{
  g_autoptr(FlTlsReport) refused = fl_test_report_new (&(FlTestReport) {
    .leaf = certificates->expired, .reason = FL_REASON_EXPIRED, .remark = -1 });
  g_autoptr(FlTlsReport) connected = fl_test_report_new (&(FlTestReport) { FL_TEST_REPORT_BARE, .leaf = certificates->good });
  FlSecurityFacts facts = { .report = refused };

  g_assert_true (fl_security_facts_is_refused (&facts));
  g_assert_true (fl_security_facts_is_nothing_sent (&facts));
  g_assert_cmpint (fl_security_facts_get_tone (&facts), ==, FL_SECURITY_TONE_BAD);
  facts.report = connected;
  g_assert_false (fl_security_facts_is_refused (&facts));
  g_assert_false (fl_security_facts_is_nothing_sent (&facts));
}

/* Encrypted and accepted, but nothing says that it was proved: never green. */
static void
test_unproved (void)
{
  g_autoptr(FlTlsReport) report = fl_test_report_new (&(FlTestReport) {
    FL_TEST_REPORT_BARE, .way = FL_TRUST_SYSTEM, .leaf = certificates->good, .untrusted = TRUE });
  FlSecurityFacts facts = { .report = report, .online = TRUE, .now = FL_TEST_NOW };

  g_assert_cmpint (fl_security_facts_get_tone (&facts), ==, FL_SECURITY_TONE_CAUTION);
}

/* Without a certificate there is nothing to pin. */
static void
test_refused_without_certificate (void)
{
  g_autoptr(FlTlsReport) report = fl_test_report_new (&(FlTestReport) {
    .way = FL_TRUST_SYSTEM, .reason = FL_REASON_UNKNOWN_ISSUER, .remark = -1 });
  FlSecurityFacts facts = { .report = report, .now = FL_TEST_NOW };

  g_assert_false (fl_security_facts_can_be_pinned (&facts));
}

/* Old and new side by side: for a pin that does not match and nothing worse. */
static void
test_renewal (void)
{
  g_autoptr(FlPin) pin = fl_pin_new_for_certificate (certificates->ca, FL_PIN_SHA256);
  g_autoptr(FlPin) leaf_pin = fl_pin_new_for_certificate (certificates->good, FL_PIN_SHA256);
  g_autoptr(FlTrust) trust = fl_trust_new_pin (pin);
  g_autoptr(FlTrust) two = fl_trust_with_second_pin (trust, leaf_pin);
  g_autoptr(FlTrust) by_ca = fl_trust_new_system ();
  FlTestReport wish = { FL_TEST_REPORT_BARE, .way = FL_TRUST_PIN, .leaf = certificates->good };
  g_autoptr(FlTlsReport) good = fl_test_report_new (&wish);
  g_autoptr(FlTlsReport) mismatch = NULL;
  FlSecurityFacts facts = { .report = good, .trust = two, .online = TRUE, .now = FL_TEST_NOW };

  g_assert_true (fl_security_facts_get_matched_pin (&facts) == leaf_pin);
  g_assert_true (fl_security_facts_is_second_pin_in_use (&facts));
  g_assert_false (fl_security_facts_is_renewal (&facts));
  facts.online = FALSE;
  g_assert_false (fl_security_facts_is_second_pin_in_use (&facts));
  facts.trust = trust;
  facts.online = TRUE;
  g_assert_null (fl_security_facts_get_matched_pin (&facts));
  g_assert_false (fl_security_facts_is_second_pin_in_use (&facts));

  wish.reason = FL_REASON_PIN_MISMATCH;
  mismatch = fl_test_report_new (&wish);
  facts.report = mismatch;
  facts.online = FALSE;
  g_assert_true (fl_security_facts_is_renewal (&facts));
  facts.trust = by_ca;
  g_assert_false (fl_security_facts_is_renewal (&facts));
  facts.trust = NULL;
  g_assert_false (fl_security_facts_is_renewal (&facts));
}

int
main (int    argc,
      char **argv)
{
  g_setenv ("TZ", "UTC", TRUE);
  g_test_init (&argc, &argv, NULL);
  certificates = fl_test_certificates_get ();
  g_test_add_func ("/security-facts/nothing", test_nothing);
  g_test_add_func ("/security-facts/sources", test_sources);
  g_test_add_func ("/security-facts/remembered", test_remembered);
  g_test_add_func ("/security-facts/nothing-sent", test_nothing_sent);
  g_test_add_func ("/security-facts/unproved", test_unproved);
  g_test_add_func ("/security-facts/renewal", test_renewal);
  g_test_add_func ("/security-facts/refused-without-certificate", test_refused_without_certificate);
  return g_test_run ();
}
