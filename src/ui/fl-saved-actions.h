/* The actions on saved brokers, and what a person is told of them: the group "saved" of a window.
 *
 *   rename (ss: id, name) · duplicate (s) · edit (s) · export (s) · delete (s)   from a row of the start page
 *   rename-front · duplicate-front · export-front · delete-front                 the session in front, if it is saved
 *   export-all · import                                                          from menus
 *
 * A deleted broker's tab is closed with it. Undo, for ten seconds, brings back the broker at its place, its secrets
 * and, if it was open, its tab.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "brokers/fl-broker-shelf.h"
#include "ui/fl-window.h"

G_BEGIN_DECLS

#define FL_TYPE_SAVED_ACTIONS (fl_saved_actions_get_type ())

G_DECLARE_FINAL_TYPE (FlSavedActions, fl_saved_actions, FL, SAVED_ACTIONS, GObject)

FlSavedActions *fl_saved_actions_new         (FlWindow       *window,
                                              FlBrokerShelf  *shelf,
                                              GtkWidget      *anchor) G_GNUC_WARN_UNUSED_RESULT;
void            fl_saved_actions_set_front   (FlSavedActions *self,
                                              FlBroker       *broker);
void            fl_saved_actions_import_file (FlSavedActions *self,
                                              GFile          *file);

G_END_DECLS
