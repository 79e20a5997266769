/* What the link to a saved broker and its devices are set to.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "brokers/fl-broker-secrets.h"
#include "brokers/fl-broker.h"
#include "devices/fl-device-settings.h"
#include "mqtt/fl-link-settings.h"

G_BEGIN_DECLS

FlLinkSettings   *fl_broker_dup_link_settings   (FlBroker         *self,
                                                 FlBrokerSecrets  *secrets,
                                                 GError          **error) G_GNUC_WARN_UNUSED_RESULT;
FlDeviceSettings *fl_broker_dup_device_settings (FlBroker         *self,
                                                 GError          **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
