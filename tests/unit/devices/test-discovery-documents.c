/* What devices send when they say what they are, as their makers document it: tests/data/discovery/, whose README says how
 * it is written. Every message is given to all conventions.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "devices/fl-conventions.h"
#include "devices/fl-value-template.h"
#include "messages/fl-json.h"

#include <json-glib/json-glib.h>
#include <string.h>

#define LEAST_PAYLOADS 60
#define LEAST_NEGATIVE_CASES 10

static const char *const folders[] = { "home-assistant", "tasmota", "esphome", "wled", "shelly", "homie" };
static const char *const kinds[] = { "switch", "light", "sensor", "binary-sensor" };
static const char *const aspect_kinds[] = { "power", "brightness", "color", "color-temperature", "value" };
static const char *const modes[] = { "latest", "all", "any" };
static const char *const members[] = {
  "source", "says", "base", "messages", "entities", "reports", "commands", "ignored", "unreadable", "left_out", NULL,
};

typedef struct
{
  GPtrArray  *conventions;
  GHashTable *entities_of_source; /* source → GPtrArray of FlEntity */
  guint       n_taken;
  guint       n_unreadable;
  guint       n_left_out;
} World;

static void
world_init (World *self)
{
  g_autoptr(FlDeviceSettings) settings = fl_device_settings_new_default ();

  self->conventions = fl_conventions_new (settings);
  self->entities_of_source = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_ptr_array_unref);
}

static void
world_clear (World *self)
{
  g_ptr_array_unref (self->conventions);
  g_hash_table_unref (self->entities_of_source);
}

static gboolean
is_same (FlEntity *a,
         FlEntity *b)
{
  return g_str_equal (fl_entity_get_id (a), fl_entity_get_id (b)) &&
         g_str_equal (fl_device_info_get_key (fl_entity_get_device (a)), fl_device_info_get_key (fl_entity_get_device (b)));
}

static void
remember (World       *self,
          FlDiscovery *discovery)
{
  const char *source = fl_discovery_get_source (discovery);
  GPtrArray *entities = g_hash_table_lookup (self->entities_of_source, source);

  if (entities == NULL || !fl_discovery_is_partial (discovery))
    {
      entities = g_ptr_array_new_with_free_func ((GDestroyNotify) fl_entity_unref);
      g_hash_table_insert (self->entities_of_source, g_strdup (source), entities);
    }
  for (guint i = 0; i < fl_discovery_get_n_entities (discovery); i++)
    {
      FlEntity *entity = fl_discovery_get_entity (discovery, i);

      for (guint j = 0; j < entities->len; j++)
        if (is_same (entities->pdata[j], entity))
          g_ptr_array_remove_index (entities, j--);
      g_ptr_array_add (entities, fl_entity_ref (entity));
    }
}

static void
take (World       *self,
      FlDiscovery *discovery)
{
  self->n_taken++;
  self->n_left_out += fl_discovery_get_n_left_out (discovery);
  switch (fl_discovery_get_kind (discovery))
    {
    case FL_DISCOVERY_ENTITIES:
      remember (self, discovery);
      break;
    case FL_DISCOVERY_WITHDRAWN:
      g_hash_table_remove (self->entities_of_source, fl_discovery_get_source (discovery));
      break;
    case FL_DISCOVERY_UNREADABLE:
      self->n_unreadable++;
      g_assert_nonnull (fl_discovery_get_reason (discovery));
      break;
    default:
      g_assert_not_reached ();
    }
}

static void
ingest (World      *self,
        const char *base,
        const char *topic,
        const char *payload)
{
  for (guint i = 0; i < self->conventions->len; i++)
    {
      g_autoptr(FlDiscovery) discovery = fl_discovery_new (topic);

      if (fl_convention_discover (self->conventions->pdata[i], base, topic, payload, discovery))
        {
          take (self, discovery);
          return;
        }
      g_assert_cmpuint (fl_discovery_get_n_entities (discovery) + fl_discovery_get_n_left_out (discovery), ==, 0);
    }
}

/* Payloads as they are written in the file: a JSON library would write numbers anew. */

static void
ingest_message (World        *self,
                const char   *base,
                FlJsonReader *reader)
{
  g_autofree char *topic = NULL;
  g_autofree char *payload = NULL;

  while (fl_json_reader_next (reader) == FL_JSON_NAME)
    {
      g_autofree char *name = fl_json_unescape (reader->start, reader->n);
      FlJsonToken token = fl_json_reader_next (reader);
      char **text = g_str_equal (name, "topic") ? &topic : &payload;

      g_assert_true (g_str_equal (name, "topic") || g_str_equal (name, "payload"));
      g_assert_null (*text);
      g_assert_true (fl_json_reader_skip (reader, token));
      *text = token == FL_JSON_STRING ? fl_json_unescape (reader->start, reader->n) : g_strndup (reader->start, reader->n);
    }
  g_assert_nonnull (topic);
  g_assert_nonnull (payload);
  ingest (self, base, topic, payload);
}

static guint
ingest_file (World      *self,
             const char *base,
             const char *text)
{
  FlJsonReader reader;
  guint n = 0;

  fl_json_reader_init (&reader, text, strlen (text));
  g_assert_cmpint (fl_json_reader_next (&reader), ==, FL_JSON_OBJECT_BEGIN);
  while (fl_json_reader_next (&reader) == FL_JSON_NAME)
    {
      g_autofree char *name = fl_json_unescape (reader.start, reader.n);
      FlJsonToken token = fl_json_reader_next (&reader);

      g_test_message ("%s", name);
      g_assert_true (g_strv_contains (members, name));
      if (!g_str_equal (name, "messages"))
        {
          g_assert_true (fl_json_reader_skip (&reader, token));
          continue;
        }
      while (fl_json_reader_next (&reader) == FL_JSON_OBJECT_BEGIN)
        {
          ingest_message (self, base, &reader);
          n++;
        }
    }
  return n;
}

/* Comparing. Every value of the file is made text; "null" is nothing. */

static char *
dup_expected (JsonObject *object,
              const char *name)
{
  JsonNode *node = json_object_get_member (object, name);
  GType type;

  if (JSON_NODE_HOLDS_NULL (node))
    return NULL;
  g_assert_true (JSON_NODE_HOLDS_VALUE (node));
  type = json_node_get_value_type (node);
  if (type == G_TYPE_STRING)
    return g_strdup (json_node_get_string (node));
  if (type == G_TYPE_BOOLEAN)
    return g_strdup (json_node_get_boolean (node) ? "true" : "false");
  return g_strdup_printf ("%g", json_node_get_double (node));
}

static char *
dup_number (double number)
{
  return g_strdup_printf ("%g", number);
}

typedef struct
{
  const char *name;
  char       *text;
} Fact;

/* Compares what the file names; takes the facts' texts. */
static void
compare_facts (JsonObject        *expected,
               Fact              *facts,
               const char *const *others)
{
  g_autoptr(GList) names = json_object_get_members (expected);

  for (GList *l = names; l != NULL; l = l->next)
    {
      g_autofree char *wanted = NULL;
      guint i = 0;

      while (facts[i].name != NULL && !g_str_equal (facts[i].name, l->data))
        i++;
      if (facts[i].name == NULL)
        {
          if (!g_strv_contains (others, l->data))
            g_error ("%s is no name of the README", (const char *) l->data);
          continue;
        }
      wanted = dup_expected (expected, l->data);
      g_test_message ("%s: %s", facts[i].name, facts[i].text != NULL ? facts[i].text : "null");
      g_assert_cmpstr (facts[i].text, ==, wanted);
    }
  for (guint i = 0; facts[i].name != NULL; i++)
    g_free (facts[i].text);
}

static void
compare_device (JsonObject   *expected,
                FlDeviceInfo *device)
{
  static const char *const none[] = { NULL };
  Fact facts[] = {
    { "key", g_strdup (fl_device_info_get_key (device)) },
    { "name", g_strdup (fl_device_info_get_name (device)) },
    { "model", g_strdup (fl_device_info_get_model (device)) },
    { "manufacturer", g_strdup (fl_device_info_get_manufacturer (device)) },
    { "root", g_strdup (fl_device_info_get_root (device)) },
    { NULL, NULL },
  };

  compare_facts (expected, facts, none);
}

static void
compare_aspect (JsonObject     *expected,
                const FlAspect *aspect)
{
  static const char *const none[] = { NULL };
  Fact facts[] = {
    { "kind", g_strdup (aspect_kinds[aspect->kind]) },
    { "command_topic", g_strdup (aspect->command_topic) },
    { "command_form", g_strdup (aspect->command_form) },
    { "on_topic", g_strdup (aspect->on_topic) },
    { "on", g_strdup (aspect->on) },
    { "off", g_strdup (aspect->off) },
    { "state_topic", g_strdup (aspect->state_topic) },
    { "state_template", g_strdup (aspect->state_template) },
    { "state_on", g_strdup (aspect->state_on) },
    { "state_off", g_strdup (aspect->state_off) },
    { "target_topic", g_strdup (aspect->target_topic) },
    { "minimum", dup_number (aspect->minimum) },
    { "maximum", dup_number (aspect->maximum) },
    { "decimals", dup_number (aspect->decimals) },
    { "kelvin", g_strdup (aspect->kelvin ? "true" : "false") },
    { NULL, NULL },
  };

  compare_facts (expected, facts, none);
}

static void
compare_availability (JsonObject                 *expected,
                      const FlEntityAvailability *source)
{
  static const char *const none[] = { NULL };
  Fact facts[] = {
    { "topic", g_strdup (source->topic) },
    { "state_template", g_strdup (source->state_template) },
    { "online", g_strdup (source->online) },
    { "offline", g_strdup (source->offline) },
    { NULL, NULL },
  };

  compare_facts (expected, facts, none);
}

static void
compare_entity (JsonObject *expected,
                FlEntity   *entity)
{
  static const char *const others[] = { "device", "aspects", "availability", NULL };
  Fact facts[] = {
    { "id", g_strdup (fl_entity_get_id (entity)) },
    { "name", g_strdup (fl_entity_get_name (entity)) },
    { "kind", g_strdup (kinds[fl_entity_get_kind (entity)]) },
    { "unit", g_strdup (fl_entity_get_unit (entity)) },
    { "device_class", g_strdup (fl_entity_get_device_class (entity)) },
    { "icon", g_strdup (fl_entity_get_icon (entity)) },
    { "availability_mode", g_strdup (modes[fl_entity_get_availability_mode (entity)]) },
    { "query_topic", g_strdup (fl_entity_get_query_topic (entity)) },
    { "query_payload", g_strdup (fl_entity_get_query_payload (entity)) },
    { "expire_after", dup_number (fl_entity_get_expire_after (entity)) },
    { NULL, NULL },
  };
  JsonArray *array;

  compare_facts (expected, facts, others);
  if (json_object_has_member (expected, "device"))
    compare_device (json_object_get_object_member (expected, "device"), fl_entity_get_device (entity));
  if (json_object_has_member (expected, "aspects"))
    {
      array = json_object_get_array_member (expected, "aspects");
      g_assert_cmpuint (fl_entity_get_n_aspects (entity), ==, json_array_get_length (array));
      for (guint i = 0; i < json_array_get_length (array); i++)
        compare_aspect (json_array_get_object_element (array, i), fl_entity_get_aspect (entity, i));
    }
  if (json_object_has_member (expected, "availability"))
    {
      array = json_object_get_array_member (expected, "availability");
      g_assert_cmpuint (fl_entity_get_n_availability (entity), ==, json_array_get_length (array));
      for (guint i = 0; i < json_array_get_length (array); i++)
        compare_availability (json_array_get_object_element (array, i), fl_entity_get_availability (entity, i));
    }
}

/* By its id, and the device's key where the file names it. NULL: none, or not the only one. */
static FlEntity *
find_entity (GPtrArray  *entities,
             const char *id,
             const char *key)
{
  FlEntity *found = NULL;

  for (guint i = 0; i < entities->len; i++)
    {
      FlEntity *entity = entities->pdata[i];

      if (g_str_equal (fl_entity_get_id (entity), id) &&
          (key == NULL || g_str_equal (fl_device_info_get_key (fl_entity_get_device (entity)), key)))
        {
          g_assert_null (found);
          found = entity;
        }
    }
  return found;
}

static GPtrArray *
list_entities (World *self)
{
  GPtrArray *all = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer entities;

  g_hash_table_iter_init (&iter, self->entities_of_source);
  while (g_hash_table_iter_next (&iter, NULL, &entities))
    for (guint i = 0; i < ((GPtrArray *) entities)->len; i++)
      g_ptr_array_add (all, g_ptr_array_index ((GPtrArray *) entities, i));
  for (guint i = 0; i < all->len; i++)
    g_test_message ("there is %s of %s", fl_entity_get_id (all->pdata[i]), fl_device_info_get_key (fl_entity_get_device (all->pdata[i])));
  return all;
}

static void
compare_entities (JsonArray *expected,
                  GPtrArray *entities)
{
  g_assert_cmpuint (entities->len, ==, json_array_get_length (expected));
  for (guint i = 0; i < json_array_get_length (expected); i++)
    {
      JsonObject *object = json_array_get_object_element (expected, i);
      JsonObject *device = json_object_has_member (object, "device") ? json_object_get_object_member (object, "device") : NULL;
      const char *key = device != NULL && json_object_has_member (device, "key") ? json_object_get_string_member (device, "key") : NULL;
      FlEntity *entity = find_entity (entities, json_object_get_string_member (object, "id"), key);

      g_test_message ("%s", json_object_get_string_member (object, "id"));
      g_assert_nonnull (entity);
      compare_entity (object, entity);
    }
}

/* One that must be there. */
static const FlAspect *
find_aspect (FlEntity   *entity,
             const char *name)
{
  const FlAspect *aspect = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (aspect_kinds); i++)
    if (g_str_equal (name, aspect_kinds[i]))
      aspect = fl_entity_find_aspect (entity, (FlAspectKind) i);
  if (aspect == NULL)
    g_error ("%s has no %s", fl_entity_get_id (entity), name);
  return aspect;
}

static char *
apply (const char *template,
       const char *payload)
{
  g_autoptr(FlValueTemplate) self = template != NULL ? fl_value_template_new (template) : NULL;

  return self != NULL ? fl_value_template_apply (self, payload) : g_strdup (payload);
}

static char *
read_aspect (FlEntity       *entity,
             const FlAspect *aspect,
             const char     *payload)
{
  g_autofree char *text = apply (aspect->state_template, payload);
  FlAspectColor color;
  double number;

  if (text == NULL)
    return NULL;
  if (aspect->kind == FL_ASPECT_POWER || fl_entity_get_kind (entity) == FL_ENTITY_BINARY_SENSOR)
    return g_strdup (fl_led_state_to_code (fl_aspect_read_state (aspect, text)));
  if (aspect->kind == FL_ASPECT_COLOR)
    return fl_aspect_read_color (aspect, text, &color) ? g_strdup_printf ("%u,%u,%u", color.red, color.green, color.blue) : NULL;
  if (aspect->kind == FL_ASPECT_BRIGHTNESS || aspect->kind == FL_ASPECT_COLOR_TEMPERATURE)
    return fl_aspect_read_number (aspect, text, &number) ? dup_number (number) : NULL;
  return g_steal_pointer (&text);
}

static void
compare_report (JsonObject *expected,
                FlEntity   *entity)
{
  const char *aspect = json_object_get_string_member (expected, "aspect");
  const char *payload = json_object_get_string_member (expected, "payload");
  g_autofree char *wanted = dup_expected (expected, "reads");
  g_autofree char *found = NULL;

  if (g_str_equal (aspect, "availability"))
    {
      const FlEntityAvailability *source = fl_entity_get_availability (entity, 0);
      g_autofree char *text = NULL;

      g_assert_nonnull (source);
      text = apply (source->state_template, payload);
      found = g_strdup (text != NULL ? fl_availability_to_code (fl_entity_availability_read (source, text)) : NULL);
    }
  else
    {
      const FlAspect *side = find_aspect (entity, aspect);

      g_assert_nonnull (side->state_topic);
      found = read_aspect (entity, side, payload);
    }
  g_test_message ("%s reads %s", payload, found != NULL ? found : "null");
  g_assert_cmpstr (found, ==, wanted);
}

static void
compare_command (JsonObject *expected,
                 FlEntity   *entity)
{
  const FlAspect *aspect = find_aspect (entity, json_object_get_string_member (expected, "aspect"));
  g_autofree char *value = dup_expected (expected, "value");
  g_autofree char *payload = NULL;
  FlAspectColor color = { 0 };

  if (aspect->kind == FL_ASPECT_POWER)
    payload = fl_aspect_build_power (aspect, g_str_equal (value, "on"));
  else if (aspect->kind == FL_ASPECT_COLOR)
    {
      g_auto(GStrv) parts = g_strsplit (value, ",", -1);

      g_assert_cmpuint (g_strv_length (parts), ==, 3);
      color = (FlAspectColor) { (guint8) atoi (parts[0]), (guint8) atoi (parts[1]), (guint8) atoi (parts[2]) };
      payload = fl_aspect_build_color (aspect, &color);
    }
  else
    payload = fl_aspect_build_number (aspect, g_ascii_strtod (value, NULL));
  g_assert_cmpstr (payload, ==, json_object_get_string_member (expected, "payload"));
}

static void
compare_each (JsonObject *root,
              const char *name,
              GPtrArray  *entities,
              void      (*compare) (JsonObject *expected,
                                    FlEntity   *entity))
{
  JsonArray *array = json_object_has_member (root, name) ? json_object_get_array_member (root, name) : NULL;

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      JsonObject *object = json_array_get_object_element (array, i);
      const char *key = json_object_has_member (object, "device") ? json_object_get_string_member (object, "device") : NULL;
      FlEntity *entity = find_entity (entities, json_object_get_string_member (object, "entity"), key);

      g_assert_nonnull (entity);
      compare (object, entity);
    }
}

static void
test_document (gconstpointer user_data)
{
  const char *path = user_data;
  g_autoptr(JsonParser) parser = json_parser_new ();
  g_autoptr(GPtrArray) entities = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *text = NULL;
  World world = { 0 };
  JsonObject *root;
  const char *base;

  g_assert_true (g_file_get_contents (path, &text, NULL, &error));
  json_parser_load_from_data (parser, text, -1, &error);
  g_assert_no_error (error);
  root = json_node_get_object (json_parser_get_root (parser));
  g_assert_true (json_object_has_member (root, "source") && json_object_has_member (root, "entities"));
  base = json_object_has_member (root, "base") ? json_object_get_string_member (root, "base") : "";

  world_init (&world);
  g_assert_cmpuint (ingest_file (&world, base, text), >, 0);
  entities = list_entities (&world);
  compare_entities (json_object_get_array_member (root, "entities"), entities);
  compare_each (root, "reports", entities, compare_report);
  compare_each (root, "commands", entities, compare_command);
  if (json_object_has_member (root, "ignored") && json_object_get_boolean_member (root, "ignored"))
    g_assert_cmpuint (world.n_taken, ==, 0);
  else
    g_assert_cmpuint (world.n_taken, >, 0);
  g_assert_cmpuint (world.n_unreadable, ==, json_object_has_member (root, "unreadable") ? json_object_get_int_member (root, "unreadable") : 0);
  if (json_object_has_member (root, "left_out"))
    g_assert_cmpuint (world.n_left_out, ==, json_object_get_int_member (root, "left_out"));
  world_clear (&world);
}

static guint
count (JsonObject *root,
       const char *name)
{
  return json_object_has_member (root, name) ? json_array_get_length (json_object_get_array_member (root, name)) : 0;
}

/* Discovery and state payloads; and whether nothing comes of it. */
static void
count_case (const char *path,
            guint      *n_payloads,
            guint      *n_negative)
{
  g_autoptr(JsonParser) parser = json_parser_new ();
  JsonObject *root;

  if (!json_parser_load_from_file (parser, path, NULL))
    return; /* its own test says so */
  root = json_node_get_object (json_parser_get_root (parser));
  *n_payloads += count (root, "messages") + count (root, "reports");
  *n_negative += count (root, "entities") == 0;
}

static void
test_number (gconstpointer user_data)
{
  const guint *n = user_data;

  g_test_message ("%u payloads, %u negative cases", n[0], n[1]);
  g_assert_cmpuint (n[0], >=, LEAST_PAYLOADS);
  g_assert_cmpuint (n[1], >=, LEAST_NEGATIVE_CASES);
}

int
main (int    argc,
      char **argv)
{
  static guint n[2];

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (folders); i++)
    {
      g_autofree char *folder = g_test_build_filename (G_TEST_DIST, "data", "discovery", folders[i], NULL);
      g_autoptr(GDir) dir = g_dir_open (folder, 0, NULL);
      const char *name;

      while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
        {
          g_autofree char *path = g_build_filename (folder, name, NULL);
          g_autofree char *test = g_strconcat ("/discovery-documents/", folders[i], "/", name, NULL);

          count_case (path, &n[0], &n[1]);
          g_test_add_data_func_full (test, g_steal_pointer (&path), test_document, g_free);
        }
    }
  g_test_add_data_func ("/discovery-documents/number", n, test_number);
  return g_test_run ();
}
