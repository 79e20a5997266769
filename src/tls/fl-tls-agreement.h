/* What the two sides of a connection agreed on, as fields that a person reads. Main thread only.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "tls/fl-certificate-section.h"
#include "tls/fl-tls-report.h"

G_BEGIN_DECLS

char       *fl_tls_agreement_summarize   (const FlTlsReport *report) G_GNUC_WARN_UNUSED_RESULT;
GListModel *fl_tls_agreement_list_fields (const FlTlsReport *report) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
