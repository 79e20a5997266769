/* The page of the broker editor that says where the broker is and what to subscribe to.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "brokers/fl-broker.h"

G_BEGIN_DECLS

#define FL_TYPE_BROKER_ADDRESS_PAGE (fl_broker_address_page_get_type ())

/* Signals: "changed"; "username-found" (char *): a whole address was taken apart, and there was a user name in it. */
G_DECLARE_FINAL_TYPE (FlBrokerAddressPage, fl_broker_address_page, FL, BROKER_ADDRESS_PAGE, AdwPreferencesPage)

GtkWidget *fl_broker_address_page_new     (void) G_GNUC_WARN_UNUSED_RESULT;
void       fl_broker_address_page_fill    (FlBrokerAddressPage *self,
                                           FlBroker            *broker);
gboolean   fl_broker_address_page_check   (FlBrokerAddressPage *self);
void       fl_broker_address_page_spread  (FlBrokerAddressPage *self);
void       fl_broker_address_page_store   (FlBrokerAddressPage *self,
                                           FlBroker            *broker);
gboolean   fl_broker_address_page_has_tls (FlBrokerAddressPage *self);

G_END_DECLS
