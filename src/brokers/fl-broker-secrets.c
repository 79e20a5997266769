/* The secrets of one saved broker.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "fernlight-broker-secrets"

#include "config.h"

#include "brokers/fl-broker-secrets.h"

struct _FlBrokerSecrets
{
  gatomicrefcount  ref_count;
  FlSecret        *secrets[FL_N_SECRET_KINDS]; /* NULL where there is none */
};

/* Stored as an attribute in the keyring: never change one. */
static const char *const codes[FL_N_SECRET_KINDS] = {
  [FL_SECRET_KIND_PASSWORD] = "password",
  [FL_SECRET_KIND_FERNET_KEYS] = "fernet-keys",
  [FL_SECRET_KIND_PSK] = "psk",
  [FL_SECRET_KIND_KEY_PASSPHRASE] = "key-passphrase",
  [FL_SECRET_KIND_CLIENT_KEY] = "client-key",
};

G_DEFINE_BOXED_TYPE (FlBrokerSecrets, fl_broker_secrets, fl_broker_secrets_ref, fl_broker_secrets_unref)

/**
 * fl_secret_kind_to_code:
 * @kind: a kind of secret
 *
 * Returns: (transfer none): its stable code, the keyring's attribute "kind"
 */
const char *
fl_secret_kind_to_code (FlSecretKind kind)
{
  g_return_val_if_fail (kind < FL_N_SECRET_KINDS, NULL);

  return codes[kind];
}

/**
 * fl_broker_secrets_new:
 *
 * Returns: (transfer full): no secrets at all
 */
FlBrokerSecrets *
fl_broker_secrets_new (void)
{
  FlBrokerSecrets *self = g_new0 (FlBrokerSecrets, 1);

  g_atomic_ref_count_init (&self->ref_count);
  return self;
}

/**
 * fl_broker_secrets_with:
 * @self: secrets
 * @kind: which one to change
 * @secret: (nullable): the new one; NULL or an empty one takes it out
 *
 * Returns: (transfer full): new secrets, the others as in @self
 */
FlBrokerSecrets *
fl_broker_secrets_with (FlBrokerSecrets *self,
                        FlSecretKind     kind,
                        FlSecret        *secret)
{
  FlBrokerSecrets *changed;
  size_t n = 0;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (kind < FL_N_SECRET_KINDS, NULL);

  if (secret != NULL)
    fl_secret_peek (secret, &n);
  changed = fl_broker_secrets_new ();
  for (guint i = 0; i < FL_N_SECRET_KINDS; i++)
    {
      FlSecret *source = i == kind ? secret : self->secrets[i];

      if (source != NULL && (i != kind || n > 0))
        changed->secrets[i] = fl_secret_ref (source);
    }
  return changed;
}

FlBrokerSecrets *
fl_broker_secrets_ref (FlBrokerSecrets *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
fl_broker_secrets_unref (FlBrokerSecrets *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  for (guint i = 0; i < FL_N_SECRET_KINDS; i++)
    g_clear_pointer (&self->secrets[i], fl_secret_unref);
  g_free (self);
}

/**
 * fl_broker_secrets_get:
 * @self: secrets
 * @kind: which one
 *
 * Returns: (transfer none) (nullable): the secret, never an empty one
 */
FlSecret *
fl_broker_secrets_get (FlBrokerSecrets *self,
                       FlSecretKind     kind)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (kind < FL_N_SECRET_KINDS, NULL);

  return self->secrets[kind];
}

gboolean
fl_broker_secrets_is_empty (FlBrokerSecrets *self)
{
  g_return_val_if_fail (self != NULL, TRUE);

  for (guint i = 0; i < FL_N_SECRET_KINDS; i++)
    {
      if (self->secrets[i] != NULL)
        return FALSE;
    }
  return TRUE;
}

/**
 * fl_broker_secrets_dup_key_ring:
 * @self: secrets
 * @ring: (out) (transfer full) (nullable): the Fernet keys, or NULL if there are none
 * @error: return location for an FL_FERNET_KEY_ERROR
 *
 * Returns: FALSE if there is something in the place of the keys that is none
 */
gboolean
fl_broker_secrets_dup_key_ring (FlBrokerSecrets  *self,
                                FlKeyRing       **ring,
                                GError          **error)
{
  FlSecret *keys;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (ring != NULL, FALSE);

  *ring = NULL;
  keys = self->secrets[FL_SECRET_KIND_FERNET_KEYS];
  if (keys == NULL)
    return TRUE;
  *ring = fl_key_ring_parse (fl_secret_peek (keys, NULL), error);
  return *ring != NULL;
}
