/* Tests of fl-ocsp: what the issuer signed about this very certificate counts, everything else proves nothing.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "tls/fl-ocsp-private.h"

#include "support/fl-test-certificate.h"
#include "support/fl-test-staple.h"
#include "support/fl-test-tls.h"
#include "tls/fl-certificate.h"

#include <string.h>

#define HOUR 3600

static FlOcsp *
read_staple (GBytes  *staple,
             gboolean with_issuer)
{
  const FlTestAuthority *authority = fl_test_authority_get ();
  STACK_OF(X509) *chain = sk_X509_new_null ();
  gsize n = 0;
  const guint8 *data = staple != NULL ? g_bytes_get_data (staple, &n) : NULL;
  FlOcsp *ocsp;

  sk_X509_push (chain, authority->cert);
  if (with_issuer)
    sk_X509_push (chain, authority->ca);
  ocsp = fl_ocsp_read (data, n, chain);
  sk_X509_free (chain);
  return ocsp;
}

static gint64
now_s (void)
{
  return g_get_real_time () / G_USEC_PER_SEC;
}

/* Time may pass while a test runs. */
static void
assert_about (gint64 time,
              gint64 expected)
{
  g_assert_cmpint (time, >=, expected - 120);
  g_assert_cmpint (time, <=, expected + 2);
}

static void
assert_no_times (const FlOcsp *ocsp)
{
  g_assert_cmpint (fl_ocsp_get_this_update (ocsp), ==, FL_CERTIFICATE_TIME_INVALID);
  g_assert_cmpint (fl_ocsp_get_next_update (ocsp), ==, FL_CERTIFICATE_TIME_INVALID);
  g_assert_cmpint (fl_ocsp_get_revoked_at (ocsp), ==, FL_CERTIFICATE_TIME_INVALID);
  g_assert_null (fl_ocsp_get_revocation_reason (ocsp));
}

static void
test_status (void)
{
  const FlTestAuthority *a = fl_test_authority_get ();
  const struct { int status; long ends_in_s; FlOcspStatus expected; const char *code; const char *sentence; } cases[] = {
    { V_OCSP_CERTSTATUS_GOOD, HOUR, FL_OCSP_GOOD, "good", "and that is good until" },
    { V_OCSP_CERTSTATUS_GOOD, 0, FL_OCSP_GOOD, "good", "Not revoked: the issuer said so on" },
    { V_OCSP_CERTSTATUS_GOOD, -HOUR, FL_OCSP_OUTDATED, "outdated", "but that answer was good until" },
    { V_OCSP_CERTSTATUS_REVOKED, HOUR, FL_OCSP_REVOKED, "revoked", "Revoked on" },
    { V_OCSP_CERTSTATUS_REVOKED, -HOUR, FL_OCSP_REVOKED, "revoked", "Revoked on" },
    { V_OCSP_CERTSTATUS_UNKNOWN, HOUR, FL_OCSP_UNKNOWN, "unknown", "does not know this certificate" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GBytes) staple = fl_test_staple_new (a->cert, a->ca, a->ca, a->ca_key, cases[i].status, cases[i].ends_in_s);
      g_autoptr(FlOcsp) ocsp = read_staple (staple, TRUE);
      g_autofree char *sentence = fl_ocsp_describe (ocsp);

      g_test_message ("%" G_GSIZE_FORMAT ": %s", i, sentence);
      g_assert_cmpint (fl_ocsp_get_status (ocsp), ==, cases[i].expected);
      g_assert_cmpstr (fl_ocsp_status_to_code (fl_ocsp_get_status (ocsp)), ==, cases[i].code);
      g_assert_nonnull (strstr (sentence, cases[i].sentence));
      assert_about (fl_ocsp_get_this_update (ocsp), now_s () + MIN (cases[i].ends_in_s, 0) - HOUR);
      if (cases[i].ends_in_s != 0)
        assert_about (fl_ocsp_get_next_update (ocsp), now_s () + cases[i].ends_in_s);
      else
        g_assert_cmpint (fl_ocsp_get_next_update (ocsp), ==, FL_CERTIFICATE_TIME_INVALID);
    }
}

static void
test_revoked (void)
{
  const FlTestAuthority *a = fl_test_authority_get ();
  static const struct { int reason; const char *code; const char *words; } cases[] = {
    { OCSP_REVOKED_STATUS_KEYCOMPROMISE, "key-compromise", "because its key was stolen" },
    { OCSP_REVOKED_STATUS_SUPERSEDED, "superseded", "because another one replaced it" },
    { OCSP_REVOKED_STATUS_NOSTATUS, NULL, "; the issuer said so on" },
    { 7, NULL, "; the issuer said so on" },
    { 99, NULL, "; the issuer said so on" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GBytes) staple = fl_test_staple_new_revoked (a->cert, a->ca, a->ca_key, cases[i].reason);
      g_autoptr(FlOcsp) ocsp = read_staple (staple, TRUE);
      g_autofree char *sentence = fl_ocsp_describe (ocsp);

      g_assert_cmpstr (fl_ocsp_get_revocation_reason (ocsp), ==, cases[i].code);
      g_assert_nonnull (strstr (sentence, cases[i].words));
      assert_about (fl_ocsp_get_revoked_at (ocsp), now_s () - HOUR);
    }
}

/* What proves nothing says no time either: it would be anybody's. */
static void
test_proves_nothing (void)
{
  const FlTestAuthority *a = fl_test_authority_get ();
  g_autoptr(GBytes) good = fl_test_staple_new (a->cert, a->ca, a->ca, a->ca_key, V_OCSP_CERTSTATUS_GOOD, HOUR);
  g_autoptr(GBytes) forged = fl_test_staple_new (a->cert, a->ca, a->cert, a->key, V_OCSP_CERTSTATUS_REVOKED, HOUR);
  const FlTestCertificate wish = { .common_name = "localhost", .issuer = a->ca, .issuer_key = a->ca_key, .serial = 77 };
  EVP_PKEY *key = NULL;
  X509 *another = fl_test_certificate_make (&wish, &key);
  g_autoptr(GBytes) other = fl_test_staple_new (another, a->ca, a->ca, a->ca_key, V_OCSP_CERTSTATUS_REVOKED, HOUR);
  g_autoptr(GBytes) nonsense = g_bytes_new_static ("nonsense", 8);
  g_autoptr(GBytes) empty = g_bytes_new_static ("", 0);
  g_autoptr(GBytes) try_later = g_bytes_new_static ("\x30\x03\x0a\x01\x03", 5);
  const struct { GBytes *staple; gboolean with_issuer; FlOcspStatus expected; const char *code; } cases[] = {
    { good, FALSE, FL_OCSP_NOT_VERIFIED, "not-verified" },
    { forged, TRUE, FL_OCSP_NOT_VERIFIED, "not-verified" },
    { other, TRUE, FL_OCSP_OTHER, "other" },
    { nonsense, TRUE, FL_OCSP_UNREADABLE, "unreadable" },
    { nonsense, FALSE, FL_OCSP_UNREADABLE, "unreadable" },
    { empty, TRUE, FL_OCSP_UNREADABLE, "unreadable" },
    { try_later, TRUE, FL_OCSP_UNREADABLE, "unreadable" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(FlOcsp) ocsp = read_staple (cases[i].staple, cases[i].with_issuer);
      g_autofree char *sentence = fl_ocsp_describe (ocsp);

      g_assert_cmpint (fl_ocsp_get_status (ocsp), ==, cases[i].expected);
      g_assert_cmpstr (fl_ocsp_status_to_code (fl_ocsp_get_status (ocsp)), ==, cases[i].code);
      g_assert_nonnull (strstr (sentence, "proves nothing"));
      assert_no_times (ocsp);
    }
  X509_free (another);
  EVP_PKEY_free (key);
}

static void
test_none (void)
{
  g_autofree char *sentence = fl_ocsp_describe (NULL);

  g_assert_null (read_staple (NULL, TRUE));
  g_assert_null (fl_ocsp_read (NULL, 0, NULL));
  g_assert_cmpstr (sentence, ==, "No answer of the issuer was stapled to the handshake.");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/ocsp/status", test_status);
  g_test_add_func ("/ocsp/revoked", test_revoked);
  g_test_add_func ("/ocsp/proves-nothing", test_proves_nothing);
  g_test_add_func ("/ocsp/none", test_none);

  return g_test_run ();
}
