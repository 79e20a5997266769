/* What is the same in all simulated firmwares: outputs that are switched, faults, delays, a day of measurements.
 *
 * Firmwares cannot encrypt: whatever the settings' key, what is said here is plain.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "fernlight-fake-board"

#include "config.h"

#include "demo/fl-fake-board.h"

#include <math.h>
#include <string.h>

/* A day in which everything goes up and down once, in seconds. */
#define DAY_S 600.0

/* ------------------------------------------------------------------------------------------- for firmwares */

/**
 * fl_fake_board_say:
 * @qos: 0 or 1
 * @retained: whether the broker keeps it
 * @payload: a text
 * @topic_format: the topic, as for printf(), and its arguments
 *
 * Publishes.
 */
void
fl_fake_board_say (FlFakeBoard *self,
                   int          qos,
                   gboolean     retained,
                   const char  *payload,
                   const char  *topic_format,
                   ...)
{
  g_autofree char *topic = NULL;
  va_list arguments;

  g_return_if_fail (self != NULL && payload != NULL && topic_format != NULL);

  va_start (arguments, topic_format);
  topic = g_strdup_vprintf (topic_format, arguments);
  va_end (arguments);
  self->func (topic, payload, strlen (payload), qos, retained, self->user_data);
}

static gboolean
power_after (const FlFakeOutput *output,
             const FlFakeOrder  *order)
{
  switch (order->power)
    {
    case FL_FAKE_POWER_OFF:
      return FALSE;
    case FL_FAKE_POWER_ON:
      return TRUE;
    case FL_FAKE_POWER_TOGGLE:
      return !output->on;
    case FL_FAKE_POWER_KEEP:
    default:
      return output->on;
    }
}

/**
 * fl_fake_board_ask:
 * @output: its position
 *
 * Somebody asked, or told it something: a report is due after the delay, unless it is mute.
 */
void
fl_fake_board_ask (FlFakeBoard *self,
                   guint        output)
{
  g_return_if_fail (self != NULL && output < self->firmware->n_outputs);

  if (!fl_fake_board_is_mute (self))
    self->outputs[output].report_at = self->now + (gint64) self->settings->delay_ms * 1000;
}

/**
 * fl_fake_board_order:
 * @output: its position
 * @order: what is wanted of it
 *
 * Does it, as the faults let it; the report is on its way.
 *
 * Returns: whether it did something
 */
gboolean
fl_fake_board_order (FlFakeBoard       *self,
                     guint              output,
                     const FlFakeOrder *order)
{
  FlFakeOutput *state;
  gboolean on;

  g_return_val_if_fail (self != NULL && output < self->firmware->n_outputs && order != NULL, FALSE);

  if (self->settings->fault == FL_FAKE_DEVICE_FAULT_SILENT)
    return FALSE;
  state = &self->outputs[output];
  on = power_after (state, order);
  state->on = self->settings->fault == FL_FAKE_DEVICE_FAULT_CONTRADICT ? !on : on;
  if (order->brightness > 0)
    state->brightness = (guint8) MIN (order->brightness, 255);
  if (order->has_color)
    memcpy (state->color, order->color, sizeof state->color);
  fl_fake_board_ask (self, output);
  return TRUE;
}

/**
 * fl_fake_board_is_mute:
 *
 * Returns: whether it does not say what it does
 */
gboolean
fl_fake_board_is_mute (FlFakeBoard *self)
{
  g_return_val_if_fail (self != NULL, TRUE);

  return self->settings->fault == FL_FAKE_DEVICE_FAULT_MUTE || self->settings->fault == FL_FAKE_DEVICE_FAULT_SILENT;
}

/**
 * fl_fake_board_dup_number:
 * @middle: what it measures on average, and at first
 * @swing: how much it goes up and down with the day
 * @decimals: 0 to 9
 *
 * Returns: (transfer full): a measurement as a device writes it: a point in every locale
 */
char *
fl_fake_board_dup_number (FlFakeBoard *self,
                          double       middle,
                          double       swing,
                          guint        decimals)
{
  const char format[] = { '%', '.', (char) ('0' + decimals % 10), 'f', '\0' };
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];
  double day;

  g_return_val_if_fail (self != NULL, NULL);

  day = (double) (self->now - self->started_at) / G_USEC_PER_SEC / DAY_S;
  return g_strdup (g_ascii_formatd (buffer, sizeof buffer, format, middle + swing * sin (2 * G_PI * day)));
}

/**
 * fl_fake_board_dup_mac:
 *
 * Returns: (transfer full): twelve upper-case hexadecimal digits, the same for the same name
 */
char *
fl_fake_board_dup_mac (FlFakeBoard *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_strdup_printf ("DC4F22%06X", g_str_hash (self->settings->name) & 0xffffff);
}

/**
 * fl_fake_quote:
 *
 * Returns: (transfer full): @text as a JSON string, with its quotation marks
 */
char *
fl_fake_quote (const char *text)
{
  g_autoptr(JsonNode) node = json_node_new (JSON_NODE_VALUE);

  g_return_val_if_fail (text != NULL, NULL);

  json_node_set_string (node, text);
  return json_to_string (node, FALSE);
}

/**
 * fl_fake_power_from_word:
 * @word: what came, compared without case
 * @off: what switches off
 * @on: what switches on
 * @toggle: what does the other
 *
 * Returns: what is meant; %FL_FAKE_POWER_KEEP: none of these words
 */
FlFakePower
fl_fake_power_from_word (const char *word,
                         const char *off,
                         const char *on,
                         const char *toggle)
{
  g_return_val_if_fail (word != NULL, FL_FAKE_POWER_KEEP);

  if (g_ascii_strcasecmp (word, off) == 0)
    return FL_FAKE_POWER_OFF;
  if (g_ascii_strcasecmp (word, on) == 0)
    return FL_FAKE_POWER_ON;
  return g_ascii_strcasecmp (word, toggle) == 0 ? FL_FAKE_POWER_TOGGLE : FL_FAKE_POWER_KEEP;
}

/**
 * fl_fake_parse_json:
 *
 * Returns: (transfer full) (nullable): the object, or %NULL if @payload is none
 */
JsonObject *
fl_fake_parse_json (const char *payload)
{
  g_autoptr(JsonNode) node = json_from_string (payload, NULL);

  return node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_dup_object (node) : NULL;
}

/**
 * fl_fake_order_read_json:
 * @order: filled
 * @object: {"state":"ON","brightness":128,"color":{"r":255,"g":0,"b":0}}, everything but one of them optional
 *
 * Returns: whether anything was in it
 */
gboolean
fl_fake_order_read_json (FlFakeOrder *order,
                         JsonObject  *object)
{
  const char *state = json_object_get_string_member_with_default (object, "state", "");
  JsonNode *color = json_object_get_member (object, "color");

  *order = (FlFakeOrder) { fl_fake_power_from_word (state, "OFF", "ON", "TOGGLE"), -1, FALSE, { 0 } };
  order->brightness = (int) json_object_get_int_member_with_default (object, "brightness", -1);
  if (color != NULL && JSON_NODE_HOLDS_OBJECT (color))
    {
      const char * const names[] = { "r", "g", "b" };

      order->has_color = TRUE;
      for (guint i = 0; i < G_N_ELEMENTS (names); i++)
        order->color[i] =
          (guint8) json_object_get_int_member_with_default (json_node_get_object (color), names[i], 0);
    }
  return order->power != FL_FAKE_POWER_KEEP || order->brightness >= 0 || order->has_color;
}

/**
 * fl_fake_light_to_json:
 *
 * Returns: (transfer full): the light as ESPHome and Home Assistant write it
 */
char *
fl_fake_light_to_json (const FlFakeOutput *output)
{
  g_return_val_if_fail (output != NULL, NULL);

  return g_strdup_printf ("{\"color_mode\":\"rgb\",\"state\":\"%s\",\"brightness\":%u,"
                          "\"color\":{\"r\":%u,\"g\":%u,\"b\":%u}}",
                          output->on ? "ON" : "OFF", output->brightness, output->color[0], output->color[1],
                          output->color[2]);
}

/* ------------------------------------------------------------------------------------------- for the device */

/**
 * fl_fake_board_new:
 * @settings: what it is; must outlive it
 * @firmware: what it speaks
 * @func: called with everything it wants published
 * @user_data: for @func
 *
 * Times are g_get_real_time() µs everywhere: tests have their own clock. One thread.
 *
 * Returns: (transfer full): a board
 */
FlFakeBoard *
fl_fake_board_new (FlFakeDeviceSettings *settings,
                   const FlFakeFirmware *firmware,
                   FlFakeDeviceSendFunc  func,
                   gpointer              user_data)
{
  FlFakeBoard *self;

  g_return_val_if_fail (settings != NULL && firmware != NULL && func != NULL, NULL);
  g_return_val_if_fail (firmware->n_outputs <= FL_FAKE_BOARD_MAX_OUTPUTS, NULL);

  self = g_new0 (FlFakeBoard, 1);
  self->settings = settings;
  self->firmware = firmware;
  self->func = func;
  self->user_data = user_data;
  for (guint i = 0; i < firmware->n_outputs; i++)
    self->outputs[i] = (FlFakeOutput) { settings->led_on, 180, { 255, 160, 64 }, 0 };
  return self;
}

static void
measure (FlFakeBoard *self)
{
  if (self->firmware->measure != NULL)
    self->firmware->measure (self);
  self->measure_at = self->now + (gint64) self->settings->interval_ms * 1000;
}

/**
 * fl_fake_board_greet:
 * @now: real time in µs
 *
 * Just connected: says who and how it is, and measures.
 */
void
fl_fake_board_greet (FlFakeBoard *self,
                     gint64       now)
{
  g_return_if_fail (self != NULL);

  self->now = now;
  if (self->started_at == 0)
    self->started_at = now;
  self->firmware->announce (self);
  for (guint i = 0; i < self->firmware->n_outputs; i++)
    {
      self->outputs[i].report_at = 0;
      self->firmware->report (self, i);
    }
  measure (self);
}

/**
 * fl_fake_board_tick:
 * @now: real time in µs
 *
 * Says what is due.
 *
 * Returns: when to call it again, real time in µs
 */
gint64
fl_fake_board_tick (FlFakeBoard *self,
                    gint64       now)
{
  gint64 next;

  g_return_val_if_fail (self != NULL, now);

  self->now = now;
  if (self->measure_at <= now)
    measure (self);
  next = self->measure_at;
  for (guint i = 0; i < self->firmware->n_outputs; i++)
    {
      FlFakeOutput *output = &self->outputs[i];

      if (output->report_at != 0 && output->report_at <= now)
        {
          output->report_at = 0;
          self->firmware->report (self, i);
        }
      if (output->report_at != 0)
        next = MIN (next, output->report_at);
    }
  return next;
}

/**
 * fl_fake_board_receive:
 * @topic: one of those it subscribed to
 * @payload: a text
 * @now: real time in µs
 *
 * Obeys, or answers. The report follows with fl_fake_board_tick().
 *
 * Returns: whether it was a command it obeyed, or a question it knows
 */
gboolean
fl_fake_board_receive (FlFakeBoard *self,
                       const char  *topic,
                       const char  *payload,
                       gint64       now)
{
  g_return_val_if_fail (self != NULL && topic != NULL && payload != NULL, FALSE);

  self->now = now;
  return self->firmware->obey (self, topic, payload);
}

/**
 * fl_fake_board_free:
 * @self: (transfer full): a board
 */
void
fl_fake_board_free (FlFakeBoard *self)
{
  g_free (self);
}
