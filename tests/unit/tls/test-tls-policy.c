/* Tests of fl-tls-policy: every reason that applies is found, and each way decides with its own.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "tls/fl-tls-policy.h"

#include "support/fl-test-certificate.h"
#include "support/fl-test-staple.h"
#include "support/fl-test-tls.h"
#include "tls/fl-certificate-private.h"
#include "tls/fl-ocsp-private.h"
#include "tls/fl-trust-private.h"

#include <openssl/ocsp.h>

#define DAY G_GINT64_CONSTANT (86400)
#define F(reason) FL_TLS_FINDING (FL_REASON_##reason)

static FlTlsFindings
judge (FlTrust    *trust,
       const char *host,
       X509       *leaf,
       X509       *second,
       X509       *third)
{
  g_autoptr(FlEndpoint) endpoint = fl_endpoint_new (host, 8883);
  STACK_OF(X509) *sent = sk_X509_new_null ();
  X509_STORE_CTX *context = X509_STORE_CTX_new ();
  FlTlsFindings findings = { 0, 0 };

  sk_X509_push (sent, leaf);
  if (second != NULL)
    sk_X509_push (sent, second);
  if (third != NULL)
    sk_X509_push (sent, third);
  X509_STORE_CTX_init (context, fl_trust_get_store (trust), leaf, sent);
  fl_tls_policy_judge_chain (trust, endpoint, context, &findings);
  X509_STORE_CTX_free (context);
  sk_X509_free (sent);

  return findings;
}

static FlTrust *
trust_ca (X509 *cert)
{
  g_autoptr(GBytes) pem = fl_test_to_pem (cert);
  g_autoptr(GError) error = NULL;
  FlTrust *trust = fl_trust_new_ca (pem, &error);

  g_assert_no_error (error);

  return trust;
}

static FlTrust *
trust_pin (X509 *cert)
{
  g_autoptr(FlCertificate) certificate = fl_certificate_new_from_x509 (cert);
  g_autoptr(FlPin) pin = fl_pin_new_for_certificate (certificate, FL_PIN_SHA256);

  return fl_trust_new_pin (pin);
}

static X509 *
make (FlTestCertificate wish)
{
  EVP_PKEY *key = NULL;
  X509 *cert;

  if (wish.issuer == NULL)
    {
      wish.issuer = fl_test_authority_get ()->ca;
      wish.issuer_key = fl_test_authority_get ()->ca_key;
    }
  if (wish.common_name == NULL)
    wish.common_name = "localhost";
  if (wish.san == NULL)
    wish.san = "DNS:localhost";
  cert = fl_test_certificate_make (&wish, &key);
  EVP_PKEY_free (key);

  return cert;
}

typedef struct
{
  const char       *name;
  FlTestCertificate wish;
  guint32           found;
} Case;

/* Under a CA each of these refuses; under a pin all but weak-key is a remark. */
static void
test_leaf (void)
{
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;
  const Case cases[] = {
    { "good", { 0 }, 0 },
    { "expired", { .not_before = now - 9 * DAY, .not_after = now - DAY }, F (EXPIRED) },
    { "not-yet-valid", { .not_before = now + DAY }, F (NOT_YET_VALID) },
    { "name-mismatch", { .san = "DNS:other.example" }, F (NAME_MISMATCH) },
    { "weak-key", { .key = "RSA-1024" }, F (WEAK_KEY) },
    { "weak-signature", { .digest = "SHA1" }, F (WEAK_SIGNATURE) },
    { "four", { .not_before = now - 9 * DAY, .not_after = now - DAY, .san = "DNS:other.example", .key = "RSA-1024",
                .digest = "SHA1" },
      F (EXPIRED) | F (NAME_MISMATCH) | F (WEAK_KEY) | F (WEAK_SIGNATURE) },
  };
  g_autoptr(FlTrust) ca = trust_ca (fl_test_authority_get ()->ca);
  g_autoptr(FlTrust) insecure = fl_trust_new_insecure ();

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      X509 *leaf = make (cases[i].wish);
      g_autoptr(FlTrust) pin = trust_pin (leaf);
      FlTlsFindings findings = judge (ca, "localhost", leaf, NULL, NULL);

      g_test_message ("%s", cases[i].name);
      g_assert_cmphex (findings.reasons, ==, cases[i].found);
      g_assert_cmphex (findings.remarks, ==, 0);
      findings = judge (pin, "localhost", leaf, NULL, NULL);
      g_assert_cmphex (findings.reasons, ==, cases[i].found & F (WEAK_KEY));
      g_assert_cmphex (findings.remarks, ==, cases[i].found & ~F (WEAK_KEY));
      findings = judge (insecure, "localhost", leaf, NULL, NULL);
      g_assert_cmphex (findings.reasons, ==, 0);
      g_assert_cmphex (findings.remarks, ==, cases[i].found);
      X509_free (leaf);
    }
}

static void
test_issuer (void)
{
  const FlTestAuthority *authority = fl_test_authority_get ();
  EVP_PKEY *other_key, *self_key, *leaf_key;
  const FlTestCertificate other_wish = { .common_name = "Stranger CA", .is_ca = TRUE };
  const FlTestCertificate self_wish = { .common_name = "localhost", .san = "DNS:localhost" };
  const FlTestCertificate ordinary_wish = { .common_name = "ordinary", .issuer = authority->ca,
                                            .issuer_key = authority->ca_key };
  X509 *other = fl_test_certificate_make (&other_wish, &other_key);
  X509 *self = fl_test_certificate_make (&self_wish, &self_key);
  X509 *ordinary = fl_test_certificate_make (&ordinary_wish, &leaf_key);
  X509 *by_ordinary = make ((FlTestCertificate) { .issuer = ordinary, .issuer_key = leaf_key });
  g_autoptr(FlTrust) ca = trust_ca (authority->ca);
  g_autoptr(FlTrust) other_ca = trust_ca (other);
  g_autoptr(FlTrust) insecure = fl_trust_new_insecure ();
  g_autoptr(FlTrust) this_self = trust_ca (self);
  g_autoptr(FlTrust) this_leaf = trust_ca (authority->cert);

  g_assert_cmphex (judge (other_ca, "localhost", authority->cert, NULL, NULL).reasons, ==, F (UNKNOWN_ISSUER));
  g_assert_cmphex (judge (other_ca, "localhost", authority->cert, authority->ca, NULL).reasons, ==, F (UNKNOWN_ISSUER));
  g_assert_cmphex (judge (ca, "localhost", self, NULL, NULL).reasons, ==, F (SELF_SIGNED));
  g_assert_cmphex (judge (insecure, "localhost", self, NULL, NULL).remarks, ==, F (SELF_SIGNED));
  g_assert_cmphex (judge (ca, "localhost", by_ordinary, ordinary, NULL).reasons, ==, F (NOT_A_CA));
  g_assert_cmphex (judge (this_self, "localhost", self, NULL, NULL).reasons, ==, 0);
  g_assert_cmphex (judge (this_leaf, "localhost", authority->cert, NULL, NULL).reasons, ==, 0);
  g_assert_cmphex (judge (this_leaf, "127.0.0.1", authority->cert, NULL, NULL).reasons, ==, 0);
  g_assert_cmphex (judge (this_leaf, "127.0.0.2", authority->cert, NULL, NULL).reasons, ==, F (NAME_MISMATCH));

  X509_free (other);
  X509_free (self);
  X509_free (ordinary);
  X509_free (by_ordinary);
  EVP_PKEY_free (other_key);
  EVP_PKEY_free (self_key);
  EVP_PKEY_free (leaf_key);
}

/* Signed with SHA-1, but in the CA file itself: nobody's signature is relied on. */
static void
test_leaf_is_anchor (void)
{
  X509 *leaf = make ((FlTestCertificate) { .digest = "SHA1" });
  g_autoptr(FlTrust) trust = trust_ca (leaf);

  g_assert_cmphex (judge (trust, "localhost", leaf, NULL, NULL).reasons, ==, 0);
  X509_free (leaf);
}

static void
test_order (void)
{
  const FlTestAuthority *authority = fl_test_authority_get ();
  EVP_PKEY *key;
  const FlTestCertificate wish = { .common_name = "Intermediate", .is_ca = TRUE, .issuer = authority->ca,
                                   .issuer_key = authority->ca_key };
  X509 *intermediate = fl_test_certificate_make (&wish, &key);
  X509 *leaf = make ((FlTestCertificate) { .issuer = intermediate, .issuer_key = key });
  EVP_PKEY *no_signer_key;
  const FlTestCertificate no_signer_wish = { .common_name = "Ordinary", .extensions = "keyUsage=digitalSignature",
                                             .issuer = authority->ca, .issuer_key = authority->ca_key };
  X509 *no_signer = fl_test_certificate_make (&no_signer_wish, &no_signer_key);
  X509 *by_no_signer = make ((FlTestCertificate) { .issuer = no_signer, .issuer_key = no_signer_key });
  g_autoptr(FlTrust) ca = trust_ca (authority->ca);
  FlTlsFindings findings = judge (ca, "localhost", leaf, intermediate, authority->ca);

  g_assert_cmphex (findings.reasons | findings.remarks, ==, 0);
  findings = judge (ca, "localhost", leaf, authority->ca, intermediate);
  g_assert_cmphex (findings.reasons, ==, 0);
  g_assert_cmphex (findings.remarks, ==, F (CHAIN_ORDER));

  findings = judge (ca, "localhost", by_no_signer, no_signer, NULL);
  g_assert_cmphex (findings.reasons, ==, F (NOT_A_CA));
  g_assert_cmphex (findings.remarks, ==, 0);

  X509_free (no_signer);
  X509_free (by_no_signer);
  EVP_PKEY_free (no_signer_key);
  X509_free (leaf);
  X509_free (intermediate);
  EVP_PKEY_free (key);
}

/* Signed by whom it should be, but a rule in a certificate forbids the use; pins ask nobody's rules. */
static void
test_not_permitted (void)
{
  static const struct { const char *of_issuer, *of_leaf; guint32 found; } cases[] = {
    { NULL, NULL, 0 },
    { NULL, "extendedKeyUsage=serverAuth", 0 },
    { NULL, "extendedKeyUsage=clientAuth", F (NOT_PERMITTED) },
    { NULL, "1.2.3.4.5=ASN1:UTF8:rule", 0 },
    { NULL, "1.2.3.4.5=critical,ASN1:UTF8:rule", F (NOT_PERMITTED) },
    { "nameConstraints=critical,permitted;DNS:localhost", NULL, 0 },
    { "nameConstraints=critical,permitted;DNS:other.example", NULL, F (NOT_PERMITTED) },
    { "nameConstraints=critical,excluded;DNS:localhost", NULL, F (NOT_PERMITTED) },
  };
  const FlTestAuthority *authority = fl_test_authority_get ();
  g_autoptr(FlTrust) ca = trust_ca (authority->ca);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const FlTestCertificate wish = { .common_name = "Intermediate", .is_ca = TRUE, .issuer = authority->ca,
                                       .issuer_key = authority->ca_key, .extensions = cases[i].of_issuer };
      EVP_PKEY *key;
      X509 *intermediate = fl_test_certificate_make (&wish, &key);
      X509 *leaf = make ((FlTestCertificate) { .issuer = intermediate, .issuer_key = key,
                                               .extensions = cases[i].of_leaf });
      g_autoptr(FlTrust) pin = trust_pin (leaf);
      FlTlsFindings findings = judge (pin, "localhost", leaf, intermediate, NULL);

      g_assert_cmphex (findings.reasons | findings.remarks, ==, 0);
      g_assert_cmphex (judge (ca, "localhost", leaf, intermediate, NULL).reasons, ==, cases[i].found);
      X509_free (leaf);
      X509_free (intermediate);
      EVP_PKEY_free (key);
    }
}

/* A good leaf behind an intermediate with a short key, and behind one signed with SHA-1. */
static void
test_weak_issuer (void)
{
  static const struct { const char *key, *digest; guint32 found; } cases[] = {
    { "RSA-1024", NULL, F (WEAK_KEY) }, { NULL, "SHA1", F (WEAK_SIGNATURE) }, { NULL, NULL, 0 },
  };
  const FlTestAuthority *authority = fl_test_authority_get ();
  g_autoptr(FlTrust) ca = trust_ca (authority->ca);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const FlTestCertificate wish = { .common_name = "Intermediate", .is_ca = TRUE, .key = cases[i].key,
                                       .digest = cases[i].digest, .issuer = authority->ca,
                                       .issuer_key = authority->ca_key };
      EVP_PKEY *key;
      X509 *intermediate = fl_test_certificate_make (&wish, &key);
      X509 *leaf = make ((FlTestCertificate) { .issuer = intermediate, .issuer_key = key });

      g_assert_cmphex (judge (ca, "localhost", leaf, intermediate, NULL).reasons, ==, cases[i].found);
      X509_free (leaf);
      X509_free (intermediate);
      EVP_PKEY_free (key);
    }
}

static void
test_other_ways (void)
{
  const FlTestAuthority *authority = fl_test_authority_get ();
  g_autoptr(FlTrust) pin = trust_pin (authority->ca);
  g_autoptr(FlSecret) key = fl_secret_new ("sixteen bytes...", 16);
  g_autoptr(FlTrust) psk = fl_trust_new_psk ("kitchen", key, NULL);
  g_autoptr(FlTrust) plain = fl_trust_new_plain ();

  g_assert_cmphex (judge (pin, "localhost", authority->cert, NULL, NULL).reasons, ==, F (PIN_MISMATCH));
  g_assert_cmphex (judge (psk, "localhost", authority->cert, NULL, NULL).reasons, ==, F (PSK_REFUSED));
  g_assert_cmphex (judge (plain, "localhost", authority->cert, NULL, NULL).reasons, !=, 0);
}

/* Two pins: either is enough, of any kind; neither is not, by a single bit. A weak key is refused under both. */
static void
test_second_pin (void)
{
  const FlTestAuthority *authority = fl_test_authority_get ();
  static const FlPinKind kinds[] = { FL_PIN_SHA256, FL_PIN_SPKI, FL_PIN_SHA1 };
  X509 *planned = make ((FlTestCertificate) { .serial = 90 });
  X509 *stranger = make ((FlTestCertificate) { .serial = 91 });
  X509 *weak = make ((FlTestCertificate) { .serial = 92, .key = "RSA-1024" });
  g_autoptr(FlTrust) one = trust_pin (authority->cert);
  g_autoptr(FlCertificate) certificate = fl_certificate_new_from_x509 (planned);
  g_autoptr(FlCertificate) weak_certificate = fl_certificate_new_from_x509 (weak);
  g_autoptr(FlPin) weak_pin = fl_pin_new_for_certificate (weak_certificate, FL_PIN_SHA256);
  g_autoptr(FlTrust) weak_trust = fl_trust_with_second_pin (one, weak_pin);

  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autoptr(FlPin) second = fl_pin_new_for_certificate (certificate, kinds[i]);
      g_autoptr(FlTrust) two = fl_trust_with_second_pin (one, second);

      g_assert_cmphex (judge (one, "localhost", planned, NULL, NULL).reasons, ==, F (PIN_MISMATCH));
      g_assert_cmphex (judge (two, "localhost", planned, NULL, NULL).reasons, ==, 0);
      g_assert_cmphex (judge (two, "localhost", authority->cert, NULL, NULL).reasons, ==, 0);
      g_assert_cmphex (judge (two, "localhost", stranger, NULL, NULL).reasons, ==, F (PIN_MISMATCH));
    }
  g_assert_cmphex (judge (weak_trust, "localhost", weak, NULL, NULL).reasons, ==, F (WEAK_KEY));
  X509_free (planned);
  X509_free (stranger);
  X509_free (weak);
}

/* Every single bit of a SHA-1 counts, as first and as second pin. */
static void
test_pin_bits (void)
{
  const FlTestAuthority *authority = fl_test_authority_get ();
  g_autoptr(FlCertificate) certificate = fl_certificate_new_from_x509 (authority->cert);
  g_autoptr(FlTrust) other = trust_pin (authority->ca);

  for (guint bit = 0; bit < 160; bit++)
    {
      g_autofree char *digits = g_strdup (fl_certificate_get_sha1 (certificate));
      g_autoptr(FlPin) pin = NULL;
      g_autoptr(FlTrust) first = NULL;
      g_autoptr(FlTrust) second = NULL;

      digits[bit / 4] = "0123456789abcdef"[g_ascii_xdigit_value (digits[bit / 4]) ^ (1 << bit % 4)];
      pin = fl_pin_parse (digits, NULL);
      first = fl_trust_new_pin (pin);
      second = fl_trust_with_second_pin (other, pin);
      g_assert_cmphex (judge (first, "localhost", authority->cert, NULL, NULL).reasons, ==, F (PIN_MISMATCH));
      g_assert_cmphex (judge (second, "localhost", authority->cert, NULL, NULL).reasons, ==, F (PIN_MISMATCH));
    }
}

static FlTlsFindings
judge_staple_of (X509    *leaf,
                 FlTrust *trust,
                 GBytes  *staple,
                 gboolean with_issuer)
{
  STACK_OF(X509) *chain = sk_X509_new_null ();
  FlTlsFindings findings = { 0, 0 };
  gsize n = 0;
  const guint8 *data = staple != NULL ? g_bytes_get_data (staple, &n) : NULL;
  g_autoptr(FlOcsp) ocsp = NULL;

  sk_X509_push (chain, leaf);
  if (with_issuer)
    sk_X509_push (chain, fl_test_authority_get ()->ca);
  ocsp = fl_ocsp_read (data, n, chain);
  fl_tls_policy_judge_staple (trust, ocsp, chain, &findings);
  sk_X509_free (chain);

  return findings;
}

static FlTlsFindings
judge_staple (FlTrust *trust,
              GBytes  *staple,
              gboolean with_issuer)
{
  return judge_staple_of (fl_test_authority_get ()->cert, trust, staple, with_issuer);
}

static void
test_staple (void)
{
  const FlTestAuthority *authority = fl_test_authority_get ();
  g_autoptr(FlTrust) ca = trust_ca (authority->ca);
  g_autoptr(FlTrust) pin = trust_pin (authority->cert);
  X509 *another = make ((FlTestCertificate) { .serial = 77 });
  g_autoptr(GBytes) revoked = fl_test_staple_new (authority->cert, authority->ca, authority->ca, authority->ca_key,
                                           V_OCSP_CERTSTATUS_REVOKED, 3600);
  g_autoptr(GBytes) old = fl_test_staple_new (authority->cert, authority->ca, authority->ca, authority->ca_key,
                                       V_OCSP_CERTSTATUS_REVOKED, -3600);
  g_autoptr(GBytes) good = fl_test_staple_new (authority->cert, authority->ca, authority->ca, authority->ca_key,
                                        V_OCSP_CERTSTATUS_GOOD, 3600);
  g_autoptr(GBytes) of_another = fl_test_staple_new (another, authority->ca, authority->ca, authority->ca_key,
                                              V_OCSP_CERTSTATUS_REVOKED, 3600);
  g_autoptr(GBytes) forged = fl_test_staple_new (authority->cert, authority->ca, authority->cert, authority->key,
                                          V_OCSP_CERTSTATUS_REVOKED, 3600);
  g_autoptr(GBytes) nonsense = g_bytes_new_static ("nonsense", 8);

  g_assert_cmphex (judge_staple (ca, revoked, TRUE).reasons, ==, F (REVOKED));
  g_assert_cmphex (judge_staple (ca, old, TRUE).reasons, ==, F (REVOKED));
  g_assert_cmphex (judge_staple (ca, NULL, TRUE).reasons, ==, 0);
  g_assert_cmphex (judge_staple (pin, revoked, TRUE).reasons, ==, 0);
  g_assert_cmphex (judge_staple (pin, revoked, TRUE).remarks, ==, F (REVOKED));
  g_assert_cmphex (judge_staple (ca, revoked, FALSE).reasons, ==, 0); /* nobody to check it with */
  g_assert_cmphex (judge_staple (ca, good, TRUE).reasons, ==, 0);
  g_assert_cmphex (judge_staple (ca, of_another, TRUE).reasons, ==, 0);
  g_assert_cmphex (judge_staple (ca, forged, TRUE).reasons, ==, 0);
  g_assert_cmphex (judge_staple (ca, nonsense, TRUE).reasons, ==, 0);
  X509_free (another);
}

/* A certificate that promises a staple: only a fresh "good" of its own issuer will do. */
static void
test_must_staple (void)
{
  const FlTestAuthority *authority = fl_test_authority_get ();
  X509 *leaf = make ((FlTestCertificate) { .serial = 78, .extensions = "tlsfeature=status_request" });
  X509 *other = make ((FlTestCertificate) { .serial = 79, .extensions = "tlsfeature=status_request_v2" });
  X509 *broken = make ((FlTestCertificate) { .serial = 80, .extensions = "1.3.6.1.5.5.7.1.24=DER:0500" });
  g_autoptr(FlTrust) ca = trust_ca (authority->ca);
  g_autoptr(FlTrust) pin = trust_pin (leaf);
  g_autoptr(GBytes) nonsense = g_bytes_new_static ("nonsense", 8);
  const struct { X509 *signer; EVP_PKEY *key; int status; long ends_in_s; guint32 found; } cases[] = {
    { authority->ca, authority->ca_key, V_OCSP_CERTSTATUS_GOOD, 3600, 0 },
    { authority->ca, authority->ca_key, V_OCSP_CERTSTATUS_GOOD, -3600, F (STAPLE_MISSING) },
    { authority->ca, authority->ca_key, V_OCSP_CERTSTATUS_UNKNOWN, 3600, F (STAPLE_MISSING) },
    { authority->ca, authority->ca_key, V_OCSP_CERTSTATUS_REVOKED, 3600, F (REVOKED) },
    { authority->cert, authority->key, V_OCSP_CERTSTATUS_GOOD, 3600, F (STAPLE_MISSING) },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GBytes) staple = fl_test_staple_new (leaf, authority->ca, cases[i].signer, cases[i].key, cases[i].status,
                                              cases[i].ends_in_s);

      g_assert_cmphex (judge_staple_of (leaf, ca, staple, TRUE).reasons, ==, cases[i].found);
    }
  g_assert_cmphex (judge_staple_of (leaf, ca, NULL, TRUE).reasons, ==, F (STAPLE_MISSING));
  g_assert_cmphex (judge_staple_of (leaf, ca, NULL, FALSE).reasons, ==, F (STAPLE_MISSING));
  g_assert_cmphex (judge_staple_of (leaf, ca, nonsense, TRUE).reasons, ==, F (STAPLE_MISSING));
  g_assert_cmphex (judge_staple_of (leaf, pin, NULL, TRUE).reasons, ==, 0);
  g_assert_cmphex (judge_staple_of (leaf, pin, NULL, TRUE).remarks, ==, F (STAPLE_MISSING));
  g_assert_cmphex (judge_staple_of (other, ca, NULL, TRUE).reasons, ==, 0);
  g_assert_cmphex (judge_staple_of (broken, ca, NULL, TRUE).reasons, ==, F (STAPLE_MISSING));
  X509_free (leaf);
  X509_free (other);
  X509_free (broken);
}

static void
test_verdict (void)
{
  g_autoptr(FlTrust) ca = trust_ca (fl_test_authority_get ()->ca);
  g_autoptr(FlTrust) insecure = fl_trust_new_insecure ();
  const FlTlsFindings none = { 0, 0 };
  const FlTlsFindings both = { F (EXPIRED) | F (PIN_MISMATCH), F (CHAIN_ORDER) | F (EXPIRED) };
  g_autoptr(FlVerdict) good = fl_tls_policy_make_verdict (ca, TRUE, &none);
  g_autoptr(FlVerdict) unfinished = fl_tls_policy_make_verdict (ca, FALSE, &none);
  g_autoptr(FlVerdict) unchecked = fl_tls_policy_make_verdict (insecure, TRUE, &none);
  g_autoptr(FlVerdict) refused = fl_tls_policy_make_verdict (ca, TRUE, &both);

  g_assert_true (fl_verdict_is_trusted (good));
  g_assert_false (fl_verdict_is_trusted (unfinished));
  g_assert_false (fl_verdict_is_trusted (unchecked));
  g_assert_false (fl_verdict_is_trusted (refused));
  g_assert_cmpuint (fl_verdict_get_n_reasons (refused), ==, 2);
  g_assert_cmpint (fl_verdict_get_reason (refused, 0), ==, FL_REASON_PIN_MISMATCH);
  g_assert_cmpuint (fl_verdict_get_n_remarks (refused), ==, 1);
  g_assert_cmpint (fl_verdict_get_remark (refused, 0), ==, FL_REASON_CHAIN_ORDER);
}

static void
test_x509_error (void)
{
  const FlTlsFindings expired = { F (EXPIRED), 0 };
  const FlTlsFindings stranger = { F (EXPIRED) | F (UNKNOWN_ISSUER), 0 };
  const FlTlsFindings psk = { F (PSK_REFUSED), 0 };

  g_assert_cmpint (fl_tls_policy_get_x509_error (&expired), ==, X509_V_ERR_CERT_HAS_EXPIRED);
  g_assert_cmpint (fl_tls_policy_get_x509_error (&stranger), ==, X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY);
  g_assert_cmpint (fl_tls_policy_get_x509_error (&psk), ==, X509_V_ERR_APPLICATION_VERIFICATION);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/tls-policy/leaf", test_leaf);
  g_test_add_func ("/tls-policy/issuer", test_issuer);
  g_test_add_func ("/tls-policy/leaf-is-anchor", test_leaf_is_anchor);
  g_test_add_func ("/tls-policy/order", test_order);
  g_test_add_func ("/tls-policy/weak-issuer", test_weak_issuer);
  g_test_add_func ("/tls-policy/other-ways", test_other_ways);
  g_test_add_func ("/tls-policy/not-permitted", test_not_permitted);
  g_test_add_func ("/tls-policy/second-pin", test_second_pin);
  g_test_add_func ("/tls-policy/pin-bits", test_pin_bits);
  g_test_add_func ("/tls-policy/staple", test_staple);
  g_test_add_func ("/tls-policy/must-staple", test_must_staple);
  g_test_add_func ("/tls-policy/verdict", test_verdict);
  g_test_add_func ("/tls-policy/x509-error", test_x509_error);

  return g_test_run ();
}
