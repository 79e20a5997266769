/* OCSP answers to be stapled, for tests.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "support/fl-test-staple.h"

static GBytes *
make (X509     *leaf,
      X509     *issuer,
      X509     *signer,
      EVP_PKEY *signer_key,
      int       status,
      int       reason,
      long      ends_in_s)
{
  OCSP_BASICRESP *basic = OCSP_BASICRESP_new ();
  OCSP_CERTID *id = OCSP_cert_to_id (EVP_sha256 (), leaf, issuer);
  ASN1_TIME *then = X509_gmtime_adj (NULL, MIN (ends_in_s, 0) - 3600), *later = X509_gmtime_adj (NULL, ends_in_s);
  OCSP_RESPONSE *response;
  unsigned char *der = NULL;
  int n;

  OCSP_basic_add1_status (basic, id, status, reason, then, then, ends_in_s == 0 ? NULL : later);
  g_assert_cmpint (OCSP_basic_sign (basic, signer, signer_key, EVP_sha256 (), NULL, 0), ==, 1);
  response = OCSP_response_create (OCSP_RESPONSE_STATUS_SUCCESSFUL, basic);
  n = i2d_OCSP_RESPONSE (response, &der);
  OCSP_RESPONSE_free (response);
  OCSP_BASICRESP_free (basic);
  OCSP_CERTID_free (id);
  ASN1_TIME_free (then);
  ASN1_TIME_free (later);

  return g_bytes_new_take (der, (gsize) n); /* OpenSSL uses malloc() too */
}

/* Of an hour before its end or before now; @ends_in_s 0: it names no end. */
GBytes *
fl_test_staple_new (X509     *leaf,
                    X509     *issuer,
                    X509     *signer,
                    EVP_PKEY *signer_key,
                    int       status,
                    long      ends_in_s)
{
  return make (leaf, issuer, signer, signer_key, status, OCSP_REVOKED_STATUS_NOSTATUS, ends_in_s);
}

/* @reason: RFC 5280, 5.3.1; -1: none given. Revoked an hour ago. */
GBytes *
fl_test_staple_new_revoked (X509     *leaf,
                            X509     *issuer,
                            EVP_PKEY *issuer_key,
                            int       reason)
{
  return make (leaf, issuer, issuer, issuer_key, V_OCSP_CERTSTATUS_REVOKED, reason, 3600);
}
