/* Every level says at length what it is, how that is known here, what it costs and what it leaves open.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "tls/fl-security-explanation.h"

#include "support/fl-test-report.h"

#include <string.h>

static const FlTestCertificates *certificates;

static void
assert_says (FlSecurityLevel        level,
             FlSecurityAspect       aspect,
             const FlSecurityFacts *facts,
             const char            *wanted)
{
  g_autofree char *text = fl_security_explanation_describe (level, aspect, facts);

  g_test_message ("%s", text);
  g_assert_nonnull (strstr (text, wanted));
}

/* The words of the document that the levels are from, and no two texts alike. */
static void
test_terms (void)
{
  static const char *const terms[FL_N_SECURITY_LEVELS] = {
    "VPN (virtual private network)", "TLS", "Authentication and authorization", "Payload encryption",
  };
  FlSecurityFacts facts = { 0 };

  for (int level = 0; level < (int) FL_N_SECURITY_LEVELS; level++)
    {
      assert_says ((FlSecurityLevel) level, FL_SECURITY_ASPECT_MEANING, &facts, terms[level]);
      for (int a = 0; a < (int) FL_N_SECURITY_ASPECTS; a++)
        for (int b = 0; b < a; b++)
          {
            g_autofree char *one = fl_security_explanation_describe ((FlSecurityLevel) level, (FlSecurityAspect) a, &facts);
            g_autofree char *other = fl_security_explanation_describe ((FlSecurityLevel) level, (FlSecurityAspect) b, &facts);

            g_assert_cmpstr (one, !=, "");
            g_assert_cmpstr (one, !=, other);
            g_assert_cmpstr (fl_security_aspect_get_title ((FlSecurityAspect) a), !=, fl_security_aspect_get_title ((FlSecurityAspect) b));
          }
    }
}

/* A device's cost is a published figure with its source, whatever was measured here. */
static void
test_device_cost (void)
{
  g_autoptr(FlTlsReport) report = fl_test_report_new (&(FlTestReport) {
    FL_TEST_REPORT_BARE, .way = FL_TRUST_SYSTEM, .leaf = certificates->good, .issuer = certificates->ca });
  FlSecurityFacts facts = { .report = report, .online = TRUE };

  assert_says (FL_SECURITY_TRANSPORT, FL_SECURITY_ASPECT_COST, &facts, "Measured: here once 3.1 ms");
  assert_says (FL_SECURITY_TRANSPORT, FL_SECURITY_ASPECT_COST, &facts, "0.3 s at 160 MHz or 0.4 s at 80 MHz by fingerprint");
  assert_says (FL_SECURITY_TRANSPORT, FL_SECURITY_ASPECT_COST, &facts, "Tasmota’s figures");
  assert_says (FL_SECURITY_APPLICATION, FL_SECURITY_ASPECT_COST, &facts, "0.7 s at 160 MHz or 1.3 s at 80 MHz");
  facts.report = NULL;
  assert_says (FL_SECURITY_TRANSPORT, FL_SECURITY_ASPECT_COST, &facts, "On an ESP8266");
}

static void
test_network (void)
{
  g_autoptr(FlTlsReport) report = fl_test_report_new (&(FlTestReport) { FL_TEST_REPORT_BARE, .address = "203.0.113.7" });
  g_autoptr(FlRoute) route = fl_route_new (FL_ROUTE_TUNNEL, "wg0");
  FlSecurityFacts facts = { .online = TRUE };

  assert_says (FL_SECURITY_NETWORK, FL_SECURITY_ASPECT_PROOF, &facts, "no address yet");
  facts.report = report;
  assert_says (FL_SECURITY_NETWORK, FL_SECURITY_ASPECT_PROOF, &facts, "Only the address 203.0.113.7 is known");
  facts.route = route;
  assert_says (FL_SECURITY_NETWORK, FL_SECURITY_ASPECT_PROOF, &facts, "route to 203.0.113.7 leaves by the interface wg0");
}

static void
test_transport (void)
{
  static const struct { FlTrustWay way; const char *wanted; } cases[] = {
    { FL_TRUST_SYSTEM, "a certificate for localhost, issued by Fern CA, which you trust" },
    { FL_TRUST_CA, "a certificate for localhost, issued by Fern CA, which you trust" },
    { FL_TRUST_PIN, "the key of the pinned certificate" },
    { FL_TRUST_PSK, "they know the key, without sending it" },
    { FL_TRUST_INSECURE, "nobody checked whose that is" },
    { FL_TRUST_PLAIN, "There was no handshake." },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(FlTlsReport) report = fl_test_report_new (&(FlTestReport) {
        FL_TEST_REPORT_BARE, .way = cases[i].way, .leaf = certificates->good, .issuer = certificates->ca });
      g_autoptr(FlTlsReport) refused = fl_test_report_new (&(FlTestReport) {
        .way = cases[i].way, .leaf = certificates->good, .reason = FL_REASON_REVOKED, .remark = -1 });
      FlSecurityFacts facts = { .report = report, .online = TRUE };

      assert_says (FL_SECURITY_TRANSPORT, FL_SECURITY_ASPECT_PROOF, &facts, cases[i].wanted);
      if (cases[i].way == FL_TRUST_PLAIN)
        continue;
      facts.online = FALSE;
      assert_says (FL_SECURITY_TRANSPORT, FL_SECURITY_ASPECT_PROOF, &facts, "Nothing is proved at the moment.");
      facts.report = refused;
      assert_says (FL_SECURITY_TRANSPORT, FL_SECURITY_ASPECT_PROOF, &facts, "ended by Fernlight");
    }
}

static void
test_application (void)
{
  FlSecurityFacts facts = { .online = TRUE };

  assert_says (FL_SECURITY_APPLICATION, FL_SECURITY_ASPECT_PROOF, &facts, "refused neither");
  facts.refused_text = "The broker does not let this user subscribe to #.";
  assert_says (FL_SECURITY_APPLICATION, FL_SECURITY_ASPECT_PROOF, &facts, "does not let this user subscribe to #");
  facts.refused_text = NULL;
  facts.online = FALSE;
  assert_says (FL_SECURITY_APPLICATION, FL_SECURITY_ASPECT_PROOF, &facts, "Nobody is signed in");
}

static void
test_payload (void)
{
  FlSecurityFacts facts = { .online = TRUE, .n_messages = 10 };

  assert_says (FL_SECURITY_PAYLOAD, FL_SECURITY_ASPECT_PROOF, &facts, "may have been changed by the broker");
  assert_says (FL_SECURITY_PAYLOAD, FL_SECURITY_ASPECT_COST, &facts, "20 bytes become 120");
  facts.n_fernet = 9;
  facts.n_failed = 2;
  facts.n_token_bytes = 840;
  facts.n_plain_bytes = 140;
  assert_says (FL_SECURITY_PAYLOAD, FL_SECURITY_ASPECT_PROOF, &facts,
               "Changed or forged payloads are refused; a replayed one is not, unless a TTL is set");
  assert_says (FL_SECURITY_PAYLOAD, FL_SECURITY_ASPECT_COST, &facts, "140 bytes of payload arrived as 840 bytes of tokens, 6.0 times");
  assert_says (FL_SECURITY_PAYLOAD, FL_SECURITY_ASPECT_LIMIT, &facts, "Topic, length and time of every message stay readable");
}

int
main (int    argc,
      char **argv)
{
  g_setenv ("TZ", "UTC", TRUE);
  g_test_init (&argc, &argv, NULL);
  fl_secret_init ();
  certificates = fl_test_certificates_get ();
  g_test_add_func ("/security-explanation/terms", test_terms);
  g_test_add_func ("/security-explanation/device-cost", test_device_cost);
  g_test_add_func ("/security-explanation/network", test_network);
  g_test_add_func ("/security-explanation/transport", test_transport);
  g_test_add_func ("/security-explanation/application", test_application);
  g_test_add_func ("/security-explanation/payload", test_payload);
  return g_test_run ();
}
