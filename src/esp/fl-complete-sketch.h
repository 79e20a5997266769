/* A sketch that does something, from data/sketches, with everything filled in but what is secret: the folder that Arduino opens.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "esp/fl-firmware.h"
#include "esp/fl-snippet-facts.h"

#include <gio/gio.h>

G_BEGIN_DECLS

#define FL_COMPLETE_SKETCH_ERROR (fl_complete_sketch_error_quark ())

typedef enum
{
  FL_COMPLETE_SKETCH_ERROR_OBSTACLE, /* there is none for this firmware at this broker */
  FL_COMPLETE_SKETCH_ERROR_DEVICE,   /* not a name for a device */
  FL_COMPLETE_SKETCH_ERROR_TOPIC,    /* the topic cannot be written there, or is too long for the device's buffers */
} FlCompleteSketchError;

typedef struct _FlCompleteSketch FlCompleteSketch;

GQuark            fl_complete_sketch_error_quark       (void);
gboolean          fl_complete_sketch_is_for            (FlFirmware              firmware);
FlSnippetWay      fl_complete_sketch_get_way           (FlFirmware              firmware,
                                                        const FlSnippetFacts   *facts);
char             *fl_complete_sketch_describe_obstacle (FlFirmware              firmware,
                                                        const FlSnippetFacts   *facts) G_GNUC_WARN_UNUSED_RESULT;
FlCompleteSketch *fl_complete_sketch_new               (FlFirmware              firmware,
                                                        const FlSnippetFacts   *facts,
                                                        const char             *base_topic,
                                                        const char             *device,
                                                        GError                **error) G_GNUC_WARN_UNUSED_RESULT;
void              fl_complete_sketch_free              (FlCompleteSketch       *self);
const char       *fl_complete_sketch_get_name          (const FlCompleteSketch *self);
const char       *fl_complete_sketch_get_topic         (const FlCompleteSketch *self);
const char       *fl_complete_sketch_get_text          (const FlCompleteSketch *self);
guint             fl_complete_sketch_get_n_files       (const FlCompleteSketch *self);
const char       *fl_complete_sketch_get_file          (const FlCompleteSketch *self,
                                                        guint                   i,
                                                        const char            **name);
GFile            *fl_complete_sketch_save              (const FlCompleteSketch *self,
                                                        GFile                  *place,
                                                        GError                **error) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FlCompleteSketch, fl_complete_sketch_free)

G_END_DECLS
