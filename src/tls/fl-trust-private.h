/* What the tap and the probe need of a trust setting; for files of this room, and for the replay of a device's handshake
 * with the verdict about it (esp/).
 *
 * All are borrowed: they live as long as the FlTrust. NULL where the way has none.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "tls/fl-trust.h"

#include <openssl/x509.h>

G_BEGIN_DECLS

X509_STORE           *fl_trust_get_store        (const FlTrust *self);
X509                 *fl_trust_get_client_x509  (const FlTrust *self);
EVP_PKEY             *fl_trust_get_client_key   (const FlTrust *self);
const STACK_OF(X509) *fl_trust_get_client_chain (const FlTrust *self);
FlSecret             *fl_trust_get_psk_key      (const FlTrust *self);

G_END_DECLS
