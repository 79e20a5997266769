/* One of the four levels of security: what protects here, and what it costs; opened, why, and what it leaves open.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tls/fl-security-level.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define FL_TYPE_LEVEL_ROW (fl_level_row_get_type ())

G_DECLARE_FINAL_TYPE (FlLevelRow, fl_level_row, FL, LEVEL_ROW, GtkListBoxRow)

GtkWidget  *fl_level_row_new       (FlSecurityLevel        level) G_GNUC_WARN_UNUSED_RESULT;
void        fl_level_row_align     (FlLevelRow            *self,
                                    GtkSizeGroup          *titles);
void        fl_level_row_update    (FlLevelRow            *self,
                                    const FlSecurityFacts *facts);
void        fl_level_row_toggle    (FlLevelRow            *self,
                                    const FlSecurityFacts *facts);
gboolean    fl_level_row_is_expanded (FlLevelRow          *self);
const char *fl_level_row_get_proof (FlLevelRow            *self);
const char *fl_level_tone_to_icon  (FlSecurityTone         tone);
const char *fl_level_tone_to_class (FlSecurityTone         tone);
const char *fl_level_tone_to_text  (FlSecurityTone         tone);

G_END_DECLS
