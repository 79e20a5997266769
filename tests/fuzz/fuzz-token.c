/* Fuzz target: a token, as a device sends it.
 *
 * The first byte chooses what the rest is: text as received, or the bytes of a token that is
 * signed here, so that the fuzzer gets behind the HMAC.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <string.h>

#include <glib.h>
#include <openssl/evp.h>

#include "crypto/fl-base64url.h"
#include "crypto/fl-fernet.h"

#define KEYS "cw_0x689RpI-jtRR7oE8h_eQsKImvJapLeSbXpwF4e4= xqi9zRusHkcv3Om050HwX82eMTO-LbeW4YlqVVEzpw8="

int LLVMFuzzerTestOneInput (const unsigned char *data, size_t size);

/* What was accepted is a token in looks, and encrypting it again gives the same payload. */
static void
check (FlFernet   *fernet,
       const char *token,
       size_t      n)
{
  g_autoptr(GError) error = NULL;
  FlFernetInfo info;
  g_autoptr(GBytes) bytes = fl_fernet_decrypt (fernet, token, n, 60, 1700000000, &info, &error);
  g_autoptr(GBytes) again = NULL;
  g_autofree char *written = NULL;

  g_assert_true ((bytes == NULL) == (error != NULL));
  if (bytes == NULL)
    return;
  g_assert_true (info.authentic);
  written = fl_fernet_encrypt (fernet, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), 1700000000, NULL);
  again = fl_fernet_decrypt (fernet, written, strlen (written), 0, 1700000000, NULL, NULL);
  g_assert_true (again != NULL && g_bytes_equal (bytes, again));
}

static void
check_signed (FlFernet            *fernet,
              const unsigned char *data,
              size_t               size)
{
  FlFernetKey *key = fl_key_ring_get (fl_fernet_get_key_ring (fernet), 0);
  g_autofree guint8 *bytes = g_malloc (size + 32);
  g_autofree char *text = g_malloc (FL_BASE64URL_ENCODED_SIZE (size + 32));
  size_t n_hmac = 0;
  size_t n;

  memcpy (bytes, data, size);
  g_assert_nonnull (EVP_Q_mac (NULL, "HMAC", NULL, "SHA256", NULL, fl_fernet_key_get_signing (key), 16,
                               data, size, bytes + size, 32, &n_hmac));
  n = fl_base64url_encode (bytes, size + n_hmac, text);
  check (fernet, text, n);
}

int
LLVMFuzzerTestOneInput (const unsigned char *data,
                        size_t               size)
{
  static FlFernet *fernet;

  if (fernet == NULL)
    {
      g_autoptr(FlKeyRing) ring = fl_key_ring_parse (KEYS, NULL);

      fernet = fl_fernet_new (ring);
    }
  if (size == 0)
    return 0;
  if (data[0] == 0)
    check_signed (fernet, data + 1, size - 1);
  else
    {
      check (fernet, (const char *) data, size);
      fl_fernet_looks_like_token (data, size);
    }
  return 0;
}
