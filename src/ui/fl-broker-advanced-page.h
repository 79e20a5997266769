/* The page of the broker editor with what few people ever change.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "brokers/fl-broker.h"

G_BEGIN_DECLS

#define FL_TYPE_BROKER_ADVANCED_PAGE (fl_broker_advanced_page_get_type ())

/* Signal: "changed". */
G_DECLARE_FINAL_TYPE (FlBrokerAdvancedPage, fl_broker_advanced_page, FL, BROKER_ADVANCED_PAGE, AdwPreferencesPage)

GtkWidget *fl_broker_advanced_page_new   (void) G_GNUC_WARN_UNUSED_RESULT;
void       fl_broker_advanced_page_fill  (FlBrokerAdvancedPage *self,
                                          FlBroker             *broker);
gboolean   fl_broker_advanced_page_check (FlBrokerAdvancedPage *self);
void       fl_broker_advanced_page_store (FlBrokerAdvancedPage *self,
                                          FlBroker             *broker);

G_END_DECLS
