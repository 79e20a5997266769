/* How a broker proves who it is, and how we prove who we are.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "fernlight-trust"

#include "config.h"

#include "tls/fl-trust-private.h"

#include "tls/fl-certificate-parser.h"
#include "tls/fl-certificate-private.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509_vfy.h>
#include <string.h>

struct _FlTrust
{
  FlTrustWay      way;
  X509_STORE     *store;
  FlPin          *pin;
  FlPin          *second_pin; /* NULL: no rotation is planned */
  char           *psk_identity;
  FlSecret       *psk_key;
  X509           *client_x509;
  EVP_PKEY       *client_key;
  STACK_OF(X509) *client_chain;
  char           *remembered; /* lower-case hexadecimal SHA-256 */
};

/* What the PEM reader's callback is given and tells. */
typedef struct
{
  FlSecret *passphrase; /* borrowed, or NULL */
  gboolean  asked;
} PassphraseQuestion;

G_DEFINE_BOXED_TYPE (FlTrust, fl_trust, fl_trust_ref, fl_trust_unref)
G_DEFINE_QUARK (fl-trust-error-quark, fl_trust_error)

static void
trust_clear (gpointer data)
{
  FlTrust *self = data;

  X509_STORE_free (self->store);
  g_clear_pointer (&self->pin, fl_pin_unref);
  g_clear_pointer (&self->second_pin, fl_pin_unref);
  g_free (self->psk_identity);
  g_clear_pointer (&self->psk_key, fl_secret_unref);
  X509_free (self->client_x509);
  EVP_PKEY_free (self->client_key);
  sk_X509_pop_free (self->client_chain, X509_free);
  g_free (self->remembered);
}

static FlTrust *
trust_new (FlTrustWay way)
{
  FlTrust *self = g_atomic_rc_box_new0 (FlTrust);

  self->way = way;
  return self;
}

static FlTrust *
trust_copy (FlTrust *self)
{
  FlTrust *copy = trust_new (self->way);

  if (self->store != NULL)
    {
      X509_STORE_up_ref (self->store);
      copy->store = self->store;
    }
  if (self->client_x509 != NULL)
    {
      X509_up_ref (self->client_x509);
      EVP_PKEY_up_ref (self->client_key);
      copy->client_x509 = self->client_x509;
      copy->client_key = self->client_key;
      copy->client_chain = X509_chain_up_ref (self->client_chain);
    }
  copy->pin = self->pin != NULL ? fl_pin_ref (self->pin) : NULL;
  copy->second_pin = self->second_pin != NULL ? fl_pin_ref (self->second_pin) : NULL;
  copy->psk_identity = g_strdup (self->psk_identity);
  copy->psk_key = self->psk_key != NULL ? fl_secret_ref (self->psk_key) : NULL;
  copy->remembered = g_strdup (self->remembered);
  return copy;
}

/* Reading the system's certificates takes milliseconds: once per process, never freed. */
static X509_STORE *
get_system_store (void)
{
  static X509_STORE *store;
  static gsize made;

  if (g_once_init_enter (&made))
    {
      ERR_set_mark ();
      store = X509_STORE_new ();
      if (store != NULL)
        X509_STORE_set_default_paths (store);
      ERR_pop_to_mark ();
      g_once_init_leave (&made, 1);
    }
  return store;
}

/**
 * fl_trust_new_system:
 *
 * The chain must end at one of the system's certificate authorities (or of SSL_CERT_FILE and
 * SSL_CERT_DIR), and the name must match.
 */
FlTrust *
fl_trust_new_system (void)
{
  FlTrust *self = trust_new (FL_TRUST_SYSTEM);

  self->store = get_system_store ();
  g_assert (self->store != NULL);
  X509_STORE_up_ref (self->store);
  return self;
}

/**
 * fl_trust_new_ca:
 * @pem_or_der: one or several certificates: roots, intermediates, or the server's own
 *
 * The chain must end at one of these, whether or not it is self-signed, and the name must match.
 *
 * Returns: (transfer full): or %NULL with a %FL_CERTIFICATE_ERROR or %FL_TRUST_ERROR
 */
FlTrust *
fl_trust_new_ca (GBytes  *pem_or_der,
                 GError **error)
{
  g_autoptr(GPtrArray) certificates = NULL;
  FlTrust *self;

  g_return_val_if_fail (pem_or_der != NULL, NULL);

  certificates = fl_certificate_parse_all (pem_or_der, error);
  if (certificates == NULL)
    return NULL;
  self = trust_new (FL_TRUST_CA);
  ERR_set_mark ();
  self->store = X509_STORE_new ();
  g_assert (self->store != NULL);
  X509_STORE_set_flags (self->store, X509_V_FLAG_PARTIAL_CHAIN);
  for (guint i = 0; i < certificates->len; i++)
    X509_STORE_add_cert (self->store, fl_certificate_get_x509 (certificates->pdata[i]));
  ERR_pop_to_mark ();
  return self;
}

FlTrust *
fl_trust_new_pin (FlPin *pin)
{
  FlTrust *self;

  g_return_val_if_fail (pin != NULL, NULL);

  self = trust_new (FL_TRUST_PIN);
  self->pin = fl_pin_ref (pin);
  return self;
}

/**
 * fl_trust_with_second_pin:
 * @self: a trust setting by pin
 * @pin: what is accepted as well: the certificate or key that a planned rotation will bring
 *
 * Returns: (transfer full): the same with a second pin
 */
FlTrust *
fl_trust_with_second_pin (FlTrust *self,
                          FlPin   *pin)
{
  FlTrust *copy;

  g_return_val_if_fail (self != NULL && self->way == FL_TRUST_PIN, NULL);
  g_return_val_if_fail (pin != NULL, NULL);

  copy = trust_copy (self);
  g_clear_pointer (&copy->second_pin, fl_pin_unref);
  copy->second_pin = fl_pin_ref (pin);
  return copy;
}

/**
 * fl_trust_new_psk:
 * @identity: 1 to %FL_TRUST_MAX_PSK_IDENTITY bytes of UTF-8
 * @key: the key's bytes (not their hexadecimal), 1 to %FL_TRUST_MAX_PSK
 */
FlTrust *
fl_trust_new_psk (const char  *identity,
                  FlSecret    *key,
                  GError     **error)
{
  FlTrust *self;
  size_t n_key;

  g_return_val_if_fail (identity != NULL && key != NULL, NULL);

  fl_secret_peek (key, &n_key);
  if (identity[0] == '\0' || strlen (identity) > FL_TRUST_MAX_PSK_IDENTITY || !g_utf8_validate (identity, -1, NULL))
    {
      g_set_error (error, FL_TRUST_ERROR, FL_TRUST_ERROR_PSK_IDENTITY,
                   _("The identity of a pre-shared key has 1 to %d bytes; this has %zu."),
                   FL_TRUST_MAX_PSK_IDENTITY, strlen (identity));
      return NULL;
    }
  if (n_key == 0 || n_key > FL_TRUST_MAX_PSK)
    {
      g_set_error (error, FL_TRUST_ERROR, FL_TRUST_ERROR_PSK_KEY,
                   _("A pre-shared key has 1 to %d bytes; this has %zu."), FL_TRUST_MAX_PSK, n_key);
      return NULL;
    }
  self = trust_new (FL_TRUST_PSK);
  self->psk_identity = g_strdup (identity);
  self->psk_key = fl_secret_ref (key);
  return self;
}

/* Anybody is accepted; what is sent is encrypted for whoever answered. */
FlTrust *
fl_trust_new_insecure (void)
{
  return trust_new (FL_TRUST_INSECURE);
}

FlTrust *
fl_trust_new_plain (void)
{
  return trust_new (FL_TRUST_PLAIN);
}

static int
passphrase_asked_cb (char *buffer,
                     int   n_buffer,
                     int   writing,
                     void *user_data)
{
  PassphraseQuestion *question = user_data;
  const char *text;
  size_t length;

  question->asked = TRUE;
  if (question->passphrase == NULL)
    return -1;
  text = fl_secret_peek (question->passphrase, &length);
  if (length > (size_t) n_buffer)
    return -1;
  memcpy (buffer, text, length);
  return (int) length;
}

static EVP_PKEY *
read_key (FlSecret  *key_pem,
          FlSecret  *passphrase,
          GError   **error)
{
  PassphraseQuestion question = { passphrase, FALSE };
  size_t n_pem;
  const char *pem = fl_secret_peek (key_pem, &n_pem);
  BIO *bio = BIO_new_mem_buf (pem, (int) MIN (n_pem, G_MAXINT));
  EVP_PKEY *key = PEM_read_bio_PrivateKey (bio, NULL, passphrase_asked_cb, &question);

  BIO_free (bio);
  if (key != NULL)
    return key;
  if (question.asked && passphrase == NULL)
    g_set_error_literal (error, FL_TRUST_ERROR, FL_TRUST_ERROR_PASSPHRASE_REQUIRED,
                         _("The private key is encrypted and needs its passphrase."));
  else if (question.asked)
    g_set_error_literal (error, FL_TRUST_ERROR, FL_TRUST_ERROR_WRONG_PASSPHRASE,
                         _("The passphrase does not open the private key."));
  else
    g_set_error_literal (error, FL_TRUST_ERROR, FL_TRUST_ERROR_CLIENT_KEY,
                         _("This is not a private key in PEM form."));
  return NULL;
}

/* Every certificate but the first, which is ours: sent along so that the broker can build the chain. */
static STACK_OF(X509) *
chain_of (GPtrArray *certificates)
{
  STACK_OF(X509) *chain = sk_X509_new_null ();

  for (guint i = 1; i < certificates->len; i++)
    {
      X509 *x509 = fl_certificate_get_x509 (certificates->pdata[i]);

      X509_up_ref (x509);
      sk_X509_push (chain, x509);
    }
  return chain;
}

static GPtrArray *
parse_client_certificates (GBytes  *cert_pem,
                           GError **error)
{
  g_autoptr(GError) cause = NULL;
  GPtrArray *certificates = fl_certificate_parse_all (cert_pem, &cause);

  if (certificates == NULL)
    g_set_error (error, FL_TRUST_ERROR, FL_TRUST_ERROR_CLIENT_CERTIFICATE, _("Client certificate: %s"), cause->message);
  return certificates;
}

/* (transfer full): a copy that does not prove who we are */
FlTrust *
fl_trust_without_client (FlTrust *self)
{
  FlTrust *copy;

  g_return_val_if_fail (self != NULL, NULL);

  copy = trust_copy (self);
  g_clear_pointer (&copy->client_x509, X509_free);
  g_clear_pointer (&copy->client_key, EVP_PKEY_free);
  sk_X509_pop_free (copy->client_chain, X509_free);
  copy->client_chain = NULL;
  return copy;
}

/**
 * fl_trust_with_client_certificate:
 * @cert_pem: our certificate first, then those of its issuers that the broker may lack
 * @key_pem: its private key, PEM
 * @passphrase: (nullable): opens @key_pem
 *
 * Returns: (transfer full): a copy that also proves who we are; or %NULL with a %FL_TRUST_ERROR, no
 *   text of which repeats a secret
 */
FlTrust *
fl_trust_with_client_certificate (FlTrust   *self,
                                  GBytes    *cert_pem,
                                  FlSecret  *key_pem,
                                  FlSecret  *passphrase,
                                  GError   **error)
{
  g_autoptr(GPtrArray) certificates = NULL;
  FlTrust *copy;
  EVP_PKEY *key;
  X509 *x509;

  g_return_val_if_fail (self != NULL && cert_pem != NULL && key_pem != NULL, NULL);

  if (self->way != FL_TRUST_SYSTEM && self->way != FL_TRUST_CA && self->way != FL_TRUST_PIN)
    {
      g_set_error_literal (error, FL_TRUST_ERROR, FL_TRUST_ERROR_NOT_APPLICABLE,
                           _("A client certificate is only sent to a broker that proves who it is with a certificate."));
      return NULL;
    }
  certificates = parse_client_certificates (cert_pem, error);
  if (certificates == NULL)
    return NULL;
  x509 = fl_certificate_get_x509 (certificates->pdata[0]);
  ERR_set_mark ();
  key = read_key (key_pem, passphrase, error);
  if (key != NULL && X509_check_private_key (x509, key) != 1)
    {
      g_set_error_literal (error, FL_TRUST_ERROR, FL_TRUST_ERROR_PAIR_MISMATCH,
                           _("The client certificate and the private key do not belong together."));
      g_clear_pointer (&key, EVP_PKEY_free);
    }
  ERR_pop_to_mark ();
  if (key == NULL)
    return NULL;

  copy = fl_trust_without_client (self);
  X509_up_ref (x509);
  copy->client_x509 = x509;
  copy->client_key = key;
  copy->client_chain = chain_of (certificates);
  return copy;
}

/* A copy that knows which certificate (SHA-256, hexadecimal) was seen before; for the insecure way. */
FlTrust *
fl_trust_with_remembered (FlTrust    *self,
                          const char *sha256_hex)
{
  FlTrust *copy;

  g_return_val_if_fail (self != NULL, NULL);

  copy = trust_copy (self);
  g_free (copy->remembered);
  copy->remembered = sha256_hex != NULL ? g_ascii_strdown (sha256_hex, -1) : NULL;
  return copy;
}

static void
set_psk_error (GError     **error,
               const char  *text,
               size_t       n_text)
{
  gboolean is_hex = TRUE;

  for (size_t i = 0; i < n_text; i++)
    is_hex = is_hex && g_ascii_isxdigit (text[i]);
  if (n_text == 0)
    g_set_error_literal (error, FL_TRUST_ERROR, FL_TRUST_ERROR_PSK_KEY, _("Enter a key, in hexadecimal digits."));
  else if (!is_hex)
    g_set_error_literal (error, FL_TRUST_ERROR, FL_TRUST_ERROR_PSK_KEY,
                         _("A pre-shared key is written in hexadecimal digits (0–9, a–f) only, without 0x and spaces."));
  else if (n_text % 2 != 0)
    g_set_error (error, FL_TRUST_ERROR, FL_TRUST_ERROR_PSK_KEY,
                 _("A pre-shared key is written in pairs of hexadecimal digits; this has an odd number of them, %zu."), n_text);
  else
    g_set_error (error, FL_TRUST_ERROR, FL_TRUST_ERROR_PSK_KEY,
                 _("A pre-shared key has 1 to %d bytes; this has %zu."), FL_TRUST_MAX_PSK, n_text / 2);
}

/**
 * fl_trust_parse_psk:
 * @hex: hexadecimal digits without separators, as in mosquitto's psk_file and setPreSharedKey();
 *   white space around is ignored
 *
 * Returns: (transfer full): the key's bytes, or %NULL with %FL_TRUST_ERROR_PSK_KEY
 */
FlSecret *
fl_trust_parse_psk (FlSecret  *hex,
                    GError   **error)
{
  guint8 bytes[FL_TRUST_MAX_PSK];
  size_t n_text;
  const char *text;
  FlSecret *key = NULL;
  size_t n_bytes;
  gboolean good;

  g_return_val_if_fail (hex != NULL, NULL);

  text = fl_secret_peek (hex, &n_text);
  for (; n_text > 0 && g_ascii_isspace (*text); text++)
    n_text--;
  for (; n_text > 0 && g_ascii_isspace (text[n_text - 1]);)
    n_text--;
  n_bytes = n_text / 2;
  good = n_text > 0 && n_text % 2 == 0 && n_bytes <= sizeof bytes;
  for (size_t i = 0; good && i < n_bytes; i++)
    {
      int high = g_ascii_xdigit_value (text[2 * i]);
      int low = g_ascii_xdigit_value (text[2 * i + 1]);

      good = high >= 0 && low >= 0;
      bytes[i] = good ? (guint8) (high << 4 | low) : 0;
    }
  if (good)
    key = fl_secret_new (bytes, n_bytes);
  else
    set_psk_error (error, text, n_text);
  OPENSSL_cleanse (bytes, sizeof bytes);
  return key;
}

FlTrust *
fl_trust_ref (FlTrust *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_atomic_rc_box_acquire (self);
}

void
fl_trust_unref (FlTrust *self)
{
  g_return_if_fail (self != NULL);

  g_atomic_rc_box_release_full (self, trust_clear);
}

FlTrustWay
fl_trust_get_way (const FlTrust *self)
{
  g_return_val_if_fail (self != NULL, FL_TRUST_SYSTEM);

  return self->way;
}

static const char *const way_codes[] = {
  [FL_TRUST_SYSTEM] = "system",
  [FL_TRUST_CA] = "ca",
  [FL_TRUST_PIN] = "pin",
  [FL_TRUST_PSK] = "psk",
  [FL_TRUST_INSECURE] = "insecure",
  [FL_TRUST_PLAIN] = "plain",
};

/* The stable word of files and JSON. */
const char *
fl_trust_way_to_code (FlTrustWay way)
{
  g_return_val_if_fail (way < G_N_ELEMENTS (way_codes), NULL);

  return way_codes[way];
}

gboolean
fl_trust_way_from_code (const char *code,
                        FlTrustWay *way)
{
  g_return_val_if_fail (code != NULL && way != NULL, FALSE);

  for (guint i = 0; i < G_N_ELEMENTS (way_codes); i++)
    if (strcmp (way_codes[i], code) == 0)
      {
        *way = (FlTrustWay) i;
        return TRUE;
      }
  return FALSE;
}

/* (transfer none) (nullable) */
FlPin *
fl_trust_get_pin (const FlTrust *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->pin;
}

/* (transfer none) (nullable): what a planned rotation will bring */
FlPin *
fl_trust_get_second_pin (const FlTrust *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->second_pin;
}

/**
 * fl_trust_match_pin:
 * @self: a trust setting of any way
 * @leaf: (nullable): the server's own certificate
 *
 * Thread: any.
 *
 * Returns: (transfer none) (nullable): which of the pins it is that @leaf has; the first if both
 */
FlPin *
fl_trust_match_pin (const FlTrust       *self,
                    const FlCertificate *leaf)
{
  g_return_val_if_fail (self != NULL, NULL);

  if (leaf == NULL)
    return NULL;
  if (self->pin != NULL && fl_pin_matches (self->pin, leaf))
    return self->pin;
  if (self->second_pin != NULL && fl_pin_matches (self->second_pin, leaf))
    return self->second_pin;
  return NULL;
}

/* NULL unless the way is PSK. */
const char *
fl_trust_get_psk_identity (const FlTrust *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->psk_identity;
}

/* Lower-case hexadecimal SHA-256, or NULL: nothing seen before. */
const char *
fl_trust_get_remembered (const FlTrust *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->remembered;
}

gboolean
fl_trust_has_client_certificate (const FlTrust *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->client_x509 != NULL;
}

X509_STORE *
fl_trust_get_store (const FlTrust *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->store;
}

X509 *
fl_trust_get_client_x509 (const FlTrust *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->client_x509;
}

EVP_PKEY *
fl_trust_get_client_key (const FlTrust *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->client_key;
}

const STACK_OF(X509) *
fl_trust_get_client_chain (const FlTrust *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->client_chain;
}

FlSecret *
fl_trust_get_psk_key (const FlTrust *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->psk_key;
}
