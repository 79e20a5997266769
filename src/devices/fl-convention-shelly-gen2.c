/* Shelly from the second generation on: PREFIX/status/switch:0, PREFIX/events/rpc, PREFIX/online.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "fernlight-convention-shelly-gen2"

#include "devices/fl-convention-shelly-gen2.h"

#include "devices/fl-firmware-json.h"
#include "devices/fl-shelly-component.h"

#include <string.h>

#define STATUS "/status/"
#define EVENTS "/events/rpc"
#define ONLINE "/online"
#define OWN_ANSWERS "/fernlight/rpc"

#define MAC_DIGITS 12
#define MAX_RELAYS 16

struct _FlConventionShellyGen2
{
  GObject parent_instance;
};

static void convention_iface_init (FlConventionInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (FlConventionShellyGen2, fl_convention_shelly_gen2, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (FL_TYPE_CONVENTION, convention_iface_init))

/* Models whose relays are always there: with nothing but the last will retained, they show all the same. Those that may be
 * set up for a shutter instead wait for their first report. */
static const struct { const char *model; guint n_relays; } models[] = {
  { "shelly1g3", 1 },        { "shelly1g4", 1 },        { "shelly1lg3", 1 },       { "shelly1mini", 1 },     { "shelly1minig3", 1 },
  { "shelly1minig4", 1 },    { "shelly1pmg3", 1 },      { "shelly1pmg4", 1 },      { "shelly1pmmini", 1 },   { "shelly1pmminig3", 1 },
  { "shelly1pmminig4", 1 },  { "shelly2lg3", 2 },       { "shellyazplug", 1 },     { "shellyplugmg3", 1 },   { "shellyplugsg3", 1 },
  { "shellyplugus", 1 },     { "shellyplugusg4", 1 },   { "shellyplus1", 1 },      { "shellyplus1pm", 1 },   { "shellyplusplugit", 1 },
  { "shellyplusplugs", 1 },  { "shellypluspluguk", 1 }, { "shellyplusuni", 2 },    { "shellypro1", 1 },      { "shellypro1pm", 1 },
  { "shellypro2", 2 },       { "shellypro3", 3 },       { "shellypro4pm", 4 },     { "shellypstripg4", 4 },  { "shellyoutdoorsg3", 1 },
};

static const char *
find_last_level (const char *prefix)
{
  const char *slash = strrchr (prefix, '/');

  return slash != NULL ? slash + 1 : prefix;
}

/* "shellyplus1" of "home/shellyplus1-a8032abe54dc"; NULL: the prefix is another one. */
static char *
dup_model (const char *prefix)
{
  const char *id = find_last_level (prefix);
  const char *dash = strrchr (id, '-');

  if (dash == NULL || g_ascii_strncasecmp (id, "shelly", strlen ("shelly")) != 0 || strlen (dash + 1) != MAC_DIGITS ||
      strspn (dash + 1, "0123456789abcdefABCDEF") != MAC_DIGITS)
    return NULL;
  return g_strndup (id, (size_t) (dash - id));
}

static FlDeviceInfo *
make_device (const char *prefix)
{
  g_autofree char *model = dup_model (prefix);
  const FlDeviceInfoFields fields = { .key = prefix, .root = prefix, .manufacturer = "Shelly", .model = model };

  return fl_device_info_new (&fields);
}

/* What is before the end of the topic; NULL: it does not end so, or nothing is. */
static char *
dup_prefix (const char *topic,
            const char *end)
{
  size_t n = strlen (topic);

  if (!g_str_has_suffix (topic, end) || n == strlen (end) || topic[0] == '$')
    return NULL;
  return g_strndup (topic, n - strlen (end));
}

/* Adds to what the device has said before: a report is of one component, or of some. */
static gboolean
finish (const char  *prefix,
        FlDiscovery *discovery)
{
  if (fl_discovery_get_n_entities (discovery) == 0 && fl_discovery_get_n_left_out (discovery) == 0)
    return FALSE;
  fl_discovery_set_source (discovery, prefix);
  fl_discovery_set_partial (discovery);
  fl_discovery_set_sign (discovery);
  return TRUE;
}

/* PREFIX/status/switch:0 → {"id":0,"source":"MQTT","output":true,…} */
static gboolean
discover_status (const char  *topic,
                 const char  *text,
                 FlDiscovery *discovery)
{
  const char *status = g_strrstr (topic, STATUS);
  g_autofree char *prefix = status != NULL && status != topic && topic[0] != '$' ? g_strndup (topic, (size_t) (status - topic)) : NULL;
  g_autoptr(JsonNode) root = prefix != NULL && strchr (status, ':') != NULL ? fl_firmware_json_parse (text) : NULL;
  g_autoptr(FlDeviceInfo) device = root != NULL ? make_device (prefix) : NULL;

  if (device == NULL)
    return FALSE;
  fl_shelly_component_add (device, prefix, status + strlen (STATUS), json_node_get_object (root), discovery);
  return finish (prefix, discovery);
}

/* An event is about what has changed; where there is a second relay, there is a first one. */
static void
add_component (FlDeviceInfo *device,
               const char   *prefix,
               const char   *key,
               JsonObject   *status,
               FlDiscovery  *discovery)
{
  int number = fl_firmware_json_get_number (status, "id");

  for (int i = 0; g_str_has_prefix (key, "switch:") && i < MIN (number, MAX_RELAYS); i++)
    {
      g_autofree char *before = g_strdup_printf ("switch:%d", i);

      fl_shelly_component_add (device, prefix, before, NULL, discovery);
    }
  fl_shelly_component_add (device, prefix, key, status, discovery);
}

/* {"src":"shellyplus1-a8032abe54dc","dst":"…/events","method":"NotifyStatus","params":{"ts":1631186545.04,"switch:0":{…}}} */
static gboolean
discover_events (const char  *prefix,
                 const char  *text,
                 FlDiscovery *discovery)
{
  g_autoptr(JsonNode) root = fl_firmware_json_parse (text);
  JsonObject *event = root != NULL ? json_node_get_object (root) : NULL;
  const char *method = event != NULL ? fl_firmware_json_get_text (event, "method") : NULL;
  JsonObject *params = event != NULL ? fl_firmware_json_get_object (event, "params") : NULL;
  g_autoptr(FlDeviceInfo) device = NULL;
  JsonObjectIter iter;
  const char *key;
  JsonNode *status;

  if (params == NULL || (g_strcmp0 (method, "NotifyStatus") != 0 && g_strcmp0 (method, "NotifyFullStatus") != 0))
    return FALSE;
  device = make_device (prefix);
  if (device == NULL)
    return FALSE;
  json_object_iter_init_ordered (&iter, params);
  while (json_object_iter_next_ordered (&iter, &key, &status))
    if (JSON_NODE_HOLDS_OBJECT (status))
      add_component (device, prefix, key, json_node_get_object (status), discovery);
  return finish (prefix, discovery);
}

/* The last will alone: of a model that is known there is a device, perhaps its relays. */
static gboolean
discover_online (const char  *prefix,
                 const char  *text,
                 FlDiscovery *discovery)
{
  g_autofree char *model = dup_model (prefix);
  g_autoptr(FlDeviceInfo) device = NULL;

  if (model == NULL || (!g_str_equal (text, "true") && !g_str_equal (text, "false")))
    return FALSE;
  device = make_device (prefix);
  for (guint i = 0; device != NULL && i < G_N_ELEMENTS (models); i++)
    for (guint relay = 0; g_ascii_strcasecmp (model, models[i].model) == 0 && relay < models[i].n_relays; relay++)
      {
        g_autofree char *key = g_strdup_printf ("switch:%u", relay);

        fl_shelly_component_add (device, prefix, key, NULL, discovery);
      }
  return finish (prefix, discovery);
}

static gboolean
fl_convention_shelly_gen2_discover (FlConvention *convention,
                                    const char   *base,
                                    const char   *topic,
                                    const char   *text,
                                    FlDiscovery  *discovery)
{
  g_autofree char *of_events = dup_prefix (topic, EVENTS);
  g_autofree char *of_online = dup_prefix (topic, ONLINE);
  g_autofree char *of_answers = dup_prefix (topic, OWN_ANSWERS);

  if (of_answers != NULL)
    {
      fl_discovery_withdraw (discovery);
      return TRUE;
    }
  if (text[0] == '\0')
    return FALSE;
  if (of_events != NULL)
    return discover_events (of_events, text, discovery);
  if (of_online != NULL)
    return discover_online (of_online, text, discovery);
  return discover_status (topic, text, discovery);
}

static const char *const *
fl_convention_shelly_gen2_get_filters (FlConvention *convention)
{
  static const char *const filters[] = { "+" ONLINE, "+" EVENTS, "+" STATUS "+", NULL };

  return filters;
}

static void
convention_iface_init (FlConventionInterface *iface)
{
  iface->discover = fl_convention_shelly_gen2_discover;
  iface->get_filters = fl_convention_shelly_gen2_get_filters;
}

static void
fl_convention_shelly_gen2_class_init (FlConventionShellyGen2Class *klass)
{
}

static void
fl_convention_shelly_gen2_init (FlConventionShellyGen2 *self)
{
}

/* What it sends needs no settings. */
FlConvention *
fl_convention_shelly_gen2_new (FlDeviceSettings *settings)
{
  return g_object_new (FL_TYPE_CONVENTION_SHELLY_GEN2, NULL);
}
