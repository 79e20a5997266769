/* One credential-free question to what listens at an address: do you speak MQTT?
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gio/gio.h>

#include "mqtt/fl-link-fault.h"
#include "tls/fl-endpoint.h"
#include "tls/fl-trust.h"

G_BEGIN_DECLS

/**
 * FlQuestionAnswer:
 * @fault: %FL_LINK_FAULT_NONE if MQTT was answered, else why there was no such answer
 * @offers_tls: asked without TLS, and it answered with TLS
 */
typedef struct
{
  FlLinkFault fault;
  gboolean    offers_tls;
} FlQuestionAnswer;

void     fl_question_ask_async  (FlEndpoint           *endpoint,
                                 FlTrust              *trust,
                                 unsigned              timeout_ms,
                                 GCancellable         *cancellable,
                                 GAsyncReadyCallback   callback,
                                 gpointer              user_data);
gboolean fl_question_ask_finish (GAsyncResult         *result,
                                 FlQuestionAnswer     *answer,
                                 GError              **error);

G_END_DECLS
