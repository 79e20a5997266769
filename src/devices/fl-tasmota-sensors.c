/* What a Tasmota measures, as entities.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#define G_LOG_DOMAIN "fernlight-tasmota-sensors"

#include "devices/fl-tasmota-sensors.h"

#include "devices/fl-firmware-json.h"
#include "devices/fl-tasmota-entities.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* %: the unit is what the document says under this name. */
static const struct { const char *quantity, *unit, *device_class; } quantities[] = {
  { "Ambient", "lx", "illuminance" },
  { "ActivePower", "W", "power" },
  { "ApparentPower", "VA", "apparent_power" },
  { "Battery", "%", "battery" },
  { "CCT", "K", NULL },
  { "CF1", "µg/m³", NULL },
  { "CF10", "µg/m³", NULL },
  { "CF2.5", "µg/m³", NULL },
  { "CarbonDioxide", "ppm", "carbon_dioxide" },
  { "Current", "A", "current" },
  { "CurrentNeutral", "A", "current" },
  { "DewPoint", "%TempUnit", "temperature" },
  { "Distance", "cm", "distance" },
  { "Energy", "kWh", "energy" },
  { "ExportActive", "kWh", "energy" },
  { "ExportReactive", "kvarh", NULL },
  { "ExportTariff", "kWh", "energy" },
  { "Frequency", "Hz", "frequency" },
  { "Humidity", "%", "humidity" },
  { "Illuminance", "lx", "illuminance" },
  { "ImportActive", "kWh", "energy" },
  { "ImportReactive", "kvarh", NULL },
  { "Moisture", "%", "moisture" },
  { "PM1", "µg/m³", "pm1" },
  { "PM10", "µg/m³", "pm10" },
  { "PM2.5", "µg/m³", "pm25" },
  { "PhaseAngle", "°", NULL },
  { "Power", "W", "power" },
  { "Pressure", "%PressureUnit", "pressure" },
  { "ReactivePower", "var", "reactive_power" },
  { "SeaPressure", "%PressureUnit", "pressure" },
  { "Speed", "%SpeedUnit", "speed" },
  { "TVOC", "ppb", NULL },
  { "Temperature", "%TempUnit", "temperature" },
  { "Today", "kWh", "energy" },
  { "Total", "kWh", "energy" },
  { "TotalTariff", "kWh", "energy" },
  { "Voltage", "V", "voltage" },
  { "Weight", "kg", "weight" },
  { "Yesterday", "kWh", "energy" },
  { "eCO2", "ppm", "carbon_dioxide" },
};

/* Not measurements: a time, cards held before a reader. */
static const char *const passed_over[] = { "Time", "PN532", "RDM6300" };

/* What is needed for each value of the document. */
typedef struct
{
  const FlTasmotaConfig *config;
  FlDeviceInfo *device;
  JsonObject *values;
  FlDiscovery *discovery;
  guint n;
} Sensors;

static const char *
find_unit (JsonObject *values,
           const char *unit)
{
  const char *said;

  if (unit[0] != '%' || unit[1] == '\0')
    return unit;
  said = fl_firmware_json_get_text (values, unit + 1);
  if (!g_str_equal (unit, "%TempUnit"))
    return said;
  return g_strcmp0 (said, "C") == 0 ? "°C" : g_strcmp0 (said, "F") == 0 ? "°F" : NULL;
}

/* ANALOG:Temperature1 is a Temperature, an inner Act of Speed a Speed. AS3935's Energy is none. */
static void
describe (JsonObject        *values,
          const char *const *path,
          guint              n,
          FlEntityFields    *fields)
{
  gboolean has_own_energy = g_str_equal (path[0], "AS3935") || g_str_equal (path[0], "LD2410");

  for (guint level = n; level > 1 && fields->unit == NULL; level--)
    {
      g_autofree char *name = g_strdup (path[level - 1]);
      size_t length = strlen (name);

      if (g_str_equal (path[0], "ANALOG") && length > 1 && g_ascii_isdigit (name[length - 1]))
        name[length - 1] = '\0';
      for (guint i = 0; i < G_N_ELEMENTS (quantities); i++)
        if (g_str_equal (name, quantities[i].quantity) && !(has_own_energy && g_str_equal (name, "Energy")))
          {
            fields->unit = find_unit (values, quantities[i].unit);
            fields->device_class = quantities[i].device_class;
            return;
          }
    }
}

/* value_json['BME280']['Temperature']; a name with a quote cannot be written so. index −1: no array. */
static char *
make_path_template (const char *const *path,
                    guint              n,
                    int                position)
{
  g_autoptr(GString) text = g_string_new ("{{ value_json");

  for (guint i = 0; i < n; i++)
    {
      if (path[i][0] == '\0' || strpbrk (path[i], "'\"\\") != NULL)
        return NULL;
      g_string_append_printf (text, "['%s']", path[i]);
    }
  if (position >= 0)
    g_string_append_printf (text, "[%d]", position);
  g_string_append (text, " }}");
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* The names on the way to the value, and for one of several its number from 1. */
static char *
join_path (const char *const *path,
           guint              n,
           int                position,
           const char        *separator)
{
  g_autoptr(GString) text = g_string_new (path[0]);

  for (guint i = 1; i < n; i++)
    g_string_append_printf (text, "%s%s", separator, path[i]);
  if (position >= 0)
    g_string_append_printf (text, "%s%d", separator, position + 1);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
add_value (Sensors           *sensors,
           const char *const *path,
           guint              n,
           int                position,
           FlEntityKind       kind)
{
  g_auto(FlEntityDraft) draft = { 0 };
  g_autofree char *template = make_path_template (path, n, position);
  g_autofree char *id = join_path (path, n, position, "_");
  g_autofree char *name = join_path (path, n, position, " ");
  FlAspect aspect = { .kind = FL_ASPECT_VALUE, .state_template = template };

  if (template == NULL)
    {
      fl_discovery_leave_out (sensors->discovery, _("a value has a name that is none"));
      return;
    }
  if (sensors->n == FL_TASMOTA_MAX_SENSORS)
    {
      fl_discovery_leave_out (sensors->discovery, _("it describes too many entities at once"));
      return;
    }
  sensors->n++;

  fl_entity_draft_init (&draft, kind, id, name);
  aspect.state_topic = fl_entity_draft_print (&draft, "%sSENSOR", sensors->config->telemetry_prefix);
  if (kind == FL_ENTITY_BINARY_SENSOR)
    {
      aspect.state_on = sensors->config->on;
      aspect.state_off = sensors->config->off;
    }
  fl_entity_draft_add_aspect (&draft, &aspect);
  describe (sensors->values, path, n, &draft.fields);
  fl_tasmota_add_last_will (sensors->config, &draft);
  fl_entity_draft_set_query (&draft, fl_entity_draft_print (&draft, "%sTelePeriod", sensors->config->command_prefix), "");
  fl_entity_draft_finish (&draft, sensors->device, sensors->discovery);
}

static void
add_array (Sensors           *sensors,
           const char *const *path,
           guint              n,
           JsonArray         *array)
{
  guint length = MIN (json_array_get_length (array), FL_TASMOTA_MAX_SENSORS);

  for (guint i = 0; i < length; i++)
    if (JSON_NODE_HOLDS_VALUE (json_array_get_element (array, i)))
      add_value (sensors, path, n, (int) i, FL_ENTITY_SENSOR);
}

/* One member of a sensor: a value, several of one kind, or ("Speed":{"Act":…}) a group. */
static void
add_member (Sensors    *sensors,
            const char *sensor,
            const char *member,
            JsonNode   *node)
{
  const char *path[] = { sensor, member, NULL };
  JsonObjectIter iter;
  JsonNode *inner;

  if (JSON_NODE_HOLDS_VALUE (node))
    add_value (sensors, path, 2, -1, FL_ENTITY_SENSOR);
  else if (JSON_NODE_HOLDS_ARRAY (node))
    add_array (sensors, path, 2, json_node_get_array (node));
  else if (JSON_NODE_HOLDS_OBJECT (node))
    {
      json_object_iter_init_ordered (&iter, json_node_get_object (node));
      while (json_object_iter_next_ordered (&iter, &path[2], &inner))
        if (JSON_NODE_HOLDS_VALUE (inner))
          add_value (sensors, path, 3, -1, FL_ENTITY_SENSOR);
        else if (JSON_NODE_HOLDS_ARRAY (inner))
          add_array (sensors, path, 3, json_node_get_array (inner));
    }
}

/* "Switch1":"OFF" is an input, "BME280":{…} a sensor; "TempUnit":"C" and whatever else is neither. */
static void
add_sensor (Sensors    *sensors,
            const char *name,
            JsonNode   *node)
{
  const char *path[] = { name, NULL };
  JsonObjectIter iter;
  const char *member;
  JsonNode *inner;

  for (guint i = 0; i < G_N_ELEMENTS (passed_over); i++)
    if (g_str_equal (name, passed_over[i]))
      return;
  if (JSON_NODE_HOLDS_VALUE (node))
    {
      if (g_str_has_prefix (name, "Switch") && g_ascii_isdigit (name[strlen ("Switch")]))
        add_value (sensors, path, 1, -1, FL_ENTITY_BINARY_SENSOR);
      return;
    }
  if (!JSON_NODE_HOLDS_OBJECT (node))
    return;
  json_object_iter_init_ordered (&iter, json_node_get_object (node));
  while (json_object_iter_next_ordered (&iter, &member, &inner))
    add_member (sensors, name, member, inner);
}

gboolean
fl_tasmota_add_sensors (const FlTasmotaConfig *config,
                        FlDeviceInfo          *device,
                        const char            *sensors,
                        FlDiscovery           *discovery)
{
  g_autoptr(JsonNode) root = NULL;
  Sensors wanted = { .config = config, .device = device, .discovery = discovery };
  JsonObjectIter iter;
  const char *name;
  JsonNode *node;

  g_return_val_if_fail (config != NULL && device != NULL && sensors != NULL && discovery != NULL, FALSE);

  root = fl_firmware_json_parse (sensors);
  wanted.values = root != NULL ? fl_firmware_json_get_object (json_node_get_object (root), "sn") : NULL;
  if (wanted.values == NULL)
    return FALSE;
  json_object_iter_init_ordered (&iter, wanted.values);
  while (json_object_iter_next_ordered (&iter, &name, &node))
    add_sensor (&wanted, name, node);
  return TRUE;
}
