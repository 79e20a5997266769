/* A handshake on its own connection, by the same policy as the live tap; no application data is sent.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "tls/fl-key-log.h"
#include "tls/fl-tls-report.h"

#include <gio/gio.h>

G_BEGIN_DECLS

#define FL_TYPE_PROBE (fl_probe_get_type ())

#define FL_PROBE_DEFAULT_TIMEOUT_MS 10000

G_DECLARE_FINAL_TYPE (FlProbe, fl_probe, FL, PROBE, GObject)

FlProbe     *fl_probe_new        (FlEndpoint           *endpoint,
                                  FlTrust              *trust) G_GNUC_WARN_UNUSED_RESULT;
void         fl_probe_set_timeout (FlProbe            *self,
                                   guint                timeout_ms);
void         fl_probe_run_async  (FlProbe              *self,
                                  GCancellable         *cancellable,
                                  GAsyncReadyCallback   callback,
                                  gpointer              user_data);
FlTlsReport *fl_probe_run_finish (FlProbe              *self,
                                  GAsyncResult         *result,
                                  GError              **error) G_GNUC_WARN_UNUSED_RESULT;
FlTlsReport *fl_probe_run        (FlEndpoint           *endpoint,
                                  FlTrust              *trust,
                                  guint                 timeout_ms,
                                  GCancellable         *cancellable,
                                  GError              **error) G_GNUC_WARN_UNUSED_RESULT;
FlTlsReport *fl_probe_run_logged (FlEndpoint           *endpoint,
                                  FlTrust              *trust,
                                  guint                 timeout_ms,
                                  FlKeyLog             *key_log,
                                  GCancellable         *cancellable,
                                  GError              **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
