/* A complete sketch for one firmware at one broker: named, copied or saved as a folder; then the window waits for the device.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "esp/fl-complete-sketch.h"

G_BEGIN_DECLS

#define FL_TYPE_SKETCH_WINDOW (fl_sketch_window_get_type ())

/* Signal "taken": the sketch is on the clipboard or in a folder, for the first time. */
G_DECLARE_FINAL_TYPE (FlSketchWindow, fl_sketch_window, FL, SKETCH_WINDOW, AdwWindow)

FlSketchWindow *fl_sketch_window_new        (FlFirmware       firmware,
                                             FlSnippetFacts  *facts,
                                             const char      *base_topic) G_GNUC_WARN_UNUSED_RESULT;
void            fl_sketch_window_take_batch (FlSketchWindow  *self,
                                             GPtrArray       *batch);
void            fl_sketch_window_save       (FlSketchWindow  *self,
                                             GFile           *place);

G_END_DECLS
