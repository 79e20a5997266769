/* One broker, kept connected: resolve, connect, subscribe, notice the loss, wait, try again.
 *
 * An attempt is: an address (fl-address), a connection (fl-connection), and if that fails without an answer, the
 * cause (fl-link-cause). Each attempt has a GCancellable of its own; what comes back cancelled is of the past.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "fernlight-link"

#include "config.h"

#include "mqtt/fl-link.h"

#include "mqtt/fl-address.h"
#include "mqtt/fl-backoff.h"
#include "mqtt/fl-connection.h"
#include "mqtt/fl-deliveries.h"
#include "mqtt/fl-link-answer.h"
#include "mqtt/fl-link-cause.h"
#include "mqtt/fl-service-rules.h"
#include "tls/fl-dial-limit.h"
#include "tls/fl-probe.h"
#include "tls/fl-tls-tap.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* A connection that held this long is a good one: the next wait is short again. */
#define HELD_MS 3000

struct _FlLink
{
  GObject         parent_instance;

  FlLinkSettings *settings;
  FlInbox        *inbox;

  FlLinkState     state;
  FlLinkFault     fault;
  char           *fault_text;
  FlTlsReport    *report;
  int             granted_qos;
  int             mqtt_version;
  gint64          retry_at;
  gboolean        offers_tls;

  GCancellable   *attempt;          /* NULL between attempts */
  FlEndpoint     *endpoint;         /* of this attempt, with its address */
  FlConnection   *connection;
  FlMqttVersion   version;          /* of this attempt */
  FlMqttVersion   refused_fallback; /* 3.1.1 once the broker has refused MQTT 5 in so many words, else AUTO */
  char           *good_address;     /* where it was accepted last */
  FlBackoff       backoff;
  unsigned        n_short_lives;
  guint           deadline_id;
  guint           retry_id;
  guint           held_id;

  FlDeliveries   *deliveries;
  unsigned        n_tearing_down;
  GPtrArray      *close_tasks;      /* wait for n_tearing_down to be 0 */
};

enum
{
  PROP_0,
  PROP_STATE,
  PROP_FAULT,
  PROP_FAULT_TEXT,
  PROP_REPORT,
  PROP_GRANTED_QOS,
  PROP_MQTT_VERSION,
  PROP_RETRY_AT,
  PROP_OFFERS_TLS,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static const char *const state_codes[] = {
  [FL_LINK_STATE_IDLE] = "idle",
  [FL_LINK_STATE_RESOLVING] = "resolving",
  [FL_LINK_STATE_CONNECTING] = "connecting",
  [FL_LINK_STATE_SUBSCRIBING] = "subscribing",
  [FL_LINK_STATE_ONLINE] = "online",
  [FL_LINK_STATE_WAITING] = "waiting",
  [FL_LINK_STATE_REFUSED] = "refused",
  [FL_LINK_STATE_CLOSED] = "closed",
};

G_DEFINE_QUARK (fl-link-error-quark, fl_link_error)
G_DEFINE_FINAL_TYPE (FlLink, fl_link, G_TYPE_OBJECT)

static void begin_attempt (FlLink *self);
static void connect_now   (FlLink *self);

/* ─── what is shown ─── */

static void
set_state (FlLink      *self,
           FlLinkState  state)
{
  if (self->state == state)
    return;
  self->state = state;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
}

/* Takes text. */
static void
set_fault (FlLink      *self,
           FlLinkFault  fault,
           char        *text)
{
  g_autofree char *old_text = g_steal_pointer (&self->fault_text);

  self->fault_text = text;
  if (self->fault != fault)
    {
      self->fault = fault;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FAULT]);
    }
  if (g_strcmp0 (old_text, text) != 0)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FAULT_TEXT]);
}

/* Takes report. */
static void
set_report (FlLink      *self,
            FlTlsReport *report)
{
  if (report == NULL && self->report == NULL)
    return;
  g_clear_pointer (&self->report, fl_tls_report_unref);
  self->report = report;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_REPORT]);
}

static void
set_granted_qos (FlLink *self,
                 int     granted_qos)
{
  if (self->granted_qos == granted_qos)
    return;
  self->granted_qos = granted_qos;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_GRANTED_QOS]);
}

static void
set_mqtt_version (FlLink *self,
                  int     version)
{
  if (self->mqtt_version == version)
    return;
  self->mqtt_version = version;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_MQTT_VERSION]);
}

static void
set_retry_at (FlLink *self,
              gint64  retry_at)
{
  if (self->retry_at == retry_at)
    return;
  self->retry_at = retry_at;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_RETRY_AT]);
}

static void
set_offers_tls (FlLink   *self,
                gboolean  offers_tls)
{
  if (self->offers_tls == offers_tls)
    return;
  self->offers_tls = offers_tls;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_OFFERS_TLS]);
}

static void
take_report_of_tap (FlLink *self)
{
  FlTlsTap *tap = self->connection != NULL ? fl_connection_get_tap (self->connection) : NULL;

  if (tap != NULL)
    set_report (self, fl_tls_tap_dup_report (tap));
}

static char *
place_of (FlLink *self)
{
  return fl_endpoint_to_text (fl_link_settings_get_endpoint (self->settings));
}

/* ─── letting go ─── */

static void
answer_close_tasks (FlLink *self)
{
  g_autoptr(GPtrArray) tasks = NULL;

  if (self->n_tearing_down > 0 || self->close_tasks->len == 0)
    return;
  tasks = g_steal_pointer (&self->close_tasks);
  self->close_tasks = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < tasks->len; i++)
    g_task_return_boolean (tasks->pdata[i], TRUE);
}

static void
torn_down_cb (gpointer user_data)
{
  g_autoptr(FlLink) self = user_data;

  self->n_tearing_down--;
  answer_close_tasks (self);
}

static void
drop_connection (FlLink   *self,
                 gboolean  politely)
{
  g_autoptr(FlConnection) connection = g_steal_pointer (&self->connection);

  if (connection != NULL)
    {
      self->n_tearing_down++;
      fl_connection_close (connection, politely, torn_down_cb, g_object_ref (self));
    }
  fl_deliveries_fail_all (self->deliveries);
  set_granted_qos (self, -1);
  set_mqtt_version (self, 0);
}

/* Ends whatever this attempt still does. The state is the caller's to set. */
static void
end_attempt (FlLink   *self,
             gboolean  politely)
{
  if (self->attempt != NULL)
    g_cancellable_cancel (self->attempt);
  g_clear_object (&self->attempt);
  g_clear_handle_id (&self->deadline_id, g_source_remove);
  g_clear_handle_id (&self->retry_id, g_source_remove);
  g_clear_handle_id (&self->held_id, g_source_remove);
  drop_connection (self, politely);
  g_clear_pointer (&self->endpoint, fl_endpoint_unref);
  set_retry_at (self, 0);
}

static gboolean
retry_cb (gpointer user_data)
{
  FlLink *self = user_data;

  self->retry_id = 0;
  begin_attempt (self);
  return G_SOURCE_REMOVE;
}

static void
wait_for_retry (FlLink   *self,
                unsigned  wait_ms)
{
  self->retry_id = g_timeout_add (wait_ms, retry_cb, self);
  set_retry_at (self, g_get_monotonic_time () + wait_ms * G_TIME_SPAN_MILLISECOND);
  set_state (self, FL_LINK_STATE_WAITING);
}

/* Takes text; NULL for the fault's own sentence. */
static void
give_up (FlLink      *self,
         FlLinkFault  fault,
         char        *text,
         gboolean     is_final)
{
  g_autofree char *place = place_of (self);

  g_object_freeze_notify (G_OBJECT (self));
  end_attempt (self, FALSE);
  set_fault (self, fault, text != NULL ? text : fl_link_fault_describe (fault, place));
  if (is_final)
    set_state (self, FL_LINK_STATE_REFUSED);
  else
    wait_for_retry (self, fl_backoff_next_ms (&self->backoff));
  g_object_thaw_notify (G_OBJECT (self));
}

/* To be asked before each connection: a service that counts them gets no more than it bears, whoever asks. If there
 * is no room now, the attempt is put off and FALSE is the answer. */
static gboolean
may_dial (FlLink *self)
{
  const FlService *service = fl_link_settings_get_service (self->settings);
  const char *host = fl_endpoint_get_host (fl_link_settings_get_endpoint (self->settings));
  const gint64 wait = fl_dial_limit_take (host, g_get_monotonic_time ());

  if (wait == 0)
    return TRUE;
  g_object_freeze_notify (G_OBJECT (self));
  end_attempt (self, FALSE);
  set_fault (self, FL_LINK_FAULT_UNAVAILABLE,
             g_strdup_printf (_("%s bears %u connections in a minute; they are used up."), service->name, service->n_dials));
  wait_for_retry (self, (unsigned) (wait / G_TIME_SPAN_MILLISECOND) + 1);
  g_object_thaw_notify (G_OBJECT (self));
  return FALSE;
}

/* ─── why it failed ─── */

static void
cause_found_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr(FlLink) self = user_data;
  g_autoptr(FlLinkCause) cause = fl_link_cause_find_finish (result, NULL);

  if (cause == NULL)
    return;
  if (cause->fault == FL_LINK_FAULT_NONE && self->version == FL_MQTT_VERSION_5
      && fl_link_settings_get_mqtt_version (self->settings) == FL_MQTT_VERSION_AUTO)
    {
      /* MQTT 3.1.1 is answered where MQTT 5 was not. */
      self->version = FL_MQTT_VERSION_3_1_1;
      connect_now (self);
      return;
    }
  set_offers_tls (self, cause->offers_tls);
  if (cause->report != NULL)
    set_report (self, fl_tls_report_ref (cause->report));
  if (cause->fault == FL_LINK_FAULT_NONE)
    give_up (self, FL_LINK_FAULT_CLOSED, NULL, FALSE);
  else
    give_up (self, cause->fault, g_steal_pointer (&cause->text), fl_link_fault_is_final (cause->fault));
}

/* The broker said nothing: the connection is let go, the attempt goes on until the cause is known. */
static void
find_cause (FlLink   *self,
            gboolean  is_late)
{
  g_autoptr(FlTlsReport) report = NULL;

  if (fl_connection_get_tap (self->connection) != NULL)
    report = fl_tls_tap_dup_report (fl_connection_get_tap (self->connection));
  take_report_of_tap (self);
  g_clear_handle_id (&self->deadline_id, g_source_remove);
  drop_connection (self, FALSE);
  fl_link_cause_find_async (self->endpoint, fl_link_settings_get_trust (self->settings), report, is_late,
                            self->attempt, cause_found_cb, g_object_ref (self));
}

static gboolean
deadline_cb (gpointer user_data)
{
  FlLink *self = user_data;

  self->deadline_id = 0;
  if (self->connection != NULL && self->state == FL_LINK_STATE_CONNECTING)
    find_cause (self, TRUE);
  else
    give_up (self, FL_LINK_FAULT_TIMEOUT, NULL, FALSE);
  return G_SOURCE_REMOVE;
}

/* ─── what the connection tells ─── */

static gboolean
held_cb (gpointer user_data)
{
  FlLink *self = user_data;

  self->held_id = 0;
  self->n_short_lives = 0;
  fl_backoff_reset (&self->backoff);
  return G_SOURCE_REMOVE;
}

static void
go_online (FlLink *self)
{
  g_clear_handle_id (&self->deadline_id, g_source_remove);
  self->held_id = g_timeout_add (HELD_MS, held_cb, self);
  set_state (self, FL_LINK_STATE_ONLINE);
}

static gboolean
has_filters (FlLink *self)
{
  return fl_link_settings_get_filters (self->settings)[0] != NULL;
}

static void
accepted (FlLink *self)
{
  g_free (self->good_address);
  self->good_address = g_strdup (fl_endpoint_get_address (self->endpoint));
  take_report_of_tap (self);
  set_mqtt_version (self, (int) self->version);
  set_fault (self, FL_LINK_FAULT_NONE, NULL);
  set_offers_tls (self, FALSE);
  if (!has_filters (self))
    {
      go_online (self);
      return;
    }
  set_state (self, FL_LINK_STATE_SUBSCRIBING);
  fl_connection_subscribe (self->connection);
}

static void
refused (FlLink *self,
         int     reason)
{
  FlLinkFault fault;

  if (fl_link_fault_is_version_refusal (reason) && self->version == FL_MQTT_VERSION_5
      && fl_link_settings_get_mqtt_version (self->settings) == FL_MQTT_VERSION_AUTO)
    {
      self->refused_fallback = FL_MQTT_VERSION_3_1_1;
      self->version = FL_MQTT_VERSION_3_1_1;
      drop_connection (self, FALSE);
      connect_now (self);
      return;
    }
  take_report_of_tap (self);
  fault = fl_link_fault_from_connack (reason, fl_connection_sends_credentials (self->settings));
  give_up (self, fault, fl_link_answer_describe_refusal (self->settings, reason), fl_link_fault_is_final (fault));
}

static void
failed (FlLink *self,
        int     reason)
{
  if (reason > 0)
    refused (self, reason);
  else
    find_cause (self, FALSE);
}

static void
subscribed (FlLink                  *self,
            const FlConnectionEvent *event)
{
  int lowest = 3;
  int refusal = 0;
  FlLinkFault fault = FL_LINK_FAULT_NONE;
  char *text = NULL;

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
      end_attempt (self, TRUE);
      give_up (self, fault, text, fl_link_fault_is_final (fault));
      return;
    }
  set_granted_qos (self, lowest);
  set_fault (self, fault, text);
  go_online (self);
}

/* A take-over is final: to come back would throw the other one off, who would come back, and so on. */
static void
lost (FlLink *self,
      int     reason)
{
  FlLinkFault fault = fl_link_fault_from_disconnect (reason);

  take_report_of_tap (self);
  if ((self->held_id != 0 || self->state == FL_LINK_STATE_SUBSCRIBING) && reason < 0)
    self->n_short_lives++;
  give_up (self, fault, fl_link_answer_describe_loss (self->settings, reason, self->n_short_lives),
           fl_link_fault_is_final (fault) || reason == FL_MQTT_REASON_TAKEN_OVER);
}

static void
connection_told_cb (FlConnection            *connection,
                    const FlConnectionEvent *event,
                    gpointer                 user_data)
{
  g_autoptr(FlLink) self = g_object_ref (user_data);

  g_object_freeze_notify (G_OBJECT (self)); /* who listens sees what is after it, not the steps */
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
      fl_deliveries_answer (self->deliveries, event);
      break;
    }
  g_object_thaw_notify (G_OBJECT (self));
}

/* ─── an attempt ─── */

static void
connect_now (FlLink *self)
{
  FlTrust *trust = fl_link_settings_get_trust (self->settings);
  g_autoptr(FlTlsTap) tap = NULL;

  if (!may_dial (self))
    return;
  if (fl_trust_get_way (trust) != FL_TRUST_PLAIN)
    tap = fl_tls_tap_new (self->endpoint, trust);
  if (self->deadline_id == 0)
    self->deadline_id = g_timeout_add_seconds (fl_link_settings_get_connect_timeout (self->settings), deadline_cb,
                                               self);
  self->connection = fl_connection_new (self->settings, self->endpoint, tap, self->inbox, self->version,
                                        connection_told_cb, self);
  fl_connection_open (self->connection);
}

static void
looked_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(FlLink) self = user_data;
  g_autoptr(FlTlsReport) report = fl_probe_run_finish (FL_PROBE (source), result, NULL);
  FlLinkFault fault;
  g_autofree char *text = NULL;

  if (report == NULL)
    return;
  fault = fl_link_fault_from_tls_fault (fl_tls_report_get_fault (report));
  if (fault == FL_LINK_FAULT_NONE)
    fault = FL_LINK_FAULT_INSPECT_ONLY;
  else
    text = g_strdup (fl_tls_report_get_error_text (report));
  set_report (self, fl_tls_report_ref (report));
  give_up (self, fault, g_steal_pointer (&text), fl_link_fault_is_final (fault));
}

/* Where a listener would do harm: a handshake, and no CONNECT. */
static void
look_only (FlLink *self)
{
  g_autoptr(FlTrust) anybody = fl_trust_new_insecure ();
  FlTrust *trust = fl_link_settings_get_trust (self->settings);
  g_autoptr(FlProbe) probe =
    fl_probe_new (self->endpoint, fl_trust_get_way (trust) != FL_TRUST_PLAIN ? trust : anybody);

  fl_probe_run_async (probe, self->attempt, looked_cb, g_object_ref (self));
}

static void
address_found_cb (GObject      *source,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  g_autoptr(FlLink) self = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(FlEndpoint) endpoint = fl_address_find_finish (result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (endpoint == NULL)
    {
      FlLinkFault fault = fl_link_fault_from_io_error (error);
      const char *host = fl_endpoint_get_host (fl_link_settings_get_endpoint (self->settings));

      give_up (self, fault, fault == FL_LINK_FAULT_NAME_NOT_FOUND ? fl_link_fault_describe (fault, host) : NULL,
               FALSE);
      return;
    }
  self->endpoint = g_steal_pointer (&endpoint);
  set_state (self, FL_LINK_STATE_CONNECTING);
  if (fl_link_settings_get_service (self->settings)->is_inspect_only)
    look_only (self);
  else
    connect_now (self);
}

static void
choose_version (FlLink *self)
{
  self->version = fl_link_settings_get_mqtt_version (self->settings);
  if (self->version == FL_MQTT_VERSION_AUTO)
    self->version = (FlMqttVersion) fl_link_settings_get_service (self->settings)->mqtt_version;
  if (self->version == FL_MQTT_VERSION_AUTO)
    self->version = self->refused_fallback != FL_MQTT_VERSION_AUTO ? self->refused_fallback : FL_MQTT_VERSION_5;
}

static void
begin_attempt (FlLink *self)
{
  char *sentence = fl_service_rules_judge_sign_in (fl_link_settings_get_service (self->settings),
                                                   fl_link_settings_get_username (self->settings),
                                                   fl_link_settings_get_filters (self->settings));

  if (sentence != NULL)
    {
      give_up (self, FL_LINK_FAULT_NOT_AUTHORIZED, sentence, TRUE);
      return;
    }
  g_object_freeze_notify (G_OBJECT (self));
  end_attempt (self, FALSE);
  choose_version (self);
  self->attempt = g_cancellable_new ();
  self->deadline_id = g_timeout_add_seconds (fl_link_settings_get_connect_timeout (self->settings), deadline_cb,
                                             self);
  set_state (self, FL_LINK_STATE_RESOLVING);
  fl_address_find_async (fl_link_settings_get_endpoint (self->settings), self->good_address, self->attempt,
                         address_found_cb, g_object_ref (self));
  g_object_thaw_notify (G_OBJECT (self));
}

/* ─── the object ─── */

static void
fl_link_dispose (GObject *object)
{
  FlLink *self = FL_LINK (object);

  if (self->connection != NULL)
    fl_connection_close (self->connection, TRUE, NULL, NULL);
  g_clear_pointer (&self->connection, fl_connection_unref);
  self->state = FL_LINK_STATE_CLOSED;
  if (self->attempt != NULL)
    g_cancellable_cancel (self->attempt);
  g_clear_object (&self->attempt);
  g_clear_handle_id (&self->deadline_id, g_source_remove);
  g_clear_handle_id (&self->retry_id, g_source_remove);
  g_clear_handle_id (&self->held_id, g_source_remove);

  G_OBJECT_CLASS (fl_link_parent_class)->dispose (object);
}

static void
fl_link_finalize (GObject *object)
{
  FlLink *self = FL_LINK (object);

  fl_link_settings_unref (self->settings);
  fl_inbox_unref (self->inbox);
  g_free (self->fault_text);
  g_free (self->good_address);
  g_clear_pointer (&self->report, fl_tls_report_unref);
  g_clear_pointer (&self->endpoint, fl_endpoint_unref);
  fl_deliveries_free (self->deliveries);
  g_ptr_array_unref (self->close_tasks);

  G_OBJECT_CLASS (fl_link_parent_class)->finalize (object);
}

static void
fl_link_get_property (GObject    *object,
                      guint       prop_id,
                      GValue     *value,
                      GParamSpec *pspec)
{
  FlLink *self = FL_LINK (object);

  switch (prop_id)
    {
    case PROP_STATE:
      g_value_set_enum (value, (int) self->state);
      break;
    case PROP_FAULT:
      g_value_set_enum (value, (int) self->fault);
      break;
    case PROP_FAULT_TEXT:
      g_value_set_string (value, self->fault_text);
      break;
    case PROP_REPORT:
      g_value_set_boxed (value, self->report);
      break;
    case PROP_GRANTED_QOS:
      g_value_set_int (value, self->granted_qos);
      break;
    case PROP_MQTT_VERSION:
      g_value_set_int (value, self->mqtt_version);
      break;
    case PROP_RETRY_AT:
      g_value_set_int64 (value, self->retry_at);
      break;
    case PROP_OFFERS_TLS:
      g_value_set_boolean (value, self->offers_tls);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
fl_link_class_init (FlLinkClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->dispose = fl_link_dispose;
  object_class->finalize = fl_link_finalize;
  object_class->get_property = fl_link_get_property;

  properties[PROP_STATE] = g_param_spec_enum ("state", NULL, NULL, FL_TYPE_LINK_STATE, FL_LINK_STATE_IDLE, flags);
  properties[PROP_FAULT] = g_param_spec_enum ("fault", NULL, NULL, FL_TYPE_LINK_FAULT, FL_LINK_FAULT_NONE, flags);
  properties[PROP_FAULT_TEXT] = g_param_spec_string ("fault-text", NULL, NULL, NULL, flags);
  properties[PROP_REPORT] = g_param_spec_boxed ("report", NULL, NULL, FL_TYPE_TLS_REPORT, flags);
  properties[PROP_GRANTED_QOS] = g_param_spec_int ("granted-qos", NULL, NULL, -1, 2, -1, flags);
  properties[PROP_MQTT_VERSION] = g_param_spec_int ("mqtt-version", NULL, NULL, 0, 5, 0, flags);
  properties[PROP_RETRY_AT] = g_param_spec_int64 ("retry-at", NULL, NULL, 0, G_MAXINT64, 0, flags);
  properties[PROP_OFFERS_TLS] = g_param_spec_boolean ("offers-tls", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
fl_link_init (FlLink *self)
{
  self->granted_qos = -1;
  self->deliveries = fl_deliveries_new ();
  self->close_tasks = g_ptr_array_new_with_free_func (g_object_unref);
}

GType
fl_link_state_get_type (void)
{
  static gsize type;

  if (g_once_init_enter (&type))
    {
      static GEnumValue values[G_N_ELEMENTS (state_codes) + 1];

      for (size_t i = 0; i < G_N_ELEMENTS (state_codes); i++)
        values[i] = (GEnumValue) { (int) i, state_codes[i], state_codes[i] };
      g_once_init_leave (&type, g_enum_register_static ("FlLinkState", values));
    }
  return type;
}

/** fl_link_state_to_code: Returns: (transfer none): `online` and so on */
const char *
fl_link_state_to_code (FlLinkState state)
{
  g_return_val_if_fail ((size_t) state < G_N_ELEMENTS (state_codes), NULL);

  return state_codes[state];
}

/**
 * fl_link_scrub_environment:
 *
 * Removes what Paho obeys from the environment: proxies, even for loopback and without TLS, and tracing into a
 * file. To be called first in main(), before there is any thread.
 */
void
fl_link_scrub_environment (void)
{
  static const char *const names[] = { "http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY",
                                       "PAHO_C_CLIENT_USE_HTTP_PROXY" };
  g_auto(GStrv) all = g_listenv ();

  for (size_t i = 0; i < G_N_ELEMENTS (names); i++)
    g_unsetenv (names[i]);
  for (size_t i = 0; all[i] != NULL; i++)
    if (g_str_has_prefix (all[i], "MQTT_C_CLIENT_TRACE"))
      g_unsetenv (all[i]);
}

/**
 * fl_link_new:
 * @settings: whom to reach, and how; not changed any more from now on
 * @inbox: where messages are posted, from Paho's thread
 *
 * Returns: (transfer full): a link in state IDLE
 */
FlLink *
fl_link_new (FlLinkSettings *settings,
             FlInbox        *inbox)
{
  FlLink *self;

  g_return_val_if_fail (settings != NULL, NULL);
  g_return_val_if_fail (inbox != NULL, NULL);

  fl_tls_tap_install ();
  self = g_object_new (FL_TYPE_LINK, NULL);
  self->settings = fl_link_settings_ref (settings);
  self->inbox = fl_inbox_ref (inbox);
  return self;
}

/** fl_link_open: from state IDLE; what happens is told by the properties. */
void
fl_link_open (FlLink *self)
{
  g_return_if_fail (FL_IS_LINK (self));
  g_return_if_fail (self->state == FL_LINK_STATE_IDLE);

  begin_attempt (self);
}

/** fl_link_try_now: ends the waiting; does nothing in a state that is not WAITING or REFUSED. */
void
fl_link_try_now (FlLink *self)
{
  g_return_if_fail (FL_IS_LINK (self));

  if (self->state == FL_LINK_STATE_WAITING || self->state == FL_LINK_STATE_REFUSED)
    begin_attempt (self);
}

/**
 * fl_link_close_async:
 *
 * Says goodbye to the broker and comes back when no handle, socket or thread's reference is left. Messages not
 * acknowledged fail at once. The state is CLOSED from now on.
 */
void
fl_link_close_async (FlLink              *self,
                     GCancellable        *cancellable,
                     GAsyncReadyCallback  callback,
                     gpointer             user_data)
{
  GTask *task;

  g_return_if_fail (FL_IS_LINK (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, fl_link_close_async);
  g_object_freeze_notify (G_OBJECT (self));
  end_attempt (self, TRUE);
  set_state (self, FL_LINK_STATE_CLOSED);
  g_object_thaw_notify (G_OBJECT (self));
  g_ptr_array_add (self->close_tasks, task);
  answer_close_tasks (self);
}

gboolean
fl_link_close_finish (FlLink        *self,
                      GAsyncResult  *result,
                      GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * fl_link_publish_async:
 * @topic: a topic name, without wildcards
 * @qos: 0 to 2
 * @retained: whether the broker is to keep it; never for a command
 *
 * Comes back when the broker has acknowledged (QoS 0: when it is written). Fails with #FlLinkError: OFFLINE at
 * once unless the state is ONLINE; LOST if the connection ends first. Nothing is sent twice, or later.
 */
void
fl_link_publish_async (FlLink              *self,
                       const char          *topic,
                       GBytes              *payload,
                       int                  qos,
                       gboolean             retained,
                       GCancellable        *cancellable,
                       GAsyncReadyCallback  callback,
                       gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *sentence = NULL;
  guint64 id;

  g_return_if_fail (FL_IS_LINK (self));
  g_return_if_fail (topic != NULL);
  g_return_if_fail (payload != NULL);
  g_return_if_fail (qos >= 0 && qos <= 2);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, fl_link_publish_async);
  if (!fl_deliveries_check (topic, payload, &error))
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  sentence = fl_service_rules_judge_publish (fl_link_settings_get_service (self->settings),
                                             fl_link_settings_get_username (self->settings), topic, qos, retained);
  if (sentence != NULL)
    {
      g_task_return_new_error (task, FL_LINK_ERROR, FL_LINK_ERROR_INVALID, _("%s Nothing was sent."), sentence);
      return;
    }
  if (self->state != FL_LINK_STATE_ONLINE)
    {
      g_task_return_new_error (task, FL_LINK_ERROR, FL_LINK_ERROR_OFFLINE, _("Not connected; nothing was sent."));
      return;
    }
  id = fl_deliveries_add (self->deliveries, g_steal_pointer (&task));
  fl_connection_publish (self->connection, id, topic, payload, qos, retained);
}

gboolean
fl_link_publish_finish (FlLink        *self,
                        GAsyncResult  *result,
                        GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * fl_link_set_trust:
 * @self: a link
 * @trust: how the broker has to prove who it is, from the next attempt on
 *
 * The connection that there is stays: it was judged by the trust before. For a change that makes no difference to it,
 * such as a stronger pin of the same certificate.
 */
void
fl_link_set_trust (FlLink  *self,
                   FlTrust *trust)
{
  FlLinkSettings *settings;

  g_return_if_fail (FL_IS_LINK (self));
  g_return_if_fail (trust != NULL);

  settings = fl_link_settings_with_trust (self->settings, trust);
  fl_link_settings_unref (self->settings);
  self->settings = settings;
}

FlLinkSettings *
fl_link_get_settings (FlLink *self)
{
  g_return_val_if_fail (FL_IS_LINK (self), NULL);

  return self->settings;
}

FlLinkState
fl_link_get_state (FlLink *self)
{
  g_return_val_if_fail (FL_IS_LINK (self), FL_LINK_STATE_CLOSED);

  return self->state;
}

FlLinkFault
fl_link_get_fault (FlLink *self)
{
  g_return_val_if_fail (FL_IS_LINK (self), FL_LINK_FAULT_NONE);

  return self->fault;
}

/** fl_link_get_fault_text: Returns: (nullable) (transfer none): a translated sentence */
const char *
fl_link_get_fault_text (FlLink *self)
{
  g_return_val_if_fail (FL_IS_LINK (self), NULL);

  return self->fault_text;
}

/** fl_link_get_report: Returns: (nullable) (transfer none): the latest handshake; %NULL without TLS */
FlTlsReport *
fl_link_get_report (FlLink *self)
{
  g_return_val_if_fail (FL_IS_LINK (self), NULL);

  return self->report;
}

int
fl_link_get_granted_qos (FlLink *self)
{
  g_return_val_if_fail (FL_IS_LINK (self), -1);

  return self->granted_qos;
}

int
fl_link_get_mqtt_version (FlLink *self)
{
  g_return_val_if_fail (FL_IS_LINK (self), 0);

  return self->mqtt_version;
}

gint64
fl_link_get_retry_at (FlLink *self)
{
  g_return_val_if_fail (FL_IS_LINK (self), 0);

  return self->retry_at;
}

/** fl_link_get_offers_tls: whether it was to be reached without TLS, and answered with TLS. */
gboolean
fl_link_get_offers_tls (FlLink *self)
{
  g_return_val_if_fail (FL_IS_LINK (self), FALSE);

  return self->offers_tls;
}
