/* One attempt to reach a broker, and the connection that comes of it: resolve, connect, subscribe, or find out why not.
 *
 * It is: an address (fl-address), a connection (fl-connection), and if that fails without an answer, the cause
 * (fl-link-cause). It has a GCancellable of its own; what comes back cancelled is of the past.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "fernlight-link-attempt"

#include "config.h"

#include "mqtt/fl-link-attempt.h"

#include "mqtt/fl-address.h"
#include "mqtt/fl-connection.h"
#include "mqtt/fl-link-answer.h"
#include "mqtt/fl-link-cause.h"
#include "tls/fl-dial-limit.h"
#include "tls/fl-probe.h"
#include "tls/fl-tls-tap.h"

#include <glib/gi18n-lib.h>

struct _FlLinkAttempt
{
  GObject            parent_instance;

  FlLinkSettings    *settings;
  FlInbox           *inbox;
  FlTeardown        *teardown;
  FlLinkAttemptFunc  callback;       /* NULL when it is over */
  gpointer           user_data;

  GCancellable      *cancellable;
  FlEndpoint        *endpoint;       /* with its address */
  FlConnection      *connection;
  FlMqttVersion      version;
  gboolean           refused_mqtt_5; /* by the broker, in so many words */
  gboolean           is_accepted;
  guint              deadline_id;
};

G_DEFINE_FINAL_TYPE (FlLinkAttempt, fl_link_attempt, G_TYPE_OBJECT)

static void connect_now (FlLinkAttempt *self);

static void
drop_connection (FlLinkAttempt *self,
                 gboolean       politely)
{
  if (self->connection != NULL)
    fl_teardown_close (self->teardown, g_steal_pointer (&self->connection), politely);
}

static void
end (FlLinkAttempt *self,
     gboolean       politely)
{
  self->callback = NULL;
  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->deadline_id, g_source_remove);
  drop_connection (self, politely);
}

/* The attempt may be ended, and let go, by who is told: to be called last. */
static void
tell (FlLinkAttempt            *self,
      const FlLinkAttemptEvent *event)
{
  g_object_ref (self);
  if (self->callback != NULL)
    self->callback (self, event, self->user_data);
  if (event->kind >= FL_LINK_ATTEMPT_PUT_OFF)
    end (self, FALSE);
  g_object_unref (self);
}

static void
tell_failed (FlLinkAttempt *self,
             FlLinkFault    fault,
             const char    *text)
{
  tell (self, &(FlLinkAttemptEvent) { .kind = FL_LINK_ATTEMPT_FAILED, .fault = fault, .text = text });
}

/* NULL without TLS. */
static FlTlsReport *
dup_report_of_tap (FlLinkAttempt *self)
{
  FlTlsTap *tap = self->connection != NULL ? fl_connection_get_tap (self->connection) : NULL;

  return tap != NULL ? fl_tls_tap_dup_report (tap) : NULL;
}

/* To be asked before each connection: a service that counts them gets no more than it bears, whoever asks. If there
 * is no room now, the attempt is over and FALSE is the answer. */
static gboolean
may_dial (FlLinkAttempt *self)
{
  const FlService *service = fl_link_settings_get_service (self->settings);
  const char *host = fl_endpoint_get_host (fl_link_settings_get_endpoint (self->settings));
  const gint64 wait = fl_dial_limit_take (host, g_get_monotonic_time ());
  g_autofree char *text = NULL;

  if (wait == 0)
    return TRUE;
  text = g_strdup_printf (_("%s bears %u connections in a minute; they are used up."), service->name, service->n_dials);
  tell (self, &(FlLinkAttemptEvent) { .kind = FL_LINK_ATTEMPT_PUT_OFF, .text = text, .wait = wait });
  return FALSE;
}

/* Whether to ask again with MQTT 3.1.1 where MQTT 5 was not answered, or refused. */
static gboolean
may_fall_back (FlLinkAttempt *self)
{
  return self->version == FL_MQTT_VERSION_5
         && fl_link_settings_get_mqtt_version (self->settings) == FL_MQTT_VERSION_AUTO;
}

/* ─── why it failed ─── */

static void
cause_found_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr(FlLinkAttempt) self = user_data;
  g_autoptr(FlLinkCause) cause = fl_link_cause_find_finish (result, NULL);

  if (cause == NULL)
    return;
  if (cause->fault == FL_LINK_FAULT_NONE && may_fall_back (self))
    {
      /* MQTT 3.1.1 is answered where MQTT 5 was not. */
      self->version = FL_MQTT_VERSION_3_1_1;
      connect_now (self);
      return;
    }
  tell (self, &(FlLinkAttemptEvent) { .kind = FL_LINK_ATTEMPT_EXPLAINED, .report = cause->report,
                                      .offers_tls = cause->offers_tls });
  if (cause->fault == FL_LINK_FAULT_NONE)
    tell_failed (self, FL_LINK_FAULT_CLOSED, NULL);
  else
    tell_failed (self, cause->fault, cause->text);
}

/* The broker said nothing: the connection is let go, the attempt goes on until the cause is known. */
static void
find_cause (FlLinkAttempt *self,
            gboolean       is_late)
{
  g_autoptr(FlTlsReport) report = dup_report_of_tap (self);

  g_clear_handle_id (&self->deadline_id, g_source_remove);
  drop_connection (self, FALSE);
  fl_link_cause_find_async (self->endpoint, fl_link_settings_get_trust (self->settings), report, is_late,
                            self->cancellable, cause_found_cb, g_object_ref (self));
  tell (self, &(FlLinkAttemptEvent) { .kind = FL_LINK_ATTEMPT_SEEN, .report = report });
}

static gboolean
deadline_cb (gpointer user_data)
{
  FlLinkAttempt *self = user_data;

  self->deadline_id = 0;
  if (self->connection != NULL && !self->is_accepted)
    find_cause (self, TRUE);
  else
    tell_failed (self, FL_LINK_FAULT_TIMEOUT, NULL);
  return G_SOURCE_REMOVE;
}

static void
start_deadline (FlLinkAttempt *self)
{
  if (self->deadline_id == 0)
    self->deadline_id = g_timeout_add_seconds (fl_link_settings_get_connect_timeout (self->settings), deadline_cb,
                                               self);
}

/* ─── what the connection tells ─── */

static void
accepted (FlLinkAttempt *self)
{
  const gboolean is_online = fl_link_settings_get_filters (self->settings)[0] == NULL;
  g_autoptr(FlTlsReport) report = dup_report_of_tap (self);

  self->is_accepted = TRUE;
  if (is_online)
    g_clear_handle_id (&self->deadline_id, g_source_remove);
  else
    fl_connection_subscribe (self->connection);
  tell (self, &(FlLinkAttemptEvent) { .kind = FL_LINK_ATTEMPT_ACCEPTED, .report = report, .is_online = is_online });
}

static void
refused (FlLinkAttempt *self,
         int            reason)
{
  g_autoptr(FlTlsReport) report = NULL;
  g_autofree char *text = NULL;
  FlLinkFault fault;

  if (fl_link_fault_is_version_refusal (reason) && may_fall_back (self))
    {
      self->refused_mqtt_5 = TRUE;
      self->version = FL_MQTT_VERSION_3_1_1;
      drop_connection (self, FALSE);
      connect_now (self);
      return;
    }
  report = dup_report_of_tap (self);
  fault = fl_link_fault_from_connack (reason, fl_connection_sends_credentials (self->settings));
  text = fl_link_answer_describe_refusal (self->settings, reason);
  tell (self, &(FlLinkAttemptEvent) { .kind = FL_LINK_ATTEMPT_FAILED, .report = report, .fault = fault, .text = text });
}

static void
failed (FlLinkAttempt *self,
        int            reason)
{
  if (reason > 0)
    refused (self, reason);
  else
    find_cause (self, FALSE);
}

static void
subscribed (FlLinkAttempt           *self,
            const FlConnectionEvent *event)
{
  int lowest = 3;
  int refusal = 0;
  FlLinkFault fault = FL_LINK_FAULT_NONE;
  g_autofree char *text = NULL;

  for (unsigned i = 0; i < event->n_granted; i++)
    {
      if (event->granted[i] >= 0x80)
        refusal = MAX (refusal, event->granted[i]);
      else
        lowest = MIN (lowest, event->granted[i]);
    }
  if (refusal != 0)
    {
      text = fl_link_answer_describe_filters (self->settings, event, refusal);
      fault = fl_link_fault_from_suback (refusal);
    }
  if (lowest > 2)
    {
      drop_connection (self, TRUE);
      tell_failed (self, fault, text);
      return;
    }
  g_clear_handle_id (&self->deadline_id, g_source_remove);
  tell (self, &(FlLinkAttemptEvent) { .kind = FL_LINK_ATTEMPT_ONLINE, .granted_qos = lowest, .fault = fault,
                                      .text = text });
}

static void
lost (FlLinkAttempt *self,
      int            reason)
{
  g_autoptr(FlTlsReport) report = dup_report_of_tap (self);

  tell (self, &(FlLinkAttemptEvent) { .kind = FL_LINK_ATTEMPT_LOST, .report = report, .reason = reason });
}

static void
connection_told_cb (FlConnection            *connection,
                    const FlConnectionEvent *event,
                    gpointer                 user_data)
{
  g_autoptr(FlLinkAttempt) self = g_object_ref (user_data);

  switch (event->kind)
    {
    case FL_CONNECTION_ACCEPTED:
      accepted (self);
      break;
    case FL_CONNECTION_FAILED:
      failed (self, event->reason);
      break;
    case FL_CONNECTION_SUBSCRIBED:
      subscribed (self, event);
      break;
    case FL_CONNECTION_LOST:
      lost (self, event->reason);
      break;
    case FL_CONNECTION_DELIVERED:
    case FL_CONNECTION_UNDELIVERED:
    default:
      tell (self, &(FlLinkAttemptEvent) { .kind = FL_LINK_ATTEMPT_ANSWERED, .answer = event });
      break;
    }
}

/* ─── the way there ─── */

static void
connect_now (FlLinkAttempt *self)
{
  FlTrust *trust = fl_link_settings_get_trust (self->settings);
  g_autoptr(FlTlsTap) tap = NULL;

  if (!may_dial (self))
    return;
  if (fl_trust_get_way (trust) != FL_TRUST_PLAIN)
    tap = fl_tls_tap_new (self->endpoint, trust);
  start_deadline (self);
  self->connection = fl_connection_new (self->settings, self->endpoint, tap, self->inbox, self->version,
                                        connection_told_cb, self);
  fl_connection_open (self->connection);
}

static void
looked_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(FlLinkAttempt) self = user_data;
  g_autoptr(FlTlsReport) report = fl_probe_run_finish (FL_PROBE (source), result, NULL);
  FlLinkFault fault;
  const char *text = NULL;

  if (report == NULL)
    return;
  fault = fl_link_fault_from_tls_fault (fl_tls_report_get_fault (report));
  if (fault == FL_LINK_FAULT_NONE)
    fault = FL_LINK_FAULT_INSPECT_ONLY;
  else
    text = fl_tls_report_get_error_text (report);
  tell (self, &(FlLinkAttemptEvent) { .kind = FL_LINK_ATTEMPT_SEEN, .report = report });
  tell_failed (self, fault, text);
}

/* Where a listener would do harm: a handshake, and no CONNECT. */
static void
look_only (FlLinkAttempt *self)
{
  g_autoptr(FlTrust) anybody = fl_trust_new_insecure ();
  FlTrust *trust = fl_link_settings_get_trust (self->settings);
  g_autoptr(FlProbe) probe =
    fl_probe_new (self->endpoint, fl_trust_get_way (trust) != FL_TRUST_PLAIN ? trust : anybody);

  fl_probe_run_async (probe, self->cancellable, looked_cb, g_object_ref (self));
}

static void
address_found_cb (GObject      *source,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  g_autoptr(FlLinkAttempt) self = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(FlEndpoint) endpoint = fl_address_find_finish (result, &error);
  g_autofree char *text = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (endpoint == NULL)
    {
      FlLinkFault fault = fl_link_fault_from_io_error (error);

      if (fault == FL_LINK_FAULT_NAME_NOT_FOUND)
        text = fl_link_fault_describe (fault, fl_endpoint_get_host (fl_link_settings_get_endpoint (self->settings)));
      tell_failed (self, fault, text);
      return;
    }
  self->endpoint = g_steal_pointer (&endpoint);
  tell (self, &(FlLinkAttemptEvent) { .kind = FL_LINK_ATTEMPT_CONNECTING });
  if (self->callback == NULL)
    return;
  if (fl_link_settings_get_service (self->settings)->is_inspect_only)
    look_only (self);
  else
    connect_now (self);
}

static void
fl_link_attempt_dispose (GObject *object)
{
  end (FL_LINK_ATTEMPT (object), TRUE);
  G_OBJECT_CLASS (fl_link_attempt_parent_class)->dispose (object);
}

static void
fl_link_attempt_finalize (GObject *object)
{
  FlLinkAttempt *self = FL_LINK_ATTEMPT (object);

  fl_link_settings_unref (self->settings);
  fl_inbox_unref (self->inbox);
  fl_teardown_unref (self->teardown);
  g_object_unref (self->cancellable);
  g_clear_pointer (&self->endpoint, fl_endpoint_unref);

  G_OBJECT_CLASS (fl_link_attempt_parent_class)->finalize (object);
}

static void
fl_link_attempt_class_init (FlLinkAttemptClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = fl_link_attempt_dispose;
  object_class->finalize = fl_link_attempt_finalize;
}

static void
fl_link_attempt_init (FlLinkAttempt *self)
{
  self->cancellable = g_cancellable_new ();
}

/**
 * fl_link_attempt_new:
 * @settings: whom to reach, and how
 * @inbox: where messages are posted, from Paho's thread
 * @teardown: where connections end
 * @version: not automatic; if the settings are, MQTT 5 gives way to 3.1.1
 * @callback: gets the news
 * @user_data: for @callback
 *
 * Returns: (transfer full): an attempt that has not begun
 */
FlLinkAttempt *
fl_link_attempt_new (FlLinkSettings    *settings,
                     FlInbox           *inbox,
                     FlTeardown        *teardown,
                     FlMqttVersion      version,
                     FlLinkAttemptFunc  callback,
                     gpointer           user_data)
{
  FlLinkAttempt *self;

  g_return_val_if_fail (settings != NULL && inbox != NULL && teardown != NULL, NULL);
  g_return_val_if_fail (version != FL_MQTT_VERSION_AUTO, NULL);
  g_return_val_if_fail (callback != NULL, NULL);

  self = g_object_new (FL_TYPE_LINK_ATTEMPT, NULL);
  self->settings = fl_link_settings_ref (settings);
  self->inbox = fl_inbox_ref (inbox);
  self->teardown = fl_teardown_ref (teardown);
  self->version = version;
  self->callback = callback;
  self->user_data = user_data;
  return self;
}

/**
 * fl_link_attempt_begin:
 * @self: an attempt
 * @preferred: (nullable): the address at which the broker was reached last, tried first
 *
 * Once. Nothing is told before it returns.
 */
void
fl_link_attempt_begin (FlLinkAttempt *self,
                       const char    *preferred)
{
  g_return_if_fail (FL_IS_LINK_ATTEMPT (self));

  start_deadline (self);
  fl_address_find_async (fl_link_settings_get_endpoint (self->settings), preferred, self->cancellable, address_found_cb,
                         g_object_ref (self));
}

/** fl_link_attempt_add_filter: as fl_connection_add_filter(); only while it is online. */
void
fl_link_attempt_add_filter (FlLinkAttempt *self,
                            guint64        id,
                            const char    *filter)
{
  g_return_if_fail (FL_IS_LINK_ATTEMPT (self));
  g_return_if_fail (self->is_accepted && self->connection != NULL);

  fl_connection_add_filter (self->connection, id, filter);
}

/** fl_link_attempt_publish: as fl_connection_publish(); only while it is online. */
void
fl_link_attempt_publish (FlLinkAttempt *self,
                         guint64        id,
                         const char    *topic,
                         GBytes        *payload,
                         int            qos,
                         gboolean       retained)
{
  g_return_if_fail (FL_IS_LINK_ATTEMPT (self));
  g_return_if_fail (self->is_accepted && self->connection != NULL);

  fl_connection_publish (self->connection, id, topic, payload, qos, retained);
}

/**
 * fl_link_attempt_end:
 * @self: an attempt, which may have ended
 * @politely: whether to say goodbye to the broker, if there is a connection
 *
 * Ends whatever it still does. Nothing is told from now on.
 */
void
fl_link_attempt_end (FlLinkAttempt *self,
                     gboolean       politely)
{
  g_return_if_fail (FL_IS_LINK_ATTEMPT (self));

  end (self, politely);
}

/** fl_link_attempt_set_settings: how it goes on, if it connects again; the connection that there is stays. */
void
fl_link_attempt_set_settings (FlLinkAttempt  *self,
                              FlLinkSettings *settings)
{
  g_return_if_fail (FL_IS_LINK_ATTEMPT (self));
  g_return_if_fail (settings != NULL);

  fl_link_settings_ref (settings);
  fl_link_settings_unref (self->settings);
  self->settings = settings;
}

/** fl_link_attempt_get_address: Returns: (transfer none) (nullable): where it connects to, once that is known */
const char *
fl_link_attempt_get_address (FlLinkAttempt *self)
{
  g_return_val_if_fail (FL_IS_LINK_ATTEMPT (self), NULL);

  return self->endpoint != NULL ? fl_endpoint_get_address (self->endpoint) : NULL;
}

/** fl_link_attempt_get_version: the version of MQTT that it speaks, or tries to. */
FlMqttVersion
fl_link_attempt_get_version (FlLinkAttempt *self)
{
  g_return_val_if_fail (FL_IS_LINK_ATTEMPT (self), FL_MQTT_VERSION_AUTO);

  return self->version;
}

/** fl_link_attempt_refused_mqtt_5: whether the broker refused MQTT 5 in so many words, so that 3.1.1 was next. */
gboolean
fl_link_attempt_refused_mqtt_5 (FlLinkAttempt *self)
{
  g_return_val_if_fail (FL_IS_LINK_ATTEMPT (self), FALSE);

  return self->refused_mqtt_5;
}
