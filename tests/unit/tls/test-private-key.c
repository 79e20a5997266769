/* Keys are what was asked for, fresh, and read back; what is no key says so.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "tls/fl-private-key.h"

#include <string.h>

#include <openssl/bio.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/pem.h>

static void
test_kinds (void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(FlSecret) ec = fl_private_key_generate (FL_KEY_TYPE_EC, &error);
  g_autoptr(FlSecret) rsa = fl_private_key_generate (FL_KEY_TYPE_RSA, &error);
  EVP_PKEY *ec_key = fl_private_key_load (ec, &error);
  EVP_PKEY *rsa_key = fl_private_key_load (rsa, &error);
  char group[32];
  FlKeyType type;

  g_assert_no_error (error);
  g_assert_true (g_str_has_prefix (fl_secret_peek (ec, NULL), "-----BEGIN PRIVATE KEY-----\n"));
  g_assert_true (g_str_has_prefix (fl_secret_peek (rsa, NULL), "-----BEGIN PRIVATE KEY-----\n"));
  g_assert_cmpint (CRYPTO_secure_allocated (fl_secret_peek (ec, NULL)), ==, 1);
  g_assert_cmpint (EVP_PKEY_get_group_name (ec_key, group, sizeof group, NULL), ==, 1);
  g_assert_cmpstr (group, ==, "prime256v1");
  g_assert_true (EVP_PKEY_is_a (rsa_key, "RSA"));
  g_assert_cmpint (EVP_PKEY_get_bits (rsa_key), ==, 2048);
  g_assert_true (fl_private_key_read_type (ec, &type, NULL) && type == FL_KEY_TYPE_EC);
  g_assert_true (fl_private_key_read_type (rsa, &type, NULL) && type == FL_KEY_TYPE_RSA);
  EVP_PKEY_free (ec_key);
  EVP_PKEY_free (rsa_key);
}

static void
test_fresh (void)
{
  g_autoptr(FlSecret) first = fl_private_key_generate (FL_KEY_TYPE_EC, NULL);
  g_autoptr(FlSecret) second = fl_private_key_generate (FL_KEY_TYPE_EC, NULL);

  g_assert_false (fl_secret_equal (first, second));
}

static void
assert_refused (FlSecret *pem,
                int       code)
{
  g_autoptr(GError) error = NULL;
  FlKeyType type;

  g_assert_null (fl_private_key_load (pem, &error));
  g_assert_error (error, FL_PRIVATE_KEY_ERROR, code);
  g_assert_false (fl_private_key_read_type (pem, &type, NULL));
}

static void
test_no_key (void)
{
  static const char *const texts[] = { "", "hello", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n" };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr(FlSecret) pem = fl_secret_new (texts[i], strlen (texts[i]));

      assert_refused (pem, FL_PRIVATE_KEY_ERROR_NOT_A_KEY);
    }
}

/* It must not ask on the terminal. */
static void
test_encrypted (void)
{
  EVP_PKEY *key = EVP_EC_gen ("P-256");
  BIO *bio = BIO_new (BIO_s_mem ());
  g_autoptr(FlSecret) pem = NULL;
  char *text;
  long n;

  g_assert_cmpint (PEM_write_bio_PrivateKey (bio, key, EVP_aes_128_cbc (), (const unsigned char *) "secret", 6, NULL, NULL),
                   ==, 1);
  n = BIO_get_mem_data (bio, &text);
  pem = fl_secret_new (text, (size_t) n);
  assert_refused (pem, FL_PRIVATE_KEY_ERROR_ENCRYPTED);
  BIO_free (bio);
  EVP_PKEY_free (key);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/private-key/kinds", test_kinds);
  g_test_add_func ("/private-key/fresh", test_fresh);
  g_test_add_func ("/private-key/no-key", test_no_key);
  g_test_add_func ("/private-key/encrypted", test_encrypted);
  return g_test_run ();
}
