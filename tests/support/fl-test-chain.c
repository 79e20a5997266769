/* A chain of three certificates, made for a test of what a device's library believes.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "support/fl-test-chain.h"

#include <openssl/x509v3.h>

void
fl_test_chain_init (FlTestChain       *self,
                    FlTestCertificate  leaf,
                    FlTestCertificate  middle)
{
  self->root_key = self->middle_key = NULL;
  self->root = fl_test_certificate_make (&(FlTestCertificate) { .common_name = "Root", .is_ca = TRUE }, &self->root_key);
  middle.common_name = "Middle";
  middle.issuer = self->root;
  middle.issuer_key = self->root_key;
  self->middle = fl_test_certificate_make (&middle, &self->middle_key);
  leaf.common_name = FL_TEST_CHAIN_HOST;
  leaf.issuer = self->middle;
  leaf.issuer_key = self->middle_key;
  self->leaf = fl_test_certificate_make (&leaf, NULL);
  self->chain = sk_X509_new_null ();
  sk_X509_push (self->chain, self->leaf);
  sk_X509_push (self->chain, self->middle);
}

void
fl_test_chain_clear (FlTestChain *self)
{
  sk_X509_free (self->chain);
  X509_free (self->root);
  X509_free (self->middle);
  X509_free (self->leaf);
  EVP_PKEY_free (self->root_key);
  EVP_PKEY_free (self->middle_key);
}

void
fl_test_chain_check (FlTestChainJudge  judge,
                     FlTestCertificate leaf,
                     FlTestCertificate middle,
                     FlEspReasons      with_root,
                     FlEspReasons      with_middle)
{
  FlTestChain chain;

  fl_test_chain_init (&chain, leaf, middle);
  g_assert_cmphex (judge (&chain, chain.root), ==, with_root);
  g_assert_cmphex (judge (&chain, chain.middle), ==, with_middle);
  fl_test_chain_clear (&chain);
}
