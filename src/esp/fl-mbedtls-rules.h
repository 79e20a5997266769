/* How Mbed TLS reads and verifies certificates, built as the ESP32's Arduino core has it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "esp/fl-esp-rules.h"

G_BEGIN_DECLS

FlEspReasons fl_mbedtls_rules_judge_reading (const FlEspSight *sight);
FlEspReasons fl_mbedtls_rules_judge_chain   (const FlEspSight *sight,
                                             X509             *anchor);

G_END_DECLS
