/* The public key of a certificate as text.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "tls/fl-certificate.h"

G_BEGIN_DECLS

char *fl_public_key_to_pem (const FlCertificate *certificate) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
