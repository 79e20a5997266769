/* The lines that a sketch lacks, put where they belong: fingerprint or CA, the call that sets it, the clock.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "esp/fl-paste-context.h"
#include "esp/fl-sketch.h"

G_BEGIN_DECLS

gboolean  fl_sketch_repair_knows_check   (const FlSketch       *sketch,
                                          const FlPasteContext *context);
char     *fl_sketch_repair_add_check     (const FlSketch       *sketch,
                                          const FlPasteContext *context,
                                          GPtrArray            *edits,
                                          guint                *line) G_GNUC_WARN_UNUSED_RESULT;
char     *fl_sketch_repair_replace_call  (const FlSketch       *sketch,
                                          const FlPasteContext *context,
                                          guint                 call,
                                          GPtrArray            *edits) G_GNUC_WARN_UNUSED_RESULT;
char     *fl_sketch_repair_fingerprint   (const FlSketch       *sketch,
                                          const FlPasteContext *context,
                                          GPtrArray            *edits) G_GNUC_WARN_UNUSED_RESULT;
char     *fl_sketch_repair_move_call     (const FlSketch       *sketch,
                                          guint                 call,
                                          GPtrArray            *edits) G_GNUC_WARN_UNUSED_RESULT;
char     *fl_sketch_repair_add_clock     (const FlSketch       *sketch,
                                          guint                 call,
                                          GPtrArray            *edits) G_GNUC_WARN_UNUSED_RESULT;
void      fl_sketch_repair_add_include   (const FlSketch       *sketch,
                                          const char           *header,
                                          GPtrArray            *edits);

G_END_DECLS
