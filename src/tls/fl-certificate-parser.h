/* Certificates out of a file: PEM or DER, one or several. Any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "tls/fl-certificate.h"

G_BEGIN_DECLS

#define FL_CERTIFICATE_ERROR (fl_certificate_error_quark ())

/* Most bytes that fl_certificate_parse_all() looks at, and most certificates that it returns. */
#define FL_CERTIFICATE_MAX_INPUT (4 * 1024 * 1024)
#define FL_CERTIFICATE_MAX_CHAIN 1000

typedef enum
{
  FL_CERTIFICATE_ERROR_EMPTY,
  FL_CERTIFICATE_ERROR_TOO_LARGE,
  FL_CERTIFICATE_ERROR_PRIVATE_KEY,     /* a key where a certificate belongs */
  FL_CERTIFICATE_ERROR_PKCS12,          /* a .p12/.pfx container */
  FL_CERTIFICATE_ERROR_REQUEST,         /* a signing request, not yet a certificate */
  FL_CERTIFICATE_ERROR_BROKEN,          /* says it is a certificate and does not parse */
  FL_CERTIFICATE_ERROR_NOT_A_CERTIFICATE,
} FlCertificateError;

GQuark     fl_certificate_error_quark (void);
GPtrArray *fl_certificate_parse_all   (GBytes  *bytes,
                                       GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
