/* The thread that takes messages from an inbox, decrypts them and hands them on in batches.
 *
 *   inbox ─▶ decoder thread ─▶ ready: batches of at most FL_DECODER_MAX_BATCH ─▶ source in the owner's context
 *
 * The owner gets one batch, then has at least the interval for itself, then gets the next. While it is slow,
 * batches grow and queue up here to FL_DECODER_MAX_WAITING bytes; then the thread waits, and the inbox fills up to
 * its own bound and counts what it refuses.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "fernlight-decoder"

#include "messages/fl-decoder.h"

#include <pthread.h>
#include <stdatomic.h>

#include "crypto/fl-fernet.h"
#include "messages/fl-token-watch.h"
#include "messages/fl-topic-name.h"

/* So many are decoded between two locks. */
#define N_PER_LOCK 64

/* What a message costs beside its bytes, about. */
#define MESSAGE_OVERHEAD 256

struct _FlDecoder
{
  atomic_uint         ref_count;
  FlInbox            *inbox;
  gint64              min_interval; /* µs */
  FlDecoderBatchFunc  callback;
  gpointer            user_data;
  GSource            *source;       /* ready when there is a batch to deliver */
  pthread_t           thread;
  gboolean            is_stopped;   /* owner's thread only */

  pthread_mutex_t     mutex;        /* all below; pthread, so that ThreadSanitizer sees it */
  pthread_cond_t      has_room;
  GQueue              ready;        /* Batch */
  guint64             n_waiting;    /* bytes in ready */
  gint64              not_before;   /* monotonic µs: the next batch is delivered then */
  FlKeyRing          *keys;         /* NULL: none */
  guint               keys_serial;
  GPtrArray          *to_reopen;    /* FlMessage, or NULL */
  gsize               max_payload;
  FlDecoderCounts     counts;
  atomic_bool         is_stopping;  /* written with the mutex held, so that nobody waits for what was already said */
};

/* What the thread works with: copies of what the owner may replace at any time. */
typedef struct
{
  FlDecoder       *decoder;
  FlFernet        *fernet; /* NULL: no key */
  guint            keys_serial;
  gsize            max_payload;
  FlDecoderCounts  counts; /* not yet added to the decoder's */
  FlTokenWatch    *tokens;
  GPtrArray       *decoded;
} Work;

typedef struct
{
  GPtrArray *messages;
  guint64    n_bytes;
} Batch;

typedef struct
{
  GSource    source;
  FlDecoder *decoder;
} BatchSource;

static GPtrArray *
message_array_new (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) fl_message_unref);
}

static Batch *
batch_new (void)
{
  Batch *batch = g_new0 (Batch, 1);

  batch->messages = message_array_new ();
  return batch;
}

static void
batch_free (Batch *batch)
{
  g_ptr_array_unref (batch->messages);
  g_free (batch);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Batch, batch_free)

static FlDecoder *
fl_decoder_ref (FlDecoder *self)
{
  atomic_fetch_add_explicit (&self->ref_count, 1, memory_order_relaxed);
  return self;
}

static void
fl_decoder_unref (FlDecoder *self)
{
  if (atomic_fetch_sub_explicit (&self->ref_count, 1, memory_order_acq_rel) != 1)
    return;
  g_queue_clear_full (&self->ready, (GDestroyNotify) batch_free);
  g_clear_pointer (&self->to_reopen, g_ptr_array_unref);
  g_clear_pointer (&self->keys, fl_key_ring_unref);
  fl_inbox_unref (self->inbox);
  pthread_cond_destroy (&self->has_room);
  pthread_mutex_destroy (&self->mutex);
  g_free (self);
}

/* --- Decoding: in the thread --- */

/* The beginning of bytes, without half a character at its end. */
static GBytes *
cut (GBytes   *bytes,
     gsize     max,
     gboolean *is_cut)
{
  gsize n;
  const guint8 *data = g_bytes_get_data (bytes, &n);

  if (n <= max)
    return g_bytes_ref (bytes);
  *is_cut = TRUE;
  n = max;
  for (guint i = 0; i < 3 && n > 0 && (data[n] & 0xc0) == 0x80; i++)
    n--;
  if ((data[n] & 0xc0) == 0x80)
    n = max;
  return g_bytes_new (data, n);
}

/* Fills in what the keys make of fields->raw. Returns the plain text, or NULL. */
static GBytes *
decrypt (Work            *work,
         FlMessageFields *fields)
{
  g_autoptr(GError) error = NULL;
  FlFernetInfo info = { 0 };
  GBytes *plain = NULL;
  gsize n;
  const char *token = g_bytes_get_data (fields->raw, &n);

  fields->encryption = FL_MESSAGE_FAILED;
  fields->failure = FL_MESSAGE_NO_KEY;
  if (work->fernet == NULL)
    return NULL;

  plain = fl_fernet_decrypt (work->fernet, token, n, FL_FERNET_NO_TTL, 0, &info, &error);
  if (plain == NULL)
    {
      fields->failure = fl_fernet_error_to_code (error->code);
      return NULL;
    }
  fields->encryption = FL_MESSAGE_DECRYPTED;
  fields->failure = NULL;
  fields->token_time = (gint64) MIN (info.token_time, (guint64) G_MAXINT64);
  fields->key_id = fl_fernet_key_get_id (fl_key_ring_get (fl_fernet_get_key_ring (work->fernet), info.key_index));
  return plain;
}

/* fields->raw is as received; what is kept of it and of the plain text may be less. */
static FlMessage *
build_message (Work            *work,
               FlMessageFields *fields,
               gboolean         duplicate)
{
  g_autoptr(GBytes) received = fields->raw;
  g_autoptr(GBytes) plain = NULL;
  g_autoptr(GBytes) raw = NULL;
  g_autoptr(GBytes) payload = NULL;
  gsize n;
  const void *data = g_bytes_get_data (received, &n);

  if (fl_fernet_looks_like_token (data, n))
    plain = decrypt (work, fields);
  if (plain != NULL && fields->replay == FL_MESSAGE_NOT_REPLAYED)
    fields->replay = fl_token_watch_take (work->tokens, fields, duplicate);
  raw = cut (received, work->max_payload, &fields->cut);
  payload = plain != NULL ? cut (plain, work->max_payload, &fields->cut) : g_bytes_ref (raw);
  if (fields->true_size == 0)
    fields->true_size = n;
  fields->raw = raw;
  fields->payload = payload;
  return fl_message_new (fields);
}

static void
count_message (Work            *work,
               const FlMessage *message)
{
  FlMessageEncryption encryption = fl_message_get_encryption (message);

  work->counts.n_received++;
  work->counts.n_tokens += encryption != FL_MESSAGE_PLAIN ? 1 : 0;
  work->counts.n_decrypted += encryption == FL_MESSAGE_DECRYPTED ? 1 : 0;
  work->counts.n_failed += encryption == FL_MESSAGE_FAILED ? 1 : 0;
  work->counts.n_cut += fl_message_is_cut (message) ? 1 : 0;
  if (encryption == FL_MESSAGE_DECRYPTED && !fl_message_is_cut (message))
    {
      work->counts.n_token_bytes += g_bytes_get_size (fl_message_get_raw (message));
      work->counts.n_plain_bytes += g_bytes_get_size (fl_message_get_payload (message));
    }
}

static guint64
cost_of (const FlMessage *message)
{
  GBytes *payload = fl_message_get_payload (message);
  GBytes *raw = fl_message_get_raw (message);

  return MESSAGE_OVERHEAD + g_bytes_get_size (payload) + (raw != payload ? g_bytes_get_size (raw) : 0);
}

static void
decode_item (Work        *work,
             FlInboxItem *item)
{
  FlMessageFields fields = {
    .topic = item->topic,
    .raw = g_steal_pointer (&item->payload),
    .qos = item->qos,
    .retained = item->retained,
    .arrived = item->arrived,
  };
  FlMessage *message;

  if (!fl_topic_name_is_valid (item->topic, (gssize) item->n_topic))
    {
      work->counts.n_received++;
      work->counts.n_bad_names++;
      g_bytes_unref (fields.raw);
      return;
    }
  message = build_message (work, &fields, item->duplicate);
  count_message (work, message);
  g_ptr_array_add (work->decoded, message);
}

/* A token that was cut cannot be opened any more. */
static void
reopen_message (Work      *work,
                FlMessage *old)
{
  FlMessageFields fields = {
    .topic = fl_message_get_topic (old),
    .raw = g_bytes_ref (fl_message_get_raw (old)),
    .qos = fl_message_get_qos (old),
    .retained = fl_message_is_retained (old),
    .reopened = TRUE,
    .arrived = fl_message_get_arrived (old),
    .replay = fl_message_get_replay (old),
    .true_size = fl_message_get_true_size (old),
    .cut = fl_message_is_cut (old),
  };
  FlMessage *message;

  if (fields.cut)
    {
      g_bytes_unref (fields.raw);
      return;
    }
  message = build_message (work, &fields, FALSE);
  work->counts.n_still_failed += fl_message_get_encryption (message) == FL_MESSAGE_FAILED ? 1 : 0;
  g_ptr_array_add (work->decoded, message);
}

/* --- Handing over --- */

/* The last batch takes what there is room for, so that batches merge while the owner is slow. */
static void
append_decoded (FlDecoder *self,
                GPtrArray *decoded)
{
  Batch *batch = g_queue_peek_tail (&self->ready);

  for (guint i = 0; i < decoded->len; i++)
    {
      FlMessage *message = g_ptr_array_index (decoded, i);

      if (batch == NULL || batch->messages->len == FL_DECODER_MAX_BATCH)
        {
          batch = batch_new ();
          g_queue_push_tail (&self->ready, batch);
        }
      g_ptr_array_add (batch->messages, fl_message_ref (message));
      batch->n_bytes += cost_of (message);
      self->n_waiting += cost_of (message);
    }
}

static void
add_counts (FlDecoderCounts       *to,
            const FlDecoderCounts *from)
{
  to->n_received += from->n_received;
  to->n_tokens += from->n_tokens;
  to->n_decrypted += from->n_decrypted;
  to->n_failed += from->n_failed;
  to->n_still_failed += from->n_still_failed;
  to->n_cut += from->n_cut;
  to->n_token_bytes += from->n_token_bytes;
  to->n_plain_bytes += from->n_plain_bytes;
  to->n_bad_names += from->n_bad_names;
}

/* Returns FALSE when the thread is to end. Waits while too much waits for the owner. */
static gboolean
hand_over (Work *work)
{
  FlDecoder *self = work->decoder;
  gboolean goes_on;

  pthread_mutex_lock (&self->mutex);
  add_counts (&self->counts, &work->counts);
  if (work->decoded->len > 0)
    {
      if (g_queue_is_empty (&self->ready))
        g_source_set_ready_time (self->source, self->not_before);
      append_decoded (self, work->decoded);
    }
  while (self->n_waiting > FL_DECODER_MAX_WAITING && !self->is_stopping)
    pthread_cond_wait (&self->has_room, &self->mutex);
  goes_on = !self->is_stopping;
  pthread_mutex_unlock (&self->mutex);

  g_ptr_array_set_size (work->decoded, 0);
  work->counts = (FlDecoderCounts) { 0 };
  return goes_on;
}

/* Takes over what the owner has set since. Returns the messages to decrypt again, or NULL. */
static GPtrArray *
update_work (Work *work)
{
  FlDecoder *self = work->decoder;
  g_autoptr(FlKeyRing) keys = NULL;
  GPtrArray *to_reopen;
  gboolean has_new_keys;

  pthread_mutex_lock (&self->mutex);
  has_new_keys = work->keys_serial != self->keys_serial;
  work->keys_serial = self->keys_serial;
  if (has_new_keys && self->keys != NULL)
    keys = fl_key_ring_ref (self->keys);
  work->max_payload = self->max_payload;
  to_reopen = g_steal_pointer (&self->to_reopen);
  pthread_mutex_unlock (&self->mutex);

  if (has_new_keys)
    {
      g_clear_pointer (&work->fernet, fl_fernet_free);
      work->fernet = keys != NULL && fl_key_ring_get_n (keys) > 0 ? fl_fernet_new (keys) : NULL;
    }
  return to_reopen;
}

static gboolean
reopen_all (Work      *work,
            GPtrArray *messages)
{
  gboolean goes_on = TRUE;

  for (guint i = 0; i < messages->len && goes_on && !atomic_load (&work->decoder->is_stopping); i++)
    {
      reopen_message (work, g_ptr_array_index (messages, i));
      if (work->decoded->len == N_PER_LOCK || i + 1 == messages->len)
        goes_on = hand_over (work);
    }
  return goes_on;
}

/* New keys are used from the next message on, also when there is much to do. */
static gboolean
work_once (Work        *work,
           FlInboxItem *items)
{
  gboolean goes_on = TRUE;

  do
    {
      g_autoptr(GPtrArray) to_reopen = update_work (work);

      if (to_reopen != NULL)
        goes_on = reopen_all (work, to_reopen);
      while (items != NULL && goes_on && work->decoded->len < N_PER_LOCK && !atomic_load (&work->decoder->is_stopping))
        {
          FlInboxItem *next = items->next;

          decode_item (work, items);
          fl_inbox_item_free (items);
          items = next;
        }
      goes_on = goes_on && hand_over (work);
    }
  while (items != NULL && goes_on);
  fl_inbox_item_free_all (items);
  return goes_on;
}

static void *
decoder_thread (void *data)
{
  FlDecoder *self = data;
  g_autoptr(GPtrArray) decoded = message_array_new ();
  g_autoptr(FlTokenWatch) tokens = fl_token_watch_new ();
  Work work = { .decoder = self, .decoded = decoded, .tokens = tokens };
  gboolean goes_on = TRUE;

  while (goes_on)
    {
      FlInboxItem *items = fl_inbox_take_all (self->inbox, -1);
      gboolean is_over = items == NULL && fl_inbox_is_closed (self->inbox);

      goes_on = work_once (&work, items) && !is_over;
    }
  g_clear_pointer (&work.fernet, fl_fernet_free);
  return NULL;
}

/* --- Delivery: in the owner's context --- */

static Batch *
take_batch (FlDecoder *self)
{
  Batch *batch;

  pthread_mutex_lock (&self->mutex);
  batch = g_queue_pop_head (&self->ready);
  self->n_waiting -= batch != NULL ? batch->n_bytes : 0;
  pthread_cond_signal (&self->has_room);
  pthread_mutex_unlock (&self->mutex);
  return batch;
}

static void
schedule_next (FlDecoder *self)
{
  pthread_mutex_lock (&self->mutex);
  self->not_before = g_get_monotonic_time () + self->min_interval;
  g_source_set_ready_time (self->source, g_queue_is_empty (&self->ready) ? -1 : self->not_before);
  pthread_mutex_unlock (&self->mutex);
}

static gboolean
batch_source_dispatch (GSource     *source,
                       GSourceFunc  callback,
                       gpointer     user_data)
{
  FlDecoder *self = fl_decoder_ref (((BatchSource *) source)->decoder);
  g_autoptr(Batch) batch = take_batch (self);

  if (batch != NULL)
    self->callback (batch->messages, self->user_data);
  if (!g_source_is_destroyed (source))
    schedule_next (self);
  fl_decoder_unref (self);
  return G_SOURCE_CONTINUE;
}

static GSourceFuncs batch_source_funcs = { .dispatch = batch_source_dispatch };

static void
attach_source (FlDecoder *self)
{
  self->source = g_source_new (&batch_source_funcs, sizeof (BatchSource));
  ((BatchSource *) self->source)->decoder = self;
  g_source_set_static_name (self->source, "[fernlight] batch");
  /* Before the frame is drawn, after everything the user does. */
  g_source_set_priority (self->source, G_PRIORITY_HIGH_IDLE);
  g_source_set_ready_time (self->source, -1);
  g_source_attach (self->source, g_main_context_get_thread_default ());
}

/**
 * fl_decoder_new:
 * @inbox: where messages come from; a reference is kept
 * @min_interval_ms: how long the owner is left alone after each batch
 * @callback: gets the batches in the calling thread's default main context, of which it may be
 *   the only owner; not called again after fl_decoder_stop()
 *
 * Starts the thread. There are no keys at first.
 *
 * Returns: (transfer full): a running decoder
 */
FlDecoder *
fl_decoder_new (FlInbox            *inbox,
                guint               min_interval_ms,
                FlDecoderBatchFunc  callback,
                gpointer            user_data)
{
  FlDecoder *self;
  int failed;

  g_return_val_if_fail (inbox != NULL, NULL);
  g_return_val_if_fail (callback != NULL, NULL);

  self = g_new0 (FlDecoder, 1);
  atomic_init (&self->ref_count, 1);
  self->inbox = fl_inbox_ref (inbox);
  self->min_interval = (gint64) min_interval_ms * 1000;
  self->callback = callback;
  self->user_data = user_data;
  self->max_payload = FL_DECODER_MAX_PAYLOAD;
  pthread_mutex_init (&self->mutex, NULL);
  pthread_cond_init (&self->has_room, NULL);
  g_queue_init (&self->ready);
  attach_source (self);
  failed = pthread_create (&self->thread, NULL, decoder_thread, self);
  if (failed != 0)
    g_error ("No thread for the decoder: %s", g_strerror (failed));
  return self;
}

/**
 * fl_decoder_set_keys:
 * @keys: (nullable): the keys to decrypt with from the next message on
 *
 * Any thread. What arrived before is not touched: fl_decoder_reopen().
 */
void
fl_decoder_set_keys (FlDecoder *self,
                     FlKeyRing *keys)
{
  FlKeyRing *old;

  g_return_if_fail (self != NULL);

  pthread_mutex_lock (&self->mutex);
  old = self->keys;
  self->keys = keys != NULL ? fl_key_ring_ref (keys) : NULL;
  self->keys_serial++;
  pthread_mutex_unlock (&self->mutex);
  g_clear_pointer (&old, fl_key_ring_unref);
}

/**
 * fl_decoder_set_max_payload:
 * @max_bytes: how much of a payload is kept
 *
 * Any thread. A longer payload is still decrypted whole.
 */
void
fl_decoder_set_max_payload (FlDecoder *self,
                            gsize      max_bytes)
{
  g_return_if_fail (self != NULL);

  pthread_mutex_lock (&self->mutex);
  self->max_payload = max_bytes;
  pthread_mutex_unlock (&self->mutex);
}

/**
 * fl_decoder_reopen:
 * @messages: (element-type FlMessage): messages that were delivered before
 *
 * Decrypts them again with the keys of now; they come in a batch, marked as reopened and not counted. Owner's
 * thread.
 */
void
fl_decoder_reopen (FlDecoder *self,
                   GPtrArray *messages)
{
  g_return_if_fail (self != NULL);

  pthread_mutex_lock (&self->mutex);
  if (self->to_reopen == NULL)
    self->to_reopen = message_array_new ();
  for (guint i = 0; i < messages->len; i++)
    g_ptr_array_add (self->to_reopen, fl_message_ref (g_ptr_array_index (messages, i)));
  pthread_mutex_unlock (&self->mutex);
  fl_inbox_wake (self->inbox);
}

/**
 * fl_decoder_get_counts:
 *
 * Any thread.
 *
 * Returns: what was decoded so far, delivered or not
 */
FlDecoderCounts
fl_decoder_get_counts (FlDecoder *self)
{
  FlDecoderCounts counts;

  g_return_val_if_fail (self != NULL, (FlDecoderCounts) { 0 });

  pthread_mutex_lock (&self->mutex);
  counts = self->counts;
  pthread_mutex_unlock (&self->mutex);
  return counts;
}

/**
 * fl_decoder_stop:
 *
 * Closes the inbox and ends the thread, which takes no longer than decrypting one message. What was not yet
 * delivered never is. May be called in the callback, and again. Owner's thread.
 */
void
fl_decoder_stop (FlDecoder *self)
{
  g_return_if_fail (self != NULL);

  if (self->is_stopped)
    return;
  self->is_stopped = TRUE;
  pthread_mutex_lock (&self->mutex);
  self->is_stopping = TRUE;
  pthread_cond_signal (&self->has_room);
  pthread_mutex_unlock (&self->mutex);
  fl_inbox_close (self->inbox);
  pthread_join (self->thread, NULL);
  g_source_destroy (self->source);
  g_clear_pointer (&self->source, g_source_unref);
}

/**
 * fl_decoder_free:
 *
 * Stops it and gives up the owner's reference.
 */
void
fl_decoder_free (FlDecoder *self)
{
  g_return_if_fail (self != NULL);

  fl_decoder_stop (self);
  fl_decoder_unref (self);
}
