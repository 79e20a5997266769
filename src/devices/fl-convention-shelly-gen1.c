/* Shelly of the first generation: shellies/ID/relay|light|color|white/N ← …/command.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "fernlight-convention-shelly-gen1"

#include "devices/fl-convention-shelly-gen1.h"

#include "devices/fl-entity-draft.h"
#include "devices/fl-firmware-json.h"
#include "messages/fl-json.h"

#include <string.h>

#define PREFIX "shellies/"

#define MAX_ID_BYTES 128

struct _FlConventionShellyGen1
{
  GObject parent_instance;
};

static void convention_iface_init (FlConventionInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (FlConventionShellyGen1, fl_convention_shelly_gen1, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (FL_TYPE_CONVENTION, convention_iface_init))

/* What is below shellies/ID and measures something; # stands for a number. energy counts watt-minutes. */
static const struct { const char *pattern, *unit, *device_class; gboolean is_binary; } sensors[] = {
  { "relay/#/power", "W", "power", FALSE },
  { "relay/#/energy", "W·min", NULL, FALSE },
  { "light/#/power", "W", "power", FALSE },
  { "light/#/energy", "W·min", NULL, FALSE },
  { "color/#/power", "W", "power", FALSE },
  { "color/#/energy", "W·min", NULL, FALSE },
  { "white/#/power", "W", "power", FALSE },
  { "white/#/energy", "W·min", NULL, FALSE },
  { "emeter/#/power", "W", "power", FALSE },
  { "emeter/#/voltage", "V", "voltage", FALSE },
  { "emeter/#/current", "A", "current", FALSE },
  { "emeter/#/pf", NULL, "power_factor", FALSE },
  { "emeter/#/reactive_power", "var", "reactive_power", FALSE },
  { "emeter/#/energy", "W·min", NULL, FALSE },
  { "emeter/#/total", "Wh", "energy", FALSE },
  { "emeter/#/total_returned", "Wh", "energy", FALSE },
  { "input/#", NULL, NULL, TRUE },
  { "overtemperature", NULL, "heat", TRUE },
  { "temperature", "°C", "temperature", FALSE },
  { "temperature_f", "°F", "temperature", FALSE },
  { "voltage", "V", "voltage", FALSE },
  { "sensor/battery", "%", "battery", FALSE },
  { "sensor/humidity", "%", "humidity", FALSE },
  { "sensor/lux", "lx", "illuminance", FALSE },
  { "sensor/temperature", NULL, "temperature", FALSE }, /* in the unit the device is set to */
};

/* What else is below shellies/ID. */
static const char *const places[] = {
  "announce", "relay/#", "light/#", "color/#", "white/#", "light/#/status", "color/#/status", "white/#/status",
};

/* A topic taken apart. */
typedef struct
{
  char *root;        /* "shellies/shelly1-ABCDEF" */
  const char *below; /* "relay/0/power" */
} Place;

static void
place_clear (Place *place)
{
  g_free (place->root);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Place, place_clear)

/* Whether "relay/0" fits "relay/#". */
static gboolean
fits (const char *pattern,
      const char *text)
{
  while (*pattern != '\0')
    if (*pattern == '#')
      {
        size_t n = strspn (text, "0123456789");

        if (n == 0 || n > 2)
          return FALSE;
        text += n;
        pattern++;
      }
    else if (*pattern++ != *text++)
      return FALSE;
  return *text == '\0';
}

/* Whether it is the end of a topic of ours. */
static gboolean
is_ours (const char *below)
{
  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    if (fits (places[i], below))
      return TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (sensors); i++)
    if (fits (sensors[i].pattern, below))
      return TRUE;
  return FALSE;
}

/* The id may have slashes: users do write "shellies/…" into it. */
static gboolean
take_apart (const char *topic,
            Place      *place)
{
  const char *id = topic + strlen (PREFIX);

  if (!g_str_has_prefix (topic, PREFIX))
    return FALSE;
  for (const char *slash = strchr (id, '/'); slash != NULL && slash - id <= MAX_ID_BYTES; slash = strchr (slash + 1, '/'))
    if (slash > id && is_ours (slash + 1))
      {
        place->root = g_strndup (topic, (size_t) (slash - topic));
        place->below = slash + 1;
        return TRUE;
      }
  return FALSE;
}

/* relay/0/power → Relay 0 power */
static char *
make_name (const char *below)
{
  char *name = g_strdelimit (g_strdup (below), "/_", ' ');

  name[0] = g_ascii_toupper (name[0]);
  return name;
}

static void
start (FlEntityDraft *draft,
       FlEntityKind   kind,
       const char    *root,
       const char    *below)
{
  g_autofree char *id = g_strdelimit (g_strdup (below), "/", '_');
  g_autofree char *name = make_name (below);

  fl_entity_draft_init (draft, kind, id, name);
  fl_entity_draft_add_availability (draft, fl_entity_draft_print (draft, "%s/online", root), "true", "false");
  fl_entity_draft_set_query (draft, fl_entity_draft_print (draft, "%s/command", root), "update");
}

/* model: NULL if nobody has said it. */
static FlDeviceInfo *
make_device (const char *root,
             const char *model)
{
  const FlDeviceInfoFields fields = { .key = root, .root = root, .manufacturer = "Shelly", .model = model };

  return fl_device_info_new (&fields);
}

static gboolean
finish (FlEntityDraft *draft,
        const char    *root,
        FlDiscovery   *discovery)
{
  g_autoptr(FlDeviceInfo) device = make_device (root, NULL);

  if (device == NULL)
    return FALSE;
  fl_discovery_set_sign (discovery);
  fl_entity_draft_finish (draft, device, discovery);
  return TRUE;
}

static gboolean
discover_sensor (const Place *place,
                 guint        i,
                 const char  *topic,
                 const char  *text,
                 FlDiscovery *discovery)
{
  g_auto(FlEntityDraft) draft = { 0 };
  const FlAspect aspect = { .kind = FL_ASPECT_VALUE, .state_topic = topic, .state_on = sensors[i].is_binary ? "1" : NULL,
                            .state_off = sensors[i].is_binary ? "0" : NULL };

  if (sensors[i].is_binary ? !g_str_equal (text, "0") && !g_str_equal (text, "1") : !fl_json_is_number (text, strlen (text)))
    return FALSE;
  start (&draft, sensors[i].is_binary ? FL_ENTITY_BINARY_SENSOR : FL_ENTITY_SENSOR, place->root, place->below);
  draft.fields.unit = sensors[i].unit;
  draft.fields.device_class = sensors[i].device_class;
  fl_entity_draft_add_aspect (&draft, &aspect);
  return finish (&draft, place->root, discovery);
}

/* below: "relay/0". The third word, overpower, says neither on nor off. */
static void
add_power (FlEntityDraft *draft,
           const char    *root,
           const char    *below)
{
  const FlAspect aspect = {
    .kind = FL_ASPECT_POWER,
    .command_topic = fl_entity_draft_print (draft, "%s/%s/command", root, below),
    .on = "on",
    .off = "off",
    .state_topic = fl_entity_draft_print (draft, "%s/%s", root, below),
  };

  fl_entity_draft_add_aspect (draft, &aspect);
}

/* {"ison":true,"mode":"color","red":255,"green":0,"blue":0,"gain":50,"brightness":50,"temp":4000}: what of it there is can be set. */
static void
add_levels (FlEntityDraft *draft,
            const char    *root,
            const char    *below,
            JsonObject    *status)
{
  const char *mode = fl_firmware_json_get_text (status, "mode");
  gboolean is_color = g_str_has_prefix (below, "color/") || (mode != NULL && g_str_equal (mode, "color"));
  const char *set = fl_entity_draft_print (draft, "%s/%s/set", root, below);
  const char *report = fl_entity_draft_print (draft, "%s/%s/status", root, below);
  const struct { gboolean has; FlAspect aspect; } levels[] = {
    { is_color && json_object_has_member (status, "gain"),
      { .kind = FL_ASPECT_BRIGHTNESS, .command_form = "{\"gain\":{n}}", .state_template = "{{ value_json.gain }}", .maximum = 100 } },
    { !is_color && json_object_has_member (status, "brightness"),
      { .kind = FL_ASPECT_BRIGHTNESS, .command_form = "{\"brightness\":{n}}", .state_template = "{{ value_json.brightness }}",
        .maximum = 100 } },
    { is_color && json_object_has_member (status, "red"),
      { .kind = FL_ASPECT_COLOR, .command_form = "{\"red\":{r},\"green\":{g},\"blue\":{b}}" } },
    { !is_color && json_object_has_member (status, "temp"),
      { .kind = FL_ASPECT_COLOR_TEMPERATURE, .command_form = "{\"temp\":{n}}", .state_template = "{{ value_json.temp }}",
        .kelvin = TRUE, .minimum = 3000, .maximum = 6500 } },
  };

  for (guint i = 0; i < G_N_ELEMENTS (levels); i++)
    {
      FlAspect aspect = levels[i].aspect;

      aspect.command_topic = set;
      aspect.state_topic = report;
      if (levels[i].has)
        fl_entity_draft_add_aspect (draft, &aspect);
    }
}

static gboolean
is_state (const char *text)
{
  return g_str_equal (text, "on") || g_str_equal (text, "off") || g_str_equal (text, "overpower");
}

static gboolean
discover_relay (const Place *place,
                const char  *text,
                FlDiscovery *discovery)
{
  g_auto(FlEntityDraft) draft = { 0 };

  if (!is_state (text))
    return FALSE;
  start (&draft, FL_ENTITY_SWITCH, place->root, place->below);
  add_power (&draft, place->root, place->below);
  return finish (&draft, place->root, discovery);
}

/* The word on light/0 shows that it is there, the JSON on light/0/status also what it can do. */
static gboolean
discover_light (const Place *place,
                const char  *text,
                FlDiscovery *discovery)
{
  gboolean is_status = g_str_has_suffix (place->below, "/status");
  g_autofree char *below = g_strndup (place->below, strlen (place->below) - (is_status ? strlen ("/status") : 0));
  g_autofree char *source = g_strdup_printf ("%s/%s", place->root, below);
  g_autoptr(JsonNode) root = is_status ? fl_firmware_json_parse (text) : NULL;
  JsonObject *status = root != NULL ? json_node_get_object (root) : NULL;
  g_auto(FlEntityDraft) draft = { 0 };

  if (is_status ? status == NULL || fl_firmware_json_get_number (status, "ison") < 0 : !is_state (text))
    return FALSE;
  fl_discovery_set_source (discovery, source);
  start (&draft, FL_ENTITY_LIGHT, place->root, below);
  add_power (&draft, place->root, below);
  if (status != NULL)
    add_levels (&draft, place->root, below, status);
  return finish (&draft, place->root, discovery);
}

/* {"id":"shelly1-ABCDEF","model":"SHSW-1","mac":"…","ip":"…","new_fw":false,"fw_ver":"…"} on shellies/announce, where all of
 * them do, and on the device's own topic. */
static gboolean
discover_announced (const char  *text,
                    FlDiscovery *discovery)
{
  g_autoptr(JsonNode) node = fl_firmware_json_parse (text);
  JsonObject *object = node != NULL ? json_node_get_object (node) : NULL;
  const char *id = object != NULL ? fl_firmware_json_get_text (object, "id") : NULL;
  g_autofree char *root = g_strconcat (PREFIX, id, NULL);
  g_autofree char *source = g_strconcat (root, "/announce", NULL);
  g_autoptr(FlDeviceInfo) device = NULL;

  if (id == NULL || id[0] == '\0' || strlen (id) > MAX_ID_BYTES || fl_firmware_json_get_text (object, "mac") == NULL)
    return FALSE;
  device = make_device (root, fl_firmware_json_get_text (object, "model"));
  if (device == NULL)
    return FALSE;
  fl_discovery_set_source (discovery, source);
  fl_discovery_add_device (discovery, device);
  return TRUE;
}

static gboolean
fl_convention_shelly_gen1_discover (FlConvention *convention,
                                    const char   *base,
                                    const char   *topic,
                                    const char   *text,
                                    FlDiscovery  *discovery)
{
  g_auto(Place) place = { 0 };

  if (g_str_equal (topic, PREFIX "announce"))
    return discover_announced (text, discovery);
  if (!take_apart (topic, &place))
    return FALSE;
  if (text[0] == '\0')
    {
      fl_discovery_withdraw (discovery);
      return TRUE;
    }
  if (g_str_equal (place.below, "announce"))
    return discover_announced (text, discovery);
  if (fits ("relay/#", place.below))
    return discover_relay (&place, text, discovery);
  for (guint i = 0; i < G_N_ELEMENTS (sensors); i++)
    if (fits (sensors[i].pattern, place.below))
      return discover_sensor (&place, i, topic, text, discovery);
  return discover_light (&place, text, discovery);
}

static const char *const *
fl_convention_shelly_gen1_get_filters (FlConvention *convention)
{
  static const char *const filters[] = { PREFIX "#", NULL };

  return filters;
}

static void
convention_iface_init (FlConventionInterface *iface)
{
  iface->discover = fl_convention_shelly_gen1_discover;
  iface->get_filters = fl_convention_shelly_gen1_get_filters;
}

static void
fl_convention_shelly_gen1_class_init (FlConventionShellyGen1Class *klass)
{
}

static void
fl_convention_shelly_gen1_init (FlConventionShellyGen1 *self)
{
}

/* What it sends needs no settings. */
FlConvention *
fl_convention_shelly_gen1_new (FlDeviceSettings *settings)
{
  return g_object_new (FL_TYPE_CONVENTION_SHELLY_GEN1, NULL);
}
