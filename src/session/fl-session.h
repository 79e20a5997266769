/* One connected broker: link → inbox → decoder → topic tree and devices. What pages and commands hold.
 *
 *   state       the link is                           shown as            leaves to
 *   ──────────  ────────────────────────────────────  ──────────────────  ──────────────────────────────────────────
 *   IDLE        not opened yet                        Not connected       CONNECTING (open)
 *   CONNECTING  resolving, connecting, subscribing    Connecting…         ONLINE · WAITING (fault) · REFUSED (fault)
 *   ONLINE      online; a fault here means that some  TLS … · verified    WAITING (lost)
 *               of the filters were refused
 *   WAITING     counting down to retry-at             fault, "Try now"    CONNECTING (time is up, try_now)
 *   REFUSED     refused: trying again would change    fault, the one      CONNECTING (try_now, new link settings)
 *               nothing                               action that helps
 *   CLOSED      closed for good (from every state)    –                   –
 *
 * Commands are possible in ONLINE only; in every other state the registry's LEDs are insensitive with the
 * fault's sentence as the reason, and publishing fails at once. Nothing is kept for later.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "crypto/fl-key-ring.h"
#include "devices/fl-device-registry.h"
#include "messages/fl-message.h"
#include "messages/fl-topic-tree.h"
#include "mqtt/fl-link.h"

G_BEGIN_DECLS

/** FlSessionState: see the table above. */
typedef enum
{
  FL_SESSION_STATE_IDLE,
  FL_SESSION_STATE_CONNECTING,
  FL_SESSION_STATE_ONLINE,
  FL_SESSION_STATE_WAITING,
  FL_SESSION_STATE_REFUSED,
  FL_SESSION_STATE_CLOSED,
} FlSessionState;

#define FL_TYPE_SESSION_STATE (fl_session_state_get_type ())

GType       fl_session_state_get_type (void);
const char *fl_session_state_to_code  (FlSessionState state);

/* How often a batch may arrive: a frame for a window, 0 for a command that prints. */
#define FL_SESSION_FRAME_MS 16

/**
 * FlSession:
 *
 * Main thread only. It never blocks.
 *
 * Properties, read-only, notified on change only (counters at most once a batch):
 * "state" (#FlSessionState); "fault" (#FlLinkFault), "fault-text" (a translated sentence or %NULL);
 * "report" (#FlTlsReport of the latest connection or %NULL); "qos" (asked), "granted-qos" (−1: not subscribed);
 * "mqtt-version" (3, 4, 5; 0: not connected); "retry-at" (monotonic µs of the next attempt, or 0);
 * "offers-tls" (set to connect without TLS, and it answers with TLS); "tree" (#FlTopicTree); "registry" (#FlDeviceRegistry); "has-keys";
 * "n-messages" (received), "n-fernet" (of them tokens), "n-failed" (tokens no key opens), "n-unopened" (of
 * them since the keys are what they are, and of what is on the screen), "n-token-bytes" and
 * "n-plain-bytes" (of the tokens that were opened, and of what was in them), "n-refused" (over a cap:
 * inbox full, too many topics, bad topic names); "service-note" (a translated sentence with what the service said
 * last of the user's clients, escaped and cut, or %NULL; such a notice is no message, unless it was subscribed to).
 *
 * "discovery-note" (a translated sentence: what the broker did not let us subscribe to beside the filter, or %NULL). What is
 * subscribed to only to find devices is in "registry", but not in "tree", "batch" and "n-messages".
 *
 * The signal "batch" (GPtrArray of #FlMessage, transfer none) comes after tree and registry have taken the batch.
 * A message whose fl_message_is_reopened() is an earlier one, opened by new keys. "service-noted" (string) comes for
 * every sentence that "service-note" takes, also where several come in one batch, but not for the same one again.
 */
#define FL_TYPE_SESSION (fl_session_get_type ())

G_DECLARE_FINAL_TYPE (FlSession, fl_session, FL, SESSION, GObject)

FlSession        *fl_session_new               (FlLinkSettings       *link_settings,
                                                FlKeyRing            *keys,
                                                const char           *base_topic,
                                                FlDeviceSettings     *device_settings,
                                                unsigned              min_interval_ms) G_GNUC_WARN_UNUSED_RESULT;
void              fl_session_open              (FlSession            *self);
void              fl_session_try_now           (FlSession            *self);
void              fl_session_set_link_settings (FlSession            *self,
                                                FlLinkSettings       *link_settings);
void              fl_session_set_trust         (FlSession            *self,
                                                FlTrust              *trust);
void              fl_session_set_keys          (FlSession            *self,
                                                FlKeyRing            *keys);
void              fl_session_close_async       (FlSession            *self,
                                                GCancellable         *cancellable,
                                                GAsyncReadyCallback   callback,
                                                gpointer              user_data);
gboolean          fl_session_close_finish      (FlSession            *self,
                                                GAsyncResult         *result,
                                                GError              **error);
void              fl_session_publish_async     (FlSession            *self,
                                                const char           *topic,
                                                GBytes               *payload,
                                                int                   qos,
                                                gboolean              retained,
                                                gboolean              encrypt,
                                                GCancellable         *cancellable,
                                                GAsyncReadyCallback   callback,
                                                gpointer              user_data);
gboolean          fl_session_publish_finish    (FlSession            *self,
                                                GAsyncResult         *result,
                                                GError              **error);
FlLinkSettings   *fl_session_get_link_settings (FlSession            *self);
FlKeyRing        *fl_session_get_keys          (FlSession            *self);
const char       *fl_session_get_base_topic    (FlSession            *self);
FlTopicTree      *fl_session_get_tree          (FlSession            *self);
FlDeviceRegistry *fl_session_get_registry      (FlSession            *self);
FlSessionState    fl_session_get_state         (FlSession            *self);
FlLinkFault       fl_session_get_fault         (FlSession            *self);
const char       *fl_session_get_fault_text    (FlSession            *self);
FlTlsReport      *fl_session_get_report        (FlSession            *self);
int               fl_session_get_qos           (FlSession            *self);
int               fl_session_get_granted_qos   (FlSession            *self);
int               fl_session_get_mqtt_version  (FlSession            *self);
gint64            fl_session_get_retry_at      (FlSession            *self);
gboolean          fl_session_get_offers_tls    (FlSession            *self);
guint64           fl_session_get_n_messages    (FlSession            *self);
guint64           fl_session_get_n_fernet      (FlSession            *self);
guint64           fl_session_get_n_failed      (FlSession            *self);
guint64           fl_session_get_n_refused     (FlSession            *self);
const char       *fl_session_get_service_note  (FlSession            *self);
const char       *fl_session_get_discovery_note (FlSession           *self);
void              fl_session_dismiss_service_note (FlSession         *self);

G_END_DECLS
