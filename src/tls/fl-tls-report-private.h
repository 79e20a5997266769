/* How a report is made; for files of this room only.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "tls/fl-tls-report.h"

G_BEGIN_DECLS

/* Everything is borrowed, copied or referenced by fl_tls_report_new(). */
typedef struct
{
  FlEndpoint  *endpoint;
  FlTrustWay   way;
  gboolean     connected;
  gboolean     complete;
  FlTlsFault   fault;
  const char  *error_text;     /* NULL without a fault */
  const char  *protocol;       /* "TLSv1.3"; NULL: not agreed on */
  const char  *cipher;
  const char  *group;
  const char  *peer_signature;
  const char  *alpn;
  gboolean     resumed;
  gboolean     live;           /* of the connection that carries the data, not of a probe */
  FlTlsAnswer  extended_master_secret;
  FlTlsAnswer  secure_renegotiation;
  guint        max_fragment;   /* 0: none */
  int          n_certificate_timestamps; /* -1: not known */
  int          n_ocsp_timestamps;
  gboolean     client_certificate_requested;
  FlHandshake *handshake;
  GPtrArray   *chain;          /* of FlCertificate, as sent; NULL: none */
  GPtrArray   *verified_path;  /* of FlCertificate, leaf to anchor; NULL: none */
  FlVerdict   *verdict;
  FlOcsp      *ocsp;           /* NULL: no staple */
  FlPin       *matched_pin;    /* the one that the leaf has; NULL: none */
} FlTlsReportFields;

FlTlsReport *fl_tls_report_new (const FlTlsReportFields *fields) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
