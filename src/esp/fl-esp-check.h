/* "Can my ESP connect?": the handshake of each kind of device with one broker, and what follows from it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "esp/fl-esp-verdict.h"

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

#define FL_ESP_CHECK_ERROR (fl_esp_check_error_quark ())

/* At most one set of handshakes with one broker in this time. */
#define FL_ESP_CHECK_PERIOD_US G_TIME_SPAN_MINUTE

typedef enum
{
  FL_ESP_CHECK_ERROR_TOO_SOON,
  FL_ESP_CHECK_ERROR_UNREACHED,
} FlEspCheckError;

typedef struct _FlEspCheck FlEspCheck;

GQuark        fl_esp_check_error_quark   (void);
gint64        fl_esp_check_get_wait      (const FlEndpoint     *endpoint,
                                          gint64                now);
void          fl_esp_check_run_async     (FlEndpoint           *endpoint,
                                          FlTrust              *trust,
                                          guint                 timeout_ms,
                                          GCancellable         *cancellable,
                                          GAsyncReadyCallback   callback,
                                          gpointer              user_data);
FlEspCheck   *fl_esp_check_run_finish    (GAsyncResult         *result,
                                          GError              **error) G_GNUC_WARN_UNUSED_RESULT;
FlEspCheck   *fl_esp_check_run           (FlEndpoint           *endpoint,
                                          FlTrust              *trust,
                                          guint                 timeout_ms,
                                          GCancellable         *cancellable,
                                          GError              **error) G_GNUC_WARN_UNUSED_RESULT;
FlEspCheck   *fl_esp_check_new           (GPtrArray            *verdicts,
                                          gint64                at) G_GNUC_WARN_UNUSED_RESULT;
FlEspCheck   *fl_esp_check_ref           (FlEspCheck           *self);
void          fl_esp_check_unref         (FlEspCheck           *self);
guint         fl_esp_check_get_n         (const FlEspCheck     *self);
FlEspVerdict *fl_esp_check_get_verdict   (const FlEspCheck     *self,
                                          guint                 position);
gint64        fl_esp_check_get_time      (const FlEspCheck     *self);
JsonNode     *fl_esp_check_to_json       (const FlEspCheck     *self) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FlEspCheck, fl_esp_check_unref)

G_END_DECLS
