/* Every reason has its stable code, a sentence, a risk and one action.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "tls/fl-reason.h"

#include "support/fl-test-certificate.h"

#include <string.h>

/* 3 May 2026 and 12 January 2027, noon UTC. */
#define MAY 1777809600
#define JANUARY 1799755200

static void
test_codes (void)
{
  static const char *const codes[] = {
    "expired", "not-yet-valid", "self-signed", "unknown-issuer", "name-mismatch", "pin-mismatch", "weak-key",
    "weak-signature", "protocol-too-old", "revoked", "client-certificate-required", "client-certificate-refused", "psk-refused", "no-tls",
    "chain-order", "not-a-ca", "staple-missing", "not-permitted",
  };
  FlReason reason;

  g_assert_cmpuint (G_N_ELEMENTS (codes), ==, FL_N_REASONS);
  for (gsize i = 0; i < G_N_ELEMENTS (codes); i++)
    {
      g_assert_true (fl_reason_from_code (codes[i], &reason));
      g_assert_cmpstr (fl_reason_to_code (reason), ==, codes[i]);
    }
  g_assert_false (fl_reason_from_code ("trusted", &reason));
  g_assert_false (fl_reason_from_code ("", &reason));
}

static void
test_sentences (void)
{
  g_autoptr(FlCertificate) leaf = fl_test_certificate_new (&(FlTestCertificate) {
    .common_name = "old.example", .organization = "Fern", .san = "DNS:a.example,DNS:b.example,IP:127.0.0.1,DNS:d.example,DNS:e.example",
    .not_before = MAY - 86400, .not_after = MAY, .key = "RSA-1024" });
  static const struct { FlReason reason; const char *sentence; } cases[] = {
    { FL_REASON_EXPIRED, "The certificate expired on 3 May 2026." },
    { FL_REASON_NOT_YET_VALID, "The certificate is not valid before 2 May 2026." },
    { FL_REASON_NAME_MISMATCH, "The certificate is for “a.example, b.example, 127.0.0.1 and 2 more”, not for “host.example”." },
    { FL_REASON_UNKNOWN_ISSUER, "Nobody you trust vouches for the certificate; it was issued by “old.example”." },
    { FL_REASON_WEAK_KEY, "The certificate’s key is too short: RSA with 1024 bits." },
    { FL_REASON_PIN_MISMATCH, "The certificate is not the one you trusted." },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *sentence = fl_reason_describe (cases[i].reason, leaf, "host.example");

      g_assert_cmpstr (sentence, ==, cases[i].sentence);
    }
}

static void
test_complete (void)
{
  g_autoptr(FlCertificate) leaf = fl_test_certificate_load ("ec.pem");

  for (int reason = 0; reason < (int) FL_N_REASONS; reason++)
    {
      g_autofree char *bare = fl_reason_describe ((FlReason) reason, NULL, NULL);
      g_autofree char *full = fl_reason_describe ((FlReason) reason, leaf, "localhost");
      g_autofree char *clause = fl_reason_to_clause ((FlReason) reason, leaf, NULL);

      g_assert_true (g_str_has_suffix (bare, ".") && g_str_has_suffix (full, "."));
      g_assert_true (g_ascii_isupper (bare[0]) && g_ascii_isupper (full[0]) && g_ascii_islower (clause[0]));
      g_assert_true (g_str_has_suffix (fl_reason_get_risk ((FlReason) reason), "."));
      g_assert_true (g_str_has_suffix (fl_reason_get_action ((FlReason) reason), "."));
    }
}

/* What no pin can cure is not offered to be trusted. */
static void
test_pins (void)
{
  g_assert_true (fl_reason_is_cured_by_pin (FL_REASON_SELF_SIGNED));
  g_assert_true (fl_reason_is_cured_by_pin (FL_REASON_UNKNOWN_ISSUER));
  g_assert_true (fl_reason_is_cured_by_pin (FL_REASON_NAME_MISMATCH));
  g_assert_true (fl_reason_is_cured_by_pin (FL_REASON_EXPIRED));
  g_assert_false (fl_reason_is_cured_by_pin (FL_REASON_REVOKED));
  g_assert_false (fl_reason_is_cured_by_pin (FL_REASON_STAPLE_MISSING));
  g_assert_false (fl_reason_is_cured_by_pin (FL_REASON_WEAK_KEY));
  g_assert_false (fl_reason_is_cured_by_pin (FL_REASON_PROTOCOL_TOO_OLD));
  g_assert_false (fl_reason_is_cured_by_pin (FL_REASON_NO_TLS));
  g_assert_false (fl_reason_is_cured_by_pin (FL_REASON_PSK_REFUSED));
}

/* Names of the certificate are text: what cannot be seen is escaped, markup is left as it is. */
static void
test_hostile (void)
{
  g_autoptr(FlCertificate) leaf = fl_test_certificate_new (&(FlTestCertificate) { .common_name = "<b>good</b>\n\u202Egro.live" });
  g_autofree char *sentence = fl_reason_describe (FL_REASON_NAME_MISMATCH, leaf, "localhost");

  g_assert_nonnull (strstr (sentence, "“<b>good</b>\\u000A\\u202Egro.live”"));
}

int
main (int    argc,
      char **argv)
{
  g_setenv ("TZ", "UTC", TRUE);
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/reason/codes", test_codes);
  g_test_add_func ("/reason/sentences", test_sentences);
  g_test_add_func ("/reason/complete", test_complete);
  g_test_add_func ("/reason/pins", test_pins);
  g_test_add_func ("/reason/hostile", test_hostile);
  return g_test_run ();
}
