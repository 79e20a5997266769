/* How a staple is read; for files of this room only.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "tls/fl-ocsp.h"

#include <openssl/x509.h>

G_BEGIN_DECLS

/* What a verified answer says, for tests too. Times are Unix seconds, FL_CERTIFICATE_TIME_INVALID: none. */
typedef struct
{
  FlOcspStatus status;
  gint64       this_update;
  gint64       next_update;
  gint64       revoked_at;
  int          reason; /* RFC 5280, 5.3.1; -1: none given */
} FlOcspFields;

FlOcsp *fl_ocsp_new  (const FlOcspFields *fields) G_GNUC_WARN_UNUSED_RESULT;
FlOcsp *fl_ocsp_read (const guint8       *staple,
                      gsize               n_staple,
                      STACK_OF(X509)     *chain) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
