/* An X.509 certificate as data: parsed once, never changed, safe to read from every thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "fernlight-certificate"

#include "config.h"

#include "tls/fl-certificate-private.h"

#include "tls/fl-certificate-text.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <string.h>
#include <time.h>

struct _FlCertificate
{
  X509   *x509;
  GBytes *der;
  char   *pem;
  char   *subject;
  char   *issuer;
  char   *common_name;
  char   *issuer_name;
  char   *serial;
  char   *sha1;
  char   *sha256;
  char   *spki_sha256;
  char   *key_type;
  char   *key_curve; /* NULL: the key has no named curve */
  char   *signature;
  GStrv   san;
  gint64  not_before;
  gint64  not_after;
  guint   key_bits;
  gboolean is_ca;
  gboolean is_self_signed;
};

G_DEFINE_BOXED_TYPE (FlCertificate, fl_certificate, fl_certificate_ref, fl_certificate_unref)

static void
certificate_clear (gpointer data)
{
  FlCertificate *self = data;

  X509_free (self->x509);
  g_bytes_unref (self->der);
  g_free (self->pem);
  g_free (self->subject);
  g_free (self->issuer);
  g_free (self->common_name);
  g_free (self->issuer_name);
  g_free (self->serial);
  g_free (self->sha1);
  g_free (self->sha256);
  g_free (self->spki_sha256);
  g_free (self->key_type);
  g_free (self->key_curve);
  g_free (self->signature);
  g_strfreev (self->san);
}

static gint64
unix_time_of (const ASN1_TIME *time)
{
  struct tm broken_down;

  if (time == NULL || !ASN1_TIME_to_tm (time, &broken_down))
    return FL_CERTIFICATE_TIME_INVALID;
  return timegm (&broken_down);
}

static char *
digest_to_hex (const unsigned char *data,
               size_t               n_data,
               const EVP_MD        *algorithm)
{
  unsigned char digest[EVP_MAX_MD_SIZE];
  unsigned n_digest = 0;

  if (!EVP_Digest (data, n_data, digest, &n_digest, algorithm, NULL))
    return g_strdup ("");
  return fl_certificate_text_to_hex (digest, n_digest, 0, sizeof digest);
}

/* The digest that curl, browsers and `openssl pkey -pubin -outform der | openssl dgst` use: over the
 * whole SubjectPublicKeyInfo. X509_pubkey_digest() would hash the bit string only. */
static char *
spki_digest_of (X509 *x509)
{
  unsigned char digest[EVP_MAX_MD_SIZE];
  unsigned char *der = NULL;
  int n_der = i2d_X509_PUBKEY (X509_get_X509_PUBKEY (x509), &der);
  unsigned n_digest = 0;
  char *text;

  if (n_der <= 0 || !EVP_Digest (der, (size_t) n_der, digest, &n_digest, EVP_sha256 (), NULL))
    text = g_strdup ("");
  else
    text = g_base64_encode (digest, n_digest);
  OPENSSL_free (der);
  return text;
}

/* As `openssl x509 -serial` prints it. */
static char *
serial_of (X509 *x509)
{
  const ASN1_INTEGER *serial = X509_get0_serialNumber (x509);
  const unsigned char *data = ASN1_STRING_get0_data (serial);
  int length = ASN1_STRING_length (serial);
  g_autofree char *hex = fl_certificate_text_to_hex (data, (size_t) MAX (length, 0), 0, 256);
  g_autofree char *upper = g_ascii_strup (hex, -1);

  if (length == 0)
    return g_strdup ("00");
  return g_strconcat (ASN1_STRING_type (serial) == V_ASN1_NEG_INTEGER ? "-" : "", upper, NULL);
}

static char *
key_type_of (EVP_PKEY *key)
{
  const char *name;

  switch (EVP_PKEY_get_base_id (key))
    {
    case EVP_PKEY_RSA:
      return g_strdup ("RSA");
    case EVP_PKEY_RSA_PSS:
      return g_strdup ("RSA-PSS");
    case EVP_PKEY_EC:
      return g_strdup ("EC");
    case EVP_PKEY_ED25519:
      return g_strdup ("Ed25519");
    case EVP_PKEY_ED448:
      return g_strdup ("Ed448");
    default:
      name = EVP_PKEY_get0_type_name (key);
      return g_strdup (name != NULL ? name : "unknown");
    }
}

static void
read_key (FlCertificate *self)
{
  EVP_PKEY *key = X509_get0_pubkey (self->x509);
  char curve[80];

  if (key == NULL)
    {
      self->key_type = g_strdup ("unknown");
      return;
    }
  self->key_type = key_type_of (key);
  self->key_bits = (guint) MAX (EVP_PKEY_get_bits (key), 0);
  if (EVP_PKEY_get_base_id (key) == EVP_PKEY_EC && EVP_PKEY_get_group_name (key, curve, sizeof curve, NULL))
    self->key_curve = g_strdup (curve);
}

static char *
signature_of (X509 *x509)
{
  const X509_ALGOR *algorithm = NULL;
  const ASN1_OBJECT *object = NULL;

  X509_get0_signature (NULL, &algorithm, x509);
  if (algorithm == NULL)
    return g_strdup ("unknown");
  X509_ALGOR_get0 (&object, NULL, NULL, algorithm);
  return fl_certificate_text_from_object (object);
}

static GStrv
read_san (X509 *x509)
{
  GENERAL_NAMES *names = X509_get_ext_d2i (x509, NID_subject_alt_name, NULL, NULL);
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  int n_names = names != NULL ? sk_GENERAL_NAME_num (names) : 0;

  for (int i = 0; i < n_names && i < FL_CERTIFICATE_MAX_NAMES; i++)
    {
      g_autofree char *text = fl_certificate_text_from_general_name (sk_GENERAL_NAME_value (names, i));

      g_strv_builder_add (builder, text);
    }
  if (n_names > FL_CERTIFICATE_MAX_NAMES)
    {
      int left_out = n_names - FL_CERTIFICATE_MAX_NAMES;
      g_autofree char *rest = g_strdup_printf (ngettext ("(%d more name)", "(%d more names)", (unsigned long) left_out), left_out);

      g_strv_builder_add (builder, rest);
    }
  GENERAL_NAMES_free (names);
  return g_strv_builder_end (builder);
}

/* What a person calls it: the common name, else the first alternative name, else the organization, else all of it. */
static char *
short_name_of (const X509_NAME *name,
               GStrv            san,
               const char      *whole)
{
  char *text = fl_certificate_text_from_name_entry (name, NID_commonName);

  if (text == NULL && san != NULL && san[0] != NULL)
    text = g_strdup (strchr (san[0], ':') != NULL ? strchr (san[0], ':') + 1 : san[0]);
  if (text == NULL)
    text = fl_certificate_text_from_name_entry (name, NID_organizationName);
  return text != NULL ? text : g_strdup (whole);
}

static char *
pem_of (X509 *x509)
{
  BIO *bio = BIO_new (BIO_s_mem ());
  char *data = NULL;
  char *text;
  long length;

  PEM_write_bio_X509 (bio, x509);
  length = BIO_get_mem_data (bio, &data);
  text = g_strndup (data, (size_t) MAX (length, 0));
  BIO_free (bio);
  return text;
}

static GBytes *
der_of (X509 *x509)
{
  unsigned char *der = NULL;
  int n_der = i2d_X509 (x509, &der);
  GBytes *bytes = g_bytes_new (der, (size_t) MAX (n_der, 0));

  OPENSSL_free (der);
  return bytes;
}

/**
 * fl_certificate_new_from_x509: (skip)
 * @x509: (transfer none): kept by reference; must not be changed afterwards
 *
 * Reads everything at once, so that no getter touches OpenSSL's lazily filled caches later. Leaves
 * OpenSSL's error queue as it found it: the tap calls this inside a handshake. Thread: any.
 */
FlCertificate *
fl_certificate_new_from_x509 (X509 *x509)
{
  FlCertificate *self;
  const unsigned char *der;
  size_t n_der;

  g_return_val_if_fail (x509 != NULL, NULL);

  ERR_set_mark ();
  self = g_atomic_rc_box_new0 (FlCertificate);
  X509_up_ref (x509);
  self->x509 = x509;
  /* Fills the extension cache. */
  self->is_ca = X509_check_ca (x509) == 1;
  self->is_self_signed = X509_self_signed (x509, 1) == 1;
  self->der = der_of (x509);
  der = g_bytes_get_data (self->der, &n_der);
  self->sha1 = digest_to_hex (der, n_der, EVP_sha1 ());
  self->sha256 = digest_to_hex (der, n_der, EVP_sha256 ());
  self->spki_sha256 = spki_digest_of (x509);
  self->pem = pem_of (x509);
  self->subject = fl_certificate_text_from_name (X509_get_subject_name (x509));
  self->issuer = fl_certificate_text_from_name (X509_get_issuer_name (x509));
  self->serial = serial_of (x509);
  self->not_before = unix_time_of (X509_get0_notBefore (x509));
  self->not_after = unix_time_of (X509_get0_notAfter (x509));
  self->signature = signature_of (x509);
  self->san = read_san (x509);
  self->common_name = short_name_of (X509_get_subject_name (x509), self->san, self->subject);
  self->issuer_name = short_name_of (X509_get_issuer_name (x509), NULL, self->issuer);
  read_key (self);
  ERR_pop_to_mark ();
  return self;
}

/* (transfer full): the one of these that was made of this very X509, or a new one: reading it takes a while. */
static FlCertificate *
take_or_read (GPtrArray *known,
              X509      *x509)
{
  for (guint i = 0; known != NULL && i < known->len; i++)
    {
      FlCertificate *one = known->pdata[i];

      if (one->x509 == x509)
        return fl_certificate_ref (one);
    }
  return fl_certificate_new_from_x509 (x509);
}

/**
 * fl_certificate_array_from_x509:
 * @stack: (nullable): NULL gives an empty array
 * @known: (nullable) (element-type FlCertificate): some that were read before; those of @stack among them are shared
 *
 * Returns: (transfer full) (element-type FlCertificate): in the order of the stack
 */
GPtrArray *
fl_certificate_array_from_x509 (const STACK_OF(X509) *stack,
                                GPtrArray            *known)
{
  GPtrArray *array = g_ptr_array_new_with_free_func ((GDestroyNotify) fl_certificate_unref);

  for (int i = 0; stack != NULL && i < sk_X509_num (stack); i++)
    g_ptr_array_add (array, take_or_read (known, sk_X509_value (stack, i)));
  return array;
}

X509 *
fl_certificate_get_x509 (const FlCertificate *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->x509;
}

FlCertificate *
fl_certificate_ref (FlCertificate *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_atomic_rc_box_acquire (self);
}

void
fl_certificate_unref (FlCertificate *self)
{
  g_return_if_fail (self != NULL);

  g_atomic_rc_box_release_full (self, certificate_clear);
}

/* RFC 2253, most specific first; "" for an empty name. */
const char *
fl_certificate_get_subject (const FlCertificate *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->subject;
}

const char *
fl_certificate_get_issuer (const FlCertificate *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->issuer;
}

/* What a person calls it: common name, else first alternative name, else organization, else all of the subject. */
const char *
fl_certificate_get_common_name (const FlCertificate *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->common_name;
}

/* The issuer's common name, else its organization, else all of it. */
const char *
fl_certificate_get_issuer_name (const FlCertificate *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->issuer_name;
}

/* Upper-case hexadecimal, "-" before a negative one: as `openssl x509 -serial` prints it. */
const char *
fl_certificate_get_serial (const FlCertificate *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->serial;
}

/* Unix time in seconds, or FL_CERTIFICATE_TIME_INVALID. */
gint64
fl_certificate_get_not_before (const FlCertificate *self)
{
  g_return_val_if_fail (self != NULL, FL_CERTIFICATE_TIME_INVALID);

  return self->not_before;
}

gint64
fl_certificate_get_not_after (const FlCertificate *self)
{
  g_return_val_if_fail (self != NULL, FL_CERTIFICATE_TIME_INVALID);

  return self->not_after;
}

/**
 * fl_certificate_get_days_left:
 * @now: Unix time in seconds
 *
 * Returns: whole days until it expires, negative once it has (-1 within the first day after);
 *   %G_MININT64 when the date is none
 */
gint64
fl_certificate_get_days_left (const FlCertificate *self,
                              gint64               now)
{
  const gint64 day = 24 * 60 * 60;
  gint64 left;

  g_return_val_if_fail (self != NULL, G_MININT64);

  if (self->not_after == FL_CERTIFICATE_TIME_INVALID)
    return G_MININT64;
  left = self->not_after - now;
  return left >= 0 ? left / day : -((-left + day - 1) / day);
}

/* 40 lower-case hexadecimal digits, over the DER. */
const char *
fl_certificate_get_sha1 (const FlCertificate *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->sha1;
}

/* 64 lower-case hexadecimal digits, over the DER. */
const char *
fl_certificate_get_sha256 (const FlCertificate *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->sha256;
}

/* Base64 of the SHA-256 over SubjectPublicKeyInfo (RFC 7469, section 2.4). */
const char *
fl_certificate_get_spki_sha256 (const FlCertificate *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->spki_sha256;
}

/* "RSA", "EC", "Ed25519", …; "unknown" for a key that cannot be read. */
const char *
fl_certificate_get_key_type (const FlCertificate *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->key_type;
}

guint
fl_certificate_get_key_bits (const FlCertificate *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->key_bits;
}

/* OpenSSL's name of an EC key's curve ("prime256v1"), or NULL. */
const char *
fl_certificate_get_key_curve (const FlCertificate *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->key_curve;
}

/* OpenSSL's long name of the signature algorithm ("sha256WithRSAEncryption"), or its OID. */
const char *
fl_certificate_get_signature (const FlCertificate *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->signature;
}

/* "DNS:…", "IP:…"; never NULL, empty when there are none. */
const char *const *
fl_certificate_get_san (const FlCertificate *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return (const char *const *) self->san;
}

/* Whether its basic constraints and key usage let it sign others. */
gboolean
fl_certificate_is_ca (const FlCertificate *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->is_ca;
}

/* Whether its own key made its signature; equal names alone are not enough. */
gboolean
fl_certificate_is_self_signed (const FlCertificate *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->is_self_signed;
}

const char *
fl_certificate_get_pem (const FlCertificate *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->pem;
}

/* (transfer none) */
GBytes *
fl_certificate_get_der (const FlCertificate *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->der;
}

/**
 * fl_certificate_matches_host:
 * @host: a name or a numeric address
 *
 * A numeric address is matched against addresses only, a name against names only (RFC 6125; the
 * common name counts when there are no DNS names at all).
 */
gboolean
fl_certificate_matches_host (const FlCertificate *self,
                             const char          *host)
{
  gboolean matches;

  g_return_val_if_fail (self != NULL && host != NULL, FALSE);

  ERR_set_mark ();
  if (g_hostname_is_ip_address (host))
    matches = X509_check_ip_asc (self->x509, host, 0) == 1;
  else
    matches = X509_check_host (self->x509, host, strlen (host), 0, NULL) == 1;
  ERR_pop_to_mark ();
  return matches;
}

gboolean
fl_certificate_equal (const FlCertificate *a,
                      const FlCertificate *b)
{
  g_return_val_if_fail (a != NULL && b != NULL, FALSE);

  return g_bytes_equal (a->der, b->der);
}
