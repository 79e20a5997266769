/* A saved broker as JSON, and back: members are the properties' names with “_” for “-”.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "brokers/fl-broker.h"

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

FlBroker *fl_broker_from_json (JsonNode  *node,
                               GError   **error) G_GNUC_WARN_UNUSED_RESULT;
JsonNode *fl_broker_to_json   (FlBroker  *self) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
