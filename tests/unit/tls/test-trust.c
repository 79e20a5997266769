/* Each way of trust holds what it needs, and what does not fit together is told apart.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "tls/fl-trust-private.h"

#include "support/fl-test-certificate.h"
#include "tls/fl-certificate-parser.h"
#include "tls/fl-certificate-private.h"

#include <gio/gio.h>
#include <openssl/x509_vfy.h>
#include <string.h>

typedef struct
{
  EVP_PKEY      *key;
  X509          *x509;
  FlCertificate *certificate;
} Pair;

static Pair
make_pair (const FlTestCertificate *wish)
{
  Pair pair;

  pair.x509 = fl_test_certificate_make (wish, &pair.key);
  pair.certificate = fl_certificate_new_from_x509 (pair.x509);
  return pair;
}

static void
clear_pair (Pair *pair)
{
  EVP_PKEY_free (pair->key);
  X509_free (pair->x509);
  fl_certificate_unref (pair->certificate);
}

static GBytes *
pem_bytes (FlCertificate *certificate)
{
  const char *pem = fl_certificate_get_pem (certificate);

  return g_bytes_new (pem, strlen (pem));
}

static FlSecret *
key_secret (EVP_PKEY   *key,
            const char *passphrase)
{
  g_autofree char *pem = fl_test_key_to_pem (key, passphrase);

  return fl_secret_new (pem, strlen (pem));
}

static int
verify (FlTrust *trust,
        X509    *leaf)
{
  X509_STORE_CTX *context = X509_STORE_CTX_new ();
  int result;

  X509_STORE_CTX_init (context, fl_trust_get_store (trust), leaf, NULL);
  result = X509_verify_cert (context);
  X509_STORE_CTX_free (context);
  return result;
}

static void
test_ways (void)
{
  static const char *const codes[] = { "system", "ca", "pin", "psk", "insecure", "plain" };
  g_autoptr(FlTrust) system = fl_trust_new_system ();
  g_autoptr(FlTrust) again = fl_trust_new_system ();
  g_autoptr(FlTrust) insecure = fl_trust_new_insecure ();
  g_autoptr(FlTrust) plain = fl_trust_new_plain ();
  FlTrustWay way;

  for (gsize i = 0; i < G_N_ELEMENTS (codes); i++)
    {
      g_assert_true (fl_trust_way_from_code (codes[i], &way));
      g_assert_cmpint (way, ==, i);
      g_assert_cmpstr (fl_trust_way_to_code (way), ==, codes[i]);
    }
  g_assert_false (fl_trust_way_from_code ("none", &way));
  g_assert_cmpint (fl_trust_get_way (system), ==, FL_TRUST_SYSTEM);
  g_assert_cmpint (fl_trust_get_way (insecure), ==, FL_TRUST_INSECURE);
  g_assert_cmpint (fl_trust_get_way (plain), ==, FL_TRUST_PLAIN);
  g_assert_nonnull (fl_trust_get_store (system));
  g_assert_true (fl_trust_get_store (system) == fl_trust_get_store (again));
  g_assert_null (fl_trust_get_store (insecure));
  g_assert_false (fl_trust_has_client_certificate (system));
}

/* A root, an intermediate, the leaf itself: each as the whole CA file accepts; another one does not. */
static void
test_own_file (void)
{
  Pair root = make_pair (&(FlTestCertificate) { .common_name = "root", .is_ca = TRUE });
  Pair middle = make_pair (&(FlTestCertificate) { .common_name = "middle", .is_ca = TRUE, .issuer = root.x509, .issuer_key = root.key });
  Pair leaf = make_pair (&(FlTestCertificate) { .common_name = "leaf", .issuer = middle.x509, .issuer_key = middle.key });
  Pair other = make_pair (&(FlTestCertificate) { .common_name = "root", .is_ca = TRUE });
  const struct { FlCertificate *file; X509 *checked; int result; } cases[] = {
    { root.certificate, middle.x509, 1 },
    { middle.certificate, leaf.x509, 1 },
    { leaf.certificate, leaf.x509, 1 },
    { root.certificate, leaf.x509, 0 },
    { other.certificate, middle.x509, 0 },
    { leaf.certificate, middle.x509, 0 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GBytes) bytes = pem_bytes (cases[i].file);
      g_autoptr(GError) error = NULL;
      g_autoptr(FlTrust) trust = fl_trust_new_ca (bytes, &error);

      g_assert_no_error (error);
      g_assert_cmpint (fl_trust_get_way (trust), ==, FL_TRUST_CA);
      g_assert_cmpint (verify (trust, cases[i].checked), ==, cases[i].result);
    }
  clear_pair (&root);
  clear_pair (&middle);
  clear_pair (&leaf);
  clear_pair (&other);
}

static void
test_own_file_refused (void)
{
  g_autoptr(GBytes) empty = g_bytes_new_static ("", 0);
  g_autoptr(GBytes) noise = g_bytes_new_static ("noise", 5);
  g_autoptr(GError) empty_error = NULL;
  g_autoptr(GError) noise_error = NULL;

  g_assert_null (fl_trust_new_ca (empty, &empty_error));
  g_assert_error (empty_error, FL_CERTIFICATE_ERROR, FL_CERTIFICATE_ERROR_EMPTY);
  g_assert_null (fl_trust_new_ca (noise, &noise_error));
  g_assert_error (noise_error, FL_CERTIFICATE_ERROR, FL_CERTIFICATE_ERROR_NOT_A_CERTIFICATE);
}

static void
test_pin (void)
{
  g_autoptr(FlCertificate) certificate = fl_test_certificate_load ("ec.pem");
  g_autoptr(FlPin) pin = fl_pin_new_for_certificate (certificate, FL_PIN_SHA256);
  g_autoptr(FlTrust) trust = fl_trust_new_pin (pin);

  g_assert_cmpint (fl_trust_get_way (trust), ==, FL_TRUST_PIN);
  g_assert_true (fl_trust_get_pin (trust) == pin);
  g_assert_null (fl_trust_get_store (trust));
}

/* Either pin is accepted, and it can be told which. */
static void
test_second_pin (void)
{
  g_autoptr(FlCertificate) ec = fl_test_certificate_load ("ec.pem");
  g_autoptr(FlCertificate) rsa = fl_test_certificate_load ("rsa2048.pem");
  g_autoptr(FlCertificate) other = fl_test_certificate_load ("rsa4096.pem");
  g_autoptr(FlPin) pin = fl_pin_new_for_certificate (ec, FL_PIN_SHA256);
  g_autoptr(FlPin) second = fl_pin_new_for_certificate (rsa, FL_PIN_SPKI);
  g_autoptr(FlTrust) one = fl_trust_new_pin (pin);
  g_autoptr(FlTrust) two = fl_trust_with_second_pin (one, second);
  g_autoptr(FlTrust) again = fl_trust_with_second_pin (two, pin);
  g_autoptr(FlTrust) copy = fl_trust_with_remembered (two, NULL);
  g_autoptr(FlTrust) insecure = fl_trust_new_insecure ();

  g_assert_null (fl_trust_get_second_pin (one));
  g_assert_null (fl_trust_match_pin (one, rsa));
  g_assert_true (fl_trust_get_pin (two) == pin);
  g_assert_true (fl_trust_get_second_pin (two) == second);
  g_assert_true (fl_trust_get_second_pin (copy) == second);
  g_assert_true (fl_trust_match_pin (two, ec) == pin);
  g_assert_true (fl_trust_match_pin (two, rsa) == second);
  g_assert_null (fl_trust_match_pin (two, other));
  g_assert_null (fl_trust_match_pin (two, NULL));
  g_assert_true (fl_trust_match_pin (again, ec) == pin);
  g_assert_null (fl_trust_match_pin (again, rsa));
  g_assert_null (fl_trust_match_pin (insecure, ec));
}

static void
test_psk (void)
{
  g_autoptr(FlSecret) hex = fl_secret_new (" 00ffA1b2\n", 10);
  g_autoptr(GError) error = NULL;
  g_autoptr(FlSecret) key = fl_trust_parse_psk (hex, &error);
  g_autoptr(FlTrust) trust = NULL;
  g_autoptr(FlTrust) copy = NULL;
  size_t n_key;

  g_assert_no_error (error);
  fl_secret_peek (key, &n_key);
  g_assert_cmpmem (fl_secret_peek (key, NULL), n_key, "\x00\xff\xa1\xb2", 4);
  trust = fl_trust_new_psk ("kitchen", key, &error);
  g_assert_no_error (error);
  copy = fl_trust_with_remembered (trust, NULL);
  g_assert_cmpint (fl_trust_get_way (copy), ==, FL_TRUST_PSK);
  g_assert_cmpstr (fl_trust_get_psk_identity (copy), ==, "kitchen");
  g_assert_true (fl_trust_get_psk_key (copy) == key);
}

static void
test_psk_refused (void)
{
  g_autofree char *too_long = g_strnfill (FL_TRUST_MAX_PSK_IDENTITY + 1, 'k');
  g_autofree char *digits = g_strnfill (2 * FL_TRUST_MAX_PSK + 2, 'a');
  const char *const keys[] = { "", " ", "0", "0xab", "ab cd", "zz", digits };
  const char *const identities[] = { "", too_long, "\xff" };
  g_autoptr(FlSecret) good = fl_secret_new ("0123456789abcdef", 16);
  g_autoptr(FlSecret) long_key = fl_secret_new (digits, FL_TRUST_MAX_PSK + 1);
  g_autoptr(FlSecret) empty = fl_secret_new ("", 0);
  g_autoptr(GError) long_error = NULL;
  g_autoptr(GError) empty_error = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      g_autoptr(FlSecret) hex = fl_secret_new (keys[i], strlen (keys[i]));
      g_autoptr(GError) error = NULL;

      g_assert_null (fl_trust_parse_psk (hex, &error));
      g_assert_error (error, FL_TRUST_ERROR, FL_TRUST_ERROR_PSK_KEY);
      g_assert_true (strlen (keys[i]) < 4 || strstr (error->message, keys[i]) == NULL);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (identities); i++)
    {
      g_autoptr(GError) error = NULL;

      g_assert_null (fl_trust_new_psk (identities[i], good, &error));
      g_assert_error (error, FL_TRUST_ERROR, FL_TRUST_ERROR_PSK_IDENTITY);
    }
  g_assert_null (fl_trust_new_psk ("kitchen", long_key, &long_error));
  g_assert_error (long_error, FL_TRUST_ERROR, FL_TRUST_ERROR_PSK_KEY);
  g_assert_null (fl_trust_new_psk ("kitchen", empty, &empty_error));
  g_assert_error (empty_error, FL_TRUST_ERROR, FL_TRUST_ERROR_PSK_KEY);
}

/* What is wrong with a key is said, with its numbers and without its digits. */
static void
test_psk_sentences (void)
{
  g_autofree char *longest = g_strnfill (2 * FL_TRUST_MAX_PSK, 'a');
  g_autofree char *too_long = g_strnfill (1024, 'a');
  const struct { const char *hex, *says; } cases[] = {
    { "", "Enter a key" },
    { "0123456789abcde", "an odd number of them, 15" },
    { "0x12", "hexadecimal digits (0–9, a–f) only" },
    { "12 34", "hexadecimal digits (0–9, a–f) only" },
    { too_long, "1 to 511 bytes; this has 512" },
    { longest, NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(FlSecret) hex = fl_secret_new (cases[i].hex, strlen (cases[i].hex));
      g_autoptr(GError) error = NULL;
      g_autoptr(FlSecret) key = fl_trust_parse_psk (hex, &error);

      g_assert_cmpint (key != NULL, ==, cases[i].says == NULL);
      g_assert_true (cases[i].says == NULL || strstr (error->message, cases[i].says) != NULL);
    }
}

static void
test_remembered (void)
{
  g_autoptr(FlTrust) insecure = fl_trust_new_insecure ();
  g_autoptr(FlTrust) remembering = fl_trust_with_remembered (insecure, "ABCDEF");

  g_assert_null (fl_trust_get_remembered (insecure));
  g_assert_cmpstr (fl_trust_get_remembered (remembering), ==, "abcdef");
  g_assert_cmpint (fl_trust_get_way (remembering), ==, FL_TRUST_INSECURE);
}

static void
test_client_pair (void)
{
  Pair ca = make_pair (&(FlTestCertificate) { .common_name = "CA", .is_ca = TRUE });
  Pair client = make_pair (&(FlTestCertificate) { .common_name = "kitchen", .issuer = ca.x509, .issuer_key = ca.key });
  g_autofree char *pems = g_strconcat (fl_certificate_get_pem (client.certificate), fl_certificate_get_pem (ca.certificate), NULL);
  g_autoptr(GBytes) bytes = g_bytes_new (pems, strlen (pems));
  g_autoptr(FlSecret) key = key_secret (client.key, NULL);
  g_autoptr(FlSecret) locked = key_secret (client.key, "correct horse");
  g_autoptr(FlSecret) passphrase = fl_secret_new ("correct horse", 13);
  g_autoptr(FlTrust) system = fl_trust_new_system ();
  g_autoptr(GError) error = NULL;
  g_autoptr(FlTrust) open = fl_trust_with_client_certificate (system, bytes, key, NULL, &error);
  g_autoptr(FlTrust) unlocked = NULL;
  g_autoptr(FlTrust) copy = NULL;

  g_assert_no_error (error);
  unlocked = fl_trust_with_client_certificate (open, bytes, locked, passphrase, &error);
  g_assert_no_error (error);
  copy = fl_trust_with_remembered (unlocked, NULL);

  g_assert_false (fl_trust_has_client_certificate (system));
  g_assert_true (fl_trust_has_client_certificate (open));
  g_assert_cmpint (X509_cmp (fl_trust_get_client_x509 (copy), client.x509), ==, 0);
  g_assert_cmpint (EVP_PKEY_eq (fl_trust_get_client_key (copy), client.key), ==, 1);
  g_assert_cmpint (sk_X509_num (fl_trust_get_client_chain (copy)), ==, 1);
  g_assert_cmpint (X509_cmp (sk_X509_value (fl_trust_get_client_chain (copy), 0), ca.x509), ==, 0);
  g_assert_true (fl_trust_get_store (copy) == fl_trust_get_store (system));
  clear_pair (&ca);
  clear_pair (&client);
}

/* Also the encodings that openssl and old tools write: SEC 1, PKCS#1 with a legacy passphrase. */
static void
test_client_key_forms (void)
{
  Pair client = make_pair (&(FlTestCertificate) { .common_name = "kitchen", .key = "RSA-2048" });
  g_autoptr(GBytes) bytes = pem_bytes (client.certificate);
  g_autofree char *pkcs8 = fl_test_key_to_pem (client.key, NULL);
  g_autofree char *pkcs1 = fl_test_run (pkcs8, "openssl rsa -traditional 2>/dev/null");
  g_autofree char *legacy = fl_test_run (pkcs8, "openssl rsa -traditional -aes128 -passout pass:old 2>/dev/null");
  g_autoptr(FlSecret) plain_key = fl_secret_new (pkcs1, strlen (pkcs1));
  g_autoptr(FlSecret) legacy_key = fl_secret_new (legacy, strlen (legacy));
  g_autoptr(FlSecret) passphrase = fl_secret_new ("old", 3);
  g_autoptr(FlTrust) system = fl_trust_new_system ();
  g_autoptr(GError) error = NULL;
  g_autoptr(FlTrust) plain = fl_trust_with_client_certificate (system, bytes, plain_key, NULL, &error);
  g_autoptr(FlTrust) opened = NULL;
  g_autoptr(FlTrust) without = NULL;

  g_assert_no_error (error);
  g_assert_nonnull (strstr (legacy, "DEK-Info"));
  opened = fl_trust_with_client_certificate (system, bytes, legacy_key, passphrase, &error);
  g_assert_no_error (error);
  g_assert_true (fl_trust_has_client_certificate (plain) && fl_trust_has_client_certificate (opened));
  without = fl_trust_without_client (plain);
  g_assert_false (fl_trust_has_client_certificate (without));
  g_assert_true (fl_trust_has_client_certificate (plain));
  g_assert_cmpint (fl_trust_get_way (without), ==, FL_TRUST_SYSTEM);
  clear_pair (&client);
}

static void
test_client_refused (void)
{
  Pair client = make_pair (&(FlTestCertificate) { .common_name = "kitchen" });
  Pair stranger = make_pair (&(FlTestCertificate) { .common_name = "kitchen" });
  g_autoptr(GBytes) certificate = pem_bytes (client.certificate);
  g_autoptr(GBytes) noise = g_bytes_new_static ("noise", 5);
  g_autoptr(FlSecret) key = key_secret (client.key, NULL);
  g_autoptr(FlSecret) strange_key = key_secret (stranger.key, NULL);
  g_autoptr(FlSecret) locked = key_secret (client.key, "correct horse");
  g_autoptr(FlSecret) wrong = fl_secret_new ("battery staple", 14);
  g_autofree char *endless = g_strnfill (5000, 'x');
  g_autoptr(FlSecret) endless_passphrase = fl_secret_new (endless, 5000);
  g_autoptr(FlSecret) no_key = fl_secret_new ("no key", 6);
  g_autoptr(FlTrust) system = fl_trust_new_system ();
  g_autoptr(FlTrust) insecure = fl_trust_new_insecure ();
  const struct { FlTrust *trust; GBytes *certificate; FlSecret *key, *passphrase; FlTrustError error; } cases[] = {
    { system, noise, key, NULL, FL_TRUST_ERROR_CLIENT_CERTIFICATE },
    { system, certificate, no_key, NULL, FL_TRUST_ERROR_CLIENT_KEY },
    { system, certificate, no_key, wrong, FL_TRUST_ERROR_CLIENT_KEY },
    { system, certificate, locked, NULL, FL_TRUST_ERROR_PASSPHRASE_REQUIRED },
    { system, certificate, locked, wrong, FL_TRUST_ERROR_WRONG_PASSPHRASE },
    { system, certificate, locked, endless_passphrase, FL_TRUST_ERROR_WRONG_PASSPHRASE },
    { system, certificate, strange_key, NULL, FL_TRUST_ERROR_PAIR_MISMATCH },
    { insecure, certificate, key, NULL, FL_TRUST_ERROR_NOT_APPLICABLE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(FlTrust) trust = fl_trust_with_client_certificate (cases[i].trust, cases[i].certificate, cases[i].key,
                                                                   cases[i].passphrase, &error);

      g_test_message ("case %" G_GSIZE_FORMAT, i);
      g_assert_null (trust);
      g_assert_error (error, FL_TRUST_ERROR, (int) cases[i].error);
      g_assert_null (strstr (error->message, "horse"));
      g_assert_null (strstr (error->message, "staple"));
    }
  clear_pair (&client);
  clear_pair (&stranger);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  fl_secret_init ();
  g_test_add_func ("/trust/ways", test_ways);
  g_test_add_func ("/trust/own-file", test_own_file);
  g_test_add_func ("/trust/own-file-refused", test_own_file_refused);
  g_test_add_func ("/trust/pin", test_pin);
  g_test_add_func ("/trust/second-pin", test_second_pin);
  g_test_add_func ("/trust/psk", test_psk);
  g_test_add_func ("/trust/psk-refused", test_psk_refused);
  g_test_add_func ("/trust/psk-sentences", test_psk_sentences);
  g_test_add_func ("/trust/remembered", test_remembered);
  g_test_add_func ("/trust/client-pair", test_client_pair);
  g_test_add_func ("/trust/client-key-forms", test_client_key_forms);
  g_test_add_func ("/trust/client-refused", test_client_refused);
  return g_test_run ();
}
