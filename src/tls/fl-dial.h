/* A TCP connection for a handshake of our own: the name resolved, the connection made, waiting bounded.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "tls/fl-endpoint.h"
#include "tls/fl-tls-fault.h"

#include <gio/gio.h>
#include <openssl/ssl.h>

G_BEGIN_DECLS

typedef enum
{
  FL_DIAL_READY,
  FL_DIAL_LATE,
  FL_DIAL_CANCELLED,
  FL_DIAL_FAILED, /* of a handshake: OpenSSL knows why */
} FlDialWait;

GSocketConnection *fl_dial                  (FlEndpoint         *endpoint,
                                             gint64              deadline,
                                             GCancellable       *cancellable,
                                             GError            **error) G_GNUC_WARN_UNUSED_RESULT;
FlTlsFault         fl_dial_fault_from_error (const GError       *error);
FlEndpoint        *fl_dial_find_address     (FlEndpoint         *endpoint,
                                             GSocketConnection  *connection) G_GNUC_WARN_UNUSED_RESULT;
FlDialWait         fl_dial_wait             (int                 fd,
                                             gushort             events,
                                             gint64              deadline,
                                             GCancellable       *cancellable);
gushort            fl_dial_events_wanted    (SSL                *ssl,
                                             int                 result);
FlDialWait         fl_dial_shake_hands      (SSL                *ssl,
                                             gint64              deadline,
                                             GCancellable       *cancellable);

G_END_DECLS
