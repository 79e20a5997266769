/* One level of one topic name: its latest message, its counts, its children.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "fernlight-topic"

#include "messages/fl-topic.h"

#include <math.h>
#include <string.h>

#include "messages/fl-topic-private.h"

/* The rate is a mean over about this long. */
#define RATE_SECONDS 20.0

/* A shorter name lies in the topic itself. */
#define NAME_HERE 16

/* The children as a list model: made when somebody asks for it, and telling of new ones once per batch. */
#define FL_TYPE_TOPIC_CHILDREN (fl_topic_children_get_type ())

G_DECLARE_FINAL_TYPE (FlTopicChildren, fl_topic_children, FL, TOPIC_CHILDREN, GObject)

struct _FlTopicChildren
{
  GObject parent_instance;

  FlTopic *topic; /* whose children they are; NULL once it is gone */
};

/* There may be a million: 128 bytes, no private data, nothing allocated beside it for a short name and for a first
 * child, no string that can be told from the parent. What finding it needs comes first. */
struct _FlTopic
{
  GObject parent_instance;

  FlTopic         *parent; /* NULL for the root, which is not shown */
  FlMessage       *latest;
  union
  {
    char  here[NAME_HERE];
    char *elsewhere;
  } name;
  guint32          hash;
  guint            n_watchers : 30;
  guint            is_changed : 1;
  guint            is_name_elsewhere : 1;
  guint64          n_messages;
  guint64          n_all_messages;
  gint64           last_arrived;
  guint32          rate_lag;    /* µs, how long before last_arrived the rate is of; the most it holds is long ago */
  float            rate;        /* per second */
  guint            n_topics;
  guint            position;    /* among the parent's children */
  guint            n_children;
  guint            n_announced; /* of them */
  union
  {
    FlTopic  *one;
    FlTopic **many;             /* from two on; not a GPtrArray, whose least size is too much */
  } children;                   /* owned */
  FlTopicChildren *model;       /* owned; NULL until asked for */
};

enum
{
  PROP_0,
  PROP_NAME,
  PROP_LATEST,
  PROP_N_MESSAGES,
  PROP_N_ALL_MESSAGES,
  PROP_N_TOPICS,
  PROP_LAST_ARRIVED,
  N_PROPS
};

enum
{
  RECEIVED,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

static void list_model_iface_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (FlTopicChildren, fl_topic_children, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_iface_init))
G_DEFINE_FINAL_TYPE (FlTopic, fl_topic, G_TYPE_OBJECT)

/* --- Children --- */

static GType
fl_topic_children_get_item_type (GListModel *model)
{
  return FL_TYPE_TOPIC;
}

static guint
fl_topic_children_get_n_items (GListModel *model)
{
  FlTopic *topic = FL_TOPIC_CHILDREN (model)->topic;

  return topic != NULL ? topic->n_announced : 0;
}

static gpointer
fl_topic_children_get_item (GListModel *model,
                            guint       position)
{
  FlTopic *topic = FL_TOPIC_CHILDREN (model)->topic;

  return topic != NULL && position < topic->n_announced ? g_object_ref (fl_topic_peek_child (topic, position)) : NULL;
}

static void
list_model_iface_init (GListModelInterface *iface)
{
  iface->get_item_type = fl_topic_children_get_item_type;
  iface->get_n_items = fl_topic_children_get_n_items;
  iface->get_item = fl_topic_children_get_item;
}

static void
fl_topic_children_class_init (FlTopicChildrenClass *klass)
{
}

static void
fl_topic_children_init (FlTopicChildren *self)
{
}

/* --- Topic --- */

static void
set_name (FlTopic    *self,
          const char *name,
          gsize       n)
{
  self->is_name_elsewhere = n >= sizeof self->name.here;
  if (self->is_name_elsewhere)
    self->name.elsewhere = g_strndup (name, n);
  else
    memcpy (self->name.here, name, n);
}

static inline const char *
peek_name (FlTopic *self)
{
  return self->is_name_elsewhere ? self->name.elsewhere : self->name.here;
}

/* Room for 1, 2, 4, 8, … */
static void
append_child (FlTopic *self,
              FlTopic *child)
{
  const guint n = self->n_children;
  FlTopic *first = self->children.one;

  if (n == 0)
    {
      self->children.one = child;
    }
  else
    {
      if (n == 1)
        {
          self->children.many = g_new (FlTopic *, 2);
          self->children.many[0] = first;
        }
      else if ((n & (n - 1)) == 0)
        {
          self->children.many = g_renew (FlTopic *, self->children.many, (gsize) n * 2);
        }
      self->children.many[n] = child;
    }
  g_object_ref (child);
  self->n_children++;
}

static void
drop_all_children (FlTopic *self)
{
  const guint n = self->n_children;
  FlTopic *one = self->children.one;
  g_autofree FlTopic **many = n > 1 ? self->children.many : NULL;

  self->n_children = 0;
  self->children.one = NULL;
  if (n == 1)
    g_object_unref (one);
  for (guint i = 0; n > 1 && i < n; i++)
    g_object_unref (many[i]);
}

static void
fl_topic_finalize (GObject *object)
{
  FlTopic *self = FL_TOPIC (object);

  drop_all_children (self);
  if (self->model != NULL)
    self->model->topic = NULL;
  g_clear_object (&self->model);
  g_clear_object (&self->parent);
  g_clear_pointer (&self->latest, fl_message_unref);
  if (self->is_name_elsewhere)
    g_free (self->name.elsewhere);

  G_OBJECT_CLASS (fl_topic_parent_class)->finalize (object);
}

static void
fl_topic_get_property (GObject    *object,
                       guint       prop_id,
                       GValue     *value,
                       GParamSpec *pspec)
{
  FlTopic *self = FL_TOPIC (object);

  switch (prop_id)
    {
    case PROP_NAME:
      g_value_set_string (value, peek_name (self));
      break;
    case PROP_LATEST:
      g_value_set_boxed (value, self->latest);
      break;
    case PROP_N_MESSAGES:
      g_value_set_uint64 (value, self->n_messages);
      break;
    case PROP_N_ALL_MESSAGES:
      g_value_set_uint64 (value, self->n_all_messages);
      break;
    case PROP_N_TOPICS:
      g_value_set_uint (value, self->n_topics);
      break;
    case PROP_LAST_ARRIVED:
      g_value_set_int64 (value, self->last_arrived);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
fl_topic_class_init (FlTopicClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->finalize = fl_topic_finalize;
  object_class->get_property = fl_topic_get_property;

  properties[PROP_NAME] = g_param_spec_string ("name", NULL, NULL, NULL, flags);
  properties[PROP_LATEST] = g_param_spec_boxed ("latest", NULL, NULL, FL_TYPE_MESSAGE, flags);
  properties[PROP_N_MESSAGES] = g_param_spec_uint64 ("n-messages", NULL, NULL, 0, G_MAXUINT64, 0, flags);
  properties[PROP_N_ALL_MESSAGES] = g_param_spec_uint64 ("n-all-messages", NULL, NULL, 0, G_MAXUINT64, 0, flags);
  properties[PROP_N_TOPICS] = g_param_spec_uint ("n-topics", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[PROP_LAST_ARRIVED] = g_param_spec_int64 ("last-arrived", NULL, NULL, 0, G_MAXINT64, 0, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[RECEIVED] = g_signal_new ("received", FL_TYPE_TOPIC, G_SIGNAL_RUN_LAST,
                                    0, NULL, NULL, NULL, G_TYPE_NONE, 1, FL_TYPE_MESSAGE);
}

static void
fl_topic_init (FlTopic *self)
{
}

/* Takes a reference on parent, which must not be in a cycle with it longer than the tree lives:
 * fl_topic_drop_children().
 */
FlTopic *
fl_topic_new (FlTopic    *parent,
              const char *name,
              gsize       n,
              guint32     hash)
{
  FlTopic *self = g_object_new (FL_TYPE_TOPIC, NULL);

  self->parent = parent != NULL ? g_object_ref (parent) : NULL;
  set_name (self, name, n);
  self->hash = hash;
  return self;
}

guint32
fl_topic_get_hash (FlTopic *self)
{
  return self->hash;
}

/* Compares from the last level up: siblings differ there. */
gboolean
fl_topic_has_path (FlTopic    *self,
                   const char *path,
                   gsize       n)
{
  for (FlTopic *topic = self; topic->parent != NULL; topic = topic->parent)
    {
      const char *name = peek_name (topic);
      gsize n_name = strlen (name);

      if (n < n_name || memcmp (path + n - n_name, name, n_name) != 0)
        return FALSE;
      n -= n_name;
      if (topic->parent->parent == NULL)
        return n == 0;
      if (n == 0 || path[n - 1] != '/')
        return FALSE;
      n--;
    }
  return FALSE;
}

FlTopic *
fl_topic_peek_parent (FlTopic *self)
{
  return self->parent;
}

/* The list model, also while there are no children. */
GListModel *
fl_topic_ensure_children (FlTopic *self)
{
  if (self->model == NULL)
    {
      self->model = g_object_new (FL_TYPE_TOPIC_CHILDREN, NULL);
      self->model->topic = self;
    }
  return G_LIST_MODEL (self->model);
}

/* Also of those not announced; NULL beyond the last. Going through all topics like this makes no list models. */
FlTopic *
fl_topic_peek_child (FlTopic *self,
                     guint    position)
{
  if (position >= self->n_children)
    return NULL;
  return self->n_children == 1 ? self->children.one : self->children.many[position];
}

/* Takes a reference on child; it appears with fl_topic_announce_children(). Returns whether it is the first
 * one not yet announced.
 */
gboolean
fl_topic_add_child (FlTopic *self,
                    FlTopic *child)
{
  child->position = self->n_children;
  append_child (self, child);
  return child->position == self->n_announced;
}

static void
tell_items_changed (FlTopic *self,
                    guint    position,
                    guint    n_removed,
                    guint    n_added)
{
  if (self->model != NULL)
    g_list_model_items_changed (G_LIST_MODEL (self->model), position, n_removed, n_added);
}

/* A row that had no children was asked once whether it has any, and is not asked again: show it anew. */
static void
announce_first_children (FlTopic *self)
{
  if (self->parent != NULL && self->position < self->parent->n_announced)
    tell_items_changed (self->parent, self->position, 1, 1);
}

void
fl_topic_announce_children (FlTopic *self)
{
  guint n_before = self->n_announced;
  guint n_added = self->n_children - n_before;

  if (n_added == 0)
    return;
  self->n_announced += n_added;
  tell_items_changed (self, n_before, 0, n_added);
  if (n_before == 0)
    announce_first_children (self);
}

/* Also breaks the cycle with the children's references on their parent. */
void
fl_topic_drop_children (FlTopic *self)
{
  guint n_announced = self->n_announced;

  self->n_announced = 0;
  drop_all_children (self);
  if (n_announced > 0)
    tell_items_changed (self, 0, n_announced, 0);
}

/* exp() at every message only where it matters: messages of one batch are close together. */
static double
decay (double seconds)
{
  double x = seconds / RATE_SECONDS;

  if (x <= 0)
    return 1.0;
  return x < 0.01 ? 1.0 - x + x * x / 2 : exp (-x);
}

static gint64
get_rate_time (FlTopic *self)
{
  return self->last_arrived - self->rate_lag;
}

/* What is of rate_time keeps being so. */
static void
set_last_arrived (FlTopic *self,
                  gint64   last_arrived,
                  gint64   rate_time)
{
  self->last_arrived = last_arrived;
  self->rate_lag = (guint32) CLAMP (last_arrived - rate_time, 0, (gint64) G_MAXUINT32);
}

static void
count_rate (FlTopic *self,
            gint64   now)
{
  gint64 rate_time = get_rate_time (self);

  self->rate = (float) (self->rate * decay ((double) (now - rate_time) / G_USEC_PER_SEC) + 1.0 / RATE_SECONDS);
  set_last_arrived (self, MAX (self->last_arrived, now), MAX (rate_time, now));
}

/* Asks for the memory that a message of this topic will need, of which each stage finds more; all but the topic's
 * own must be there already, or is waited for. */
void
fl_topic_prefetch (FlTopic *self,
                   guint    stage)
{
  if (stage == 0)
    {
      __builtin_prefetch (self);
      __builtin_prefetch ((char *) self + 64, 1);
      return;
    }
  if (stage == 1 && self->parent != NULL)
    {
      __builtin_prefetch (self->parent);
      __builtin_prefetch ((char *) self->parent + 64, 1);
    }
  if (self->latest != NULL)
    fl_message_prefetch (self->latest, stage - 1);
}

void
fl_topic_set_latest (FlTopic   *self,
                     FlMessage *message)
{
  fl_message_ref (message);
  g_clear_pointer (&self->latest, fl_message_unref);
  self->latest = message;
}

/* Retained copies come all at once with the subscription and say nothing about the rate. Returns whether
 * somebody watches.
 */
gboolean
fl_topic_count (FlTopic   *self,
                FlMessage *message,
                gboolean   is_own,
                gboolean   is_new_topic)
{
  gint64 arrived = fl_message_get_arrived (message);

  self->n_messages += is_own ? 1 : 0;
  self->n_all_messages++;
  self->n_topics += is_new_topic ? 1 : 0;
  if (fl_message_is_retained (message))
    set_last_arrived (self, MAX (self->last_arrived, arrived), get_rate_time (self));
  else
    count_rate (self, arrived);
  return self->n_watchers > 0;
}

/* Returns whether it was not marked before. */
gboolean
fl_topic_mark_changed (FlTopic *self)
{
  if (self->is_changed)
    return FALSE;
  self->is_changed = TRUE;
  return TRUE;
}

void
fl_topic_notify_changed (FlTopic *self)
{
  self->is_changed = FALSE;
  g_object_freeze_notify (G_OBJECT (self));
  for (guint i = PROP_LATEST; i < N_PROPS; i++)
    g_object_notify_by_pspec (G_OBJECT (self), properties[i]);
  g_object_thaw_notify (G_OBJECT (self));
}

void
fl_topic_emit_received (FlTopic   *self,
                        FlMessage *message)
{
  if (self->n_watchers > 0)
    g_signal_emit (self, signals[RECEIVED], 0, message);
}

/**
 * fl_topic_get_name:
 *
 * Returns: (transfer none): this level of the name, which may be empty
 */
const char *
fl_topic_get_name (FlTopic *self)
{
  g_return_val_if_fail (FL_IS_TOPIC (self), NULL);

  return peek_name (self);
}

/**
 * fl_topic_dup_path:
 *
 * Returns: (transfer full): the whole topic name
 */
char *
fl_topic_dup_path (FlTopic *self)
{
  GString *path;

  g_return_val_if_fail (FL_IS_TOPIC (self), NULL);

  path = g_string_new (peek_name (self));
  for (FlTopic *topic = self->parent; topic != NULL && topic->parent != NULL; topic = topic->parent)
    {
      g_string_prepend_c (path, '/');
      g_string_prepend (path, peek_name (topic));
    }
  return g_string_free (path, FALSE);
}

/**
 * fl_topic_get_parent:
 *
 * Returns: (transfer none) (nullable): the level above; %NULL for the first level
 */
FlTopic *
fl_topic_get_parent (FlTopic *self)
{
  g_return_val_if_fail (FL_IS_TOPIC (self), NULL);

  return self->parent != NULL && self->parent->parent != NULL ? self->parent : NULL;
}

/**
 * fl_topic_get_latest:
 *
 * Returns: (transfer none) (nullable): the last message; %NULL for a level that only has children
 */
FlMessage *
fl_topic_get_latest (FlTopic *self)
{
  g_return_val_if_fail (FL_IS_TOPIC (self), NULL);

  return self->latest;
}

/**
 * fl_topic_get_n_messages:
 *
 * Returns: how many messages this very topic had
 */
guint64
fl_topic_get_n_messages (FlTopic *self)
{
  return self->n_messages;
}

/**
 * fl_topic_get_n_all_messages:
 *
 * Returns: how many messages this topic and all below had
 */
guint64
fl_topic_get_n_all_messages (FlTopic *self)
{
  return self->n_all_messages;
}

/**
 * fl_topic_get_n_topics:
 *
 * Returns: how many topics with messages there are, with this one and all below
 */
guint
fl_topic_get_n_topics (FlTopic *self)
{
  return self->n_topics;
}

/**
 * fl_topic_get_last_arrived:
 *
 * Returns: when a message for this topic or one below arrived last, real time in µs
 */
gint64
fl_topic_get_last_arrived (FlTopic *self)
{
  return self->last_arrived;
}

/**
 * fl_topic_get_rate:
 * @now: real time, µs
 *
 * Returns: messages per second of this topic and all below, a mean over about 20 s; retained copies do not count
 */
double
fl_topic_get_rate (FlTopic *self,
                   gint64   now)
{
  return self->rate * decay ((double) (now - get_rate_time (self)) / G_USEC_PER_SEC);
}

/**
 * fl_topic_get_children:
 *
 * Returns: (transfer none) (nullable): the topics one level below, in the order they appeared; %NULL when there
 *   are none (when the first one comes, the topic's own row is changed in its parent's list)
 */
GListModel *
fl_topic_get_children (FlTopic *self)
{
  g_return_val_if_fail (FL_IS_TOPIC (self), NULL);

  return self->n_announced > 0 ? fl_topic_ensure_children (self) : NULL;
}

/**
 * fl_topic_watch:
 *
 * From now on the topic notifies and emits "received". Counted: as many fl_topic_unwatch() end it.
 */
void
fl_topic_watch (FlTopic *self)
{
  g_return_if_fail (FL_IS_TOPIC (self));

  self->n_watchers++;
}

void
fl_topic_unwatch (FlTopic *self)
{
  g_return_if_fail (FL_IS_TOPIC (self));
  g_return_if_fail (self->n_watchers > 0);

  self->n_watchers--;
}
