/* How the user arranged a broker's cards: order, names, rooms, icons, sizes, what is hidden and what comes first.
 *
 * As text it is JSON: {"format":1,"devices":{ID:{"name","room","icon","wide","hidden","place","pinned":[…]}}}, each
 * member only where it says something.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "fernlight-dashboard-layout"

#include "config.h"

#include "brokers/fl-dashboard-layout.h"

#include "messages/fl-json-print.h"

#include <json-glib/json-glib.h>
#include <string.h>

#define FORMAT 1
#define NO_PLACE G_MAXUINT

/* What was changed of one card. */
typedef struct
{
  char      *texts[FL_DASHBOARD_N_TEXTS]; /* NULL: as it comes */
  gboolean   flags[FL_DASHBOARD_N_FLAGS];
  guint      place;
  GPtrArray *pinned; /* names of readings */
} Card;

struct _FlDashboardLayout
{
  GObject     parent_instance;
  GHashTable *cards; /* id → Card */
};

enum
{
  SIGNAL_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static const char *const text_members[] = { "name", "room", "icon" };
static const char *const flag_members[] = { "wide", "hidden" };

G_DEFINE_FINAL_TYPE (FlDashboardLayout, fl_dashboard_layout, G_TYPE_OBJECT)

static Card *
card_new (void)
{
  Card *card = g_new0 (Card, 1);

  card->place = NO_PLACE;
  card->pinned = g_ptr_array_new_with_free_func (g_free);
  return card;
}

static void
card_free (Card *card)
{
  for (guint i = 0; i < FL_DASHBOARD_N_TEXTS; i++)
    g_free (card->texts[i]);
  g_ptr_array_unref (card->pinned);
  g_free (card);
}

static gboolean
says_nothing (const Card *card)
{
  for (guint i = 0; i < FL_DASHBOARD_N_TEXTS; i++)
    if (card->texts[i] != NULL)
      return FALSE;
  for (guint i = 0; i < FL_DASHBOARD_N_FLAGS; i++)
    if (card->flags[i])
      return FALSE;
  return card->place == NO_PLACE && card->pinned->len == 0;
}

/* NULL for what says nothing; white space at the ends goes, and what is over the ceiling. Transfer full. */
static char *
tidy (const char *text)
{
  g_autofree char *stripped = NULL;

  if (text == NULL || !g_utf8_validate (text, -1, NULL))
    return NULL;
  stripped = g_strstrip (g_strdup (text));
  if (stripped[0] == '\0')
    return NULL;
  return g_utf8_substring (stripped, 0, MIN (g_utf8_strlen (stripped, -1), FL_DASHBOARD_LAYOUT_MAX_CHARACTERS));
}

static Card *
find (FlDashboardLayout *self,
      const char        *id)
{
  return g_hash_table_lookup (self->cards, id);
}

/* NULL: there are too many. */
static Card *
ensure (FlDashboardLayout *self,
        const char        *id)
{
  Card *card = find (self, id);

  if (card != NULL || g_hash_table_size (self->cards) >= FL_DASHBOARD_LAYOUT_MAX_DEVICES)
    return card;
  card = card_new ();
  g_hash_table_insert (self->cards, g_strdup (id), card);
  return card;
}

static void
announce (FlDashboardLayout *self,
          const char        *id)
{
  Card *card = id != NULL ? find (self, id) : NULL;
  g_autofree char *copy = g_strdup (id);

  if (card != NULL && says_nothing (card))
    g_hash_table_remove (self->cards, id);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0, copy);
}

static guint
find_pinned (const Card *card,
             const char *reading)
{
  for (guint i = 0; i < card->pinned->len; i++)
    if (strcmp (card->pinned->pdata[i], reading) == 0)
      return i;
  return G_MAXUINT;
}

static const char *
read_text (JsonObject *object,
           const char *member)
{
  JsonNode *node = json_object_get_member (object, member);

  return node != NULL && json_node_get_value_type (node) == G_TYPE_STRING ? json_node_get_string (node) : NULL;
}

static void
read_pinned (Card       *card,
             JsonObject *object)
{
  JsonNode *node = json_object_get_member (object, "pinned");
  JsonArray *array = node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
  const guint n = array != NULL ? json_array_get_length (array) : 0;

  for (guint i = 0; i < n && card->pinned->len < FL_DASHBOARD_LAYOUT_MAX_PINNED; i++)
    {
      JsonNode *element = json_array_get_element (array, i);
      const char *name = json_node_get_value_type (element) == G_TYPE_STRING ? json_node_get_string (element) : NULL;

      if (name != NULL && name[0] != '\0' && find_pinned (card, name) == G_MAXUINT)
        g_ptr_array_add (card->pinned, g_strdup (name));
    }
}

/* A member of a wrong type is passed over. */
static void
read_card (FlDashboardLayout *self,
           const char        *id,
           JsonObject        *object)
{
  Card *card = ensure (self, id);
  JsonNode *node = json_object_get_member (object, "place");

  if (card == NULL)
    return;
  for (guint i = 0; i < FL_DASHBOARD_N_TEXTS; i++)
    card->texts[i] = tidy (read_text (object, text_members[i]));
  for (guint i = 0; i < FL_DASHBOARD_N_FLAGS; i++)
    {
      JsonNode *flag = json_object_get_member (object, flag_members[i]);

      card->flags[i] = flag != NULL && json_node_get_value_type (flag) == G_TYPE_BOOLEAN && json_node_get_boolean (flag);
    }
  if (node != NULL && json_node_get_value_type (node) == G_TYPE_INT64 &&
      json_node_get_int (node) >= 0 && json_node_get_int (node) < FL_DASHBOARD_LAYOUT_MAX_DEVICES)
    card->place = (guint) json_node_get_int (node);
  read_pinned (card, object);
  if (says_nothing (card))
    g_hash_table_remove (self->cards, id);
}

static void
read_all (FlDashboardLayout *self,
          const char        *text)
{
  g_autoptr(JsonParser) parser = json_parser_new_immutable ();
  g_autofree char *printed = NULL;
  JsonNode *root;
  JsonNode *devices;
  JsonObjectIter iter;
  const char *id;
  JsonNode *node;

  if (strlen (text) > FL_DASHBOARD_LAYOUT_MAX_BYTES || !g_utf8_validate (text, -1, NULL))
    return;
  printed = fl_json_print (text, strlen (text)); /* has a limit to its depth, which the parser has not */
  if (printed == NULL || !json_parser_load_from_data (parser, text, -1, NULL))
    return;
  root = json_parser_get_root (parser);
  if (root == NULL || !JSON_NODE_HOLDS_OBJECT (root))
    return;
  devices = json_object_get_member (json_node_get_object (root), "devices");
  if (devices == NULL || !JSON_NODE_HOLDS_OBJECT (devices))
    return;
  json_object_iter_init (&iter, json_node_get_object (devices));
  while (json_object_iter_next (&iter, &id, &node))
    if (JSON_NODE_HOLDS_OBJECT (node))
      read_card (self, id, json_node_get_object (node));
}

static void
write_card (JsonBuilder *builder,
            const Card  *card)
{
  json_builder_begin_object (builder);
  for (guint i = 0; i < FL_DASHBOARD_N_TEXTS; i++)
    if (card->texts[i] != NULL)
      json_builder_add_string_value (json_builder_set_member_name (builder, text_members[i]), card->texts[i]);
  for (guint i = 0; i < FL_DASHBOARD_N_FLAGS; i++)
    if (card->flags[i])
      json_builder_add_boolean_value (json_builder_set_member_name (builder, flag_members[i]), TRUE);
  if (card->place != NO_PLACE)
    json_builder_add_int_value (json_builder_set_member_name (builder, "place"), card->place);
  if (card->pinned->len > 0)
    {
      json_builder_begin_array (json_builder_set_member_name (builder, "pinned"));
      for (guint i = 0; i < card->pinned->len; i++)
        json_builder_add_string_value (builder, card->pinned->pdata[i]);
      json_builder_end_array (builder);
    }
  json_builder_end_object (builder);
}

static void
fl_dashboard_layout_finalize (GObject *object)
{
  g_hash_table_unref (FL_DASHBOARD_LAYOUT (object)->cards);

  G_OBJECT_CLASS (fl_dashboard_layout_parent_class)->finalize (object);
}

static void
fl_dashboard_layout_class_init (FlDashboardLayoutClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = fl_dashboard_layout_finalize;

  signals[SIGNAL_CHANGED] =
    g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
fl_dashboard_layout_init (FlDashboardLayout *self)
{
  self->cards = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) card_free);
}

/**
 * fl_dashboard_layout_new:
 * @text: (nullable): what fl_dashboard_layout_to_text() gave, or anything that a file held: what is none is passed over
 */
FlDashboardLayout *
fl_dashboard_layout_new (const char *text)
{
  FlDashboardLayout *self = g_object_new (FL_TYPE_DASHBOARD_LAYOUT, NULL);

  if (text != NULL && text[0] != '\0')
    read_all (self, text);
  return self;
}

/* (transfer full): "" while nothing was changed. */
char *
fl_dashboard_layout_to_text (FlDashboardLayout *self)
{
  g_autoptr(JsonBuilder) builder = json_builder_new ();
  g_autoptr(JsonNode) root = NULL;
  g_autoptr(GList) ids = NULL;

  g_return_val_if_fail (FL_IS_DASHBOARD_LAYOUT (self), NULL);

  if (g_hash_table_size (self->cards) == 0)
    return g_strdup ("");
  ids = g_list_sort (g_hash_table_get_keys (self->cards), (GCompareFunc) strcmp);
  json_builder_begin_object (builder);
  json_builder_add_int_value (json_builder_set_member_name (builder, "format"), FORMAT);
  json_builder_begin_object (json_builder_set_member_name (builder, "devices"));
  for (GList *l = ids; l != NULL; l = l->next)
    write_card (json_builder_set_member_name (builder, l->data), find (self, l->data));
  json_builder_end_object (builder);
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  return json_to_string (root, FALSE);
}

/* NULL: as it comes. */
const char *
fl_dashboard_layout_get_text (FlDashboardLayout *self,
                              const char        *id,
                              FlDashboardText    which)
{
  const Card *card;

  g_return_val_if_fail (FL_IS_DASHBOARD_LAYOUT (self) && which < FL_DASHBOARD_N_TEXTS, NULL);

  card = find (self, id);
  return card != NULL ? card->texts[which] : NULL;
}

/* text NULL or only white space: as it comes. */
void
fl_dashboard_layout_set_text (FlDashboardLayout *self,
                              const char        *id,
                              FlDashboardText    which,
                              const char        *text)
{
  g_autofree char *tidied = tidy (text);
  Card *card;

  g_return_if_fail (FL_IS_DASHBOARD_LAYOUT (self) && id != NULL && which < FL_DASHBOARD_N_TEXTS);

  if (g_strcmp0 (fl_dashboard_layout_get_text (self, id, which), tidied) == 0 || (card = ensure (self, id)) == NULL)
    return;
  g_free (card->texts[which]);
  card->texts[which] = g_steal_pointer (&tidied);
  if (which == FL_DASHBOARD_TEXT_ROOM)
    card->place = NO_PLACE; /* places are within a room */
  announce (self, id);
}

gboolean
fl_dashboard_layout_get_flag (FlDashboardLayout *self,
                              const char        *id,
                              FlDashboardFlag    which)
{
  const Card *card;

  g_return_val_if_fail (FL_IS_DASHBOARD_LAYOUT (self) && which < FL_DASHBOARD_N_FLAGS, FALSE);

  card = find (self, id);
  return card != NULL && card->flags[which];
}

void
fl_dashboard_layout_set_flag (FlDashboardLayout *self,
                              const char        *id,
                              FlDashboardFlag    which,
                              gboolean           value)
{
  Card *card;

  g_return_if_fail (FL_IS_DASHBOARD_LAYOUT (self) && id != NULL && which < FL_DASHBOARD_N_FLAGS);

  if (fl_dashboard_layout_get_flag (self, id, which) == value || (card = ensure (self, id)) == NULL)
    return;
  card->flags[which] = value;
  announce (self, id);
}

gboolean
fl_dashboard_layout_is_pinned (FlDashboardLayout *self,
                               const char        *id,
                               const char        *reading)
{
  const Card *card;

  g_return_val_if_fail (FL_IS_DASHBOARD_LAYOUT (self) && reading != NULL, FALSE);

  card = find (self, id);
  return card != NULL && find_pinned (card, reading) != G_MAXUINT;
}

/* Pinned readings come first on their card. */
void
fl_dashboard_layout_set_pinned (FlDashboardLayout *self,
                                const char        *id,
                                const char        *reading,
                                gboolean           pinned)
{
  Card *card;

  g_return_if_fail (FL_IS_DASHBOARD_LAYOUT (self) && id != NULL && reading != NULL);

  if (fl_dashboard_layout_is_pinned (self, id, reading) == pinned || (card = ensure (self, id)) == NULL)
    return;
  if (!pinned)
    g_ptr_array_remove_index (card->pinned, find_pinned (card, reading));
  else if (card->pinned->len < FL_DASHBOARD_LAYOUT_MAX_PINNED)
    g_ptr_array_add (card->pinned, g_strdup (reading));
  announce (self, id);
}

/* Returns: where it stands in its room; G_MAXUINT: by its name, after all that have a place */
guint
fl_dashboard_layout_get_place (FlDashboardLayout *self,
                               const char        *id)
{
  const Card *card;

  g_return_val_if_fail (FL_IS_DASHBOARD_LAYOUT (self), NO_PLACE);

  card = find (self, id);
  return card != NULL ? card->place : NO_PLACE;
}

/* ids: the devices of one room, NULL-terminated, in their order from now on. */
void
fl_dashboard_layout_set_order (FlDashboardLayout  *self,
                               const char *const  *ids)
{
  gboolean changed = FALSE;

  g_return_if_fail (FL_IS_DASHBOARD_LAYOUT (self) && ids != NULL);

  for (guint i = 0; ids[i] != NULL && i < FL_DASHBOARD_LAYOUT_MAX_DEVICES; i++)
    {
      Card *card = ensure (self, ids[i]);

      if (card == NULL || card->place == i)
        continue;
      card->place = i;
      changed = TRUE;
    }
  if (changed)
    announce (self, NULL);
}

/* (transfer full): the names of all rooms, each once, by name. */
char **
fl_dashboard_layout_dup_rooms (FlDashboardLayout *self)
{
  g_autoptr(GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr(GList) names = NULL;
  GPtrArray *rooms = g_ptr_array_new ();
  GHashTableIter iter;
  Card *card;

  g_return_val_if_fail (FL_IS_DASHBOARD_LAYOUT (self), NULL);

  g_hash_table_iter_init (&iter, self->cards);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &card))
    if (card->texts[FL_DASHBOARD_TEXT_ROOM] != NULL)
      g_hash_table_add (seen, card->texts[FL_DASHBOARD_TEXT_ROOM]);
  names = g_list_sort (g_hash_table_get_keys (seen), (GCompareFunc) g_utf8_collate);
  for (GList *l = names; l != NULL; l = l->next)
    g_ptr_array_add (rooms, g_strdup (l->data));
  g_ptr_array_add (rooms, NULL);
  return (char **) g_ptr_array_free (rooms, FALSE);
}
