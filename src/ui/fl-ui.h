/* What a process with windows sets up before it makes one.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The folder of everything compiled in: icons, style sheet, templates. Not the application id, so that a rename is one line. */
#define FL_UI_RESOURCE_BASE "/fernlight"
#define FL_UI_TEMPLATE(stem) FL_UI_RESOURCE_BASE "/ui/" stem ".ui"

void fl_ui_init                 (void);
void fl_ui_keep_left_to_right   (GtkLabel *label);

G_END_DECLS
