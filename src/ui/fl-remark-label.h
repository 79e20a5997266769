/* The sentence under a field: hidden when there is nothing to say, coloured by how serious it is.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "ui/fl-broker-field.h"

G_BEGIN_DECLS

void fl_remark_label_show (GtkLabel   *label,
                           GtkWidget  *field,
                           FlRemark    remark,
                           const char *sentence);

G_END_DECLS
