/* Asks for a new name, right where the old one is.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define FL_TYPE_RENAME_POPOVER (fl_rename_popover_get_type ())

/**
 * FlRenamePopover:
 *
 * Lives as long as it is open.
 *
 * Signals: "renamed" (string): what was typed, maybe nothing.
 */
G_DECLARE_FINAL_TYPE (FlRenamePopover, fl_rename_popover, FL, RENAME_POPOVER, GtkPopover)

FlRenamePopover *fl_rename_popover_open (GtkWidget  *parent,
                                         const char *name,
                                         const char *fallback);
void             fl_rename_popover_set_title (FlRenamePopover *self,
                                              const char      *title,
                                              const char      *button_label);

G_END_DECLS
