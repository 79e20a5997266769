/* Watches the certificates of the saved brokers: notes what live connections show, looks quietly where there is none, and
 * says when one changed or expires soon.
 *
 *   sessions ──report──▶ log ──news──▶ "notice"
 *   every ten minutes: what expires ──threshold, once──▶ "notice"
 *                      who is due (fl-watch-schedule.h) ──probe, one after the other──▶ log
 *
 * A look is a handshake without a login, a client certificate or a byte of application data.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "session/fl-certificate-notice.h"
#include "session/fl-session.h"
#include "tls/fl-certificate-log.h"

G_BEGIN_DECLS

/**
 * FlCertificateWatch:
 *
 * Main thread only; times are by the clock of the log.
 *
 * Property, read-only: "is-checking". Signal "notice" (#FlCertificateNotice).
 */
#define FL_TYPE_CERTIFICATE_WATCH (fl_certificate_watch_get_type ())

G_DECLARE_FINAL_TYPE (FlCertificateWatch, fl_certificate_watch, FL, CERTIFICATE_WATCH, GObject)

FlCertificateWatch *fl_certificate_watch_new             (GListModel         *brokers,
                                                          FlCertificateLog   *log) G_GNUC_WARN_UNUSED_RESULT;
void                fl_certificate_watch_start           (FlCertificateWatch *self);
void                fl_certificate_watch_stop            (FlCertificateWatch *self);
void                fl_certificate_watch_check           (FlCertificateWatch *self);
void                fl_certificate_watch_add_session     (FlCertificateWatch *self,
                                                          FlBroker           *broker,
                                                          FlSession          *session);
FlCertificateLog   *fl_certificate_watch_get_log         (FlCertificateWatch *self);
gboolean            fl_certificate_watch_get_is_checking (FlCertificateWatch *self);

G_END_DECLS
