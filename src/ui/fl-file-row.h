/* A row for a small file: chosen in the dialog or dropped, read once; shows what is in it, with Replace and Remove.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define FL_TYPE_FILE_ROW (fl_file_row_get_type ())

/**
 * FlFileRow:
 *
 * Signals: "loaded" (GBytes): what is in the file; "failed" (char *): why it is not read, a sentence; "removed".
 */
G_DECLARE_FINAL_TYPE (FlFileRow, fl_file_row, FL, FILE_ROW, AdwActionRow)

GtkWidget *fl_file_row_new      (void) G_GNUC_WARN_UNUSED_RESULT;
void       fl_file_row_set_up   (FlFileRow  *self,
                                 const char *name,
                                 size_t      max);
void       fl_file_row_show     (FlFileRow  *self,
                                 const char *title,
                                 const char *subtitle,
                                 gboolean    is_chosen);
void       fl_file_row_load     (FlFileRow  *self,
                                 GFile      *file);

G_END_DECLS
