/* Who we are to a broker: a certificate and the key that belongs to it.
 *
 * Whether the two belong together is for fl-trust to say, which will use them.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "fernlight-client-identity"

#include "config.h"

#include "tls/fl-client-identity.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "tls/fl-certificate-parser.h"
#include "tls/fl-trust.h"

struct _FlClientIdentity
{
  char          *certificate_pem;
  FlSecret      *key;
  FlCertificate *certificate;
  gboolean       needs_passphrase;
};

/* A worker's errand. */
typedef struct
{
  FlClientFile *certificate;
  FlClientFile *key;
  FlSecret     *passphrase;
} Errand;

G_DEFINE_BOXED_TYPE (FlClientIdentity, fl_client_identity, fl_client_identity_ref, fl_client_identity_unref)
G_DEFINE_QUARK (fl-client-identity-error-quark, fl_client_identity_error)

static void
client_identity_clear (gpointer data)
{
  FlClientIdentity *self = data;

  g_free (self->certificate_pem);
  g_clear_pointer (&self->key, fl_secret_unref);
  g_clear_pointer (&self->certificate, fl_certificate_unref);
}

static void
errand_free (Errand *errand)
{
  g_clear_pointer (&errand->certificate, fl_client_file_unref);
  g_clear_pointer (&errand->key, fl_client_file_unref);
  g_clear_pointer (&errand->passphrase, fl_secret_unref);
  g_free (errand);
}

/* @code: if it is the file's own fault, not the passphrase's */
static FlClientFile *
unlock (FlClientFile           *file,
        FlSecret               *passphrase,
        FlClientIdentityError   code,
        GError                **error)
{
  g_autoptr(GError) cause = NULL;
  FlClientFile *opened = fl_client_file_unlock (file, passphrase, &cause);

  if (opened != NULL)
    return opened;
  if (g_error_matches (cause, FL_CLIENT_FILE_ERROR, FL_CLIENT_FILE_ERROR_PASSPHRASE_REQUIRED))
    code = FL_CLIENT_IDENTITY_ERROR_PASSPHRASE_REQUIRED;
  else if (g_error_matches (cause, FL_CLIENT_FILE_ERROR, FL_CLIENT_FILE_ERROR_WRONG_PASSPHRASE))
    code = FL_CLIENT_IDENTITY_ERROR_WRONG_PASSPHRASE;
  g_set_error_literal (error, FL_CLIENT_IDENTITY_ERROR, (int) code, cause->message);
  return NULL;
}

static FlClientIdentityError
code_of (const GError *error)
{
  if (g_error_matches (error, FL_TRUST_ERROR, FL_TRUST_ERROR_PASSPHRASE_REQUIRED))
    return FL_CLIENT_IDENTITY_ERROR_PASSPHRASE_REQUIRED;
  if (g_error_matches (error, FL_TRUST_ERROR, FL_TRUST_ERROR_WRONG_PASSPHRASE))
    return FL_CLIENT_IDENTITY_ERROR_WRONG_PASSPHRASE;
  if (g_error_matches (error, FL_TRUST_ERROR, FL_TRUST_ERROR_PAIR_MISMATCH))
    return FL_CLIENT_IDENTITY_ERROR_PAIR_MISMATCH;
  if (g_error_matches (error, FL_TRUST_ERROR, FL_TRUST_ERROR_CLIENT_KEY))
    return FL_CLIENT_IDENTITY_ERROR_KEY;
  return FL_CLIENT_IDENTITY_ERROR_CERTIFICATE;
}

/* Whether the connection could be made with these. */
static gboolean
belong_together (GBytes    *pem,
                 FlSecret  *key,
                 FlSecret  *passphrase,
                 GError   **error)
{
  g_autoptr(FlTrust) trust = fl_trust_new_system ();
  g_autoptr(GError) cause = NULL;
  g_autoptr(FlTrust) with_both = fl_trust_with_client_certificate (trust, pem, key, passphrase, &cause);

  if (with_both == NULL)
    g_set_error_literal (error, FL_CLIENT_IDENTITY_ERROR, (int) code_of (cause), cause->message);
  return with_both != NULL;
}

static FlClientIdentity *
pair (const char  *certificate_pem,
      FlSecret    *key,
      FlSecret    *passphrase,
      GError     **error)
{
  g_autoptr(GBytes) pem = g_bytes_new (certificate_pem, strlen (certificate_pem));
  g_autoptr(GPtrArray) certificates = NULL;
  FlClientIdentity *self;

  if (!belong_together (pem, key, passphrase, error))
    return NULL;
  certificates = fl_certificate_parse_all (pem, NULL);
  self = g_atomic_rc_box_new0 (FlClientIdentity);
  self->certificate_pem = g_strdup (certificate_pem);
  self->key = fl_secret_ref (key);
  self->certificate = fl_certificate_ref (certificates->pdata[0]);
  self->needs_passphrase = passphrase != NULL && !belong_together (pem, key, NULL, NULL);
  return self;
}

static void
set_error (FlClientIdentityError   code,
           const char             *sentence,
           GError                **error)
{
  g_set_error_literal (error, FL_CLIENT_IDENTITY_ERROR, (int) code, sentence);
}

/**
 * fl_client_identity_open:
 * @certificate: (nullable): what was chosen as the certificate; the key may be in it, too
 * @key: (nullable): what was chosen as the key, if it is another file; the certificate may be in it, too
 * @passphrase: (nullable): of whatever of both needs one
 * @error: return location for an FL_CLIENT_IDENTITY_ERROR, no text of which repeats a secret
 *
 * Deriving a key from a passphrase takes long: not on the main thread.
 *
 * Returns: (transfer full) (nullable): both, belonging together
 */
FlClientIdentity *
fl_client_identity_open (FlClientFile  *certificate,
                         FlClientFile  *key,
                         FlSecret      *passphrase,
                         GError       **error)
{
  g_autoptr(FlClientFile) first = NULL;
  g_autoptr(FlClientFile) second = NULL;
  const char *pem = NULL;
  FlSecret *key_pem = NULL;

  g_return_val_if_fail (certificate != NULL || key != NULL, NULL);

  if (certificate != NULL)
    first = unlock (certificate, passphrase, FL_CLIENT_IDENTITY_ERROR_CERTIFICATE, error);
  if (certificate != NULL && first == NULL)
    return NULL;
  if (key != NULL)
    second = unlock (key, passphrase, FL_CLIENT_IDENTITY_ERROR_KEY, error);
  if (key != NULL && second == NULL)
    return NULL;

  pem = fl_client_file_get_certificate_pem (first != NULL ? first : second);
  key_pem = second != NULL ? fl_client_file_get_key (second) : fl_client_file_get_key (first);
  if (first != NULL && pem == NULL)
    set_error (FL_CLIENT_IDENTITY_ERROR_CERTIFICATE, _("This is a private key, not a certificate."), error);
  else if (second != NULL && key_pem == NULL)
    set_error (FL_CLIENT_IDENTITY_ERROR_KEY, _("This is a certificate, not a private key."), error);
  else if (pem == NULL)
    set_error (FL_CLIENT_IDENTITY_ERROR_CERTIFICATE, _("Choose the certificate that belongs to this key, too."), error);
  else if (key_pem == NULL)
    set_error (FL_CLIENT_IDENTITY_ERROR_KEY_MISSING, _("Choose the private key that belongs to this certificate, too."), error);
  else
    return pair (pem, key_pem, passphrase, error);
  return NULL;
}

/* Runs in a worker thread. */
static void
open_worker (GTask        *task,
             gpointer      source_object,
             gpointer      task_data,
             GCancellable *cancellable)
{
  Errand *errand = task_data;
  g_autoptr(GError) error = NULL;
  FlClientIdentity *self = fl_client_identity_open (errand->certificate, errand->key, errand->passphrase, &error);

  if (self == NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_pointer (task, self, (GDestroyNotify) fl_client_identity_unref);
}

/* See fl_client_identity_open(), which runs in a worker. */
void
fl_client_identity_open_async (FlClientFile        *certificate,
                               FlClientFile        *key,
                               FlSecret            *passphrase,
                               GCancellable        *cancellable,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  g_autoptr(GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Errand *errand;

  g_return_if_fail (certificate != NULL || key != NULL);

  errand = g_new0 (Errand, 1);
  errand->certificate = certificate != NULL ? fl_client_file_ref (certificate) : NULL;
  errand->key = key != NULL ? fl_client_file_ref (key) : NULL;
  errand->passphrase = passphrase != NULL ? fl_secret_ref (passphrase) : NULL;
  g_task_set_source_tag (task, fl_client_identity_open_async);
  g_task_set_task_data (task, errand, (GDestroyNotify) errand_free);
  g_task_run_in_thread (task, open_worker);
}

FlClientIdentity *
fl_client_identity_open_finish (GAsyncResult  *result,
                                GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

FlClientIdentity *
fl_client_identity_ref (FlClientIdentity *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_atomic_rc_box_acquire (self);
}

void
fl_client_identity_unref (FlClientIdentity *self)
{
  g_return_if_fail (self != NULL);

  g_atomic_rc_box_release_full (self, client_identity_clear);
}

/* PEM, the issuers after it. */
const char *
fl_client_identity_get_certificate_pem (FlClientIdentity *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->certificate_pem;
}

/* (transfer none): PEM, behind the passphrase if it needs one. */
FlSecret *
fl_client_identity_get_key (FlClientIdentity *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->key;
}

/* Whether the key is still encrypted: one out of a PKCS#12 file is not. */
gboolean
fl_client_identity_needs_passphrase (FlClientIdentity *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->needs_passphrase;
}

/* (transfer none): ours, without its issuers. */
FlCertificate *
fl_client_identity_get_certificate (FlClientIdentity *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->certificate;
}
