/* A button that puts a text on the clipboard and shows that it did.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define FL_TYPE_COPY_BUTTON (fl_copy_button_get_type ())

G_DECLARE_FINAL_TYPE (FlCopyButton, fl_copy_button, FL, COPY_BUTTON, GtkWidget)

GtkWidget  *fl_copy_button_new      (const char   *name) G_GNUC_WARN_UNUSED_RESULT;
const char *fl_copy_button_get_name (FlCopyButton *self);
void        fl_copy_button_set_name (FlCopyButton *self,
                                     const char   *name);
const char *fl_copy_button_get_text (FlCopyButton *self);
void        fl_copy_button_set_text (FlCopyButton *self,
                                     const char   *text);

G_END_DECLS
