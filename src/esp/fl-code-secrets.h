/* Passwords and keys that stand in the source: where, of which kind, never what they are.
 *
 * | code | found |
 * |---|---|
 * | secret-wifi | the Wi-Fi password |
 * | secret-aio-key | an Adafruit IO key |
 * | secret-password | the broker's password |
 * | secret-fernet-key | a Fernet key |
 * | secret-psk | a pre-shared key |
 * | secret-private-key | a private key as PEM |
 * | secret-key | another key or token |
 * | secret-public | a key that everybody can read in a public document |
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "esp/fl-code.h"

G_BEGIN_DECLS

void fl_code_secrets_find (const FlCode *code,
                           GPtrArray    *findings);

G_END_DECLS
