/* How Mbed TLS reads and verifies certificates, built as the ESP32's Arduino core has it.
 *
 * Every certificate that is sent has to be readable, also when nothing is verified. An issuer is looked for first
 * in the sketch, then among what was sent after the certificate. Without a clock no date is looked at.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "fernlight-mbedtls-rules"

#include "esp/fl-mbedtls-rules.h"

#include <openssl/x509v3.h>
#include <string.h>

#define REASON(name) FL_ESP_REASON_BIT (FL_ESP_REASON_##name)

/* The longest handshake message, and what the Certificate message has besides the certificates (RFC 5246, 7.4.2). */
#define MESSAGE_MAX_BYTES  16384
#define MESSAGE_HEAD_BYTES (4 + 3)
#define LENGTH_BYTES       3

/* MBEDTLS_X509_MAX_INTERMEDIATE_CA */
#define MAX_INTERMEDIATES 8

static const int known_extensions[] = {
  NID_basic_constraints, NID_key_usage, NID_ext_key_usage, NID_subject_alt_name, NID_netscape_cert_type,
  NID_subject_key_identifier, NID_authority_key_identifier,
};

static gboolean
has_only_any_policy (X509_EXTENSION *extension)
{
  CERTIFICATEPOLICIES *policies = X509V3_EXT_d2i (extension);
  gboolean is_any = policies != NULL;

  for (int i = 0; i < sk_POLICYINFO_num (policies); i++)
    is_any &= OBJ_obj2nid (sk_POLICYINFO_value (policies, i)->policyid) == NID_any_policy;
  CERTIFICATEPOLICIES_free (policies);

  return is_any;
}

static gboolean
knows (X509_EXTENSION *extension)
{
  const int nid = OBJ_obj2nid (X509_EXTENSION_get_object (extension));

  for (gsize i = 0; i < G_N_ELEMENTS (known_extensions); i++)
    if (known_extensions[i] == nid)
      return TRUE;
  return nid == NID_certificate_policies && has_only_any_policy (extension);
}

static FlEspReasons
judge_extensions (X509 *cert)
{
  for (int i = 0; i < X509_get_ext_count (cert); i++)
    {
      X509_EXTENSION *extension = X509_get_ext (cert, i);

      if (X509_EXTENSION_get_critical (extension) && !knows (extension))
        return REASON (CRITICAL_EXTENSION);
    }
  return 0;
}

/* SHA-1 and SHA-224 can be read; Ed25519 cannot. */
static FlEspReasons
judge_signature_kind (X509 *cert)
{
  int md, pk;

  if (X509_get_signature_info (cert, &md, &pk, NULL, NULL) != 1 || md == NID_undef)
    return REASON (SIGNATURE_ALGORITHM);
  return 0;
}

static FlEspReasons
judge_readable (const FlClientModel *model,
                X509                *cert)
{
  return fl_esp_rules_judge_key (model, cert) | judge_extensions (cert) | judge_signature_kind (cert);
}

/* What stops it in every way. */
FlEspReasons
fl_mbedtls_rules_judge_reading (const FlEspSight *sight)
{
  FlEspReasons reasons = 0;
  size_t n_bytes = MESSAGE_HEAD_BYTES;

  g_return_val_if_fail (sight != NULL, 0);

  for (int i = 0; i < sk_X509_num (sight->chain); i++)
    {
      X509 *cert = sk_X509_value (sight->chain, i);

      n_bytes += LENGTH_BYTES + (size_t) MAX (i2d_X509 (cert, NULL), 0);
      reasons |= judge_readable (sight->model, cert);
    }
  if (n_bytes > MESSAGE_MAX_BYTES)
    reasons |= REASON (CHAIN_TOO_LARGE);

  return reasons;
}

static gboolean
is_text (const ASN1_STRING *string)
{
  return ASN1_STRING_type (string) == V_ASN1_UTF8STRING || ASN1_STRING_type (string) == V_ASN1_PRINTABLESTRING;
}

static gboolean
equal_strings (const ASN1_STRING *a,
               const ASN1_STRING *b)
{
  const char *text_a = (const char *) ASN1_STRING_get0_data (a);
  const char *text_b = (const char *) ASN1_STRING_get0_data (b);
  const size_t n = (size_t) ASN1_STRING_length (a);

  if (ASN1_STRING_length (b) != (int) n)
    return FALSE;
  if (is_text (a) && is_text (b))
    return g_ascii_strncasecmp (text_a, text_b, n) == 0;
  return ASN1_STRING_type (a) == ASN1_STRING_type (b) && memcmp (text_a, text_b, n) == 0;
}

static gboolean
equal_names (const X509_NAME *a,
             const X509_NAME *b)
{
  if (X509_NAME_entry_count (a) != X509_NAME_entry_count (b))
    return FALSE;
  for (int i = 0; i < X509_NAME_entry_count (a); i++)
    {
      const X509_NAME_ENTRY *entry_a = X509_NAME_get_entry (a, i);
      const X509_NAME_ENTRY *entry_b = X509_NAME_get_entry (b, i);

      if (OBJ_cmp (X509_NAME_ENTRY_get_object (entry_a), X509_NAME_ENTRY_get_object (entry_b)) != 0
          || X509_NAME_ENTRY_set (entry_a) != X509_NAME_ENTRY_set (entry_b)
          || !equal_strings (X509_NAME_ENTRY_get_data (entry_a), X509_NAME_ENTRY_get_data (entry_b)))
        return FALSE;
    }
  return TRUE;
}

static gboolean
is_self_issued (X509 *cert)
{
  return equal_names (X509_get_subject_name (cert), X509_get_issuer_name (cert));
}

/* Strength; of every certificate on the path, the authority too. */
static FlEspReasons
judge_strength (const FlClientModel *model,
                X509                *cert)
{
  const EVP_PKEY *key = X509_get0_pubkey (cert);

  if (EVP_PKEY_get_base_id (key) == EVP_PKEY_RSA && (guint) EVP_PKEY_get_bits (key) < model->min_rsa_bits)
    return REASON (KEY_TOO_SMALL);
  return 0;
}

/* As the issuer of something; @n_below: authorities between it and the server that did not issue themselves. */
static FlEspReasons
judge_authority (X509     *cert,
                 gboolean  is_anchor,
                 int       n_below)
{
  const long path_length = X509_get_pathlen (cert);

  if (is_anchor && X509_get_version (cert) != X509_VERSION_3)
    return 0;
  if ((X509_get_extension_flags (cert) & EXFLAG_BCONS) == 0 || (X509_get_extension_flags (cert) & EXFLAG_CA) == 0
      || (X509_get_key_usage (cert) & KU_KEY_CERT_SIGN) == 0)
    return REASON (NOT_A_CA);
  return path_length >= 0 && n_below > path_length ? REASON (PATH_LENGTH) : 0;
}

static FlEspReasons
judge_issuer (X509     *cert,
              X509     *issuer,
              gboolean  is_anchor,
              int       n_below)
{
  if (!equal_names (X509_get_issuer_name (cert), X509_get_subject_name (issuer)))
    return REASON (UNKNOWN_ISSUER);
  if (!fl_esp_rules_is_signed_by (cert, issuer))
    return REASON (BAD_SIGNATURE);
  return judge_authority (issuer, is_anchor, n_below);
}

/* The next one upwards among what was sent after it; -1 with the best reason why there is none. */
static int
find_issuer (const FlEspSight *sight,
             int               position,
             int               n_below,
             FlEspReasons     *reasons)
{
  for (int i = position + 1; i < sk_X509_num (sight->chain); i++)
    {
      FlEspReasons found = judge_issuer (sk_X509_value (sight->chain, position), sk_X509_value (sight->chain, i), FALSE,
                                         n_below);

      if (found == 0)
        return i;
      if (found != REASON (UNKNOWN_ISSUER))
        *reasons = found;
    }
  return -1;
}

/* Whether the issuer that is missing was sent before. */
static FlEspReasons
explain_gap (const FlEspSight *sight,
             int               position,
             FlEspReasons      reasons)
{
  X509 *cert = sk_X509_value (sight->chain, position);

  if (reasons != REASON (UNKNOWN_ISSUER))
    return reasons;
  for (int i = 0; i < position; i++)
    if (equal_names (X509_get_issuer_name (cert), X509_get_subject_name (sk_X509_value (sight->chain, i)))
        && !is_self_issued (cert))
      return REASON (CHAIN_ORDER);
  return reasons;
}

static FlEspReasons
walk (const FlEspSight *sight,
      X509             *anchor)
{
  FlEspReasons reasons = 0;
  int position = 0;
  int n_path = 1;
  int n_self_issued = 0;

  for (;;)
    {
      X509 *cert = sk_X509_value (sight->chain, position);
      const int n_below = n_path - 1 - n_self_issued;
      FlEspReasons missing;
      int next;

      reasons |= judge_strength (sight->model, cert) | fl_esp_rules_judge_signature_algorithm (sight->model, cert, TRUE);
      missing = judge_issuer (cert, anchor, TRUE, n_below);
      if (missing == 0)
        return reasons | judge_strength (sight->model, anchor);
      next = find_issuer (sight, position, n_below, &missing);
      if (next < 0)
        return reasons | explain_gap (sight, position, missing);
      position = next;
      if (n_path > MAX_INTERMEDIATES)
        return reasons | REASON (CHAIN_TOO_LONG);
      n_path++;
      if (is_self_issued (sk_X509_value (sight->chain, position)))
        n_self_issued++;
    }
}

static FlEspReasons
judge_leaf (const FlEspSight *sight,
            X509             *leaf)
{
  const uint32_t usage = sight->is_ephemeral ? KU_DIGITAL_SIGNATURE : KU_KEY_ENCIPHERMENT;
  FlEspReasons reasons = fl_esp_rules_judge_host (sight, leaf) | judge_strength (sight->model, leaf);

  if ((X509_get_key_usage (leaf) & usage) == 0)
    reasons |= REASON (KEY_USAGE);
  if ((X509_get_extended_key_usage (leaf) & (XKU_SSL_SERVER | XKU_ANYEKU)) == 0)
    reasons |= REASON (PURPOSE);

  return reasons;
}

/**
 * fl_mbedtls_rules_judge_chain:
 * @sight: what the device has before it
 * @anchor: the certificate given to setCACert()
 *
 * Returns: why it does not believe them; 0: it does
 */
FlEspReasons
fl_mbedtls_rules_judge_chain (const FlEspSight *sight,
                              X509             *anchor)
{
  X509 *leaf = sk_X509_value (sight->chain, 0);
  FlEspReasons reasons = fl_mbedtls_rules_judge_reading (sight);

  if (judge_readable (sight->model, anchor) != 0)
    reasons |= REASON (AUTHORITY_NOT_LOADED);
  if (reasons != 0)
    return reasons;
  reasons = judge_leaf (sight, leaf);
  if (is_self_issued (leaf) && X509_cmp (leaf, anchor) == 0)
    return reasons;

  return reasons | walk (sight, anchor);
}
