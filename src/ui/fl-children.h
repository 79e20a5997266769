/* Keeps the children of a plain container in step with a list.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Makes the child for an item. Transfer floating. */
typedef GtkWidget *(*FlChildFunc) (gpointer item,
                                   gpointer user_data);

void fl_children_bind (GtkWidget   *parent,
                       GListModel  *model,
                       FlChildFunc  create,
                       gpointer     user_data);

G_END_DECLS
