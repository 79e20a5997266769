/* What is known of a device's Fernet tokens, topic by topic: who can open them, and where it has stopped sending any.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "fernlight-device-encryption"

#include "devices/fl-device-encryption.h"

#define N_STATES (FL_ENCRYPTED_STATE_STOPPED + 1)

/* Beside a topic's state: a token of it was opened once, or is due. Anybody can send what only looks like a token. */
#define IS_DUE 0x100
#define STATE_MASK 0xff

struct _FlDeviceEncryption
{
  GHashTable *state_of_topic; /* topics on which tokens came or are due → FlEncryptedState | IS_DUE */
  guint n_topics[N_STATES];
  gboolean has_plain_topics;
  gboolean expects_tokens;
  gboolean accepts_plain;
  char *key_id;
};

static FlEncryptedState
judge_plain (FlDeviceEncryption *self)
{
  return self->accepts_plain ? FL_ENCRYPTED_STATE_NONE : FL_ENCRYPTED_STATE_STOPPED;
}

static void
set_state (FlDeviceEncryption *self,
           const char         *topic,
           FlEncryptedState    state,
           guint               is_due)
{
  gpointer was;

  if (g_hash_table_lookup_extended (self->state_of_topic, topic, NULL, &was))
    self->n_topics[GPOINTER_TO_UINT (was) & STATE_MASK]--;
  self->n_topics[state]++;
  g_hash_table_replace (self->state_of_topic, g_strdup (topic), GUINT_TO_POINTER (state | is_due));
}

static void
judge_plain_topics_again (FlDeviceEncryption *self)
{
  const FlEncryptedState from = self->accepts_plain ? FL_ENCRYPTED_STATE_STOPPED : FL_ENCRYPTED_STATE_NONE;
  GHashTableIter iter;
  gpointer state;

  g_hash_table_iter_init (&iter, self->state_of_topic);
  while (g_hash_table_iter_next (&iter, NULL, &state))
    if ((GPOINTER_TO_UINT (state) & STATE_MASK) == from)
      {
        g_hash_table_iter_replace (&iter, GUINT_TO_POINTER (judge_plain (self) | IS_DUE));
        self->n_topics[from]--;
        self->n_topics[judge_plain (self)]++;
      }
}

FlDeviceEncryption *
fl_device_encryption_new (void)
{
  FlDeviceEncryption *self = g_new0 (FlDeviceEncryption, 1);

  self->state_of_topic = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  return self;
}

void
fl_device_encryption_free (FlDeviceEncryption *self)
{
  g_return_if_fail (self != NULL);

  g_hash_table_unref (self->state_of_topic);
  g_free (self->key_id);
  g_free (self);
}

/* is_report: a LED's report topic, where plain text is told from a token since the first one. state: NONE for plain text,
 * OK, WRONG_KEY or NO_KEY. key_id: what opened it, or NULL. */
gboolean
fl_device_encryption_take (FlDeviceEncryption *self,
                           const char         *topic,
                           gboolean            is_report,
                           FlEncryptedState    state,
                           const char         *key_id)
{
  gboolean is_known;
  guint is_due;
  gpointer was;

  g_return_val_if_fail (self != NULL && topic != NULL && state != FL_ENCRYPTED_STATE_STOPPED, FALSE);

  is_known = g_hash_table_lookup_extended (self->state_of_topic, topic, NULL, &was);
  is_due = (is_known && (GPOINTER_TO_UINT (was) & IS_DUE) != 0) || (is_report && self->expects_tokens) || state == FL_ENCRYPTED_STATE_OK
             ? IS_DUE : 0;
  if (state == FL_ENCRYPTED_STATE_NONE)
    {
      if (is_due == 0)
        {
          self->has_plain_topics = TRUE;
          fl_device_encryption_forget (self, topic);
          return TRUE;
        }
      state = judge_plain (self);
    }
  if (!is_known && g_hash_table_size (self->state_of_topic) == FL_DEVICE_ENCRYPTION_MAX_TOPICS)
    return FALSE;

  if (state == FL_ENCRYPTED_STATE_OK && is_report)
    self->expects_tokens = TRUE;
  if (key_id != NULL && g_strcmp0 (self->key_id, key_id) != 0)
    {
      g_free (self->key_id);
      self->key_id = g_strdup (key_id);
    }
  if (!is_known || GPOINTER_TO_UINT (was) != (state | is_due))
    set_state (self, topic, state, is_due);
  return TRUE;
}

void
fl_device_encryption_forget (FlDeviceEncryption *self,
                             const char         *topic)
{
  gpointer was;

  g_return_if_fail (self != NULL && topic != NULL);

  if (!g_hash_table_lookup_extended (self->state_of_topic, topic, NULL, &was))
    return;
  self->n_topics[GPOINTER_TO_UINT (was) & STATE_MASK]--;
  g_hash_table_remove (self->state_of_topic, topic);
}

FlEncryptedState
fl_device_encryption_get_state (FlDeviceEncryption *self)
{
  static const FlEncryptedState worst_first[] = { FL_ENCRYPTED_STATE_WRONG_KEY, FL_ENCRYPTED_STATE_STOPPED, FL_ENCRYPTED_STATE_NO_KEY,
                                                  FL_ENCRYPTED_STATE_OK };

  g_return_val_if_fail (self != NULL, FL_ENCRYPTED_STATE_NONE);

  for (guint i = 0; i < G_N_ELEMENTS (worst_first); i++)
    if (self->n_topics[worst_first[i]] > 0)
      return worst_first[i];
  return FL_ENCRYPTED_STATE_NONE;
}

gboolean
fl_device_encryption_has_stopped (FlDeviceEncryption *self,
                                  const char         *topic)
{
  g_return_val_if_fail (self != NULL && topic != NULL, FALSE);

  return (GPOINTER_TO_UINT (g_hash_table_lookup (self->state_of_topic, topic)) & STATE_MASK) == FL_ENCRYPTED_STATE_STOPPED;
}

gboolean
fl_device_encryption_is_mixed (FlDeviceEncryption *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return (self->has_plain_topics || self->n_topics[FL_ENCRYPTED_STATE_NONE] > 0) &&
         g_hash_table_size (self->state_of_topic) > self->n_topics[FL_ENCRYPTED_STATE_NONE];
}

gboolean
fl_device_encryption_is_closed (FlDeviceEncryption *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->key_id == NULL && (self->n_topics[FL_ENCRYPTED_STATE_WRONG_KEY] > 0 || self->n_topics[FL_ENCRYPTED_STATE_NO_KEY] > 0);
}

const char *
fl_device_encryption_get_key_id (FlDeviceEncryption *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->key_id;
}

gboolean
fl_device_encryption_get_expects_tokens (FlDeviceEncryption *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->expects_tokens;
}

void
fl_device_encryption_set_expects_tokens (FlDeviceEncryption *self,
                                         gboolean            expects_tokens)
{
  g_return_if_fail (self != NULL);

  self->expects_tokens = expects_tokens;
}

gboolean
fl_device_encryption_get_accepts_plain (FlDeviceEncryption *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->accepts_plain;
}

/* Also for what came in plain text before. */
void
fl_device_encryption_set_accepts_plain (FlDeviceEncryption *self,
                                        gboolean            accepts_plain)
{
  g_return_if_fail (self != NULL);

  if (self->accepts_plain == accepts_plain)
    return;
  self->accepts_plain = accepts_plain;
  judge_plain_topics_again (self);
}
