/* The policy: what a trust setting says of a certificate chain.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "fernlight-tls-policy"

#include "tls/fl-tls-policy.h"

#include "tls/fl-certificate-private.h"
#include "tls/fl-trust-private.h"

#include <openssl/x509v3.h>

/* Security bits of FL_TLS_SECURITY_LEVEL. */
#define MIN_SECURITY_BITS 112

/* What "status_request" is called in a certificate that promises a staple (RFC 7633, 6). */
#define FEATURE_STATUS_REQUEST 5

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TLS_FEATURE, TLS_FEATURE_free)

static void
add_reason (FlTlsFindings *findings,
            FlReason       reason)
{
  findings->reasons |= FL_TLS_FINDING (reason);
}

/* OpenSSL's answer as one of ours. Whatever is not known here still refuses: the chain did not lead to
 * somebody trusted.
 */
static FlReason
reason_from_x509_error (int error,
                        int depth)
{
  switch (error)
    {
    case X509_V_ERR_CERT_HAS_EXPIRED:
    case X509_V_ERR_ERROR_IN_CERT_NOT_AFTER_FIELD:
      return FL_REASON_EXPIRED;
    case X509_V_ERR_CERT_NOT_YET_VALID:
    case X509_V_ERR_ERROR_IN_CERT_NOT_BEFORE_FIELD:
      return FL_REASON_NOT_YET_VALID;
    case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT:
      return FL_REASON_SELF_SIGNED;
    case X509_V_ERR_HOSTNAME_MISMATCH:
    case X509_V_ERR_IP_ADDRESS_MISMATCH:
      return FL_REASON_NAME_MISMATCH;
    case X509_V_ERR_EE_KEY_TOO_SMALL:
    case X509_V_ERR_CA_KEY_TOO_SMALL:
      return FL_REASON_WEAK_KEY;
    case X509_V_ERR_CA_MD_TOO_WEAK:
      return FL_REASON_WEAK_SIGNATURE;
    case X509_V_ERR_CERT_REVOKED:
      return FL_REASON_REVOKED;
    case X509_V_ERR_INVALID_CA:
    case X509_V_ERR_INVALID_NON_CA:
    case X509_V_ERR_KEYUSAGE_NO_CERTSIGN:
    case X509_V_ERR_PATH_LENGTH_EXCEEDED:
      return FL_REASON_NOT_A_CA;
    case X509_V_ERR_INVALID_PURPOSE:
      return depth > 0 ? FL_REASON_NOT_A_CA : FL_REASON_NOT_PERMITTED;
    case X509_V_ERR_PERMITTED_VIOLATION:
    case X509_V_ERR_EXCLUDED_VIOLATION:
    case X509_V_ERR_SUBTREE_MINMAX:
    case X509_V_ERR_UNSUPPORTED_CONSTRAINT_TYPE:
    case X509_V_ERR_UNSUPPORTED_CONSTRAINT_SYNTAX:
    case X509_V_ERR_UNSUPPORTED_NAME_SYNTAX:
    case X509_V_ERR_UNHANDLED_CRITICAL_EXTENSION:
      return FL_REASON_NOT_PERMITTED;
    default:
      return FL_REASON_UNKNOWN_ISSUER;
    }
}

static int
get_findings_index (void)
{
  static gsize index = 0;

  if (g_once_init_enter (&index))
    g_once_init_leave (&index, X509_STORE_CTX_get_ex_new_index (0, NULL, NULL, NULL, NULL) + 1);

  return (int) index - 1;
}

/* Notes every error and says "go on", so that all of them are found in one handshake. The error is taken
 * back: OpenSSL builds no path for a context that still carries one.
 */
static int
error_found_cb (int             ok,
                X509_STORE_CTX *context)
{
  FlTlsFindings *findings = X509_STORE_CTX_get_ex_data (context, get_findings_index ());

  if (ok)
    return 1;

  add_reason (findings,
              reason_from_x509_error (X509_STORE_CTX_get_error (context),
                                      X509_STORE_CTX_get_error_depth (context)));
  X509_STORE_CTX_set_error (context, X509_V_OK);

  return 1;
}

static void
set_parameters (const FlTrust     *trust,
                const FlEndpoint  *endpoint,
                X509_VERIFY_PARAM *parameters)
{
  const char *host = fl_endpoint_get_host (endpoint);

  X509_VERIFY_PARAM_set_auth_level (parameters, FL_TLS_SECURITY_LEVEL);
  X509_VERIFY_PARAM_set_purpose (parameters, X509_PURPOSE_SSL_SERVER);
  X509_VERIFY_PARAM_set_hostflags (parameters, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
  if (fl_trust_get_way (trust) == FL_TRUST_CA)
    X509_VERIFY_PARAM_set_flags (parameters, X509_V_FLAG_PARTIAL_CHAIN);
  else
    X509_VERIFY_PARAM_clear_flags (parameters, X509_V_FLAG_PARTIAL_CHAIN);
  X509_VERIFY_PARAM_set1_host (parameters, NULL, 0);
  if (fl_endpoint_host_is_address (endpoint))
    X509_VERIFY_PARAM_set1_ip_asc (parameters, host);
  else
    X509_VERIFY_PARAM_set1_host (parameters, host, 0);
}

static void
check_path (const FlTrust    *trust,
            const FlEndpoint *endpoint,
            X509_STORE_CTX   *context,
            FlTlsFindings    *findings)
{
  set_parameters (trust, endpoint, X509_STORE_CTX_get0_param (context));
  X509_STORE_CTX_set_ex_data (context, get_findings_index (), findings);
  X509_STORE_CTX_set_verify_cb (context, error_found_cb);
  if (X509_verify_cert (context) <= 0 && findings->reasons == 0)
    add_reason (findings, FL_REASON_UNKNOWN_ISSUER);
  X509_STORE_CTX_set_ex_data (context, get_findings_index (), NULL);
}

static gboolean
has_weak_key (X509 *cert)
{
  EVP_PKEY *key = X509_get0_pubkey (cert);

  return key == NULL || EVP_PKEY_get_security_bits (key) < MIN_SECURITY_BITS;
}

static gboolean
has_weak_signature (X509 *cert)
{
  int security_bits = 0;

  if (X509_self_signed (cert, 0) == 1)
    return FALSE;

  return X509_get_signature_info (cert, NULL, NULL, &security_bits, NULL) != 1
         || security_bits < MIN_SECURITY_BITS;
}

/* What is wrong with the server's own certificate, whoever signed it. OpenSSL looks for some of it only
 * when it could build a path.
 */
static guint32
inspect_leaf (const FlEndpoint *endpoint,
              X509             *leaf)
{
  g_autoptr(FlCertificate) certificate = fl_certificate_new_from_x509 (leaf);
  guint32 found = 0;

  if (X509_cmp_current_time (X509_get0_notBefore (leaf)) >= 0)
    found |= FL_TLS_FINDING (FL_REASON_NOT_YET_VALID);
  if (X509_cmp_current_time (X509_get0_notAfter (leaf)) <= 0)
    found |= FL_TLS_FINDING (FL_REASON_EXPIRED);
  if (!fl_certificate_matches_host (certificate, fl_endpoint_get_host (endpoint)))
    found |= FL_TLS_FINDING (FL_REASON_NAME_MISMATCH);
  if (has_weak_key (leaf))
    found |= FL_TLS_FINDING (FL_REASON_WEAK_KEY);
  if (has_weak_signature (leaf))
    found |= FL_TLS_FINDING (FL_REASON_WEAK_SIGNATURE);

  return found;
}

/* Each certificate has to certify the one before it (RFC 5246, 7.4.2). OpenSSL sorts for itself. That the
 * issuer was not allowed to is another matter. */
static gboolean
is_in_order (STACK_OF(X509) *chain)
{
  for (int i = 0; i + 1 < sk_X509_num (chain); i++)
    {
      int error = X509_check_issued (sk_X509_value (chain, i + 1), sk_X509_value (chain, i));

      if (error != X509_V_OK && error != X509_V_ERR_KEYUSAGE_NO_CERTSIGN)
        return FALSE;
    }

  return TRUE;
}

/* Whether the leaf itself is in the file of trusted certificates: nobody's signature is relied on then. */
static gboolean
is_leaf_trusted (X509_STORE_CTX      *context,
                 const FlTlsFindings *findings)
{
  const guint32 not_trusted = FL_TLS_FINDING (FL_REASON_UNKNOWN_ISSUER)
                              | FL_TLS_FINDING (FL_REASON_SELF_SIGNED);

  return sk_X509_num (X509_STORE_CTX_get0_chain (context)) == 1 && (findings->reasons & not_trusted) == 0;
}

static void
judge_by_path (const FlTrust    *trust,
               const FlEndpoint *endpoint,
               X509_STORE_CTX   *context,
               FlTlsFindings    *findings)
{
  guint32 found = inspect_leaf (endpoint, X509_STORE_CTX_get0_cert (context));

  check_path (trust, endpoint, context, findings);
  if (is_leaf_trusted (context, findings))
    found &= ~FL_TLS_FINDING (FL_REASON_WEAK_SIGNATURE);
  findings->reasons |= found;
}

static gboolean
pin_matches (const FlTrust *trust,
             X509          *leaf)
{
  g_autoptr(FlCertificate) certificate = fl_certificate_new_from_x509 (leaf);

  return fl_trust_match_pin (trust, certificate) != NULL;
}

static void
judge_pinned (const FlTrust    *trust,
              const FlEndpoint *endpoint,
              X509             *leaf,
              FlTlsFindings    *findings)
{
  const guint32 weak_key = FL_TLS_FINDING (FL_REASON_WEAK_KEY);
  guint32 found = inspect_leaf (endpoint, leaf);

  if (!pin_matches (trust, leaf))
    add_reason (findings, FL_REASON_PIN_MISMATCH);
  /* A pin says which key it is; who can compute that key from its public half has it too. */
  findings->reasons |= found & weak_key;
  findings->remarks |= found & ~weak_key;
}

static guint32
inspect_unchecked (const FlEndpoint *endpoint,
                   X509             *leaf)
{
  guint32 found = inspect_leaf (endpoint, leaf);

  if (X509_self_signed (leaf, 0) == 1)
    found |= FL_TLS_FINDING (FL_REASON_SELF_SIGNED);

  return found;
}

/* OCSP must-staple (RFC 7633). An extension that cannot be read counts as the promise. */
static gboolean
promises_staple (X509 *leaf)
{
  int place;
  g_autoptr(TLS_FEATURE) features = X509_get_ext_d2i (leaf, NID_tlsfeature, &place, NULL);

  if (features == NULL)
    return place != -1;
  for (int i = 0; i < sk_ASN1_INTEGER_num (features); i++)
    if (ASN1_INTEGER_get (sk_ASN1_INTEGER_value (features, i)) == FEATURE_STATUS_REQUEST)
      return TRUE;

  return FALSE;
}

static guint
list_findings (guint32   found,
               FlReason *list)
{
  guint n = 0;

  for (guint i = 0; i < FL_N_REASONS; i++)
    if ((found & FL_TLS_FINDING (i)) != 0)
      list[n++] = (FlReason) i;

  return n;
}

/**
 * fl_tls_policy_judge_chain:
 * @trust: how the server has to prove who it is
 * @endpoint: whom we want to talk to, by the name the user gave
 * @context: what the server sent, and the store of @trust; its error is not meaningful afterwards
 * @findings: (inout): what applies is added
 *
 * Called in OpenSSL's verify callback, and by tests on a context of their own.
 */
void
fl_tls_policy_judge_chain (const FlTrust    *trust,
                           const FlEndpoint *endpoint,
                           X509_STORE_CTX   *context,
                           FlTlsFindings    *findings)
{
  X509 *leaf = X509_STORE_CTX_get0_cert (context);

  g_return_if_fail (trust != NULL && endpoint != NULL && findings != NULL);

  switch (fl_trust_get_way (trust))
    {
    case FL_TRUST_SYSTEM:
    case FL_TRUST_CA:
      judge_by_path (trust, endpoint, context, findings);
      break;
    case FL_TRUST_PIN:
      judge_pinned (trust, endpoint, leaf, findings);
      break;
    case FL_TRUST_INSECURE:
      findings->remarks |= inspect_unchecked (endpoint, leaf);
      break;
    case FL_TRUST_PSK: /* a peer without the key may offer a certificate instead */
      add_reason (findings, FL_REASON_PSK_REFUSED);
      break;
    case FL_TRUST_PLAIN:
    default:
      add_reason (findings, FL_REASON_UNKNOWN_ISSUER);
      break;
    }
  if (!is_in_order (X509_STORE_CTX_get0_untrusted (context)))
    findings->remarks |= FL_TLS_FINDING (FL_REASON_CHAIN_ORDER);
}

/**
 * fl_tls_policy_judge_staple:
 * @trust: how the server has to prove who it is
 * @ocsp: (nullable): what fl_ocsp_read() made of the staple that came with the handshake; NULL: none came
 * @chain: (nullable): the path that was verified, or what was sent: the leaf, then its issuer
 * @findings: (inout): `revoked` is added if the issuer says so, `staple-missing` if the certificate promises
 *   a staple (RFC 7633) and there is none that says "good"
 *
 * A staple that does not parse, is about another certificate or is not the issuer's counts as none: a
 * thief of a revoked key would simply not staple. One that is out of date still revokes, but vouches no more.
 */
void
fl_tls_policy_judge_staple (const FlTrust  *trust,
                            const FlOcsp   *ocsp,
                            STACK_OF(X509) *chain,
                            FlTlsFindings  *findings)
{
  FlTrustWay way = fl_trust_get_way (trust);
  guint32 found = 0;

  if (chain == NULL || sk_X509_num (chain) < 1)
    return;

  if (ocsp != NULL && fl_ocsp_get_status (ocsp) == FL_OCSP_REVOKED)
    found = FL_TLS_FINDING (FL_REASON_REVOKED);
  else if ((ocsp == NULL || fl_ocsp_get_status (ocsp) != FL_OCSP_GOOD) && promises_staple (sk_X509_value (chain, 0)))
    found = FL_TLS_FINDING (FL_REASON_STAPLE_MISSING);
  if (way == FL_TRUST_SYSTEM || way == FL_TRUST_CA)
    findings->reasons |= found;
  else
    findings->remarks |= found;
}

/**
 * fl_tls_policy_get_x509_error:
 * @findings: with at least one reason
 *
 * Returns: the X509_V_ERR_… from which OpenSSL makes the alert that tells the server
 */
int
fl_tls_policy_get_x509_error (const FlTlsFindings *findings)
{
  static const struct { FlReason reason; int error; } errors[] = {
    { FL_REASON_REVOKED, X509_V_ERR_CERT_REVOKED },
    { FL_REASON_PIN_MISMATCH, X509_V_ERR_CERT_UNTRUSTED },
    { FL_REASON_NAME_MISMATCH, X509_V_ERR_HOSTNAME_MISMATCH },
    { FL_REASON_UNKNOWN_ISSUER, X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY },
    { FL_REASON_SELF_SIGNED, X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT },
    { FL_REASON_NOT_A_CA, X509_V_ERR_INVALID_CA },
    { FL_REASON_NOT_PERMITTED, X509_V_ERR_INVALID_PURPOSE },
    { FL_REASON_WEAK_SIGNATURE, X509_V_ERR_CA_MD_TOO_WEAK },
    { FL_REASON_WEAK_KEY, X509_V_ERR_EE_KEY_TOO_SMALL },
    { FL_REASON_EXPIRED, X509_V_ERR_CERT_HAS_EXPIRED },
    { FL_REASON_NOT_YET_VALID, X509_V_ERR_CERT_NOT_YET_VALID },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (errors); i++)
    if ((findings->reasons & FL_TLS_FINDING (errors[i].reason)) != 0)
      return errors[i].error;

  return X509_V_ERR_APPLICATION_VERIFICATION;
}

/**
 * fl_tls_policy_make_verdict:
 * @trust: how the server had to prove who it is
 * @is_proved: whether the handshake got so far that the proof was given
 * @findings: what was found
 *
 * Returns: (transfer full): the verdict, the most serious reason first
 */
FlVerdict *
fl_tls_policy_make_verdict (const FlTrust       *trust,
                            gboolean             is_proved,
                            const FlTlsFindings *findings)
{
  FlTrustWay way = fl_trust_get_way (trust);
  FlReason reasons[FL_N_REASONS], remarks[FL_N_REASONS];
  guint n_reasons = list_findings (findings->reasons, reasons);
  guint n_remarks = list_findings (findings->remarks & ~findings->reasons, remarks);
  gboolean can_prove = way != FL_TRUST_INSECURE && way != FL_TRUST_PLAIN;

  return fl_verdict_new (is_proved && can_prove && n_reasons == 0, reasons, n_reasons, remarks, n_remarks);
}
