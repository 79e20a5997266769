/* The X.509 object of a certificate, for files of this room only.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "tls/fl-certificate.h"

#include <openssl/x509.h>

G_BEGIN_DECLS

FlCertificate *fl_certificate_new_from_x509   (X509                *x509) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray     *fl_certificate_array_from_x509 (const STACK_OF(X509) *stack,
                                               GPtrArray            *known) G_GNUC_WARN_UNUSED_RESULT;
X509          *fl_certificate_get_x509        (const FlCertificate *self);

G_END_DECLS
