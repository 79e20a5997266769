/* One broker, kept connected: resolve, connect, subscribe, notice the loss, wait, try again.
 *
 * How an attempt goes is fl-link-attempt's; here is what follows from what it tells: the state, and when the next begins.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "fernlight-link"

#include "config.h"

#include "mqtt/fl-link.h"

#include "mqtt/fl-backoff.h"
#include "mqtt/fl-deliveries.h"
#include "mqtt/fl-link-answer.h"
#include "mqtt/fl-link-attempt.h"
#include "mqtt/fl-service-rules.h"
#include "mqtt/fl-teardown.h"
#include "tls/fl-tls-tap.h"

#include <glib/gi18n-lib.h>

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

  FlLinkAttempt  *attempt;          /* NULL between attempts */
  FlMqttVersion   refused_fallback; /* 3.1.1 once the broker has refused MQTT 5 in so many words, else AUTO */
  char           *good_address;     /* where it was accepted last */
  FlBackoff       backoff;
  unsigned        n_short_lives;
  guint           retry_id;
  guint           held_id;

  FlDeliveries   *deliveries;
  FlTeardown     *teardown;
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

static void
set_report (FlLink      *self,
            FlTlsReport *report)
{
  g_clear_pointer (&self->report, fl_tls_report_unref);
  self->report = fl_tls_report_ref (report);
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

/* ─── letting go ─── */

/* Ends whatever this attempt still does. The state is the caller's to set. */
static void
end_attempt (FlLink   *self,
             gboolean  politely)
{
  g_autoptr(FlLinkAttempt) attempt = g_steal_pointer (&self->attempt);

  if (attempt != NULL)
    {
      if (fl_link_attempt_refused_mqtt_5 (attempt))
        self->refused_fallback = FL_MQTT_VERSION_3_1_1;
      fl_link_attempt_end (attempt, politely);
    }
  g_clear_handle_id (&self->retry_id, g_source_remove);
  g_clear_handle_id (&self->held_id, g_source_remove);
  fl_deliveries_fail_all (self->deliveries);
  set_granted_qos (self, -1);
  set_mqtt_version (self, 0);
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

/* text: NULL for the fault's own sentence. */
static void
give_up (FlLink      *self,
         FlLinkFault  fault,
         const char  *text,
         gboolean     is_final)
{
  g_autofree char *place = fl_endpoint_to_text (fl_link_settings_get_endpoint (self->settings));

  g_object_freeze_notify (G_OBJECT (self));
  end_attempt (self, FALSE);
  set_fault (self, fault, text != NULL ? g_strdup (text) : fl_link_fault_describe (fault, place));
  if (is_final)
    set_state (self, FL_LINK_STATE_REFUSED);
  else
    wait_for_retry (self, fl_backoff_next_ms (&self->backoff));
  g_object_thaw_notify (G_OBJECT (self));
}

/* The service bears no more connections for now. */
static void
put_off (FlLink     *self,
         const char *text,
         gint64      wait)
{
  end_attempt (self, FALSE);
  set_fault (self, FL_LINK_FAULT_UNAVAILABLE, g_strdup (text));
  wait_for_retry (self, (unsigned) (wait / G_TIME_SPAN_MILLISECOND) + 1);
}

/* ─── what the attempt tells ─── */

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
  self->held_id = g_timeout_add (HELD_MS, held_cb, self);
  set_state (self, FL_LINK_STATE_ONLINE);
}

static void
accepted (FlLink   *self,
          gboolean  is_online)
{
  g_free (self->good_address);
  self->good_address = g_strdup (fl_link_attempt_get_address (self->attempt));
  set_mqtt_version (self, (int) fl_link_attempt_get_version (self->attempt));
  set_fault (self, FL_LINK_FAULT_NONE, NULL);
  set_offers_tls (self, FALSE);
  if (is_online)
    go_online (self);
  else
    set_state (self, FL_LINK_STATE_SUBSCRIBING);
}

static void
subscribed (FlLink                   *self,
            const FlLinkAttemptEvent *event)
{
  set_granted_qos (self, event->granted_qos);
  set_fault (self, event->fault, g_strdup (event->text));
  go_online (self);
}

/* A take-over is final: to come back would throw the other one off, who would come back, and so on. */
static void
lost (FlLink *self,
      int     reason)
{
  FlLinkFault fault = fl_link_fault_from_disconnect (reason);
  g_autofree char *text = NULL;

  if ((self->held_id != 0 || self->state == FL_LINK_STATE_SUBSCRIBING) && reason < 0)
    self->n_short_lives++;
  text = fl_link_answer_describe_loss (self->settings, reason, self->n_short_lives);
  give_up (self, fault, text, fl_link_fault_is_final (fault) || reason == FL_MQTT_REASON_TAKEN_OVER);
}

static void
attempt_told_cb (FlLinkAttempt            *attempt,
                 const FlLinkAttemptEvent *event,
                 gpointer                  user_data)
{
  g_autoptr(FlLink) self = g_object_ref (user_data);

  g_object_freeze_notify (G_OBJECT (self)); /* who listens sees what is after it, not the steps */
  if (event->report != NULL)
    set_report (self, event->report);
  switch (event->kind)
    {
    case FL_LINK_ATTEMPT_CONNECTING:
      set_state (self, FL_LINK_STATE_CONNECTING);
      break;
    case FL_LINK_ATTEMPT_EXPLAINED:
      set_offers_tls (self, event->offers_tls);
      break;
    case FL_LINK_ATTEMPT_ACCEPTED:
      accepted (self, event->is_online);
      break;
    case FL_LINK_ATTEMPT_ONLINE:
      subscribed (self, event);
      break;
    case FL_LINK_ATTEMPT_ANSWERED:
      fl_deliveries_answer (self->deliveries, event->answer);
      break;
    case FL_LINK_ATTEMPT_PUT_OFF:
      put_off (self, event->text, event->wait);
      break;
    case FL_LINK_ATTEMPT_FAILED:
      give_up (self, event->fault, event->text, fl_link_fault_is_final (event->fault));
      break;
    case FL_LINK_ATTEMPT_LOST:
      lost (self, event->reason);
      break;
    case FL_LINK_ATTEMPT_SEEN: /* the report is all */
    default:
      break;
    }
  g_object_thaw_notify (G_OBJECT (self));
}

/* ─── an attempt ─── */

static FlMqttVersion
choose_version (FlLink *self)
{
  FlMqttVersion version = fl_link_settings_get_mqtt_version (self->settings);

  if (version == FL_MQTT_VERSION_AUTO)
    version = (FlMqttVersion) fl_link_settings_get_service (self->settings)->mqtt_version;
  if (version == FL_MQTT_VERSION_AUTO)
    version = self->refused_fallback != FL_MQTT_VERSION_AUTO ? self->refused_fallback : FL_MQTT_VERSION_5;
  return version;
}

static void
begin_attempt (FlLink *self)
{
  g_autofree char *sentence = fl_service_rules_judge_sign_in (fl_link_settings_get_service (self->settings),
                                                              fl_link_settings_get_username (self->settings),
                                                              fl_link_settings_get_filters (self->settings));

  if (sentence != NULL)
    {
      give_up (self, FL_LINK_FAULT_NOT_AUTHORIZED, sentence, TRUE);
      return;
    }
  g_object_freeze_notify (G_OBJECT (self));
  end_attempt (self, FALSE);
  self->attempt = fl_link_attempt_new (self->settings, self->inbox, self->teardown, choose_version (self),
                                       attempt_told_cb, self);
  set_state (self, FL_LINK_STATE_RESOLVING);
  fl_link_attempt_begin (self->attempt, self->good_address);
  g_object_thaw_notify (G_OBJECT (self));
}

/* ─── the object ─── */

static void
fl_link_dispose (GObject *object)
{
  FlLink *self = FL_LINK (object);

  if (self->attempt != NULL)
    fl_link_attempt_end (self->attempt, TRUE);
  g_clear_object (&self->attempt);
  self->state = FL_LINK_STATE_CLOSED;
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
  fl_deliveries_free (self->deliveries);
  fl_teardown_unref (self->teardown);

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
  self->teardown = fl_teardown_new ();
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
  fl_teardown_answer (self->teardown, task);
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
  fl_link_attempt_publish (self->attempt, id, topic, payload, qos, retained);
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
 * fl_link_subscribe_async:
 * @filter: a valid topic filter, beside those of the settings
 *
 * For this connection only, with the QoS of the settings. Comes back when the broker has granted it. Fails with
 * #FlLinkError: OFFLINE at once unless the state is ONLINE; REFUSED if the broker does not grant it; LOST if the
 * connection ends first. State, fault and "granted-qos" are about the settings' filters alone.
 */
void
fl_link_subscribe_async (FlLink              *self,
                         const char          *filter,
                         GCancellable        *cancellable,
                         GAsyncReadyCallback  callback,
                         gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;
  guint64 id;

  g_return_if_fail (FL_IS_LINK (self));
  g_return_if_fail (filter != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, fl_link_subscribe_async);
  if (self->state != FL_LINK_STATE_ONLINE)
    {
      g_task_return_new_error (task, FL_LINK_ERROR, FL_LINK_ERROR_OFFLINE, _("Not connected."));
      return;
    }
  id = fl_deliveries_add (self->deliveries, g_steal_pointer (&task));
  fl_link_attempt_add_filter (self->attempt, id, filter);
}

gboolean
fl_link_subscribe_finish (FlLink        *self,
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
  if (self->attempt != NULL)
    fl_link_attempt_set_settings (self->attempt, settings);
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
