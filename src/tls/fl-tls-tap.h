/* The live tap: sees, judges and records the TLS of a connection that somebody else (Paho) makes.
 *
 * For each connection make a tap, and give Paho
 *
 *     ssl.ssl_psk_cb           = fl_tls_tap_psk_cb;
 *     ssl.ssl_psk_context      = tap;
 *     ssl.enabledCipherSuites  = fl_tls_tap_get_cipher_suites (tap);
 *     ssl.enableServerCertAuth = 1;
 *     ssl.verify               = 0;
 *     ssl.disableDefaultTrustStore = 1;      and no trustStore, CApath, keyStore
 *
 * The first three say which tap a connection belongs to; the last three make every handshake fail when
 * the hook is not there. src/tls/README.md says how and why.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "tls/fl-tls-report.h"

#include <openssl/types.h>

G_BEGIN_DECLS

#define FL_TYPE_TLS_TAP (fl_tls_tap_get_type ())

typedef struct _FlTlsTap FlTlsTap;

GType        fl_tls_tap_get_type          (void) G_GNUC_CONST;
void         fl_tls_tap_install           (void);
SSL_CTX     *fl_tls_tap_new_bare_context  (void) G_GNUC_WARN_UNUSED_RESULT;
FlTlsTap    *fl_tls_tap_new               (FlEndpoint    *endpoint,
                                           FlTrust       *trust) G_GNUC_WARN_UNUSED_RESULT;
FlTlsTap    *fl_tls_tap_ref               (FlTlsTap      *self);
void         fl_tls_tap_unref             (FlTlsTap      *self);
const char  *fl_tls_tap_get_cipher_suites (FlTlsTap      *self);
unsigned     fl_tls_tap_psk_cb            (const char    *hint,
                                           char          *identity,
                                           unsigned       max_identity,
                                           unsigned char *psk,
                                           unsigned       max_psk,
                                           void          *tap);
FlTlsReport *fl_tls_tap_dup_report        (FlTlsTap      *self) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FlTlsTap, fl_tls_tap_unref)

G_END_DECLS
