/* Keeps one broker connected: its secrets, its session, and what the person's answers change in it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "brokers/fl-broker-file.h"
#include "brokers/fl-keyring.h"
#include "session/fl-session.h"

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

#define FL_TYPE_SESSION_KEEPER (fl_session_keeper_get_type ())

/**
 * FlSessionKeeper:
 *
 * Main thread only.
 *
 * A broker is saved when it was reached for the first time, or when the person decided something about it; one of the
 * demo never is (there is no file then). No encryption is never used for a broker that was once reached with TLS,
 * except by its editor.
 *
 * Property, read-only: "session" (#FlSession, %NULL until the secrets are there; another one after each answer).
 * Signals: "impossible" (sentence): the settings cannot be used at all, so that there is no session.
 * "pins-changed": the pins of the broker are others, or what was seen under them, and the session is the same; what it is
 * connected to has them too.
 * "pin-strengthened": a SHA-1 became a SHA-256 (fl-broker-pin.h); fl_session_keeper_undo_pins() takes it back.
 * "planned-pin-used": the broker showed the certificate of the second pin; once.
 */
G_DECLARE_FINAL_TYPE (FlSessionKeeper, fl_session_keeper, FL, SESSION_KEEPER, GObject)

FlSessionKeeper *fl_session_keeper_new                    (FlBroker        *broker,
                                                           FlBrokerFile    *file,
                                                           FlKeyring       *keyring) G_GNUC_WARN_UNUSED_RESULT;
void             fl_session_keeper_open                   (FlSessionKeeper *self);
void             fl_session_keeper_open_with_secrets      (FlSessionKeeper *self,
                                                           FlBrokerSecrets *secrets);
void             fl_session_keeper_close                  (FlSessionKeeper *self);
void             fl_session_keeper_sign_in                (FlSessionKeeper *self,
                                                           const char      *username,
                                                           FlSecret        *password,
                                                           gboolean         plain_allowed);
void             fl_session_keeper_use_tls                (FlSessionKeeper *self,
                                                           guint            port);
gboolean         fl_session_keeper_use_plain              (FlSessionKeeper *self,
                                                           guint            port);
void             fl_session_keeper_trust_pin              (FlSessionKeeper *self,
                                                           FlPin           *pin);
void             fl_session_keeper_promote_second_pin     (FlSessionKeeper *self);
gboolean         fl_session_keeper_undo_pins              (FlSessionKeeper *self);
void             fl_session_keeper_accept_certificate     (FlSessionKeeper *self);
void             fl_session_keeper_take_edit              (FlSessionKeeper *self,
                                                           JsonNode        *before,
                                                           FlBrokerSecrets *secrets);
FlBroker        *fl_session_keeper_get_broker             (FlSessionKeeper *self);
FlBrokerSecrets *fl_session_keeper_get_secrets            (FlSessionKeeper *self);
FlSession       *fl_session_keeper_get_session            (FlSessionKeeper *self);
gboolean         fl_session_keeper_is_saved               (FlSessionKeeper *self);
gboolean         fl_session_keeper_may_be_saved           (FlSessionKeeper *self);
gboolean         fl_session_keeper_was_online             (FlSessionKeeper *self);
gboolean         fl_session_keeper_is_certificate_changed (FlSessionKeeper *self);
gboolean         fl_session_keeper_has_keyring            (FlSessionKeeper *self);
const char      *fl_session_keeper_get_keyring_note       (FlSessionKeeper *self);

G_END_DECLS
