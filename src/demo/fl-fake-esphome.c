/* Simulated devices that speak as ESPHome does: a node with a switch, a light and a sensor, with and without the
 * documents for Home Assistant.
 *
 * Sources: esphome/esphome, esphome/components/mqtt/{mqtt_component,mqtt_switch,mqtt_light,mqtt_sensor,mqtt_client}.cpp and
 * components/light/light_json_schema.cpp.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "fernlight-fake-esphome"

#include "config.h"

#include "demo/fl-fake-esphome.h"

#include <string.h>

#define SWITCH 0
#define LIGHT 1

static char *
dup_will_topic (FlFakeBoard *board)
{
  return g_strdup_printf ("%s/status", board->settings->name);
}

static void
add_filters (FlFakeBoard *board,
             GPtrArray   *filters)
{
  const char *name = board->settings->name;

  g_ptr_array_add (filters, g_strdup_printf ("%s/switch/pump/command", name));
  g_ptr_array_add (filters, g_strdup_printf ("%s/light/grow_light/command", name));
  g_ptr_array_add (filters, g_strdup ("esphome/discover"));
  g_ptr_array_add (filters, g_strdup_printf ("esphome/ping/%s", name));
}

static void
describe (FlFakeBoard *board)
{
  static const struct
  {
    const char *component, *id, *name, *rest;
    gboolean is_switched;
  } components[] = {
    { "switch", "pump", "Pump", "\"ic\":\"mdi:water-pump\"", TRUE },
    { "light", "grow_light", "Grow Light", "\"schema\":\"json\",\"clrm\":true,\"sup_clrm\":[\"rgb\"],\"brightness\":true", TRUE },
    { "sensor", "soil_moisture", "Soil Moisture",
      "\"dev_cla\":\"moisture\",\"unit_of_meas\":\"%\",\"stat_cla\":\"measurement\"", FALSE },
  };
  const char *name = board->settings->name;
  g_autofree char *upper = fl_fake_board_dup_mac (board);
  g_autofree char *mac = g_ascii_strdown (upper, -1);
  g_autofree char *title = fl_fake_quote (board->settings->title);

  for (guint i = 0; i < G_N_ELEMENTS (components); i++)
    {
      g_autofree char *command =
        components[i].is_switched
          ? g_strdup_printf ("\"cmd_t\":\"%s/%s/%s/command\",", name, components[i].component, components[i].id)
          : g_strdup ("");
      g_autofree char *document =
        g_strdup_printf ("{%s,\"name\":\"%s\",\"stat_t\":\"%s/%s/%s/state\",%s\"avty_t\":\"%s/status\","
                         "\"uniq_id\":\"ESP%s%s\",\"dev\":{\"ids\":\"%s\",\"name\":%s,\"sw\":\"esphome v2024.10.2\","
                         "\"mdl\":\"nodemcuv2\",\"mf\":\"espressif\",\"cns\":[[\"mac\",\"%s\"]]}}",
                         components[i].rest, components[i].name, name, components[i].component, components[i].id, command,
                         name, components[i].component, components[i].id, mac, title, mac);

      fl_fake_board_say (board, 0, TRUE, document, "homeassistant/%s/%s/%s/config", components[i].component, name,
                         components[i].id);
    }
}

static void
announce_bare (FlFakeBoard *board)
{
  const char *name = board->settings->name;

  fl_fake_board_say (board, 0, TRUE, "online", "%s/status", name);
  fl_fake_board_say (board, 0, TRUE, "\033[0;32m[I][mqtt:293]: MQTT Connected!\033[0m", "%s/debug", name);
}

static void
announce (FlFakeBoard *board)
{
  announce_bare (board);
  describe (board);
}

static void
report (FlFakeBoard *board,
        guint        output)
{
  const char *name = board->settings->name;
  g_autofree char *light = fl_fake_light_to_json (&board->outputs[LIGHT]);

  if (output == LIGHT)
    fl_fake_board_say (board, 0, TRUE, light, "%s/light/grow_light/state", name);
  else
    fl_fake_board_say (board, 0, TRUE, board->outputs[SWITCH].on ? "ON" : "OFF", "%s/switch/pump/state", name);
}

static void
measure (FlFakeBoard *board)
{
  g_autofree char *moisture = fl_fake_board_dup_number (board, 38.5, 4.5, 1);

  fl_fake_board_say (board, 0, TRUE, moisture, "%s/sensor/soil_moisture/state", board->settings->name);
}

/* Who asked on esphome/discover. */
static void
introduce (FlFakeBoard *board)
{
  const char *name = board->settings->name;
  g_autofree char *upper = fl_fake_board_dup_mac (board);
  g_autofree char *mac = g_ascii_strdown (upper, -1);
  g_autofree char *title = fl_fake_quote (board->settings->title);
  g_autofree char *document =
    g_strdup_printf ("{\"ip\":\"192.168.1.51\",\"name\":\"%s\",\"friendly_name\":%s,\"port\":6053,\"version\":\"2024.10.2\","
                     "\"mac\":\"%s\",\"platform\":\"ESP8266\",\"board\":\"nodemcuv2\",\"network\":\"wifi\"}",
                     name, title, mac);

  fl_fake_board_say (board, 1, FALSE, document, "esphome/discover/%s", name);
}

static gboolean
obey (FlFakeBoard *board,
      const char  *topic,
      const char  *payload)
{
  FlFakeOrder order = { FL_FAKE_POWER_KEEP, -1, FALSE, { 0 } };
  g_autoptr(JsonObject) object = NULL;

  if (g_str_has_prefix (topic, "esphome/"))
    {
      introduce (board);
      return TRUE;
    }
  if (g_str_has_suffix (topic, "/switch/pump/command"))
    {
      order.power = fl_fake_power_from_word (payload, "OFF", "ON", "TOGGLE");
      return order.power != FL_FAKE_POWER_KEEP && fl_fake_board_order (board, SWITCH, &order);
    }
  object = fl_fake_parse_json (payload); /* a light takes nothing else */
  return object != NULL && fl_fake_order_read_json (&order, object) && fl_fake_board_order (board, LIGHT, &order);
}

const FlFakeFirmware fl_fake_esphome = { 2, "offline", dup_will_topic, add_filters, announce, report, measure, obey };
const FlFakeFirmware fl_fake_esphome_bare = {
  2, "offline", dup_will_topic, add_filters, announce_bare, report, measure, obey,
};
