/* Fernet tokens on a device: encrypts and decrypts what Fernlight, Python's cryptography and others exchange.
 *
 * One header for the ESP8266 (BearSSL) and the ESP32 (Mbed TLS 2.28 and 3), as C++11 and as C; elsewhere define FERNET_USE_BEARSSL or
 * FERNET_USE_MBEDTLS. No memory is allocated here: every buffer is the caller's, and comes with its size. A token is taken with full padding
 * or none, white space around it does not count, and nothing is believed before its HMAC is right. Text in base64url is not read in constant
 * time, the HMAC is compared so. Source: fernet/spec, Spec.md; the clock may be 60 s behind the sender's, as in its invalid.json.
 *
 *   FernetKey key;
 *   char token[FERNET_TOKEN_SIZE (2)], text[16];
 *
 *   fernet_key_parse (&key, FERNET_KEY);
 *   if (fernet_encrypt (&key, "on", 2, time (NULL), token, sizeof token) == FERNET_OK) ...
 *   if (fernet_decrypt (&key, token, strlen (token), 60, time (NULL), text, sizeof text, NULL, NULL) == FERNET_OK) ...
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef FERNET_H
#define FERNET_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#if !defined (FERNET_USE_BEARSSL) && !defined (FERNET_USE_MBEDTLS)
#if defined (ESP8266)
#define FERNET_USE_BEARSSL
#elif defined (ESP32)
#define FERNET_USE_MBEDTLS
#else
#error "Define FERNET_USE_BEARSSL or FERNET_USE_MBEDTLS"
#endif
#endif

#if defined (FERNET_USE_BEARSSL)
#include <bearssl/bearssl.h>
#else
#include <mbedtls/aes.h>
#include <mbedtls/sha256.h>
#include <mbedtls/version.h>
#if MBEDTLS_VERSION_NUMBER >= 0x04000000
#error "Mbed TLS 4 keeps AES and SHA-256 to itself"
#endif
#endif

/* Where random numbers come from; on a device they are random only while Wi-Fi is on. The ESP8266's need C++. */
#if defined (ESP8266)
#include <Arduino.h>
#elif defined (ESP32)
#include <esp_system.h>
#if defined (__has_include)
#if __has_include (<esp_random.h>)
#include <esp_random.h>
#endif
#endif
#else
#include <sys/random.h>
#endif

/* What a clock shows at least once it is set, in Unix seconds: 1 January 2024. */
#ifndef FERNET_CLOCK_IS_SET
#define FERNET_CLOCK_IS_SET 1704067200
#endif

#define FERNET_NO_TTL (-1)
#define FERNET_SKEW_S 60

/* The room that a token takes, with its NUL, for a payload of n bytes: 101 for a payload up to 15 bytes, 121 up to 31, 141 up to 47. */
#define FERNET_TOKEN_SIZE(n) ((57 + 16 * ((n) / 16 + 1) + 2) / 3 * 4 + 1)
/* The room for what is in a token of n characters, with a NUL behind it. */
#define FERNET_PAYLOAD_SIZE(n) ((n) < 97 ? 16 : ((n) / 4 * 3 + 2 - 57))

typedef enum
{
  FERNET_OK,
  FERNET_NOT_A_TOKEN,
  FERNET_WRONG_KEY,   /* or changed on its way */
  FERNET_EXPIRED,
  FERNET_FUTURE,
  FERNET_BAD_PADDING,
  FERNET_NO_CLOCK,    /* time () is not set: call configTime () and wait */
  FERNET_NO_ROOM,     /* the caller's buffer is too small */
  FERNET_FAILED,      /* the library, or no random numbers */
} FernetResult;

typedef struct
{
  uint8_t signing[16];
  uint8_t encryption[16];
} FernetKey;

/* ---------------------------------------------------------------- the two libraries */

#if defined (FERNET_USE_BEARSSL)

typedef br_sha256_context FernetHash_;
typedef br_aes_ct_cbcenc_keys FernetEncrypter_;
typedef br_aes_ct_cbcdec_keys FernetDecrypter_;

static inline int fernet_hash_start_ (FernetHash_ *hash) { br_sha256_init (hash); return 1; }
static inline int fernet_hash_add_ (FernetHash_ *hash, const void *data, size_t n) { br_sha256_update (hash, data, n); return 1; }
static inline int fernet_hash_end_ (FernetHash_ *hash, uint8_t *out) { br_sha256_out (hash, out); return 1; }

static inline int
fernet_encrypter_start_ (FernetEncrypter_ *aes, const uint8_t *key)
{
  br_aes_ct_cbcenc_init (aes, key, 16);
  return 1;
}

static inline int
fernet_decrypter_start_ (FernetDecrypter_ *aes, const uint8_t *key)
{
  br_aes_ct_cbcdec_init (aes, key, 16);
  return 1;
}

static inline int fernet_encrypt_block_ (FernetEncrypter_ *aes, uint8_t *iv, uint8_t *block) { br_aes_ct_cbcenc_run (aes, iv, block, 16); return 1; }
static inline int fernet_decrypt_block_ (FernetDecrypter_ *aes, uint8_t *iv, uint8_t *block) { br_aes_ct_cbcdec_run (aes, iv, block, 16); return 1; }
static inline void fernet_hash_drop_ (FernetHash_ *hash) { (void) hash; }
static inline void fernet_encrypter_end_ (FernetEncrypter_ *aes) { (void) aes; }
static inline void fernet_decrypter_end_ (FernetDecrypter_ *aes) { (void) aes; }

#else

typedef mbedtls_sha256_context FernetHash_;
typedef mbedtls_aes_context FernetEncrypter_;
typedef mbedtls_aes_context FernetDecrypter_;

#if MBEDTLS_VERSION_NUMBER < 0x03000000
#define fernet_sha256_starts_ mbedtls_sha256_starts_ret
#define fernet_sha256_update_ mbedtls_sha256_update_ret
#define fernet_sha256_finish_ mbedtls_sha256_finish_ret
#else
#define fernet_sha256_starts_ mbedtls_sha256_starts
#define fernet_sha256_update_ mbedtls_sha256_update
#define fernet_sha256_finish_ mbedtls_sha256_finish
#endif

static inline int
fernet_hash_start_ (FernetHash_ *hash)
{
  mbedtls_sha256_init (hash);
  return fernet_sha256_starts_ (hash, 0) == 0;
}

static inline int
fernet_hash_add_ (FernetHash_ *hash, const void *data, size_t n)
{
  return fernet_sha256_update_ (hash, (const unsigned char *) data, n) == 0;
}

static inline int
fernet_hash_end_ (FernetHash_ *hash, uint8_t *out)
{
  int good = fernet_sha256_finish_ (hash, out) == 0;

  mbedtls_sha256_free (hash);
  return good;
}

/* Also after its end: where it broke off, it would keep the chip's engine to itself. */
static inline void
fernet_hash_drop_ (FernetHash_ *hash)
{
  mbedtls_sha256_free (hash);
}

static inline int
fernet_encrypter_start_ (FernetEncrypter_ *aes, const uint8_t *key)
{
  mbedtls_aes_init (aes);
  return mbedtls_aes_setkey_enc (aes, key, 128) == 0;
}

static inline int
fernet_decrypter_start_ (FernetDecrypter_ *aes, const uint8_t *key)
{
  mbedtls_aes_init (aes);
  return mbedtls_aes_setkey_dec (aes, key, 128) == 0;
}

static inline int
fernet_encrypt_block_ (FernetEncrypter_ *aes, uint8_t *iv, uint8_t *block)
{
  return mbedtls_aes_crypt_cbc (aes, MBEDTLS_AES_ENCRYPT, 16, iv, block, block) == 0;
}

static inline int
fernet_decrypt_block_ (FernetDecrypter_ *aes, uint8_t *iv, uint8_t *block)
{
  return mbedtls_aes_crypt_cbc (aes, MBEDTLS_AES_DECRYPT, 16, iv, block, block) == 0;
}

static inline void fernet_encrypter_end_ (FernetEncrypter_ *aes) { mbedtls_aes_free (aes); }
static inline void fernet_decrypter_end_ (FernetDecrypter_ *aes) { mbedtls_aes_free (aes); }

#endif

static inline int
fernet_random_ (uint8_t *out, size_t n)
{
#if defined (ESP8266)
  ESP.random (out, n);
  return 1;
#elif defined (ESP32)
  esp_fill_random (out, n);
  return 1;
#else
  return getrandom (out, n, 0) == (ssize_t) n;
#endif
}

/* Not left out by a compiler that sees nobody read it afterwards. */
static inline void
fernet_wipe_ (void *data, size_t n)
{
  volatile uint8_t *bytes = (volatile uint8_t *) data;

  while (n-- > 0)
    *bytes++ = 0;
}

/* ---------------------------------------------------------------- HMAC-SHA-256 (RFC 2104) */

static inline int
fernet_hash_start_with_ (FernetHash_ *hash, const FernetKey *key, uint8_t pad)
{
  uint8_t block[64];
  size_t i;
  int good;

  for (i = 0; i < sizeof block; i++)
    block[i] = (uint8_t) ((i < sizeof key->signing ? key->signing[i] : 0) ^ pad);
  good = fernet_hash_start_ (hash) && fernet_hash_add_ (hash, block, sizeof block);
  fernet_wipe_ (block, sizeof block);
  return good;
}

static inline int
fernet_hmac_start_ (FernetHash_ *hash, const FernetKey *key)
{
  return fernet_hash_start_with_ (hash, key, 0x36);
}

static inline int
fernet_hmac_end_ (FernetHash_ *hash, const FernetKey *key, uint8_t *out)
{
  uint8_t inner[32];

  return fernet_hash_end_ (hash, inner) && fernet_hash_start_with_ (hash, key, 0x5c) && fernet_hash_add_ (hash, inner, sizeof inner)
         && fernet_hash_end_ (hash, out);
}

/* ---------------------------------------------------------------- base64url (RFC 4648, section 5) */

/* 0 to 63, or -1. */
static inline int
fernet_value_ (char c)
{
  if (c >= 'A' && c <= 'Z')
    return c - 'A';
  if (c >= 'a' && c <= 'z')
    return c - 'a' + 26;
  if (c >= '0' && c <= '9')
    return c - '0' + 52;
  return c == '-' ? 62 : c == '_' ? 63 : -1;
}

static inline int
fernet_is_space_ (char c)
{
  return c == ' ' || (c >= '\t' && c <= '\r');
}

/* Leaves out white space around a text and its padding; returns how many bytes it stands for, 0 if it is no base64url: another character,
 * wrong padding, or bits that are set though unused. */
static inline size_t
fernet_measure_ (const char **text, size_t *n)
{
  size_t n_padded, i;

  while (*n > 0 && fernet_is_space_ ((*text)[*n - 1]))
    (*n)--;
  while (*n > 0 && fernet_is_space_ ((*text)[0]))
    {
      (*text)++;
      (*n)--;
    }
  n_padded = *n;
  while (*n > 0 && n_padded - *n < 2 && (*text)[*n - 1] == '=')
    (*n)--;
  if ((*n < n_padded && n_padded % 4 != 0) || *n % 4 == 1)
    return 0;
  for (i = 0; i < *n; i++)
    if (fernet_value_ ((*text)[i]) < 0)
      return 0;
  if ((*n % 4 == 2 && fernet_value_ ((*text)[*n - 1]) % 16 != 0) || (*n % 4 == 3 && fernet_value_ ((*text)[*n - 1]) % 4 != 0))
    return 0;
  return *n / 4 * 3 + (*n % 4 == 0 ? 0 : *n % 4 - 1);
}

/* n bytes of a text that was measured, from number `first` on. */
static inline void
fernet_decode_ (const char *text, size_t first, size_t n, uint8_t *out)
{
  size_t i;

  for (i = first; i < first + n; i++)
    {
      const char *at = text + i / 3 * 4 + i % 3;
      int shift = 2 + 2 * (int) (i % 3);

      *out++ = (uint8_t) (fernet_value_ (at[0]) << shift | fernet_value_ (at[1]) >> (6 - shift));
    }
}

typedef struct
{
  char    *out;
  uint32_t bits;
  int      n_bytes; /* that are in bits */
} FernetWriter_;

static inline void
fernet_write_group_ (FernetWriter_ *writer, int n_characters)
{
  static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  int i;

  for (i = 0; i < 4; i++)
    *writer->out++ = i < n_characters ? alphabet[writer->bits >> (18 - 6 * i) & 63] : '=';
  writer->bits = 0;
  writer->n_bytes = 0;
}

static inline void
fernet_write_ (FernetWriter_ *writer, const uint8_t *data, size_t n)
{
  for (; n > 0; n--)
    {
      writer->bits |= (uint32_t) *data++ << (16 - 8 * writer->n_bytes);
      if (++writer->n_bytes == 3)
        fernet_write_group_ (writer, 4);
    }
}

static inline void
fernet_write_end_ (FernetWriter_ *writer)
{
  if (writer->n_bytes > 0)
    fernet_write_group_ (writer, writer->n_bytes + 1);
  *writer->out = '\0';
}

/* ---------------------------------------------------------------- keys */

/* Reads a key, 32 bytes as base64url: 1 if it is one. 0 if not; then key is all zeros, and must not be used. */
static inline int
fernet_key_parse (FernetKey *key, const char *text)
{
  size_t n = strlen (text);

  memset (key, 0, sizeof *key);
  if (fernet_measure_ (&text, &n) != 32)
    return 0;
  fernet_decode_ (text, 0, 16, key->signing);
  fernet_decode_ (text, 16, 16, key->encryption);
  return 1;
}

/* ---------------------------------------------------------------- tokens */

/* Adds to what is signed, and writes it. */
static inline int
fernet_put_ (FernetWriter_ *writer, FernetHash_ *hash, const uint8_t *data, size_t n)
{
  fernet_write_ (writer, data, n);
  return fernet_hash_add_ (hash, data, n);
}

/* Writes a token with a time and an IV that are given: fernet_encrypt () is for use. */
static inline FernetResult
fernet_seal_ (const FernetKey *key, const uint8_t *iv, const void *payload, size_t n, uint64_t time_s, char *token)
{
  const uint8_t *data = (const uint8_t *) payload;
  FernetWriter_ writer = { token, 0, 0 };
  FernetEncrypter_ aes;
  FernetHash_ hash;
  uint8_t head[25], chain[16], block[16], hmac[32];
  size_t at, i;
  int good;

  head[0] = 0x80;
  for (i = 0; i < 8; i++)
    head[1 + i] = (uint8_t) (time_s >> (56 - 8 * i));
  memcpy (head + 9, iv, 16);
  memcpy (chain, iv, 16);
  good = fernet_hmac_start_ (&hash, key) && fernet_put_ (&writer, &hash, head, sizeof head);
  good = fernet_encrypter_start_ (&aes, key->encryption) && good;
  for (at = 0; at <= n && good; at += 16)
    {
      size_t n_left = n - at < 16 ? n - at : 16;

      memset (block, (int) (16 - n_left), sizeof block);
      if (n_left > 0)
        memcpy (block, data + at, n_left);
      good = fernet_encrypt_block_ (&aes, chain, block) && fernet_put_ (&writer, &hash, block, sizeof block);
    }
  fernet_encrypter_end_ (&aes);
  good = good && fernet_hmac_end_ (&hash, key, hmac);
  fernet_hash_drop_ (&hash);
  fernet_wipe_ (&aes, sizeof aes);
  fernet_wipe_ (&hash, sizeof hash);
  if (!good)
    {
      token[0] = '\0';
      return FERNET_FAILED;
    }
  fernet_write_ (&writer, hmac, sizeof hmac);
  fernet_write_end_ (&writer);
  return FERNET_OK;
}

/* Encrypts n bytes at a time in Unix seconds, into room for FERNET_TOKEN_SIZE (n) characters that is not the payload's. Refuses while the
 * clock is not set: such a token would be too old for everybody. token is "" unless FERNET_OK is returned. */
static inline FernetResult
fernet_encrypt (const FernetKey *key, const void *payload, size_t n, int64_t now_s, char *token, size_t token_size)
{
  uint8_t iv[16];

  if (token_size > 0)
    token[0] = '\0';
  if (now_s < FERNET_CLOCK_IS_SET)
    return FERNET_NO_CLOCK;
  if (n > SIZE_MAX / 2 || token_size < FERNET_TOKEN_SIZE (n))
    return FERNET_NO_ROOM;
  if (!fernet_random_ (iv, sizeof iv))
    return FERNET_FAILED;
  return fernet_seal_ (key, iv, payload, n, (uint64_t) now_s, token);
}

/* Whether the last 32 of a token's bytes sign those before them. */
static inline FernetResult
fernet_check_hmac_ (const FernetKey *key, const char *token, size_t n_bytes)
{
  uint8_t bytes[48], hmac[32], differs = 0;
  FernetHash_ hash;
  size_t at, i;
  int good = fernet_hmac_start_ (&hash, key);

  for (at = 0; at < n_bytes - sizeof hmac && good; at += sizeof bytes)
    {
      size_t n = n_bytes - sizeof hmac - at < sizeof bytes ? n_bytes - sizeof hmac - at : sizeof bytes;

      fernet_decode_ (token, at, n, bytes);
      good = fernet_hash_add_ (&hash, bytes, n);
    }
  good = good && fernet_hmac_end_ (&hash, key, hmac);
  fernet_hash_drop_ (&hash);
  fernet_wipe_ (&hash, sizeof hash);
  if (!good)
    return FERNET_FAILED;
  fernet_decode_ (token, n_bytes - sizeof hmac, sizeof hmac, bytes);
  for (i = 0; i < sizeof hmac; i++)
    differs = (uint8_t) (differs | (bytes[i] ^ hmac[i]));
  return differs == 0 ? FERNET_OK : FERNET_WRONG_KEY;
}

/* Unsigned throughout: a token may carry any 64 bits. */
static inline FernetResult
fernet_check_time_ (uint64_t token_time, int64_t ttl_s, int64_t now_s)
{
  uint64_t now = now_s > 0 ? (uint64_t) now_s : 0;

  if (ttl_s < 0)
    return FERNET_OK;
  if (now_s < FERNET_CLOCK_IS_SET)
    return FERNET_NO_CLOCK;
  if (token_time > now)
    return token_time - now <= FERNET_SKEW_S ? FERNET_OK : FERNET_FUTURE;
  return now - token_time <= (uint64_t) ttl_s ? FERNET_OK : FERNET_EXPIRED;
}

/* Decrypts n bytes, a multiple of 16, where they are; *n_payload is how many are left without their padding. */
static inline FernetResult
fernet_open_ (const FernetKey *key, uint8_t *iv, uint8_t *bytes, size_t n, size_t *n_payload)
{
  FernetDecrypter_ aes;
  size_t at, padding;
  int good = fernet_decrypter_start_ (&aes, key->encryption);

  for (at = 0; at < n && good; at += 16)
    good = fernet_decrypt_block_ (&aes, iv, bytes + at);
  fernet_decrypter_end_ (&aes);
  fernet_wipe_ (&aes, sizeof aes);
  if (!good)
    return FERNET_FAILED;
  padding = bytes[n - 1];
  if (padding == 0 || padding > 16)
    return FERNET_BAD_PADDING;
  for (at = n - padding; at < n; at++)
    if (bytes[at] != padding)
      return FERNET_BAD_PADDING;
  *n_payload = n - padding;
  return FERNET_OK;
}

/* Decrypts a token of n characters, which need not end with a NUL. ttl_s: how old it may be in seconds, then it may also not be more than
 * FERNET_SKEW_S ahead of now_s, and the clock has to be set; or FERNET_NO_TTL. payload: room for FERNET_PAYLOAD_SIZE (n) bytes that is not
 * the token's; a NUL is put behind what is in it. n_payload and token_time may be NULL. token_time is the sender's, once the HMAC was right,
 * else 0: for fernet_guard_take (), since a token can be sent again by anybody within ttl_s. payload holds nothing unless
 * FERNET_OK is returned. */
static inline FernetResult
fernet_decrypt (const FernetKey *key, const char *token, size_t n, int64_t ttl_s, int64_t now_s, void *payload, size_t payload_size,
                size_t *n_payload, uint64_t *token_time)
{
  size_t n_bytes = fernet_measure_ (&token, &n), n_cipher, n_plain = 0, i;
  uint8_t head[25];
  uint64_t time_s = 0;
  FernetResult result;

  if (n_payload != NULL)
    *n_payload = 0;
  if (token_time != NULL)
    *token_time = 0;
  if (payload_size > 0)
    ((uint8_t *) payload)[0] = '\0';
  if (n_bytes < 73 || (n_bytes - 57) % 16 != 0)
    return FERNET_NOT_A_TOKEN;
  fernet_decode_ (token, 0, sizeof head, head);
  if (head[0] != 0x80)
    return FERNET_NOT_A_TOKEN;
  result = fernet_check_hmac_ (key, token, n_bytes);
  if (result != FERNET_OK)
    return result;
  for (i = 1; i < 9; i++)
    time_s = time_s << 8 | head[i];
  if (token_time != NULL)
    *token_time = time_s;
  result = fernet_check_time_ (time_s, ttl_s, now_s);
  if (result != FERNET_OK)
    return result;
  n_cipher = n_bytes - 57;
  if (payload_size < n_cipher)
    return FERNET_NO_ROOM;
  fernet_decode_ (token, sizeof head, n_cipher, (uint8_t *) payload);
  result = fernet_open_ (key, head + 9, (uint8_t *) payload, n_cipher, &n_plain);
  fernet_wipe_ ((uint8_t *) payload + n_plain, n_cipher - n_plain);
  if (result == FERNET_OK && n_payload != NULL)
    *n_payload = n_plain;
  return result;
}

/* ---------------------------------------------------------------- tokens that are sent again */

#define FERNET_GUARD_TAGS 8

/* What was obeyed last. Start with zeros, and latest_s = time (NULL) once the clock is set, so that nothing from before counts. */
typedef struct
{
  uint64_t latest_s;                   /* the latest token's time */
  uint8_t  n_tags;                     /* of tokens of that second */
  uint8_t  tags[FERNET_GUARD_TAGS][8]; /* the ends of their HMACs */
} FernetGuard;

/* Whether a token that was decrypted well is new: later than the latest, or another one of the same second, of which there may be
 * FERNET_GUARD_TAGS. Whoever can listen can send an old token again, and it is as good as it was. */
static inline int
fernet_guard_take (FernetGuard *guard, const char *token, size_t n, uint64_t token_time)
{
  size_t n_bytes = fernet_measure_ (&token, &n);
  uint8_t tag[8], i;

  if (n_bytes < 73 || token_time < guard->latest_s)
    return 0;
  fernet_decode_ (token, n_bytes - sizeof tag, sizeof tag, tag);
  if (token_time > guard->latest_s)
    guard->n_tags = 0;
  for (i = 0; i < guard->n_tags; i++)
    if (memcmp (guard->tags[i], tag, sizeof tag) == 0)
      return 0;
  if (guard->n_tags == FERNET_GUARD_TAGS)
    return 0;
  memcpy (guard->tags[guard->n_tags++], tag, sizeof tag);
  guard->latest_s = token_time;
  return 1;
}

/* What to print when it was not FERNET_OK. */
static inline const char *
fernet_result_to_text (FernetResult result)
{
  switch (result)
    {
    case FERNET_OK:
      return "good";
    case FERNET_NOT_A_TOKEN:
      return "not a token";
    case FERNET_WRONG_KEY:
      return "wrong key, or changed on its way";
    case FERNET_EXPIRED:
      return "too old";
    case FERNET_FUTURE:
      return "from the future";
    case FERNET_BAD_PADDING:
      return "bad padding";
    case FERNET_NO_CLOCK:
      return "the clock is not set";
    case FERNET_NO_ROOM:
      return "too long";
    case FERNET_FAILED:
    default:
      return "failed";
    }
}

#endif
