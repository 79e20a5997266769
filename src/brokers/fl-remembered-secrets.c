/* What is known of brokers' secrets beside the keyring: those that live in memory only, and whose could not be read.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "fernlight-remembered-secrets"

#include "config.h"

#include "brokers/fl-remembered-secrets.h"

struct _FlRememberedSecrets
{
  GHashTable *memory; /* broker id → Remembered: what the keyring did not take */
  GHashTable *unread; /* broker ids: what the keyring has for them is not known */
  GHashTable *locked; /* those of them for which it has something */
};

/* Secrets that live in memory only. */
typedef struct
{
  FlBrokerSecrets *secrets;
  char            *broker_name;
  gboolean         is_partial; /* there may be others in the keyring, which was not read */
  gboolean         is_taken;   /* by who saves it, now that the keyring is there */
} Remembered;

static void
remembered_free (Remembered *remembered)
{
  fl_broker_secrets_unref (remembered->secrets);
  g_free (remembered->broker_name);
  g_free (remembered);
}

/** fl_remembered_secrets_new: Returns: (transfer full): nothing remembered, and nothing known to be unread */
FlRememberedSecrets *
fl_remembered_secrets_new (void)
{
  FlRememberedSecrets *self = g_new0 (FlRememberedSecrets, 1);

  self->memory = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) remembered_free);
  self->unread = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->locked = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  return self;
}

void
fl_remembered_secrets_free (FlRememberedSecrets *self)
{
  g_hash_table_unref (self->memory);
  g_hash_table_unref (self->unread);
  g_hash_table_unref (self->locked);
  g_free (self);
}

/**
 * fl_remembered_secrets_set:
 * @self: what is remembered
 * @broker_id: whose secrets
 * @broker_name: what they are to be saved under
 * @secrets: what the keyring did not take; in place of what was remembered before
 * @is_partial: there may be others of the broker in the keyring
 */
void
fl_remembered_secrets_set (FlRememberedSecrets *self,
                           const char          *broker_id,
                           const char          *broker_name,
                           FlBrokerSecrets     *secrets,
                           gboolean             is_partial)
{
  Remembered *remembered = g_new0 (Remembered, 1);

  remembered->secrets = fl_broker_secrets_ref (secrets);
  remembered->broker_name = g_strdup (broker_name);
  remembered->is_partial = is_partial;
  g_hash_table_insert (self->memory, g_strdup (broker_id), remembered);
}

/** fl_remembered_secrets_rename: what is remembered of a broker, if anything, is to be saved under another name. */
void
fl_remembered_secrets_rename (FlRememberedSecrets *self,
                              const char          *broker_id,
                              const char          *broker_name)
{
  Remembered *remembered = g_hash_table_lookup (self->memory, broker_id);

  if (remembered == NULL)
    return;
  g_free (remembered->broker_name);
  remembered->broker_name = g_strdup (broker_name);
}

/** fl_remembered_secrets_remove: the keyring has the broker's secrets now, or nobody is to have them any more. */
void
fl_remembered_secrets_remove (FlRememberedSecrets *self,
                              const char          *broker_id)
{
  g_hash_table_remove (self->memory, broker_id);
}

/**
 * fl_remembered_secrets_get:
 * @self: what is remembered
 * @broker_id: whose secrets
 * @broker_name: (out) (transfer none): what they are to be saved under
 * @is_partial: (out): whether there may be others in the keyring
 *
 * Returns: (transfer none) (nullable): the secrets; NULL, and nothing else set, if none are remembered
 */
FlBrokerSecrets *
fl_remembered_secrets_get (FlRememberedSecrets  *self,
                           const char           *broker_id,
                           const char          **broker_name,
                           gboolean             *is_partial)
{
  const Remembered *remembered = g_hash_table_lookup (self->memory, broker_id);

  if (remembered == NULL)
    return NULL;
  *broker_name = remembered->broker_name;
  *is_partial = remembered->is_partial;
  return remembered->secrets;
}

/**
 * fl_remembered_secrets_merge:
 * @self: what is remembered
 * @broker_id: whose secrets
 * @stored: what the keyring gave of them
 *
 * What is in memory only goes before what the keyring has: it is newer.
 *
 * Returns: (transfer full): the broker's secrets
 */
FlBrokerSecrets *
fl_remembered_secrets_merge (FlRememberedSecrets *self,
                             const char          *broker_id,
                             FlBrokerSecrets     *stored)
{
  const Remembered *remembered = g_hash_table_lookup (self->memory, broker_id);
  FlBrokerSecrets *merged;

  if (remembered == NULL)
    return fl_broker_secrets_ref (stored);
  if (!remembered->is_partial)
    return fl_broker_secrets_ref (remembered->secrets);
  merged = fl_broker_secrets_ref (stored);
  for (guint i = 0; i < FL_N_SECRET_KINDS; i++)
    {
      FlSecret *secret = fl_broker_secrets_get (remembered->secrets, (FlSecretKind) i);

      if (secret != NULL)
        {
          g_autoptr(FlBrokerSecrets) before = merged;

          merged = fl_broker_secrets_with (before, (FlSecretKind) i, secret);
        }
    }
  return merged;
}

/**
 * fl_remembered_secrets_take_unsaved:
 * @self: what is remembered
 *
 * Each broker is told once, until fl_remembered_secrets_set() is called for it again.
 *
 * Returns: (transfer full) (element-type utf8): the ids of the brokers of which there are secrets to save
 */
GPtrArray *
fl_remembered_secrets_take_unsaved (FlRememberedSecrets *self)
{
  GPtrArray *broker_ids = g_ptr_array_new_with_free_func (g_free);
  GHashTableIter iter;
  Remembered *remembered;
  const char *broker_id;

  g_hash_table_iter_init (&iter, self->memory);
  while (g_hash_table_iter_next (&iter, (gpointer *) &broker_id, (gpointer *) &remembered))
    {
      if (!remembered->is_taken)
        g_ptr_array_add (broker_ids, g_strdup (broker_id));
      remembered->is_taken = TRUE;
    }
  return broker_ids;
}

/**
 * fl_remembered_secrets_set_unread:
 * @self: what is remembered
 * @broker_id: a broker
 * @is_locked: because the keyring was not unlocked, which has something of it
 *
 * What the keyring has of the broker could not be read. Who was locked once stays so until it is read.
 */
void
fl_remembered_secrets_set_unread (FlRememberedSecrets *self,
                                  const char          *broker_id,
                                  gboolean             is_locked)
{
  g_hash_table_add (self->unread, g_strdup (broker_id));
  if (is_locked)
    g_hash_table_add (self->locked, g_strdup (broker_id));
}

/** fl_remembered_secrets_set_read: all that the keyring has of the broker is known. */
void
fl_remembered_secrets_set_read (FlRememberedSecrets *self,
                                const char          *broker_id)
{
  g_hash_table_remove (self->unread, broker_id);
  g_hash_table_remove (self->locked, broker_id);
}

gboolean
fl_remembered_secrets_is_unread (FlRememberedSecrets *self,
                                 const char          *broker_id)
{
  return g_hash_table_contains (self->unread, broker_id);
}

gboolean
fl_remembered_secrets_is_locked (FlRememberedSecrets *self,
                                 const char          *broker_id)
{
  return g_hash_table_contains (self->locked, broker_id);
}
