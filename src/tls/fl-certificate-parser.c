/* Certificates out of a file: PEM or DER, one or several.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "fernlight-certificate-parser"

#include "config.h"

#include "tls/fl-certificate-parser.h"

#include "tls/fl-certificate-private.h"

#include <glib/gi18n-lib.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/pkcs12.h>
#include <string.h>

G_DEFINE_QUARK (fl-certificate-error-quark, fl_certificate_error)

static gboolean
append_der (GPtrArray           *array,
            const unsigned char *data,
            size_t               n_data)
{
  const unsigned char *position = data;
  const unsigned char *end = data + n_data;

  while (position < end && array->len < FL_CERTIFICATE_MAX_CHAIN)
    {
      X509 *x509 = d2i_X509 (NULL, &position, end - position);

      if (x509 == NULL)
        return FALSE;
      g_ptr_array_add (array, fl_certificate_new_from_x509 (x509));
      X509_free (x509);
    }
  return position == end;
}

static gboolean
is_certificate_label (const char *label)
{
  return strcmp (label, PEM_STRING_X509) == 0 || strcmp (label, PEM_STRING_X509_OLD) == 0;
}

/* Sets @error for input that holds no certificate at all, by what it holds instead. */
static void
set_kind_error (GError   **error,
                gboolean   has_key,
                gboolean   has_request)
{
  if (has_key)
    g_set_error_literal (error, FL_CERTIFICATE_ERROR, FL_CERTIFICATE_ERROR_PRIVATE_KEY,
                         _("This is a private key, not a certificate."));
  else if (has_request)
    g_set_error_literal (error, FL_CERTIFICATE_ERROR, FL_CERTIFICATE_ERROR_REQUEST,
                         _("This is a signing request, not yet a certificate."));
  else
    g_set_error_literal (error, FL_CERTIFICATE_ERROR, FL_CERTIFICATE_ERROR_NOT_A_CERTIFICATE,
                         _("This is not a certificate."));
}

static GPtrArray *
parse_pem (const void  *data,
           size_t       n_data,
           GError     **error)
{
  g_autoptr(GPtrArray) array = fl_certificate_array_from_x509 (NULL, NULL);
  BIO *bio = BIO_new_mem_buf (data, (int) n_data);
  gboolean has_key = FALSE;
  gboolean has_request = FALSE;
  gboolean intact = TRUE;
  char *label = NULL;
  char *header = NULL;
  unsigned char *body = NULL;
  long n_body = 0;

  while (intact && PEM_read_bio (bio, &label, &header, &body, &n_body))
    {
      if (is_certificate_label (label))
        intact = n_body > 0 && array->len < FL_CERTIFICATE_MAX_CHAIN && append_der (array, body, (size_t) n_body);
      has_key = has_key || g_str_has_suffix (label, "PRIVATE KEY");
      has_request = has_request || g_str_has_suffix (label, "CERTIFICATE REQUEST");
      OPENSSL_free (label);
      OPENSSL_free (header);
      OPENSSL_clear_free (body, (size_t) n_body); /* may be a key */
    }
  /* The end of the input is "no start line"; anything else is damage. */
  if (intact && ERR_GET_REASON (ERR_peek_last_error ()) != PEM_R_NO_START_LINE)
    intact = FALSE;
  BIO_free (bio);

  if (!intact)
    g_set_error (error, FL_CERTIFICATE_ERROR, FL_CERTIFICATE_ERROR_BROKEN,
                 _("Certificate number %u in this file is damaged."), array->len + 1);
  else if (array->len == 0)
    set_kind_error (error, has_key, has_request);
  else
    return g_steal_pointer (&array);
  return NULL;
}

static gboolean
is_der_private_key (const unsigned char *data,
                    size_t               n_data)
{
  const unsigned char *position = data;
  EVP_PKEY *key = d2i_AutoPrivateKey (NULL, &position, (long) n_data);
  gboolean found = key != NULL;

  EVP_PKEY_free (key);
  return found;
}

static gboolean
is_der_pkcs12 (const unsigned char *data,
               size_t               n_data)
{
  const unsigned char *position = data;
  PKCS12 *container = d2i_PKCS12 (NULL, &position, (long) n_data);
  gboolean found = container != NULL;

  PKCS12_free (container);
  return found;
}

static gboolean
is_der_request (const unsigned char *data,
                size_t               n_data)
{
  const unsigned char *position = data;
  X509_REQ *request = d2i_X509_REQ (NULL, &position, (long) n_data);
  gboolean found = request != NULL;

  X509_REQ_free (request);
  return found;
}

static GPtrArray *
parse_der (const unsigned char  *data,
           size_t                n_data,
           GError              **error)
{
  g_autoptr(GPtrArray) array = fl_certificate_array_from_x509 (NULL, NULL);

  if (append_der (array, data, n_data))
    return g_steal_pointer (&array);
  if (array->len > 0)
    g_set_error (error, FL_CERTIFICATE_ERROR, FL_CERTIFICATE_ERROR_BROKEN,
                 _("Certificate number %u in this file is damaged."), array->len + 1);
  else if (is_der_pkcs12 (data, n_data))
    g_set_error_literal (error, FL_CERTIFICATE_ERROR, FL_CERTIFICATE_ERROR_PKCS12,
                         _("This is a PKCS#12 container (.p12, .pfx). Take the certificate out of it first: "
                           "openssl pkcs12 -nokeys -in FILE -out certificate.pem"));
  else
    set_kind_error (error, is_der_private_key (data, n_data), is_der_request (data, n_data));
  return NULL;
}

static gboolean
is_blank (const char *data,
          size_t      n_data)
{
  for (size_t i = 0; i < n_data; i++)
    if (!g_ascii_isspace (data[i]))
      return FALSE;
  return TRUE;
}

/**
 * fl_certificate_parse_all:
 * @bytes: PEM with text and other objects around, or DER, one or several certificates
 *
 * One damaged certificate fails all of it: half a trust store is not the one that the user chose.
 *
 * Returns: (transfer full) (element-type FlCertificate): at least one, in the order of the input;
 *   or %NULL with a %FL_CERTIFICATE_ERROR that names what the input is instead
 */
GPtrArray *
fl_certificate_parse_all (GBytes  *bytes,
                          GError **error)
{
  size_t n_data;
  const char *data;
  GPtrArray *array;

  g_return_val_if_fail (bytes != NULL, NULL);

  data = g_bytes_get_data (bytes, &n_data);
  if (is_blank (data, n_data))
    {
      g_set_error_literal (error, FL_CERTIFICATE_ERROR, FL_CERTIFICATE_ERROR_EMPTY, _("This is empty."));
      return NULL;
    }
  if (n_data > FL_CERTIFICATE_MAX_INPUT)
    {
      g_set_error (error, FL_CERTIFICATE_ERROR, FL_CERTIFICATE_ERROR_TOO_LARGE,
                   _("This is too large for a certificate: %zu bytes, at most %d are read."),
                   n_data, FL_CERTIFICATE_MAX_INPUT);
      return NULL;
    }
  ERR_set_mark ();
  if (memmem (data, n_data, "-----BEGIN ", 11) != NULL)
    array = parse_pem (data, n_data, error);
  else
    array = parse_der ((const unsigned char *) data, n_data, error);
  ERR_pop_to_mark ();
  return array;
}
