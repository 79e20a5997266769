/* Fernet tokens: encrypting, decrypting and recognising them.
 *
 * A token is base64url of: version 0x80, time (8 bytes, seconds, big endian), IV (16),
 * AES-128-CBC with PKCS #7 padding (a multiple of 16, at least 16), HMAC-SHA-256 of all that
 * (32). Source: fernet/spec, Spec.md. The specification checks the time before the HMAC;
 * here nothing but the form is believed before the HMAC is right.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "fernlight-fernet"

#include "config.h"

#include "crypto/fl-fernet.h"

#include <string.h>

#include <glib/gi18n-lib.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/rand.h>

#include "crypto/fl-base64url.h"
#include "crypto/fl-fernet-private.h"

#define VERSION     0x80
#define TIME_AT     1
#define IV_AT       9
#define PAYLOAD_AT  25
#define BLOCK_SIZE  16
#define HMAC_SIZE   32
#define HMAC_BLOCK_SIZE 64
#define TOKEN_MIN   (PAYLOAD_AT + BLOCK_SIZE + HMAC_SIZE)
#define TEXT_PREFIX "gAAAA"

/* Scratch memory beyond this is given back after the token that needed it. */
#define SCRATCH_KEPT (256 * 1024)

/* The OpenSSL contexts of one key, keyed once. They hold copies of the key in ordinary memory; OpenSSL
 * wipes those with the context.
 *
 * What a token costs beyond hashing and decrypting is kept small:
 * - HMAC is SHA-256 twice, each begun with a block made of the key (RFC 2104). Those beginnings are hashed
 *   once, and copied for each token: OpenSSL's own HMAC does the same, behind four lookups by name.
 * - In CBC a block is decrypted with the one before it, so the IV given as a first block to a context
 *   that is never started anew makes the blocks after it right; what the IV itself becomes is not looked
 *   at. Starting anew for each token would cost more than its decryption. */
typedef struct
{
  EVP_MD_CTX     *inner;
  EVP_MD_CTX     *outer;
  EVP_CIPHER_CTX *decrypt;
  EVP_CIPHER_CTX *encrypt; /* the first key's only */
} KeyContexts;

struct _FlFernet
{
  FlKeyRing   *ring;
  KeyContexts *contexts; /* as many as ring has keys */
  EVP_MD_CTX  *digest;   /* a copy of one of theirs, at work */
  guint8      *bytes;    /* the token, decoded */
  size_t       bytes_size;
  guint8      *plain;
  size_t       plain_size;
};

G_DEFINE_QUARK (fl-fernet-error-quark, fl_fernet_error)

/**
 * fl_fernet_error_to_code:
 * @code: a FlFernetError
 *
 * Returns: (transfer none): its stable code, as fernlight-cli prints it
 */
const char *
fl_fernet_error_to_code (int code)
{
  switch ((FlFernetError) code)
    {
    case FL_FERNET_ERROR_NOT_A_TOKEN:
      return "not-a-token";
    case FL_FERNET_ERROR_WRONG_KEY:
      return "wrong-key";
    case FL_FERNET_ERROR_EXPIRED:
      return "expired";
    case FL_FERNET_ERROR_FUTURE:
      return "future";
    case FL_FERNET_ERROR_BAD_PADDING:
      return "bad-padding";
    case FL_FERNET_ERROR_FAILED:
    default:
      return "failed";
    }
}

/* The sentence for a refusal, for the screen. */
static const char *
sentence_of (FlFernetError code)
{
  switch (code)
    {
    case FL_FERNET_ERROR_NOT_A_TOKEN:
      return _("This is not a Fernet token");
    case FL_FERNET_ERROR_WRONG_KEY:
      return _("None of the keys opens this token");
    case FL_FERNET_ERROR_EXPIRED:
      return _("The token is older than its time to live");
    case FL_FERNET_ERROR_FUTURE:
      return _("The token’s time is in the future");
    case FL_FERNET_ERROR_BAD_PADDING:
      return _("The token is signed with the right key, but its payload is damaged");
    case FL_FERNET_ERROR_FAILED:
    default:
      return _("OpenSSL failed");
    }
}

static gboolean
refuse (FlFernetError   code,
        GError        **error)
{
  g_set_error_literal (error, FL_FERNET_ERROR, (int) code, sentence_of (code));
  return FALSE;
}

/* One of HMAC's two digests after its first block: the key filled up with zeros, each byte XOR pad. */
static EVP_MD_CTX *
new_digest (EVP_MD       *sha256,
            FlFernetKey  *key,
            guint8        pad)
{
  EVP_MD_CTX *context = EVP_MD_CTX_new ();
  guint8 block[HMAC_BLOCK_SIZE] = { 0 };

  g_assert (context != NULL);
  memcpy (block, fl_fernet_key_get_signing (key), FL_FERNET_KEY_SIZE / 2);
  for (size_t i = 0; i < sizeof block; i++)
    block[i] ^= pad;
  if (EVP_DigestInit_ex2 (context, sha256, NULL) != 1 || EVP_DigestUpdate (context, block, sizeof block) != 1)
    g_error ("OpenSSL has no SHA-256");
  OPENSSL_cleanse (block, sizeof block);
  return context;
}

static EVP_CIPHER_CTX *
new_cipher (EVP_CIPHER  *aes,
            FlFernetKey *key,
            gboolean     encrypt)
{
  static const guint8 no_iv[BLOCK_SIZE];
  EVP_CIPHER_CTX *context = EVP_CIPHER_CTX_new ();

  g_assert (context != NULL);
  if (EVP_CipherInit_ex2 (context, aes, fl_fernet_key_get_encryption (key), no_iv, encrypt, NULL) != 1)
    g_error ("OpenSSL has no AES-128-CBC");
  return context;
}

/**
 * fl_fernet_new:
 * @ring: (transfer none): keys; without any, nothing decrypts and encrypting fails
 *
 * For one thread at a time: the contexts and the scratch memory are its own.
 *
 * Returns: (transfer full): a new FlFernet; free it with fl_fernet_free()
 */
FlFernet *
fl_fernet_new (FlKeyRing *ring)
{
  FlFernet *self;
  EVP_CIPHER *aes;
  EVP_MD *sha256;

  g_return_val_if_fail (ring != NULL, NULL);

  aes = EVP_CIPHER_fetch (NULL, "AES-128-CBC", NULL);
  sha256 = EVP_MD_fetch (NULL, "SHA2-256", NULL);
  g_assert (sha256 != NULL && aes != NULL);

  self = g_new0 (FlFernet, 1);
  self->ring = fl_key_ring_ref (ring);
  self->contexts = g_new0 (KeyContexts, fl_key_ring_get_n (ring));
  self->digest = EVP_MD_CTX_new ();
  g_assert (self->digest != NULL);
  for (guint i = 0; i < fl_key_ring_get_n (ring); i++)
    {
      FlFernetKey *key = fl_key_ring_get (ring, i);

      self->contexts[i].inner = new_digest (sha256, key, 0x36);
      self->contexts[i].outer = new_digest (sha256, key, 0x5c);
      self->contexts[i].decrypt = new_cipher (aes, key, FALSE);
      EVP_CIPHER_CTX_set_padding (self->contexts[i].decrypt, 0);
      if (i == 0)
        self->contexts[i].encrypt = new_cipher (aes, key, TRUE);
    }
  EVP_CIPHER_free (aes);
  EVP_MD_free (sha256);
  return self;
}

/* What was decrypted last is wiped with its memory. */
static void
clear_scratch (FlFernet *self)
{
  OPENSSL_clear_free (self->plain, self->plain_size);
  OPENSSL_free (self->bytes);
  self->plain = self->bytes = NULL;
  self->plain_size = self->bytes_size = 0;
}

void
fl_fernet_free (FlFernet *self)
{
  g_return_if_fail (self != NULL);

  for (guint i = 0; i < fl_key_ring_get_n (self->ring); i++)
    {
      EVP_MD_CTX_free (self->contexts[i].inner);
      EVP_MD_CTX_free (self->contexts[i].outer);
      EVP_CIPHER_CTX_free (self->contexts[i].decrypt);
      EVP_CIPHER_CTX_free (self->contexts[i].encrypt);
    }
  EVP_MD_CTX_free (self->digest);
  clear_scratch (self);
  g_free (self->contexts);
  fl_key_ring_unref (self->ring);
  g_free (self);
}

/**
 * fl_fernet_get_key_ring:
 * @self: a FlFernet
 *
 * Returns: (transfer none): its keys
 */
FlKeyRing *
fl_fernet_get_key_ring (FlFernet *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->ring;
}

/* Makes room in the scratch memory for a text of n characters. */
static void
reserve_scratch (FlFernet *self,
                 size_t    n_text)
{
  size_t needed = FL_BASE64URL_DECODED_MAX (n_text);

  if (self->bytes_size > SCRATCH_KEPT && needed <= SCRATCH_KEPT)
    clear_scratch (self);
  if (needed <= self->bytes_size)
    return;
  clear_scratch (self);
  needed = MAX (needed, 4096);
  self->bytes = OPENSSL_malloc (needed);
  self->plain = OPENSSL_malloc (needed);
  g_assert (self->bytes != NULL && self->plain != NULL);
  self->bytes_size = self->plain_size = needed;
}

static gboolean
is_token_length (size_t n_bytes)
{
  return n_bytes >= TOKEN_MIN && (n_bytes - PAYLOAD_AT - HMAC_SIZE) % BLOCK_SIZE == 0;
}

/* Decodes a token into self->bytes; TRUE if it has the form of one. */
static inline gboolean
read_token (FlFernet   *self,
            const char *token,
            size_t      n,
            size_t     *n_bytes)
{
  if (n > 0 && (token[0] <= ' ' || token[n - 1] <= ' '))
    fl_base64url_trim (&token, &n);
  if (self->bytes_size > SCRATCH_KEPT || FL_BASE64URL_DECODED_MAX (n) > self->bytes_size)
    reserve_scratch (self, n);
  return fl_base64url_decode (token, n, self->bytes, n_bytes) &&
         is_token_length (*n_bytes) &&
         self->bytes[0] == VERSION;
}

/* Writes HMAC_SIZE bytes to out, which may follow the data. Returns whether OpenSSL could. */
static gboolean
compute_hmac (FlFernet          *self,
              const KeyContexts *key,
              const guint8      *data,
              size_t             n,
              guint8            *out)
{
  guint8 inner[HMAC_SIZE];

  return EVP_MD_CTX_copy_ex (self->digest, key->inner) == 1 &&
         EVP_DigestUpdate (self->digest, data, n) == 1 &&
         EVP_DigestFinal_ex (self->digest, inner, NULL) == 1 &&
         EVP_MD_CTX_copy_ex (self->digest, key->outer) == 1 &&
         EVP_DigestUpdate (self->digest, inner, sizeof inner) == 1 &&
         EVP_DigestFinal_ex (self->digest, out, NULL) == 1;
}

static gboolean
hmac_is_right (FlFernet          *self,
               const KeyContexts *key,
               const guint8      *bytes,
               size_t             n_bytes)
{
  guint8 computed[HMAC_SIZE];

  return compute_hmac (self, key, bytes, n_bytes - HMAC_SIZE, computed) &&
         CRYPTO_memcmp (computed, bytes + n_bytes - HMAC_SIZE, HMAC_SIZE) == 0;
}

/* The place of the first key that signed the token, or -1. */
static int
find_key (FlFernet     *self,
          const guint8 *bytes,
          size_t        n_bytes)
{
  for (guint i = 0; i < fl_key_ring_get_n (self->ring); i++)
    {
      if (hmac_is_right (self, &self->contexts[i], bytes, n_bytes))
        return (int) i;
    }
  return -1;
}

static guint64
read_time (const guint8 *bytes)
{
  guint64 time;

  memcpy (&time, bytes + TIME_AT, sizeof time);
  return GUINT64_FROM_BE (time);
}

/* Whether a time is neither too old nor too far ahead. Unsigned throughout: a token may carry
 * any 64 bits. */
static gboolean
check_time (guint64   token_time,
            gint64    ttl_s,
            gint64    now_s,
            GError  **error)
{
  guint64 now = (guint64) MAX (now_s, 0);

  if (ttl_s < 0)
    return TRUE;
  if (token_time > now)
    return token_time - now <= FL_FERNET_SKEW_S || refuse (FL_FERNET_ERROR_FUTURE, error);
  return now - token_time <= (guint64) ttl_s || refuse (FL_FERNET_ERROR_EXPIRED, error);
}

/* How long the text is without its PKCS #7 padding, or -1 if that is none. Not in constant
 * time: only who has the key gets here. */
static gssize
length_without_padding (const guint8 *plain,
                        size_t        n)
{
  guint8 padding = plain[n - 1];

  if (padding == 0 || padding > BLOCK_SIZE)
    return -1;
  for (size_t i = n - padding; i < n; i++)
    {
      if (plain[i] != padding)
        return -1;
    }
  return (gssize) (n - padding);
}

/* Decrypts an authentic token into self->plain, behind a block for its IV. */
static gboolean
open_payload (FlFernet        *self,
              EVP_CIPHER_CTX  *aes,
              size_t           n_bytes,
              const char     **payload,
              size_t          *n_payload,
              GError         **error)
{
  size_t n_cipher = n_bytes - PAYLOAD_AT - HMAC_SIZE;
  const guint8 *plain = self->plain + BLOCK_SIZE;
  gssize n_plain;
  int n_out = 0;

  if (EVP_DecryptUpdate (aes, self->plain, &n_out, self->bytes + IV_AT, (int) (BLOCK_SIZE + n_cipher)) != 1 ||
      (size_t) n_out != BLOCK_SIZE + n_cipher)
    return refuse (FL_FERNET_ERROR_FAILED, error);
  n_plain = length_without_padding (plain, n_cipher);
  if (n_plain < 0)
    return refuse (FL_FERNET_ERROR_BAD_PADDING, error);
  *payload = (const char *) plain;
  *n_payload = (size_t) n_plain;
  return TRUE;
}

/**
 * fl_fernet_decrypt_in_place:
 * @self: a FlFernet
 * @token: a token, padded or not, white space around it allowed; need not be terminated
 * @n: its length in bytes
 * @ttl_s: how old a token may be in seconds, or FL_FERNET_NO_TTL; with one, a token may also
 *   not be more than FL_FERNET_SKEW_S ahead
 * @now_s: Unix time in seconds
 * @payload: (out) (transfer none): the payload, until the next call with @self
 * @n_payload: (out): its length in bytes
 * @info: (out) (optional): key and time; see FlFernetInfo for what a refusal leaves in it
 * @error: return location for an FL_FERNET_ERROR
 *
 * fl_fernet_decrypt() without an allocation, for those who read many tokens. The thread of
 * @self.
 *
 * Returns: whether the token is good
 */
gboolean
fl_fernet_decrypt_in_place (FlFernet      *self,
                            const char    *token,
                            size_t         n,
                            gint64         ttl_s,
                            gint64         now_s,
                            const char   **payload,
                            size_t        *n_payload,
                            FlFernetInfo  *info,
                            GError       **error)
{
  FlFernetInfo found = { 0, };
  size_t n_bytes;
  int key;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (token != NULL || n == 0, FALSE);

  if (info != NULL)
    *info = found;
  if (n > G_MAXINT || !read_token (self, token, n, &n_bytes))
    return refuse (FL_FERNET_ERROR_NOT_A_TOKEN, error);
  key = find_key (self, self->bytes, n_bytes);
  if (key < 0)
    return refuse (FL_FERNET_ERROR_WRONG_KEY, error);

  found.authentic = TRUE;
  found.key_index = (guint) key;
  found.token_time = read_time (self->bytes);
  if (info != NULL)
    *info = found;
  return check_time (found.token_time, ttl_s, now_s, error) &&
         open_payload (self, self->contexts[key].decrypt, n_bytes, payload, n_payload, error);
}

/**
 * fl_fernet_decrypt:
 *
 * As fl_fernet_decrypt_in_place(), with the payload in memory of its own.
 *
 * Returns: (transfer full) (nullable): the payload
 */
GBytes *
fl_fernet_decrypt (FlFernet      *self,
                   const char    *token,
                   size_t         n,
                   gint64         ttl_s,
                   gint64         now_s,
                   FlFernetInfo  *info,
                   GError       **error)
{
  const char *payload;
  size_t n_payload;

  if (!fl_fernet_decrypt_in_place (self, token, n, ttl_s, now_s, &payload, &n_payload, info, error))
    return NULL;
  return g_bytes_new (payload, n_payload);
}

/* Writes everything of a token before its HMAC; returns its length, or 0 if OpenSSL fails. */
static size_t
write_signed_part (EVP_CIPHER_CTX *aes,
                   const void     *data,
                   size_t          n,
                   gint64          now_s,
                   const guint8   *iv,
                   guint8         *out)
{
  guint64 time = GUINT64_TO_BE ((guint64) now_s);
  int n_update = 0;
  int n_final = 0;

  out[0] = VERSION;
  memcpy (out + TIME_AT, &time, sizeof time);
  memcpy (out + IV_AT, iv, BLOCK_SIZE);
  if (EVP_EncryptInit_ex2 (aes, NULL, NULL, iv, NULL) != 1 ||
      EVP_EncryptUpdate (aes, out + PAYLOAD_AT, &n_update, data, (int) n) != 1 ||
      EVP_EncryptFinal_ex (aes, out + PAYLOAD_AT + n_update, &n_final) != 1)
    return 0;
  return PAYLOAD_AT + (size_t) n_update + (size_t) n_final;
}

/* fl_fernet_encrypt() with 16 bytes of an IV: for the specification's vectors. */
char *
fl_fernet_encrypt_with_iv (FlFernet      *self,
                           const void    *data,
                           size_t         n,
                           gint64         now_s,
                           const guint8  *iv,
                           GError       **error)
{
  KeyContexts *first = &self->contexts[0];
  g_autofree guint8 *bytes = g_malloc (TOKEN_MIN + n);
  size_t n_bytes = write_signed_part (first->encrypt, n == 0 ? "" : data, n, now_s, iv, bytes);
  char *token;

  if (n_bytes == 0 || !compute_hmac (self, first, bytes, n_bytes, bytes + n_bytes))
    {
      refuse (FL_FERNET_ERROR_FAILED, error);
      return NULL;
    }
  n_bytes += HMAC_SIZE;
  token = g_malloc (FL_BASE64URL_ENCODED_SIZE (n_bytes));
  fl_base64url_encode (bytes, n_bytes, token);
  return token;
}

/**
 * fl_fernet_encrypt:
 * @self: a FlFernet
 * @data: (nullable): the payload
 * @n: its length in bytes, at most a gibibyte
 * @now_s: the token's time, Unix time in seconds
 * @error: return location for an FL_FERNET_ERROR
 *
 * Encrypts with the first key. The thread of @self.
 *
 * Returns: (transfer full) (nullable): the token, padded as Python's library needs it
 */
char *
fl_fernet_encrypt (FlFernet    *self,
                   const void  *data,
                   size_t       n,
                   gint64       now_s,
                   GError     **error)
{
  guint8 iv[BLOCK_SIZE];

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (data != NULL || n == 0, NULL);
  g_return_val_if_fail (now_s >= 0, NULL);

  if (fl_key_ring_get_n (self->ring) == 0)
    {
      refuse (FL_FERNET_ERROR_WRONG_KEY, error);
      return NULL;
    }
  if (n > FL_FERNET_PAYLOAD_MAX || RAND_bytes (iv, sizeof iv) != 1)
    {
      refuse (FL_FERNET_ERROR_FAILED, error);
      return NULL;
    }
  return fl_fernet_encrypt_with_iv (self, data, n, now_s, iv, error);
}

/* How many characters a text has before its padding, or 0 if others than base64url's are in it. */
static size_t
count_characters (const char *text,
                  size_t      n)
{
  size_t n_padding = 0;

  while (n > 0 && n_padding < 2 && text[n - 1] == '=')
    {
      n--;
      n_padding++;
    }
  for (size_t i = 0; i < n; i++)
    {
      if (!g_ascii_isalnum (text[i]) && text[i] != '-' && text[i] != '_')
        return 0;
    }
  return n;
}

/**
 * fl_fernet_looks_like_token:
 * @data: a payload
 * @n: its length in bytes
 *
 * Tells without a key whether somebody probably sent a Fernet token: the prefix that a time
 * below 2^42 gives, the alphabet, and a possible length. Any thread.
 *
 * Returns: whether @data has the looks
 */
gboolean
fl_fernet_looks_like_token (const void *data,
                            size_t      n)
{
  const char *text = data;

  g_return_val_if_fail (data != NULL || n == 0, FALSE);

  if (n == 0)
    return FALSE;
  fl_base64url_trim (&text, &n);
  if (n < strlen (TEXT_PREFIX) || memcmp (text, TEXT_PREFIX, strlen (TEXT_PREFIX)) != 0)
    return FALSE;
  n = count_characters (text, n);
  return n % 4 != 1 && is_token_length (n / 4 * 3 + (n % 4 == 0 ? 0 : n % 4 - 1));
}
