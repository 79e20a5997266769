/* Fields that a person reads: name, value, and a button that copies the value.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

GtkWidget *fl_field_grid_new (GListModel *fields) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
