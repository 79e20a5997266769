/* How BearSSL goes along a chain of certificates (its x509_minimal engine).
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "esp/fl-esp-rules.h"

G_BEGIN_DECLS

FlEspReasons fl_bearssl_rules_judge_chain (const FlEspSight *sight,
                                           X509             *anchor);

G_END_DECLS
