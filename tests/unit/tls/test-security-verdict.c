/* The one sentence is true of every way of trust and of every refusal.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "tls/fl-security-verdict.h"

#include "support/fl-test-report.h"
#include "tls/fl-security-level.h"

#include <string.h>

static const FlTestCertificates *certificates;

static void
assert_verdict (const FlSecurityFacts *facts,
                const char            *expected,
                FlSecurityTone         tone)
{
  g_autofree char *verdict = fl_security_verdict_describe (facts);

  g_assert_cmpstr (verdict, ==, expected);
  g_assert_cmpint (fl_security_facts_get_tone (facts), ==, tone);
}

/* The row says why it has its tone. */
static void
assert_transport (const FlSecurityFacts *facts,
                  const char            *end)
{
  g_autofree char *proof = fl_security_level_describe_proof (FL_SECURITY_TRANSPORT, facts);

  g_assert_cmpint (fl_security_level_get_tone (FL_SECURITY_TRANSPORT, facts), ==, fl_security_facts_get_tone (facts));
  g_assert_true (g_str_has_suffix (proof, end));
}

static void
test_authorities (void)
{
  g_autoptr(FlTlsReport) system = fl_test_report_new (&(FlTestReport) {
    FL_TEST_REPORT_BARE, .way = FL_TRUST_SYSTEM, .leaf = certificates->good, .issuer = certificates->ca });
  g_autoptr(FlTlsReport) own = fl_test_report_new (&(FlTestReport) {
    .reason = -1, .way = FL_TRUST_CA, .leaf = certificates->good, .issuer = certificates->ca, .remark = FL_REASON_CHAIN_ORDER });
  FlSecurityFacts facts = { .report = system, .online = TRUE, .now = FL_TEST_NOW };
  const char *sentence = "Encrypted, and this is localhost: certificate from Fern CA, good until 12 January 2027 (53 days).";

  assert_verdict (&facts, sentence, FL_SECURITY_TONE_GOOD);
  assert_transport (&facts, "A certificate proves that this is localhost.");
  g_assert_false (fl_security_facts_can_be_pinned (&facts));
  facts.report = own;
  assert_verdict (&facts, sentence, FL_SECURITY_TONE_GOOD);
  facts.now = FL_TEST_JANUARY - 86400;
  assert_verdict (&facts, "Encrypted, and this is localhost: certificate from Fern CA, good until 12 January 2027 (1 day). "
                          "Renew it by then: after that day whoever checks dates no longer connects.", FL_SECURITY_TONE_CAUTION);
  g_assert_cmpint (fl_security_verdict_get_tone (&facts), ==, FL_SECURITY_TONE_CAUTION);
  assert_transport (&facts, "A certificate proves that this is localhost, until 12 January 2027 (1 day).");
  facts.now = FL_TEST_JANUARY - FL_SECURITY_SOON_DAYS * 86400;
  g_assert_cmpint (fl_security_verdict_get_tone (&facts), ==, FL_SECURITY_TONE_GOOD);
  facts.now += 1;
  g_assert_cmpint (fl_security_verdict_get_tone (&facts), ==, FL_SECURITY_TONE_CAUTION);
}

static void
test_pin (void)
{
  g_autoptr(FlPin) pin = fl_pin_new_for_certificate (certificates->good, FL_PIN_SHA256);
  g_autoptr(FlPin) key_pin = fl_pin_new_for_certificate (certificates->good, FL_PIN_SPKI);
  g_autoptr(FlTrust) trust = fl_trust_new_pin (pin);
  g_autoptr(FlTrust) key_trust = fl_trust_new_pin (key_pin);
  FlTestReport wish = { FL_TEST_REPORT_BARE, .way = FL_TRUST_PIN, .leaf = certificates->good };
  g_autoptr(FlTlsReport) good = fl_test_report_new (&wish);
  g_autoptr(FlTlsReport) expired = NULL;
  g_autoptr(FlTlsReport) misnamed = NULL;
  FlSecurityFacts facts = { .report = good, .trust = trust, .online = TRUE, .now = FL_TEST_NOW, .trusted_at = FL_TEST_MAY };

  assert_verdict (&facts, "Encrypted, with the certificate you trusted on 3 May.", FL_SECURITY_TONE_GOOD);
  facts.trusted_at = FL_TEST_MAY - FL_TEST_YEAR;
  assert_verdict (&facts, "Encrypted, with the certificate you trusted on 3 May 2025.", FL_SECURITY_TONE_GOOD);
  facts.trusted_at = 0;
  assert_verdict (&facts, "Encrypted, with the certificate you trusted.", FL_SECURITY_TONE_GOOD);
  facts.trust = key_trust;
  facts.trusted_at = FL_TEST_MAY;
  assert_verdict (&facts, "Encrypted, with the key you trusted on 3 May.", FL_SECURITY_TONE_GOOD);

  wish.leaf = certificates->expired;
  wish.remark = FL_REASON_EXPIRED;
  expired = fl_test_report_new (&wish);
  facts.report = expired;
  facts.trust = trust;
  facts.trusted_at = FL_TEST_MAY - 86400;
  assert_verdict (&facts, "Encrypted, with the certificate you trusted on 2 May; it expired on 3 May, you are relying on the pin.",
                  FL_SECURITY_TONE_CAUTION);
  wish.remark = FL_REASON_NAME_MISMATCH;
  misnamed = fl_test_report_new (&wish);
  facts.report = misnamed;
  assert_verdict (&facts, "Encrypted, with the certificate you trusted on 2 May; it is for another name than localhost, "
                          "you are relying on the pin.", FL_SECURITY_TONE_CAUTION);
}

/* Which of two pins it is, and that SHA-1 is weak. */
static void
test_two_pins (void)
{
  g_autoptr(FlPin) pin = fl_pin_new_for_certificate (certificates->good, FL_PIN_SHA256);
  g_autoptr(FlPin) key_pin = fl_pin_new_for_certificate (certificates->good, FL_PIN_SPKI);
  g_autoptr(FlPin) sha1 = fl_pin_new_for_certificate (certificates->good, FL_PIN_SHA1);
  g_autoptr(FlPin) other = fl_pin_new_for_certificate (certificates->ca, FL_PIN_SHA256);
  g_autoptr(FlTrust) by_other = fl_trust_new_pin (other);
  g_autoptr(FlTrust) by_pin = fl_trust_new_pin (pin);
  g_autoptr(FlTrust) by_sha1 = fl_trust_new_pin (sha1);
  g_autoptr(FlTrust) first = fl_trust_with_second_pin (by_pin, other);
  g_autoptr(FlTrust) second = fl_trust_with_second_pin (by_other, pin);
  g_autoptr(FlTrust) second_key = fl_trust_with_second_pin (by_other, key_pin);
  g_autoptr(FlTrust) second_sha1 = fl_trust_with_second_pin (by_other, sha1);
  FlTestReport wish = { FL_TEST_REPORT_BARE, .way = FL_TRUST_PIN, .leaf = certificates->good };
  g_autoptr(FlTlsReport) report = fl_test_report_new (&wish);
  FlSecurityFacts facts = { .report = report, .trust = first, .online = TRUE, .now = FL_TEST_NOW, .trusted_at = FL_TEST_MAY };

  assert_verdict (&facts, "Encrypted, with the certificate you trusted on 3 May (the first of two pins).", FL_SECURITY_TONE_GOOD);
  facts.trusted_at = 0;
  assert_verdict (&facts, "Encrypted, with the certificate you trusted (the first of two pins).", FL_SECURITY_TONE_GOOD);
  facts.trust = second;
  assert_verdict (&facts, "Encrypted, with the certificate you planned (the second of two pins).", FL_SECURITY_TONE_GOOD);
  facts.trust = second_key;
  assert_verdict (&facts, "Encrypted, with the key you planned (the second of two pins).", FL_SECURITY_TONE_GOOD);
  facts.trust = second_sha1;
  assert_verdict (&facts, "Encrypted, with the certificate you planned (the second of two pins), by SHA-1, which is weak.",
                  FL_SECURITY_TONE_CAUTION);
  facts.trust = by_sha1;
  assert_verdict (&facts, "Encrypted, with the certificate you trusted, by SHA-1, which is weak.", FL_SECURITY_TONE_CAUTION);
}

static void
test_psk (void)
{
  g_autoptr(FlSecret) key = fl_secret_new ("0123456789abcdef", 16);
  g_autoptr(FlTrust) trust = fl_trust_new_psk ("kitchen", key, NULL);
  g_autoptr(FlTlsReport) report = fl_test_report_new (&(FlTestReport) { FL_TEST_REPORT_BARE, .way = FL_TRUST_PSK });
  FlSecurityFacts facts = { .report = report, .trust = trust, .online = TRUE, .now = FL_TEST_NOW };

  assert_verdict (&facts, "Encrypted; both sides proved they know the key of “kitchen”. There is no certificate.", FL_SECURITY_TONE_GOOD);
  facts.trust = NULL;
  assert_verdict (&facts, "Encrypted; both sides proved they know the shared key. There is no certificate.", FL_SECURITY_TONE_GOOD);
}

static void
test_insecure (void)
{
  g_autoptr(FlTrust) first = fl_trust_new_insecure ();
  g_autoptr(FlTrust) same = fl_trust_with_remembered (first, fl_certificate_get_sha256 (certificates->good));
  g_autoptr(FlTrust) changed = fl_trust_with_remembered (first, fl_certificate_get_sha256 (certificates->expired));
  g_autoptr(FlTlsReport) report = fl_test_report_new (&(FlTestReport) {
    FL_TEST_REPORT_BARE, .way = FL_TRUST_INSECURE, .leaf = certificates->good, .untrusted = TRUE });
  FlSecurityFacts facts = { .report = report, .trust = first, .online = TRUE, .now = FL_TEST_NOW, .remembered_at = FL_TEST_MAY };

  assert_verdict (&facts, "Encrypted, but nobody checked whom you talk to.", FL_SECURITY_TONE_CAUTION);
  g_assert_true (fl_security_facts_can_be_pinned (&facts));
  g_assert_false (fl_security_facts_has_changed (&facts));
  facts.trust = same;
  assert_verdict (&facts, "Encrypted, but nobody checked whom you talk to. Same certificate as on 3 May.", FL_SECURITY_TONE_CAUTION);
  facts.trust = changed;
  assert_verdict (&facts, "Encrypted, but nobody checked whom you talk to, and it is not the certificate of 3 May.",
                  FL_SECURITY_TONE_BAD);
  g_assert_true (fl_security_facts_has_changed (&facts));
  facts.remembered_at = 0;
  assert_verdict (&facts, "Encrypted, but nobody checked whom you talk to, and it is not the certificate of last time.",
                  FL_SECURITY_TONE_BAD);
  facts.trust = same;
  assert_verdict (&facts, "Encrypted, but nobody checked whom you talk to. Same certificate as last time.", FL_SECURITY_TONE_CAUTION);
}

static void
test_plain (void)
{
  g_autoptr(FlRoute) own = fl_route_new (FL_ROUTE_LOOPBACK, "lo");
  g_autoptr(FlTrust) trust = fl_trust_new_plain ();
  g_autoptr(FlTlsReport) report = fl_test_report_new (&(FlTestReport) { FL_TEST_REPORT_BARE, .way = FL_TRUST_PLAIN, .protocol = "" });
  FlSecurityFacts facts = { .report = report, .trust = trust, .online = TRUE, .now = FL_TEST_NOW, .username = "frank", .has_password = TRUE };

  assert_verdict (&facts, "Not encrypted: anyone on the way can read and change everything, your password too.", FL_SECURITY_TONE_BAD);
  g_assert_cmpint (fl_security_level_get_tone (FL_SECURITY_APPLICATION, &facts), ==, FL_SECURITY_TONE_BAD);
  facts.route = own;
  assert_verdict (&facts, "Not encrypted: anyone on the way can read and change everything, your password too. "
                          "Here the way does not leave this computer.", FL_SECURITY_TONE_BAD);
  facts.route = NULL;
  facts.has_password = FALSE;
  facts.report = NULL;
  assert_verdict (&facts, "Not encrypted: anyone on the way can read and change everything.", FL_SECURITY_TONE_BAD);
}

static void
test_refused (void)
{
  static const struct { FlReason reason; gboolean can_be_pinned; const char *sentence; } cases[] = {
    { FL_REASON_EXPIRED, TRUE, "Not connected: the certificate expired on 3 May 2026. Nothing was sent." },
    { FL_REASON_SELF_SIGNED, TRUE, "Not connected: the certificate was signed by itself only, nobody vouches for it. Nothing was sent." },
    { FL_REASON_UNKNOWN_ISSUER, TRUE,
      "Not connected: nobody you trust vouches for the certificate; it was issued by “Fern CA”. Nothing was sent." },
    { FL_REASON_NAME_MISMATCH, TRUE, "Not connected: the certificate is for “localhost”, not for “broker.example”. Nothing was sent." },
    { FL_REASON_PIN_MISMATCH, TRUE, "Not connected: the certificate is not the one you trusted. Nothing was sent." },
    { FL_REASON_REVOKED, FALSE, "Not connected: the certificate was revoked by its issuer. Nothing was sent." },
    { FL_REASON_WEAK_KEY, FALSE, "Not connected: the key of a certificate is too short. Nothing was sent." },
    { FL_REASON_PSK_REFUSED, FALSE, "Not connected: the broker did not prove that it knows the shared key. Nothing was sent." },
    { FL_REASON_PROTOCOL_TOO_OLD, FALSE, "Not connected: the broker speaks no TLS newer than 1.1. Nothing was sent." },
    { FL_REASON_NO_TLS, FALSE, "Not connected: the broker does not speak TLS on this port. No name, password or message was sent." },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(FlTlsReport) report = fl_test_report_new (&(FlTestReport) {
        .way = FL_TRUST_SYSTEM, .host = "broker.example", .leaf = certificates->expired, .reason = (int) cases[i].reason, .remark = -1 });
      FlSecurityFacts facts = { .report = report, .now = FL_TEST_NOW, .fault_text = "Another sentence." };

      g_autofree char *sign_in = NULL;

      facts.username = "frank";
      facts.has_password = TRUE;
      sign_in = fl_security_level_describe_proof (FL_SECURITY_APPLICATION, &facts);
      g_assert_cmpstr (sign_in, ==, "“frank” and the password were not sent.");
      assert_verdict (&facts, cases[i].sentence, FL_SECURITY_TONE_BAD);
      g_assert_true (fl_security_facts_is_refused (&facts));
      g_assert_cmpint (fl_security_facts_can_be_pinned (&facts), ==, cases[i].can_be_pinned);
      g_assert_cmpint (fl_security_facts_has_changed (&facts), ==, cases[i].reason == FL_REASON_PIN_MISMATCH);
    }
}

static void
test_offline (void)
{
  g_autoptr(FlTlsReport) report = fl_test_report_new (&(FlTestReport) {
    FL_TEST_REPORT_BARE, .way = FL_TRUST_SYSTEM, .leaf = certificates->good, .issuer = certificates->ca });
  FlSecurityFacts facts = { .now = FL_TEST_NOW };

  assert_verdict (&facts, "Not connected.", FL_SECURITY_TONE_NEUTRAL);
  facts.fault_text = "The name was not found.";
  assert_verdict (&facts, "Not connected. The name was not found.", FL_SECURITY_TONE_NEUTRAL);
  facts.report = report; /* it once worked, and is lost now */
  assert_verdict (&facts, "Not connected. The name was not found.", FL_SECURITY_TONE_NEUTRAL);
  g_assert_false (fl_security_facts_is_refused (&facts));
  facts.username = "frank";
  {
    g_autofree char *sign_in = fl_security_level_describe_proof (FL_SECURITY_APPLICATION, &facts);
    g_autofree char *cost = fl_security_level_describe_cost (FL_SECURITY_APPLICATION, &facts);

    g_assert_cmpstr (sign_in, ==, "Not signed in.");
    g_assert_cmpstr (cost, ==, "");
  }
}

/* From worst to best; a neutral level says nothing for or against. */
static int
hope_of (FlSecurityTone tone)
{
  static const int hopes[] = { [FL_SECURITY_TONE_BAD] = 0, [FL_SECURITY_TONE_CAUTION] = 1, [FL_SECURITY_TONE_NEUTRAL] = 2,
                               [FL_SECURITY_TONE_GOOD] = 3 };

  return hopes[tone];
}

/* Every four tones there are: the whole is as bad as the worst of them, and good only if the transport is. */
static void
test_combine (void)
{
  for (int i = 0; i < 4 * 4 * 4 * 4; i++)
    {
      const FlSecurityTone tones[FL_N_SECURITY_LEVELS] = {
        (FlSecurityTone) (i & 3), (FlSecurityTone) (i >> 2 & 3), (FlSecurityTone) (i >> 4 & 3), (FlSecurityTone) (i >> 6 & 3),
      };
      const FlSecurityTone whole = fl_security_verdict_combine (tones);
      int worst = hope_of (tones[FL_SECURITY_TRANSPORT]);

      for (gsize j = 0; j < G_N_ELEMENTS (tones); j++)
        if (tones[j] == FL_SECURITY_TONE_BAD || tones[j] == FL_SECURITY_TONE_CAUTION)
          worst = MIN (worst, hope_of (tones[j]));
      g_assert_cmpint (hope_of (whole), ==, worst);
      g_assert_cmpint (hope_of (whole), <=, hope_of (tones[FL_SECURITY_TRANSPORT]));
    }
}

/* What a sentence of the transport, taken alone, would promise of the levels that are worse. */
static void
assert_not_too_hopeful (const FlSecurityFacts *facts)
{
  g_autofree char *sentence = fl_security_verdict_describe (facts);
  const FlSecurityTone whole = fl_security_verdict_get_tone (facts);
  gboolean is_insecure = fl_security_facts_get_way (facts) == FL_TRUST_INSECURE;
  gboolean is_explained = whole == FL_SECURITY_TONE_GOOD || whole == FL_SECURITY_TONE_NEUTRAL;

  for (int i = 0; i < (int) FL_N_SECURITY_LEVELS; i++)
    {
      const FlSecurityTone tone = fl_security_level_get_tone ((FlSecurityLevel) i, facts);

      is_explained = is_explained || tone == whole;
      if (tone == FL_SECURITY_TONE_CAUTION || tone == FL_SECURITY_TONE_BAD)
        g_assert_cmpint (hope_of (whole), <=, hope_of (tone));
    }
  g_assert_true (is_explained); /* one of the levels is as bad as the whole */
  if (!facts->online)
    g_assert_true (g_str_has_prefix (sentence, "Not connected") && whole != FL_SECURITY_TONE_GOOD);
  else if (fl_security_facts_get_way (facts) == FL_TRUST_PLAIN)
    g_assert_true (g_str_has_prefix (sentence, "Not encrypted: anyone on the way can read and change everything"));
  else if (is_insecure)
    g_assert_true (g_str_has_prefix (sentence, "Encrypted, but nobody checked whom you talk to"));
  else
    g_assert_true (g_str_has_prefix (sentence, "Encrypted"));
  if (facts->online && facts->n_failed > 0)
    g_assert_nonnull (strstr (sentence, "not vouched for"));
  if (facts->online && facts->refused_text != NULL)
    g_assert_nonnull (strstr (sentence, facts->refused_text));
  if (facts->online && is_insecure && facts->has_password && facts->username != NULL)
    g_assert_nonnull (strstr (sentence, "Your password went to whoever answered."));
  if (whole == FL_SECURITY_TONE_GOOD)
    g_assert_true (facts->online && fl_verdict_is_trusted (fl_security_facts_get_verdict (facts)) && facts->n_failed == 0);
}

/* Every way, refused or not, on line or not, with every remark, sign-in and share of payloads. */
static void
test_never_too_hopeful (void)
{
  static const FlTrustWay ways[] = { FL_TRUST_SYSTEM, FL_TRUST_CA, FL_TRUST_PIN, FL_TRUST_PSK, FL_TRUST_INSECURE, FL_TRUST_PLAIN };
  static const int remarks[] = { -1, FL_REASON_EXPIRED, FL_REASON_NAME_MISMATCH, FL_REASON_CHAIN_ORDER };
  static const struct { guint64 n, n_fernet, n_failed; } payloads[] = { { 0, 0, 0 }, { 5, 0, 0 }, { 5, 3, 0 }, { 5, 5, 0 }, { 5, 5, 2 } };
  guint n_good = 0;

  for (guint i = 0; i < G_N_ELEMENTS (ways) * G_N_ELEMENTS (remarks) * G_N_ELEMENTS (payloads) * 2 * 2 * 3 * 2 * 2; i++)
    {
      guint rest = i;
      const FlTrustWay way = ways[rest % G_N_ELEMENTS (ways)];
      const int remark = remarks[(rest /= G_N_ELEMENTS (ways)) % G_N_ELEMENTS (remarks)];
      const guint payload = (rest /= G_N_ELEMENTS (remarks)) % G_N_ELEMENTS (payloads);
      const gboolean refused = (rest /= G_N_ELEMENTS (payloads)) % 2 && way != FL_TRUST_PLAIN;
      const gboolean online = (rest /= 2) % 2 && !refused;
      const guint sign_in = (rest /= 2) % 3;
      const gboolean denied = (rest /= 3) % 2;
      const gboolean untrusted = (rest /= 2) % 2 || way == FL_TRUST_INSECURE;
      g_autoptr(FlTlsReport) report = fl_test_report_new (&(FlTestReport) {
        .way = way, .leaf = certificates->good, .untrusted = untrusted, .reason = refused ? FL_REASON_REVOKED : -1, .remark = remark });
      FlSecurityFacts facts = {
        .report = report, .online = online, .now = FL_TEST_NOW, .username = sign_in > 0 ? "frank" : NULL, .has_password = sign_in > 1,
        .n_messages = payloads[payload].n, .n_fernet = payloads[payload].n_fernet, .n_failed = payloads[payload].n_failed,
        .refused_text = denied ? "The broker does not let this user subscribe to #." : NULL,
      };

      assert_not_too_hopeful (&facts);
      n_good += fl_security_verdict_get_tone (&facts) == FL_SECURITY_TONE_GOOD ? 1 : 0;
    }
  g_assert_cmpuint (n_good, >, 0);
}

/* Of an inspection only what was tried counts. */
static void
test_inspection (void)
{
  g_autoptr(FlTlsReport) report = fl_test_report_new (&(FlTestReport) {
    FL_TEST_REPORT_BARE, .way = FL_TRUST_SYSTEM, .leaf = certificates->good, .issuer = certificates->ca });
  FlSecurityFacts facts = { .report = report, .online = TRUE, .is_inspection = TRUE, .now = FL_TEST_NOW, .n_failed = 3, .n_fernet = 3,
                            .n_messages = 3, .refused_text = "No." };

  assert_verdict (&facts, "Encrypted, and this is localhost: certificate from Fern CA, good until 12 January 2027 (53 days).",
                  FL_SECURITY_TONE_GOOD);
  g_assert_cmpint (fl_security_verdict_get_tone (&facts), ==, FL_SECURITY_TONE_GOOD);
}

int
main (int    argc,
      char **argv)
{
  g_setenv ("TZ", "UTC", TRUE);
  g_test_init (&argc, &argv, NULL);
  fl_secret_init ();
  certificates = fl_test_certificates_get ();
  g_test_add_func ("/security-verdict/authorities", test_authorities);
  g_test_add_func ("/security-verdict/pin", test_pin);
  g_test_add_func ("/security-verdict/two-pins", test_two_pins);
  g_test_add_func ("/security-verdict/psk", test_psk);
  g_test_add_func ("/security-verdict/insecure", test_insecure);
  g_test_add_func ("/security-verdict/plain", test_plain);
  g_test_add_func ("/security-verdict/refused", test_refused);
  g_test_add_func ("/security-verdict/offline", test_offline);
  g_test_add_func ("/security-verdict/combine", test_combine);
  g_test_add_func ("/security-verdict/never-too-hopeful", test_never_too_hopeful);
  g_test_add_func ("/security-verdict/inspection", test_inspection);
  return g_test_run ();
}
