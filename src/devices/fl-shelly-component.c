/* One component of a Shelly from the second generation on ("switch:0" and its status), as entities.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#define G_LOG_DOMAIN "fernlight-shelly-component"

#include "devices/fl-shelly-component.h"

#include "devices/fl-entity-draft.h"
#include "devices/fl-firmware-json.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* The answer of an RPC comes on a topic of its own below the device, where nobody takes it for a reading. */
#define RPC "{\"id\":1,\"src\":\"%s/fernlight\",\"method\":\"%s.Set\",\"params\":{\"id\":%s,%s}}"

/* What lights of each kind have beside on and off; they are commanded by RPC, which is documented for all of them. */
static const struct { const char *type, *method, *color_params, *temperature_params; } lights[] = {
  { "light", "Light", NULL, NULL },
  { "rgb", "RGB", "\"rgb\":[{r},{g},{b}]", NULL },
  { "rgbw", "RGBW", "\"rgb\":[{r},{g},{b}]", NULL },
  { "cct", "CCT", NULL, "\"ct\":{n}" },
  { "rgbcct", "RGBCCT", "\"mode\":\"rgb\",\"rgb\":[{r},{g},{b}]", "\"mode\":\"cct\",\"ct\":{n}" },
};

/* A member of the status that measures something. */
static const struct { const char *member, *inner, *name, *unit, *device_class; } measures[] = {
  { "apower", NULL, "power", "W", "power" },
  { "act_power", NULL, "power", "W", "power" },
  { "voltage", NULL, "voltage", "V", "voltage" },
  { "current", NULL, "current", "A", "current" },
  { "freq", NULL, "frequency", "Hz", "frequency" },
  { "pf", NULL, "power factor", NULL, "power_factor" },
  { "aenergy", "total", "energy", "Wh", "energy" },
  { "temperature", "tC", "temperature", "°C", "temperature" },
  { "tC", NULL, "temperature", "°C", "temperature" },
  { "rh", NULL, "humidity", "%", "humidity" },
  { "lux", NULL, "illuminance", "lx", "illuminance" },
  { "battery", "percent", "battery", "%", "battery" },
};

typedef struct
{
  FlDeviceInfo *device;
  const char *prefix;
  const char *key;    /* "switch:0" */
  const char *number; /* "0" */
  JsonObject *status;
  FlDiscovery *discovery;
} Component;

/* switch:0, power → Switch 0 power; what: NULL for the thing itself. */
static void
start (FlEntityDraft   *draft,
       const Component *component,
       FlEntityKind     kind,
       const char      *what)
{
  g_autofree char *id = g_strconcat (component->key, what != NULL ? " " : "", what, NULL);
  g_autofree char *name = NULL;

  g_strdelimit (id, ": ", '_');
  name = g_strdelimit (g_strdup (id), "_", ' ');
  name[0] = g_ascii_toupper (name[0]);
  fl_entity_draft_init (draft, kind, id, name);
  fl_entity_draft_add_availability (draft, fl_entity_draft_print (draft, "%s/online", component->prefix), "true", "false");
}

/* Reports come as the whole status on …/status/KEY and as what has changed on …/events/rpc, whichever is enabled; each
 * aspect once for both. path: "output", "temperature.tC". */
static void
add_aspect (FlEntityDraft   *draft,
            const Component *component,
            const FlAspect  *wanted,
            const char      *path)
{
  FlAspect aspect = *wanted;

  aspect.state_topic = fl_entity_draft_print (draft, "%s/status/%s", component->prefix, component->key);
  aspect.state_template = fl_entity_draft_print (draft, "{{ value_json.%s }}", path);
  fl_entity_draft_add_aspect (draft, &aspect);
  aspect.command_topic = NULL;
  aspect.command_form = NULL;
  aspect.on = NULL;
  aspect.off = NULL;
  aspect.state_topic = fl_entity_draft_print (draft, "%s/events/rpc", component->prefix);
  aspect.state_template = fl_entity_draft_print (draft, "{{ value_json.params['%s'].%s }}", component->key, path);
  fl_entity_draft_add_aspect (draft, &aspect);
}

static void
add_switch (const Component *component)
{
  g_auto(FlEntityDraft) draft = { 0 };
  FlAspect aspect = { .kind = FL_ASPECT_POWER, .on = "on", .off = "off", .state_on = "true", .state_off = "false" };

  start (&draft, component, FL_ENTITY_SWITCH, NULL);
  aspect.command_topic = fl_entity_draft_print (&draft, "%s/command/%s", component->prefix, component->key);
  add_aspect (&draft, component, &aspect, "output");
  fl_entity_draft_set_query (&draft, aspect.command_topic, "status_update");
  fl_entity_draft_finish (&draft, component->device, component->discovery);
}

static const char *
make_rpc (FlEntityDraft   *draft,
          const Component *component,
          const char      *method,
          const char      *params)
{
  return fl_entity_draft_print (draft, RPC, component->prefix, method, component->number, params);
}

static void
add_levels (FlEntityDraft   *draft,
            const Component *component,
            guint            i)
{
  const char *rpc = fl_entity_draft_print (draft, "%s/rpc", component->prefix);
  FlAspect brightness = { .kind = FL_ASPECT_BRIGHTNESS, .command_topic = rpc, .minimum = 0, .maximum = 100 };
  FlAspect color = { .kind = FL_ASPECT_COLOR, .command_topic = rpc };
  FlAspect temperature = { .kind = FL_ASPECT_COLOR_TEMPERATURE, .command_topic = rpc, .kelvin = TRUE,
                           .minimum = 2700, .maximum = 6500 };

  brightness.command_form = make_rpc (draft, component, lights[i].method, "\"brightness\":{n}");
  add_aspect (draft, component, &brightness, "brightness");
  if (lights[i].color_params != NULL)
    {
      color.command_form = make_rpc (draft, component, lights[i].method, lights[i].color_params);
      add_aspect (draft, component, &color, "rgb");
    }
  if (lights[i].temperature_params != NULL)
    {
      temperature.command_form = make_rpc (draft, component, lights[i].method, lights[i].temperature_params);
      add_aspect (draft, component, &temperature, "ct");
    }
}

/* A prefix that would have to be escaped in JSON is nobody's. */
static void
add_light (const Component *component,
           guint            i)
{
  g_auto(FlEntityDraft) draft = { 0 };
  FlAspect power = { .kind = FL_ASPECT_POWER, .state_on = "true", .state_off = "false" };

  if (strpbrk (component->prefix, "\"\\{}") != NULL)
    {
      fl_discovery_leave_out (component->discovery, _("its topics are not those of a Shelly"));
      return;
    }
  start (&draft, component, FL_ENTITY_LIGHT, NULL);
  power.command_topic = fl_entity_draft_print (&draft, "%s/rpc", component->prefix);
  power.on = make_rpc (&draft, component, lights[i].method, "\"on\":true");
  power.off = make_rpc (&draft, component, lights[i].method, "\"on\":false");
  add_aspect (&draft, component, &power, "output");
  add_levels (&draft, component, i);
  fl_entity_draft_finish (&draft, component->device, component->discovery);
}

static gboolean
is_number (JsonNode *node)
{
  return node != NULL && JSON_NODE_HOLDS_VALUE (node) &&
         (json_node_get_value_type (node) == G_TYPE_INT64 || json_node_get_value_type (node) == G_TYPE_DOUBLE);
}

static void
add_measure (const Component *component,
             guint            i)
{
  const char *inner = measures[i].inner;
  const char *member = measures[i].member;
  JsonObject *object = inner != NULL ? fl_firmware_json_get_object (component->status, member) : component->status;
  g_autofree char *path = g_strjoin (".", member, inner, NULL);
  g_auto(FlEntityDraft) draft = { 0 };

  if (object == NULL || !is_number (json_object_get_member (object, inner != NULL ? inner : member)))
    return;
  start (&draft, component, FL_ENTITY_SENSOR, g_str_has_prefix (component->key, measures[i].name) ? NULL : measures[i].name);
  draft.fields.unit = measures[i].unit;
  draft.fields.device_class = measures[i].device_class;
  add_aspect (&draft, component, &(FlAspect) { .kind = FL_ASPECT_VALUE }, path);
  fl_entity_draft_finish (&draft, component->device, component->discovery);
}

/* An input of the kind "switch" is on or off; one of the kind "button" has null. */
static void
add_input (const Component *component)
{
  g_auto(FlEntityDraft) draft = { 0 };

  if (fl_firmware_json_get_number (component->status, "state") < 0)
    return;
  start (&draft, component, FL_ENTITY_BINARY_SENSOR, NULL);
  add_aspect (&draft, component, &(FlAspect) { .kind = FL_ASPECT_VALUE, .state_on = "true", .state_off = "false" }, "state");
  fl_entity_draft_finish (&draft, component->device, component->discovery);
}

/* "switch" of "switch:0"; FALSE: it is no key of a component, or not that of the status. */
static gboolean
take_apart (const char  *key,
            Component   *component,
            char       **type)
{
  size_t n = strspn (key, "abcdefghijklmnopqrstuvwxyz0123456789");
  size_t digits = key[n] == ':' ? strspn (key + n + 1, "0123456789") : 0;

  if (n == 0 || n > 32 || digits == 0 || digits > 5 || key[n + 1 + digits] != '\0')
    return FALSE;
  component->number = key + n + 1;
  if (component->status != NULL &&
      fl_firmware_json_get_number (component->status, "id") != (int) g_ascii_strtoull (component->number, NULL, 10))
    return FALSE;
  *type = g_strndup (key, n);
  return TRUE;
}

void
fl_shelly_component_add (FlDeviceInfo *device,
                         const char   *prefix,
                         const char   *key,
                         JsonObject   *status,
                         FlDiscovery  *discovery)
{
  Component component = { .device = device, .prefix = prefix, .key = key, .status = status, .discovery = discovery };
  g_autofree char *type = NULL;

  g_return_if_fail (device != NULL && prefix != NULL && key != NULL && discovery != NULL);

  if (!take_apart (key, &component, &type))
    return;
  if (g_str_equal (type, "switch"))
    add_switch (&component);
  if (status == NULL)
    return;
  if (g_str_equal (type, "input"))
    add_input (&component);
  for (guint i = 0; i < G_N_ELEMENTS (lights); i++)
    if (g_str_equal (type, lights[i].type))
      add_light (&component, i);
  for (guint i = 0; i < G_N_ELEMENTS (measures); i++)
    add_measure (&component, i);
}
