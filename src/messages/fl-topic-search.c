/* The topics whose names match what somebody types.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "fernlight-topic-search"

#include "messages/fl-topic-search.h"

#include <string.h>

#include "messages/fl-topic-name.h"
#include "messages/fl-topic-private.h"

/* So many topics are looked at between two events. */
#define N_PER_STEP 500

/* New topics are looked for at most this often, in ms. */
#define FOLLOW_INTERVAL 1000

/* A level on the way through the tree. */
typedef struct
{
  FlTopic *topic;
  guint    next; /* of its children */
} Level;

struct _FlTopicSearch
{
  GObject parent_instance;

  FlTopicTree *tree;
  char        *text;
  GPtrArray   *found;     /* FlTopic */
  GHashTable  *found_set; /* the same */
  GArray      *levels;    /* Level: where the walk is */
  guint        step_id;
  guint        follow_id;
  guint        n_topics;  /* of the tree when the walk began */
};

enum
{
  PROP_0,
  PROP_TEXT,
  PROP_BUSY,
  PROP_IS_FULL,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void list_model_iface_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (FlTopicSearch, fl_topic_search, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_iface_init))

static void
clear_level (gpointer data)
{
  g_object_unref (((Level *) data)->topic);
}

static void
enter_level (FlTopicSearch *self,
             FlTopic       *topic)
{
  Level level = { g_object_ref (topic), 0 };

  g_array_append_val (self->levels, level);
}

/* Returns the next topic of the walk, a parent before its children; NULL at the end. */
static FlTopic *
walk_on (FlTopicSearch *self)
{
  while (self->levels->len > 0)
    {
      Level *level = &g_array_index (self->levels, Level, self->levels->len - 1);
      FlTopic *topic = fl_topic_peek_child (level->topic, level->next++);

      if (topic != NULL)
        {
          if (fl_topic_peek_child (topic, 0) != NULL)
            enter_level (self, topic);
          return topic;
        }
      g_array_set_size (self->levels, self->levels->len - 1);
    }
  return NULL;
}

static void
look_at (FlTopicSearch *self,
         FlTopic       *topic)
{
  g_autofree char *path = NULL;

  if (fl_topic_get_latest (topic) == NULL || g_hash_table_contains (self->found_set, topic))
    return;
  path = fl_topic_dup_path (topic);
  if (!fl_topic_search_matches (self->text, path))
    return;
  g_ptr_array_add (self->found, g_object_ref (topic));
  g_hash_table_add (self->found_set, topic);
}

static void
stop_walk (FlTopicSearch *self)
{
  if (self->step_id == 0)
    return;
  g_clear_handle_id (&self->step_id, g_source_remove);
  g_array_set_size (self->levels, 0);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_BUSY]);
}

static gboolean
step_cb (gpointer user_data)
{
  FlTopicSearch *self = user_data;
  guint n_before = self->found->len;
  gboolean is_over = FALSE;

  for (guint i = 0; i < N_PER_STEP && !is_over; i++)
    {
      FlTopic *topic = walk_on (self);

      if (topic != NULL)
        look_at (self, topic);
      is_over = topic == NULL || fl_topic_search_is_full (self);
    }
  if (self->found->len > n_before)
    g_list_model_items_changed (G_LIST_MODEL (self), n_before, 0, self->found->len - n_before);
  if (!is_over)
    return G_SOURCE_CONTINUE;
  self->step_id = 0;
  g_array_set_size (self->levels, 0);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_BUSY]);
  if (fl_topic_search_is_full (self))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_IS_FULL]);
  return G_SOURCE_REMOVE;
}

static void
start_walk (FlTopicSearch *self)
{
  stop_walk (self);
  if (*self->text == '\0' || fl_topic_search_is_full (self))
    return;
  self->n_topics = fl_topic_tree_get_n_topics (self->tree);
  enter_level (self, fl_topic_tree_peek_root (self->tree));
  self->step_id = g_idle_add (step_cb, self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_BUSY]);
}

static gboolean
follow_cb (gpointer user_data)
{
  FlTopicSearch *self = user_data;

  if (self->step_id != 0)
    return G_SOURCE_CONTINUE;
  self->follow_id = 0;
  if (self->n_topics != fl_topic_tree_get_n_topics (self->tree))
    start_walk (self);
  return G_SOURCE_REMOVE;
}

static void
n_topics_changed_cb (FlTopicSearch *self)
{
  if (*self->text != '\0' && self->follow_id == 0)
    self->follow_id = g_timeout_add (FOLLOW_INTERVAL, follow_cb, self);
}

static GType
fl_topic_search_get_item_type (GListModel *model)
{
  return FL_TYPE_TOPIC;
}

static guint
fl_topic_search_get_n_items (GListModel *model)
{
  return FL_TOPIC_SEARCH (model)->found->len;
}

static gpointer
fl_topic_search_get_item (GListModel *model,
                          guint       position)
{
  FlTopicSearch *self = FL_TOPIC_SEARCH (model);

  return position < self->found->len ? g_object_ref (g_ptr_array_index (self->found, position)) : NULL;
}

static void
list_model_iface_init (GListModelInterface *iface)
{
  iface->get_item_type = fl_topic_search_get_item_type;
  iface->get_n_items = fl_topic_search_get_n_items;
  iface->get_item = fl_topic_search_get_item;
}

static void
fl_topic_search_get_property (GObject    *object,
                              guint       property_id,
                              GValue     *value,
                              GParamSpec *pspec)
{
  FlTopicSearch *self = FL_TOPIC_SEARCH (object);

  switch (property_id)
    {
    case PROP_TEXT:
      g_value_set_string (value, self->text);
      break;
    case PROP_BUSY:
      g_value_set_boolean (value, self->step_id != 0);
      break;
    case PROP_IS_FULL:
      g_value_set_boolean (value, fl_topic_search_is_full (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
fl_topic_search_dispose (GObject *object)
{
  FlTopicSearch *self = FL_TOPIC_SEARCH (object);

  g_clear_handle_id (&self->step_id, g_source_remove);
  g_clear_handle_id (&self->follow_id, g_source_remove);
  if (self->tree != NULL)
    g_signal_handlers_disconnect_by_func (self->tree, n_topics_changed_cb, self);
  g_clear_object (&self->tree);

  G_OBJECT_CLASS (fl_topic_search_parent_class)->dispose (object);
}

static void
fl_topic_search_finalize (GObject *object)
{
  FlTopicSearch *self = FL_TOPIC_SEARCH (object);

  g_hash_table_unref (self->found_set);
  g_ptr_array_unref (self->found);
  g_array_unref (self->levels);
  g_free (self->text);

  G_OBJECT_CLASS (fl_topic_search_parent_class)->finalize (object);
}

static void
fl_topic_search_class_init (FlTopicSearchClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->get_property = fl_topic_search_get_property;
  object_class->dispose = fl_topic_search_dispose;
  object_class->finalize = fl_topic_search_finalize;

  properties[PROP_TEXT] = g_param_spec_string ("text", NULL, NULL, "", flags);
  properties[PROP_BUSY] = g_param_spec_boolean ("busy", NULL, NULL, FALSE, flags);
  properties[PROP_IS_FULL] = g_param_spec_boolean ("is-full", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
fl_topic_search_init (FlTopicSearch *self)
{
  self->text = g_strdup ("");
  self->found = g_ptr_array_new_with_free_func (g_object_unref);
  self->found_set = g_hash_table_new (NULL, NULL);
  self->levels = g_array_new (FALSE, FALSE, sizeof (Level));
  g_array_set_clear_func (self->levels, clear_level);
}

/**
 * fl_topic_search_new:
 *
 * Returns: (transfer full): a search that finds nothing yet
 */
FlTopicSearch *
fl_topic_search_new (FlTopicTree *tree)
{
  FlTopicSearch *self = g_object_new (FL_TYPE_TOPIC_SEARCH, NULL);

  self->tree = g_object_ref (tree);
  g_signal_connect_swapped (tree, "notify::n-topics", G_CALLBACK (n_topics_changed_cb), self);
  return self;
}

const char *
fl_topic_search_get_text (FlTopicSearch *self)
{
  g_return_val_if_fail (FL_IS_TOPIC_SEARCH (self), NULL);

  return self->text;
}

/**
 * fl_topic_search_set_text:
 * @text: part of a name, or a topic filter with `+` or `#`; "" finds nothing
 *
 * Forgets what was found and begins anew.
 */
void
fl_topic_search_set_text (FlTopicSearch *self,
                          const char    *text)
{
  guint n_before;
  gboolean was_full;

  g_return_if_fail (FL_IS_TOPIC_SEARCH (self));

  if (strcmp (self->text, text) == 0)
    return;
  n_before = self->found->len;
  was_full = fl_topic_search_is_full (self);
  g_free (self->text);
  self->text = g_strdup (text);
  g_hash_table_remove_all (self->found_set);
  g_ptr_array_set_size (self->found, 0);
  if (n_before > 0)
    g_list_model_items_changed (G_LIST_MODEL (self), 0, n_before, 0);
  if (was_full)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_IS_FULL]);
  start_walk (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TEXT]);
}

gboolean
fl_topic_search_is_busy (FlTopicSearch *self)
{
  g_return_val_if_fail (FL_IS_TOPIC_SEARCH (self), FALSE);

  return self->step_id != 0;
}

gboolean
fl_topic_search_is_full (FlTopicSearch *self)
{
  g_return_val_if_fail (FL_IS_TOPIC_SEARCH (self), FALSE);

  return self->found->len >= FL_TOPIC_SEARCH_MAX_RESULTS;
}

/**
 * fl_topic_search_matches:
 * @text: part of a name in any case, or a valid topic filter with `+` or `#`
 * @path: a topic name
 */
gboolean
fl_topic_search_matches (const char *text,
                         const char *path)
{
  g_autofree char *folded_text = NULL;
  g_autofree char *folded_path = NULL;

  if (strpbrk (text, "+#") != NULL && fl_topic_filter_is_valid (text))
    return fl_topic_filter_matches (text, path);
  if (g_str_is_ascii (text))
    return strcasestr (path, text) != NULL;
  folded_text = g_utf8_casefold (text, -1);
  folded_path = g_utf8_casefold (path, -1);
  return strstr (folded_path, folded_text) != NULL;
}
