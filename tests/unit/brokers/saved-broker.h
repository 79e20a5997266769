/* What the tests of a saved broker share: every property changed, two brokers compared.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "brokers/fl-broker.h"

G_BEGIN_DECLS

char *test_broker_to_text           (FlBroker *broker) G_GNUC_WARN_UNUSED_RESULT;
void  test_broker_change_everything (FlBroker *broker);
void  test_broker_assert_equal      (FlBroker *one,
                                     FlBroker *two);

G_END_DECLS
