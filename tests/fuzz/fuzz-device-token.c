/* Fuzz target: a token, as anybody on the network sends it to a device with fernet.h. It says what our own code says, and nothing else.
 *
 * The first byte chooses what the rest is: text as received, or the bytes of a token that is signed here.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define FERNET_USE_BEARSSL
#include "fernet.h"

#include <glib.h>
#include <openssl/evp.h>

#include "crypto/fl-base64url.h"
#include "crypto/fl-fernet.h"

#define KEY "cw_0x689RpI-jtRR7oE8h_eQsKImvJapLeSbXpwF4e4="
#define NOW 1800000000

int LLVMFuzzerTestOneInput (const unsigned char *data, size_t size);

static void
check (FlFernet        *fernet,
       const FernetKey *key,
       const char      *text,
       size_t           n)
{
  g_autofree char *token = g_memdup2 (text, n);
  const size_t size = FERNET_PAYLOAD_SIZE (n);
  g_autofree guint8 *payload = g_malloc (size);
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) expected = fl_fernet_decrypt (fernet, token, n, 60, NOW, NULL, &error);
  size_t n_payload = 1;
  FernetResult result = fernet_decrypt (key, token, n, 60, NOW, payload, size, &n_payload, NULL);

  g_assert_true ((result == FERNET_OK) == (expected != NULL));
  g_assert_true (payload[n_payload] == '\0');
  if (expected != NULL)
    g_assert_cmpmem (payload, n_payload, g_bytes_get_data (expected, NULL), g_bytes_get_size (expected));
  else
    g_assert_true (n_payload == 0 && result != FERNET_NO_ROOM && result != FERNET_NO_CLOCK && result != FERNET_FAILED);
}

static void
check_signed (FlFernet            *fernet,
              const FernetKey     *key,
              const unsigned char *data,
              size_t               size)
{
  g_autofree guint8 *bytes = g_malloc (size + 32);
  g_autofree char *text = g_malloc (FL_BASE64URL_ENCODED_SIZE (size + 32));
  size_t n_hmac = 0;

  memcpy (bytes, data, size);
  g_assert_nonnull (EVP_Q_mac (NULL, "HMAC", NULL, "SHA256", NULL, key->signing, sizeof key->signing, data, size, bytes + size, 32, &n_hmac));
  check (fernet, key, text, fl_base64url_encode (bytes, size + n_hmac, text));
}

int
LLVMFuzzerTestOneInput (const unsigned char *data,
                        size_t               size)
{
  static FlFernet *fernet;
  static FernetKey key;

  if (fernet == NULL)
    {
      g_autoptr(FlKeyRing) ring = fl_key_ring_parse (KEY, NULL);

      fernet = fl_fernet_new (ring);
      g_assert_true (fernet_key_parse (&key, KEY));
    }
  if (size == 0)
    return 0;
  if (data[0] == 0)
    check_signed (fernet, &key, data + 1, size - 1);
  else
    check (fernet, &key, (const char *) data, size);
  return 0;
}
