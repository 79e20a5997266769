/* The last messages of one topic, while somebody looks, and the numbers in them.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "fernlight-topic-history"

#include "messages/fl-topic-history.h"

#include <string.h>

#include "messages/fl-difference.h"
#include "messages/fl-payload.h"

/* The list changes at most this often, in ms. */
#define UPDATE_INTERVAL 200

struct _FlTopicHistoryEntry
{
  GObject parent_instance;

  FlMessage *message;
  FlMessage *before; /* NULL: not known */
};

G_DEFINE_FINAL_TYPE (FlTopicHistoryEntry, fl_topic_history_entry, G_TYPE_OBJECT)

typedef struct
{
  char     *name;
  FlSeries *series;
} NamedSeries;

struct _FlTopicHistory
{
  GObject parent_instance;

  FlTopic   *topic;
  GPtrArray *entries;   /* newest last */
  GPtrArray *waiting;   /* FlMessage, newest last, not yet in entries */
  FlMessage *overtaken; /* the one before the first that waits, when it is not in entries */
  guint      update_id;
  GPtrArray *series;    /* NamedSeries */
};

enum
{
  PROP_0,
  PROP_N_SERIES,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void list_model_iface_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (FlTopicHistory, fl_topic_history, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_iface_init))

/* --- Entry --- */

static void
fl_topic_history_entry_finalize (GObject *object)
{
  FlTopicHistoryEntry *self = FL_TOPIC_HISTORY_ENTRY (object);

  g_clear_pointer (&self->message, fl_message_unref);
  g_clear_pointer (&self->before, fl_message_unref);

  G_OBJECT_CLASS (fl_topic_history_entry_parent_class)->finalize (object);
}

static void
fl_topic_history_entry_class_init (FlTopicHistoryEntryClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = fl_topic_history_entry_finalize;
}

static void
fl_topic_history_entry_init (FlTopicHistoryEntry *self)
{
}

static FlTopicHistoryEntry *
entry_new (FlMessage *message,
           FlMessage *before)
{
  FlTopicHistoryEntry *self = g_object_new (FL_TYPE_TOPIC_HISTORY_ENTRY, NULL);

  self->message = fl_message_ref (message);
  self->before = before != NULL ? fl_message_ref (before) : NULL;
  return self;
}

/**
 * fl_topic_history_entry_get_message:
 *
 * Returns: (transfer none): the message
 */
FlMessage *
fl_topic_history_entry_get_message (FlTopicHistoryEntry *self)
{
  g_return_val_if_fail (FL_IS_TOPIC_HISTORY_ENTRY (self), NULL);

  return self->message;
}

/**
 * fl_topic_history_entry_dup_difference:
 *
 * Returns: (transfer full) (nullable): what changed since the message before, %NULL for the first one known
 */
char *
fl_topic_history_entry_dup_difference (FlTopicHistoryEntry *self)
{
  g_return_val_if_fail (FL_IS_TOPIC_HISTORY_ENTRY (self), NULL);

  return fl_difference_describe (self->before, self->message);
}

/* --- Series --- */

static void
named_series_free (NamedSeries *named)
{
  g_free (named->name);
  g_object_unref (named->series);
  g_free (named);
}

/* Returns NULL when there are too many. */
static FlSeries *
ensure_series (FlTopicHistory *self,
               const char     *name)
{
  NamedSeries *named;

  for (guint i = 0; i < self->series->len; i++)
    {
      named = g_ptr_array_index (self->series, i);
      if (strcmp (named->name, name) == 0)
        return named->series;
    }
  if (self->series->len == FL_TOPIC_HISTORY_MAX_SERIES)
    return NULL;
  named = g_new (NamedSeries, 1);
  named->name = g_strdup (name);
  named->series = fl_series_new (FL_TOPIC_HISTORY_MAX_POINTS);
  g_ptr_array_add (self->series, named);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_SERIES]);
  return named->series;
}

static void
collect_numbers (FlTopicHistory *self,
                 FlMessage      *message)
{
  g_autoptr(FlPayload) payload = fl_payload_new (message);
  gint64 time = fl_payload_resolve_time (payload, message, NULL);

  for (guint i = 0; i < fl_payload_get_n_values (payload); i++)
    {
      const FlValue *value = fl_payload_get_value (payload, i);
      FlSeries *series = value->type == FL_VALUE_NUMBER ? ensure_series (self, value->name) : NULL;

      if (series != NULL)
        fl_series_append (series, time, value->number, value->decimals);
    }
}

/* --- Messages --- */

static FlMessage *
peek_newest (FlTopicHistory *self)
{
  guint n = self->entries->len;

  return n > 0 ? ((FlTopicHistoryEntry *) g_ptr_array_index (self->entries, n - 1))->message : NULL;
}

/* Two changes of the list for all that waited: the oldest go, the new ones come. */
static void
take_waiting (FlTopicHistory *self)
{
  guint n_new = self->waiting->len;
  guint n_kept = MIN (self->entries->len, FL_TOPIC_HISTORY_MAX_MESSAGES - n_new);
  guint n_dropped = self->entries->len - n_kept;
  FlMessage *newest = peek_newest (self);
  g_autoptr(FlMessage) before = newest != NULL ? fl_message_ref (newest) : NULL;

  if (n_dropped > 0)
    {
      g_ptr_array_remove_range (self->entries, 0, n_dropped);
      g_list_model_items_changed (G_LIST_MODEL (self), n_kept, n_dropped, 0);
    }
  if (self->overtaken != NULL)
    {
      g_clear_pointer (&before, fl_message_unref);
      before = g_steal_pointer (&self->overtaken);
    }
  for (guint i = 0; i < n_new; i++)
    {
      FlMessage *message = g_ptr_array_index (self->waiting, i);

      g_ptr_array_add (self->entries, entry_new (message, before));
      g_clear_pointer (&before, fl_message_unref);
      before = fl_message_ref (message);
    }
  g_ptr_array_set_size (self->waiting, 0);
  if (n_new > 0)
    g_list_model_items_changed (G_LIST_MODEL (self), 0, 0, n_new);
}

static gboolean
update_cb (gpointer user_data)
{
  FlTopicHistory *self = user_data;

  self->update_id = 0;
  take_waiting (self);
  return G_SOURCE_REMOVE;
}

/* A message that is here as a token is here in the clear now. */
static void
replace_reopened (FlTopicHistory *self,
                  FlMessage      *message)
{
  take_waiting (self);
  for (guint i = 0; i < self->entries->len; i++)
    {
      FlTopicHistoryEntry *entry = g_ptr_array_index (self->entries, i);

      if (fl_message_get_arrived (entry->message) != fl_message_get_arrived (message)
          || !g_bytes_equal (fl_message_get_raw (entry->message), fl_message_get_raw (message)))
        continue;
      g_ptr_array_index (self->entries, i) = entry_new (message, entry->before);
      g_object_unref (entry);
      g_list_model_items_changed (G_LIST_MODEL (self), self->entries->len - 1 - i, 1, 1);
      collect_numbers (self, message);
      return;
    }
}

static void
received_cb (FlTopicHistory *self,
             FlMessage      *message)
{
  if (fl_message_is_reopened (message))
    {
      replace_reopened (self, message);
      return;
    }
  if (self->waiting->len == FL_TOPIC_HISTORY_MAX_MESSAGES)
    {
      g_clear_pointer (&self->overtaken, fl_message_unref);
      self->overtaken = fl_message_ref (g_ptr_array_index (self->waiting, 0));
      g_ptr_array_remove_index (self->waiting, 0);
    }
  g_ptr_array_add (self->waiting, fl_message_ref (message));
  collect_numbers (self, message);
  if (self->update_id == 0)
    self->update_id = g_timeout_add (UPDATE_INTERVAL, update_cb, self);
}

static GType
fl_topic_history_get_item_type (GListModel *model)
{
  return FL_TYPE_TOPIC_HISTORY_ENTRY;
}

static guint
fl_topic_history_get_n_items (GListModel *model)
{
  return FL_TOPIC_HISTORY (model)->entries->len;
}

static gpointer
fl_topic_history_get_item (GListModel *model,
                           guint       position)
{
  FlTopicHistory *self = FL_TOPIC_HISTORY (model);

  if (position >= self->entries->len)
    return NULL;
  return g_object_ref (g_ptr_array_index (self->entries, self->entries->len - 1 - position));
}

static void
list_model_iface_init (GListModelInterface *iface)
{
  iface->get_item_type = fl_topic_history_get_item_type;
  iface->get_n_items = fl_topic_history_get_n_items;
  iface->get_item = fl_topic_history_get_item;
}

static void
fl_topic_history_get_property (GObject    *object,
                               guint       property_id,
                               GValue     *value,
                               GParamSpec *pspec)
{
  switch (property_id)
    {
    case PROP_N_SERIES:
      g_value_set_uint (value, FL_TOPIC_HISTORY (object)->series->len);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
fl_topic_history_dispose (GObject *object)
{
  FlTopicHistory *self = FL_TOPIC_HISTORY (object);

  g_clear_handle_id (&self->update_id, g_source_remove);
  if (self->topic != NULL)
    {
      g_signal_handlers_disconnect_by_func (self->topic, received_cb, self);
      fl_topic_unwatch (self->topic);
    }
  g_clear_object (&self->topic);

  G_OBJECT_CLASS (fl_topic_history_parent_class)->dispose (object);
}

static void
fl_topic_history_finalize (GObject *object)
{
  FlTopicHistory *self = FL_TOPIC_HISTORY (object);

  g_ptr_array_unref (self->entries);
  g_ptr_array_unref (self->waiting);
  g_ptr_array_unref (self->series);
  g_clear_pointer (&self->overtaken, fl_message_unref);

  G_OBJECT_CLASS (fl_topic_history_parent_class)->finalize (object);
}

static void
fl_topic_history_class_init (FlTopicHistoryClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = fl_topic_history_get_property;
  object_class->dispose = fl_topic_history_dispose;
  object_class->finalize = fl_topic_history_finalize;

  properties[PROP_N_SERIES] = g_param_spec_uint ("n-series", NULL, NULL, 0, G_MAXUINT, 0,
                                                 G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
fl_topic_history_init (FlTopicHistory *self)
{
  self->entries = g_ptr_array_new_with_free_func (g_object_unref);
  self->waiting = g_ptr_array_new_with_free_func ((GDestroyNotify) fl_message_unref);
  self->series = g_ptr_array_new_with_free_func ((GDestroyNotify) named_series_free);
}

/**
 * fl_topic_history_new:
 *
 * Begins with the topic's latest message and watches the topic as long as it lives.
 *
 * Returns: (transfer full): the history
 */
FlTopicHistory *
fl_topic_history_new (FlTopic *topic)
{
  FlTopicHistory *self = g_object_new (FL_TYPE_TOPIC_HISTORY, NULL);
  FlMessage *latest = fl_topic_get_latest (topic);

  self->topic = g_object_ref (topic);
  fl_topic_watch (topic);
  g_signal_connect_swapped (topic, "received", G_CALLBACK (received_cb), self);
  if (latest != NULL)
    {
      g_ptr_array_add (self->entries, entry_new (latest, NULL));
      collect_numbers (self, latest);
    }
  return self;
}

/**
 * fl_topic_history_get_topic:
 *
 * Returns: (transfer none): the topic
 */
FlTopic *
fl_topic_history_get_topic (FlTopicHistory *self)
{
  g_return_val_if_fail (FL_IS_TOPIC_HISTORY (self), NULL);

  return self->topic;
}

guint
fl_topic_history_get_n_series (FlTopicHistory *self)
{
  g_return_val_if_fail (FL_IS_TOPIC_HISTORY (self), 0);

  return self->series->len;
}

/**
 * fl_topic_history_get_series_name:
 *
 * Returns: (transfer none) (nullable): the name of the value, from the network
 */
const char *
fl_topic_history_get_series_name (FlTopicHistory *self,
                                  guint           position)
{
  g_return_val_if_fail (FL_IS_TOPIC_HISTORY (self), NULL);

  return position < self->series->len ? ((NamedSeries *) g_ptr_array_index (self->series, position))->name : NULL;
}

/**
 * fl_topic_history_get_series:
 *
 * Returns: (transfer none) (nullable): the numbers of the value
 */
FlSeries *
fl_topic_history_get_series (FlTopicHistory *self,
                             guint           position)
{
  g_return_val_if_fail (FL_IS_TOPIC_HISTORY (self), NULL);

  return position < self->series->len ? ((NamedSeries *) g_ptr_array_index (self->series, position))->series : NULL;
}
