/* Simulated devices that speak as Tasmota does: a plug that meters, two relays, a coloured light.
 *
 * Sources: tasmota/docs, docs/{MQTT,Commands}.md; arendst/Tasmota, xdrv_12_discovery.ino.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "fernlight-fake-tasmota"

#include "config.h"

#include "demo/fl-fake-tasmota.h"

#include <stdio.h>
#include <string.h>

#define MAX_RELAYS_IN_DOCUMENT 8

static gboolean
is_light (FlFakeBoard *board)
{
  return board->firmware == &fl_fake_tasmota_light;
}

/* "POWER"; with several relays "POWER1" and so on. */
static char *
dup_power (FlFakeBoard *board,
           guint        output)
{
  return board->firmware->n_outputs == 1 ? g_strdup ("POWER") : g_strdup_printf ("POWER%u", output + 1);
}

static char *
dup_time (FlFakeBoard *board)
{
  g_autoptr(GDateTime) time = g_date_time_new_from_unix_utc (board->now / G_USEC_PER_SEC);

  return g_date_time_format (time, "%Y-%m-%dT%H:%M:%S");
}

static char *
dup_will_topic (FlFakeBoard *board)
{
  return g_strdup_printf ("tele/%s/LWT", board->settings->name);
}

static void
add_filters (FlFakeBoard *board,
             GPtrArray   *filters)
{
  g_ptr_array_add (filters, g_strdup_printf ("cmnd/%s/+", board->settings->name));
  g_ptr_array_add (filters, g_strdup ("cmnd/tasmotas/+"));
}

/* ------------------------------------------------------------------------------------------- saying */

static int
percent (guint value)
{
  return (int) (value * 100 + 127) / 255;
}

/* The parts of RESULT and STATE that tell how an output is, without braces. */
static char *
dup_state (FlFakeBoard *board,
           guint        output)
{
  const FlFakeOutput *state = &board->outputs[output];
  g_autofree char *power = dup_power (board, output);
  guint8 color[3];

  if (!is_light (board))
    return g_strdup_printf ("\"%s\":\"%s\"", power, state->on ? "ON" : "OFF");
  for (guint i = 0; i < 3; i++)
    color[i] = (guint8) (state->color[i] * state->brightness / 255);
  return g_strdup_printf ("\"%s\":\"%s\",\"Dimmer\":%d,\"Color\":\"%02X%02X%02X\",\"Channel\":[%d,%d,%d]",
                          power, state->on ? "ON" : "OFF", percent (state->brightness), color[0], color[1], color[2],
                          percent (color[0]), percent (color[1]), percent (color[2]));
}

static void
report (FlFakeBoard *board,
        guint        output)
{
  const char *name = board->settings->name;
  g_autofree char *power = dup_power (board, output);
  g_autofree char *state = dup_state (board, output);
  g_autofree char *result = g_strdup_printf ("{%s}", state);

  fl_fake_board_say (board, 0, FALSE, result, "stat/%s/RESULT", name);
  fl_fake_board_say (board, 0, FALSE, board->outputs[output].on ? "ON" : "OFF", "stat/%s/%s", name, power);
}

static char *
dup_sensors (FlFakeBoard *board)
{
  g_autofree char *time = dup_time (board);

  if (board->firmware == &fl_fake_tasmota)
    {
      g_autofree char *power = fl_fake_board_dup_number (board, board->outputs[0].on ? 46 : 0, board->outputs[0].on ? 9 : 0, 0);
      g_autofree char *voltage = fl_fake_board_dup_number (board, 231, 2, 0);
      g_autofree char *today = fl_fake_board_dup_number (board, 0.187, 0, 3);

      return g_strdup_printf ("{\"Time\":\"%s\",\"ENERGY\":{\"TotalStartTime\":\"2025-03-01T08:12:00\",\"Total\":31.852,"
                              "\"Yesterday\":0.412,\"Today\":%s,\"Power\":%s,\"Voltage\":%s}}",
                              time, today, power, voltage);
    }
  if (board->firmware == &fl_fake_tasmota_two)
    {
      g_autofree char *temperature = fl_fake_board_dup_number (board, 19.6, 1.2, 1);

      return g_strdup_printf ("{\"Time\":\"%s\",\"DS18B20\":{\"Id\":\"01131B123456\",\"Temperature\":%s},\"TempUnit\":\"C\"}",
                              time, temperature);
    }
  return g_strdup_printf ("{\"Time\":\"%s\"}", time);
}

static void
measure (FlFakeBoard *board)
{
  const char *name = board->settings->name;
  g_autofree char *time = dup_time (board);
  g_autofree char *sensors = dup_sensors (board);
  g_autoptr(GString) state = g_string_new (NULL);

  g_string_append_printf (state, "{\"Time\":\"%s\",\"Uptime\":\"0T04:10:05\",\"UptimeSec\":15005,\"Heap\":26,"
                          "\"SleepMode\":\"Dynamic\",\"Sleep\":50,\"LoadAvg\":19,\"MqttCount\":1,", time);
  for (guint i = 0; i < board->firmware->n_outputs; i++)
    {
      g_autofree char *part = dup_state (board, i);

      g_string_append_printf (state, "%s,", part);
    }
  g_string_append (state, "\"Wifi\":{\"AP\":1,\"SSId\":\"home\",\"Channel\":6,\"RSSI\":74,\"Signal\":-63,\"LinkCount\":1}}");
  if (!fl_fake_board_is_mute (board))
    fl_fake_board_say (board, 0, FALSE, state->str, "tele/%s/STATE", name);
  if (!is_light (board))
    fl_fake_board_say (board, 0, FALSE, sensors, "tele/%s/SENSOR", name);
}

/* "fn": the device's own name for one relay, "NAME 1" … for several. */
static char *
dup_friendly_names (FlFakeBoard *board)
{
  GString *names = g_string_new (NULL);

  for (guint i = 0; i < MAX_RELAYS_IN_DOCUMENT; i++)
    {
      g_autofree char *numbered = g_strdup_printf ("%s %u", board->settings->title, i + 1);
      g_autofree char *name = fl_fake_quote (board->firmware->n_outputs == 1 ? board->settings->title : numbered);

      g_string_append_printf (names, "%s%s", i > 0 ? "," : "", i < board->firmware->n_outputs ? name : "null");
    }
  return g_string_free (names, FALSE);
}

static void
announce (FlFakeBoard *board)
{
  const char *name = board->settings->name;
  const int kind = is_light (board) ? 2 : 1;
  g_autofree char *mac = fl_fake_board_dup_mac (board);
  g_autofree char *title = fl_fake_quote (board->settings->title);
  g_autofree char *names = dup_friendly_names (board);
  g_autofree char *sensors = dup_sensors (board);
  g_autofree char *sensors_document = g_strdup_printf ("{\"sn\":%s,\"ver\":1}", sensors);
  g_autofree char *config =
    g_strdup_printf ("{\"ip\":\"192.168.1.42\",\"dn\":%s,\"fn\":[%s],\"hn\":\"%s\",\"mac\":\"%s\",\"md\":\"%s\","
                     "\"ty\":0,\"if\":0,\"ofln\":\"Offline\",\"onln\":\"Online\",\"state\":[\"OFF\",\"ON\",\"TOGGLE\",\"HOLD\"],"
                     "\"sw\":\"14.2.0\",\"t\":\"%s\",\"ft\":\"%%prefix%%/%%topic%%/\",\"tp\":[\"cmnd\",\"stat\",\"tele\"],"
                     "\"rl\":[%d,%d,0,0,0,0,0,0],\"swc\":[-1,-1,-1,-1,-1,-1,-1,-1],"
                     "\"swn\":[null,null,null,null,null,null,null,null],\"btn\":[0,0,0,0,0,0,0,0],"
                     "\"so\":{\"4\":0,\"11\":0,\"13\":0,\"17\":0,\"20\":0,\"30\":0,\"68\":0,\"73\":0,\"82\":0,\"114\":0,\"117\":0},"
                     "\"lk\":%d,\"lt_st\":%d,\"bat\":0,\"dslp\":0,\"sho\":[],\"sht\":[],\"ver\":1}",
                     title, names, name, mac, is_light (board) ? "H801" : "Sonoff POW R2", name,
                     kind, board->firmware->n_outputs > 1 ? kind : 0, is_light (board) ? 1 : 0, is_light (board) ? 3 : 0);

  fl_fake_board_say (board, 0, TRUE, "Online", "tele/%s/LWT", name);
  fl_fake_board_say (board, 0, TRUE, config, "tasmota/discovery/%s/config", mac);
  fl_fake_board_say (board, 0, TRUE, sensors_document, "tasmota/discovery/%s/sensors", mac);
}

/* ------------------------------------------------------------------------------------------- obeying */

static gboolean
obey_power (FlFakeBoard *board,
            const char  *number,
            const char  *word)
{
  FlFakeOrder order = { FL_FAKE_POWER_KEEP, -1, FALSE, { 0 } };
  guint output = number[0] != '\0' ? (guint) g_ascii_strtoull (number, NULL, 10) - 1 : 0;

  if (output >= board->firmware->n_outputs)
    return FALSE;
  if (word[0] == '\0' || g_str_equal (word, "?"))
    {
      fl_fake_board_ask (board, output);
      return TRUE;
    }
  order.power = fl_fake_power_from_word (word, "off", "on", "toggle");
  if (order.power == FL_FAKE_POWER_KEEP)
    order.power = fl_fake_power_from_word (word, "0", "1", "2");
  if (order.power == FL_FAKE_POWER_KEEP)
    order.power = fl_fake_power_from_word (word, "false", "true", "2");
  return order.power != FL_FAKE_POWER_KEEP && fl_fake_board_order (board, output, &order);
}

/* "#RRGGBB", "RRGGBB" or "r,g,b": the brightest part becomes the brightness. */
static gboolean
read_color (const char  *text,
            FlFakeOrder *order)
{
  guint parts[3];
  guint brightest;

  if (sscanf (text, "%3u,%3u,%3u", &parts[0], &parts[1], &parts[2]) != 3 &&
      sscanf (text + (text[0] == '#' ? 1 : 0), "%2x%2x%2x", &parts[0], &parts[1], &parts[2]) != 3)
    return FALSE;
  brightest = MAX (MAX (parts[0], parts[1]), parts[2]);
  if (brightest == 0 || brightest > 255)
    return FALSE;
  order->has_color = TRUE;
  order->brightness = (int) brightest;
  for (guint i = 0; i < 3; i++)
    order->color[i] = (guint8) (parts[i] * 255 / brightest);
  return TRUE;
}

static gboolean
obey_light (FlFakeBoard *board,
            const char  *command,
            const char  *value)
{
  FlFakeOrder order = { FL_FAKE_POWER_ON, -1, FALSE, { 0 } };

  if (g_ascii_strcasecmp (command, "Dimmer") == 0)
    {
      order.brightness = (int) MIN (g_ascii_strtoull (value, NULL, 10), 100) * 255 / 100;
      if (order.brightness == 0)
        order.power = FL_FAKE_POWER_OFF;
    }
  else if (g_ascii_strncasecmp (command, "Color", 5) != 0 || !read_color (value, &order))
    return FALSE;
  return fl_fake_board_order (board, 0, &order);
}

/* cmnd/TOPIC/COMMAND, without case. */
static gboolean
obey (FlFakeBoard *board,
      const char  *topic,
      const char  *payload)
{
  const char *command = strrchr (topic, '/') + 1;

  if (g_ascii_strncasecmp (command, "POWER", 5) == 0)
    return obey_power (board, command + 5, payload);
  if (g_ascii_strcasecmp (command, "STATE") == 0)
    {
      measure (board);
      return TRUE;
    }
  return is_light (board) && obey_light (board, command, payload);
}

const FlFakeFirmware fl_fake_tasmota = { 1, "Offline", dup_will_topic, add_filters, announce, report, measure, obey };
const FlFakeFirmware fl_fake_tasmota_two = { 2, "Offline", dup_will_topic, add_filters, announce, report, measure, obey };
const FlFakeFirmware fl_fake_tasmota_light = { 1, "Offline", dup_will_topic, add_filters, announce, report, measure, obey };
