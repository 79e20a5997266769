/* A report as the one object that `inspect --json` prints.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "tls/fl-tls-report.h"

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

JsonNode *fl_tls_report_to_json (const FlTlsReport *self) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
