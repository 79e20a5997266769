/* The address of a saved broker: host, port, TLS, topics and user name in one text.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "brokers/fl-broker.h"
#include "mqtt/fl-mqtt-url.h"

G_BEGIN_DECLS

FlBroker *fl_broker_new_for_url (FlMqttUrl *url) G_GNUC_WARN_UNUSED_RESULT;
void      fl_broker_apply_url   (FlBroker  *self,
                                 FlMqttUrl *url);
char     *fl_broker_dup_base_topic (FlBroker *self) G_GNUC_WARN_UNUSED_RESULT;
char     *fl_broker_dup_filter  (FlBroker  *self) G_GNUC_WARN_UNUSED_RESULT;
char     *fl_broker_dup_url     (FlBroker  *self) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
