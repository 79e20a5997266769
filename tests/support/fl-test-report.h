/* Reports of connections that never were, for the tests of sentences and widgets.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "tls/fl-tls-report.h"

G_BEGIN_DECLS

typedef struct
{
  const char    *host;     /* "localhost" if NULL */
  const char    *address;  /* "127.0.0.1" if NULL */
  FlTrustWay     way;
  FlCertificate *leaf;     /* NULL: none was sent */
  FlCertificate *issuer;   /* NULL: none on the path */
  const char    *protocol; /* "TLSv1.3" if NULL, none if "" */
  const char    *cipher;   /* the usual one of TLS 1.3 if NULL */
  gboolean       asks_for_certificate;
  gboolean       untrusted; /* nothing was proved, nothing was refused */
  int            reason;   /* -1: none; else refused for it */
  int            remark;   /* -1: none */
  FlOcsp        *ocsp;     /* NULL: no staple */
  GPtrArray     *chain;    /* what was sent; NULL: the leaf */
  FlHandshake   *handshake; /* NULL: the usual one */
  gboolean       probed;   /* seen by a probe, not on the connection that carries the data */
} FlTestReport;

/* The start of every FlTestReport: no reason, no remark. */
#define FL_TEST_REPORT_BARE .reason = -1, .remark = -1

/* Noon UTC: 3 May 2026, 20 November 2026 and 53 days later, 12 January 2027. */
#define FL_TEST_MAY     1777809600
#define FL_TEST_NOW     1795176000
#define FL_TEST_JANUARY 1799755200
#define FL_TEST_YEAR    (365 * 86400)

/* What reports are made with; owned by the process. */
typedef struct
{
  FlCertificate *ca;      /* "Fern CA", as all of them from a year before May on; until January */
  FlCertificate *good;    /* of the CA for localhost, until January */
  FlCertificate *expired; /* the same until May */
} FlTestCertificates;

const FlTestCertificates *fl_test_certificates_get (void);
FlTlsReport              *fl_test_report_new       (const FlTestReport *wish);

G_END_DECLS
