/* A log of certificates in a folder of its own, with a clock that stands still, for tests; calls that wait for their answer.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "tls/fl-certificate-log.h"

G_BEGIN_DECLS

typedef struct
{
  char             *folder;
  char             *path;
  FlStore          *store;
  FlCertificateLog *log;
  gint64            now; /* what the clock says */
} FlTestLog;

FlTestLog         *fl_test_log_new         (gint64                 now);
void               fl_test_log_reopen      (FlTestLog             *self);
void               fl_test_log_free        (FlTestLog             *self);
FlCertificateNews *fl_test_log_note        (FlTestLog             *self,
                                            const char            *broker,
                                            FlTlsReport           *report,
                                            FlCertificateSeen      how);
GPtrArray         *fl_test_log_list        (FlTestLog             *self,
                                            const char            *broker,
                                            gint64                *n_forgotten);
GPtrArray         *fl_test_log_list_at     (FlTestLog             *self,
                                            FlEndpoint            *endpoint);
GPtrArray         *fl_test_log_list_latest (FlTestLog             *self);
GPtrArray         *fl_test_log_list_copied (FlTestLog             *self,
                                            const char            *broker);
gboolean           fl_test_log_take        (FlTestLog                   *self,
                                            const FlCertificateSighting *sighting,
                                            int                          days);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FlTestLog, fl_test_log_free)

G_END_DECLS
