/* Why a connection did not come about, where Paho gave no answer from the broker.
 *
 *   what the tap saw                    who is asked          what it can be
 *   ──────────────────────────────────  ────────────────────  ────────────────────────────────────────────────────
 *   a verdict, an alert, no TLS         nobody                not-trusted, tls-failed, no-tls
 *   a whole handshake                   MQTT over TLS         not-mqtt, closed, timeout, or nothing is wrong
 *   no whole handshake                  the probe             refused, unreachable, timeout, closed, no-tls
 *   (no TLS was wanted)                 MQTT without TLS,     the same, and not-mqtt; whether it offers TLS
 *                                       then the probe
 *   nothing, of a service that is       nobody                timeout, closed
 *   never probed
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "fernlight-link-cause"

#include "config.h"

#include "mqtt/fl-link-cause.h"

#include "mqtt/fl-question.h"
#include "tls/fl-service.h"
#include "tls/fl-probe.h"

#include <glib/gi18n-lib.h>

/* How long a question may take: a while where the broker hung up, which is quick to tell why, and on a slow line a
 * handshake alone takes seconds; not long again where it was silent for the whole time before. */
#define ASK_MS 10000
#define ASK_LATE_MS 4000

typedef struct
{
  FlEndpoint  *endpoint;
  FlTrust     *trust;
  FlTlsReport *report;
  gboolean     is_late;
  FlLinkFault  plain_fault; /* while it is looked for TLS */
} Errand;

static void
errand_free (gpointer data)
{
  Errand *errand = data;

  fl_endpoint_unref (errand->endpoint);
  fl_trust_unref (errand->trust);
  g_clear_pointer (&errand->report, fl_tls_report_unref);
  g_free (errand);
}

static unsigned
get_time_to_ask (const Errand *errand)
{
  return errand->is_late ? ASK_LATE_MS : ASK_MS;
}

static char *
describe (Errand      *errand,
          FlLinkFault  fault,
          FlTlsReport *report)
{
  const char *from_tls = report != NULL ? fl_tls_report_get_error_text (report) : NULL;
  g_autofree char *place = fl_endpoint_to_text (errand->endpoint);

  if (from_tls != NULL && fl_link_fault_from_tls_fault (fl_tls_report_get_fault (report)) == fault)
    return g_strdup (from_tls);
  return fl_link_fault_describe (fault, place);
}

static void
return_cause (GTask       *task,
              FlLinkFault  fault,
              FlTlsReport *report)
{
  Errand *errand = g_task_get_task_data (task);
  FlLinkCause *cause = g_new0 (FlLinkCause, 1);

  cause->fault = fault;
  cause->report = report != NULL ? fl_tls_report_ref (report) : NULL;
  cause->text = describe (errand, fault, report);
  g_task_return_pointer (task, cause, (GDestroyNotify) fl_link_cause_free);
}

static void
return_offers_tls (GTask *task)
{
  Errand *errand = g_task_get_task_data (task);
  FlLinkCause *cause = g_new0 (FlLinkCause, 1);
  g_autofree char *place = fl_endpoint_to_text (errand->endpoint);

  cause->fault = FL_LINK_FAULT_NOT_MQTT;
  cause->text = g_strdup_printf (_("%s speaks TLS, and this broker is set to connect without."), place);
  cause->offers_tls = TRUE;
  g_task_return_pointer (task, cause, (GDestroyNotify) fl_link_cause_free);
}

/* Whether there is TLS where none was wanted: any answer to a ClientHello will do, it is not believed. */
static void
looked_for_tls_cb (GObject      *source,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  Errand *errand = g_task_get_task_data (task);
  g_autoptr(GError) error = NULL;
  g_autoptr(FlTlsReport) report = fl_probe_run_finish (FL_PROBE (source), result, &error);

  if (report == NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else if (fl_tls_report_get_protocol (report) != NULL)
    return_offers_tls (task);
  else
    return_cause (task, errand->plain_fault, NULL);
}

static void
look_for_tls (GTask *task)
{
  Errand *errand = g_task_get_task_data (task);
  g_autoptr(FlTrust) anybody = fl_trust_new_insecure ();
  g_autoptr(FlProbe) probe = fl_probe_new (errand->endpoint, anybody);

  fl_probe_set_timeout (probe, get_time_to_ask (errand));
  fl_probe_run_async (probe, g_task_get_cancellable (task), looked_for_tls_cb, g_object_ref (task));
}

static void
asked_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  Errand *errand = g_task_get_task_data (task);
  g_autoptr(GError) error = NULL;
  FlQuestionAnswer answer;

  if (!fl_question_ask_finish (result, &answer, &error))
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  if (answer.offers_tls)
    {
      return_offers_tls (task);
      return;
    }
  /* It answers us now, or hangs up on us: that it did not answer in time is the better description. */
  errand->plain_fault = answer.fault;
  if (errand->is_late && (answer.fault == FL_LINK_FAULT_NONE || answer.fault == FL_LINK_FAULT_CLOSED))
    errand->plain_fault = FL_LINK_FAULT_TIMEOUT;
  if (fl_trust_get_way (errand->trust) == FL_TRUST_PLAIN && answer.fault == FL_LINK_FAULT_CLOSED)
    look_for_tls (task);
  else
    return_cause (task, errand->plain_fault, errand->report);
}

/* TLS 1.3 refuses a client certificate, or that there is none, only after the handshake, and the broker's reset may
 * overtake its alert: then nothing but the request was seen. */
static gboolean
may_be_about_client_certificate (Errand *errand)
{
  return errand->report != NULL && fl_tls_report_is_complete (errand->report) &&
         fl_tls_report_is_client_certificate_requested (errand->report);
}

static void
probed_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  Errand *errand = g_task_get_task_data (task);
  g_autoptr(GError) error = NULL;
  g_autoptr(FlTlsReport) report = fl_probe_run_finish (FL_PROBE (source), result, &error);
  FlLinkFault fault;

  if (report == NULL)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  fault = fl_link_fault_from_tls_fault (fl_tls_report_get_fault (report));
  if (fault == FL_LINK_FAULT_NONE && may_be_about_client_certificate (errand))
    {
      fl_question_ask_async (errand->endpoint, errand->trust, get_time_to_ask (errand), g_task_get_cancellable (task), asked_cb,
                             g_steal_pointer (&task));
      return;
    }
  if (fault == FL_LINK_FAULT_NONE)
    fault = errand->is_late ? FL_LINK_FAULT_TIMEOUT : FL_LINK_FAULT_CLOSED;
  return_cause (task, fault, report);
}

static gboolean
says_enough (FlTlsReport *report)
{
  switch (fl_tls_report_get_fault (report))
    {
    case FL_TLS_FAULT_NO_TLS:
    case FL_TLS_FAULT_TLS_FAILED:
    case FL_TLS_FAULT_NOT_TRUSTED:
      return TRUE;
    case FL_TLS_FAULT_NONE:
    case FL_TLS_FAULT_NAME_NOT_FOUND:
    case FL_TLS_FAULT_UNREACHABLE:
    case FL_TLS_FAULT_REFUSED:
    case FL_TLS_FAULT_TIMEOUT:
    case FL_TLS_FAULT_CLOSED:
    default:
      return FALSE;
    }
}

/**
 * fl_link_cause_find_async:
 * @endpoint: with an address
 * @trust: as it was for the connection
 * @report: (nullable): what the tap saw of the connection; %NULL without TLS
 * @is_late: whether the connection was given up because nothing came in time
 *
 * Asks the network at most twice more, for at most some seconds, and sends no user name, password or topic. A service
 * that counts connections is not asked at all.
 */
void
fl_link_cause_find_async (FlEndpoint          *endpoint,
                          FlTrust             *trust,
                          FlTlsReport         *report,
                          gboolean             is_late,
                          GCancellable        *cancellable,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;
  Errand *errand;

  g_return_if_fail (endpoint != NULL && fl_endpoint_get_address (endpoint) != NULL);
  g_return_if_fail (trust != NULL);

  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, fl_link_cause_find_async);
  errand = g_new0 (Errand, 1);
  errand->endpoint = fl_endpoint_ref (endpoint);
  errand->trust = fl_trust_ref (trust);
  errand->report = report != NULL ? fl_tls_report_ref (report) : NULL;
  errand->is_late = is_late;
  g_task_set_task_data (task, errand, errand_free);

  if (report != NULL && says_enough (report))
    {
      return_cause (task, fl_link_fault_from_tls_fault (fl_tls_report_get_fault (report)), report);
    }
  else if (fl_service_of_host (fl_endpoint_get_host (endpoint))->is_never_probed)
    {
      return_cause (task, is_late ? FL_LINK_FAULT_TIMEOUT : FL_LINK_FAULT_CLOSED, report);
    }
  else if (report == NULL || (fl_tls_report_is_complete (report) && !may_be_about_client_certificate (errand)))
    {
      fl_question_ask_async (endpoint, trust, get_time_to_ask (errand), cancellable, asked_cb, g_steal_pointer (&task));
    }
  else
    {
      g_autoptr(FlProbe) probe = fl_probe_new (endpoint, trust);

      fl_probe_set_timeout (probe, get_time_to_ask (errand));
      fl_probe_run_async (probe, cancellable, probed_cb, g_steal_pointer (&task));
    }
}

/** fl_link_cause_find_finish: Returns: (transfer full): the cause; %NULL only if it was cancelled */
FlLinkCause *
fl_link_cause_find_finish (GAsyncResult  *result,
                           GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

void
fl_link_cause_free (FlLinkCause *self)
{
  if (self == NULL)
    return;
  g_free (self->text);
  g_clear_pointer (&self->report, fl_tls_report_unref);
  g_free (self);
}
