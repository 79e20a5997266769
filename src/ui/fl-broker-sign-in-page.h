/* The page of the broker editor that says who we are.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "brokers/fl-broker-secrets.h"
#include "brokers/fl-broker.h"

G_BEGIN_DECLS

#define FL_TYPE_BROKER_SIGN_IN_PAGE (fl_broker_sign_in_page_get_type ())

/* Signal: "changed". */
G_DECLARE_FINAL_TYPE (FlBrokerSignInPage, fl_broker_sign_in_page, FL, BROKER_SIGN_IN_PAGE, AdwPreferencesPage)

GtkWidget       *fl_broker_sign_in_page_new          (void) G_GNUC_WARN_UNUSED_RESULT;
void             fl_broker_sign_in_page_fill         (FlBrokerSignInPage *self,
                                                      FlBroker           *broker,
                                                      FlBrokerSecrets    *secrets,
                                                      gboolean            keyring_available);
void             fl_broker_sign_in_page_set_way      (FlBrokerSignInPage *self,
                                                      FlTrustWay          way);
void             fl_broker_sign_in_page_set_username (FlBrokerSignInPage *self,
                                                      const char         *username);
gboolean         fl_broker_sign_in_page_check        (FlBrokerSignInPage *self);
void             fl_broker_sign_in_page_store        (FlBrokerSignInPage *self,
                                                      FlBroker           *broker);
FlBrokerSecrets *fl_broker_sign_in_page_make_secrets (FlBrokerSignInPage *self,
                                                      FlBrokerSecrets    *before) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
