/* The first thing a person sees: one entry for the broker's address, the demo, and the brokers already known.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "mqtt/fl-mqtt-url.h"
#include "session/fl-upkeep.h"

G_BEGIN_DECLS

#define FL_TYPE_START_PAGE (fl_start_page_get_type ())

/**
 * FlStartPage:
 *
 * "brokers" (GListModel of #FlBroker, nullable): the saved ones, a row each.
 *
 * Signals: "connect-to" (#FlMqttUrl): a new broker was named; "open-broker", "edit-broker" (saved, or new from a
 * row that needs a user name first) (#FlBroker); "import-file" (#GFile): one was dropped; "choose-preset" (the id
 * of a preset that has ways). What else is done with a saved
 * broker are the actions of FlSavedActions.
 */
G_DECLARE_FINAL_TYPE (FlStartPage, fl_start_page, FL, START_PAGE, AdwBin)

GtkWidget  *fl_start_page_new           (void) G_GNUC_WARN_UNUSED_RESULT;
void        fl_start_page_set_brokers   (FlStartPage *self,
                                         GListModel  *brokers);
void        fl_start_page_set_upkeep    (FlStartPage *self,
                                         FlUpkeep    *upkeep);
const char *fl_start_page_get_address   (FlStartPage *self);
void        fl_start_page_set_address   (FlStartPage *self,
                                         const char  *address);
void        fl_start_page_show_trouble  (FlStartPage *self,
                                         const char  *sentence,
                                         const char  *copyable);
FlMqttUrl  *fl_start_page_parse_address (const char  *address,
                                         char       **note) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
