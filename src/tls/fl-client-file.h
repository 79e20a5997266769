/* What a file holds that the user chose to prove who he is: a certificate, its key, or both.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "crypto/fl-secret.h"

G_BEGIN_DECLS

#define FL_TYPE_CLIENT_FILE  (fl_client_file_get_type ())
#define FL_CLIENT_FILE_ERROR (fl_client_file_error_quark ())

/* Most bytes: room for a long chain, far below what the locked heap holds. */
#define FL_CLIENT_FILE_MAX (128 * 1024)

typedef enum
{
  FL_CLIENT_FILE_ERROR_NOTHING,        /* neither a certificate nor a key: the message says what it is, if that is known */
  FL_CLIENT_FILE_ERROR_TOO_LARGE,
  FL_CLIENT_FILE_ERROR_PASSPHRASE_REQUIRED,
  FL_CLIENT_FILE_ERROR_WRONG_PASSPHRASE,
  FL_CLIENT_FILE_ERROR_OLD_ENCRYPTION, /* PKCS#12 with what this OpenSSL does not read any more, such as RC2 */
} FlClientFileError;

/* Boxed, immutable, atomically reference-counted: any thread. */
typedef struct _FlClientFile FlClientFile;

GType         fl_client_file_get_type            (void) G_GNUC_CONST;
GQuark        fl_client_file_error_quark         (void);
FlClientFile *fl_client_file_new                 (const char    *certificate_pem,
                                                  FlSecret      *key_pem) G_GNUC_WARN_UNUSED_RESULT;
FlClientFile *fl_client_file_parse               (GBytes        *bytes,
                                                  GError       **error) G_GNUC_WARN_UNUSED_RESULT;
FlClientFile *fl_client_file_unlock              (FlClientFile  *self,
                                                  FlSecret      *passphrase,
                                                  GError       **error) G_GNUC_WARN_UNUSED_RESULT;
FlClientFile *fl_client_file_ref                 (FlClientFile  *self);
void          fl_client_file_unref               (FlClientFile  *self);
const char   *fl_client_file_get_certificate_pem (FlClientFile  *self);
FlSecret     *fl_client_file_get_key             (FlClientFile  *self);
gboolean      fl_client_file_is_locked           (FlClientFile  *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FlClientFile, fl_client_file_unref)

G_END_DECLS
