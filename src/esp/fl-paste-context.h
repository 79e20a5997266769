/* What is known while something pasted is read: the broker it is meant for, if any, and the certificates seen before.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "tls/fl-tls-report.h"

G_BEGIN_DECLS

/* A certificate that a broker had. Times are Unix seconds. */
typedef struct
{
  const char *host;
  const char *sha1;        /* 40 hexadecimal digits, lower case; NULL: not kept */
  const char *sha256;      /* 64; NULL: not kept */
  const char *spki_sha256; /* base64; NULL: not kept */
  gint64      first_seen;
  gint64      last_seen;
} FlSeenCertificate;

/* Borrowed; must not change while it is in use. */
typedef struct
{
  FlTlsReport             *report; /* NULL: no broker */
  const FlSeenCertificate *seen;
  guint                    n_seen;
  gint64                   now;    /* Unix seconds */
} FlPasteContext;

FlCertificate *fl_paste_context_get_leaf    (const FlPasteContext *self);
FlCertificate *fl_paste_context_get_trusted (const FlPasteContext *self);
FlCertificate *fl_paste_context_get_anchor  (const FlPasteContext *self);
const char    *fl_paste_context_get_host    (const FlPasteContext *self);
guint16        fl_paste_context_get_port    (const FlPasteContext *self);

G_END_DECLS
