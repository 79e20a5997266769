/* A broker of one's own among the saved ones: what its folder says of address, authority and sign-in.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "brokers/fl-broker-secrets.h"
#include "brokers/fl-broker.h"
#include "brokers/fl-own-broker.h"

G_BEGIN_DECLS

/* Immutable once read: made by a worker, used by the main thread. */
typedef struct
{
  char     *name; /* the first of the broker's names */
  guint16   port;
  char     *ca_pem;
  FlSecret *password;
} FlOwnBrokerEntry;

FlOwnBrokerEntry *fl_own_broker_entry_read        (FlOwnBroker             *broker,
                                                   GError                 **error) G_GNUC_WARN_UNUSED_RESULT;
FlBroker         *fl_own_broker_entry_new_broker  (const FlOwnBrokerEntry  *self) G_GNUC_WARN_UNUSED_RESULT;
FlBrokerSecrets  *fl_own_broker_entry_new_secrets (const FlOwnBrokerEntry  *self) G_GNUC_WARN_UNUSED_RESULT;
void              fl_own_broker_entry_free        (FlOwnBrokerEntry        *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FlOwnBrokerEntry, fl_own_broker_entry_free)

G_END_DECLS
