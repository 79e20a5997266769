/* Lines of mosquitto's password file: USER:$7$ITERATIONS$SALT$HASH, PBKDF2 with HMAC-SHA-512, both in base64.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "fernlight-mosquitto-password"

#include "config.h"

#include "brokers/fl-mosquitto-password.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/rand.h>

#include "crypto/fl-base64url.h"

#define HASH_SIZE 64

/* 144 random bits: a password nobody guesses, of 24 characters without padding. */
#define RANDOM_SIZE 18

/**
 * fl_mosquitto_password_hash:
 * @password: a password
 * @salt: (array length=n_salt): random bytes
 * @n_salt: how many
 * @iterations: of PBKDF2 (RFC 8018, section 5.2)
 *
 * What stands behind the colon in mosquitto's password file (mosquitto 2.0, src/security_default.c and
 * apps/mosquitto_passwd; checked against mosquitto_passwd by the test). Any thread.
 *
 * Returns: (transfer full): the hash, or %NULL if OpenSSL fails
 */
char *
fl_mosquitto_password_hash (FlSecret     *password,
                            const guint8 *salt,
                            size_t        n_salt,
                            guint         iterations)
{
  guint8 hash[HASH_SIZE];
  g_autofree char *salt_text = NULL;
  g_autofree char *hash_text = NULL;
  const char *text;
  size_t n;

  g_return_val_if_fail (password != NULL && salt != NULL, NULL);

  text = fl_secret_peek (password, &n);
  if (PKCS5_PBKDF2_HMAC (text, (int) n, salt, (int) n_salt, (int) iterations, EVP_sha512 (), HASH_SIZE, hash) != 1)
    return NULL;
  salt_text = g_base64_encode (salt, n_salt);
  hash_text = g_base64_encode (hash, HASH_SIZE);
  return g_strdup_printf ("$7$%u$%s$%s", iterations, salt_text, hash_text);
}

/**
 * fl_mosquitto_password_line:
 * @user: a user name; without a colon or a line end
 * @password: the password
 *
 * A line of the password file, with fresh salt and its line end. Any thread.
 *
 * Returns: (transfer full): the line, or %NULL if OpenSSL fails
 */
char *
fl_mosquitto_password_line (const char *user,
                            FlSecret   *password)
{
  guint8 salt[FL_MOSQUITTO_PASSWORD_SALT_SIZE];
  g_autofree char *hash = NULL;

  g_return_val_if_fail (user != NULL && strpbrk (user, ":\r\n") == NULL, NULL);

  if (RAND_bytes (salt, sizeof salt) != 1)
    return NULL;
  hash = fl_mosquitto_password_hash (password, salt, sizeof salt, FL_MOSQUITTO_PASSWORD_ITERATIONS);
  return hash != NULL ? g_strdup_printf ("%s:%s\n", user, hash) : NULL;
}

/**
 * fl_mosquitto_password_make:
 *
 * Returns: (transfer full): a random password of 24 letters, digits, '-' and '_'; %NULL if there is no
 *   randomness to be had
 */
FlSecret *
fl_mosquitto_password_make (void)
{
  guint8 bytes[RANDOM_SIZE];
  char text[FL_BASE64URL_ENCODED_SIZE (RANDOM_SIZE)];
  FlSecret *password;
  size_t n;

  if (RAND_priv_bytes (bytes, sizeof bytes) != 1)
    return NULL;
  n = fl_base64url_encode (bytes, sizeof bytes, text);
  password = fl_secret_new (text, n);
  OPENSSL_cleanse (bytes, sizeof bytes);
  OPENSSL_cleanse (text, sizeof text);
  return password;
}
