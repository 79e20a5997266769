/* How a saved broker proves who it is.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "brokers/fl-broker-secrets.h"
#include "brokers/fl-broker.h"

G_BEGIN_DECLS

FlTrust *fl_broker_dup_trust (FlBroker         *self,
                              FlBrokerSecrets  *secrets,
                              GError          **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
