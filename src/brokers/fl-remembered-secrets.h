/* What is known of brokers' secrets beside the keyring: those that live in memory only, and whose could not be read.
 *
 * Not thread-safe: one thread (the keyring's, main).
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "brokers/fl-broker-secrets.h"

G_BEGIN_DECLS

typedef struct _FlRememberedSecrets FlRememberedSecrets;

FlRememberedSecrets *fl_remembered_secrets_new          (void) G_GNUC_WARN_UNUSED_RESULT;
void                 fl_remembered_secrets_free         (FlRememberedSecrets  *self);
void                 fl_remembered_secrets_set          (FlRememberedSecrets  *self,
                                                         const char           *broker_id,
                                                         const char           *broker_name,
                                                         FlBrokerSecrets      *secrets,
                                                         gboolean              is_partial);
void                 fl_remembered_secrets_rename       (FlRememberedSecrets  *self,
                                                         const char           *broker_id,
                                                         const char           *broker_name);
void                 fl_remembered_secrets_remove       (FlRememberedSecrets  *self,
                                                         const char           *broker_id);
FlBrokerSecrets     *fl_remembered_secrets_get          (FlRememberedSecrets  *self,
                                                         const char           *broker_id,
                                                         const char          **broker_name,
                                                         gboolean             *is_partial);
FlBrokerSecrets     *fl_remembered_secrets_merge        (FlRememberedSecrets  *self,
                                                         const char           *broker_id,
                                                         FlBrokerSecrets      *stored) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray           *fl_remembered_secrets_take_unsaved (FlRememberedSecrets  *self) G_GNUC_WARN_UNUSED_RESULT;
void                 fl_remembered_secrets_set_unread   (FlRememberedSecrets  *self,
                                                         const char           *broker_id,
                                                         gboolean              is_locked);
void                 fl_remembered_secrets_set_read     (FlRememberedSecrets  *self,
                                                         const char           *broker_id);
gboolean             fl_remembered_secrets_is_unread    (FlRememberedSecrets  *self,
                                                         const char           *broker_id);
gboolean             fl_remembered_secrets_is_locked    (FlRememberedSecrets  *self,
                                                         const char           *broker_id);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FlRememberedSecrets, fl_remembered_secrets_free)

G_END_DECLS
