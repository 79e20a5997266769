/* Simulated devices that describe themselves by Home Assistant's MQTT discovery: a switch, a light of the default
 * and one of the json schema, sensors, and several things in one document.
 *
 * Sources: home-assistant.io, source/_integrations/{mqtt,switch.mqtt,light.mqtt,sensor.mqtt,binary_sensor.mqtt}.markdown.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "fernlight-fake-home-assistant"

#include "config.h"

#include "demo/fl-fake-home-assistant.h"

#include <stdio.h>
#include <string.h>

/* ------------------------------------------------------------------------------------------- shared */

static char *
dup_will_topic (FlFakeBoard *board)
{
  return g_strdup_printf ("%s/status", board->settings->name);
}

/* "homeassistant/status": Home Assistant has started; everybody describes himself again. */
static void
add_status_filter (FlFakeBoard *board,
                   GPtrArray   *filters)
{
  g_ptr_array_add (filters, g_strdup ("homeassistant/status"));
}

static void
add_set_filters (FlFakeBoard *board,
                 GPtrArray   *filters)
{
  add_status_filter (board, filters);
  g_ptr_array_add (filters, g_strdup_printf ("%s/+/set", board->settings->name));
  g_ptr_array_add (filters, g_strdup_printf ("%s/+/+/set", board->settings->name));
}

static void
say_online (FlFakeBoard *board)
{
  fl_fake_board_say (board, 1, TRUE, "online", "%s/status", board->settings->name);
}

/* "device": { … } in its short form. */
static char *
dup_device (FlFakeBoard *board)
{
  g_autofree char *title = fl_fake_quote (board->settings->title);

  return g_strdup_printf ("\"dev\":{\"ids\":[\"%s\"],\"name\":%s,\"mf\":\"Homemade\",\"mdl\":\"ESP8266\",\"sw\":\"1.2\"}",
                          board->settings->name, title);
}

static gboolean
obey_birth (FlFakeBoard *board,
            const char  *topic,
            const char  *payload)
{
  if (!g_str_equal (topic, "homeassistant/status"))
    return FALSE;
  if (g_str_equal (payload, "online"))
    board->firmware->announce (board);
  return TRUE;
}

/* Whether it is the topic NAME/REST. */
static gboolean
is_below (FlFakeBoard *board,
          const char  *topic,
          const char  *rest)
{
  g_autofree char *own = g_strdup_printf ("%s/%s", board->settings->name, rest);

  return g_str_equal (topic, own);
}

/* ON and OFF, exactly: what the documents name. */
static gboolean
obey_power (FlFakeBoard *board,
            const char  *payload)
{
  const FlFakeOrder order = { g_str_equal (payload, "ON") ? FL_FAKE_POWER_ON : FL_FAKE_POWER_OFF, -1, FALSE, { 0 } };

  return (order.power == FL_FAKE_POWER_ON || g_str_equal (payload, "OFF")) && fl_fake_board_order (board, 0, &order);
}

/* ------------------------------------------------------------------------------------------- switch */

/* Long names, and no "device": as the documentation's first example. */
static void
announce_switch (FlFakeBoard *board)
{
  const char *name = board->settings->name;
  g_autofree char *title = fl_fake_quote (board->settings->title);
  g_autofree char *document =
    g_strdup_printf ("{\"name\":%s,\"unique_id\":\"%s_switch\",\"command_topic\":\"%s/switch/set\","
                     "\"state_topic\":\"%s/switch\",\"availability_topic\":\"%s/status\",\"device_class\":\"outlet\","
                     "\"icon\":\"mdi:coffee\"}",
                     title, name, name, name, name);

  fl_fake_board_say (board, 1, TRUE, document, "homeassistant/switch/%s/config", name);
  say_online (board);
}

static void
report_switch (FlFakeBoard *board,
               guint        output)
{
  fl_fake_board_say (board, 1, TRUE, board->outputs[output].on ? "ON" : "OFF", "%s/switch", board->settings->name);
}

static gboolean
obey_switch (FlFakeBoard *board,
             const char  *topic,
             const char  *payload)
{
  return obey_birth (board, topic, payload) || (is_below (board, topic, "switch/set") && obey_power (board, payload));
}

/* ------------------------------------------------------------------------------------------- light, default schema */

static void
announce_light (FlFakeBoard *board)
{
  const char *name = board->settings->name;
  g_autofree char *device = dup_device (board);
  g_autofree char *document =
    g_strdup_printf ("{\"~\":\"%s/light\",\"name\":\"Lamp\",\"uniq_id\":\"%s_light\",\"cmd_t\":\"~/set\",\"stat_t\":\"~\","
                     "\"bri_cmd_t\":\"~/brightness/set\",\"bri_stat_t\":\"~/brightness\","
                     "\"rgb_cmd_t\":\"~/rgb/set\",\"rgb_stat_t\":\"~/rgb\",\"avty_t\":\"%s/status\",%s}",
                     name, name, name, device);

  fl_fake_board_say (board, 1, TRUE, document, "homeassistant/light/%s/config", name);
  say_online (board);
}

static void
report_light (FlFakeBoard *board,
              guint        output)
{
  const FlFakeOutput *state = &board->outputs[output];
  const char *name = board->settings->name;
  g_autofree char *brightness = g_strdup_printf ("%u", state->brightness);
  g_autofree char *color = g_strdup_printf ("%u,%u,%u", state->color[0], state->color[1], state->color[2]);

  fl_fake_board_say (board, 1, TRUE, state->on ? "ON" : "OFF", "%s/light", name);
  fl_fake_board_say (board, 1, TRUE, brightness, "%s/light/brightness", name);
  fl_fake_board_say (board, 1, TRUE, color, "%s/light/rgb", name);
}

static gboolean
obey_light (FlFakeBoard *board,
            const char  *topic,
            const char  *payload)
{
  FlFakeOrder order = { FL_FAKE_POWER_KEEP, -1, FALSE, { 0 } };
  guint red, green, blue;

  if (obey_birth (board, topic, payload))
    return TRUE;
  if (is_below (board, topic, "light/set"))
    return obey_power (board, payload);
  if (is_below (board, topic, "light/brightness/set"))
    {
      order.brightness = (int) g_ascii_strtoull (payload, NULL, 10);
      order.power = order.brightness > 0 ? FL_FAKE_POWER_ON : FL_FAKE_POWER_OFF;
      return fl_fake_board_order (board, 0, &order);
    }
  if (!is_below (board, topic, "light/rgb/set") || sscanf (payload, "%3u,%3u,%3u", &red, &green, &blue) != 3)
    return FALSE;
  order.has_color = TRUE;
  order.color[0] = (guint8) red;
  order.color[1] = (guint8) green;
  order.color[2] = (guint8) blue;
  return fl_fake_board_order (board, 0, &order);
}

/* ------------------------------------------------------------------------------------------- light, json schema */

static void
announce_light_json (FlFakeBoard *board)
{
  const char *name = board->settings->name;
  g_autofree char *device = dup_device (board);
  g_autofree char *document =
    g_strdup_printf ("{\"schema\":\"json\",\"name\":\"Light\",\"uniq_id\":\"%s_light\",\"cmd_t\":\"%s/light/set\","
                     "\"stat_t\":\"%s/light\",\"brightness\":true,\"sup_clrm\":[\"rgb\"],"
                     "\"avty\":[{\"topic\":\"%s/status\"}],%s}",
                     name, name, name, name, device);

  fl_fake_board_say (board, 1, TRUE, document, "homeassistant/light/%s/light/config", name);
  say_online (board);
}

static void
report_light_json (FlFakeBoard *board,
                   guint        output)
{
  g_autofree char *state = fl_fake_light_to_json (&board->outputs[output]);

  fl_fake_board_say (board, 1, TRUE, state, "%s/light", board->settings->name);
}

static gboolean
obey_light_json (FlFakeBoard *board,
                 const char  *topic,
                 const char  *payload)
{
  g_autoptr(JsonObject) object = NULL;
  FlFakeOrder order;

  if (obey_birth (board, topic, payload))
    return TRUE;
  object = is_below (board, topic, "light/set") ? fl_fake_parse_json (payload) : NULL;
  return object != NULL && fl_fake_order_read_json (&order, object) && fl_fake_board_order (board, 0, &order);
}

/* ------------------------------------------------------------------------------------------- sensors */

static void
announce_sensor (FlFakeBoard *board)
{
  static const struct
  {
    const char *component, *id, *name, *topic, *rest;
  } sensors[] = {
    { "sensor", "temperature", "Temperature", "climate",
      "\"val_tpl\":\"{{ value_json.temperature }}\",\"unit_of_meas\":\"°C\",\"stat_cla\":\"measurement\"" },
    { "sensor", "humidity", "Humidity", "climate",
      "\"val_tpl\":\"{{ value_json['humidity'] }}\",\"unit_of_meas\":\"%\",\"stat_cla\":\"measurement\"" },
    { "binary_sensor", "door", "Door", "door", "\"pl_on\":\"open\",\"pl_off\":\"closed\"" },
  };
  const char *name = board->settings->name;
  g_autofree char *device = dup_device (board);

  for (guint i = 0; i < G_N_ELEMENTS (sensors); i++)
    {
      g_autofree char *document =
        g_strdup_printf ("{\"name\":\"%s\",\"uniq_id\":\"%s_%s\",\"stat_t\":\"%s/%s\",\"dev_cla\":\"%s\",%s,"
                         "\"avty_t\":\"%s/status\",%s}",
                         sensors[i].name, name, sensors[i].id, name, sensors[i].topic, sensors[i].id, sensors[i].rest,
                         name, device);

      fl_fake_board_say (board, 1, TRUE, document, "homeassistant/%s/%s/%s/config", sensors[i].component, name,
                         sensors[i].id);
    }
  say_online (board);
}

static void
measure_sensor (FlFakeBoard *board)
{
  g_autofree char *temperature = fl_fake_board_dup_number (board, 14.2, 3.5, 1);
  g_autofree char *humidity = fl_fake_board_dup_number (board, 63, -9, 0);
  g_autofree char *climate = g_strdup_printf ("{\"temperature\":%s,\"humidity\":%s}", temperature, humidity);
  const char *name = board->settings->name;

  fl_fake_board_say (board, 1, TRUE, climate, "%s/climate", name);
  fl_fake_board_say (board, 1, TRUE, "closed", "%s/door", name);
}

/* ------------------------------------------------------------------------------------------- several in one document */

static void
announce_device (FlFakeBoard *board)
{
  const char *name = board->settings->name;
  g_autofree char *device = dup_device (board);
  g_autofree char *document =
    g_strdup_printf ("{%s,\"o\":{\"name\":\"tank-keeper\",\"sw\":\"2.1\"},\"avty_t\":\"%s/status\",\"qos\":1,\"cmps\":{"
                     "\"pump\":{\"p\":\"switch\",\"name\":\"Pump\",\"uniq_id\":\"%s_pump\",\"cmd_t\":\"%s/pump/set\","
                     "\"stat_t\":\"%s/pump\"},"
                     "\"water\":{\"p\":\"sensor\",\"name\":\"Water\",\"uniq_id\":\"%s_water\",\"stat_t\":\"%s/water\","
                     "\"dev_cla\":\"temperature\",\"unit_of_meas\":\"°C\"}}}",
                     device, name, name, name, name, name, name);

  fl_fake_board_say (board, 1, TRUE, document, "homeassistant/device/%s/config", name);
  say_online (board);
}

static void
report_device (FlFakeBoard *board,
               guint        output)
{
  fl_fake_board_say (board, 1, TRUE, board->outputs[output].on ? "ON" : "OFF", "%s/pump", board->settings->name);
}

static void
measure_device (FlFakeBoard *board)
{
  g_autofree char *water = fl_fake_board_dup_number (board, 25.1, 0.4, 1);

  fl_fake_board_say (board, 1, TRUE, water, "%s/water", board->settings->name);
}

static gboolean
obey_device (FlFakeBoard *board,
             const char  *topic,
             const char  *payload)
{
  return obey_birth (board, topic, payload) || (is_below (board, topic, "pump/set") && obey_power (board, payload));
}

const FlFakeFirmware fl_fake_ha_switch = {
  1, "offline", dup_will_topic, add_set_filters, announce_switch, report_switch, NULL, obey_switch,
};

const FlFakeFirmware fl_fake_ha_light = {
  1, "offline", dup_will_topic, add_set_filters, announce_light, report_light, NULL, obey_light,
};

const FlFakeFirmware fl_fake_ha_light_json = {
  1, "offline", dup_will_topic, add_set_filters, announce_light_json, report_light_json, NULL, obey_light_json,
};

const FlFakeFirmware fl_fake_ha_sensor = {
  0, "offline", dup_will_topic, add_status_filter, announce_sensor, NULL, measure_sensor, obey_birth,
};

const FlFakeFirmware fl_fake_ha_device = {
  1, "offline", dup_will_topic, add_set_filters, announce_device, report_device, measure_device, obey_device,
};
