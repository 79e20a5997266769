/* A simulated light that speaks as WLED does, with "retain brightness & color messages" set.
 *
 * Source: wled/WLED, wled00/{mqtt,xml}.cpp. It has no TLS; here it may have, as behind a bridge.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "fernlight-fake-wled"

#include "config.h"

#include "demo/fl-fake-wled.h"

#include <stdio.h>
#include <string.h>

static char *
dup_will_topic (FlFakeBoard *board)
{
  return g_strdup_printf ("wled/%s/status", board->settings->name);
}

static void
add_filters (FlFakeBoard *board,
             GPtrArray   *filters)
{
  static const char * const topics[] = { "", "/col", "/api" };

  for (guint i = 0; i < G_N_ELEMENTS (topics); i++)
    {
      g_ptr_array_add (filters, g_strdup_printf ("wled/%s%s", board->settings->name, topics[i]));
      g_ptr_array_add (filters, g_strdup_printf ("wled/all%s", topics[i]));
    }
}

static void
announce (FlFakeBoard *board)
{
  fl_fake_board_say (board, 0, TRUE, "online", "wled/%s/status", board->settings->name);
}

static void
report (FlFakeBoard *board,
        guint        output)
{
  const FlFakeOutput *state = &board->outputs[output];
  const char *name = board->settings->name;
  guint brightness = state->on ? state->brightness : 0;
  g_autofree char *title = g_markup_escape_text (board->settings->title, -1);
  g_autofree char *number = g_strdup_printf ("%u", brightness);
  g_autofree char *color = g_strdup_printf ("#%02X%02X%02X", state->color[0], state->color[1], state->color[2]);
  g_autofree char *xml =
    g_strdup_printf ("<?xml version=\"1.0\" ?><vs><ac>%u</ac><cl>%u</cl><cl>%u</cl><cl>%u</cl><cs>0</cs><cs>0</cs><cs>0</cs>"
                     "<ns>0</ns><nr>1</nr><nl>0</nl><nf>1</nf><nd>60</nd><nt>0</nt><fx>0</fx><sx>128</sx><ix>128</ix>"
                     "<fp>0</fp><wv>-1</wv><ws>0</ws><ps>0</ps><cy>0</cy><ds>%s</ds><ss>0</ss></vs>",
                     brightness, state->color[0], state->color[1], state->color[2], title);

  fl_fake_board_say (board, 0, TRUE, number, "wled/%s/g", name);
  fl_fake_board_say (board, 0, TRUE, color, "wled/%s/c", name);
  announce (board);
  fl_fake_board_say (board, 0, TRUE, xml, "wled/%s/v", name);
}

/* {"on":true}, {"on":"t"}, {"bri":128}, {"seg":[{"col":[[255,0,0]]}]} as far as a light needs it, and {"v":true}: tell. */
static gboolean
obey_json (FlFakeBoard *board,
           const char  *payload)
{
  FlFakeOrder order = { FL_FAKE_POWER_KEEP, -1, FALSE, { 0 } };
  g_autoptr(JsonObject) object = fl_fake_parse_json (payload);
  JsonNode *on = object != NULL ? json_object_get_member (object, "on") : NULL;

  if (object == NULL)
    return FALSE;
  if (on != NULL && json_node_get_value_type (on) == G_TYPE_BOOLEAN)
    order.power = json_node_get_boolean (on) ? FL_FAKE_POWER_ON : FL_FAKE_POWER_OFF;
  else if (on != NULL && g_strcmp0 (json_node_get_string (on), "t") == 0)
    order.power = FL_FAKE_POWER_TOGGLE;
  order.brightness = (int) json_object_get_int_member_with_default (object, "bri", -1);
  if (order.brightness == 0)
    order.power = FL_FAKE_POWER_OFF;
  if (on == NULL && order.brightness < 0)
    {
      fl_fake_board_ask (board, 0);
      return TRUE;
    }
  return fl_fake_board_order (board, 0, &order);
}

/* The top topic: whatever contains ON, on or true; else T or t; else a number, where words are 0. */
static gboolean
obey_brightness (FlFakeBoard *board,
                 const char  *payload)
{
  FlFakeOrder order = { FL_FAKE_POWER_ON, -1, FALSE, { 0 } };

  if (strstr (payload, "ON") == NULL && strstr (payload, "on") == NULL && strstr (payload, "true") == NULL)
    {
      order.brightness = (int) MIN (g_ascii_strtoull (payload, NULL, 10), 255);
      order.power = order.brightness > 0 ? FL_FAKE_POWER_ON : FL_FAKE_POWER_OFF;
      if (strchr (payload, 'T') != NULL || strchr (payload, 't') != NULL)
        order.power = FL_FAKE_POWER_TOGGLE;
    }
  return fl_fake_board_order (board, 0, &order);
}

static gboolean
obey (FlFakeBoard *board,
      const char  *topic,
      const char  *payload)
{
  FlFakeOrder order = { FL_FAKE_POWER_KEEP, -1, TRUE, { 0 } };
  guint red, green, blue;

  if (g_str_has_suffix (topic, "/api"))
    return obey_json (board, payload);
  if (!g_str_has_suffix (topic, "/col"))
    return obey_brightness (board, payload);
  if (sscanf (payload, "#%2x%2x%2x", &red, &green, &blue) != 3)
    return FALSE;
  order.color[0] = (guint8) red;
  order.color[1] = (guint8) green;
  order.color[2] = (guint8) blue;
  return fl_fake_board_order (board, 0, &order);
}

const FlFakeFirmware fl_fake_wled = { 1, "offline", dup_will_topic, add_filters, announce, report, NULL, obey };
