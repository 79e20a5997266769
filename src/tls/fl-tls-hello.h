/* What a ServerHello says that OpenSSL does not tell while the handshake runs.
 *
 * For files of this room only.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct
{
  gboolean is_tls13;                   /* supported_versions picks TLS 1.3 (RFC 8446, 4.2.1) */
  gboolean has_extended_master_secret; /* RFC 7627; without meaning in TLS 1.3 */
} FlTlsHello;

gboolean fl_tls_hello_read (FlTlsHello   *self,
                            const guint8 *message,
                            gsize         n_message);

G_END_DECLS
