/* Private keys that are made here, as PEM in locked memory.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "fernlight-private-key"

#include "config.h"

#include "tls/fl-private-key.h"

#include <glib/gi18n-lib.h>
#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>

#define RSA_BITS 2048

G_DEFINE_QUARK (fl-private-key-error-quark, fl_private_key_error)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EVP_PKEY, EVP_PKEY_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BIO, BIO_free_all)

/**
 * fl_private_key_to_pem:
 * @key: a private key
 *
 * PKCS #8 without a passphrase, the form that mosquitto, BearSSL and Mbed TLS all read. Any thread.
 *
 * Returns: (transfer full) (nullable): the key as PEM; NULL if OpenSSL cannot write it
 */
FlSecret *
fl_private_key_to_pem (EVP_PKEY *key)
{
  g_autoptr(BIO) bio = NULL;
  char *text;
  long n;

  g_return_val_if_fail (key != NULL, NULL);

  bio = BIO_new (BIO_s_secmem ());
  if (bio == NULL || PEM_write_bio_PrivateKey (bio, key, NULL, NULL, 0, NULL, NULL) != 1)
    return NULL;
  n = BIO_get_mem_data (bio, &text);
  return fl_secret_new (text, (size_t) n);
}

/**
 * fl_private_key_generate:
 * @type: which key
 * @error: return location for %FL_PRIVATE_KEY_ERROR_OPENSSL
 *
 * Makes a key. EC takes less than a millisecond, RSA up to seconds. Any thread.
 *
 * Returns: (transfer full) (nullable): the key as PEM
 */
FlSecret *
fl_private_key_generate (FlKeyType   type,
                         GError    **error)
{
  g_autoptr(EVP_PKEY) key = NULL;
  FlSecret *pem = NULL;

  fl_secret_init ();
  key = type == FL_KEY_TYPE_RSA ? EVP_RSA_gen (RSA_BITS) : EVP_EC_gen ("P-256");
  if (key != NULL)
    pem = fl_private_key_to_pem (key);
  if (pem == NULL)
    {
      const char *reason = ERR_reason_error_string (ERR_peek_last_error ());

      g_set_error (error, FL_PRIVATE_KEY_ERROR, FL_PRIVATE_KEY_ERROR_OPENSSL,
                   _("OpenSSL could not make a key: %s"), reason != NULL ? reason : "?");
      ERR_clear_error ();
    }
  return pem;
}

/* Asked for the passphrase of a key: nobody here can give it, and nobody shall be asked on the terminal. */
static int
refuse_passphrase (char *buffer,
                   int   size,
                   int   writing,
                   void *user_data)
{
  *(gboolean *) user_data = TRUE;
  return -1;
}

/**
 * fl_private_key_load:
 * @pem: a private key as PEM
 * @error: return location for %FL_PRIVATE_KEY_ERROR_NOT_A_KEY or %FL_PRIVATE_KEY_ERROR_ENCRYPTED
 *
 * Returns: (transfer full) (nullable): the key for OpenSSL; free it with EVP_PKEY_free(). Any thread.
 */
EVP_PKEY *
fl_private_key_load (FlSecret  *pem,
                     GError   **error)
{
  g_autoptr(BIO) bio = NULL;
  gboolean is_encrypted = FALSE;
  EVP_PKEY *key = NULL;
  const char *text;
  size_t n;

  g_return_val_if_fail (pem != NULL, NULL);

  text = fl_secret_peek (pem, &n);
  if (n <= G_MAXINT)
    bio = BIO_new_mem_buf (text, (int) n);
  if (bio != NULL)
    key = PEM_read_bio_PrivateKey (bio, NULL, refuse_passphrase, &is_encrypted);
  ERR_clear_error ();
  if (key == NULL && is_encrypted)
    g_set_error (error, FL_PRIVATE_KEY_ERROR, FL_PRIVATE_KEY_ERROR_ENCRYPTED,
                 _("this private key is encrypted with a passphrase"));
  else if (key == NULL)
    g_set_error (error, FL_PRIVATE_KEY_ERROR, FL_PRIVATE_KEY_ERROR_NOT_A_KEY, _("this is no private key as PEM"));
  return key;
}

/**
 * fl_private_key_read_type:
 * @pem: a private key as PEM
 * @type: (out): which key it is; %FL_KEY_TYPE_EC for whatever is not RSA
 * @error: see fl_private_key_load()
 *
 * Returns: %FALSE if it is no key
 */
gboolean
fl_private_key_read_type (FlSecret   *pem,
                          FlKeyType  *type,
                          GError    **error)
{
  g_autoptr(EVP_PKEY) key = fl_private_key_load (pem, error);

  if (key == NULL)
    return FALSE;
  *type = EVP_PKEY_is_a (key, "RSA") ? FL_KEY_TYPE_RSA : FL_KEY_TYPE_EC;
  return TRUE;
}
