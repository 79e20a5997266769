/* One broker, kept connected: resolve, connect, subscribe, notice the loss, wait, try again.
 *
 *   state        what happens                        leaves to
 *   ───────────  ──────────────────────────────────  ─────────────────────────────────────────────────────
 *   IDLE         nothing yet                         RESOLVING (open)
 *   RESOLVING    the name is looked up               CONNECTING · WAITING (fault)
 *   CONNECTING   TCP, TLS, CONNECT … CONNACK         SUBSCRIBING · ONLINE (no filters) · WAITING · REFUSED
 *                (where there is only TLS to look    REFUSED (inspect-only) · WAITING
 *                at: TCP, TLS)
 *   SUBSCRIBING  SUBSCRIBE … SUBACK                  ONLINE · REFUSED (no filter was granted) · WAITING
 *   ONLINE       messages flow                       WAITING (lost)
 *   WAITING      counting down to retry-at           RESOLVING (time is up, fl_link_try_now)
 *   REFUSED      not trusted, or bad credentials:    RESOLVING (fl_link_try_now only)
 *                trying again would change nothing
 *   CLOSED       closed for good (from any state)    –
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gio/gio.h>

#include "mqtt/fl-inbox.h"
#include "mqtt/fl-link-fault.h"
#include "mqtt/fl-link-settings.h"
#include "tls/fl-tls-report.h"

G_BEGIN_DECLS

/** FlLinkState: see the table above. */
typedef enum
{
  FL_LINK_STATE_IDLE,
  FL_LINK_STATE_RESOLVING,
  FL_LINK_STATE_CONNECTING,
  FL_LINK_STATE_SUBSCRIBING,
  FL_LINK_STATE_ONLINE,
  FL_LINK_STATE_WAITING,
  FL_LINK_STATE_REFUSED,
  FL_LINK_STATE_CLOSED,
} FlLinkState;

#define FL_TYPE_LINK_STATE (fl_link_state_get_type ())

GType       fl_link_state_get_type (void);
const char *fl_link_state_to_code  (FlLinkState state);

/**
 * FlLinkError:
 * @FL_LINK_ERROR_OFFLINE: not connected; nothing was sent and nothing is kept for later
 * @FL_LINK_ERROR_LOST: the connection was lost before the broker acknowledged; it may or may not have arrived
 * @FL_LINK_ERROR_REFUSED: the broker answered that it does not take the message
 * @FL_LINK_ERROR_INVALID: the topic or the payload is not one MQTT can carry, or not one that the service takes
 */
typedef enum
{
  FL_LINK_ERROR_OFFLINE,
  FL_LINK_ERROR_LOST,
  FL_LINK_ERROR_REFUSED,
  FL_LINK_ERROR_INVALID,
} FlLinkError;

#define FL_LINK_ERROR (fl_link_error_quark ())

GQuark fl_link_error_quark (void);

/**
 * FlLink:
 *
 * Lives on the thread that made it (in the programs: main) and tells its news on that thread's default main
 * context. It never blocks: Paho is called by the link thread, and torn down by workers.
 *
 * Properties, all read-only, all notified on change only:
 * "state" (#FlLinkState); "fault" (#FlLinkFault) and "fault-text" (a translated sentence, or %NULL);
 * "report" (#FlTlsReport of the latest connection, or %NULL while there is none);
 * "granted-qos" (lowest QoS granted over all filters, −1 while not subscribed); "mqtt-version" (3, 4, 5 or 0);
 * "retry-at" (g_get_monotonic_time() µs of the next attempt in state WAITING, else 0);
 * "offers-tls" (set to connect without TLS, and it answers with TLS).
 */
#define FL_TYPE_LINK (fl_link_get_type ())

G_DECLARE_FINAL_TYPE (FlLink, fl_link, FL, LINK, GObject)

void            fl_link_scrub_environment (void);

FlLink         *fl_link_new               (FlLinkSettings       *settings,
                                           FlInbox              *inbox) G_GNUC_WARN_UNUSED_RESULT;
void            fl_link_open              (FlLink               *self);
void            fl_link_try_now           (FlLink               *self);
void            fl_link_close_async       (FlLink               *self,
                                           GCancellable         *cancellable,
                                           GAsyncReadyCallback   callback,
                                           gpointer              user_data);
gboolean        fl_link_close_finish      (FlLink               *self,
                                           GAsyncResult         *result,
                                           GError              **error);
void            fl_link_publish_async     (FlLink               *self,
                                           const char           *topic,
                                           GBytes               *payload,
                                           int                   qos,
                                           gboolean              retained,
                                           GCancellable         *cancellable,
                                           GAsyncReadyCallback   callback,
                                           gpointer              user_data);
gboolean        fl_link_publish_finish    (FlLink               *self,
                                           GAsyncResult         *result,
                                           GError              **error);
void            fl_link_subscribe_async   (FlLink               *self,
                                           const char           *filter,
                                           GCancellable         *cancellable,
                                           GAsyncReadyCallback   callback,
                                           gpointer              user_data);
gboolean        fl_link_subscribe_finish  (FlLink               *self,
                                           GAsyncResult         *result,
                                           GError              **error);
void            fl_link_set_trust         (FlLink               *self,
                                           FlTrust              *trust);
FlLinkSettings *fl_link_get_settings      (FlLink               *self);
FlLinkState     fl_link_get_state         (FlLink               *self);
FlLinkFault     fl_link_get_fault         (FlLink               *self);
const char     *fl_link_get_fault_text    (FlLink               *self);
FlTlsReport    *fl_link_get_report        (FlLink               *self);
int             fl_link_get_granted_qos   (FlLink               *self);
int             fl_link_get_mqtt_version  (FlLink               *self);
gint64          fl_link_get_retry_at      (FlLink               *self);
gboolean        fl_link_get_offers_tls    (FlLink               *self);

G_END_DECLS
