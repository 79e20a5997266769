/* The secrets of one saved broker.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "crypto/fl-key-ring.h"
#include "crypto/fl-secret.h"

G_BEGIN_DECLS

#define FL_TYPE_BROKER_SECRETS (fl_broker_secrets_get_type ())

typedef enum
{
  FL_SECRET_KIND_PASSWORD,       /* of the MQTT user; an Adafruit IO key too */
  FL_SECRET_KIND_FERNET_KEYS,    /* with white space between them */
  FL_SECRET_KIND_PSK,            /* hexadecimal, as fl_trust_parse_psk() takes it */
  FL_SECRET_KIND_KEY_PASSPHRASE, /* of the client key */
  FL_SECRET_KIND_CLIENT_KEY,     /* PEM */
} FlSecretKind;

#define FL_N_SECRET_KINDS 5

/* Boxed, immutable, atomically reference-counted: any thread. */
typedef struct _FlBrokerSecrets FlBrokerSecrets;

GType            fl_broker_secrets_get_type     (void);
const char      *fl_secret_kind_to_code         (FlSecretKind      kind);
FlBrokerSecrets *fl_broker_secrets_new          (void) G_GNUC_WARN_UNUSED_RESULT;
FlBrokerSecrets *fl_broker_secrets_with         (FlBrokerSecrets  *self,
                                                 FlSecretKind      kind,
                                                 FlSecret         *secret) G_GNUC_WARN_UNUSED_RESULT;
FlBrokerSecrets *fl_broker_secrets_ref          (FlBrokerSecrets  *self);
void             fl_broker_secrets_unref        (FlBrokerSecrets  *self);
FlSecret        *fl_broker_secrets_get          (FlBrokerSecrets  *self,
                                                 FlSecretKind      kind);
gboolean         fl_broker_secrets_is_empty     (FlBrokerSecrets  *self);
gboolean         fl_broker_secrets_dup_key_ring (FlBrokerSecrets  *self,
                                                 FlKeyRing       **ring,
                                                 GError          **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FlBrokerSecrets, fl_broker_secrets_unref)

G_END_DECLS
