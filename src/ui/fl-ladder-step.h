/* One rung of the ladder: a message, which way, how many bytes, when, and what it is for; or how it ended.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tls/fl-tls-report.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define FL_TYPE_LADDER_STEP (fl_ladder_step_get_type ())

G_DECLARE_FINAL_TYPE (FlLadderStep, fl_ladder_step, FL, LADDER_STEP, GtkListBoxRow)

GtkWidget *fl_ladder_step_new     (const FlTlsReport *report,
                                   guint              position) G_GNUC_WARN_UNUSED_RESULT;
GtkWidget *fl_ladder_step_new_end (const FlTlsReport *report) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
