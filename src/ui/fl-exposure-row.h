/* One thing that was found out about who else gets in, and the lines that change it, to be copied.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "session/fl-exposure-finding.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define FL_TYPE_EXPOSURE_ROW (fl_exposure_row_get_type ())

G_DECLARE_FINAL_TYPE (FlExposureRow, fl_exposure_row, FL, EXPOSURE_ROW, GtkListBoxRow)

GtkWidget *fl_exposure_row_new (FlExposureFinding *finding) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
