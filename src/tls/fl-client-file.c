/* What a file holds that the user chose to prove who he is: a certificate, its key, or both.
 *
 * PEM, DER or PKCS#12 (RFC 7292), whatever its name says. Keys become PEM, still behind their own passphrase if they have one.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "fernlight-client-file"

#include "config.h"

#include "tls/fl-client-file.h"

#include <glib/gi18n-lib.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/pkcs12.h>
#include <openssl/x509.h>
#include <string.h>

#include "tls/fl-certificate-parser.h"
#include "tls/fl-certificate-private.h"
#include "tls/fl-private-key.h"

#define PEM_BEGIN "-----BEGIN "
#define PEM_END "-----END "
#define PEM_DASHES "-----"
#define KEY_LABEL "PRIVATE KEY"

struct _FlClientFile
{
  char     *certificate_pem; /* normalised, its issuers after it; NULL if there is none */
  FlSecret *key;             /* PEM; NULL if there is none */
  GBytes   *container;       /* PKCS#12 that is not opened yet; NULL if it is none */
};

G_DEFINE_BOXED_TYPE (FlClientFile, fl_client_file, fl_client_file_ref, fl_client_file_unref)
G_DEFINE_QUARK (fl-client-file-error-quark, fl_client_file_error)

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BIO, BIO_free_all)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EVP_PKEY, EVP_PKEY_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PKCS12, PKCS12_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (X509_SIG, X509_SIG_free)

static void
client_file_clear (gpointer data)
{
  FlClientFile *self = data;

  g_free (self->certificate_pem);
  g_clear_pointer (&self->key, fl_secret_unref);
  g_clear_pointer (&self->container, g_bytes_unref);
}

static char *
join_pem (GPtrArray *certificates)
{
  GString *pem = g_string_new (NULL);

  for (guint i = 0; i < certificates->len; i++)
    g_string_append (pem, fl_certificate_get_pem (certificates->pdata[i]));
  return g_string_free (pem, FALSE);
}

/* The first block of a private key, from its first dash to its last. */
static FlSecret *
find_pem_key (const char *data,
              size_t      n)
{
  const char *const limit = data + n;
  const char *from = data;

  while ((from = memmem (from, (size_t) (limit - from), PEM_BEGIN, strlen (PEM_BEGIN))) != NULL)
    {
      const char *label = from + strlen (PEM_BEGIN);
      const char *label_end = memmem (label, (size_t) (limit - label), PEM_DASHES, strlen (PEM_DASHES));
      const char *end;

      if (label_end == NULL)
        return NULL;
      if (label_end - label >= (gssize) strlen (KEY_LABEL) &&
          memcmp (label_end - strlen (KEY_LABEL), KEY_LABEL, strlen (KEY_LABEL)) == 0)
        {
          end = memmem (label_end, (size_t) (limit - label_end), PEM_END, strlen (PEM_END));
          end = end != NULL ? memmem (end + strlen (PEM_END), (size_t) (limit - end) - strlen (PEM_END), PEM_DASHES, strlen (PEM_DASHES)) : NULL;
          return end != NULL ? fl_secret_new (from, (size_t) (end - from) + strlen (PEM_DASHES)) : NULL;
        }
      from = label_end;
    }
  return NULL;
}

/* PKCS #8 behind a passphrase, as DER: the same as PEM, unopened. */
static FlSecret *
encrypted_der_to_pem (const unsigned char *data,
                      size_t               n)
{
  const unsigned char *position = data;
  g_autoptr(X509_SIG) locked = d2i_X509_SIG (NULL, &position, (long) n);
  g_autoptr(BIO) bio = BIO_new (BIO_s_mem ());
  char *text;
  long n_text;

  if (locked == NULL || position != data + n || bio == NULL || PEM_write_bio_PKCS8 (bio, locked) != 1)
    return NULL;
  n_text = BIO_get_mem_data (bio, &text);
  return fl_secret_new (text, (size_t) n_text);
}

static FlSecret *
find_der_key (const unsigned char *data,
              size_t               n)
{
  const unsigned char *position = data;
  g_autoptr(EVP_PKEY) key = d2i_AutoPrivateKey (NULL, &position, (long) n);

  return key != NULL && position == data + n ? fl_private_key_to_pem (key) : encrypted_der_to_pem (data, n);
}

static gboolean
is_container (const unsigned char *data,
              size_t               n)
{
  const unsigned char *position = data;
  g_autoptr(PKCS12) container = d2i_PKCS12 (NULL, &position, (long) n);

  return container != NULL;
}

static void
take_der (FlClientFile *self,
          GBytes       *bytes)
{
  size_t n;
  const unsigned char *data = g_bytes_get_data (bytes, &n);

  if (is_container (data, n))
    self->container = g_bytes_ref (bytes);
  else
    self->key = find_der_key (data, n);
}

/**
 * fl_client_file_new:
 * @certificate_pem: (nullable): a certificate, and its issuers after it
 * @key_pem: (nullable): a key
 *
 * What is kept already, as if it had been chosen anew.
 */
FlClientFile *
fl_client_file_new (const char *certificate_pem,
                    FlSecret   *key_pem)
{
  FlClientFile *self = g_atomic_rc_box_new0 (FlClientFile);

  self->certificate_pem = g_strdup (certificate_pem);
  self->key = key_pem != NULL ? fl_secret_ref (key_pem) : NULL;
  return self;
}

/**
 * fl_client_file_parse:
 * @bytes: PEM with text around, DER, or PKCS#12
 * @error: return location for an FL_CLIENT_FILE_ERROR or FL_CERTIFICATE_ERROR
 *
 * No passphrase is needed, and nothing here takes long. Any thread.
 *
 * Returns: (transfer full) (nullable): what is in it
 */
FlClientFile *
fl_client_file_parse (GBytes  *bytes,
                      GError **error)
{
  g_autoptr(FlClientFile) self = fl_client_file_new (NULL, NULL);
  g_autoptr(GPtrArray) certificates = NULL;
  g_autoptr(GError) cause = NULL;
  size_t n;
  const char *data;

  g_return_val_if_fail (bytes != NULL, NULL);

  data = g_bytes_get_data (bytes, &n);
  if (n > FL_CLIENT_FILE_MAX)
    {
      g_set_error (error, FL_CLIENT_FILE_ERROR, FL_CLIENT_FILE_ERROR_TOO_LARGE,
                   _("This is too large for a certificate: %zu bytes, at most %d are read."), n, FL_CLIENT_FILE_MAX);
      return NULL;
    }
  ERR_set_mark ();
  certificates = fl_certificate_parse_all (bytes, &cause);
  if (certificates != NULL)
    self->certificate_pem = join_pem (certificates);
  if (n > 0 && memmem (data, n, PEM_BEGIN, strlen (PEM_BEGIN)) != NULL)
    self->key = find_pem_key (data, n);
  else if (n > 0 && certificates == NULL)
    take_der (self, bytes);
  ERR_pop_to_mark ();

  if (g_error_matches (cause, FL_CERTIFICATE_ERROR, FL_CERTIFICATE_ERROR_BROKEN) && self->container == NULL)
    g_propagate_error (error, g_steal_pointer (&cause));
  else if (self->certificate_pem != NULL || self->key != NULL || self->container != NULL)
    return g_steal_pointer (&self);
  else if (g_error_matches (cause, FL_CERTIFICATE_ERROR, FL_CERTIFICATE_ERROR_NOT_A_CERTIFICATE))
    g_set_error_literal (error, FL_CLIENT_FILE_ERROR, FL_CLIENT_FILE_ERROR_NOTHING,
                         _("There is neither a certificate nor a private key in this file."));
  else if (g_error_matches (cause, FL_CERTIFICATE_ERROR, FL_CERTIFICATE_ERROR_PRIVATE_KEY))
    g_set_error_literal (error, FL_CLIENT_FILE_ERROR, FL_CLIENT_FILE_ERROR_NOTHING,
                         _("The private key in this file is damaged."));
  else
    g_propagate_error (error, g_steal_pointer (&cause));
  return NULL;
}

/* Old encryption; or, with OpenSSL 3.0, none of the code by which a passphrase is checked. */
static gboolean
is_not_read (void)
{
  for (unsigned long code = ERR_get_error (); code != 0; code = ERR_get_error ())
    if (ERR_GET_REASON (code) == ERR_R_UNSUPPORTED ||
        (ERR_GET_LIB (code) == ERR_LIB_PKCS12 && (ERR_GET_REASON (code) == PKCS12_R_UNKNOWN_DIGEST_ALGORITHM ||
                                                  ERR_GET_REASON (code) == PKCS12_R_MAC_ABSENT)))
      return TRUE;
  return FALSE;
}

/* Why a container did not open, from what OpenSSL left in the thread's queue. */
static void
set_locked_error (gboolean   has_passphrase,
                  GError   **error)
{
  if (is_not_read ())
    g_set_error_literal (error, FL_CLIENT_FILE_ERROR, FL_CLIENT_FILE_ERROR_OLD_ENCRYPTION,
                         _("This PKCS#12 file is encrypted in a way that is not read any more (such as RC2). "
                           "Write it anew: openssl pkcs12 -legacy -in FILE -out certificate.pem"));
  else if (has_passphrase)
    g_set_error_literal (error, FL_CLIENT_FILE_ERROR, FL_CLIENT_FILE_ERROR_WRONG_PASSPHRASE,
                         _("The passphrase does not open this PKCS#12 file."));
  else
    g_set_error_literal (error, FL_CLIENT_FILE_ERROR, FL_CLIENT_FILE_ERROR_PASSPHRASE_REQUIRED,
                         _("This PKCS#12 file needs its passphrase."));
}

static char *
container_to_pem (X509           *leaf,
                  STACK_OF(X509) *issuers)
{
  g_autoptr(GPtrArray) certificates = fl_certificate_array_from_x509 (issuers, NULL);

  g_ptr_array_insert (certificates, 0, fl_certificate_new_from_x509 (leaf));
  return join_pem (certificates);
}

static FlClientFile *
open_container (PKCS12    *container,
                FlSecret  *passphrase,
                GError   **error)
{
  g_autoptr(FlClientFile) opened = fl_client_file_new (NULL, NULL);
  EVP_PKEY *key = NULL;
  X509 *leaf = NULL;
  STACK_OF(X509) *issuers = NULL;

  /* The code of authentication first: it alone tells a wrong passphrase from encryption that is not supported. */
  if ((passphrase != NULL && PKCS12_mac_present (container) &&
       PKCS12_verify_mac (container, fl_secret_peek (passphrase, NULL), -1) != 1) ||
      PKCS12_parse (container, passphrase != NULL ? fl_secret_peek (passphrase, NULL) : NULL, &key, &leaf, &issuers) != 1)
    {
      set_locked_error (passphrase != NULL, error);
      return NULL;
    }
  if (leaf != NULL)
    opened->certificate_pem = container_to_pem (leaf, issuers);
  else if (sk_X509_num (issuers) > 0)
    {
      g_autoptr(GPtrArray) certificates = fl_certificate_array_from_x509 (issuers, NULL);

      opened->certificate_pem = join_pem (certificates);
    }
  opened->key = key != NULL ? fl_private_key_to_pem (key) : NULL;
  EVP_PKEY_free (key);
  X509_free (leaf);
  sk_X509_pop_free (issuers, X509_free);
  if (opened->certificate_pem != NULL || opened->key != NULL)
    return g_steal_pointer (&opened);
  g_set_error_literal (error, FL_CLIENT_FILE_ERROR, FL_CLIENT_FILE_ERROR_NOTHING,
                       _("There is neither a certificate nor a private key in this file."));
  return NULL;
}

/**
 * fl_client_file_unlock:
 * @passphrase: (nullable): opens a PKCS#12 container
 * @error: return location for an FL_CLIENT_FILE_ERROR; no text of which repeats a secret
 *
 * Takes as long as whoever wrote a container wanted it to: not on the main thread.
 *
 * Returns: (transfer full) (nullable): the certificate and the key of a container; @self if it is none
 */
FlClientFile *
fl_client_file_unlock (FlClientFile  *self,
                       FlSecret      *passphrase,
                       GError       **error)
{
  g_autoptr(PKCS12) container = NULL;
  const unsigned char *position;
  FlClientFile *opened;
  size_t n;

  g_return_val_if_fail (self != NULL, NULL);

  if (self->container == NULL)
    return fl_client_file_ref (self);
  position = g_bytes_get_data (self->container, &n);
  ERR_clear_error ();
  container = d2i_PKCS12 (NULL, &position, (long) n);
  g_assert (container != NULL);
  opened = open_container (container, passphrase, error);
  ERR_clear_error ();
  return opened;
}

FlClientFile *
fl_client_file_ref (FlClientFile *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_atomic_rc_box_acquire (self);
}

void
fl_client_file_unref (FlClientFile *self)
{
  g_return_if_fail (self != NULL);

  g_atomic_rc_box_release_full (self, client_file_clear);
}

/* (nullable): PEM, the issuers after it; NULL if there is none, or the file is locked. */
const char *
fl_client_file_get_certificate_pem (FlClientFile *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->certificate_pem;
}

/* (transfer none) (nullable): PEM, perhaps behind a passphrase; NULL if there is none, or the file is locked. */
FlSecret *
fl_client_file_get_key (FlClientFile *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->key;
}

/* Whether fl_client_file_unlock() has to say what is in it. */
gboolean
fl_client_file_is_locked (FlClientFile *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->container != NULL;
}
