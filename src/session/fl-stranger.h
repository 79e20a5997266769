/* A client with nothing: no user name, no password, no certificate, no key. How far does a listener let it in?
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "mqtt/fl-link-settings.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * FlStrangerOutcome:
 * @FL_STRANGER_NOBODY: nothing listens there
 * @FL_STRANGER_SILENCE: no answer in time: a firewall may be dropping what is sent
 * @FL_STRANGER_NOT_MQTT: something listens there, and does not speak MQTT in this way
 * @FL_STRANGER_NEEDS_CERTIFICATE: the listener wants a client certificate
 * @FL_STRANGER_NEEDS_KEY: the listener wants a pre-shared key
 * @FL_STRANGER_TURNED_AWAY: the broker wants a user name and a password
 * @FL_STRANGER_MAY_NOT_SUBSCRIBE: let in; SUBSCRIBE was refused
 * @FL_STRANGER_HEARD_NOTHING: let in; SUBSCRIBE was granted, and nothing came for a while
 * @FL_STRANGER_HEARD: let in, and got messages
 * @FL_STRANGER_UNKNOWN: another fault
 *
 * In the order of how far it came, but for the last.
 */
typedef enum
{
  FL_STRANGER_NOBODY,
  FL_STRANGER_SILENCE,
  FL_STRANGER_NOT_MQTT,
  FL_STRANGER_NEEDS_CERTIFICATE,
  FL_STRANGER_NEEDS_KEY,
  FL_STRANGER_TURNED_AWAY,
  FL_STRANGER_MAY_NOT_SUBSCRIBE,
  FL_STRANGER_HEARD_NOTHING,
  FL_STRANGER_HEARD,
  FL_STRANGER_UNKNOWN,
} FlStrangerOutcome;

/** FlStrangerListensFunc: SUBSCRIBE was granted, from now on it listens; not after the callback. */
typedef void (*FlStrangerListensFunc) (gpointer user_data);

const char *fl_stranger_outcome_to_code   (FlStrangerOutcome       outcome);
gboolean    fl_stranger_outcome_is_let_in (FlStrangerOutcome       outcome);
void        fl_stranger_try_async         (FlLinkSettings         *settings,
                                           FlEndpoint             *endpoint,
                                           FlTrust                *trust,
                                           guint                   timeout_ms,
                                           guint                   listen_ms,
                                           GCancellable           *cancellable,
                                           FlStrangerListensFunc   listens,
                                           GAsyncReadyCallback     callback,
                                           gpointer                user_data);
gboolean    fl_stranger_try_finish        (GAsyncResult           *result,
                                           FlStrangerOutcome      *outcome,
                                           char                  **fault_text,
                                           GError                **error);

G_END_DECLS
