/* The cards of the dashboard in their order, under their rooms, as far as they are looked for.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "fernlight-card-list"

#include "config.h"

#include "ui/fl-card-list.h"

#include <string.h>

#include "ui/fl-room.h"

/* A device with what it is sorted by. */
typedef struct
{
  FlDevice   *device; /* owned by the registry, and by "watched" */
  const char *room;   /* of the layout */
  guint       place;
  char       *key;
  gboolean    is_listed;
} Entry;

struct _FlCardList
{
  GObject             parent_instance;

  FlDeviceRegistry   *registry;
  FlDashboardLayout  *layout;
  GPtrArray          *items;   /* what is listed */
  GArray             *entries; /* every device, in order; valid until the next arrangement */
  GHashTable         *watched; /* set of FlDevice */
  GHashTable         *rooms;   /* name, or "" → FlRoom */
  char              **words;   /* of the search, folded */
  gboolean            only_attention;
  gboolean            show_hidden;
  guint               n_attention;
  guint               n_hidden;
  guint               source;
};

enum
{
  SIGNAL_ARRANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void list_model_iface_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (FlCardList, fl_card_list, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_iface_init))

static void
entry_clear (gpointer entry)
{
  g_free (((Entry *) entry)->key);
}

static const char *
name_of (FlCardList *self,
         FlDevice   *device)
{
  const char *name = fl_dashboard_layout_get_text (self->layout, fl_device_get_id (device), FL_DASHBOARD_TEXT_NAME);

  return name != NULL ? name : fl_device_get_name (device);
}

static const char *
room_of (FlCardList *self,
         FlDevice   *device)
{
  return fl_dashboard_layout_get_text (self->layout, fl_device_get_id (device), FL_DASHBOARD_TEXT_ROOM);
}

/* Rooms by name, what is in none comes last; within, places, then names with numbers as numbers: sensor-9 before
 * sensor-10. Of one name the one higher up comes first. */
static int
compare_entries (gconstpointer a,
                 gconstpointer b)
{
  const Entry *entries[] = { a, b };
  int order;

  if ((entries[0]->room == NULL) != (entries[1]->room == NULL))
    return entries[0]->room == NULL ? 1 : -1;
  order = entries[0]->room != NULL ? g_utf8_collate (entries[0]->room, entries[1]->room) : 0;
  if (order == 0)
    order = g_strcmp0 (entries[0]->room, entries[1]->room);
  if (order == 0)
    order = (entries[0]->place > entries[1]->place) - (entries[0]->place < entries[1]->place);
  if (order == 0)
    order = strcmp (entries[0]->key, entries[1]->key);
  return order != 0 ? order : g_strcmp0 (fl_device_get_root (entries[0]->device), fl_device_get_root (entries[1]->device));
}

static char *
fold (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text != NULL ? text : "", -1);
  g_autofree char *normal = g_utf8_normalize (valid, -1, G_NORMALIZE_ALL);

  return g_utf8_casefold (normal, -1);
}

/* What a search looks into, a line each. */
static char *
gather_text (FlCardList *self,
             FlDevice   *device)
{
  GListModel *readings = fl_device_get_readings (device);
  const char *room = room_of (self, device);
  g_autoptr(GString) text = g_string_new (name_of (self, device));

  g_string_append_printf (text, "\n%s\n%s\n%s", fl_device_get_name (device), fl_device_get_root (device), room != NULL ? room : "");
  for (guint i = 0; i < g_list_model_get_n_items (readings); i++)
    {
      g_autoptr(FlReading) reading = g_list_model_get_item (readings, i);

      g_string_append_printf (text, "\n%s", fl_reading_get_name (reading));
    }
  return fold (text->str);
}

static gboolean
matches (FlCardList *self,
         FlDevice   *device)
{
  g_autofree char *text = NULL;

  if (self->words == NULL || self->words[0] == NULL)
    return TRUE;
  text = gather_text (self, device);
  for (guint i = 0; self->words[i] != NULL; i++)
    if (strstr (text, self->words[i]) == NULL)
      return FALSE;
  return TRUE;
}

static gboolean
decide (FlCardList *self,
        FlDevice   *device)
{
  const gboolean needs_attention = fl_device_get_needs_attention (device) != FL_ATTENTION_NONE;
  const gboolean is_hidden = fl_dashboard_layout_get_flag (self->layout, fl_device_get_id (device), FL_DASHBOARD_FLAG_HIDDEN);

  self->n_hidden += is_hidden;
  self->n_attention += !is_hidden && needs_attention;
  return (!is_hidden || self->show_hidden) && (!self->only_attention || needs_attention) && matches (self, device);
}

static gboolean arrange_cb (gpointer user_data);

static void
queue (FlCardList *self)
{
  if (self->source == 0)
    self->source = g_idle_add_full (G_PRIORITY_DEFAULT, arrange_cb, self, NULL);
}

static void
readings_changed_cb (FlCardList *self)
{
  if (self->words != NULL && self->words[0] != NULL)
    queue (self);
}

static void
watch (FlCardList *self,
       FlDevice   *device)
{
  if (!g_hash_table_add (self->watched, g_object_ref (device)))
    return;
  g_signal_connect_object (device, "notify::needs-attention", G_CALLBACK (queue), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (device, "notify::name", G_CALLBACK (queue), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (fl_device_get_readings (device), "items-changed", G_CALLBACK (readings_changed_cb), self, G_CONNECT_SWAPPED);
}

static void
sort_entries (FlCardList *self)
{
  const guint n = g_list_model_get_n_items (G_LIST_MODEL (self->registry));

  g_array_set_size (self->entries, 0);
  self->n_attention = 0;
  self->n_hidden = 0;
  for (guint i = 0; i < n; i++)
    {
      g_autoptr(FlDevice) device = g_list_model_get_item (G_LIST_MODEL (self->registry), i);
      Entry entry = { .device = device, .room = room_of (self, device) };

      watch (self, device);
      entry.place = fl_dashboard_layout_get_place (self->layout, fl_device_get_id (device));
      entry.key = g_utf8_collate_key_for_filename (name_of (self, device), -1);
      entry.is_listed = decide (self, device);
      g_array_append_val (self->entries, entry);
    }
  g_array_sort (self->entries, compare_entries);
}

/* The same room is the same object from one arrangement to the next. */
static FlRoom *
ensure_room (FlCardList *self,
             const char *name)
{
  const char *key = name != NULL ? name : "";
  FlRoom *room = g_hash_table_lookup (self->rooms, key);

  if (room == NULL)
    {
      room = fl_room_new (name);
      g_hash_table_insert (self->rooms, g_strdup (key), room);
    }
  return room;
}

static GPtrArray *
list_items (FlCardList *self)
{
  GPtrArray *items = g_ptr_array_new_with_free_func (g_object_unref);
  const gboolean has_rooms = self->entries->len > 0 && g_array_index (self->entries, Entry, 0).room != NULL;
  GHashTableIter iter;
  FlRoom *room;
  FlRoom *before = NULL;

  g_hash_table_iter_init (&iter, self->rooms);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &room))
    g_ptr_array_set_size (fl_room_get_devices (room), 0);
  for (guint i = 0; i < self->entries->len; i++)
    {
      const Entry *entry = &g_array_index (self->entries, Entry, i);

      room = ensure_room (self, entry->room);
      g_ptr_array_add (fl_room_get_devices (room), g_object_ref (entry->device));
      if (!entry->is_listed)
        continue;
      if (has_rooms && room != before)
        g_ptr_array_add (items, g_object_ref (room));
      before = room;
      g_ptr_array_add (items, g_object_ref (entry->device));
    }
  return items;
}

/* One change, of what is between the first and the last difference: the cards around it stay as they are. */
static void
arrange (FlCardList *self)
{
  g_autoptr(GPtrArray) before = g_steal_pointer (&self->items);
  guint start = 0;
  guint end = 0;

  g_clear_handle_id (&self->source, g_source_remove);
  sort_entries (self);
  self->items = list_items (self);
  while (start < MIN (before->len, self->items->len) && before->pdata[start] == self->items->pdata[start])
    start++;
  while (end < MIN (before->len, self->items->len) - start &&
         before->pdata[before->len - 1 - end] == self->items->pdata[self->items->len - 1 - end])
    end++;
  if (before->len != self->items->len || start < before->len)
    g_list_model_items_changed (G_LIST_MODEL (self), start, before->len - start - end, self->items->len - start - end);
  g_signal_emit (self, signals[SIGNAL_ARRANGED], 0);
}

static gboolean
arrange_cb (gpointer user_data)
{
  arrange (user_data);
  return G_SOURCE_REMOVE;
}

/* A device that went is let go; the others are kept. */
static void
registry_changed_cb (FlCardList *self,
                     guint       position,
                     guint       n_removed)
{
  if (n_removed > 0)
    {
      GHashTableIter iter;
      GObject *device;

      g_hash_table_iter_init (&iter, self->watched);
      while (g_hash_table_iter_next (&iter, (gpointer *) &device, NULL))
        {
          g_signal_handlers_disconnect_by_data (device, self);
          g_signal_handlers_disconnect_by_data (fl_device_get_readings (FL_DEVICE (device)), self);
        }
      g_hash_table_remove_all (self->watched);
    }
  arrange (self);
}

static GType
get_item_type (GListModel *model)
{
  return G_TYPE_OBJECT;
}

static guint
get_n_items (GListModel *model)
{
  return FL_CARD_LIST (model)->items->len;
}

static gpointer
get_item (GListModel *model,
          guint       position)
{
  FlCardList *self = FL_CARD_LIST (model);

  return position < self->items->len ? g_object_ref (self->items->pdata[position]) : NULL;
}

static void
list_model_iface_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

static void
fl_card_list_dispose (GObject *object)
{
  FlCardList *self = FL_CARD_LIST (object);

  g_clear_handle_id (&self->source, g_source_remove);
  g_clear_object (&self->registry);
  g_clear_object (&self->layout);

  G_OBJECT_CLASS (fl_card_list_parent_class)->dispose (object);
}

static void
fl_card_list_finalize (GObject *object)
{
  FlCardList *self = FL_CARD_LIST (object);

  g_ptr_array_unref (self->items);
  g_array_unref (self->entries);
  g_hash_table_unref (self->watched);
  g_hash_table_unref (self->rooms);
  g_strfreev (self->words);

  G_OBJECT_CLASS (fl_card_list_parent_class)->finalize (object);
}

static void
fl_card_list_class_init (FlCardListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = fl_card_list_dispose;
  object_class->finalize = fl_card_list_finalize;

  signals[SIGNAL_ARRANGED] =
    g_signal_new ("arranged", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
fl_card_list_init (FlCardList *self)
{
  self->items = g_ptr_array_new_with_free_func (g_object_unref);
  self->entries = g_array_new (FALSE, FALSE, sizeof (Entry));
  g_array_set_clear_func (self->entries, entry_clear);
  self->watched = g_hash_table_new_full (NULL, NULL, g_object_unref, NULL);
  self->rooms = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
}

FlCardList *
fl_card_list_new (FlDeviceRegistry  *registry,
                  FlDashboardLayout *layout)
{
  FlCardList *self = g_object_new (FL_TYPE_CARD_LIST, NULL);

  self->registry = g_object_ref (registry);
  self->layout = g_object_ref (layout);
  g_signal_connect_object (registry, "items-changed", G_CALLBACK (registry_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (layout, "changed", G_CALLBACK (queue), self, G_CONNECT_SWAPPED);
  arrange (self);
  return self;
}

/* Each word has to be in the name, the room, the topic, or the name of a reading; upper or lower case is the same. */
void
fl_card_list_set_search (FlCardList *self,
                         const char *search)
{
  g_autofree char *folded = fold (search);
  g_auto(GStrv) parts = g_strsplit_set (folded, " \t\n", -1);
  GStrvBuilder *words = g_strv_builder_new ();

  g_return_if_fail (FL_IS_CARD_LIST (self));

  for (guint i = 0; parts[i] != NULL; i++)
    if (parts[i][0] != '\0')
      g_strv_builder_add (words, parts[i]);
  g_strfreev (self->words);
  self->words = g_strv_builder_end (words);
  g_strv_builder_unref (words);
  arrange (self);
}

void
fl_card_list_set_only_attention (FlCardList *self,
                                 gboolean    only_attention)
{
  g_return_if_fail (FL_IS_CARD_LIST (self));

  self->only_attention = only_attention;
  arrange (self);
}

void
fl_card_list_set_show_hidden (FlCardList *self,
                              gboolean    show_hidden)
{
  g_return_if_fail (FL_IS_CARD_LIST (self));

  self->show_hidden = show_hidden;
  arrange (self);
}

/* Devices that need attention and are not hidden, looked for or not. */
guint
fl_card_list_get_n_attention (FlCardList *self)
{
  g_return_val_if_fail (FL_IS_CARD_LIST (self), 0);

  return self->n_attention;
}

guint
fl_card_list_get_n_hidden (FlCardList *self)
{
  g_return_val_if_fail (FL_IS_CARD_LIST (self), 0);

  return self->n_hidden;
}

/**
 * fl_card_list_get_position:
 * @n: (out): how many are listed in its room
 *
 * Returns: the place of @device among those listed in its room, from 1; 0: it is not listed
 */
guint
fl_card_list_get_position (FlCardList *self,
                           FlDevice   *device,
                           guint      *n)
{
  const char *room = room_of (self, device);
  guint position = 0;

  g_return_val_if_fail (FL_IS_CARD_LIST (self) && n != NULL, 0);

  *n = 0;
  for (guint i = 0; i < self->items->len; i++)
    {
      FlDevice *other = FL_IS_DEVICE (self->items->pdata[i]) ? self->items->pdata[i] : NULL;

      if (other == NULL || g_strcmp0 (room_of (self, other), room) != 0)
        continue;
      (*n)++;
      if (other == device)
        position = *n;
    }
  return position;
}

/**
 * fl_card_list_place:
 * @target: beside whose card, and in whose room, the one of @device comes
 * @after: behind it, not before it
 */
void
fl_card_list_place (FlCardList *self,
                    FlDevice   *device,
                    FlDevice   *target,
                    gboolean    after)
{
  const char *room = room_of (self, target);
  g_autoptr(GPtrArray) ids = g_ptr_array_new ();

  g_return_if_fail (FL_IS_CARD_LIST (self) && FL_IS_DEVICE (device) && FL_IS_DEVICE (target));

  if (device == target)
    return;
  fl_dashboard_layout_set_text (self->layout, fl_device_get_id (device), FL_DASHBOARD_TEXT_ROOM, room);
  sort_entries (self);
  for (guint i = 0; i < self->entries->len; i++)
    {
      const Entry *entry = &g_array_index (self->entries, Entry, i);

      if (entry->device == device || g_strcmp0 (entry->room, room) != 0)
        continue;
      if (entry->device == target && !after)
        g_ptr_array_add (ids, (gpointer) fl_device_get_id (device));
      g_ptr_array_add (ids, (gpointer) fl_device_get_id (entry->device));
      if (entry->device == target && after)
        g_ptr_array_add (ids, (gpointer) fl_device_get_id (device));
    }
  g_ptr_array_add (ids, NULL);
  fl_dashboard_layout_set_order (self->layout, (const char *const *) ids->pdata);
}

/* Past the next card that is listed in its room. FALSE: there is none on that side. */
gboolean
fl_card_list_move (FlCardList *self,
                   FlDevice   *device,
                   gboolean    later)
{
  guint position;
  guint neighbour;

  g_return_val_if_fail (FL_IS_CARD_LIST (self) && FL_IS_DEVICE (device), FALSE);

  if (!g_ptr_array_find (self->items, device, &position) || (!later && position == 0))
    return FALSE;
  neighbour = later ? position + 1 : position - 1;
  if (neighbour >= self->items->len || !FL_IS_DEVICE (self->items->pdata[neighbour]))
    return FALSE;
  fl_card_list_place (self, device, self->items->pdata[neighbour], later);
  return TRUE;
}
