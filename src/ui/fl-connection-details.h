/* The lower half of the Security page: the handshake step by step, what was agreed on, each certificate at length.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tls/fl-tls-report.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define FL_TYPE_CONNECTION_DETAILS (fl_connection_details_get_type ())

G_DECLARE_FINAL_TYPE (FlConnectionDetails, fl_connection_details, FL, CONNECTION_DETAILS, AdwBin)

GtkWidget *fl_connection_details_new  (void) G_GNUC_WARN_UNUSED_RESULT;
void       fl_connection_details_show (FlConnectionDetails *self,
                                       FlTlsReport         *report);

G_END_DECLS
