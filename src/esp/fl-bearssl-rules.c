/* How BearSSL goes along a chain of certificates (its x509_minimal engine).
 *
 * It reads them in the order in which they come, each followed by its issuer's, and stops as soon as one is signed
 * by the authority: what comes after that is not looked at. Names of issuers are compared byte by byte. Of an
 * authority it knows the name, the key, and whether it is one: no date, no extension.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "fernlight-bearssl-rules"

#include "esp/fl-bearssl-rules.h"

#include <openssl/x509v3.h>
#include <string.h>

#define REASON(name) FL_ESP_REASON_BIT (FL_ESP_REASON_##name)

/* Extensions that are read, or passed over even if they are critical. */
static const int known_extensions[] = {
  NID_basic_constraints, NID_key_usage, NID_subject_alt_name, NID_authority_key_identifier, NID_subject_key_identifier,
  NID_issuer_alt_name, NID_subject_directory_attributes, NID_crl_distribution_points, NID_freshest_crl, NID_info_access,
  NID_sinfo_access,
};

static gboolean
equal_bytes (X509_NAME *a,
             X509_NAME *b)
{
  const unsigned char *bytes_a, *bytes_b;
  size_t n_a, n_b;

  return X509_NAME_get0_der (a, &bytes_a, &n_a) == 1 && X509_NAME_get0_der (b, &bytes_b, &n_b) == 1
         && n_a == n_b && memcmp (bytes_a, bytes_b, n_a) == 0;
}

static FlEspReasons
judge_dates (X509   *cert,
             gint64  now)
{
  time_t at = (time_t) now;

  if (X509_cmp_time (X509_get0_notBefore (cert), &at) > 0)
    return REASON (NOT_YET_VALID);
  return X509_cmp_time (X509_get0_notAfter (cert), &at) < 0 ? REASON (EXPIRED) : 0;
}

/* Critical policies pass, if what is said about them is of a kind that RFC 5280 knows (4.2.1.4). */
static gboolean
has_known_qualifiers (X509_EXTENSION *extension)
{
  CERTIFICATEPOLICIES *policies = X509V3_EXT_d2i (extension);
  gboolean is_known = policies != NULL;

  for (int i = 0; i < sk_POLICYINFO_num (policies); i++)
    {
      const POLICYINFO *policy = sk_POLICYINFO_value (policies, i);

      for (int j = 0; j < sk_POLICYQUALINFO_num (policy->qualifiers); j++)
        {
          const int nid = OBJ_obj2nid (sk_POLICYQUALINFO_value (policy->qualifiers, j)->pqualid);

          is_known &= nid == NID_id_qt_cps || nid == NID_id_qt_unotice;
        }
    }
  CERTIFICATEPOLICIES_free (policies);

  return is_known;
}

static FlEspReasons
judge_extensions (X509 *cert)
{
  for (int i = 0; i < X509_get_ext_count (cert); i++)
    {
      X509_EXTENSION *extension = X509_get_ext (cert, i);
      const int nid = OBJ_obj2nid (X509_EXTENSION_get_object (extension));
      gboolean is_known = FALSE;

      for (gsize j = 0; j < G_N_ELEMENTS (known_extensions); j++)
        is_known |= known_extensions[j] == nid;
      if (!is_known && X509_EXTENSION_get_critical (extension)
          && (nid != NID_certificate_policies || !has_known_qualifiers (extension)))
        return REASON (CRITICAL_EXTENSION);
    }
  return 0;
}

static FlEspReasons
judge_key (const FlClientModel *model,
           X509                *cert)
{
  const EVP_PKEY *key = X509_get0_pubkey (cert);
  FlEspReasons reasons = fl_esp_rules_judge_key (model, cert);

  if (reasons == 0 && EVP_PKEY_get_base_id (key) == EVP_PKEY_RSA
      && (guint) EVP_PKEY_get_bits (key) < model->min_rsa_bits)
    return REASON (KEY_TOO_SMALL);
  return reasons;
}

static gboolean
has_usage (X509     *cert,
           uint32_t  usage)
{
  /* Absent: everything is allowed, and all bits are set. */
  return (X509_get_key_usage (cert) & usage) != 0;
}

static FlEspReasons
judge_leaf (const FlEspSight *sight,
            X509             *leaf)
{
  const uint32_t usage = sight->is_ephemeral ? KU_DIGITAL_SIGNATURE | KU_NON_REPUDIATION
                                             : KU_KEY_ENCIPHERMENT;

  return fl_esp_rules_judge_host (sight, leaf) | (has_usage (leaf, usage) ? 0 : REASON (KEY_USAGE));
}

/* As the issuer of the certificate before it; @n_below: authorities below it. */
static FlEspReasons
judge_authority (X509 *cert,
                 int   n_below)
{
  const long path_length = X509_get_pathlen (cert);

  if (X509_get_version (cert) != X509_VERSION_3 || (X509_get_extension_flags (cert) & EXFLAG_CA) == 0
      || !has_usage (cert, KU_KEY_CERT_SIGN))
    return REASON (NOT_A_CA);
  return path_length >= 0 && n_below > path_length ? REASON (PATH_LENGTH) : 0;
}

/* X509List: a certificate without basic constraints stands only for itself. */
static gboolean
is_authority (X509 *anchor)
{
  return (X509_get_extension_flags (anchor) & EXFLAG_CA) != 0 && X509_get_version (anchor) == X509_VERSION_3;
}

static FlEspReasons
judge_anchor (const FlEspSight *sight,
              X509             *cert,
              X509             *anchor)
{
  FlEspReasons reasons = fl_esp_rules_judge_signature_algorithm (sight->model, cert, FALSE);

  if (reasons == 0 && !fl_esp_rules_is_signed_by (cert, anchor))
    return REASON (BAD_SIGNATURE);
  return reasons;
}

static gboolean
stands_for_itself (X509 *leaf,
                   X509 *anchor)
{
  return !is_authority (anchor)
         && equal_bytes (X509_get_subject_name (leaf), X509_get_subject_name (anchor))
         && EVP_PKEY_eq (X509_get0_pubkey (leaf), X509_get0_pubkey (anchor)) == 1;
}

/* The last one was read, and it was not signed by the authority. */
static FlEspReasons
judge_end (X509 *cert,
           X509 *anchor)
{
  if (X509_NAME_cmp (X509_get_issuer_name (cert), X509_get_subject_name (anchor)) != 0)
    return REASON (UNKNOWN_ISSUER);
  return is_authority (anchor) ? REASON (ISSUER_NAME) : REASON (NOT_A_CA);
}

static FlEspReasons
judge_link (const FlEspSight *sight,
            X509             *below,
            X509             *cert)
{
  FlEspReasons reasons = 0;

  if (!equal_bytes (X509_get_issuer_name (below), X509_get_subject_name (cert)))
    {
      if (X509_NAME_cmp (X509_get_issuer_name (below), X509_get_subject_name (cert)) == 0)
        return REASON (ISSUER_NAME);
      return REASON (CHAIN_ORDER);
    }
  reasons = fl_esp_rules_judge_signature_algorithm (sight->model, below, FALSE);
  if (reasons == 0 && !fl_esp_rules_is_signed_by (below, cert))
    return REASON (BAD_SIGNATURE);
  return reasons;
}

/**
 * fl_bearssl_rules_judge_chain:
 * @sight: what the device has before it
 * @anchor: its authority
 *
 * Returns: why it does not believe them; 0: it does
 */
FlEspReasons
fl_bearssl_rules_judge_chain (const FlEspSight *sight,
                              X509             *anchor)
{
  const int n = sk_X509_num (sight->chain);

  if (fl_esp_rules_judge_key (sight->model, anchor) != 0)
    return REASON (AUTHORITY_NOT_LOADED);

  for (int i = 0; i < n; i++)
    {
      X509 *cert = sk_X509_value (sight->chain, i);
      FlEspReasons reasons = judge_dates (cert, sight->now) | judge_key (sight->model, cert) | judge_extensions (cert);

      if (i == 0)
        reasons |= judge_leaf (sight, cert);
      else
        reasons |= judge_link (sight, sk_X509_value (sight->chain, i - 1), cert) | judge_authority (cert, i - 1);
      if (reasons != 0)
        return reasons;
      if (i == 0 && stands_for_itself (cert, anchor))
        return 0;
      if (is_authority (anchor) && equal_bytes (X509_get_issuer_name (cert), X509_get_subject_name (anchor)))
        return judge_anchor (sight, cert, anchor);
      if (i == n - 1)
        return judge_end (cert, anchor);
    }
  return 0;
}
