/* Simulated devices that speak as Shelly's do: a relay that meters, of the first and of the second generation.
 *
 * Sources: shelly-api-docs.shelly.cloud/gen1 (MQTT) and /gen2 (ComponentsAndServices/{Mqtt,Switch}, General/RPCProtocol).
 * The second generation retains nothing but its last will: bieniu/ha-shellies-discovery-gen2, issue 487.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "fernlight-fake-shelly"

#include "config.h"

#include "demo/fl-fake-shelly.h"

#include <string.h>

static double
watts (FlFakeBoard *board)
{
  return board->outputs[0].on ? 62.4 : 0;
}

/* ------------------------------------------------------------------------------------------- first generation */

static char *
dup_will_topic_1 (FlFakeBoard *board)
{
  return g_strdup_printf ("shellies/%s/online", board->settings->name);
}

static void
add_filters_1 (FlFakeBoard *board,
               GPtrArray   *filters)
{
  const char *name = board->settings->name;

  g_ptr_array_add (filters, g_strdup ("shellies/command"));
  g_ptr_array_add (filters, g_strdup_printf ("shellies/%s/command", name));
  g_ptr_array_add (filters, g_strdup_printf ("shellies/%s/relay/0/command", name));
}

static void
announce_1 (FlFakeBoard *board)
{
  const char *name = board->settings->name;
  g_autofree char *mac = fl_fake_board_dup_mac (board);
  g_autofree char *document =
    g_strdup_printf ("{\"id\":\"%s\",\"model\":\"SHSW-PM\",\"mac\":\"%s\",\"ip\":\"192.168.1.61\",\"new_fw\":false,"
                     "\"fw_ver\":\"20230913-113421/v1.14.0-gcb84623\"}",
                     name, mac);

  fl_fake_board_say (board, 0, TRUE, "true", "shellies/%s/online", name);
  fl_fake_board_say (board, 0, FALSE, document, "shellies/announce");
  fl_fake_board_say (board, 0, TRUE, document, "shellies/%s/announce", name);
}

static void
report_1 (FlFakeBoard *board,
          guint        output)
{
  fl_fake_board_say (board, 0, TRUE, board->outputs[output].on ? "on" : "off", "shellies/%s/relay/%u",
                     board->settings->name, output);
}

static void
measure_1 (FlFakeBoard *board)
{
  const char *name = board->settings->name;
  g_autofree char *power = fl_fake_board_dup_number (board, watts (board), watts (board) / 10, 2);
  g_autofree char *temperature = fl_fake_board_dup_number (board, 41.3, 2, 2);

  fl_fake_board_say (board, 0, TRUE, power, "shellies/%s/relay/0/power", name);
  fl_fake_board_say (board, 0, TRUE, "184233", "shellies/%s/relay/0/energy", name);
  fl_fake_board_say (board, 0, TRUE, temperature, "shellies/%s/temperature", name);
}

static gboolean
obey_1 (FlFakeBoard *board,
        const char  *topic,
        const char  *payload)
{
  FlFakeOrder order = { FL_FAKE_POWER_KEEP, -1, FALSE, { 0 } };

  if (g_str_has_suffix (topic, "/relay/0/command"))
    {
      order.power = fl_fake_power_from_word (payload, "off", "on", "toggle");
      return order.power != FL_FAKE_POWER_KEEP && fl_fake_board_order (board, 0, &order);
    }
  if (g_str_equal (payload, "announce"))
    announce_1 (board);
  else if (g_str_equal (payload, "update"))
    {
      fl_fake_board_ask (board, 0);
      measure_1 (board);
    }
  else
    return FALSE;
  return TRUE;
}

/* ------------------------------------------------------------------------------------------- second generation */

static char *
dup_will_topic_2 (FlFakeBoard *board)
{
  return g_strdup_printf ("%s/online", board->settings->name);
}

static void
add_filters_2 (FlFakeBoard *board,
               GPtrArray   *filters)
{
  const char *name = board->settings->name;

  g_ptr_array_add (filters, g_strdup_printf ("%s/rpc", name));
  g_ptr_array_add (filters, g_strdup_printf ("%s/command", name));
  g_ptr_array_add (filters, g_strdup_printf ("%s/command/switch:0", name));
}

static char *
dup_status (FlFakeBoard *board)
{
  g_autofree char *power = fl_fake_board_dup_number (board, watts (board), watts (board) / 10, 1);
  g_autofree char *voltage = fl_fake_board_dup_number (board, 230.4, 1.5, 1);
  g_autofree char *temperature = fl_fake_board_dup_number (board, 44.2, 2, 1);

  return g_strdup_printf ("{\"id\":0,\"source\":\"MQTT\",\"output\":%s,\"apower\":%s,\"voltage\":%s,\"current\":0.27,"
                          "\"aenergy\":{\"total\":1842.331},\"temperature\":{\"tC\":%s,\"tF\":111.6}}",
                          board->outputs[0].on ? "true" : "false", power, voltage, temperature);
}

static void
announce_2 (FlFakeBoard *board)
{
  fl_fake_board_say (board, 1, TRUE, "true", "%s/online", board->settings->name);
}

static void
report_2 (FlFakeBoard *board,
          guint        output)
{
  const char *name = board->settings->name;
  g_autofree char *status = dup_status (board);
  g_autofree char *notification =
    g_strdup_printf ("{\"src\":\"%s\",\"dst\":\"%s/events\",\"method\":\"NotifyStatus\",\"params\":{\"ts\":%" G_GINT64_FORMAT
                     ".00,\"switch:%u\":{\"id\":%u,\"output\":%s,\"source\":\"MQTT\"}}}",
                     name, name, board->now / G_USEC_PER_SEC, output, output, board->outputs[output].on ? "true" : "false");

  fl_fake_board_say (board, 1, FALSE, status, "%s/status/switch:%u", name, output);
  fl_fake_board_say (board, 1, FALSE, notification, "%s/events/rpc", name);
}

static void
measure_2 (FlFakeBoard *board)
{
  g_autofree char *status = dup_status (board);

  if (!fl_fake_board_is_mute (board))
    fl_fake_board_say (board, 1, FALSE, status, "%s/status/switch:0", board->settings->name);
}

static char *
dup_device_info (FlFakeBoard *board)
{
  g_autofree char *mac = fl_fake_board_dup_mac (board);
  g_autofree char *title = fl_fake_quote (board->settings->title);

  return g_strdup_printf ("{\"name\":%s,\"id\":\"%s\",\"mac\":\"%s\",\"slot\":1,\"model\":\"SNSW-001P16EU\",\"gen\":2,"
                          "\"fw_id\":\"20240819-074343/1.4.2-gc2639da\",\"ver\":\"1.4.2\",\"app\":\"Plus1PM\","
                          "\"auth_en\":false,\"auth_domain\":null}",
                          title, board->settings->name, mac);
}

/* The answer to a request of RPC; NULL: not a method it knows. */
static char *
call (FlFakeBoard *board,
      const char  *method,
      JsonObject  *parameters)
{
  FlFakeOrder order = { FL_FAKE_POWER_TOGGLE, -1, FALSE, { 0 } };
  gboolean was_on = board->outputs[0].on;

  if (g_str_equal (method, "Shelly.GetDeviceInfo"))
    return dup_device_info (board);
  if (g_str_equal (method, "Switch.GetStatus"))
    return dup_status (board);
  if (g_str_equal (method, "Switch.Set") && parameters != NULL)
    order.power = json_object_get_boolean_member_with_default (parameters, "on", FALSE) ? FL_FAKE_POWER_ON
                                                                                        : FL_FAKE_POWER_OFF;
  else if (!g_str_equal (method, "Switch.Toggle"))
    return NULL;
  fl_fake_board_order (board, 0, &order);
  return g_strdup_printf ("{\"was_on\":%s}", was_on ? "true" : "false");
}

static gboolean
obey_rpc (FlFakeBoard *board,
          const char  *payload)
{
  g_autoptr(JsonObject) request = fl_fake_parse_json (payload);
  const char *source = request != NULL ? json_object_get_string_member_with_default (request, "src", NULL) : NULL;
  const char *method = request != NULL ? json_object_get_string_member_with_default (request, "method", "") : "";
  JsonNode *parameters = request != NULL ? json_object_get_member (request, "params") : NULL;
  g_autofree char *result = NULL;

  if (source == NULL)
    return FALSE;
  result = call (board, method, parameters != NULL && JSON_NODE_HOLDS_OBJECT (parameters) ? json_node_get_object (parameters)
                                                                                         : NULL);
  if (result != NULL && !fl_fake_board_is_mute (board))
    {
      g_autofree char *quoted = fl_fake_quote (source);
      g_autofree char *answer =
        g_strdup_printf ("{\"id\":%" G_GINT64_FORMAT ",\"src\":\"%s\",\"dst\":%s,\"result\":%s}",
                         json_object_get_int_member_with_default (request, "id", 0), board->settings->name, quoted, result);

      fl_fake_board_say (board, 1, FALSE, answer, "%s/rpc", source);
    }
  return result != NULL;
}

static gboolean
obey_2 (FlFakeBoard *board,
        const char  *topic,
        const char  *payload)
{
  FlFakeOrder order = { FL_FAKE_POWER_KEEP, -1, FALSE, { 0 } };

  if (g_str_has_suffix (topic, "/rpc"))
    return obey_rpc (board, payload);
  if (g_str_equal (payload, "status_update"))
    {
      fl_fake_board_ask (board, 0);
      return TRUE;
    }
  if (g_str_equal (payload, "announce") && g_str_has_suffix (topic, "/command"))
    {
      g_autofree char *info = dup_device_info (board);

      fl_fake_board_say (board, 1, FALSE, info, "%s/announce", board->settings->name);
      return TRUE;
    }
  order.power = fl_fake_power_from_word (payload, "off", "on", "toggle");
  return order.power != FL_FAKE_POWER_KEEP && g_str_has_suffix (topic, "/switch:0") &&
         fl_fake_board_order (board, 0, &order);
}

const FlFakeFirmware fl_fake_shelly1 = {
  1, "false", dup_will_topic_1, add_filters_1, announce_1, report_1, measure_1, obey_1,
};

const FlFakeFirmware fl_fake_shelly_plus = {
  1, "false", dup_will_topic_2, add_filters_2, announce_2, report_2, measure_2, obey_2,
};
