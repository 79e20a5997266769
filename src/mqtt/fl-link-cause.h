/* Why a connection did not come about, where Paho gave no answer from the broker.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gio/gio.h>

#include "mqtt/fl-link-fault.h"
#include "tls/fl-tls-report.h"
#include "tls/fl-trust.h"

G_BEGIN_DECLS

/**
 * FlLinkCause:
 * @fault: %FL_LINK_FAULT_NONE if MQTT 3.1.1 is answered when asked: the failure was this attempt's only
 * @text: a translated sentence, or %NULL for no fault
 * @report: of the handshake that says most, or %NULL
 * @offers_tls: it was to be reached without TLS, and answers with TLS
 */
typedef struct
{
  FlLinkFault  fault;
  char        *text;
  FlTlsReport *report;
  gboolean     offers_tls;
} FlLinkCause;

void         fl_link_cause_find_async  (FlEndpoint           *endpoint,
                                        FlTrust              *trust,
                                        FlTlsReport          *report,
                                        gboolean              is_late,
                                        GCancellable         *cancellable,
                                        GAsyncReadyCallback   callback,
                                        gpointer              user_data);
FlLinkCause *fl_link_cause_find_finish (GAsyncResult         *result,
                                        GError              **error) G_GNUC_WARN_UNUSED_RESULT;
void         fl_link_cause_free        (FlLinkCause          *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FlLinkCause, fl_link_cause_free)

G_END_DECLS
