/* Tests of fl-bearssl-rules: one case for each way in which a chain is not believed. Whether BearSSL itself does so is
 * in tests/live/esp-verdicts.py.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "esp/fl-bearssl-rules.h"

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
  const FlEspSight sight = { .model = fl_client_model_from_code ("esp8266"), .chain = chain->chain, .host = HOST,
                             .is_ephemeral = TRUE, .now = NOW };

  return fl_bearssl_rules_judge_chain (&sight, anchor);
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
  check ((FlTestCertificate) { .san = "DNS:" HOST, .not_after = NOW - DAY, .not_before = NOW - 2 * DAY }, ca, BIT (EXPIRED),
         BIT (EXPIRED));
  check ((FlTestCertificate) { .san = "DNS:" HOST, .not_before = NOW + DAY }, ca, BIT (NOT_YET_VALID), BIT (NOT_YET_VALID));
  check ((FlTestCertificate) { .san = "DNS:" HOST, .extensions = "extendedKeyUsage=critical,serverAuth" }, ca,
         BIT (CRITICAL_EXTENSION), BIT (CRITICAL_EXTENSION));
  check ((FlTestCertificate) { .san = "DNS:" HOST, .extensions = "keyUsage=critical,keyEncipherment" }, ca, BIT (KEY_USAGE),
         BIT (KEY_USAGE));
  check ((FlTestCertificate) { .san = "DNS:" HOST, .extensions = "extendedKeyUsage=clientAuth" }, ca, 0, 0);
  /* An authority in the sketch is a name and a key: what is wrong with it matters only in between. */
  check (good, (FlTestCertificate) { .is_ca = TRUE, .not_after = NOW - DAY, .not_before = NOW - 2 * DAY }, BIT (EXPIRED), 0);
  check (good, (FlTestCertificate) { .is_ca = FALSE }, BIT (NOT_A_CA), BIT (NOT_A_CA));
}

static void
test_order (void)
{
  FlTestChain chain;

  fl_test_chain_init (&chain, (FlTestCertificate) { .san = "DNS:" HOST }, (FlTestCertificate) { .is_ca = TRUE });
  sk_X509_insert (chain.chain, chain.root, 1);
  g_assert_cmphex (judge (&chain, chain.root), ==, BIT (CHAIN_ORDER));
  g_assert_cmphex (judge (&chain, chain.middle), ==, 0); /* what comes after it is not looked at */
  sk_X509_pop (chain.chain);
  sk_X509_pop (chain.chain);
  g_assert_cmphex (judge (&chain, chain.root), ==, BIT (UNKNOWN_ISSUER));
  fl_test_chain_clear (&chain);
}

static void
test_itself (void)
{
  FlTestChain chain;

  fl_test_chain_init (&chain, (FlTestCertificate) { .san = "DNS:" HOST }, (FlTestCertificate) { .is_ca = TRUE });
  g_assert_cmphex (judge (&chain, chain.leaf), ==, 0);
  fl_test_chain_clear (&chain);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/bearssl-rules/chains", test_chains);
  g_test_add_func ("/bearssl-rules/order", test_order);
  g_test_add_func ("/bearssl-rules/itself", test_itself);

  return g_test_run ();
}
