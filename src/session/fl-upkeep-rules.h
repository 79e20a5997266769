/* What of a saved broker, and of a folder of one's own, has to be renewed some day. Pure.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "brokers/fl-broker.h"
#include "session/fl-upkeep-item.h"
#include "tls/fl-certificate-log.h"

G_BEGIN_DECLS

/* Days before its end from which on something is due. */
#define FL_UPKEEP_DUE_DAYS 30

/* Most certificates of one CA file that are listed; of a longer file only the one that expires first. */
#define FL_UPKEEP_MAX_AUTHORITIES 5

void fl_upkeep_rules_add_broker (GPtrArray                   *items,
                                 FlBroker                    *broker,
                                 const FlCertificateSighting *latest,
                                 GPtrArray                   *copied);
void fl_upkeep_rules_add_own    (GPtrArray                   *items,
                                 GPtrArray                   *certificates);
void fl_upkeep_rules_sort       (GPtrArray                   *items);

G_END_DECLS
