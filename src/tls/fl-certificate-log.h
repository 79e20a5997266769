/* The certificates that were seen at each saved broker, and what was copied from them for devices.
 *
 *   live connection ─┐                     ┌─▶ news: another certificate, snippets that stop working
 *   quiet probe ─────┴─ note ─▶ store ─────┼─▶ list: the timeline of a broker, or of an endpoint
 *   snippet copied ── note_copied ─▶       └─▶ list_latest: what expires next
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "store/fl-store.h"
#include "tls/fl-certificate-sighting.h"
#include "tls/fl-copied-snippet.h"
#include "tls/fl-tls-report.h"

G_BEGIN_DECLS

/* Most certificates that are kept of one broker: the newest; how many were forgotten is counted. */
#define FL_CERTIFICATE_LOG_MAX 200

/* The tables: to be given to fl_store_new(). */
extern const FlStorePart fl_certificate_log_part;

/* Returns: Unix seconds. */
typedef gint64 (*FlCertificateLogClock) (gpointer user_data);

/**
 * FlCertificateNews:
 * @now: what was seen
 * @before: (nullable): what was seen there before it, best a certificate that proved who it is
 * @is_new: never seen at this broker
 * @stopped: (element-type FlCopiedSnippet): what was copied earlier and does not fit any more from now on
 */
typedef struct
{
  FlCertificateSighting *now;
  FlCertificateSighting *before;
  gboolean               is_new;
  GPtrArray             *stopped;
} FlCertificateNews;

/**
 * FlCertificateLog:
 *
 * Main thread only; the store does the work. Nothing secret is stored: certificates are public, and so is what a snippet
 * is called. Errors are %FL_STORE_ERROR: then nothing was noted, and nothing is lost but that.
 *
 * Signal "changed" (const char *broker): what is stored of it is another.
 */
#define FL_TYPE_CERTIFICATE_LOG (fl_certificate_log_get_type ())

G_DECLARE_FINAL_TYPE (FlCertificateLog, fl_certificate_log, FL, CERTIFICATE_LOG, GObject)

FlCertificateLog  *fl_certificate_log_new                (FlStore               *store) G_GNUC_WARN_UNUSED_RESULT;
void               fl_certificate_log_set_clock          (FlCertificateLog      *self,
                                                          FlCertificateLogClock  clock,
                                                          gpointer               user_data);
gint64             fl_certificate_log_get_now            (FlCertificateLog      *self);

void               fl_certificate_log_note_async         (FlCertificateLog      *self,
                                                          const char            *broker,
                                                          FlTlsReport           *report,
                                                          FlCertificateSeen      how,
                                                          GCancellable          *cancellable,
                                                          GAsyncReadyCallback    callback,
                                                          gpointer               user_data);
FlCertificateNews *fl_certificate_log_note_finish        (FlCertificateLog      *self,
                                                          GAsyncResult          *result,
                                                          GError               **error) G_GNUC_WARN_UNUSED_RESULT;
void               fl_certificate_news_free              (FlCertificateNews     *news);

void               fl_certificate_log_list_async         (FlCertificateLog      *self,
                                                          const char            *broker,
                                                          GCancellable          *cancellable,
                                                          GAsyncReadyCallback    callback,
                                                          gpointer               user_data);
void               fl_certificate_log_list_seen_at_async (FlCertificateLog      *self,
                                                          FlEndpoint            *endpoint,
                                                          GCancellable          *cancellable,
                                                          GAsyncReadyCallback    callback,
                                                          gpointer               user_data);
void               fl_certificate_log_list_latest_async  (FlCertificateLog      *self,
                                                          GCancellable          *cancellable,
                                                          GAsyncReadyCallback    callback,
                                                          gpointer               user_data);
GPtrArray         *fl_certificate_log_list_finish        (FlCertificateLog      *self,
                                                          GAsyncResult          *result,
                                                          gint64                *n_forgotten,
                                                          GError               **error) G_GNUC_WARN_UNUSED_RESULT;

void               fl_certificate_log_take_threshold_async  (FlCertificateLog            *self,
                                                             const FlCertificateSighting *sighting,
                                                             int                          days,
                                                             GCancellable                *cancellable,
                                                             GAsyncReadyCallback          callback,
                                                             gpointer                     user_data);
gboolean           fl_certificate_log_take_threshold_finish (FlCertificateLog            *self,
                                                             GAsyncResult                *result,
                                                             GError                     **error);

void               fl_certificate_log_note_copied        (FlCertificateLog      *self,
                                                          const char            *broker,
                                                          const char            *kind,
                                                          const char            *label,
                                                          FlSnippetBond          bond,
                                                          const FlCertificate   *certificate);
void               fl_certificate_log_list_copied_async  (FlCertificateLog      *self,
                                                          const char            *broker,
                                                          GCancellable          *cancellable,
                                                          GAsyncReadyCallback    callback,
                                                          gpointer               user_data);
GPtrArray         *fl_certificate_log_list_copied_finish (FlCertificateLog      *self,
                                                          GAsyncResult          *result,
                                                          GError               **error) G_GNUC_WARN_UNUSED_RESULT;

void               fl_certificate_log_forget             (FlCertificateLog      *self,
                                                          const char            *broker);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FlCertificateNews, fl_certificate_news_free)

G_END_DECLS
