/* A handshake in words.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "tls/fl-handshake-text.h"

#include "support/fl-test-report.h"
#include "tls/fl-ocsp-private.h"

#include <string.h>

static const FlTestCertificates *certificates;

static void
test_durations (void)
{
  static const struct { gint64 us; const char *text; } cases[] = {
    { 0, "0.0 ms" }, { 3100, "3.1 ms" }, { 42400, "42 ms" }, { 1500000, "1.5 s" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = fl_handshake_text_format_duration (cases[i].us);

      g_assert_cmpstr (text, ==, cases[i].text);
    }
}

static void
test_handshake (void)
{
  g_autoptr(FlTlsReport) report = fl_test_report_new (&(FlTestReport) { FL_TEST_REPORT_BARE, .leaf = certificates->good });
  g_autoptr(FlTlsReport) refused = fl_test_report_new (&(FlTestReport) { .leaf = certificates->good, .reason = FL_REASON_EXPIRED, .remark = -1 });
  g_autofree char *line = fl_handshake_text_summarize (fl_tls_report_get_handshake (report));
  g_autofree char *broken_off = fl_handshake_text_summarize (fl_tls_report_get_handshake (refused));
  g_autofree char *none = fl_handshake_text_summarize (NULL);

  g_assert_true (g_str_has_prefix (line, "10 messages · 1 round trip · 3.1 ms · 4.2"));
  g_assert_true (g_str_has_suffix (line, "kB"));
  g_assert_true (g_str_has_prefix (broken_off, "6 messages · 1 round trip · not completed · 2.4"));
  g_assert_cmpstr (none, ==, "There was no handshake.");
}

/* Every message that the record can name has its explanation. */
static void
test_explanations (void)
{
  static const struct { gboolean outgoing; guint8 type; } usual[] = {
    { TRUE, 1 }, { FALSE, 2 }, { FALSE, 8 }, { FALSE, 11 }, { TRUE, 11 }, { FALSE, 12 }, { FALSE, 13 }, { FALSE, 14 }, { FALSE, 15 },
    { TRUE, 15 }, { TRUE, 16 }, { FALSE, 20 }, { TRUE, 20 }, { FALSE, 22 }, { FALSE, 4 }, { FALSE, 24 }, { TRUE, 24 }, { FALSE, 0 },
  };
  FlHandshakeMessage ccs = { TRUE, FL_TLS_CONTENT_CHANGE_CIPHER_SPEC, 1, FALSE, "ChangeCipherSpec", 1, 0 };
  FlHandshakeMessage alert = { FALSE, FL_TLS_CONTENT_ALERT, 40, TRUE, "Alert handshake_failure", 2, 0 };
  FlHandshakeMessage unknown = { FALSE, FL_TLS_CONTENT_HANDSHAKE, 99, FALSE, "99", 2, 0 };

  for (gsize i = 0; i < G_N_ELEMENTS (usual); i++)
    {
      const guint8 bytes[] = { usual[i].type, 0, 0, 0 };
      FlHandshakeMessage message = { 0 };

      g_assert_true (fl_handshake_describe_bytes (&message, usual[i].outgoing, FL_TLS_CONTENT_HANDSHAKE, bytes, sizeof bytes));
      g_test_message ("%s", message.name);
      g_assert_cmpuint (strlen (fl_handshake_text_explain (&message, "TLSv1.3")), >, 20);
    }
  g_assert_cmpstr (fl_handshake_text_explain (&ccs, "TLSv1.3"), !=, fl_handshake_text_explain (&ccs, "TLSv1.2"));
  g_assert_nonnull (strstr (fl_handshake_text_explain (&alert, NULL), "ends it here"));
  g_assert_cmpstr (fl_handshake_text_explain (&unknown, NULL), ==, "");
}

static void
assert_step (const FlTlsReport *report,
             guint              position,
             const char        *wanted)
{
  g_autofree char *text = fl_handshake_text_explain_step (report, position);

  g_assert_nonnull (text);
  if (strstr (text, wanted) == NULL)
    g_error ("“%s” is not in “%s”", wanted, text);
}

/* What is known of this connection is said where it happened. */
static void
test_steps (void)
{
  static const FlHandshakeMessage messages[] = {
    { .outgoing = TRUE, .content_type = FL_TLS_CONTENT_HANDSHAKE, .type = 1, .name = "ClientHello" },
    { .content_type = FL_TLS_CONTENT_HANDSHAKE, .type = 2, .name = "HelloRetryRequest" },
    { .outgoing = TRUE, .content_type = FL_TLS_CONTENT_HANDSHAKE, .type = 1, .name = "ClientHello" },
    { .content_type = FL_TLS_CONTENT_HANDSHAKE, .type = 11, .name = "Certificate", .bytes = 900 },
    { .outgoing = TRUE, .content_type = FL_TLS_CONTENT_HANDSHAKE, .type = 11, .name = "Certificate", .bytes = 8 },
    { .outgoing = TRUE, .content_type = FL_TLS_CONTENT_HANDSHAKE, .type = 11, .name = "Certificate", .bytes = 900 },
    { .content_type = FL_TLS_CONTENT_HANDSHAKE, .type = 22, .name = "CertificateStatus" },
    { .content_type = FL_TLS_CONTENT_ALERT, .type = 116, .name = "Alert certificate_required", .fatal = TRUE },
    { .outgoing = TRUE, .content_type = FL_TLS_CONTENT_ALERT, .type = 48, .name = "Alert unknown_ca", .fatal = TRUE },
    { .content_type = FL_TLS_CONTENT_ALERT, .type = 200, .name = "Alert", .fatal = TRUE },
    { .content_type = FL_TLS_CONTENT_ALERT, .type = 0, .name = "Alert close_notify" },
  };
  g_autoptr(FlHandshake) handshake = fl_handshake_new (messages, G_N_ELEMENTS (messages), 0, -1, 0, 0);
  g_autoptr(FlOcsp) good = fl_ocsp_new (&(FlOcspFields) { FL_OCSP_GOOD, FL_TEST_MAY, FL_TEST_JANUARY, FL_CERTIFICATE_TIME_INVALID, -1 });
  g_autoptr(FlTlsReport) tls13 = NULL;
  g_autoptr(FlTlsReport) tls12 = NULL;

  tls13 = fl_test_report_new (&(FlTestReport) { FL_TEST_REPORT_BARE, .handshake = handshake, .ocsp = good });
  tls12 = fl_test_report_new (&(FlTestReport) { FL_TEST_REPORT_BARE, .handshake = handshake, .ocsp = good, .protocol = "TLSv1.2" });
  assert_step (tls13, 0, "name the host we want");
  assert_step (tls13, 2, "the same again");
  assert_step (tls13, 3, "With it came the issuer’s answer. Not revoked");
  assert_step (tls13, 4, "no certificate to show");
  assert_step (tls13, 5, "We show our certificate");
  assert_step (tls13, 7, "The broker ends it here: a client certificate is required.");
  assert_step (tls13, 8, "We end it here: nobody known here issued the certificate. Nothing else was sent.");
  assert_step (tls13, 9, "The broker ends it here and says why.");
  assert_step (tls13, 10, "The broker says goodbye.");
  assert_step (tls12, 6, "With it came the issuer’s answer. Not revoked");
  {
    g_autofree char *text = fl_handshake_text_explain_step (tls12, 3); /* there the staple is a message of its own */

    g_assert_null (strstr (text, "issuer’s answer"));
  }
}

static void
test_end (void)
{
  g_autoptr(FlTlsReport) good = fl_test_report_new (&(FlTestReport) { FL_TEST_REPORT_BARE, .leaf = certificates->good });
  g_autoptr(FlTlsReport) refused = fl_test_report_new (&(FlTestReport) { .leaf = certificates->good, .reason = FL_REASON_EXPIRED, .remark = -1 });
  g_autofree char *over = fl_handshake_text_describe_end (good);
  g_autofree char *why = fl_handshake_text_describe_end (refused);

  g_assert_cmpstr (over, ==, "The handshake is over: all that follows is encrypted.");
  g_assert_cmpstr (why, ==, "The broker is not trusted.");
  g_assert_cmpstr (fl_handshake_text_describe_source (TRUE), !=, fl_handshake_text_describe_source (FALSE));
}

int
main (int    argc,
      char **argv)
{
  g_setenv ("TZ", "UTC", TRUE);
  g_test_init (&argc, &argv, NULL);
  certificates = fl_test_certificates_get ();
  g_test_add_func ("/handshake-text/durations", test_durations);
  g_test_add_func ("/handshake-text/handshake", test_handshake);
  g_test_add_func ("/handshake-text/explanations", test_explanations);
  g_test_add_func ("/handshake-text/steps", test_steps);
  g_test_add_func ("/handshake-text/end", test_end);
  return g_test_run ();
}
