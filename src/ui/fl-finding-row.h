/* One thing that was found in what somebody pasted: its line, a sentence, and the change, to be copied.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "esp/fl-finding.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define FL_TYPE_FINDING_ROW (fl_finding_row_get_type ())

G_DECLARE_FINAL_TYPE (FlFindingRow, fl_finding_row, FL, FINDING_ROW, GtkListBoxRow)

GtkWidget *fl_finding_row_new      (const FlFinding *finding) G_GNUC_WARN_UNUSED_RESULT;
guint      fl_finding_row_get_line (FlFindingRow    *self);

G_END_DECLS
