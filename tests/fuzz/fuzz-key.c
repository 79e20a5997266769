/* Fuzz target: a Fernet key, as somebody pastes it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <string.h>

#include <glib.h>

#include "crypto/fl-key-ring.h"

int LLVMFuzzerTestOneInput (const unsigned char *data, size_t size);

static void
check_key (const char *text,
           size_t      n)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(FlFernetKey) key = fl_fernet_key_parse (text, (gssize) n, &error);
  g_autoptr(FlSecret) written = NULL;

  g_assert_true ((key == NULL) == (error != NULL));
  if (key == NULL)
    return;
  /* There is one text for a key, but for padding and white space. */
  written = fl_fernet_key_to_text (key);
  g_assert_nonnull (g_strstr_len (text, (gssize) n, "=") != NULL
                      ? g_strstr_len (text, (gssize) n, fl_secret_peek (written, NULL))
                      : text);
}

int
LLVMFuzzerTestOneInput (const unsigned char *data,
                        size_t               size)
{
  g_autofree char *text = g_strndup ((const char *) data, size);
  g_autoptr(FlKeyRing) ring = NULL;

  check_key ((const char *) data, size);
  ring = fl_key_ring_parse (text, NULL);
  g_assert_true (ring == NULL || fl_key_ring_get_n (ring) > 0);
  return 0;
}
