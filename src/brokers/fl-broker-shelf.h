/* What is done with saved brokers as a whole: a broker and its secrets are named, copied and forgotten together.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "brokers/fl-broker-exchange.h"
#include "brokers/fl-broker-file.h"
#include "brokers/fl-keyring.h"

G_BEGIN_DECLS

/**
 * FlBrokerShelf:
 *
 * Main thread only.
 *
 *   saved ──delete──▶ deleted ──forget──▶ its secrets are cleared ──▶ gone
 *     ▲                  │                    (the keyring is locked or lost: tried again when it is
 *     └─────restore──────┘                     there, and in the next run)
 *
 * "to-forget" (GStrv): ids of brokers that were deleted and may still have secrets in the keyring. To be kept by whoever
 * keeps settings: it is what is left to do after a crash, too.
 */
#define FL_TYPE_BROKER_SHELF (fl_broker_shelf_get_type ())

G_DECLARE_FINAL_TYPE (FlBrokerShelf, fl_broker_shelf, FL, BROKER_SHELF, GObject)

FlBrokerShelf *fl_broker_shelf_new              (FlBrokerFile         *file,
                                                 FlKeyring            *keyring) G_GNUC_WARN_UNUSED_RESULT;
FlBrokerFile  *fl_broker_shelf_get_file         (FlBrokerShelf        *self);
FlKeyring     *fl_broker_shelf_get_keyring      (FlBrokerShelf        *self);
void           fl_broker_shelf_rename           (FlBrokerShelf        *self,
                                                 FlBroker             *broker,
                                                 const char           *name);
void           fl_broker_shelf_duplicate_async  (FlBrokerShelf        *self,
                                                 FlBroker             *broker,
                                                 GAsyncReadyCallback   callback,
                                                 gpointer              user_data);
FlBroker      *fl_broker_shelf_duplicate_finish (FlBrokerShelf        *self,
                                                 GAsyncResult         *result,
                                                 GError              **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean       fl_broker_shelf_delete           (FlBrokerShelf        *self,
                                                 FlBroker             *broker);
gboolean       fl_broker_shelf_restore          (FlBrokerShelf        *self,
                                                 FlBroker             *broker);
void           fl_broker_shelf_forget           (FlBrokerShelf        *self,
                                                 FlBroker             *broker);
void           fl_broker_shelf_forget_rest      (FlBrokerShelf        *self);
gboolean       fl_broker_shelf_flush            (FlBrokerShelf        *self);
guint          fl_broker_shelf_take             (FlBrokerShelf        *self,
                                                 FlBrokerExchange     *exchange,
                                                 guint                *n_there);

G_END_DECLS
