/* Tests of fl-renewal: what changed is said, what is not known is not guessed, and only a certificate that has the
 * pin counts as the one that was trusted.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "tls/fl-renewal.h"

#include "support/fl-test-certificate.h"
#include "tls/fl-certificate-private.h"

#include <string.h>

#define DAY G_GINT64_CONSTANT (86400)
#define MAY 1777809600 /* 3 May 2026, noon UTC */

typedef struct
{
  FlCertificate *before;
  FlCertificate *renewed; /* with the same key */
  FlCertificate *other;   /* with another key, name and issuer */
} Certificates;

static Certificates certificates;

static void
make_certificates (void)
{
  EVP_PKEY *key = NULL;
  EVP_PKEY *other_key = NULL;
  FlTestCertificate wish = { .common_name = "broker", .san = "DNS:broker,DNS:localhost", .not_before = MAY - 30 * DAY, .not_after = MAY };
  X509 *x509 = fl_test_certificate_make (&wish, &key);
  X509 *other;

  certificates.before = fl_certificate_new_from_x509 (x509);
  /* Signed anew: the same key, later dates. */
  ASN1_INTEGER_set (X509_get_serialNumber (x509), 4711);
  ASN1_TIME_set (X509_getm_notBefore (x509), MAY);
  ASN1_TIME_set (X509_getm_notAfter (x509), MAY + 30 * DAY);
  g_assert_cmpint (X509_sign (x509, key, EVP_sha256 ()), >, 0);
  certificates.renewed = fl_certificate_new_from_x509 (x509);
  wish = (FlTestCertificate) { .common_name = "stranger", .not_before = MAY - 30 * DAY, .not_after = MAY, .key = "RSA-2048" };
  other = fl_test_certificate_make (&wish, &other_key);
  certificates.other = fl_certificate_new_from_x509 (other);
  X509_free (x509);
  X509_free (other);
  EVP_PKEY_free (key);
  EVP_PKEY_free (other_key);
}

static FlTrust *
trust_by (const FlCertificate *certificate,
          FlPinKind            kind)
{
  g_autoptr(FlPin) pin = fl_pin_new_for_certificate (certificate, kind);

  return fl_trust_new_pin (pin);
}

static const FlRenewalLine *
find (GPtrArray  *lines,
      const char *label)
{
  for (guint i = 0; i < lines->len; i++)
    if (strcmp (((FlRenewalLine *) lines->pdata[i])->label, label) == 0)
      return lines->pdata[i];
  g_error ("No line “%s”", label);
}

static void
test_same_key (void)
{
  g_autoptr(FlTrust) trust = trust_by (certificates.before, FL_PIN_SHA256);
  g_autoptr(GPtrArray) lines = fl_renewal_list_lines (trust, certificates.before, certificates.renewed);
  g_autofree char *summary = fl_renewal_summarize (trust, certificates.before, certificates.renewed);

  g_assert_cmpint (fl_renewal_compare_keys (trust, certificates.before, certificates.renewed), ==, FL_RENEWAL_KEY_SAME);
  g_assert_nonnull (strstr (summary, "Same key"));
  g_assert_false (find (lines, "Name")->differs);
  g_assert_cmpstr (find (lines, "Name")->before, ==, "broker");
  g_assert_false (find (lines, "Valid for")->differs);
  g_assert_false (find (lines, "Issued by")->differs);
  g_assert_cmpstr (find (lines, "Issued by")->after, ==, "itself");
  g_assert_true (find (lines, "Valid from")->differs);
  g_assert_cmpstr (find (lines, "Valid until")->before, ==, "3 May 2026");
  g_assert_cmpstr (find (lines, "Valid until")->after, ==, "2 June 2026");
  g_assert_false (find (lines, "Key")->differs);
  g_assert_false (find (lines, "SHA-256 of the key")->differs);
  g_assert_true (find (lines, "SHA-256")->differs);
  g_assert_true (find (lines, "SHA-256")->is_code);
  g_assert_false (find (lines, "Name")->is_code);
  g_assert_true (find (lines, "SHA-1, for the sketch")->differs);
  g_assert_null (strstr (fl_renewal_explain (FL_RENEWAL_KEY_SAME), "somebody in between"));
}

static void
test_other_key (void)
{
  g_autoptr(FlTrust) trust = trust_by (certificates.before, FL_PIN_SHA1);
  g_autoptr(GPtrArray) lines = fl_renewal_list_lines (trust, certificates.before, certificates.other);
  g_autofree char *summary = fl_renewal_summarize (trust, certificates.before, certificates.other);

  g_assert_cmpint (fl_renewal_compare_keys (trust, certificates.before, certificates.other), ==, FL_RENEWAL_KEY_OTHER);
  g_assert_cmpstr (summary, ==, "Another key than the one you trusted.");
  g_assert_true (find (lines, "Name")->differs);
  g_assert_cmpstr (find (lines, "Valid for")->before, ==, "DNS:broker\nDNS:localhost");
  g_assert_cmpstr (find (lines, "Valid for")->after, ==, "none");
  g_assert_true (find (lines, "Key")->differs);
  g_assert_cmpstr (find (lines, "Key")->after, ==, "RSA, 2048 bits");
  g_assert_true (find (lines, "SHA-256 of the key")->differs);
  g_assert_nonnull (strstr (fl_renewal_explain (FL_RENEWAL_KEY_OTHER), "somebody in between"));
  g_assert_nonnull (strstr (fl_renewal_explain (FL_RENEWAL_KEY_UNKNOWN), "somebody in between"));
}

/* Only what the pin itself says; a certificate that does not have the pin is not the one that was trusted. */
static void
test_fingerprint_only (void)
{
  static const struct { FlPinKind kind; const char *label; FlRenewalKey key; } cases[] = {
    { FL_PIN_SHA256, "SHA-256", FL_RENEWAL_KEY_UNKNOWN },
    { FL_PIN_SHA1, "SHA-1, for the sketch", FL_RENEWAL_KEY_UNKNOWN },
    { FL_PIN_SPKI, "SHA-256 of the key", FL_RENEWAL_KEY_OTHER },
  };
  FlCertificate *remembered[] = { NULL, certificates.other };

  for (gsize i = 0; i < G_N_ELEMENTS (cases) * G_N_ELEMENTS (remembered); i++)
    {
      FlCertificate *before = remembered[i % 2];
      g_autoptr(FlTrust) trust = trust_by (certificates.before, cases[i / 2].kind);
      g_autoptr(GPtrArray) lines = fl_renewal_list_lines (trust, before, certificates.other);
      g_autofree char *summary = fl_renewal_summarize (trust, before, certificates.other);

      for (guint j = 0; j < lines->len; j++)
        {
          FlRenewalLine *line = lines->pdata[j];
          gboolean known = strcmp (line->label, cases[i / 2].label) == 0;

          g_assert_cmpint (line->before != NULL, ==, known);
          g_assert_cmpint (line->differs, ==, known);
          g_assert_nonnull (line->after);
        }
      g_assert_cmpint (fl_renewal_compare_keys (trust, before, certificates.other), ==, cases[i / 2].key);
      g_assert_nonnull (strstr (summary, "fingerprint"));
    }
}

/* The remembered certificate may have the second pin. */
static void
test_second_pin (void)
{
  g_autoptr(FlTrust) one = trust_by (certificates.other, FL_PIN_SHA256);
  g_autoptr(FlPin) pin = fl_pin_new_for_certificate (certificates.before, FL_PIN_SHA256);
  g_autoptr(FlTrust) two = fl_trust_with_second_pin (one, pin);

  g_assert_cmpint (fl_renewal_compare_keys (one, certificates.before, certificates.renewed), ==, FL_RENEWAL_KEY_UNKNOWN);
  g_assert_cmpint (fl_renewal_compare_keys (two, certificates.before, certificates.renewed), ==, FL_RENEWAL_KEY_SAME);
}

int
main (int    argc,
      char **argv)
{
  int status;

  g_setenv ("TZ", "UTC", TRUE);
  g_test_init (&argc, &argv, NULL);
  make_certificates ();
  g_test_add_func ("/renewal/same-key", test_same_key);
  g_test_add_func ("/renewal/other-key", test_other_key);
  g_test_add_func ("/renewal/fingerprint-only", test_fingerprint_only);
  g_test_add_func ("/renewal/second-pin", test_second_pin);
  status = g_test_run ();
  fl_certificate_unref (certificates.before);
  fl_certificate_unref (certificates.renewed);
  fl_certificate_unref (certificates.other);
  return status;
}
