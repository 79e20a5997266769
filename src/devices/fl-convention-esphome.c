/* ESPHome's own topics: PREFIX/switch|light|sensor|binary_sensor/OBJECT/state, and …/command.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "fernlight-convention-esphome"

#include "devices/fl-convention-esphome.h"

#include "devices/fl-entity-draft.h"
#include "devices/fl-firmware-json.h"

#include <string.h>

#define DISCOVER_PREFIX "esphome/discover/"

#define MAX_TEXT_BYTES 1024
#define MAX_NAME_BYTES 256

/* What is known of the device at a prefix. */
typedef struct
{
  char *name;  /* NULL: it said none */
  char *model;
  gboolean is_seen; /* an entity of it was */
} Known;

struct _FlConventionEsphome
{
  GObject parent_instance;

  FlDeviceSettings *settings;
  GHashTable *known_of_prefix;
};

static void convention_iface_init (FlConventionInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (FlConventionEsphome, fl_convention_esphome, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (FL_TYPE_CONVENTION, convention_iface_init))

/* A topic taken apart. */
typedef struct
{
  FlEntityKind kind;
  char *prefix;
  const char *type;   /* "switch" */
  char *object;       /* the entity's id in the topic */
} Place;

static const struct { const char *type; FlEntityKind kind; } types[] = {
  { "switch", FL_ENTITY_SWITCH },
  { "light", FL_ENTITY_LIGHT },
  { "sensor", FL_ENTITY_SENSOR },
  { "binary_sensor", FL_ENTITY_BINARY_SENSOR },
};

static void
place_clear (Place *place)
{
  g_free (place->prefix);
  g_free (place->object);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Place, place_clear)

static void
known_free (Known *known)
{
  g_free (known->name);
  g_free (known->model);
  g_free (known);
}

/* The start of the level before the one that starts at level. NULL: that is the first one. */
static const char *
find_level_before (const char *topic,
                   const char *level)
{
  if (level - topic < 2)
    return NULL;
  level -= 2;
  while (level > topic && level[-1] != '/')
    level--;
  return level;
}

/* Levels of object ids are made of these (str_sanitize(), str_snake_case()). */
static gboolean
is_object (const char *object)
{
  return object[0] != '\0' && object[strspn (object, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-")] == '\0';
}

static gboolean
find_type (Place      *place,
           const char *type,
           size_t      n)
{
  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    if (strlen (types[i].type) == n && strncmp (types[i].type, type, n) == 0)
      {
        place->kind = types[i].kind;
        place->type = types[i].type;
        return TRUE;
      }
  return FALSE;
}

/* homeassistant/… is where Home Assistant tells what it knows itself. */
static gboolean
take_apart (const char *topic,
            Place      *place)
{
  const char *last = strrchr (topic, '/');
  const char *object = last != NULL && g_str_equal (last, "/state") ? find_level_before (topic, last + 1) : NULL;
  const char *type = object != NULL ? find_level_before (topic, object) : NULL;

  if (type == NULL || type - topic < 2 || topic[0] == '$' || g_str_has_prefix (topic, "homeassistant/"))
    return FALSE;
  place->prefix = g_strndup (topic, (size_t) (type - topic - 1));
  place->object = g_strndup (object, (size_t) (last - object));
  return find_type (place, type, (size_t) (object - type - 1)) && is_object (place->object);
}

/* living_room_lamp → Living room lamp */
static char *
make_name (const char *object)
{
  char *name = g_strdelimit (g_strdup (object), "_", ' ');

  name[0] = g_ascii_toupper (name[0]);
  return name;
}

/* NULL: there are too many. */
static Known *
ensure_known (FlConventionEsphome *self,
              const char          *prefix)
{
  Known *known = g_hash_table_lookup (self->known_of_prefix, prefix);

  if (known == NULL && g_hash_table_size (self->known_of_prefix) < FL_CONVENTION_ESPHOME_MAX_DEVICES)
    {
      known = g_new0 (Known, 1);
      g_hash_table_insert (self->known_of_prefix, g_strdup (prefix), known);
    }
  return known;
}

static FlDeviceInfo *
make_device (const char  *prefix,
             const Known *known)
{
  const FlDeviceInfoFields fields = {
    .key = prefix,
    .root = prefix,
    .manufacturer = "ESPHome",
    .name = known != NULL ? known->name : NULL,
    .model = known != NULL ? known->model : NULL,
  };

  return fl_device_info_new (&fields);
}

/* What a light can do shows in its report: {"state":"ON","brightness":255,"color":{"r":…},"color_temp":…}. */
static void
add_levels (FlEntityDraft *draft,
            const char    *command,
            const char    *state,
            JsonObject    *report)
{
  JsonObject *color = fl_firmware_json_get_object (report, "color");
  const struct { gboolean has; FlAspect aspect; } levels[] = {
    { json_object_has_member (report, "brightness"),
      { .kind = FL_ASPECT_BRIGHTNESS, .command_form = "{\"state\":\"ON\",\"brightness\":{n}}",
        .state_template = "{{ value_json.brightness }}", .minimum = 0, .maximum = 255 } },
    { color != NULL && json_object_has_member (color, "r"),
      { .kind = FL_ASPECT_COLOR, .command_form = "{\"state\":\"ON\",\"color\":{\"r\":{r},\"g\":{g},\"b\":{b}}}",
        .state_template = "{{ value_json.color }}" } },
    { json_object_has_member (report, "color_temp"),
      { .kind = FL_ASPECT_COLOR_TEMPERATURE, .command_form = "{\"state\":\"ON\",\"color_temp\":{n}}",
        .state_template = "{{ value_json.color_temp }}", .minimum = 153, .maximum = 500 } },
  };

  for (guint i = 0; i < G_N_ELEMENTS (levels); i++)
    {
      FlAspect aspect = levels[i].aspect;

      aspect.command_topic = command;
      aspect.state_topic = state;
      if (levels[i].has)
        fl_entity_draft_add_aspect (draft, &aspect);
    }
}

/* FALSE: the report is not what the firmware sends. */
static gboolean
add_light (FlEntityDraft *draft,
           const char    *command,
           const char    *state,
           const char    *text)
{
  g_autoptr(JsonNode) root = fl_firmware_json_parse (text);
  JsonObject *report = root != NULL ? json_node_get_object (root) : NULL;
  const char *power = report != NULL ? fl_firmware_json_get_text (report, "state") : NULL;
  const FlAspect aspect = {
    .kind = FL_ASPECT_POWER,
    .command_topic = command,
    .state_topic = state,
    .on = "{\"state\":\"ON\"}",
    .off = "{\"state\":\"OFF\"}",
    .state_template = "{{ value_json.state }}",
    .state_on = "ON",
    .state_off = "OFF",
  };

  if (g_strcmp0 (power, "ON") != 0 && g_strcmp0 (power, "OFF") != 0)
    return FALSE;
  fl_entity_draft_add_aspect (draft, &aspect);
  add_levels (draft, command, state, report);
  return TRUE;
}

static gboolean
add_word (FlEntityDraft *draft,
          const char    *command,
          const char    *state,
          const char    *text)
{
  const FlAspect aspect = {
    .kind = draft->fields.kind == FL_ENTITY_SWITCH ? FL_ASPECT_POWER : FL_ASPECT_VALUE,
    .command_topic = draft->fields.kind == FL_ENTITY_SWITCH ? command : NULL,
    .state_topic = state,
    .on = "ON",
    .off = "OFF",
    .state_on = "ON",
    .state_off = "OFF",
  };

  if (!g_str_equal (text, "ON") && !g_str_equal (text, "OFF"))
    return FALSE;
  fl_entity_draft_add_aspect (draft, &aspect);
  return TRUE;
}

static gboolean
add_aspects (FlEntityDraft *draft,
             const char    *command,
             const char    *state,
             const char    *text)
{
  switch (draft->fields.kind)
    {
    case FL_ENTITY_LIGHT:
      return add_light (draft, command, state, text);
    case FL_ENTITY_SENSOR:
      fl_entity_draft_add_aspect (draft, &(FlAspect) { .kind = FL_ASPECT_VALUE, .state_topic = state });
      return text[0] != '{' && text[0] != '[' && strnlen (text, MAX_TEXT_BYTES + 1) <= MAX_TEXT_BYTES;
    case FL_ENTITY_SWITCH:
    case FL_ENTITY_BINARY_SENSOR:
    default:
      return add_word (draft, command, state, text);
    }
}

/* A report is the sign of an entity; an empty one takes it back. */
static gboolean
discover_entity (FlConventionEsphome *self,
                 const Place         *place,
                 const char          *topic,
                 const char          *text,
                 FlDiscovery         *discovery)
{
  g_auto(FlEntityDraft) draft = { 0 };
  g_autofree char *name = make_name (place->object);
  g_autofree char *id = g_strdup_printf ("%s_%s", place->type, place->object);
  g_autofree char *status = g_strconcat (place->prefix, "/status", NULL);
  g_autoptr(FlDeviceInfo) device = NULL;
  const char *command;
  Known *known;

  if (text[0] == '\0')
    {
      fl_discovery_withdraw (discovery);
      return TRUE;
    }
  fl_entity_draft_init (&draft, place->kind, id, name);
  command = fl_entity_draft_print (&draft, "%s/%s/%s/command", place->prefix, place->type, place->object);
  if (!add_aspects (&draft, command, topic, text))
    return FALSE;

  known = ensure_known (self, place->prefix);
  device = make_device (place->prefix, known);
  if (device == NULL)
    return FALSE;
  if (known != NULL)
    known->is_seen = TRUE;
  fl_entity_draft_add_availability (&draft, status, NULL, NULL);
  fl_discovery_set_sign (discovery);
  fl_entity_draft_finish (&draft, device, discovery);
  return TRUE;
}

static char *
dup_text (JsonObject *object,
          const char *name)
{
  const char *text = fl_firmware_json_get_text (object, name);

  return text != NULL && text[0] != '\0' ? g_strndup (text, MAX_NAME_BYTES) : NULL;
}

/* {"ip":"10.0.0.5","name":"kitchen","friendly_name":"Kitchen","board":"d1_mini",…}: the name of a device whose prefix is its
 * name, which is the default. It is no device yet. */
static void
take_name (FlConventionEsphome *self,
           const char          *name,
           const char          *text,
           FlDiscovery         *discovery)
{
  g_autoptr(JsonNode) root = fl_firmware_json_parse (text);
  JsonObject *object = root != NULL ? json_node_get_object (root) : NULL;
  g_autoptr(FlDeviceInfo) device = NULL;
  Known *known;

  fl_discovery_withdraw (discovery);
  if (object == NULL || g_strcmp0 (fl_firmware_json_get_text (object, "name"), name) != 0)
    return;
  known = ensure_known (self, name);
  if (known == NULL)
    return;
  g_free (known->name);
  g_free (known->model);
  known->name = dup_text (object, "friendly_name");
  known->model = dup_text (object, "board");
  device = known->is_seen ? make_device (name, known) : NULL;
  if (device != NULL)
    fl_discovery_add_device (discovery, device);
}

/* The log on …/debug: "\033[0;36m[D][sensor:094]: …" */
static gboolean
is_log (const char *topic,
        const char *text)
{
  if (!g_str_has_suffix (topic, "/debug"))
    return FALSE;
  if (text[0] == '\033' && text[1] == '[')
    text += 2 + strspn (text + 2, "0123456789;m");
  return text[0] == '[' && text[1] != '\0' && strchr ("EWICDV", text[1]) != NULL &&
         g_str_has_prefix (text + 2 + strspn (text + 2, "V"), "][");
}

static gboolean
fl_convention_esphome_discover (FlConvention *convention,
                                const char   *base,
                                const char   *topic,
                                const char   *text,
                                FlDiscovery  *discovery)
{
  FlConventionEsphome *self = FL_CONVENTION_ESPHOME (convention);
  g_auto(Place) place = { 0 };

  if (is_log (topic, text))
    {
      fl_discovery_withdraw (discovery);
      return TRUE;
    }
  if (g_str_has_prefix (topic, DISCOVER_PREFIX) && is_object (topic + strlen (DISCOVER_PREFIX)))
    {
      take_name (self, topic + strlen (DISCOVER_PREFIX), text, discovery);
      return TRUE;
    }
  return take_apart (topic, &place) && !fl_convention_is_configured (self->settings, base, topic) &&
         discover_entity (self, &place, topic, text, discovery);
}

static const char *const *
fl_convention_esphome_get_filters (FlConvention *convention)
{
  static const char *const filters[] = { DISCOVER_PREFIX "+", "+/switch/+/state", "+/light/+/state", "+/sensor/+/state",
                                         "+/binary_sensor/+/state", NULL };

  return filters;
}

static void
fl_convention_esphome_finalize (GObject *object)
{
  FlConventionEsphome *self = FL_CONVENTION_ESPHOME (object);

  g_clear_pointer (&self->settings, fl_device_settings_unref);
  g_hash_table_unref (self->known_of_prefix);

  G_OBJECT_CLASS (fl_convention_esphome_parent_class)->finalize (object);
}

static void
convention_iface_init (FlConventionInterface *iface)
{
  iface->discover = fl_convention_esphome_discover;
  iface->get_filters = fl_convention_esphome_get_filters;
}

static void
fl_convention_esphome_class_init (FlConventionEsphomeClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = fl_convention_esphome_finalize;
}

static void
fl_convention_esphome_init (FlConventionEsphome *self)
{
  self->known_of_prefix = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) known_free);
}

FlConvention *
fl_convention_esphome_new (FlDeviceSettings *settings)
{
  FlConventionEsphome *self = g_object_new (FL_TYPE_CONVENTION_ESPHOME, NULL);

  self->settings = fl_device_settings_ref (settings);
  return FL_CONVENTION (self);
}
