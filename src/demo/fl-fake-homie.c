/* Simulated devices that speak Homie 4 and Homie 5: a relay and a thermometer.
 *
 * Source: homieiot/convention, convention.md of the tags v4.0.0 and v5.0.0. What it sends with QoS 2 there has 1 here.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "fernlight-fake-homie"

#include "config.h"

#include "demo/fl-fake-homie.h"

#include <string.h>

static gboolean
is_5 (FlFakeBoard *board)
{
  return board->firmware == &fl_fake_homie5;
}

static const char *
root_of (FlFakeBoard *board)
{
  return is_5 (board) ? "homie/5" : "homie";
}

static char *
dup_will_topic (FlFakeBoard *board)
{
  return g_strdup_printf ("%s/%s/$state", root_of (board), board->settings->name);
}

static void
add_filters (FlFakeBoard *board,
             GPtrArray   *filters)
{
  g_ptr_array_add (filters, g_strdup_printf ("%s/%s/+/+/set", root_of (board), board->settings->name));
}

static void
announce_4 (FlFakeBoard *board)
{
  static const struct
  {
    const char *topic, *payload;
  } attributes[] = {
    { "$homie", "4.0.0" },
    { "$nodes", "relay,climate" },
    { "$extensions", "" },
    { "$implementation", "esp8266" },
    { "relay/$name", "Relay" },
    { "relay/$type", "switch" },
    { "relay/$properties", "power" },
    { "relay/power/$name", "Power" },
    { "relay/power/$datatype", "boolean" },
    { "relay/power/$settable", "true" },
    { "climate/$name", "Climate" },
    { "climate/$type", "thermometer" },
    { "climate/$properties", "temperature" },
    { "climate/temperature/$name", "Temperature" },
    { "climate/temperature/$datatype", "float" },
    { "climate/temperature/$unit", "°C" },
  };
  const char *name = board->settings->name;

  fl_fake_board_say (board, 1, TRUE, "init", "homie/%s/$state", name);
  for (guint i = 0; i < G_N_ELEMENTS (attributes); i++)
    fl_fake_board_say (board, 1, TRUE, attributes[i].payload, "homie/%s/%s", name, attributes[i].topic);
  fl_fake_board_say (board, 1, TRUE, board->settings->title, "homie/%s/$name", name);
  fl_fake_board_say (board, 1, TRUE, "ready", "homie/%s/$state", name);
}

static void
announce_5 (FlFakeBoard *board)
{
  const char *name = board->settings->name;
  g_autofree char *title = fl_fake_quote (board->settings->title);
  g_autofree char *description =
    g_strdup_printf ("{\"homie\":\"5.0\",\"version\":%u,\"name\":%s,\"nodes\":{"
                     "\"relay\":{\"name\":\"Relay\",\"type\":\"switch\",\"properties\":{\"power\":{\"name\":\"Power\","
                     "\"datatype\":\"boolean\",\"settable\":true}}},"
                     "\"climate\":{\"name\":\"Climate\",\"properties\":{\"temperature\":{\"name\":\"Temperature\","
                     "\"datatype\":\"float\",\"unit\":\"°C\"}}}}}",
                     g_str_hash (board->settings->title), title);

  fl_fake_board_say (board, 1, TRUE, "init", "homie/5/%s/$state", name);
  fl_fake_board_say (board, 1, TRUE, description, "homie/5/%s/$description", name);
  fl_fake_board_say (board, 1, TRUE, "ready", "homie/5/%s/$state", name);
}

static void
announce (FlFakeBoard *board)
{
  if (is_5 (board))
    announce_5 (board);
  else
    announce_4 (board);
}

static void
report (FlFakeBoard *board,
        guint        output)
{
  fl_fake_board_say (board, 1, TRUE, board->outputs[output].on ? "true" : "false", "%s/%s/relay/power", root_of (board),
                     board->settings->name);
}

static void
measure (FlFakeBoard *board)
{
  g_autofree char *temperature = fl_fake_board_dup_number (board, is_5 (board) ? 6.8 : 48.2, is_5 (board) ? 0.9 : 6, 1);

  fl_fake_board_say (board, 1, TRUE, temperature, "%s/%s/climate/temperature", root_of (board), board->settings->name);
}

/* "true" and "false", exactly. What Homie 5 accepted it repeats on $target before it does it. */
static gboolean
obey (FlFakeBoard *board,
      const char  *topic,
      const char  *payload)
{
  FlFakeOrder order = { FL_FAKE_POWER_OFF, -1, FALSE, { 0 } };

  if (!g_str_has_suffix (topic, "/relay/power/set"))
    return FALSE;
  if (g_str_equal (payload, "true"))
    order.power = FL_FAKE_POWER_ON;
  else if (!g_str_equal (payload, "false"))
    return FALSE;
  if (is_5 (board) && !fl_fake_board_is_mute (board))
    fl_fake_board_say (board, 1, TRUE, payload, "homie/5/%s/relay/power/$target", board->settings->name);
  return fl_fake_board_order (board, 0, &order);
}

const FlFakeFirmware fl_fake_homie4 = { 1, "lost", dup_will_topic, add_filters, announce, report, measure, obey };
const FlFakeFirmware fl_fake_homie5 = { 1, "lost", dup_will_topic, add_filters, announce, report, measure, obey };
