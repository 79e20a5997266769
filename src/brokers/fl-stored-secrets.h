/* One broker's secrets in the user's keyring: found, read, written and taken out.
 *
 * The only file that knows libsecret. It remembers nothing: what to do where the keyring does not answer, and what to
 * keep until it does, is the caller's (fl-keyring).
 *
 * Main thread only; everything is asynchronous. There are no cancellables: what is half written helps nobody, and GDBus
 * would hand a connection that one caller cancelled to the next.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gio/gio.h>

#include "brokers/fl-broker-secrets.h"

G_BEGIN_DECLS

/**
 * FlStoredKinds:
 * @has: of which kinds there is something
 * @is_locked: some of it cannot be read unless the user unlocks it
 * @is_unlocked: some of it can
 *
 * What a search found.
 */
typedef struct
{
  gboolean has[FL_N_SECRET_KINDS];
  gboolean is_locked;
  gboolean is_unlocked;
} FlStoredKinds;

void             fl_stored_secrets_search_async     (const char           *broker_id,
                                                     GAsyncReadyCallback   callback,
                                                     gpointer              user_data);
gboolean         fl_stored_secrets_search_finish    (GAsyncResult         *result,
                                                     FlStoredKinds        *kinds,
                                                     GError              **error);
void             fl_stored_secrets_read_async       (const char           *broker_id,
                                                     const FlStoredKinds  *kinds,
                                                     GAsyncReadyCallback   callback,
                                                     gpointer              user_data);
FlBrokerSecrets *fl_stored_secrets_read_finish      (GAsyncResult         *result,
                                                     GError              **error) G_GNUC_WARN_UNUSED_RESULT;
void             fl_stored_secrets_write_async      (const char           *broker_id,
                                                     const char           *broker_name,
                                                     FlBrokerSecrets      *secrets,
                                                     gboolean              keeps_absent,
                                                     GAsyncReadyCallback   callback,
                                                     gpointer              user_data);
gboolean         fl_stored_secrets_write_finish     (GAsyncResult         *result,
                                                     GError              **error);
void             fl_stored_secrets_clear_async      (const char           *broker_id,
                                                     GAsyncReadyCallback   callback,
                                                     gpointer              user_data);
gboolean         fl_stored_secrets_clear_finish     (GAsyncResult         *result,
                                                     GError              **error);
GError          *fl_stored_secrets_new_locked_error (void) G_GNUC_WARN_UNUSED_RESULT;
gboolean         fl_stored_secrets_is_dismissed     (const GError         *error);
void             fl_stored_secrets_reconnect        (void);

G_END_DECLS
