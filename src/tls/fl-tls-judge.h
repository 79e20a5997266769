/* One TLS connection, judged and recorded: the callbacks that the live tap and the probe both use.
 *
 * A judge is made for one SSL, before its ClientHello, and is held by it. Everything that OpenSSL tells
 * is taken down in the callbacks, on the connection's thread, under a lock; a report can be had from any
 * thread at any time and never touches the SSL.
 *
 * For files of this room only.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "tls/fl-tls-report.h"

#include <openssl/ssl.h>

G_BEGIN_DECLS

typedef struct _FlTlsJudge FlTlsJudge;

FlTlsJudge  *fl_tls_judge_new                (FlEndpoint     *endpoint,
                                              FlTrust        *trust,
                                              gboolean        is_live) G_GNUC_WARN_UNUSED_RESULT;
FlTlsJudge  *fl_tls_judge_ref                (FlTlsJudge     *self);
void         fl_tls_judge_unref              (FlTlsJudge     *self);
void         fl_tls_judge_attach             (FlTlsJudge     *self,
                                              SSL            *ssl);
FlTlsJudge  *fl_tls_judge_from_ssl           (SSL            *ssl);
gboolean     fl_tls_judge_set_up             (FlTlsJudge     *self,
                                              SSL            *ssl);
unsigned     fl_tls_judge_offer_psk          (FlTlsJudge     *self,
                                              char           *identity,
                                              unsigned        max_identity,
                                              unsigned char  *psk,
                                              unsigned        max_psk);
void         fl_tls_judge_state_cb           (const SSL      *ssl,
                                              int             where,
                                              int             result);
int          fl_tls_judge_verify_cb          (X509_STORE_CTX *context,
                                              void           *data);
int          fl_tls_judge_status_cb          (SSL            *ssl,
                                              void           *data);
void         fl_tls_judge_set_fault          (FlTlsJudge     *self,
                                              FlTlsFault      fault);
gboolean     fl_tls_judge_is_answered        (FlTlsJudge     *self);
FlTlsReport *fl_tls_judge_dup_report         (FlTlsJudge     *self) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FlTlsJudge, fl_tls_judge_unref)

G_END_DECLS
