/* The user's keyring: where the secrets of saved brokers live.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gio/gio.h>

#include "brokers/fl-broker-secrets.h"

G_BEGIN_DECLS

/**
 * FlKeyring:
 *
 * Main thread only; everything is asynchronous, one request after the other, so that a locked keyring asks once.
 * Without a keyring (none on this machine, or the user did not unlock it) the same calls succeed and the secrets
 * live in locked memory until the program ends, or until the keyring can be used: then they are saved there, beside
 * what it already has for that broker.
 *
 * Properties, read-only, notified on change: "available" (FALSE once the keyring could not be used; TRUE until
 * something was tried), "note" (the sentence for the row that says so, or NULL).
 */
#define FL_TYPE_KEYRING (fl_keyring_get_type ())

G_DECLARE_FINAL_TYPE (FlKeyring, fl_keyring, FL, KEYRING, GObject)

FlKeyring       *fl_keyring_new           (void) G_GNUC_WARN_UNUSED_RESULT;
void             fl_keyring_load_async    (FlKeyring            *self,
                                           const char           *broker_id,
                                           GCancellable         *cancellable,
                                           GAsyncReadyCallback   callback,
                                           gpointer              user_data);
FlBrokerSecrets *fl_keyring_load_finish   (FlKeyring            *self,
                                           GAsyncResult         *result,
                                           GError              **error) G_GNUC_WARN_UNUSED_RESULT;
void             fl_keyring_save_async    (FlKeyring            *self,
                                           const char           *broker_id,
                                           const char           *broker_name,
                                           FlBrokerSecrets      *secrets,
                                           GCancellable         *cancellable,
                                           GAsyncReadyCallback   callback,
                                           gpointer              user_data);
gboolean         fl_keyring_save_finish   (FlKeyring            *self,
                                           GAsyncResult         *result,
                                           GError              **error);
void             fl_keyring_rename_async  (FlKeyring            *self,
                                           const char           *broker_id,
                                           const char           *broker_name,
                                           GAsyncReadyCallback   callback,
                                           gpointer              user_data);
gboolean         fl_keyring_rename_finish (FlKeyring            *self,
                                           GAsyncResult         *result,
                                           GError              **error);
void             fl_keyring_clear_async   (FlKeyring            *self,
                                           const char           *broker_id,
                                           GCancellable         *cancellable,
                                           GAsyncReadyCallback   callback,
                                           gpointer              user_data);
gboolean         fl_keyring_clear_finish  (FlKeyring            *self,
                                           GAsyncResult         *result,
                                           GError              **error);
void             fl_keyring_try_again     (FlKeyring            *self);
gboolean         fl_keyring_was_declined  (FlKeyring            *self);
gboolean         fl_keyring_has_locked    (FlKeyring            *self,
                                           const char           *broker_id);
gboolean         fl_keyring_is_available  (FlKeyring            *self);
const char      *fl_keyring_get_note      (FlKeyring            *self);

G_END_DECLS
