/* What the policy sets on a TLS connection before its first byte: strength, store, name, client certificate.
 *
 * For files of this room only.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "tls/fl-endpoint.h"
#include "tls/fl-trust.h"

#include <openssl/ssl.h>

G_BEGIN_DECLS

gboolean    fl_tls_setup_apply             (SSL              *ssl,
                                            const FlEndpoint *endpoint,
                                            const FlTrust    *trust) G_GNUC_WARN_UNUSED_RESULT;
const char *fl_tls_setup_get_cipher_suites (const FlTrust    *trust);

G_END_DECLS
