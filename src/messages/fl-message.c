/* One message as it arrived, and what became of it: immutable, counted, may cross threads.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "fernlight-message"

#include "messages/fl-message.h"

#include <stdatomic.h>
#include <string.h>

#include "messages/fl-text.h"

/* One allocation: a million topics each keep one of these. C11 atomics, so that ThreadSanitizer sees them. */
struct _FlMessage
{
  atomic_uint     ref_count;
  guint8          qos;
  guint8          encryption;
  guint8          retained : 1;
  guint8          reopened : 1;
  guint8          cut : 1;
  guint8          replay : 2;
  GBytes         *payload;
  GBytes         *raw;
  gint64          arrived;
  gint64          token_time;
  guint64         true_size;
  const char     *failure;
  char            key_id[9];
  char            topic[];
};

G_DEFINE_BOXED_TYPE (FlMessage, fl_message, fl_message_ref, fl_message_unref)

/**
 * fl_message_new:
 * @fields: what the message is made of; the bytes are referenced, not copied
 *
 * Any thread.
 *
 * Returns: (transfer full): the message
 */
FlMessage *
fl_message_new (const FlMessageFields *fields)
{
  GBytes *raw = fields->raw != NULL ? fields->raw : fields->payload;
  gsize n_topic;
  FlMessage *self;

  g_return_val_if_fail (fields->topic != NULL, NULL);
  g_return_val_if_fail (fields->payload != NULL, NULL);

  n_topic = strlen (fields->topic);
  self = g_malloc0 (offsetof (FlMessage, topic) + n_topic + 1);
  atomic_init (&self->ref_count, 1);
  self->payload = g_bytes_ref (fields->payload);
  self->raw = g_bytes_ref (raw);
  self->qos = (guint8) fields->qos;
  self->encryption = (guint8) fields->encryption;
  self->retained = fields->retained != FALSE;
  self->reopened = fields->reopened != FALSE;
  self->cut = fields->cut != FALSE;
  self->replay = fields->replay & 3;
  self->arrived = fields->arrived != 0 ? fields->arrived : g_get_real_time ();
  self->token_time = fields->encryption == FL_MESSAGE_DECRYPTED ? fields->token_time : -1;
  self->true_size = fields->true_size != 0 ? fields->true_size : g_bytes_get_size (raw);
  self->failure = fields->failure;
  if (fields->key_id != NULL)
    g_strlcpy (self->key_id, fields->key_id, sizeof self->key_id);
  memcpy (self->topic, fields->topic, n_topic + 1);
  return self;
}

/**
 * fl_message_new_plain:
 * @topic: a topic name, valid UTF-8
 * @text: the payload
 *
 * A message that arrived now, in the clear, at QoS 0.
 *
 * Returns: (transfer full): the message
 */
FlMessage *
fl_message_new_plain (const char *topic,
                      const char *text)
{
  g_autoptr(GBytes) payload = g_bytes_new (text, strlen (text));

  return fl_message_new (&(FlMessageFields) { .topic = topic, .payload = payload });
}

FlMessage *
fl_message_ref (FlMessage *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  atomic_fetch_add_explicit (&self->ref_count, 1, memory_order_relaxed);
  return self;
}

void
fl_message_unref (FlMessage *self)
{
  g_return_if_fail (self != NULL);

  if (atomic_fetch_sub_explicit (&self->ref_count, 1, memory_order_acq_rel) != 1)
    return;
  g_bytes_unref (self->payload);
  g_bytes_unref (self->raw);
  g_free (self);
}

/**
 * fl_message_prefetch:
 * @stage: 0: the message; 1: its bytes' headers; 2: the bytes
 *
 * Asks for the memory that freeing it will touch, one step at a time: what one stage asked for should have had
 * time to come when the next is called.
 */
void
fl_message_prefetch (const FlMessage *self,
                     guint            stage)
{
  if (stage == 0)
    {
      __builtin_prefetch (self, 1);
      return;
    }
  if (stage == 1)
    {
      __builtin_prefetch (self->payload, 1);
      if (self->raw != self->payload)
        __builtin_prefetch (self->raw, 1);
      return;
    }
  __builtin_prefetch (g_bytes_get_data (self->payload, NULL), 1);
  if (self->raw != self->payload)
    __builtin_prefetch (g_bytes_get_data (self->raw, NULL), 1);
}

const char *
fl_message_get_topic (const FlMessage *self)
{
  return self->topic;
}

/**
 * fl_message_get_payload:
 *
 * Returns: (transfer none): the plain text of a decrypted token, else the bytes as received
 */
GBytes *
fl_message_get_payload (const FlMessage *self)
{
  return self->payload;
}

/**
 * fl_message_get_raw:
 *
 * Returns: (transfer none): the bytes as received
 */
GBytes *
fl_message_get_raw (const FlMessage *self)
{
  return self->raw;
}

/**
 * fl_message_get_text:
 * @n: (out) (optional): the length in bytes
 *
 * Returns: (nullable): the payload, which is not NUL-terminated, when it is UTF-8 without NUL; else %NULL
 */
const char *
fl_message_get_text (const FlMessage *self,
                     gsize           *n)
{
  gsize size;
  const char *data = g_bytes_get_data (self->payload, &size);

  if (n != NULL)
    *n = size;
  if (size == 0)
    return "";
  return fl_text_is_text (data, (gssize) size) ? data : NULL;
}

/**
 * fl_message_dup_text:
 *
 * Returns: (transfer full) (nullable): as fl_message_get_text(), NUL-terminated
 */
char *
fl_message_dup_text (const FlMessage *self)
{
  gsize n;
  const char *text = fl_message_get_text (self, &n);

  return text != NULL ? g_strndup (text, n) : NULL;
}

int
fl_message_get_qos (const FlMessage *self)
{
  return self->qos;
}

/**
 * fl_message_is_retained:
 *
 * Returns: whether the broker sent a stored copy, which may be old
 */
gboolean
fl_message_is_retained (const FlMessage *self)
{
  return self->retained;
}

/**
 * fl_message_is_reopened:
 *
 * Returns: whether this is a message that had arrived before, decrypted again after the keys changed:
 *   it replaces the one with the same raw bytes and is not counted
 */
gboolean
fl_message_is_reopened (const FlMessage *self)
{
  return self->reopened;
}

/**
 * fl_message_is_cut:
 *
 * Returns: whether the payload was over the cap and only its beginning was kept
 */
gboolean
fl_message_is_cut (const FlMessage *self)
{
  return self->cut;
}

/**
 * fl_message_get_arrived:
 *
 * Returns: when it was taken from the inbox, real time in µs
 */
gint64
fl_message_get_arrived (const FlMessage *self)
{
  return self->arrived;
}

FlMessageEncryption
fl_message_get_encryption (const FlMessage *self)
{
  return self->encryption;
}

/**
 * fl_message_get_failure:
 *
 * Returns: (nullable): why the token was not decrypted: a code of fl_fernet_error_to_code() or
 *   %FL_MESSAGE_NO_KEY
 */
const char *
fl_message_get_failure (const FlMessage *self)
{
  return self->failure;
}

/**
 * fl_message_get_key_id:
 *
 * Returns: (nullable): the id of the key that opened the token
 */
const char *
fl_message_get_key_id (const FlMessage *self)
{
  return self->key_id[0] != '\0' ? self->key_id : NULL;
}

/**
 * fl_message_get_token_time:
 *
 * Returns: the token's own time in s since 1970, or -1 when nothing was decrypted
 */
gint64
fl_message_get_token_time (const FlMessage *self)
{
  return self->token_time;
}

/**
 * fl_message_get_replay:
 *
 * Returns: whether its token came before: then it opens and is genuine, but says nothing about now
 */
FlMessageReplay
fl_message_get_replay (const FlMessage *self)
{
  return self->replay;
}

/**
 * fl_message_get_true_size:
 *
 * Returns: how many bytes the broker sent, also when fewer were kept
 */
guint64
fl_message_get_true_size (const FlMessage *self)
{
  return self->true_size;
}
