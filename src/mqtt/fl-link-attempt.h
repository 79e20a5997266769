/* One attempt to reach a broker, and the connection that comes of it: resolve, connect, subscribe, or find out why not.
 *
 *   step         what happens                                 leaves to (and tells)
 *   ───────────  ───────────────────────────────────────────  ───────────────────────────────────────────────────────
 *   resolving    the name is looked up                        connecting · looking (CONNECTING) · over (FAILED)
 *   looking      where there is only TLS to look at: TCP,     over (SEEN, FAILED)
 *                TLS, and no CONNECT
 *   connecting   if a service that counts dials bears one     over (PUT_OFF)
 *                TCP, TLS, CONNECT … CONNACK                  subscribing · online without filters (ACCEPTED)
 *                the broker refuses MQTT 5 in so many words   connecting, with MQTT 3.1.1
 *                the broker refuses                           over (FAILED)
 *                there is no answer from the broker           explaining (SEEN)
 *   explaining   the cause is looked for                      over (EXPLAINED, FAILED) · connecting, with MQTT 3.1.1
 *   subscribing  SUBSCRIBE … SUBACK                           online (ONLINE) · over (FAILED, LOST)
 *   online       messages flow                                online (ANSWERED) · over (LOST)
 *
 * Until it is online it has a deadline, and fails when that is over; while the cause is looked for it has none.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "mqtt/fl-inbox.h"
#include "mqtt/fl-link-fault.h"
#include "mqtt/fl-link-settings.h"
#include "mqtt/fl-teardown.h"
#include "tls/fl-tls-report.h"

G_BEGIN_DECLS

/**
 * FlLinkAttemptEventKind:
 * @FL_LINK_ATTEMPT_CONNECTING: there is an address
 * @FL_LINK_ATTEMPT_SEEN: a handshake: `report`
 * @FL_LINK_ATTEMPT_EXPLAINED: why there was no answer: `offers_tls`, and maybe another `report`
 * @FL_LINK_ATTEMPT_ACCEPTED: the broker accepted CONNECT: `report`, `is_online` if there is nothing to subscribe to
 * @FL_LINK_ATTEMPT_ONLINE: it granted `granted_qos` or more; `fault` and `text` if not for all filters
 * @FL_LINK_ATTEMPT_ANSWERED: a message was delivered, or not: `answer`
 * @FL_LINK_ATTEMPT_PUT_OFF: over: there is room for a connection after `wait` µs only; `text` says so
 * @FL_LINK_ATTEMPT_FAILED: over: `fault`, `text`, maybe `report`
 * @FL_LINK_ATTEMPT_LOST: over, after it was accepted: `reason` as in #FlConnectionEvent, `report`
 *
 * After one of the last three nothing is told any more.
 */
typedef enum
{
  FL_LINK_ATTEMPT_CONNECTING,
  FL_LINK_ATTEMPT_SEEN,
  FL_LINK_ATTEMPT_EXPLAINED,
  FL_LINK_ATTEMPT_ACCEPTED,
  FL_LINK_ATTEMPT_ONLINE,
  FL_LINK_ATTEMPT_ANSWERED,
  FL_LINK_ATTEMPT_PUT_OFF,
  FL_LINK_ATTEMPT_FAILED,
  FL_LINK_ATTEMPT_LOST,
} FlLinkAttemptEventKind;

typedef struct
{
  FlLinkAttemptEventKind   kind;
  FlTlsReport             *report; /* NULL if there is none that is new */
  gboolean                 offers_tls;
  gboolean                 is_online;
  int                      granted_qos;
  FlLinkFault              fault;
  const char              *text;   /* translated; NULL for the fault's own sentence */
  gint64                   wait;
  int                      reason;
  const FlConnectionEvent *answer;
} FlLinkAttemptEvent;

/**
 * FlLinkAttempt:
 *
 * Lives on the thread that made it, and tells its news on that thread's default main context. It never blocks. What
 * comes back after fl_link_attempt_end() is of the past, and nobody is told.
 */
#define FL_TYPE_LINK_ATTEMPT (fl_link_attempt_get_type ())

G_DECLARE_FINAL_TYPE (FlLinkAttempt, fl_link_attempt, FL, LINK_ATTEMPT, GObject)

/** FlLinkAttemptFunc: news; the attempt may be ended in it. */
typedef void (*FlLinkAttemptFunc) (FlLinkAttempt            *attempt,
                                   const FlLinkAttemptEvent *event,
                                   gpointer                  user_data);

FlLinkAttempt *fl_link_attempt_new            (FlLinkSettings    *settings,
                                               FlInbox           *inbox,
                                               FlTeardown        *teardown,
                                               FlMqttVersion      version,
                                               FlLinkAttemptFunc  callback,
                                               gpointer           user_data) G_GNUC_WARN_UNUSED_RESULT;
void           fl_link_attempt_begin          (FlLinkAttempt     *self,
                                               const char        *preferred);
void           fl_link_attempt_add_filter     (FlLinkAttempt     *self,
                                               guint64            id,
                                               const char        *filter);
void           fl_link_attempt_publish        (FlLinkAttempt     *self,
                                               guint64            id,
                                               const char        *topic,
                                               GBytes            *payload,
                                               int                qos,
                                               gboolean           retained);
void           fl_link_attempt_end            (FlLinkAttempt     *self,
                                               gboolean           politely);
void           fl_link_attempt_set_settings   (FlLinkAttempt     *self,
                                               FlLinkSettings    *settings);
const char    *fl_link_attempt_get_address    (FlLinkAttempt     *self);
FlMqttVersion  fl_link_attempt_get_version    (FlLinkAttempt     *self);
gboolean       fl_link_attempt_refused_mqtt_5 (FlLinkAttempt     *self);

G_END_DECLS
