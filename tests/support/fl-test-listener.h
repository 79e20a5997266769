/* A TLS server on a loopback port, in a thread of its own: one connection after the other, each read to its end.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gio/gio.h>
#include <openssl/ssl.h>

G_BEGIN_DECLS

typedef struct _FlTestListener FlTestListener;

/* Changes the server's end before its handshake. */
typedef void (*FlTestSetup) (SSL *server);

FlTestListener *fl_test_listener_new             (FlTestSetup     setup) G_GNUC_WARN_UNUSED_RESULT;
void            fl_test_listener_free            (FlTestListener *self);
guint16         fl_test_listener_get_port        (FlTestListener *self);
int             fl_test_listener_get_n_accepted  (FlTestListener *self);
int             fl_test_listener_get_n_shaken    (FlTestListener *self);
int             fl_test_listener_get_n_bytes     (FlTestListener *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FlTestListener, fl_test_listener_free)

G_END_DECLS
