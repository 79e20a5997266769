/* All topics of one session, with a ceiling.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "fernlight-topic-tree"

#include "messages/fl-topic-tree.h"

#include <string.h>

#include "messages/fl-topic-name.h"
#include "messages/fl-topic-private.h"

#define FIRST_N_SLOTS 64

/* So many messages' topics are looked for at once, in a tree of so many: with a million, each step to a topic waits
 * for memory, and waiting for many at a time costs little more than for one. */
#define N_AT_ONCE   32
#define MANY_TOPICS 2000

struct _FlTopicTree
{
  GObject parent_instance;

  FlTopic    *root; /* above the first level, not shown */

  /* Every level of every topic by its path: open addressing, nothing is ever removed. No paths are stored;
   * the seed keeps a stranger from choosing topics that collide. The tags, a byte of each hash and 0 in a free
   * slot, keep a search from reading topics that are not meant: each may be a wait for memory.
   */
  FlTopic   **slots;
  guint8     *tags;
  guint       n_slots; /* a power of two */
  guint       n_used;
  guint64     seed;

  GPtrArray  *parents; /* with children not yet announced */
  GPtrArray  *changed; /* watched, to be notified */

  FlTopic    *newest;  /* not owned: no topic goes before the tree */
  guint       ceiling;
  guint       n_topics;
  guint64     n_messages;
  guint64     n_refused;
};

enum
{
  PROP_0,
  PROP_N_TOPICS,
  PROP_N_MESSAGES,
  PROP_N_REFUSED,
  PROP_CEILING,
  PROP_NEWEST,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (FlTopicTree, fl_topic_tree, G_TYPE_OBJECT)

/* --- The table --- */

/* FNV-1a; of a prefix it is the hash on the way. */
static guint64
hash_bytes (guint64     hash,
            const char *bytes,
            gsize       n)
{
  for (gsize i = 0; i < n; i++)
    hash = (hash ^ (guint8) bytes[i]) * G_GUINT64_CONSTANT (0x100000001b3);
  return hash;
}

static guint32
finish_hash (guint64 hash)
{
  hash ^= hash >> 33;
  hash *= G_GUINT64_CONSTANT (0xff51afd7ed558ccd);
  hash ^= hash >> 33;
  return (guint32) hash;
}

static guint32
hash_path (FlTopicTree *self,
           const char  *path,
           gsize        n)
{
  return finish_hash (hash_bytes (self->seed, path, n));
}

static guint8
tag_of (guint32 hash)
{
  return (guint8) MAX (hash >> 24, 1);
}

static void
fill_slot (FlTopicTree *self,
           guint        slot,
           FlTopic     *topic)
{
  self->slots[slot] = topic;
  self->tags[slot] = tag_of (fl_topic_get_hash (topic));
}

/* Returns the slot of the path, or the free one where it belongs. */
static guint
find_slot (FlTopicTree *self,
           const char  *path,
           gsize        n,
           guint32      hash)
{
  guint slot = hash & (self->n_slots - 1);

  while (self->tags[slot] != 0
         && (self->tags[slot] != tag_of (hash)
             || fl_topic_get_hash (self->slots[slot]) != hash
             || !fl_topic_has_path (self->slots[slot], path, n)))
    slot = (slot + 1) & (self->n_slots - 1);
  return slot;
}

static void
make_table (FlTopicTree *self,
            guint        n_slots)
{
  self->n_slots = n_slots;
  self->slots = g_new0 (FlTopic *, n_slots);
  self->tags = g_new0 (guint8, n_slots);
}

static void
grow_table (FlTopicTree *self)
{
  g_autofree FlTopic **old = self->slots;
  guint n_old = self->n_slots;

  g_free (self->tags);
  make_table (self, n_old * 2);
  for (guint i = 0; i < n_old; i++)
    {
      guint slot;

      if (old[i] == NULL)
        continue;
      slot = fl_topic_get_hash (old[i]) & (self->n_slots - 1);
      while (self->tags[slot] != 0)
        slot = (slot + 1) & (self->n_slots - 1);
      fill_slot (self, slot, old[i]);
    }
}

static FlTopic *
find_topic (FlTopicTree *self,
            const char  *path,
            gsize        n,
            guint32      hash)
{
  return self->slots[find_slot (self, path, n, hash)];
}

/* The topic with this tag, most likely the one of the path, or NULL. Reads no topic. */
static FlTopic *
guess_topic (FlTopicTree *self,
             guint32      hash)
{
  guint slot = hash & (self->n_slots - 1);

  while (self->tags[slot] != 0 && self->tags[slot] != tag_of (hash))
    slot = (slot + 1) & (self->n_slots - 1);
  return self->slots[slot];
}

/* Has the memory of the topics with these hashes on its way, step by step from the table to the bytes of the
 * latest message, which will be freed. */
static void
prefetch (FlTopicTree   *self,
          const guint32 *hashes,
          guint          n)
{
  FlTopic *topics[N_AT_ONCE];

  for (guint i = 0; i < n; i++)
    {
      guint slot = hashes[i] & (self->n_slots - 1);

      __builtin_prefetch (&self->tags[slot]);
      __builtin_prefetch (&self->slots[slot]);
    }
  for (guint i = 0; i < n; i++)
    {
      topics[i] = guess_topic (self, hashes[i]);
      if (topics[i] != NULL)
        fl_topic_prefetch (topics[i], 0);
    }
  for (guint stage = 1; stage <= 3; stage++)
    for (guint i = 0; i < n; i++)
      if (topics[i] != NULL)
        fl_topic_prefetch (topics[i], stage);
}

/* --- New topics --- */

/* The level of path that ends at n. Returns the topic, which belongs to the tree. */
static FlTopic *
add_level (FlTopicTree *self,
           FlTopic     *parent,
           const char  *path,
           gsize        start,
           gsize        n,
           guint32      hash)
{
  g_autoptr(FlTopic) topic = fl_topic_new (parent, path + start, n - start, hash);

  if (self->n_used >= self->n_slots / 4 * 3)
    grow_table (self);
  fill_slot (self, find_slot (self, path, n, hash), topic);
  self->n_used++;
  if (fl_topic_add_child (parent, topic))
    g_ptr_array_add (self->parents, parent);
  return topic;
}

/* The levels that only have children are bounded by the same ceiling. Returns NULL when over it. */
static FlTopic *
ensure_topic (FlTopicTree *self,
              const char  *path,
              gsize        n)
{
  FlTopic *topic = self->root;
  guint64 hash = self->seed;
  gsize start = 0;

  for (;;)
    {
      const char *slash = memchr (path + start, '/', n - start);
      gsize end = slash != NULL ? (gsize) (slash - path) : n;
      guint32 finished;
      FlTopic *next;

      hash = hash_bytes (hash, path + start, end - start);
      finished = finish_hash (hash);
      next = self->slots[find_slot (self, path, end, finished)];
      if (next == NULL && self->n_used - self->n_topics >= self->ceiling)
        return NULL;
      topic = next != NULL ? next : add_level (self, topic, path, start, end, finished);
      if (slash == NULL)
        return topic;
      hash = hash_bytes (hash, "/", 1);
      start = end + 1;
    }
}

/* Returns NULL when the message is refused. */
static FlTopic *
find_or_add_topic (FlTopicTree *self,
                   const char  *path,
                   guint32      hash)
{
  gsize n = strlen (path);
  FlTopic *topic = find_topic (self, path, n, hash);

  if (topic != NULL && fl_topic_get_latest (topic) != NULL)
    return topic;
  if (self->n_topics >= self->ceiling || !fl_topic_name_is_valid (path, (gssize) n))
    return NULL;
  return topic != NULL ? topic : ensure_topic (self, path, n);
}

/* --- A batch --- */

static void
mark_changed (FlTopicTree *self,
              FlTopic     *topic)
{
  if (fl_topic_mark_changed (topic))
    g_ptr_array_add (self->changed, g_object_ref (topic));
}

/* A message that was here before, decrypted now. */
static void
reopen (FlTopicTree *self,
        FlMessage   *message,
        guint32      hash)
{
  const char *path = fl_message_get_topic (message);
  FlTopic *topic = find_topic (self, path, strlen (path), hash);
  FlMessage *latest = topic != NULL ? fl_topic_get_latest (topic) : NULL;

  if (latest == NULL)
    return;
  if (fl_message_get_arrived (latest) == fl_message_get_arrived (message)
      && g_bytes_equal (fl_message_get_raw (latest), fl_message_get_raw (message)))
    {
      fl_topic_set_latest (topic, message);
      mark_changed (self, topic);
    }
  fl_topic_emit_received (topic, message);
}

static void
ingest_one (FlTopicTree *self,
            FlMessage   *message,
            guint32      hash)
{
  FlTopic *topic = find_or_add_topic (self, fl_message_get_topic (message), hash);
  gboolean is_new;

  if (topic == NULL)
    {
      self->n_refused++;
      return;
    }
  is_new = fl_topic_get_latest (topic) == NULL;
  self->n_topics += is_new ? 1 : 0;
  self->n_messages++;
  fl_topic_set_latest (topic, message);
  for (FlTopic *level = topic; level != NULL; level = fl_topic_peek_parent (level))
    if (fl_topic_count (level, message, level == topic, is_new))
      mark_changed (self, level);
  self->newest = topic;
  fl_topic_emit_received (topic, message);
}

/* At most N_AT_ONCE messages. */
static void
ingest_some (FlTopicTree *self,
             FlMessage  **messages,
             guint        n)
{
  guint32 hashes[N_AT_ONCE];

  for (guint i = 0; i < n; i++)
    {
      const char *path = fl_message_get_topic (messages[i]);

      hashes[i] = hash_path (self, path, strlen (path));
    }
  if (self->n_used > MANY_TOPICS)
    prefetch (self, hashes, n);
  for (guint i = 0; i < n; i++)
    {
      if (fl_message_is_reopened (messages[i]))
        reopen (self, messages[i], hashes[i]);
      else
        ingest_one (self, messages[i], hashes[i]);
    }
}

/* The deepest parent last got its first child, so going backwards every row appears with its children. */
static void
announce_new_topics (FlTopicTree *self)
{
  g_autoptr(GPtrArray) parents = g_steal_pointer (&self->parents);

  self->parents = g_ptr_array_new ();
  for (guint i = parents->len; i > 0; i--)
    fl_topic_announce_children (g_ptr_array_index (parents, i - 1));
}

static void
notify_changed (FlTopicTree *self)
{
  g_autoptr(GPtrArray) changed = g_steal_pointer (&self->changed);

  self->changed = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < changed->len; i++)
    fl_topic_notify_changed (g_ptr_array_index (changed, i));
}

static void
fl_topic_tree_dispose (GObject *object)
{
  FlTopicTree *self = FL_TOPIC_TREE (object);
  g_autoptr(GPtrArray) topics = g_ptr_array_new_with_free_func (g_object_unref);

  /* First hold them all: dropping children frees topics that are still in the table. */
  for (guint i = 0; i < self->n_slots; i++)
    if (self->slots[i] != NULL)
      g_ptr_array_add (topics, g_object_ref (self->slots[i]));
  g_clear_pointer (&self->slots, g_free);
  g_clear_pointer (&self->tags, g_free);
  self->n_slots = 0;
  for (guint i = 0; i < topics->len; i++)
    fl_topic_drop_children (g_ptr_array_index (topics, i));
  if (self->root != NULL)
    fl_topic_drop_children (self->root);
  self->newest = NULL;
  g_clear_object (&self->root);

  G_OBJECT_CLASS (fl_topic_tree_parent_class)->dispose (object);
}

static void
fl_topic_tree_finalize (GObject *object)
{
  FlTopicTree *self = FL_TOPIC_TREE (object);

  g_ptr_array_unref (self->parents);
  g_ptr_array_unref (self->changed);

  G_OBJECT_CLASS (fl_topic_tree_parent_class)->finalize (object);
}

static void
fl_topic_tree_get_property (GObject    *object,
                            guint       prop_id,
                            GValue     *value,
                            GParamSpec *pspec)
{
  FlTopicTree *self = FL_TOPIC_TREE (object);

  switch (prop_id)
    {
    case PROP_N_TOPICS:
      g_value_set_uint (value, self->n_topics);
      break;
    case PROP_N_MESSAGES:
      g_value_set_uint64 (value, self->n_messages);
      break;
    case PROP_N_REFUSED:
      g_value_set_uint64 (value, self->n_refused);
      break;
    case PROP_CEILING:
      g_value_set_uint (value, self->ceiling);
      break;
    case PROP_NEWEST:
      g_value_set_object (value, self->newest);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
fl_topic_tree_set_property (GObject      *object,
                            guint         prop_id,
                            const GValue *value,
                            GParamSpec   *pspec)
{
  FlTopicTree *self = FL_TOPIC_TREE (object);

  switch (prop_id)
    {
    case PROP_CEILING:
      self->ceiling = g_value_get_uint (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
fl_topic_tree_class_init (FlTopicTreeClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->dispose = fl_topic_tree_dispose;
  object_class->finalize = fl_topic_tree_finalize;
  object_class->get_property = fl_topic_tree_get_property;
  object_class->set_property = fl_topic_tree_set_property;

  properties[PROP_N_TOPICS] = g_param_spec_uint ("n-topics", NULL, NULL, 0, G_MAXUINT, 0,
                                                 G_PARAM_READABLE | flags);
  properties[PROP_N_MESSAGES] = g_param_spec_uint64 ("n-messages", NULL, NULL, 0, G_MAXUINT64, 0,
                                                     G_PARAM_READABLE | flags);
  properties[PROP_N_REFUSED] = g_param_spec_uint64 ("n-refused", NULL, NULL, 0, G_MAXUINT64, 0,
                                                    G_PARAM_READABLE | flags);
  properties[PROP_CEILING] = g_param_spec_uint ("ceiling", NULL, NULL, 1, G_MAXUINT / 4, FL_TOPIC_TREE_CEILING,
                                                G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | flags);
  properties[PROP_NEWEST] = g_param_spec_object ("newest", NULL, NULL, FL_TYPE_TOPIC, G_PARAM_READABLE | flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
fl_topic_tree_init (FlTopicTree *self)
{
  self->root = fl_topic_new (NULL, "", 0, 0);
  make_table (self, FIRST_N_SLOTS);
  self->seed = (guint64) g_random_int () << 32 | g_random_int ();
  self->parents = g_ptr_array_new ();
  self->changed = g_ptr_array_new_with_free_func (g_object_unref);
}

/**
 * fl_topic_tree_new:
 * @ceiling: how many topics to keep, or 0 for %FL_TOPIC_TREE_CEILING
 *
 * Main thread.
 *
 * Returns: (transfer full): an empty tree
 */
FlTopicTree *
fl_topic_tree_new (guint ceiling)
{
  return g_object_new (FL_TYPE_TOPIC_TREE, "ceiling", ceiling != 0 ? ceiling : FL_TOPIC_TREE_CEILING, NULL);
}

/**
 * fl_topic_tree_ingest:
 * @batch: (element-type FlMessage): messages in the order they arrived
 *
 * New topics appear with one items-changed per parent; topics that are watched notify once; "received" is
 * emitted at once, while the topic's row may not be there yet.
 */
void
fl_topic_tree_ingest (FlTopicTree *self,
                      GPtrArray   *batch)
{
  guint64 n_refused = self->n_refused;
  guint64 n_messages = self->n_messages;
  guint n_topics = self->n_topics;

  g_return_if_fail (FL_IS_TOPIC_TREE (self));

  for (guint i = 0; i < batch->len; i += N_AT_ONCE)
    ingest_some (self, (FlMessage **) &batch->pdata[i], MIN (N_AT_ONCE, batch->len - i));
  announce_new_topics (self);
  notify_changed (self);
  if (self->n_topics != n_topics)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_TOPICS]);
  if (self->n_messages != n_messages)
    {
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_MESSAGES]);
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_NEWEST]);
    }
  if (self->n_refused != n_refused)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_REFUSED]);
}

/**
 * fl_topic_tree_get_root:
 *
 * Returns: (transfer none): the topics of the first level
 */
GListModel *
fl_topic_tree_get_root (FlTopicTree *self)
{
  g_return_val_if_fail (FL_IS_TOPIC_TREE (self), NULL);

  return fl_topic_ensure_children (self->root);
}

/* Above the first level, for going through all. */
FlTopic *
fl_topic_tree_peek_root (FlTopicTree *self)
{
  return self->root;
}

/**
 * fl_topic_tree_lookup:
 *
 * Returns: (transfer none) (nullable): the topic or level of this name
 */
FlTopic *
fl_topic_tree_lookup (FlTopicTree *self,
                      const char  *path)
{
  g_return_val_if_fail (FL_IS_TOPIC_TREE (self), NULL);

  return find_topic (self, path, strlen (path), hash_path (self, path, strlen (path)));
}

/**
 * fl_topic_tree_get_newest:
 *
 * Returns: (transfer none) (nullable): the topic of the last message
 */
FlTopic *
fl_topic_tree_get_newest (FlTopicTree *self)
{
  g_return_val_if_fail (FL_IS_TOPIC_TREE (self), NULL);

  return self->newest;
}

guint
fl_topic_tree_get_n_topics (FlTopicTree *self)
{
  return self->n_topics;
}

guint
fl_topic_tree_get_ceiling (FlTopicTree *self)
{
  return self->ceiling;
}

guint64
fl_topic_tree_get_n_messages (FlTopicTree *self)
{
  return self->n_messages;
}

/**
 * fl_topic_tree_get_n_refused:
 *
 * Returns: how many messages were not taken: a topic over the ceiling, or with a name that is not valid
 */
guint64
fl_topic_tree_get_n_refused (FlTopicTree *self)
{
  return self->n_refused;
}

/**
 * fl_topic_tree_get_rate:
 * @now: real time, µs
 *
 * Returns: messages per second of all topics, a mean over about 20 s
 */
double
fl_topic_tree_get_rate (FlTopicTree *self,
                        gint64       now)
{
  return fl_topic_get_rate (self->root, now);
}

/**
 * fl_topic_tree_list_unopened:
 *
 * Looks at every topic: when keys change, not in every frame.
 *
 * Returns: (transfer full) (element-type FlMessage): the latest messages that are tokens no key opened, for
 *   fl_decoder_reopen()
 */
GPtrArray *
fl_topic_tree_list_unopened (FlTopicTree *self)
{
  GPtrArray *messages = g_ptr_array_new_with_free_func ((GDestroyNotify) fl_message_unref);

  for (guint i = 0; i < self->n_slots; i++)
    {
      FlMessage *latest = self->slots[i] != NULL ? fl_topic_get_latest (self->slots[i]) : NULL;

      if (latest != NULL && fl_message_get_encryption (latest) == FL_MESSAGE_FAILED)
        g_ptr_array_add (messages, fl_message_ref (latest));
    }
  return messages;
}
