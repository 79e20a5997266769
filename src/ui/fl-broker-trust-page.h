/* The page of the broker editor that says how the broker proves who it is.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "brokers/fl-broker-secrets.h"
#include "brokers/fl-broker.h"

G_BEGIN_DECLS

#define FL_TYPE_BROKER_TRUST_PAGE (fl_broker_trust_page_get_type ())

/* Signal: "changed". */
G_DECLARE_FINAL_TYPE (FlBrokerTrustPage, fl_broker_trust_page, FL, BROKER_TRUST_PAGE, AdwPreferencesPage)

GtkWidget       *fl_broker_trust_page_new          (void) G_GNUC_WARN_UNUSED_RESULT;
void             fl_broker_trust_page_fill         (FlBrokerTrustPage *self,
                                                    FlBroker          *broker,
                                                    FlBrokerSecrets   *secrets);
void             fl_broker_trust_page_set_tls      (FlBrokerTrustPage *self,
                                                    gboolean           has_tls);
FlTrustWay       fl_broker_trust_page_get_way      (FlBrokerTrustPage *self);
gboolean         fl_broker_trust_page_check        (FlBrokerTrustPage *self);
void             fl_broker_trust_page_store        (FlBrokerTrustPage *self,
                                                    FlBroker          *broker);
FlBrokerSecrets *fl_broker_trust_page_make_secrets (FlBrokerTrustPage *self,
                                                    FlBrokerSecrets   *before) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
