/* The queue between Paho's receive thread and the decoder: bounded in bytes, and posting never waits for room.
 *
 * It uses pthread_mutex_t and C11 atomics, not GMutex, so that ThreadSanitizer can follow it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "fernlight-inbox"

#include "mqtt/fl-inbox.h"

#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <string.h>
#include <time.h>

/* What a message costs beside its bytes: the item, a GBytes and three heap headers, rounded up. */
#define ITEM_OVERHEAD 192

struct _FlInbox
{
  atomic_int       ref_count;
  guint64          max_bytes;

  pthread_mutex_t  mutex;     /* all below */
  pthread_cond_t   filled;
  FlInboxItem     *first;
  FlInboxItem     *last;
  guint64          n_bytes;   /* queued, and reserved by a post that is copying */
  guint64          n_posted;
  guint64          n_refused;
  gboolean         closed;
  gboolean         woken;
};

G_DEFINE_BOXED_TYPE (FlInbox, fl_inbox, fl_inbox_ref, fl_inbox_unref)

static guint64
cost_of (size_t n_topic,
         size_t n_payload)
{
  return (guint64) n_topic + n_payload + ITEM_OVERHEAD;
}

/* Returns: NULL where there is no memory */
static FlInboxItem *
item_new (const char *topic,
          size_t      n_topic,
          const void *payload,
          size_t      n_payload)
{
  FlInboxItem *item = g_try_new0 (FlInboxItem, 1);
  char *topic_copy = g_try_malloc (n_topic + 1);
  void *payload_copy = n_payload > 0 ? g_try_malloc (n_payload) : NULL;

  if (item == NULL || topic_copy == NULL || (n_payload > 0 && payload_copy == NULL))
    {
      g_free (item);
      g_free (topic_copy);
      g_free (payload_copy);
      return NULL;
    }
  memcpy (topic_copy, topic, n_topic);
  topic_copy[n_topic] = '\0';
  if (n_payload > 0)
    memcpy (payload_copy, payload, n_payload);
  item->topic = topic_copy;
  item->n_topic = n_topic;
  item->payload = g_bytes_new_take (payload_copy, n_payload);
  item->arrived = g_get_real_time ();
  return item;
}

/* Called before anything is copied, so that a full inbox costs nothing. */
static gboolean
reserve (FlInbox *self,
         guint64  cost)
{
  gboolean has_room = FALSE;

  pthread_mutex_lock (&self->mutex);
  if (!self->closed)
    {
      has_room = cost <= self->max_bytes && self->n_bytes <= self->max_bytes - cost;
      if (has_room)
        self->n_bytes += cost;
      else
        self->n_refused++;
    }
  pthread_mutex_unlock (&self->mutex);
  return has_room;
}

/* Returns: whether it was appended; not if the inbox was closed meanwhile, or item is NULL */
static gboolean
append (FlInbox     *self,
        FlInboxItem *item,
        guint64      cost)
{
  gboolean appended = FALSE;

  pthread_mutex_lock (&self->mutex);
  if (item == NULL || self->closed)
    {
      self->n_bytes -= cost;
      if (!self->closed)
        self->n_refused++;
    }
  else
    {
      if (self->last != NULL)
        self->last->next = item;
      else
        self->first = item;
      self->last = item;
      self->n_posted++;
      appended = TRUE;
      pthread_cond_signal (&self->filled);
    }
  pthread_mutex_unlock (&self->mutex);
  return appended;
}

static struct timespec
deadline_after (gint64 timeout_us)
{
  struct timespec deadline;
  gint64 ns;

  clock_gettime (CLOCK_MONOTONIC, &deadline);
  ns = deadline.tv_nsec + (timeout_us % G_USEC_PER_SEC) * 1000;
  deadline.tv_sec += timeout_us / G_USEC_PER_SEC + ns / 1000000000;
  deadline.tv_nsec = ns % 1000000000;
  return deadline;
}

static guint64
read_counter (FlInbox       *self,
              const guint64 *counter)
{
  guint64 value;

  pthread_mutex_lock (&self->mutex);
  value = *counter;
  pthread_mutex_unlock (&self->mutex);
  return value;
}

/**
 * fl_inbox_item_free:
 *
 * Frees this one item and not those after it. %NULL is allowed.
 */
void
fl_inbox_item_free (FlInboxItem *item)
{
  if (item == NULL)
    return;
  g_free (item->topic);
  g_bytes_unref (item->payload);
  g_free (item);
}

/**
 * fl_inbox_item_free_all:
 *
 * Frees @first and every item after it. %NULL is allowed.
 */
void
fl_inbox_item_free_all (FlInboxItem *first)
{
  while (first != NULL)
    {
      FlInboxItem *next = first->next;

      fl_inbox_item_free (first);
      first = next;
    }
}

/**
 * fl_inbox_new:
 * @max_bytes: how much may wait in it, in bytes: topics, payloads and what each message costs beside them
 *
 * Returns: (transfer full): an open, empty inbox
 */
FlInbox *
fl_inbox_new (guint64 max_bytes)
{
  FlInbox *self = g_new0 (FlInbox, 1);
  pthread_condattr_t attributes;

  atomic_init (&self->ref_count, 1);
  self->max_bytes = max_bytes;
  pthread_mutex_init (&self->mutex, NULL);
  pthread_condattr_init (&attributes);
  pthread_condattr_setclock (&attributes, CLOCK_MONOTONIC);
  pthread_cond_init (&self->filled, &attributes);
  pthread_condattr_destroy (&attributes);
  return self;
}

FlInbox *
fl_inbox_ref (FlInbox *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  atomic_fetch_add_explicit (&self->ref_count, 1, memory_order_relaxed);
  return self;
}

void
fl_inbox_unref (FlInbox *self)
{
  g_return_if_fail (self != NULL);

  if (atomic_fetch_sub_explicit (&self->ref_count, 1, memory_order_acq_rel) != 1)
    return;
  fl_inbox_item_free_all (self->first);
  pthread_cond_destroy (&self->filled);
  pthread_mutex_destroy (&self->mutex);
  g_free (self);
}

/**
 * fl_inbox_post:
 * @topic: @n_topic bytes; need not end in NUL
 * @payload: (nullable): @n_payload bytes
 * @qos: 0, 1 or 2
 * @retained: whether the broker sent its retained copy
 * @duplicate: MQTT's DUP flag
 *
 * Copies the message and appends it. Made for Paho's callback: it never waits for room, and holds its lock only
 * to count and to append.
 *
 * Returns: %FALSE if there was no room or no memory (counted as refused), or if the inbox is closed (not counted)
 */
gboolean
fl_inbox_post (FlInbox    *self,
               const char *topic,
               size_t      n_topic,
               const void *payload,
               size_t      n_payload,
               int         qos,
               gboolean    retained,
               gboolean    duplicate)
{
  FlInboxItem *item;
  guint64 cost;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (topic != NULL || n_topic == 0, FALSE);
  g_return_val_if_fail (payload != NULL || n_payload == 0, FALSE);

  cost = cost_of (n_topic, n_payload);
  if (!reserve (self, cost))
    return FALSE;

  item = item_new (topic != NULL ? topic : "", n_topic, payload, n_payload);
  if (item != NULL)
    {
      item->qos = qos;
      item->retained = retained;
      item->duplicate = duplicate;
    }
  if (append (self, item, cost))
    return TRUE;
  fl_inbox_item_free (item);
  return FALSE;
}

/**
 * fl_inbox_take_all:
 * @timeout_us: how long to wait for a first message, in microseconds; 0 not at all, −1 until there is one
 *
 * Takes all that wait, oldest first. After fl_inbox_close() it still gives what was posted before, then %NULL at
 * once.
 *
 * Returns: (transfer full) (nullable): the first of a list, or %NULL if there was none in time
 */
FlInboxItem *
fl_inbox_take_all (FlInbox *self,
                   gint64   timeout_us)
{
  struct timespec deadline;
  FlInboxItem *first;
  guint64 n_taken = 0;

  g_return_val_if_fail (self != NULL, NULL);

  deadline = deadline_after (MAX (timeout_us, 0));
  pthread_mutex_lock (&self->mutex);
  while (self->first == NULL && !self->closed && !self->woken && timeout_us != 0)
    {
      if (timeout_us < 0)
        pthread_cond_wait (&self->filled, &self->mutex);
      else if (pthread_cond_timedwait (&self->filled, &self->mutex, &deadline) == ETIMEDOUT)
        break;
    }
  first = self->first;
  self->first = NULL;
  self->last = NULL;
  self->woken = FALSE;
  pthread_mutex_unlock (&self->mutex);

  /* Counted down outside the walk's lock: the list is ours now, and may be long. */
  for (FlInboxItem *item = first; item != NULL; item = item->next)
    n_taken += cost_of (item->n_topic, g_bytes_get_size (item->payload));
  if (n_taken > 0)
    {
      pthread_mutex_lock (&self->mutex);
      self->n_bytes -= n_taken;
      pthread_mutex_unlock (&self->mutex);
    }
  return first;
}

/**
 * fl_inbox_wake:
 *
 * Who waits in fl_inbox_take_all(), or calls it next, does not wait: there is something else to do.
 */
void
fl_inbox_wake (FlInbox *self)
{
  g_return_if_fail (self != NULL);

  pthread_mutex_lock (&self->mutex);
  self->woken = TRUE;
  pthread_cond_broadcast (&self->filled);
  pthread_mutex_unlock (&self->mutex);
}

/**
 * fl_inbox_close:
 *
 * From now on nothing is accepted; who waits in fl_inbox_take_all() is woken. May be called again.
 */
void
fl_inbox_close (FlInbox *self)
{
  g_return_if_fail (self != NULL);

  pthread_mutex_lock (&self->mutex);
  self->closed = TRUE;
  pthread_cond_broadcast (&self->filled);
  pthread_mutex_unlock (&self->mutex);
}

gboolean
fl_inbox_is_closed (FlInbox *self)
{
  gboolean closed;

  g_return_val_if_fail (self != NULL, TRUE);

  pthread_mutex_lock (&self->mutex);
  closed = self->closed;
  pthread_mutex_unlock (&self->mutex);
  return closed;
}

/** fl_inbox_get_bytes: what waits now, in bytes, counted as in fl_inbox_new(). */
guint64
fl_inbox_get_bytes (FlInbox *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return read_counter (self, &self->n_bytes);
}

guint64
fl_inbox_get_max_bytes (FlInbox *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->max_bytes;
}

/** fl_inbox_get_n_posted: messages accepted since the beginning. */
guint64
fl_inbox_get_n_posted (FlInbox *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return read_counter (self, &self->n_posted);
}

/** fl_inbox_get_n_refused: messages for which there was no room, since the beginning. */
guint64
fl_inbox_get_n_refused (FlInbox *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return read_counter (self, &self->n_refused);
}
