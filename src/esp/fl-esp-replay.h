/* A handshake as a device would make it: only with what its TLS library offers, judged by nobody, then closed.
 *
 * It says how far the device gets, never whether a broker may be trusted: not one byte is sent over such a
 * connection once its handshake is over.
 *
 * Immutable and reference-counted; usable from every thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "esp/fl-client-model.h"
#include "tls/fl-endpoint.h"
#include "tls/fl-tls-fault.h"
#include "tls/fl-trust.h"

#include <gio/gio.h>
#include <openssl/x509.h>

G_BEGIN_DECLS

typedef struct _FlEspReplay FlEspReplay;

/* How a handshake of a device ended. */
typedef enum
{
  FL_ESP_REPLAY_CONNECTED,
  FL_ESP_REPLAY_UNREACHED, /* no connection for it; see the fault */
  FL_ESP_REPLAY_ALERT,     /* the other side ended it, and said why */
  FL_ESP_REPLAY_VERSION,   /* it answered in a version that was not offered */
  FL_ESP_REPLAY_CLOSED,    /* it hung up */
  FL_ESP_REPLAY_FAILED,    /* it sent what no client takes */
} FlEspReplayEnd;

/* What a replay has besides what its model says. */
typedef enum
{
  FL_ESP_REPLAY_NONE = 0,
  FL_ESP_REPLAY_WITH_PSK = 1 << 0,         /* the key of the trust setting */
  FL_ESP_REPLAY_WITH_CERTIFICATE = 1 << 1, /* the client certificate of the trust setting */
  FL_ESP_REPLAY_WITH_FRAGMENT = 1 << 2,    /* asks for small records though the model does not */
} FlEspReplayFlags;

FlEspReplay          *fl_esp_replay_run              (const FlClientModel  *model,
                                                      FlEndpoint           *endpoint,
                                                      const FlTrust        *trust,
                                                      FlEspReplayFlags      flags,
                                                      gint64                deadline,
                                                      GCancellable         *cancellable) G_GNUC_WARN_UNUSED_RESULT;
FlEspReplay          *fl_esp_replay_ref              (FlEspReplay          *self);
void                  fl_esp_replay_unref            (FlEspReplay          *self);
FlEspReplayEnd        fl_esp_replay_get_end          (const FlEspReplay    *self);
FlTlsFault            fl_esp_replay_get_fault        (const FlEspReplay    *self);
int                   fl_esp_replay_get_alert        (const FlEspReplay    *self);
const STACK_OF(X509) *fl_esp_replay_get_chain        (const FlEspReplay    *self);
const char           *fl_esp_replay_get_cipher       (const FlEspReplay    *self);
const char           *fl_esp_replay_get_group        (const FlEspReplay    *self);
const char           *fl_esp_replay_get_signature    (const FlEspReplay    *self);
gboolean              fl_esp_replay_is_ephemeral     (const FlEspReplay    *self);
guint                 fl_esp_replay_get_max_fragment (const FlEspReplay    *self);
gboolean              fl_esp_replay_is_client_certificate_requested
                                                     (const FlEspReplay    *self);
gboolean              fl_esp_replay_is_psk           (const FlEspReplay    *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FlEspReplay, fl_esp_replay_unref)

G_END_DECLS
