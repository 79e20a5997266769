/* A session that a command holds: connect, say so, do the command's part, end in time.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "fernlight-cli-run"

#include "config.h"

#include "cli/fl-cli-run.h"

#include <glib-unix.h>
#include <glib/gi18n-lib.h>

struct _FlCliRun
{
  FlCliBroker         *broker;
  FlSession           *session;
  GMainLoop           *loop;
  const FlCliRunFuncs *funcs;
  gpointer             user_data;
  FlCliStatus          status;
  gboolean             talkative;
  gboolean             was_online;
  gboolean             closed;
};

/* Scripts wait for these two lines: they are the same in every language. */
static const char *
describe_proof (FlTlsReport *report)
{
  if (report == NULL)
    return "no TLS";
  return fl_verdict_is_trusted (fl_tls_report_get_verdict (report)) ? "verified" : "not verified";
}

static void
say_connected (FlCliRun *self)
{
  FlTlsReport *report = fl_session_get_report (self->session);
  const char *protocol = report == NULL ? NULL : fl_tls_report_get_protocol (report);
  int granted = fl_session_get_granted_qos (self->session);
  int asked = fl_session_get_qos (self->session);

  fl_cli_complain (NULL, "connected %s%s%s, %s", fl_endpoint_get_host (self->broker->endpoint),
                   protocol == NULL ? "" : ", ", protocol == NULL ? "" : protocol, describe_proof (report));
  if (granted >= 0)
    fl_cli_complain (NULL, "subscribed %s, QoS %d granted", self->broker->filter, granted);
  if (granted >= 0 && granted < asked)
    fl_cli_complain ("warning", _("QoS %d was asked for"), asked);
  if (fl_session_get_fault (self->session) != FL_LINK_FAULT_NONE)
    fl_cli_complain ("warning", "%s", fl_session_get_fault_text (self->session));
}

static void
complain_of_fault (FlCliRun *self)
{
  FlTlsReport *report = fl_session_get_report (self->session);
  FlVerdict *verdict = report == NULL ? NULL : fl_tls_report_get_verdict (report);
  const char *text = fl_session_get_fault_text (self->session);

  fl_cli_complain (fl_link_fault_to_code (fl_session_get_fault (self->session)), "%s", text == NULL ? "" : text);
  if (fl_session_get_fault (self->session) != FL_LINK_FAULT_NOT_TRUSTED || verdict == NULL)
    return;
  for (guint i = 0; i < fl_verdict_get_n_reasons (verdict); i++)
    {
      FlReason reason = fl_verdict_get_reason (verdict, i);
      g_autofree char *sentence = fl_reason_describe (reason, fl_tls_report_get_leaf (report),
                                                      fl_endpoint_get_host (self->broker->endpoint));

      fl_cli_complain (fl_reason_to_code (reason), "%s", sentence);
    }
}

static void
session_state_changed_cb (FlSession  *session,
                          GParamSpec *pspec,
                          FlCliRun   *self)
{
  switch (fl_session_get_state (session))
    {
    case FL_SESSION_STATE_ONLINE:
      if (self->talkative)
        say_connected (self);
      self->was_online = TRUE;
      if (self->funcs->online != NULL)
        self->funcs->online (self, self->user_data);
      break;

    case FL_SESSION_STATE_REFUSED:
      complain_of_fault (self);
      fl_cli_run_quit (self, fl_session_get_fault (session) == FL_LINK_FAULT_NOT_TRUSTED ? FL_CLI_NOT_TRUSTED
                                                                                          : FL_CLI_FAILED);
      break;

    case FL_SESSION_STATE_WAITING:
      /* A broker that was there may come back; one that never was is reported at once. */
      complain_of_fault (self);
      if (!self->was_online)
        fl_cli_run_quit (self, FL_CLI_FAILED);
      break;

    case FL_SESSION_STATE_IDLE:
    case FL_SESSION_STATE_CONNECTING:
    case FL_SESSION_STATE_CLOSED:
    default:
      break;
    }
}

static void
session_batch_cb (FlSession *session,
                  GPtrArray *messages,
                  FlCliRun  *self)
{
  if (self->funcs->batch != NULL && g_main_loop_is_running (self->loop))
    self->funcs->batch (self, messages, self->user_data);
}

static void
session_service_noted_cb (FlSession  *session,
                          const char *note,
                          FlCliRun   *self)
{
  fl_cli_complain ("warning", "%s", note);
}

static gboolean
timed_out_cb (gpointer user_data)
{
  FlCliRun *self = user_data;

  if (self->was_online && self->funcs->timed_out != NULL)
    self->funcs->timed_out (self, self->user_data);
  else
    {
      fl_cli_complain ("timeout", self->was_online ? _("The time is up") : _("No connection in the time given"));
      fl_cli_run_quit (self, FL_CLI_FAILED);
    }
  return G_SOURCE_CONTINUE;
}

static gboolean
stopped_cb (gpointer user_data)
{
  FlCliRun *self = user_data;

  if (self->funcs->stopped != NULL)
    self->funcs->stopped (self, self->user_data);
  else
    fl_cli_run_quit (self, FL_CLI_FAILED);
  return G_SOURCE_CONTINUE;
}

static void
session_closed_cb (GObject      *source,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  FlCliRun *self = user_data;

  fl_session_close_finish (FL_SESSION (source), result, NULL);
  self->closed = TRUE;
}

/**
 * fl_cli_run:
 * @settings: what to connect to, and subscribe to
 * @keys: (nullable): what decrypts and encrypts
 * @device_settings: (nullable): NULL for the saved broker's, else the defaults
 * @timeout_s: seconds until it ends by itself; 0: never
 * @talkative: whether to say on standard error that it is connected and subscribed
 * @funcs: the command's part
 *
 * Opens a session and runs the main loop until fl_cli_run_quit(). A fault before the first connection ends it,
 * a later one is printed and the session reconnects.
 *
 * Returns: the status to exit with
 */
FlCliStatus
fl_cli_run (FlCliBroker         *broker,
            FlLinkSettings      *settings,
            FlKeyRing           *keys,
            FlDeviceSettings    *device_settings,
            int                  timeout_s,
            gboolean             talkative,
            const FlCliRunFuncs *funcs,
            gpointer             user_data)
{
  g_autoptr(GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr(FlSession) session = fl_session_new (settings, keys, broker->base_topic,
                                                 device_settings != NULL ? device_settings : broker->device_settings, 0);
  FlCliRun self = { broker, session, loop, funcs, user_data, FL_CLI_DONE, talkative, FALSE, FALSE };
  guint deadline = timeout_s > 0 ? g_timeout_add_seconds ((guint) timeout_s, timed_out_cb, &self) : 0;
  guint interrupted = g_unix_signal_add (SIGINT, stopped_cb, &self);
  guint terminated = g_unix_signal_add (SIGTERM, stopped_cb, &self);

  if (broker->upgraded)
    fl_cli_complain (NULL, _("TLS is used, though the address says mqtt://: %s"),
                     broker->is_tls_port ? _("8883 is the port for TLS")
                                                             : _("a trust option was given"));
  g_signal_connect (session, "notify::state", G_CALLBACK (session_state_changed_cb), &self);
  g_signal_connect (session, "service-noted", G_CALLBACK (session_service_noted_cb), &self);
  g_signal_connect (session, "batch", G_CALLBACK (session_batch_cb), &self);
  fl_session_open (session);
  g_main_loop_run (loop);

  g_signal_handlers_disconnect_by_data (session, &self);
  g_clear_handle_id (&deadline, g_source_remove);
  g_source_remove (interrupted);
  g_source_remove (terminated);
  if (funcs->finished != NULL)
    funcs->finished (&self, user_data);
  fl_session_close_async (session, NULL, session_closed_cb, &self);
  while (!self.closed)
    g_main_context_iteration (NULL, TRUE);
  return self.status;
}

FlSession *
fl_cli_run_get_session (FlCliRun *self)
{
  return self->session;
}

/** fl_cli_run_quit: ends fl_cli_run() with this status; the first call decides. */
void
fl_cli_run_quit (FlCliRun    *self,
                 FlCliStatus  status)
{
  if (!g_main_loop_is_running (self->loop))
    return;
  self->status = status;
  g_main_loop_quit (self->loop);
}
