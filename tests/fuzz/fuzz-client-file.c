/* Any bytes where somebody chose his certificate and key: what is in them is found, opened or refused without harm.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "tls/fl-client-identity.h"

#include <string.h>

/* Of the corpus. */
#define PASSPHRASE "horse"

int LLVMFuzzerTestOneInput (const unsigned char *data, size_t size);

static void
open_as (FlClientFile *certificate,
         FlClientFile *key,
         FlSecret     *passphrase)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(FlClientIdentity) identity = fl_client_identity_open (certificate, key, passphrase, &error);

  g_assert_true ((identity == NULL) == (error != NULL));
  g_assert_true (error == NULL || (error->domain == FL_CLIENT_IDENTITY_ERROR && g_utf8_validate (error->message, -1, NULL)));
  if (identity == NULL)
    return;
  g_assert_nonnull (fl_client_identity_get_certificate (identity));
  g_assert_nonnull (fl_client_identity_get_key (identity));
}

int
LLVMFuzzerTestOneInput (const unsigned char *data,
                        size_t               size)
{
  g_autoptr(GBytes) bytes = g_bytes_new (data, size);
  g_autoptr(GError) error = NULL;
  g_autoptr(FlClientFile) file = fl_client_file_parse (bytes, &error);
  g_autoptr(FlSecret) passphrase = fl_secret_new (PASSPHRASE, strlen (PASSPHRASE));

  g_assert_true ((file == NULL) == (error != NULL));
  if (file == NULL)
    return 0;
  open_as (file, NULL, NULL);
  open_as (file, NULL, passphrase);
  open_as (NULL, file, passphrase);
  open_as (file, file, passphrase);
  return 0;
}
