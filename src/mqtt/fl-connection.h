/* One connection to a broker: one Paho handle, from its making to its destruction.
 *
 * It lives on four threads. The owner's (main) makes it, gives it errands and gets its events. The link thread
 * makes every MQTTAsync_* call but the last. Paho's threads call back. A worker of its own disconnects and
 * destroys the handle, which can take seconds. There is no second life: after FAILED or LOST comes only
 * fl_connection_close(). A reused handle would publish what was queued before the loss.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "mqtt/fl-inbox.h"
#include "mqtt/fl-link-settings.h"
#include "tls/fl-tls-tap.h"

G_BEGIN_DECLS

/**
 * FlConnectionEventKind:
 * @FL_CONNECTION_ACCEPTED: the broker accepted CONNECT
 * @FL_CONNECTION_FAILED: it will not be accepted; `reason` is the broker's answer, or −1 if there was none
 * @FL_CONNECTION_SUBSCRIBED: the broker answered SUBSCRIBE: `granted`, one per filter, 0x80 and above: refused
 * @FL_CONNECTION_LOST: it was accepted and is over; `reason` is the broker's (MQTT 5 DISCONNECT), or −1
 * @FL_CONNECTION_DELIVERED: message `id` was acknowledged (QoS 0: written), or filter `id` granted
 * @FL_CONNECTION_UNDELIVERED: message or filter `id` was not; `reason` is the broker's answer, or −1
 */
typedef enum
{
  FL_CONNECTION_ACCEPTED,
  FL_CONNECTION_FAILED,
  FL_CONNECTION_SUBSCRIBED,
  FL_CONNECTION_LOST,
  FL_CONNECTION_DELIVERED,
  FL_CONNECTION_UNDELIVERED,
} FlConnectionEventKind;

typedef struct
{
  FlConnectionEventKind kind;
  int                   reason;
  guint64               id;
  unsigned              n_granted;
  int                  *granted;
} FlConnectionEvent;

/** FlConnection: atomically reference-counted. */
typedef struct _FlConnection FlConnection;

/** FlConnectionFunc: news, on the owner's main context; never after fl_connection_close(). */
typedef void (*FlConnectionFunc) (FlConnection            *connection,
                                  const FlConnectionEvent *event,
                                  gpointer                 user_data);

/** FlConnectionClosedFunc: the handle is gone, and with it socket and threads' references; owner's context. */
typedef void (*FlConnectionClosedFunc) (gpointer user_data);

FlConnection *fl_connection_new       (FlLinkSettings         *settings,
                                       FlEndpoint             *endpoint,
                                       FlTlsTap               *tap,
                                       FlInbox                *inbox,
                                       FlMqttVersion           version,
                                       FlConnectionFunc        callback,
                                       gpointer                user_data) G_GNUC_WARN_UNUSED_RESULT;
FlConnection *fl_connection_ref       (FlConnection           *self);
void          fl_connection_unref     (FlConnection           *self);
void          fl_connection_open      (FlConnection           *self);
void          fl_connection_subscribe (FlConnection           *self);
void          fl_connection_add_filter (FlConnection          *self,
                                       guint64                 id,
                                       const char             *filter);
void          fl_connection_publish   (FlConnection           *self,
                                       guint64                 id,
                                       const char             *topic,
                                       GBytes                 *payload,
                                       int                     qos,
                                       gboolean                retained);
void          fl_connection_close     (FlConnection           *self,
                                       gboolean                politely,
                                       FlConnectionClosedFunc  closed,
                                       gpointer                user_data);
FlTlsTap     *fl_connection_get_tap   (FlConnection           *self);
char         *fl_connection_dup_tls_error (FlConnection       *self) G_GNUC_WARN_UNUSED_RESULT;
gboolean      fl_connection_sends_credentials (FlLinkSettings *settings);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FlConnection, fl_connection_unref)

G_END_DECLS
