/* Who we are to a broker: a certificate and the key that belongs to it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gio/gio.h>

#include "tls/fl-certificate.h"
#include "tls/fl-client-file.h"

G_BEGIN_DECLS

#define FL_TYPE_CLIENT_IDENTITY  (fl_client_identity_get_type ())
#define FL_CLIENT_IDENTITY_ERROR (fl_client_identity_error_quark ())

/* Each concerns one field. */
typedef enum
{
  FL_CLIENT_IDENTITY_ERROR_CERTIFICATE,         /* what was chosen as the certificate is none, or cannot be read */
  FL_CLIENT_IDENTITY_ERROR_KEY,                 /* what was chosen as the key is none, or cannot be read */
  FL_CLIENT_IDENTITY_ERROR_KEY_MISSING,         /* there is a certificate, but no key yet */
  FL_CLIENT_IDENTITY_ERROR_PAIR_MISMATCH,
  FL_CLIENT_IDENTITY_ERROR_PASSPHRASE_REQUIRED,
  FL_CLIENT_IDENTITY_ERROR_WRONG_PASSPHRASE,
} FlClientIdentityError;

/* Boxed, immutable, atomically reference-counted: any thread. */
typedef struct _FlClientIdentity FlClientIdentity;

GType             fl_client_identity_get_type            (void) G_GNUC_CONST;
GQuark            fl_client_identity_error_quark         (void);
FlClientIdentity *fl_client_identity_open                (FlClientFile         *certificate,
                                                          FlClientFile         *key,
                                                          FlSecret             *passphrase,
                                                          GError              **error) G_GNUC_WARN_UNUSED_RESULT;
void              fl_client_identity_open_async          (FlClientFile         *certificate,
                                                          FlClientFile         *key,
                                                          FlSecret             *passphrase,
                                                          GCancellable         *cancellable,
                                                          GAsyncReadyCallback   callback,
                                                          gpointer              user_data);
FlClientIdentity *fl_client_identity_open_finish         (GAsyncResult         *result,
                                                          GError              **error) G_GNUC_WARN_UNUSED_RESULT;
FlClientIdentity *fl_client_identity_ref                 (FlClientIdentity     *self);
void              fl_client_identity_unref               (FlClientIdentity     *self);
const char       *fl_client_identity_get_certificate_pem (FlClientIdentity     *self);
FlSecret         *fl_client_identity_get_key             (FlClientIdentity     *self);
gboolean          fl_client_identity_needs_passphrase    (FlClientIdentity     *self);
FlCertificate    *fl_client_identity_get_certificate     (FlClientIdentity     *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FlClientIdentity, fl_client_identity_unref)

G_END_DECLS
