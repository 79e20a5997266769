/* Fingerprints in the exact forms that firmwares and people paste.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "fernlight-fingerprint"

#include "config.h"

#include "tls/fl-fingerprint.h"

#include "tls/fl-certificate-private.h"

#include <openssl/core_names.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <string.h>

/* Longest digest that a form is made of: SHA-512. */
#define MAX_BYTES 64

/* The bytes of @hex, spaces and colons skipped; 0 when there is anything else or half a byte. */
static guint
parse_hex (const char *hex,
           guint8      bytes[MAX_BYTES])
{
  guint n_digits = 0;

  for (; *hex != '\0'; hex++)
    {
      int digit = g_ascii_xdigit_value (*hex);

      if (*hex == ' ' || *hex == ':')
        continue;
      if (digit < 0 || n_digits == 2 * MAX_BYTES)
        return 0;
      if (n_digits % 2 == 0)
        bytes[n_digits / 2] = (guint8) (digit << 4);
      else
        bytes[n_digits / 2] |= (guint8) digit;
      n_digits++;
    }
  return n_digits % 2 == 0 ? n_digits / 2 : 0;
}

static char *
format_bytes (const guint8 *bytes,
              guint         n_bytes,
              const char   *prefix,
              const char   *separator,
              gboolean      upper)
{
  static const char digits[2][17] = { "0123456789abcdef", "0123456789ABCDEF" };
  g_autoptr(GString) text = g_string_sized_new (n_bytes * 6);

  for (guint i = 0; i < n_bytes; i++)
    {
      if (i > 0)
        g_string_append (text, separator);
      g_string_append (text, prefix);
      g_string_append_c (text, digits[upper][bytes[i] >> 4]);
      g_string_append_c (text, digits[upper][bytes[i] & 15]);
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static char *
format_hex (const char *hex,
            const char *prefix,
            const char *separator,
            gboolean    upper)
{
  guint8 bytes[MAX_BYTES];
  guint n_bytes = parse_hex (hex, bytes);

  return n_bytes > 0 ? format_bytes (bytes, n_bytes, prefix, separator, upper) : NULL;
}

/* "18 C0 C2 …": what the ESP8266's setFingerprint() takes, nothing before the first pair. */
char *
fl_fingerprint_to_arduino (const char *hex)
{
  g_return_val_if_fail (hex != NULL, NULL);

  return format_hex (hex, "", " ", TRUE);
}

/* "{0x18, 0xC0, …}": the same as an array of uint8_t. */
char *
fl_fingerprint_to_arduino_bytes (const char *hex)
{
  g_autofree char *bytes = NULL;

  g_return_val_if_fail (hex != NULL, NULL);

  bytes = format_hex (hex, "0x", ", ", TRUE);
  return bytes != NULL ? g_strconcat ("{", bytes, "}", NULL) : NULL;
}

/* "18:C0:C2:…": what `openssl x509 -fingerprint` and browsers show. */
char *
fl_fingerprint_to_colons (const char *hex)
{
  g_return_val_if_fail (hex != NULL, NULL);

  return format_hex (hex, "", ":", TRUE);
}

/* "18c0c2…": ESPHome's ssl_fingerprints. */
char *
fl_fingerprint_to_plain (const char *hex)
{
  g_return_val_if_fail (hex != NULL, NULL);

  return format_hex (hex, "", "", FALSE);
}

static void
append_block (GByteArray   *blob,
              const guint8 *data,
              guint         n_data)
{
  guint32 length = GUINT32_TO_BE (n_data);

  g_byte_array_append (blob, (const guint8 *) &length, sizeof length);
  g_byte_array_append (blob, data, n_data);
}

/* A number without leading zero bytes: not quite the SSH wire form, which would pad a set top bit. */
static gboolean
append_number (GByteArray *blob,
               EVP_PKEY   *key,
               const char *parameter)
{
  BIGNUM *number = NULL;
  g_autofree guint8 *bytes = NULL;
  int n_bytes;

  if (!EVP_PKEY_get_bn_param (key, parameter, &number))
    return FALSE;
  n_bytes = BN_num_bytes (number);
  bytes = g_malloc ((size_t) n_bytes + 1);
  BN_bn2bin (number, bytes);
  BN_free (number);
  append_block (blob, bytes, (guint) n_bytes);
  return TRUE;
}

static gboolean
append_key (GByteArray *blob,
            EVP_PKEY   *key)
{
  static const guint8 rsa[] = "ssh-rsa";
  static const guint8 ec[] = "ecdsa-sha2-nistp256";
  guint8 point[160];
  char curve[32];
  size_t n_point = 0;

  if (EVP_PKEY_get_base_id (key) == EVP_PKEY_RSA)
    {
      append_block (blob, rsa, sizeof rsa - 1);
      return append_number (blob, key, OSSL_PKEY_PARAM_RSA_E) && append_number (blob, key, OSSL_PKEY_PARAM_RSA_N);
    }
  if (EVP_PKEY_get_base_id (key) != EVP_PKEY_EC
      || !EVP_PKEY_get_group_name (key, curve, sizeof curve, NULL)
      || strcmp (curve, "prime256v1") != 0
      || !EVP_PKEY_get_octet_string_param (key, OSSL_PKEY_PARAM_PUB_KEY, point, sizeof point, &n_point))
    return FALSE;
  append_block (blob, ec, sizeof ec - 1);
  append_block (blob, point, (guint) n_point);
  return TRUE;
}

/**
 * fl_fingerprint_for_tasmota:
 *
 * The hash of the server's *key* that Tasmota's MqttFingerprint takes ("version 2",
 * WiFiClientSecureLightBearSSL.cpp): SHA-1 over length-prefixed key type, exponent, modulus. It
 * outlives a renewal with the same key. For P-256 keys one Tasmota revision computes it wrongly.
 *
 * Returns: (nullable): 20 upper-case pairs, or %NULL for a key that Tasmota cannot use
 */
char *
fl_fingerprint_for_tasmota (const FlCertificate *certificate)
{
  g_autoptr(GByteArray) blob = g_byte_array_new ();
  unsigned char digest[EVP_MAX_MD_SIZE];
  unsigned n_digest = 0;
  gboolean made;
  EVP_PKEY *key;

  g_return_val_if_fail (certificate != NULL, NULL);

  ERR_set_mark ();
  key = X509_get0_pubkey (fl_certificate_get_x509 (certificate));
  made = key != NULL
         && append_key (blob, key)
         && EVP_Digest (blob->data, blob->len, digest, &n_digest, EVP_sha1 (), NULL);
  ERR_pop_to_mark ();
  return made ? format_bytes (digest, n_digest, "", " ", TRUE) : NULL;
}
