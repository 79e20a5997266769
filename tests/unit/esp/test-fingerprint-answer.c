/* Whose a fingerprint is: now, in the chain, earlier, of a well-known broker once, or nobody's.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "esp/fl-fingerprint-answer.h"
#include "esp/fl-fingerprint-paste.h"

#include <string.h>

#include "support/fl-test-certificate.h"
#include "support/fl-test-report.h"
#include "tls/fl-fingerprint.h"

#define CLASS "18 C0 C2 3D BE DD 81 37 73 40 E7 E4 36 61 CB 0A DF 96 AD 25"
#define NEWEST "47 D2 CB 14 DF 38 97 59 C6 65 1A 1F 3E 00 1E 53 CC A5 17 E0"
#define OTHER "28 C0 C2 3D BE DD 81 37 73 40 E7 E4 36 61 CB 0A DF 96 AD 25"

static FlTlsReport *
new_report (gboolean untrusted)
{
  const FlTestCertificates *certificates = fl_test_certificates_get ();
  FlTestReport wish = { FL_TEST_REPORT_BARE, .host = "broker.home", .leaf = certificates->good, .issuer = certificates->ca,
                        .untrusted = untrusted };

  return fl_test_report_new (&wish);
}

static FlFinding *
answer (const char           *text,
        const FlPasteContext *context)
{
  g_autoptr(FlPin) pin = fl_fingerprint_paste_read (text);

  g_assert_nonnull (pin);
  return fl_fingerprint_answer_new (pin, context, 3);
}

static void
check (const char           *text,
       const FlPasteContext *context,
       const char           *code,
       const char           *sentence)
{
  g_autoptr(FlFinding) finding = answer (text, context);

  g_assert_cmpstr (finding->code, ==, code);
  g_assert_cmpstr (finding->sentence, ==, sentence);
  g_assert_cmpuint (finding->line, ==, 3);
}

static void
test_alone (void)
{
  const FlPasteContext context = { .now = FL_TEST_NOW };

  check (CLASS, &context, "fingerprint-old",
         "This is io.adafruit.com’s certificate of August 2022 to July 2023. A device with it cannot connect any more.");
  check (NEWEST, &context, "fingerprint-old", "This is io.adafruit.com’s certificate of July 2025, the last one that its example printed.");
  check (OTHER, &context, "fingerprint-unknown", "This is a fingerprint that Fernlight has never seen.");
  check ("00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00", &context, "fingerprint-placeholder",
         "This is a placeholder: no certificate has it.");
}

/* Of the broker that is looked at: its certificate in three hashes, its key as Tasmota hashes it, its CA. */
static void
test_broker (void)
{
  const FlTestCertificates *certificates = fl_test_certificates_get ();
  g_autoptr(FlTlsReport) report = new_report (FALSE);
  const FlPasteContext context = { .report = report, .now = FL_TEST_NOW };
  g_autofree char *spki = g_strconcat ("sha256//", fl_certificate_get_spki_sha256 (certificates->good), NULL);
  g_autofree char *tasmota = fl_fingerprint_for_tasmota (certificates->good);
  g_autofree char *arduino = fl_fingerprint_to_arduino (fl_certificate_get_sha1 (certificates->good));
  g_autofree char *now = g_strdup_printf ("broker.home has this SHA-1 now: %s", arduino);
  g_autoptr(FlFinding) current = answer (fl_certificate_get_sha1 (certificates->good), &context);
  g_autoptr(FlFinding) old = answer (CLASS, &context);

  check (fl_certificate_get_sha256 (certificates->good), &context, "fingerprint-current", "This is the certificate that broker.home has now.");
  g_assert_cmpstr (current->change, ==, "It stops matching when the certificate is renewed, at the latest on 12 January 2027 (53 days).");
  check (spki, &context, "fingerprint-key", "This is the key that broker.home has now.");
  check (tasmota, &context, "fingerprint-key", "This is the key that broker.home has now.");
  check (fl_certificate_get_sha1 (certificates->ca), &context, "fingerprint-ca",
         "This is not broker.home’s own certificate but “Fern CA”, in its chain.");
  check (OTHER, &context, "fingerprint-other", "This is neither broker.home’s certificate nor one that was ever seen there.");
  g_assert_cmpstr (old->change, ==, now);
}

static void
test_seen (void)
{
  static const FlSeenCertificate seen[] = {
    { .host = "broker.home", .sha1 = "28c0c23dbedd81377340e7e43661cb0adf96ad25", .first_seen = FL_TEST_MAY - 86400, .last_seen = FL_TEST_MAY },
    { .host = "elsewhere", .sha1 = "28c0c23dbedd81377340e7e43661cb0adf96ad25", .last_seen = FL_TEST_MAY - 86400 },
    { .host = "broker.home", .spki_sha256 = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=", .last_seen = FL_TEST_MAY },
  };
  const FlPasteContext context = { .seen = seen, .n_seen = G_N_ELEMENTS (seen), .now = FL_TEST_NOW };

  check (OTHER, &context, "fingerprint-old", "This matched broker.home until 3 May 2026.");
  check ("sha256//47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=", &context, "fingerprint-old", "This matched broker.home until 3 May 2026.");
}

/* A broker that proved nothing gives no fingerprint to paste. */
static void
test_not_proved (void)
{
  const FlTestCertificates *certificates = fl_test_certificates_get ();
  g_autoptr(FlTlsReport) report = new_report (TRUE);
  const FlPasteContext context = { .report = report, .now = FL_TEST_NOW };
  g_autofree char *arduino = fl_fingerprint_to_arduino (fl_certificate_get_sha1 (certificates->good));
  g_autoptr(FlFinding) finding = answer (OTHER, &context);

  g_assert_cmpstr (finding->change, ==, "Do not paste this broker’s new fingerprint before you trust its certificate on the Security page.");
  g_assert_null (strstr (finding->sentence, arduino));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/fingerprint-answer/alone", test_alone);
  g_test_add_func ("/fingerprint-answer/broker", test_broker);
  g_test_add_func ("/fingerprint-answer/seen", test_seen);
  g_test_add_func ("/fingerprint-answer/not-proved", test_not_proved);
  return g_test_run ();
}
