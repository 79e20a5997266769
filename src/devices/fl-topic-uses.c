/* Which entities use a topic, and for what.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "fernlight-topic-uses"

#include "devices/fl-topic-uses.h"

struct _FlTopicUses
{
  GHashTable *uses_of_topic; /* → GArray of FlTopicUse */
};

typedef struct
{
  FlTopicUses *self;
  GPtrArray *new_topics;
} Adding;

FlTopicUses *
fl_topic_uses_new (void)
{
  FlTopicUses *self = g_new0 (FlTopicUses, 1);

  self->uses_of_topic = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_array_unref);
  return self;
}

void
fl_topic_uses_free (FlTopicUses *self)
{
  g_hash_table_unref (self->uses_of_topic);
  g_free (self);
}

static void
add_use (const char       *topic,
         const FlTopicUse *use,
         gpointer          user_data)
{
  Adding *adding = user_data;
  GArray *uses = g_hash_table_lookup (adding->self->uses_of_topic, topic);

  if (uses == NULL)
    {
      uses = g_array_sized_new (FALSE, FALSE, sizeof (FlTopicUse), 1);
      g_hash_table_insert (adding->self->uses_of_topic, g_strdup (topic), uses);
      if (adding->new_topics != NULL)
        g_ptr_array_add (adding->new_topics, g_strdup (topic));
    }
  g_array_append_val (uses, *use);
}

void
fl_topic_uses_add (FlTopicUses *self,
                   FlBinding   *binding,
                   GPtrArray   *new_topics)
{
  g_return_if_fail (self != NULL && binding != NULL);

  fl_binding_foreach_topic (binding, add_use, &(Adding) { self, new_topics });
}

static void
remove_uses (const char       *topic,
             const FlTopicUse *use,
             gpointer          user_data)
{
  FlTopicUses *self = user_data;
  GArray *uses = g_hash_table_lookup (self->uses_of_topic, topic);

  for (guint i = uses != NULL ? uses->len : 0; i > 0; i--)
    if (g_array_index (uses, FlTopicUse, i - 1).binding == use->binding)
      g_array_remove_index_fast (uses, i - 1);
  if (uses != NULL && uses->len == 0)
    g_hash_table_remove (self->uses_of_topic, topic);
}

void
fl_topic_uses_remove (FlTopicUses *self,
                      FlBinding   *binding)
{
  g_return_if_fail (self != NULL && binding != NULL);

  fl_binding_foreach_topic (binding, remove_uses, self);
}

const FlTopicUse *
fl_topic_uses_lookup (FlTopicUses *self,
                      const char  *topic,
                      guint       *n)
{
  GArray *uses;

  g_return_val_if_fail (self != NULL && topic != NULL && n != NULL, NULL);

  uses = g_hash_table_lookup (self->uses_of_topic, topic);
  *n = uses != NULL ? uses->len : 0;
  return uses != NULL ? (const FlTopicUse *) (gpointer) uses->data : NULL;
}

guint
fl_topic_uses_get_n_topics (FlTopicUses *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return g_hash_table_size (self->uses_of_topic);
}

static gboolean
is_read (const GArray *uses)
{
  for (guint i = 0; i < uses->len; i++)
    if (g_array_index (uses, FlTopicUse, i).role != FL_TOPIC_USE_COMMAND)
      return TRUE;
  return FALSE;
}

/* func gets the topic, const char *. */
void
fl_topic_uses_foreach_read (FlTopicUses *self,
                            GFunc        func,
                            gpointer     user_data)
{
  GHashTableIter iter;
  gpointer topic, uses;

  g_return_if_fail (self != NULL && func != NULL);

  g_hash_table_iter_init (&iter, self->uses_of_topic);
  while (g_hash_table_iter_next (&iter, &topic, &uses))
    if (is_read (uses))
      func (topic, user_data);
}
