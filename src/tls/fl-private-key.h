/* Private keys that are made here, as PEM in locked memory.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>
#include <openssl/types.h>

#include "crypto/fl-secret.h"

G_BEGIN_DECLS

#define FL_PRIVATE_KEY_ERROR (fl_private_key_error_quark ())

typedef enum
{
  FL_PRIVATE_KEY_ERROR_OPENSSL,   /* OpenSSL gave no key: no memory, no random numbers */
  FL_PRIVATE_KEY_ERROR_NOT_A_KEY, /* the text is no private key */
  FL_PRIVATE_KEY_ERROR_ENCRYPTED, /* it is one behind a passphrase */
} FlPrivateKeyError;

/* What the TLS libraries of ESP8266 and ESP32 both can verify. */
typedef enum
{
  FL_KEY_TYPE_EC,  /* P-256 */
  FL_KEY_TYPE_RSA, /* 2048 bits */
} FlKeyType;

GQuark    fl_private_key_error_quark (void);
FlSecret *fl_private_key_generate    (FlKeyType   type,
                                      GError    **error) G_GNUC_WARN_UNUSED_RESULT;
FlSecret *fl_private_key_to_pem      (EVP_PKEY   *key) G_GNUC_WARN_UNUSED_RESULT;
EVP_PKEY *fl_private_key_load        (FlSecret   *pem,
                                      GError    **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean  fl_private_key_read_type   (FlSecret   *pem,
                                      FlKeyType  *type,
                                      GError    **error);

G_END_DECLS
