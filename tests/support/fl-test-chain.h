/* A chain of three certificates, made for a test of what a device's library believes.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "esp/fl-esp-rules.h"

#include "support/fl-test-certificate.h"

G_BEGIN_DECLS

#define FL_TEST_CHAIN_HOST "broker.home"
#define FL_TEST_CHAIN_NOW  (g_get_real_time () / G_USEC_PER_SEC)
#define FL_TEST_CHAIN_DAY  (24 * 60 * 60)

typedef struct
{
  X509           *root;
  EVP_PKEY       *root_key;
  X509           *middle;
  EVP_PKEY       *middle_key;
  X509           *leaf;
  STACK_OF(X509) *chain; /* leaf, middle */
} FlTestChain;

/* What the rules say of the chain, with an authority in the sketch. */
typedef FlEspReasons (*FlTestChainJudge) (const FlTestChain *chain,
                                          X509              *anchor);

/* What is asked for of the leaf and of the one in between; issuers are put in. */
void fl_test_chain_init  (FlTestChain       *self,
                          FlTestCertificate  leaf,
                          FlTestCertificate  middle);
void fl_test_chain_clear (FlTestChain       *self);
/* Makes such a chain, and compares the reasons with the root and with the one in between as authority. */
void fl_test_chain_check (FlTestChainJudge   judge,
                          FlTestCertificate  leaf,
                          FlTestCertificate  middle,
                          FlEspReasons       with_root,
                          FlEspReasons       with_middle);

G_END_DECLS
