/* A certificate authority of one's own, and the certificates it issues.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "fernlight-authority"

#include "config.h"

#include "tls/fl-authority.h"

#include <arpa/inet.h>
#include <string.h>

#include <glib/gi18n-lib.h>
#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

/* A device whose clock is a little behind is not turned away. */
#define CLOCK_SLACK_S (5 * 60)

/* The common name of a server whose own name is too long for one; nobody checks it beside subjectAltName. */
#define LONG_NAME "MQTT broker"

struct _FlAuthority
{
  GBytes   *pem;
  FlSecret *key_pem;
  X509     *certificate;
  EVP_PKEY *key;
};

typedef struct { int nid; const char *value; } Extension;

G_DEFINE_QUARK (fl-authority-error-quark, fl_authority_error)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (X509, X509_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EVP_PKEY, EVP_PKEY_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BIO, BIO_free_all)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BIGNUM, BN_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GENERAL_NAMES, GENERAL_NAMES_free)

static const Extension ca_extensions[] = {
  { NID_basic_constraints,      "critical,CA:TRUE,pathlen:0" },
  { NID_key_usage,              "critical,keyCertSign,cRLSign" },
  { NID_subject_key_identifier, "hash" },
  { 0,                          NULL },
};

/* Extended key usage is not critical: BearSSL knows no critical one. */
static const Extension server_extensions[] = {
  { NID_basic_constraints,        "critical,CA:FALSE" },
  { NID_ext_key_usage,            "serverAuth" },
  { NID_subject_key_identifier,   "hash" },
  { NID_authority_key_identifier, "keyid:always" },
  { 0,                            NULL },
};

static const Extension client_extensions[] = {
  { NID_basic_constraints,        "critical,CA:FALSE" },
  { NID_key_usage,                "critical,digitalSignature" },
  { NID_ext_key_usage,            "clientAuth" },
  { NID_subject_key_identifier,   "hash" },
  { NID_authority_key_identifier, "keyid:always" },
  { 0,                            NULL },
};

static void
set_openssl_error (GError **error)
{
  const char *reason = ERR_reason_error_string (ERR_peek_last_error ());

  g_set_error (error, FL_AUTHORITY_ERROR, FL_AUTHORITY_ERROR_OPENSSL,
               _("OpenSSL could not make the certificate: %s"), reason != NULL ? reason : "?");
  ERR_clear_error ();
}

static gboolean
add_extension (X509       *cert,
               X509       *issuer,
               int         nid,
               const char *value)
{
  X509V3_CTX context;
  X509_EXTENSION *extension;
  gboolean added;

  X509V3_set_ctx_nodb (&context);
  X509V3_set_ctx (&context, issuer, cert, NULL, NULL, 0);
  extension = X509V3_EXT_conf_nid (NULL, &context, nid, value);
  if (extension == NULL)
    return FALSE;
  added = X509_add_ext (cert, extension, -1) == 1;
  X509_EXTENSION_free (extension);
  return added;
}

static gboolean
add_extensions (X509            *cert,
                X509            *issuer,
                const Extension *extensions)
{
  for (; extensions->value != NULL; extensions++)
    if (!add_extension (cert, issuer, extensions->nid, extensions->value))
      return FALSE;
  return TRUE;
}

/* A key agreed on needs signatures only; RSA key transport, which the ESPs still offer, needs encipherment too. */
static gboolean
add_server_key_usage (X509 *cert)
{
  gboolean is_rsa = EVP_PKEY_is_a (X509_get0_pubkey (cert), "RSA");

  return add_extension (cert, cert, NID_key_usage,
                        is_rsa ? "critical,digitalSignature,keyEncipherment" : "critical,digitalSignature");
}

static gboolean
add_general_name (GENERAL_NAMES *names,
                  int            type,
                  const void    *data,
                  size_t         n)
{
  GENERAL_NAME *name = GENERAL_NAME_new ();
  ASN1_STRING *value = name == NULL ? NULL : type == GEN_DNS ? ASN1_IA5STRING_new () : ASN1_OCTET_STRING_new ();

  if (value == NULL || ASN1_STRING_set (value, data, (int) n) != 1)
    {
      ASN1_STRING_free (value);
      GENERAL_NAME_free (name);
      return FALSE;
    }
  GENERAL_NAME_set0_value (name, type, value);
  if (sk_GENERAL_NAME_push (names, name) <= 0)
    {
      GENERAL_NAME_free (name);
      return FALSE;
    }
  return TRUE;
}

/* Built and not parsed from text: whatever stands in a name stays one name. */
static gboolean
add_names (X509              *cert,
           const char *const *names)
{
  g_autoptr(GENERAL_NAMES) san = GENERAL_NAMES_new ();

  if (san == NULL)
    return FALSE;
  for (; *names != NULL; names++)
    {
      guint8 address[sizeof (struct in6_addr)];

      if (!add_general_name (san, GEN_DNS, *names, strlen (*names)))
        return FALSE;
      if ((inet_pton (AF_INET, *names, address) == 1 && !add_general_name (san, GEN_IPADD, address, 4)) ||
          (inet_pton (AF_INET6, *names, address) == 1 && !add_general_name (san, GEN_IPADD, address, 16)))
        return FALSE;
    }
  return X509_add1_ext_i2d (cert, NID_subject_alt_name, san, 0, X509V3_ADD_DEFAULT) == 1;
}

/* 127 random bits: positive, as RFC 5280 section 4.1.2.2 wants it. */
static gboolean
set_serial (X509 *cert)
{
  g_autoptr(BIGNUM) number = BN_new ();

  return number != NULL &&
         BN_rand (number, 127, BN_RAND_TOP_ONE, BN_RAND_BOTTOM_ANY) == 1 &&
         BN_to_ASN1_INTEGER (number, X509_get_serialNumber (cert)) != NULL;
}

static gboolean
add_to_name (X509_NAME  *name,
             const char *field,
             const char *value)
{
  return value == NULL ||
         X509_NAME_add_entry_by_txt (name, field, MBSTRING_UTF8, (const unsigned char *) value, -1, -1, 0) == 1;
}

/* Good from now on for a number of days, but no longer than its issuer. */
static gboolean
set_validity (X509 *cert,
              X509 *issuer,
              int   days)
{
  time_t now = time (NULL);

  if (X509_time_adj_ex (X509_getm_notBefore (cert), 0, -CLOCK_SLACK_S, &now) == NULL ||
      X509_time_adj_ex (X509_getm_notAfter (cert), days, 0, &now) == NULL)
    return FALSE;
  if (issuer != NULL && ASN1_TIME_compare (X509_get0_notAfter (cert), X509_get0_notAfter (issuer)) > 0)
    return X509_set1_notAfter (cert, X509_get0_notAfter (issuer)) == 1;
  return TRUE;
}

static X509 *
new_certificate (const char *organization,
                 const char *common_name,
                 X509       *issuer,
                 EVP_PKEY   *key,
                 int         days)
{
  g_autoptr(X509) cert = X509_new ();
  X509_NAME *name;

  if (cert == NULL)
    return NULL;
  name = X509_get_subject_name (cert);
  if (X509_set_version (cert, X509_VERSION_3) != 1 ||
      !set_serial (cert) ||
      !add_to_name (name, "O", organization) ||
      !add_to_name (name, "CN", common_name) ||
      X509_set_issuer_name (cert, issuer != NULL ? X509_get_subject_name (issuer) : name) != 1 ||
      !set_validity (cert, issuer, days) ||
      X509_set_pubkey (cert, key) != 1)
    return NULL;
  return g_steal_pointer (&cert);
}

static GBytes *
to_pem (X509 *cert)
{
  g_autoptr(BIO) bio = BIO_new (BIO_s_mem ());
  char *text;
  long n;

  if (bio == NULL || PEM_write_bio_X509 (bio, cert) != 1)
    return NULL;
  n = BIO_get_mem_data (bio, &text);
  return g_bytes_new (text, (gsize) n);
}

/* Signs a certificate that is complete but for that. */
static GBytes *
sign (FlAuthority  *self,
      X509         *cert,
      GError      **error)
{
  GBytes *pem = NULL;

  if (X509_sign (cert, self->key, EVP_sha256 ()) > 0)
    pem = to_pem (cert);
  if (pem == NULL)
    set_openssl_error (error);
  return pem;
}

/* The authority's own organization stands in what it issues, too. */
static char *
read_organization (X509 *cert)
{
  X509_NAME *name = X509_get_subject_name (cert);
  int index = X509_NAME_get_index_by_NID (name, NID_organizationName, -1);
  g_autofree char *copy = NULL;
  unsigned char *text = NULL;
  int n;

  if (index < 0)
    return NULL;
  n = ASN1_STRING_to_UTF8 (&text, X509_NAME_ENTRY_get_data (X509_NAME_get_entry (name, index)));
  if (n >= 0)
    copy = g_strndup ((const char *) text, (gsize) n);
  OPENSSL_free (text);
  return g_steal_pointer (&copy);
}

/**
 * fl_authority_new:
 * @key_type: of its key
 * @organization: (nullable): stands in every subject; at most 64 characters
 * @common_name: its name; at most %FL_AUTHORITY_COMMON_NAME_MAX characters
 * @days: how long it is good for
 * @error: return location for an error in %FL_AUTHORITY_ERROR or %FL_PRIVATE_KEY_ERROR
 *
 * Makes a key and a self-signed certificate that may issue certificates, but no further authorities
 * (RFC 5280, section 4.2.1.9: pathlen 0). Nothing leaves the memory. Any thread, one at a time.
 *
 * Returns: (transfer full) (nullable): the authority
 */
FlAuthority *
fl_authority_new (FlKeyType    key_type,
                  const char  *organization,
                  const char  *common_name,
                  int          days,
                  GError     **error)
{
  g_autoptr(FlAuthority) self = g_new0 (FlAuthority, 1);

  g_return_val_if_fail (common_name != NULL && days > 0, NULL);

  self->key_pem = fl_private_key_generate (key_type, error);
  self->key = self->key_pem != NULL ? fl_private_key_load (self->key_pem, error) : NULL;
  if (self->key == NULL)
    return NULL;
  self->certificate = new_certificate (organization, common_name, NULL, self->key, days);
  if (self->certificate == NULL || !add_extensions (self->certificate, self->certificate, ca_extensions))
    {
      set_openssl_error (error);
      return NULL;
    }
  self->pem = sign (self, self->certificate, error);
  return self->pem != NULL ? g_steal_pointer (&self) : NULL;
}

static gboolean
check (FlAuthority  *self,
       GError      **error)
{
  if (self->certificate == NULL || X509_check_ca (self->certificate) != 1)
    g_set_error (error, FL_AUTHORITY_ERROR, FL_AUTHORITY_ERROR_NOT_A_CA,
                 _("this is no certificate of an authority"));
  else if (X509_check_private_key (self->certificate, self->key) != 1)
    g_set_error (error, FL_AUTHORITY_ERROR, FL_AUTHORITY_ERROR_OTHER_KEY,
                 _("the authority’s certificate and key do not belong together"));
  else if (X509_cmp_current_time (X509_get0_notAfter (self->certificate)) <= 0)
    g_set_error (error, FL_AUTHORITY_ERROR, FL_AUTHORITY_ERROR_EXPIRED,
                 _("the authority’s certificate has expired; it can issue no others"));
  else
    return TRUE;
  ERR_clear_error ();
  return FALSE;
}

/**
 * fl_authority_load:
 * @certificate: its certificate as PEM
 * @key: its private key as PEM
 * @error: return location for an error in %FL_AUTHORITY_ERROR or %FL_PRIVATE_KEY_ERROR
 *
 * Returns: (transfer full) (nullable): the authority as it was made before
 */
FlAuthority *
fl_authority_load (GBytes    *certificate,
                   FlSecret  *key,
                   GError   **error)
{
  g_autoptr(FlAuthority) self = g_new0 (FlAuthority, 1);
  g_autoptr(BIO) bio = NULL;
  const void *data;
  gsize n;

  g_return_val_if_fail (certificate != NULL && key != NULL, NULL);

  self->key = fl_private_key_load (key, error);
  if (self->key == NULL)
    return NULL;
  data = g_bytes_get_data (certificate, &n);
  if (n > 0 && n <= G_MAXINT)
    bio = BIO_new_mem_buf (data, (int) n);
  if (bio != NULL)
    self->certificate = PEM_read_bio_X509 (bio, NULL, NULL, NULL);
  if (!check (self, error))
    return NULL;
  self->pem = g_bytes_ref (certificate);
  self->key_pem = fl_secret_ref (key);
  return g_steal_pointer (&self);
}

/**
 * fl_authority_get_certificate:
 *
 * Returns: (transfer none): its certificate as PEM
 */
GBytes *
fl_authority_get_certificate (FlAuthority *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->pem;
}

/**
 * fl_authority_get_key:
 *
 * Returns: (transfer none): its private key as PEM
 */
FlSecret *
fl_authority_get_key (FlAuthority *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->key_pem;
}

/**
 * fl_authority_get_key_type:
 *
 * Returns: which key it has
 */
FlKeyType
fl_authority_get_key_type (FlAuthority *self)
{
  g_return_val_if_fail (self != NULL, FL_KEY_TYPE_EC);

  return EVP_PKEY_is_a (self->key, "RSA") ? FL_KEY_TYPE_RSA : FL_KEY_TYPE_EC;
}

/* A certificate for a key, still without what the peer's role adds. */
static X509 *
prepare (FlAuthority      *self,
         FlSecret         *key_pem,
         const char       *common_name,
         int               days,
         const Extension  *extensions,
         GError          **error)
{
  g_autoptr(EVP_PKEY) key = fl_private_key_load (key_pem, error);
  g_autofree char *organization = read_organization (self->certificate);
  g_autoptr(X509) cert = NULL;

  if (key == NULL)
    return NULL;
  cert = new_certificate (organization, common_name, self->certificate, key, days);
  if (cert == NULL || !add_extensions (cert, self->certificate, extensions))
    {
      set_openssl_error (error);
      return NULL;
    }
  return g_steal_pointer (&cert);
}

/**
 * fl_authority_issue_server:
 * @self: an authority
 * @key: the server's private key as PEM
 * @names: host names in ASCII and addresses, at least one; the first is also the common name. See fl_host_name_normalize()
 * @days: how long it shall be good for; it ends with the authority at the latest
 * @error: return location for an error in %FL_AUTHORITY_ERROR or %FL_PRIVATE_KEY_ERROR
 *
 * Each address stands in it as iPAddress and as dNSName.
 *
 * Returns: (transfer full) (nullable): the certificate as PEM
 */
GBytes *
fl_authority_issue_server (FlAuthority        *self,
                           FlSecret           *key,
                           const char *const  *names,
                           int                 days,
                           GError            **error)
{
  g_autoptr(X509) cert = NULL;

  g_return_val_if_fail (self != NULL && key != NULL && days > 0, NULL);
  g_return_val_if_fail (names != NULL && names[0] != NULL, NULL);

  cert = prepare (self, key, strlen (names[0]) <= FL_AUTHORITY_COMMON_NAME_MAX ? names[0] : LONG_NAME, days,
                  server_extensions, error);
  if (cert == NULL)
    return NULL;
  if (!add_server_key_usage (cert) || !add_names (cert, names))
    {
      set_openssl_error (error);
      return NULL;
    }
  return sign (self, cert, error);
}

/**
 * fl_authority_issue_client:
 * @self: an authority
 * @key: the client's private key as PEM
 * @name: its common name, which mosquitto can take as user name; at most %FL_AUTHORITY_COMMON_NAME_MAX characters
 * @days: how long it shall be good for; it ends with the authority at the latest
 * @error: return location for an error in %FL_AUTHORITY_ERROR or %FL_PRIVATE_KEY_ERROR
 *
 * Returns: (transfer full) (nullable): the certificate as PEM
 */
GBytes *
fl_authority_issue_client (FlAuthority  *self,
                           FlSecret     *key,
                           const char   *name,
                           int           days,
                           GError      **error)
{
  g_autoptr(X509) cert = NULL;

  g_return_val_if_fail (self != NULL && key != NULL && name != NULL && days > 0, NULL);

  cert = prepare (self, key, name, days, client_extensions, error);
  return cert != NULL ? sign (self, cert, error) : NULL;
}

/**
 * fl_authority_free:
 * @self: (transfer full): an authority
 */
void
fl_authority_free (FlAuthority *self)
{
  g_return_if_fail (self != NULL);

  g_clear_pointer (&self->pem, g_bytes_unref);
  g_clear_pointer (&self->key_pem, fl_secret_unref);
  g_clear_pointer (&self->certificate, X509_free);
  g_clear_pointer (&self->key, EVP_PKEY_free);
  g_free (self);
}
