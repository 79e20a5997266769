/* The pre-shared key of a broker: identity and key; a new one can be made, and copied until it is saved.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "brokers/fl-broker.h"
#include "crypto/fl-secret.h"

G_BEGIN_DECLS

#define FL_TYPE_BROKER_PSK_GROUP (fl_broker_psk_group_get_type ())

/* Signal: "changed". */
G_DECLARE_FINAL_TYPE (FlBrokerPskGroup, fl_broker_psk_group, FL, BROKER_PSK_GROUP, AdwPreferencesGroup)

GtkWidget *fl_broker_psk_group_new     (void) G_GNUC_WARN_UNUSED_RESULT;
void       fl_broker_psk_group_fill    (FlBrokerPskGroup *self,
                                        FlBroker         *broker,
                                        FlSecret         *saved);
gboolean   fl_broker_psk_group_check   (FlBrokerPskGroup *self);
void       fl_broker_psk_group_store   (FlBrokerPskGroup *self,
                                        FlBroker         *broker);
FlSecret  *fl_broker_psk_group_dup_key (FlBrokerPskGroup *self) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
