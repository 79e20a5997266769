/* A saved broker in the list of the start page, with what can be done with it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "brokers/fl-broker.h"

G_BEGIN_DECLS

#define FL_TYPE_SAVED_ROW (fl_saved_row_get_type ())

/**
 * FlSavedRow:
 *
 * Its menu, also by the right button, the Menu key and Shift+F10, activates the actions "saved.…" of FlSavedActions.
 * With the focus on the row F2 renames and Delete deletes.
 */
G_DECLARE_FINAL_TYPE (FlSavedRow, fl_saved_row, FL, SAVED_ROW, AdwActionRow)

GtkWidget *fl_saved_row_new        (FlBroker   *broker) G_GNUC_WARN_UNUSED_RESULT;
FlBroker  *fl_saved_row_get_broker (FlSavedRow *self);

G_END_DECLS
