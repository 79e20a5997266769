/* What a replay of the handshake cannot show: whether a device's library accepts the certificates.
 *
 * Here is what the libraries have in common, and which authorities there are to try; fl-bearssl-rules.c and
 * fl-mbedtls-rules.c know how each goes along a chain.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "fernlight-esp-rules"

#include "esp/fl-esp-rules.h"

#include "esp/fl-bearssl-rules.h"
#include "esp/fl-mbedtls-rules.h"

#include <gio/gio.h>
#include <openssl/err.h>
#include <openssl/x509v3.h>
#include <string.h>

/* Authorities that are tried; a stranger may send thousands. */
#define MAX_ANCHORS 20

/* The SHA-256 of ISRG Root X1 and Amazon Root CA 1, which Tasmota has built in. */
static const char *const built_in[] = {
  "96bcec06264976f37460779acf28c5a7cfe8a3c0aae11a8ffcee05c0bddf08c6",
  "8ecde6884f3d87b1125ba31ac3fcb13d7016de7f57cc904fe1cb97c6ae98196e",
};

static gboolean
equal_names (const char *pattern,
             size_t      n_pattern,
             const char *host)
{
  return strlen (host) == n_pattern && g_ascii_strncasecmp (pattern, host, n_pattern) == 0;
}

/* "*.rest" stands for one label, whatever the rest is: "*.lan" too. */
static gboolean
matches (const char *pattern,
         size_t      n_pattern,
         const char *host)
{
  const char *dot = strchr (host, '.');

  if (equal_names (pattern, n_pattern, host))
    return TRUE;
  return n_pattern > 2 && pattern[0] == '*' && pattern[1] == '.' && dot != NULL && dot != host
         && equal_names (pattern + 1, n_pattern - 1, dot);
}

static gboolean
matches_string (const ASN1_STRING *string,
                const char        *host)
{
  return matches ((const char *) ASN1_STRING_get0_data (string), (size_t) ASN1_STRING_length (string), host);
}

static gboolean
is_address_of (const ASN1_OCTET_STRING *bytes,
               const char              *host)
{
  g_autoptr(GInetAddress) address = g_inet_address_new_from_string (host);

  return address != NULL
         && (size_t) ASN1_STRING_length (bytes) == g_inet_address_get_native_size (address)
         && memcmp (ASN1_STRING_get0_data (bytes), g_inet_address_to_bytes (address),
                    g_inet_address_get_native_size (address)) == 0;
}

static gboolean
has_common_name (X509       *cert,
                 const char *host)
{
  const X509_NAME *subject = X509_get_subject_name (cert);

  for (int i = X509_NAME_get_index_by_NID (subject, NID_commonName, -1); i >= 0;
       i = X509_NAME_get_index_by_NID (subject, NID_commonName, i))
    if (matches_string (X509_NAME_ENTRY_get_data (X509_NAME_get_entry (subject, i)), host))
      return TRUE;
  return FALSE;
}

/* Whether the certificate is for the host of the sketch, as devices compare: names as they stand there; the common
 * name only if no alternative names are given.
 */
FlEspReasons
fl_esp_rules_judge_host (const FlEspSight *sight,
                         X509             *leaf)
{
  GENERAL_NAMES *names = X509_get_ext_d2i (leaf, NID_subject_alt_name, NULL, NULL);
  gboolean has_name = FALSE;
  gboolean has_address = FALSE;

  if (names == NULL)
    return has_common_name (leaf, sight->host) ? 0 : FL_ESP_REASON_BIT (FL_ESP_REASON_NAME_MISMATCH);

  for (int i = 0; i < sk_GENERAL_NAME_num (names); i++)
    {
      const GENERAL_NAME *name = sk_GENERAL_NAME_value (names, i);

      if (name->type == GEN_DNS)
        has_name |= matches_string (name->d.dNSName, sight->host);
      else if (name->type == GEN_IPADD)
        has_address |= is_address_of (name->d.iPAddress, sight->host);
    }
  GENERAL_NAMES_free (names);
  if (has_name || (has_address && sight->model->matches_addresses))
    return 0;
  return FL_ESP_REASON_BIT (has_address ? FL_ESP_REASON_IP_ADDRESS : FL_ESP_REASON_NAME_MISMATCH);
}

static gboolean
has_curve (const FlClientModel *model,
           const EVP_PKEY      *key)
{
  static const int common[] = { NID_X9_62_prime256v1, NID_secp384r1, NID_secp521r1 };
  static const int more[] = { NID_brainpoolP256r1, NID_brainpoolP384r1, NID_brainpoolP512r1, NID_secp256k1 };
  char name[64];
  int nid;

  if (EVP_PKEY_get_group_name (key, name, sizeof name, NULL) != 1)
    return FALSE;
  nid = OBJ_txt2nid (name);
  for (gsize i = 0; i < G_N_ELEMENTS (common); i++)
    if (common[i] == nid)
      return TRUE;
  for (gsize i = 0; i < G_N_ELEMENTS (more) && model->engine == FL_CLIENT_ENGINE_MBEDTLS; i++)
    if (more[i] == nid)
      return TRUE;
  return FALSE;
}

/* Whether the device can read and use the key of a certificate. */
FlEspReasons
fl_esp_rules_judge_key (const FlClientModel *model,
                        X509                *cert)
{
  const EVP_PKEY *key = X509_get0_pubkey (cert);

  switch (key != NULL ? EVP_PKEY_get_base_id (key) : EVP_PKEY_NONE)
    {
    case EVP_PKEY_RSA:
      return (guint) EVP_PKEY_get_bits (key) > model->max_rsa_bits ? FL_ESP_REASON_BIT (FL_ESP_REASON_KEY_TOO_LARGE) : 0;
    case EVP_PKEY_EC:
      return has_curve (model, key) ? 0 : FL_ESP_REASON_BIT (FL_ESP_REASON_KEY_TYPE);
    default:
      return FL_ESP_REASON_BIT (FL_ESP_REASON_KEY_TYPE);
    }
}

static guint
hash_bit (int nid)
{
  switch (nid)
    {
    case NID_sha1:
      return FL_CLIENT_HASH_SHA1;
    case NID_sha224:
      return FL_CLIENT_HASH_SHA224;
    case NID_sha256:
      return FL_CLIENT_HASH_SHA256;
    case NID_sha384:
      return FL_CLIENT_HASH_SHA384;
    case NID_sha512:
      return FL_CLIENT_HASH_SHA512;
    default:
      return 0;
    }
}

/* Whether the device can verify how a certificate is signed. */
FlEspReasons
fl_esp_rules_judge_signature_algorithm (const FlClientModel *model,
                                        X509                *cert,
                                        gboolean             knows_pss)
{
  guint key = 0;
  int md, pk;

  if (X509_get_signature_info (cert, &md, &pk, NULL, NULL) != 1)
    return FL_ESP_REASON_BIT (FL_ESP_REASON_SIGNATURE_ALGORITHM);
  if (pk == EVP_PKEY_RSA || (pk == EVP_PKEY_RSA_PSS && knows_pss))
    key = FL_CLIENT_KEY_RSA;
  else if (pk == EVP_PKEY_EC)
    key = FL_CLIENT_KEY_EC;

  return (model->keys & key) != 0 && (model->hashes & hash_bit (md)) != 0
           ? 0 : FL_ESP_REASON_BIT (FL_ESP_REASON_SIGNATURE_ALGORITHM);
}

gboolean
fl_esp_rules_is_signed_by (X509 *cert,
                           X509 *issuer)
{
  EVP_PKEY *key = X509_get0_pubkey (issuer);
  gboolean is_good = key != NULL && X509_verify (cert, key) == 1;

  ERR_clear_error ();

  return is_good;
}

/* What keeps the device from the broker even when it compares a fingerprint, a key, or nothing. */
FlEspReasons
fl_esp_rules_judge_leaf (const FlEspSight *sight)
{
  g_return_val_if_fail (sight != NULL && sk_X509_num (sight->chain) > 0, 0);

  if (sight->model->engine == FL_CLIENT_ENGINE_MBEDTLS)
    return fl_mbedtls_rules_judge_reading (sight);
  return fl_esp_rules_judge_key (sight->model, sk_X509_value (sight->chain, 0));
}

/* What keeps it from the broker when it is given this authority, or this certificate in an authority's place. */
FlEspReasons
fl_esp_rules_judge_chain (const FlEspSight *sight,
                          X509             *anchor)
{
  g_return_val_if_fail (sight != NULL && sk_X509_num (sight->chain) > 0 && anchor != NULL, 0);

  if (sight->model->engine == FL_CLIENT_ENGINE_MBEDTLS)
    return fl_mbedtls_rules_judge_chain (sight, anchor);
  return fl_bearssl_rules_judge_chain (sight, anchor);
}

/* Whether Tasmota has it. */
gboolean
fl_esp_rules_is_built_in (X509 *anchor)
{
  guint8 digest[EVP_MAX_MD_SIZE];
  unsigned n_digest = 0;
  g_autoptr(GString) hex = g_string_new (NULL);

  g_return_val_if_fail (anchor != NULL, FALSE);

  X509_digest (anchor, EVP_sha256 (), digest, &n_digest);
  for (unsigned i = 0; i < n_digest; i++)
    g_string_append_printf (hex, "%02x", digest[i]);
  for (gsize i = 0; i < G_N_ELEMENTS (built_in); i++)
    if (strcmp (hex->str, built_in[i]) == 0)
      return TRUE;
  return FALSE;
}

static int
go_on_cb (int             ok,
          X509_STORE_CTX *context)
{
  return 1;
}

/* The path that OpenSSL finds, without regard to dates, purposes and strength. NULL if it leads to no anchor. */
static STACK_OF(X509) *
find_path (const STACK_OF(X509) *chain,
           X509_STORE           *store)
{
  X509_STORE_CTX *context = X509_STORE_CTX_new ();
  STACK_OF(X509) *path = NULL;

  if (context != NULL && X509_STORE_CTX_init (context, store, sk_X509_value (chain, 0), (STACK_OF(X509) *) chain) == 1)
    {
      X509_VERIFY_PARAM *param = X509_STORE_CTX_get0_param (context);

      X509_VERIFY_PARAM_set_flags (param, X509_V_FLAG_NO_CHECK_TIME);
      X509_VERIFY_PARAM_set_auth_level (param, 0);
      X509_STORE_CTX_set_verify_cb (context, go_on_cb);
      X509_verify_cert (context);
      path = X509_STORE_CTX_get1_chain (context);
      if (path != NULL && X509_STORE_CTX_get_num_untrusted (context) >= sk_X509_num (path))
        {
          sk_X509_pop_free (path, X509_free);
          path = NULL;
        }
    }
  X509_STORE_CTX_free (context);
  ERR_clear_error ();

  return path;
}

static void
add (STACK_OF(X509) *anchors,
     X509           *cert)
{
  if (sk_X509_num (anchors) < MAX_ANCHORS
      && X509_add_cert (anchors, cert, X509_ADD_FLAG_UP_REF | X509_ADD_FLAG_NO_DUP) != 1)
    ERR_clear_error ();
}

static gboolean
is_self_issued (X509 *cert)
{
  return X509_NAME_cmp (X509_get_subject_name (cert), X509_get_issuer_name (cert)) == 0;
}

/**
 * fl_esp_rules_find_anchors:
 * @chain: as sent, not empty
 * @store: (nullable): authorities that the broker is believed by
 *
 * What could stand in a sketch as the authority: the certificates of the path to an anchor of @store, the anchor
 * first; without such a path what the broker sends itself. A few at most. The server's own certificate only if nothing is above it
 * or it signed itself.
 *
 * Returns: (transfer full): perhaps empty
 */
STACK_OF(X509) *
fl_esp_rules_find_anchors (const STACK_OF(X509) *chain,
                           X509_STORE           *store)
{
  STACK_OF(X509) *anchors = sk_X509_new_null ();
  STACK_OF(X509) *path = NULL;

  g_return_val_if_fail (sk_X509_num (chain) > 0, anchors);

  path = store != NULL ? find_path (chain, store) : NULL;
  for (int i = sk_X509_num (path) - 1; i > 0; i--)
    add (anchors, sk_X509_value (path, i));
  if (sk_X509_num (path) == 1)
    add (anchors, sk_X509_value (path, 0));
  if (path == NULL)
    for (int i = sk_X509_num (chain) - 1; i > 0; i--)
      add (anchors, sk_X509_value (chain, i));
  if (is_self_issued (sk_X509_value (chain, 0)))
    add (anchors, sk_X509_value (chain, 0));
  sk_X509_pop_free (path, X509_free);

  return anchors;
}
