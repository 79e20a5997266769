/* A Fernet key: 16 bytes to sign with and 16 to encrypt with, in locked memory.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "fernlight-fernet-key"

#include "config.h"

#include "crypto/fl-fernet-key.h"

#include <string.h>

#include <glib/gi18n-lib.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/rand.h>

#include "crypto/fl-base64url.h"

#define TEXT_LENGTH 44
#define ID_LENGTH   8

struct _FlFernetKey
{
  gatomicrefcount ref_count;
  FlSecret       *bytes;
  char            id[ID_LENGTH + 1];
  const char     *publication; /* untranslated */
};

/* Keys that everybody can read in a document, by SHA-256 so that they are not in the program. */
static const struct
{
  const char *sha256;
  const char *publication;
} published[] = {
  { "cbeb362f1fa69a6691db592f4529cf6bea1ce089eb132a3350c9081279ff8f34", N_("printed in the Fernet specification") },
  { "4091a88cd27c77b6000e58009a4ead4782612cd009cefe0ae7da53fd1ea985f5", N_("printed in a public MQTT course") },
};

G_DEFINE_QUARK (fl-fernet-key-error-quark, fl_fernet_key_error)
G_DEFINE_BOXED_TYPE (FlFernetKey, fl_fernet_key, fl_fernet_key_ref, fl_fernet_key_unref)

/* Fills in what the SHA-256 of the bytes says: the id, and whether the key is public. */
static void
name_key (FlFernetKey  *self,
          const guint8 *bytes)
{
  guint8 digest[32];
  char hex[2 * sizeof digest + 1];

  if (EVP_Digest (bytes, FL_FERNET_KEY_SIZE, digest, NULL, EVP_sha256 (), NULL) != 1)
    memset (digest, 0, sizeof digest);
  for (size_t i = 0; i < sizeof digest; i++)
    g_snprintf (hex + 2 * i, 3, "%02x", digest[i]);
  memcpy (self->id, hex, ID_LENGTH);

  for (size_t i = 0; i < G_N_ELEMENTS (published); i++)
    {
      if (strcmp (published[i].sha256, hex) == 0)
        self->publication = published[i].publication;
    }
}

static FlFernetKey *
fl_fernet_key_new_take (FlSecret *bytes)
{
  FlFernetKey *self = g_new0 (FlFernetKey, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->bytes = bytes;
  name_key (self, (const guint8 *) fl_secret_peek (bytes, NULL));
  return self;
}

/**
 * fl_fernet_key_generate:
 * @error: return location for an FL_FERNET_KEY_ERROR
 *
 * Makes a key of OpenSSL's private random numbers. Any thread.
 *
 * Returns: (transfer full) (nullable): a new key
 */
FlFernetKey *
fl_fernet_key_generate (GError **error)
{
  guint8 bytes[FL_FERNET_KEY_SIZE];
  FlFernetKey *self = NULL;

  if (RAND_priv_bytes (bytes, sizeof bytes) == 1)
    self = fl_fernet_key_new_take (fl_secret_new (bytes, sizeof bytes));
  else
    g_set_error_literal (error, FL_FERNET_KEY_ERROR, FL_FERNET_KEY_ERROR_RANDOM,
                         _("No random numbers are to be had"));
  OPENSSL_cleanse (bytes, sizeof bytes);
  return self;
}

/* Says what is wrong with a text without repeating any of it. */
static void
set_text_error (size_t   n,
                GError **error)
{
  if (n == 0)
    g_set_error_literal (error, FL_FERNET_KEY_ERROR, FL_FERNET_KEY_ERROR_EMPTY,
                         _("There is no key"));
  else if (n != TEXT_LENGTH && n != TEXT_LENGTH - 1)
    g_set_error (error, FL_FERNET_KEY_ERROR, FL_FERNET_KEY_ERROR_LENGTH,
                 _("A Fernet key has %d characters, this has %zu"), TEXT_LENGTH, n);
  else
    g_set_error_literal (error, FL_FERNET_KEY_ERROR, FL_FERNET_KEY_ERROR_CHARACTER,
                         _("This is not a Fernet key: it is not base64url (A–Z, a–z, 0–9, “-” and “_”)"));
}

/**
 * fl_fernet_key_parse:
 * @text: 32 bytes as base64url, 43 or 44 characters; white space around them does not count
 * @n: length of @text in bytes, or -1 if it ends with a NUL
 * @error: return location for an FL_FERNET_KEY_ERROR; the message holds nothing of @text
 *
 * Any thread. Source: fernet/spec, "Key Format".
 *
 * Returns: (transfer full) (nullable): the key
 */
FlFernetKey *
fl_fernet_key_parse (const char  *text,
                     gssize       n,
                     GError     **error)
{
  guint8 bytes[FL_BASE64URL_DECODED_MAX (TEXT_LENGTH)];
  FlFernetKey *self = NULL;
  size_t n_text = n < 0 ? strlen (text) : (size_t) n;
  size_t n_bytes = 0;

  fl_base64url_trim (&text, &n_text);
  if ((n_text == TEXT_LENGTH || n_text == TEXT_LENGTH - 1) &&
      fl_base64url_decode (text, n_text, bytes, &n_bytes) &&
      n_bytes == FL_FERNET_KEY_SIZE)
    self = fl_fernet_key_new_take (fl_secret_new (bytes, n_bytes));
  else
    set_text_error (n_text, error);
  OPENSSL_cleanse (bytes, sizeof bytes);
  return self;
}

FlFernetKey *
fl_fernet_key_ref (FlFernetKey *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
fl_fernet_key_unref (FlFernetKey *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  fl_secret_unref (self->bytes);
  g_free (self);
}

/**
 * fl_fernet_key_to_text:
 * @self: a key
 *
 * Returns: (transfer full): the 44 characters that every Fernet library takes
 */
FlSecret *
fl_fernet_key_to_text (FlFernetKey *self)
{
  char text[FL_BASE64URL_ENCODED_SIZE (FL_FERNET_KEY_SIZE)];
  FlSecret *secret;
  size_t n;

  g_return_val_if_fail (self != NULL, NULL);

  n = fl_base64url_encode ((const guint8 *) fl_secret_peek (self->bytes, NULL), FL_FERNET_KEY_SIZE, text);
  secret = fl_secret_new (text, n);
  OPENSSL_cleanse (text, sizeof text);
  return secret;
}

/**
 * fl_fernet_key_get_signing:
 * @self: a key
 *
 * Returns: (transfer none): the first 16 bytes, the HMAC's key
 */
const guint8 *
fl_fernet_key_get_signing (FlFernetKey *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return (const guint8 *) fl_secret_peek (self->bytes, NULL);
}

/**
 * fl_fernet_key_get_encryption:
 * @self: a key
 *
 * Returns: (transfer none): the last 16 bytes, the AES key
 */
const guint8 *
fl_fernet_key_get_encryption (FlFernetKey *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return (const guint8 *) fl_secret_peek (self->bytes, NULL) + FL_FERNET_KEY_SIZE / 2;
}

/**
 * fl_fernet_key_get_id:
 * @self: a key
 *
 * Returns: (transfer none): 8 hex digits of the SHA-256 of the key's bytes: the same key has
 *   the same id everywhere, and it is no secret
 */
const char *
fl_fernet_key_get_id (FlFernetKey *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->id;
}

/**
 * fl_fernet_key_get_publication:
 * @self: a key
 *
 * Returns: (transfer none) (nullable): where everybody can read this key, translated, or
 *   NULL if it is in no document known to the program
 */
const char *
fl_fernet_key_get_publication (FlFernetKey *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->publication != NULL ? _(self->publication) : NULL;
}
