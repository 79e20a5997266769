/* OCSP answers to be stapled, for tests.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>
#include <openssl/ocsp.h>

G_BEGIN_DECLS

GBytes *fl_test_staple_new (X509     *leaf,
                            X509     *issuer,
                            X509     *signer,
                            EVP_PKEY *signer_key,
                            int       status,
                            long      ends_in_s);
GBytes *fl_test_staple_new_revoked (X509     *leaf,
                                    X509     *issuer,
                                    EVP_PKEY *issuer_key,
                                    int       reason);

G_END_DECLS
