/* A client with nothing: no user name, no password, no certificate, no key. How far does a listener let it in?
 *
 *   RESOLVING, CONNECTING ──▶ SUBSCRIBING ──▶ ONLINE ──▶ a message came, or nothing for listen_ms
 *     │ WAITING, REFUSED:       │ the same: let in,
 *     │ by the fault            │ may not subscribe
 *
 * It is a link of its own with settings of its own, so nothing blocks, and there is nothing in it to give away.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "fernlight-stranger"

#include "config.h"

#include "session/fl-stranger.h"

#include "mqtt/fl-link.h"

#include <openssl/rand.h>

/* Messages are only counted: a few are enough. */
#define INBOX_BYTES (64 * 1024)
#define LOOK_EVERY_MS 50
#define PSK_BYTES 32
#define PSK_IDENTITY "fernlight-stranger"

typedef struct
{
  FlLink                *link;
  FlInbox               *inbox;
  FlStrangerListensFunc  listens; /* may be NULL */
  gpointer               user_data;
  gboolean               is_let_in;
  guint                  listen_ms;
  gint64                 listens_until; /* monotonic µs, 0: not subscribed yet */
  guint                  deadline_id;
  guint                  look_id;
  gulong                 changed_id;
  gulong                 cancelled_id;
} Visit;

typedef struct
{
  FlStrangerOutcome  outcome;
  char              *fault_text;
} Answer;

static const char *const codes[] = {
  [FL_STRANGER_NOBODY] = "nobody",
  [FL_STRANGER_SILENCE] = "silence",
  [FL_STRANGER_NOT_MQTT] = "not-mqtt",
  [FL_STRANGER_NEEDS_CERTIFICATE] = "needs-certificate",
  [FL_STRANGER_NEEDS_KEY] = "needs-key",
  [FL_STRANGER_TURNED_AWAY] = "turned-away",
  [FL_STRANGER_MAY_NOT_SUBSCRIBE] = "may-not-subscribe",
  [FL_STRANGER_HEARD_NOTHING] = "heard-nothing",
  [FL_STRANGER_HEARD] = "heard",
  [FL_STRANGER_UNKNOWN] = "unknown",
};

static void
answer_free (gpointer data)
{
  Answer *answer = data;

  g_free (answer->fault_text);
  g_free (answer);
}

static void
visit_free (gpointer data)
{
  Visit *visit = data;

  g_object_unref (visit->link);
  fl_inbox_unref (visit->inbox);
  g_free (visit);
}

/* ---- with nothing in its hands ---- */

static FlTrust *
make_unknown_psk (void)
{
  guint8 bytes[PSK_BYTES];
  g_autoptr(FlSecret) key = NULL;

  if (RAND_bytes (bytes, sizeof bytes) != 1)
    return NULL;
  key = fl_secret_new (bytes, sizeof bytes);
  return fl_trust_new_psk (PSK_IDENTITY, key, NULL);
}

/* The server has to prove itself as always; we prove nothing. With a pre-shared key as the way, a key nobody knows. */
static FlTrust *
make_trust (FlTrust *trust)
{
  if (fl_trust_get_way (trust) == FL_TRUST_PSK)
    return make_unknown_psk ();
  return fl_trust_without_client (trust);
}

static FlLinkSettings *
make_settings (FlLinkSettings *ours,
               FlEndpoint     *endpoint,
               FlTrust        *trust,
               guint           timeout_ms)
{
  g_autoptr(FlTrust) bare = make_trust (trust);
  FlLinkSettings *settings;

  if (bare == NULL)
    return NULL;
  settings = fl_link_settings_new (endpoint, bare);
  fl_link_settings_set_filters (settings, fl_link_settings_get_filters (ours));
  fl_link_settings_set_mqtt_version (settings, fl_link_settings_get_mqtt_version (ours));
  fl_link_settings_set_qos (settings, 0);
  fl_link_settings_set_connect_timeout (settings, MAX (timeout_ms / 1000, 1));
  return settings;
}

/* ---- what came of it ---- */

static FlStrangerOutcome
outcome_of_distrust (FlTlsReport *report)
{
  FlVerdict *verdict = report != NULL ? fl_tls_report_get_verdict (report) : NULL;

  if (verdict == NULL)
    return FL_STRANGER_UNKNOWN;
  if (fl_verdict_has_reason (verdict, FL_REASON_CLIENT_CERTIFICATE_REQUIRED))
    return FL_STRANGER_NEEDS_CERTIFICATE;
  return fl_verdict_has_reason (verdict, FL_REASON_PSK_REFUSED) ? FL_STRANGER_NEEDS_KEY : FL_STRANGER_UNKNOWN;
}

static FlStrangerOutcome
outcome_of_fault (Visit *visit)
{
  /* Some brokers close the connection in place of a refusal. */
  if (visit->is_let_in)
    return FL_STRANGER_MAY_NOT_SUBSCRIBE;
  switch (fl_link_get_fault (visit->link))
    {
    case FL_LINK_FAULT_NAME_NOT_FOUND:
    case FL_LINK_FAULT_UNREACHABLE:
    case FL_LINK_FAULT_REFUSED:
      return FL_STRANGER_NOBODY;
    case FL_LINK_FAULT_TIMEOUT:
      return FL_STRANGER_SILENCE;
    case FL_LINK_FAULT_CLOSED:
    case FL_LINK_FAULT_NO_TLS:
    case FL_LINK_FAULT_NOT_MQTT:
      return FL_STRANGER_NOT_MQTT;
    case FL_LINK_FAULT_NOT_TRUSTED:
      return outcome_of_distrust (fl_link_get_report (visit->link));
    case FL_LINK_FAULT_BAD_CREDENTIALS:
    case FL_LINK_FAULT_NOT_AUTHORIZED:
      return FL_STRANGER_TURNED_AWAY;
    case FL_LINK_FAULT_NONE:
    case FL_LINK_FAULT_TLS_FAILED:
    case FL_LINK_FAULT_INSPECT_ONLY:
    case FL_LINK_FAULT_UNAVAILABLE:
    default:
      return FL_STRANGER_UNKNOWN;
    }
}

static void
link_closed_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  fl_link_close_finish (FL_LINK (source), result, NULL);
}

static void
leave (GTask *task,
       Visit *visit)
{
  g_clear_handle_id (&visit->deadline_id, g_source_remove);
  g_clear_handle_id (&visit->look_id, g_source_remove);
  g_clear_signal_handler (&visit->changed_id, visit->link);
  if (visit->cancelled_id != 0)
    g_cancellable_disconnect (g_task_get_cancellable (task), visit->cancelled_id);
  visit->cancelled_id = 0;
  fl_link_close_async (visit->link, NULL, link_closed_cb, NULL);
}

static void
return_outcome (GTask             *task,
                FlStrangerOutcome  outcome)
{
  Visit *visit = g_task_get_task_data (task);
  Answer *answer;

  if (g_task_get_completed (task) || visit->changed_id == 0)
    return;
  answer = g_new0 (Answer, 1);
  answer->outcome = outcome;
  answer->fault_text = g_strdup (fl_link_get_fault_text (visit->link));
  g_object_ref (task);
  leave (task, visit);
  g_task_return_pointer (task, answer, answer_free);
  g_object_unref (task); /* ours */
  g_object_unref (task); /* the visit's */
}

static gboolean
deadline_cb (gpointer user_data)
{
  GTask *task = user_data;
  Visit *visit = g_task_get_task_data (task);

  visit->deadline_id = 0;
  return_outcome (task, visit->listens_until != 0 ? FL_STRANGER_HEARD_NOTHING
                        : visit->is_let_in        ? FL_STRANGER_UNKNOWN
                                                  : FL_STRANGER_SILENCE);
  return G_SOURCE_REMOVE;
}

static gboolean
look_cb (gpointer user_data)
{
  GTask *task = user_data;
  Visit *visit = g_task_get_task_data (task);
  FlStrangerOutcome outcome = FL_STRANGER_HEARD;

  if (fl_inbox_get_n_posted (visit->inbox) == 0)
    {
      if (g_get_monotonic_time () < visit->listens_until)
        return G_SOURCE_CONTINUE;
      outcome = FL_STRANGER_HEARD_NOTHING;
    }
  visit->look_id = 0;
  return_outcome (task, outcome);
  return G_SOURCE_REMOVE;
}

static void
link_changed_cb (FlLink     *link,
                 GParamSpec *pspec,
                 gpointer    user_data)
{
  GTask *task = user_data;
  Visit *visit = g_task_get_task_data (task);

  switch (fl_link_get_state (link))
    {
    case FL_LINK_STATE_SUBSCRIBING:
      visit->is_let_in = TRUE;
      break;
    case FL_LINK_STATE_ONLINE:
      visit->is_let_in = TRUE;
      if (visit->look_id == 0)
        {
          visit->listens_until = g_get_monotonic_time () + visit->listen_ms * G_TIME_SPAN_MILLISECOND;
          visit->look_id = g_timeout_add (LOOK_EVERY_MS, look_cb, task);
          if (visit->listens != NULL)
            visit->listens (visit->user_data);
        }
      break;
    case FL_LINK_STATE_WAITING:
    case FL_LINK_STATE_REFUSED:
      /* Thrown out while it listened: what it heard until then counts. */
      if (visit->listens_until != 0)
        return_outcome (task, fl_inbox_get_n_posted (visit->inbox) > 0 ? FL_STRANGER_HEARD : FL_STRANGER_HEARD_NOTHING);
      else
        return_outcome (task, outcome_of_fault (visit));
      break;
    case FL_LINK_STATE_IDLE:
    case FL_LINK_STATE_RESOLVING:
    case FL_LINK_STATE_CONNECTING:
    case FL_LINK_STATE_CLOSED:
    default:
      break;
    }
}

static gboolean
cancelled_idle_cb (gpointer user_data)
{
  GTask *task = user_data;
  Visit *visit = g_task_get_task_data (task);

  if (visit->changed_id != 0)
    {
      leave (task, visit);
      g_task_return_error_if_cancelled (task);
      g_object_unref (task); /* the visit's */
    }
  return G_SOURCE_REMOVE;
}

/* Within g_cancellable_cancel(): handlers cannot be taken away here. */
static void
cancelled_cb (GCancellable *cancellable,
              gpointer      user_data)
{
  g_idle_add_full (G_PRIORITY_DEFAULT, cancelled_idle_cb, g_object_ref (user_data), g_object_unref);
}

const char *
fl_stranger_outcome_to_code (FlStrangerOutcome outcome)
{
  g_return_val_if_fail ((guint) outcome < G_N_ELEMENTS (codes), NULL);

  return codes[outcome];
}

/* Whether the broker accepted CONNECT. */
gboolean
fl_stranger_outcome_is_let_in (FlStrangerOutcome outcome)
{
  return outcome == FL_STRANGER_MAY_NOT_SUBSCRIBE || outcome == FL_STRANGER_HEARD_NOTHING || outcome == FL_STRANGER_HEARD;
}

/**
 * fl_stranger_try_async:
 * @settings: of the owner: only filters and MQTT version are taken
 * @endpoint: the listener
 * @trust: how the server has to prove itself; what proves the owner is left out
 * @timeout_ms: for all of it, in milliseconds
 * @listen_ms: how long to wait for a first message, in milliseconds
 * @listens: (nullable): called with @user_data when it begins to listen
 *
 * Main thread; never blocks. What it hears is counted and thrown away; it publishes nothing.
 */
void
fl_stranger_try_async (FlLinkSettings        *settings,
                       FlEndpoint            *endpoint,
                       FlTrust               *trust,
                       guint                  timeout_ms,
                       guint                  listen_ms,
                       GCancellable          *cancellable,
                       FlStrangerListensFunc  listens,
                       GAsyncReadyCallback    callback,
                       gpointer               user_data)
{
  g_autoptr(FlLinkSettings) bare = NULL;
  GTask *task;
  Visit *visit;

  g_return_if_fail (settings != NULL && endpoint != NULL && trust != NULL);

  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, fl_stranger_try_async);
  bare = make_settings (settings, endpoint, trust, timeout_ms);
  if (bare == NULL)
    {
      g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_FAILED, "no random numbers");
      g_object_unref (task);
      return;
    }
  visit = g_new0 (Visit, 1);
  visit->inbox = fl_inbox_new (INBOX_BYTES);
  visit->link = fl_link_new (bare, visit->inbox);
  visit->listen_ms = listen_ms;
  visit->listens = listens;
  visit->user_data = user_data;
  g_task_set_task_data (task, visit, visit_free);
  visit->changed_id = g_signal_connect (visit->link, "notify::state", G_CALLBACK (link_changed_cb), task);
  visit->deadline_id = g_timeout_add (timeout_ms, deadline_cb, task);
  if (cancellable != NULL)
    visit->cancelled_id = g_cancellable_connect (cancellable, G_CALLBACK (cancelled_cb), task, NULL);
  fl_link_open (visit->link);
}

/**
 * fl_stranger_try_finish:
 * @outcome: (out): how far it came
 * @fault_text: (out) (optional) (nullable) (transfer full): the link's own sentence, if there was a fault
 *
 * Returns: %FALSE if it was cancelled
 */
gboolean
fl_stranger_try_finish (GAsyncResult       *result,
                        FlStrangerOutcome  *outcome,
                        char              **fault_text,
                        GError            **error)
{
  Answer *answer;

  g_return_val_if_fail (g_task_is_valid (result, NULL) && outcome != NULL, FALSE);

  answer = g_task_propagate_pointer (G_TASK (result), error);
  if (answer == NULL)
    return FALSE;
  *outcome = answer->outcome;
  if (fault_text != NULL)
    *fault_text = g_steal_pointer (&answer->fault_text);
  answer_free (answer);
  return TRUE;
}
