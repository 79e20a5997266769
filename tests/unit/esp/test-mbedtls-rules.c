/* Tests of fl-mbedtls-rules: one case for each way in which a chain is not believed, or not even read. Whether Mbed TLS
 * itself does so is in tests/live/esp-verdicts.py.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "esp/fl-mbedtls-rules.h"

#include "support/fl-test-chain.h"

#include <openssl/x509v3.h>

#define BIT(name) FL_ESP_REASON_BIT (FL_ESP_REASON_##name)
#define HOST      FL_TEST_CHAIN_HOST
#define NOW       FL_TEST_CHAIN_NOW
#define DAY       FL_TEST_CHAIN_DAY

static FlEspReasons
judge (const FlTestChain *chain,
       X509              *anchor)
{
  const FlEspSight sight = { .model = fl_client_model_from_code ("esp32"), .chain = chain->chain, .host = HOST,
                             .is_ephemeral = TRUE, .now = NOW };

  return fl_mbedtls_rules_judge_chain (&sight, anchor);
}

static void
check (FlTestCertificate leaf,
       FlTestCertificate middle,
       FlEspReasons      with_root,
       FlEspReasons      with_middle)
{
  fl_test_chain_check (judge, leaf, middle, with_root, with_middle);
}

static void
test_chains (void)
{
  const FlTestCertificate ca = { .is_ca = TRUE };
  const FlTestCertificate good = { .san = "DNS:" HOST };

  check (good, ca, 0, 0);
  check ((FlTestCertificate) { .san = "DNS:other.home" }, ca, BIT (NAME_MISMATCH), BIT (NAME_MISMATCH));
  /* It has no clock. */
  check ((FlTestCertificate) { .san = "DNS:" HOST, .not_after = NOW - DAY, .not_before = NOW - 2 * DAY }, ca, 0, 0);
  check (good, (FlTestCertificate) { .is_ca = TRUE, .not_after = NOW - DAY, .not_before = NOW - 2 * DAY }, 0, 0);
  check ((FlTestCertificate) { .san = "DNS:" HOST, .extensions = "extendedKeyUsage=critical,serverAuth" }, ca, 0, 0);
  check ((FlTestCertificate) { .san = "DNS:" HOST, .extensions = "extendedKeyUsage=clientAuth" }, ca, BIT (PURPOSE), BIT (PURPOSE));
  check ((FlTestCertificate) { .san = "DNS:" HOST, .extensions = "keyUsage=critical,keyEncipherment" }, ca, BIT (KEY_USAGE),
         BIT (KEY_USAGE));
  check ((FlTestCertificate) { .san = "DNS:" HOST, .digest = "SHA1" }, ca, BIT (SIGNATURE_ALGORITHM), BIT (SIGNATURE_ALGORITHM));
  check (good, (FlTestCertificate) { .is_ca = TRUE, .key = "RSA-1024" }, BIT (KEY_TOO_SMALL), BIT (KEY_TOO_SMALL));
  check (good, (FlTestCertificate) { .is_ca = FALSE }, BIT (NOT_A_CA), BIT (NOT_A_CA));
}

static void
test_reading (void)
{
  const FlTestCertificate critical = { .san = "DNS:" HOST, .extensions = "nameConstraints=critical,permitted;DNS:home" };
  FlTestChain chain;
  FlEspSight sight = { .model = fl_client_model_from_code ("esp32"), .host = HOST, .is_ephemeral = TRUE, .now = NOW };

  fl_test_chain_init (&chain, critical, (FlTestCertificate) { .is_ca = TRUE });
  sight.chain = chain.chain;
  g_assert_cmphex (fl_mbedtls_rules_judge_reading (&sight), ==, BIT (CRITICAL_EXTENSION));
  g_assert_cmphex (judge (&chain, chain.root), ==, BIT (CRITICAL_EXTENSION));
  fl_test_chain_clear (&chain);

  /* 16 kB of names. */
  fl_test_chain_init (&chain, (FlTestCertificate) { .san = "DNS:" HOST, .n_dns_names = 1000 }, (FlTestCertificate) { .is_ca = TRUE });
  sight.chain = chain.chain;
  g_assert_cmphex (fl_mbedtls_rules_judge_reading (&sight), ==, BIT (CHAIN_TOO_LARGE));
  fl_test_chain_clear (&chain);
}

static void
test_order (void)
{
  FlTestChain chain;

  fl_test_chain_init (&chain, (FlTestCertificate) { .san = "DNS:" HOST }, (FlTestCertificate) { .is_ca = TRUE });
  sk_X509_insert (chain.chain, chain.root, 1);
  g_assert_cmphex (judge (&chain, chain.root), ==, 0); /* it looks further down */
  sk_X509_pop (chain.chain);
  g_assert_cmphex (judge (&chain, chain.root), ==, BIT (UNKNOWN_ISSUER));
  g_assert_cmphex (judge (&chain, chain.leaf), ==, BIT (UNKNOWN_ISSUER)); /* unless it signed itself */
  fl_test_chain_clear (&chain);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/mbedtls-rules/chains", test_chains);
  g_test_add_func ("/mbedtls-rules/reading", test_reading);
  g_test_add_func ("/mbedtls-rules/order", test_order);

  return g_test_run ();
}
