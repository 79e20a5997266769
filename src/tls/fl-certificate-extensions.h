/* The extensions of a certificate as sections. One that nobody here knows is shown as it is.
 *
 * For files of this room only; main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "tls/fl-certificate-section.h"

#include <openssl/x509.h>

G_BEGIN_DECLS

void fl_certificate_extensions_read (GListStore *sections,
                                     X509       *x509);

G_END_DECLS
