/* What is known of a device's Fernet tokens, topic by topic: who can open them, and where it has stopped sending any.
 *
 *   a topic's latest message  before                              state of the topic
 *   ────────────────────────  ──────────────────────────────────  ─────────────────────────────────
 *   a token that opens        –                                   OK
 *   a token, no key opens it  –                                   WRONG_KEY
 *   a token, no key at all    –                                   NO_KEY
 *   plain text                opened tokens, or such are due of   STOPPED; NONE if plain text is
 *                             its LEDs' reports and this is one   accepted from this device
 *   plain text                none that was opened                NONE: it sends plain text here
 *
 * Tokens are expected of the LEDs' reports from the first that was opened on; that is kept with the broker, so that
 * nobody can get past it by being first after a start. Last wills are the broker's words and do not come in here.
 * Main thread only.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "devices/fl-device-enums.h"

G_BEGIN_DECLS

/* Topics with tokens that are told apart. */
#define FL_DEVICE_ENCRYPTION_MAX_TOPICS 4096

typedef struct _FlDeviceEncryption FlDeviceEncryption;

FlDeviceEncryption *fl_device_encryption_new                (void) G_GNUC_WARN_UNUSED_RESULT;
void                fl_device_encryption_free               (FlDeviceEncryption *self);
/* FALSE: over the ceiling, not kept. */
gboolean            fl_device_encryption_take               (FlDeviceEncryption *self,
                                                             const char         *topic,
                                                             gboolean            is_report,
                                                             FlEncryptedState    state,
                                                             const char         *key_id);
/* Nothing is known of it any more. */
void                fl_device_encryption_forget             (FlDeviceEncryption *self,
                                                             const char         *topic);
/* The worst of all topics. */
FlEncryptedState    fl_device_encryption_get_state          (FlDeviceEncryption *self);
/* Whether its latest message was plain text where a token was due. */
gboolean            fl_device_encryption_has_stopped        (FlDeviceEncryption *self,
                                                             const char         *topic);
/* Tokens on some topics, plain text on others. */
gboolean            fl_device_encryption_is_mixed           (FlDeviceEncryption *self);
/* No key opens anything of it. */
gboolean            fl_device_encryption_is_closed          (FlDeviceEncryption *self);
/* Of the key that opened its latest token, or NULL. */
const char         *fl_device_encryption_get_key_id         (FlDeviceEncryption *self);
gboolean            fl_device_encryption_get_expects_tokens (FlDeviceEncryption *self);
void                fl_device_encryption_set_expects_tokens (FlDeviceEncryption *self,
                                                             gboolean            expects_tokens);
gboolean            fl_device_encryption_get_accepts_plain  (FlDeviceEncryption *self);
void                fl_device_encryption_set_accepts_plain  (FlDeviceEncryption *self,
                                                             gboolean            accepts_plain);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FlDeviceEncryption, fl_device_encryption_free)

G_END_DECLS
