/* Reports of connections that never were, for the tests of sentences and widgets.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "support/fl-test-report.h"

#include "support/fl-test-certificate.h"
#include "tls/fl-certificate-private.h"
#include "tls/fl-tls-report-private.h"

#define HANDSHAKE FL_TLS_CONTENT_HANDSHAKE
#define CCS FL_TLS_CONTENT_CHANGE_CIPHER_SPEC
#define ALERT FL_TLS_CONTENT_ALERT

/* As OpenSSL 3.0 and mosquitto 2.0.11 do it. */
static const FlHandshakeMessage tls13[] = {
  { TRUE,  HANDSHAKE, 1,  FALSE, "ClientHello",         517,  0, FALSE },
  { FALSE, HANDSHAKE, 2,  FALSE, "ServerHello",         122,  1210, FALSE },
  { FALSE, CCS,       1,  FALSE, "ChangeCipherSpec",    1,    1260, FALSE },
  { FALSE, HANDSHAKE, 8,  FALSE, "EncryptedExtensions", 10,   1330, TRUE },
  { FALSE, HANDSHAKE, 11, FALSE, "Certificate",         1640, 1390, TRUE },
  { FALSE, HANDSHAKE, 15, FALSE, "CertificateVerify",   79,   2140, TRUE },
  { FALSE, HANDSHAKE, 20, FALSE, "Finished",            52,   2280, TRUE },
  { TRUE,  CCS,       1,  FALSE, "ChangeCipherSpec",    1,    2930, FALSE },
  { TRUE,  HANDSHAKE, 20, FALSE, "Finished",            52,   3010, TRUE },
  { FALSE, HANDSHAKE, 4,  FALSE, "NewSessionTicket",    217,  3420, TRUE },
};

static const FlHandshakeMessage refused[] = {
  { TRUE,  HANDSHAKE, 1,  FALSE, "ClientHello",         517,  0, FALSE },
  { FALSE, HANDSHAKE, 2,  FALSE, "ServerHello",         122,  1210, FALSE },
  { FALSE, CCS,       1,  FALSE, "ChangeCipherSpec",    1,    1260, FALSE },
  { FALSE, HANDSHAKE, 8,  FALSE, "EncryptedExtensions", 10,   1330, TRUE },
  { FALSE, HANDSHAKE, 11, FALSE, "Certificate",         1640, 1390, TRUE },
  { TRUE,  ALERT,     48, TRUE,  "Alert unknown_ca",    2,    1930, FALSE },
};

static FlHandshake *
make_handshake (const FlTestReport *wish)
{
  if (wish->handshake != NULL)
    return fl_handshake_ref (wish->handshake);
  if (wish->way == FL_TRUST_PLAIN)
    return fl_handshake_new (NULL, 0, 0, -1, 0, 0);
  if (wish->reason >= 0)
    return fl_handshake_new (refused, G_N_ELEMENTS (refused), 0, -1, 529, 1842);
  return fl_handshake_new (tls13, G_N_ELEMENTS (tls13), 0, 3100, 681, 3521);
}

static GPtrArray *
make_list (FlCertificate *first,
           FlCertificate *second)
{
  GPtrArray *list = g_ptr_array_new_with_free_func ((GDestroyNotify) fl_certificate_unref);

  if (first != NULL)
    g_ptr_array_add (list, fl_certificate_ref (first));
  if (second != NULL)
    g_ptr_array_add (list, fl_certificate_ref (second));
  return list;
}

FlTlsReport *
fl_test_report_new (const FlTestReport *wish)
{
  const FlReason reason = (FlReason) MAX (wish->reason, 0);
  const FlReason remark = (FlReason) MAX (wish->remark, 0);
  g_autoptr(FlEndpoint) named = fl_endpoint_new (wish->host != NULL ? wish->host : "localhost", 8883);
  g_autoptr(FlEndpoint) endpoint = fl_endpoint_with_address (named, wish->address != NULL ? wish->address : "127.0.0.1");
  g_autoptr(FlHandshake) handshake = make_handshake (wish);
  g_autoptr(GPtrArray) chain = make_list (wish->leaf, NULL);
  g_autoptr(GPtrArray) path = make_list (wish->issuer != NULL ? wish->leaf : NULL, wish->issuer);
  g_autoptr(FlVerdict) verdict = fl_verdict_new (!wish->untrusted && wish->way != FL_TRUST_PLAIN, &reason, wish->reason >= 0,
                                                 &remark, wish->remark >= 0);
  const char *protocol = wish->protocol != NULL ? wish->protocol : "TLSv1.3";
  gboolean has_tls = wish->way != FL_TRUST_PLAIN && protocol[0] != '\0';

  return fl_tls_report_new (&(FlTlsReportFields) {
    .endpoint = endpoint,
    .way = wish->way,
    .connected = wish->reason < 0,
    .complete = wish->reason < 0,
    .fault = wish->reason < 0 ? FL_TLS_FAULT_NONE : FL_TLS_FAULT_NOT_TRUSTED,
    .error_text = wish->reason < 0 ? NULL : "The broker is not trusted.",
    .protocol = has_tls ? protocol : NULL,
    .cipher = !has_tls ? NULL : wish->cipher != NULL ? wish->cipher : "TLS_AES_256_GCM_SHA384",
    .group = has_tls ? "X25519" : NULL,
    .live = !wish->probed,
    .n_certificate_timestamps = wish->reason < 0 ? 0 : -1,
    .peer_signature = has_tls ? "ECDSA" : NULL,
    .client_certificate_requested = wish->asks_for_certificate,
    .handshake = handshake,
    .chain = wish->chain != NULL ? wish->chain : chain,
    .verified_path = wish->issuer != NULL ? path : NULL,
    .verdict = verdict,
    .ocsp = wish->ocsp,
  });
}

/* The certificates of which reports are made in most tests: made once. */
const FlTestCertificates *
fl_test_certificates_get (void)
{
  static FlTestCertificates certificates;
  EVP_PKEY *key = NULL;
  X509 *ca;
  FlTestCertificate wish = { .common_name = "Fern CA", .is_ca = TRUE, .not_before = FL_TEST_MAY - FL_TEST_YEAR,
                             .not_after = FL_TEST_JANUARY };

  if (certificates.ca != NULL)
    return &certificates;

  ca = fl_test_certificate_make (&wish, &key);
  certificates.ca = fl_certificate_new_from_x509 (ca);
  wish = (FlTestCertificate) { .common_name = "localhost", .san = "DNS:localhost", .issuer = ca, .issuer_key = key,
                               .not_before = FL_TEST_MAY - FL_TEST_YEAR, .not_after = FL_TEST_JANUARY };
  certificates.good = fl_test_certificate_new (&wish);
  wish.not_after = FL_TEST_MAY;
  certificates.expired = fl_test_certificate_new (&wish);
  X509_free (ca);
  EVP_PKEY_free (key);

  return &certificates;
}
