/* A certificate says of itself what openssl says of it, whatever somebody wrote into it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "tls/fl-certificate-private.h"

#include "support/fl-test-certificate.h"

#include <string.h>

#define DAY (24 * 60 * 60)

static const char *const reference_names[] = { "rsa2048.pem", "rsa4096.pem", "ec.pem" };

static void
test_reference (void)
{
  static const struct { const char *name, *sha1, *type; guint bits; const char *curve; } cases[] = {
    { "rsa2048.pem", "516864c7967c637240963d939cbde9854f8bb525", "RSA", 2048, NULL },
    { "rsa4096.pem", NULL, "RSA", 4096, NULL },
    { "ec.pem", NULL, "EC", 256, "prime256v1" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(FlCertificate) certificate = fl_test_certificate_load (cases[i].name);

      if (cases[i].sha1 != NULL)
        g_assert_cmpstr (fl_certificate_get_sha1 (certificate), ==, cases[i].sha1);
      g_assert_cmpstr (fl_certificate_get_subject (certificate), ==, "CN=localhost");
      g_assert_cmpstr (fl_certificate_get_issuer (certificate), ==, "CN=Test CA");
      g_assert_cmpstr (fl_certificate_get_common_name (certificate), ==, "localhost");
      g_assert_cmpstr (fl_certificate_get_issuer_name (certificate), ==, "Test CA");
      g_assert_cmpstr (fl_certificate_get_key_type (certificate), ==, cases[i].type);
      g_assert_cmpuint (fl_certificate_get_key_bits (certificate), ==, cases[i].bits);
      g_assert_cmpstr (fl_certificate_get_key_curve (certificate), ==, cases[i].curve);
      g_assert_false (fl_certificate_is_self_signed (certificate));
    }
}

static void
assert_same_as_openssl (FlCertificate *certificate)
{
  const char *pem = fl_certificate_get_pem (certificate);
  g_autofree char *sha1 = fl_test_run (pem, "openssl x509 -noout -fingerprint -sha1 | sed 's/.*=//; s/://g' | tr A-F a-f");
  g_autofree char *sha256 = fl_test_run (pem, "openssl x509 -noout -fingerprint -sha256 | sed 's/.*=//; s/://g' | tr A-F a-f");
  g_autofree char *spki = fl_test_run (pem, "openssl x509 -noout -pubkey | openssl pkey -pubin -outform der "
                                            "| openssl dgst -sha256 -binary | openssl enc -base64");
  g_autofree char *serial = fl_test_run (pem, "openssl x509 -noout -serial | sed 's/serial=//'");
  g_autofree char *subject = fl_test_run (pem, "openssl x509 -noout -subject -nameopt RFC2253,-esc_msb | sed 's/^subject=//'");
  g_autofree char *issuer = fl_test_run (pem, "openssl x509 -noout -issuer -nameopt RFC2253,-esc_msb | sed 's/^issuer=//'");
  g_autofree char *signature = fl_test_run (pem, "openssl x509 -noout -text | sed -n 's/^ *Signature Algorithm: //p' | head -n 1");

  g_assert_cmpstr (fl_certificate_get_sha1 (certificate), ==, sha1);
  g_assert_cmpstr (fl_certificate_get_sha256 (certificate), ==, sha256);
  g_assert_cmpstr (fl_certificate_get_spki_sha256 (certificate), ==, spki);
  g_assert_cmpstr (fl_certificate_get_serial (certificate), ==, serial);
  g_assert_cmpstr (fl_certificate_get_subject (certificate), ==, subject);
  g_assert_cmpstr (fl_certificate_get_issuer (certificate), ==, issuer);
  g_assert_cmpstr (fl_certificate_get_signature (certificate), ==, signature);
}

static void
test_against_openssl (void)
{
  static const FlTestCertificate wishes[] = {
    { .common_name = "localhost", .organization = "Fern, \"Light\" & Söhne", .san = "DNS:localhost" },
    { .common_name = "x", .key = "ED25519" },
    { .common_name = "x", .key = "EC-384", .digest = "SHA384", .serial = 0x7fffffff },
    { .common_name = "x", .key = "RSA-1024", .digest = "SHA1", .serial = -4711 },
    { .organization = "only" },
    { .common_name = NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (reference_names); i++)
    {
      g_autoptr(FlCertificate) certificate = fl_test_certificate_load (reference_names[i]);

      assert_same_as_openssl (certificate);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (wishes); i++)
    {
      g_autoptr(FlCertificate) certificate = fl_test_certificate_new (&wishes[i]);

      assert_same_as_openssl (certificate);
      g_assert_true (fl_certificate_is_self_signed (certificate));
    }
}

static void
test_days (void)
{
  static const struct { gint64 now; gint64 days; } cases[] = {
    { 1000000000 - 53 * DAY - 1, 53 }, { 1000000000 - 53 * DAY, 53 }, { 1000000000 - 53 * DAY + 1, 52 },
    { 1000000000 - 1, 0 }, { 1000000000, 0 }, { 1000000000 + 1, -1 }, { 1000000000 + DAY, -1 },
    { 1000000000 + DAY + 1, -2 },
  };
  g_autoptr(FlCertificate) certificate = fl_test_certificate_new (&(FlTestCertificate) {
    .common_name = "x", .not_before = 900000000, .not_after = 1000000000 });

  g_assert_cmpint (fl_certificate_get_not_before (certificate), ==, 900000000);
  g_assert_cmpint (fl_certificate_get_not_after (certificate), ==, 1000000000);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpint (fl_certificate_get_days_left (certificate, cases[i].now), ==, cases[i].days);
}

/* RFC 5280's "no expiry": year 9999, in which a 32-bit or naive clock ends. */
static void
test_year_9999 (void)
{
  g_autoptr(FlCertificate) certificate = fl_test_certificate_new (&(FlTestCertificate) {
    .common_name = "x", .end_date = "99991231235959Z" });

  g_assert_cmpint (fl_certificate_get_not_after (certificate), ==, G_GINT64_CONSTANT (253402300799));
  g_assert_cmpint (fl_certificate_get_days_left (certificate, 0), ==, 253402300799 / DAY);
}

static void
test_broken_date (void)
{
  g_autoptr(FlCertificate) certificate = fl_test_certificate_new (&(FlTestCertificate) {
    .common_name = "x", .end_date = "notadateatallZ" });

  g_assert_cmpint (fl_certificate_get_not_after (certificate), ==, FL_CERTIFICATE_TIME_INVALID);
  g_assert_cmpint (fl_certificate_get_days_left (certificate, 0), ==, G_MININT64);
}

static void
test_names_kept (void)
{
  static const char *const expected[] = { "DNS:localhost", "DNS:*.example", "IP:127.0.0.1", "IP:::1", "email:a@b.example", NULL };
  g_autoptr(FlCertificate) certificate = fl_test_certificate_new (&(FlTestCertificate) {
    .common_name = "x", .san = "DNS:localhost,DNS:*.example,IP:127.0.0.1,IP:::1,email:a@b.example" });
  g_autoptr(FlCertificate) without = fl_test_certificate_new (&(FlTestCertificate) { .common_name = "only.cn" });

  g_assert_cmpstrv (fl_certificate_get_san (certificate), expected);
  g_assert_null (fl_certificate_get_san (without)[0]);
  g_assert_cmpstr (fl_certificate_get_common_name (without), ==, "only.cn");
}

static void
test_short_names (void)
{
  g_autoptr(FlCertificate) by_san = fl_test_certificate_new (&(FlTestCertificate) { .organization = "Fern", .san = "DNS:a.example" });
  g_autoptr(FlCertificate) by_organization = fl_test_certificate_new (&(FlTestCertificate) { .organization = "Fern" });
  g_autoptr(FlCertificate) nameless = fl_test_certificate_new (&(FlTestCertificate) { .san = NULL });

  g_assert_cmpstr (fl_certificate_get_common_name (by_san), ==, "a.example");
  g_assert_cmpstr (fl_certificate_get_issuer_name (by_san), ==, "Fern");
  g_assert_cmpstr (fl_certificate_get_common_name (by_organization), ==, "Fern");
  g_assert_cmpstr (fl_certificate_get_common_name (nameless), ==, "");
}

static void
test_hosts (void)
{
  static const struct { const char *host; gboolean matches; } cases[] = {
    { "localhost", TRUE }, { "LOCALHOST", TRUE }, { "a.fern.example", TRUE }, { "127.0.0.1", TRUE }, { "::1", TRUE },
    { "fern.example", FALSE }, { "a.b.fern.example", FALSE }, { "127.0.0.2", FALSE }, { "192.0.2.1", FALSE }, { "", FALSE },
    { "common.name", FALSE },
  };
  g_autoptr(FlCertificate) certificate = fl_test_certificate_new (&(FlTestCertificate) {
    .common_name = "common.name", .san = "DNS:localhost,DNS:*.fern.example,DNS:192.0.2.1,IP:127.0.0.1,IP:::1" });
  g_autoptr(FlCertificate) without = fl_test_certificate_new (&(FlTestCertificate) { .common_name = "common.name" });

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_test_message ("%s", cases[i].host);
      g_assert_cmpint (fl_certificate_matches_host (certificate, cases[i].host), ==, cases[i].matches);
    }
  g_assert_true (fl_certificate_matches_host (without, "common.name"));
}

/* "localhost\0.evil": shown with its NUL, and not localhost. */
static void
test_embedded_nul (void)
{
  g_autoptr(FlCertificate) certificate = fl_test_certificate_new (&(FlTestCertificate) {
    .common_name = "localhost\0.evil", .n_common_name = 15,
    .extensions = "subjectAltName=DER:3011820f6c6f63616c686f7374002e6576696c" });

  g_assert_cmpstr (fl_certificate_get_subject (certificate), ==, "CN=localhost\\00.evil");
  g_assert_cmpstr (fl_certificate_get_common_name (certificate), ==, "localhost\\u0000.evil");
  g_assert_cmpstr (fl_certificate_get_san (certificate)[0], ==, "DNS:localhost\\u0000.evil");
  g_assert_false (fl_certificate_matches_host (certificate, "localhost"));
}

static void
test_hostile_text (void)
{
  g_autoptr(FlCertificate) certificate = fl_test_certificate_new (&(FlTestCertificate) {
    .common_name = "<b>verified</b>&\"\n\u202Eevil", .organization = "<span foreground='green'>ok</span>" });

  g_assert_cmpstr (fl_certificate_get_common_name (certificate), ==, "<b>verified</b>&\"\\u000A\\u202Eevil");
  g_assert_cmpstr (fl_certificate_get_subject (certificate), ==,
                   "CN=\\<b\\>verified\\</b\\>&\\\"\\0A\\u202Eevil,O=\\<span foreground='green'\\>ok\\</span\\>");
}

static void
test_many_names (void)
{
  g_autoptr(FlCertificate) certificate = fl_test_certificate_new (&(FlTestCertificate) {
    .common_name = "x", .n_dns_names = FL_CERTIFICATE_MAX_NAMES + 7 });
  const char *const *san = fl_certificate_get_san (certificate);

  g_assert_cmpuint (g_strv_length ((GStrv) san), ==, FL_CERTIFICATE_MAX_NAMES + 1);
  g_assert_cmpstr (san[FL_CERTIFICATE_MAX_NAMES], ==, "(7 more names)");
}

static void
test_authorities (void)
{
  EVP_PKEY *ca_key = NULL;
  X509 *ca_x509 = fl_test_certificate_make (&(FlTestCertificate) { .common_name = "CA", .is_ca = TRUE }, &ca_key);
  g_autoptr(FlCertificate) ca = fl_certificate_new_from_x509 (ca_x509);
  g_autoptr(FlCertificate) leaf = fl_test_certificate_new (&(FlTestCertificate) {
    .common_name = "leaf", .issuer = ca_x509, .issuer_key = ca_key });
  /* Claims the CA's name as its own and its issuer's, but its own key did not sign it. */
  g_autoptr(FlCertificate) liar = fl_test_certificate_new (&(FlTestCertificate) {
    .common_name = "CA", .issuer = ca_x509, .issuer_key = ca_key });

  g_assert_true (fl_certificate_is_ca (ca));
  g_assert_true (fl_certificate_is_self_signed (ca));
  g_assert_false (fl_certificate_is_ca (leaf));
  g_assert_false (fl_certificate_is_self_signed (leaf));
  g_assert_cmpstr (fl_certificate_get_subject (liar), ==, fl_certificate_get_issuer (liar));
  g_assert_false (fl_certificate_is_self_signed (liar));
  X509_free (ca_x509);
  EVP_PKEY_free (ca_key);
}

static void
test_stack (void)
{
  STACK_OF(X509) *stack = sk_X509_new_null ();
  X509 *x509 = fl_test_certificate_make (&(FlTestCertificate) { .common_name = "x" }, NULL);
  g_autoptr(GPtrArray) none = fl_certificate_array_from_x509 (NULL, NULL);
  g_autoptr(GPtrArray) one = NULL;
  g_autoptr(GPtrArray) again = NULL;

  sk_X509_push (stack, x509);
  one = fl_certificate_array_from_x509 (stack, none);
  again = fl_certificate_array_from_x509 (stack, one);
  sk_X509_pop_free (stack, X509_free);
  g_assert_cmpuint (none->len, ==, 0);
  g_assert_cmpuint (one->len, ==, 1);
  g_assert_true (fl_certificate_get_x509 (one->pdata[0]) == x509);
  g_assert_true (again->len == 1 && again->pdata[0] == one->pdata[0]); /* read once */
  g_assert_cmpstr (fl_certificate_get_common_name (one->pdata[0]), ==, "x");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/certificate/reference", test_reference);
  g_test_add_func ("/certificate/against-openssl", test_against_openssl);
  g_test_add_func ("/certificate/days", test_days);
  g_test_add_func ("/certificate/year-9999", test_year_9999);
  g_test_add_func ("/certificate/broken-date", test_broken_date);
  g_test_add_func ("/certificate/names-kept", test_names_kept);
  g_test_add_func ("/certificate/short-names", test_short_names);
  g_test_add_func ("/certificate/hosts", test_hosts);
  g_test_add_func ("/certificate/embedded-nul", test_embedded_nul);
  g_test_add_func ("/certificate/hostile-text", test_hostile_text);
  g_test_add_func ("/certificate/many-names", test_many_names);
  g_test_add_func ("/certificate/authorities", test_authorities);
  g_test_add_func ("/certificate/stack", test_stack);
  return g_test_run ();
}
