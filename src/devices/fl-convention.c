/* How one kind of firmware uses topics and payloads: recognise a message, build a command, read a report.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#define G_LOG_DOMAIN "fernlight-convention"

#include "devices/fl-convention.h"

#include "devices/fl-topic-template.h"
#include "messages/fl-payload.h"
#include "messages/fl-topic-name.h"

#include <string.h>

G_DEFINE_INTERFACE (FlConvention, fl_convention, G_TYPE_OBJECT)

/* Received words are compared without case: firmwares differ (ON, on, True, 1). */
static const char *const on_words[] = { "on", "true", "1", NULL };
static const char *const off_words[] = { "off", "false", "0", NULL };

/* Members of an object that hold the state, beside one named as the LED. */
static const char *const state_members[] = { "state", "value", "power", "POWER", NULL };

static gboolean
is_one_of (const char *const *words,
           const char        *text)
{
  for (guint i = 0; words[i] != NULL; i++)
    if (g_ascii_strcasecmp (words[i], text) == 0)
      return TRUE;
  return FALSE;
}

static FlLedState
read_word (FlDeviceSettings *settings,
           const char       *word)
{
  if (g_ascii_strcasecmp (word, fl_device_settings_get_payload_on (settings)) == 0)
    return FL_LED_STATE_ON;
  if (g_ascii_strcasecmp (word, fl_device_settings_get_payload_off (settings)) == 0)
    return FL_LED_STATE_OFF;
  if (is_one_of (on_words, word))
    return FL_LED_STATE_ON;
  return is_one_of (off_words, word) ? FL_LED_STATE_OFF : FL_LED_STATE_UNKNOWN;
}

static void
fl_convention_default_init (FlConventionInterface *iface)
{
}

void
fl_topic_match_clear (FlTopicMatch *match)
{
  g_clear_pointer (&match->root, g_free);
  g_clear_pointer (&match->led, g_free);
  g_clear_pointer (&match->command_topic, g_free);
  g_clear_pointer (&match->report_topic, g_free);
}

/* What topic (a valid one) is to this convention; match is filled on TRUE only. */
gboolean
fl_convention_recognise (FlConvention *self,
                         const char   *base,
                         const char   *topic,
                         FlTopicMatch *match)
{
  g_return_val_if_fail (FL_IS_CONVENTION (self) && base != NULL && topic != NULL && match != NULL, FALSE);

  *match = (FlTopicMatch) { 0 };
  return FL_CONVENTION_GET_IFACE (self)->recognise != NULL && FL_CONVENTION_GET_IFACE (self)->recognise (self, base, topic, match);
}

/* The payload, not yet encrypted, that switches on or off. Transfer full. */
GBytes *
fl_convention_build_command (FlConvention *self,
                             gboolean      on)
{
  g_return_val_if_fail (FL_IS_CONVENTION (self), NULL);

  return FL_CONVENTION_GET_IFACE (self)->build_command (self, on);
}

FlLedState
fl_convention_read_report (FlConvention *self,
                           const char   *led,
                           const char   *text)
{
  g_return_val_if_fail (FL_IS_CONVENTION (self) && led != NULL && text != NULL, FL_LED_STATE_UNKNOWN);

  return FL_CONVENTION_GET_IFACE (self)->read_report (self, led, text);
}

FlAvailability
fl_convention_read_availability (FlConvention *self,
                                 const char   *text)
{
  g_return_val_if_fail (FL_IS_CONVENTION (self) && text != NULL, FL_AVAILABILITY_UNKNOWN);

  return FL_CONVENTION_GET_IFACE (self)->read_availability (self, text);
}

gboolean
fl_convention_discover (FlConvention *self,
                        const char   *base,
                        const char   *topic,
                        const char   *text,
                        FlDiscovery  *discovery)
{
  g_return_val_if_fail (FL_IS_CONVENTION (self) && base != NULL && topic != NULL && text != NULL && discovery != NULL, FALSE);

  return FL_CONVENTION_GET_IFACE (self)->discover != NULL &&
         FL_CONVENTION_GET_IFACE (self)->discover (self, base, topic, text, discovery);
}

const char *const *
fl_convention_get_filters (FlConvention *self)
{
  static const char *const none[] = { NULL };

  g_return_val_if_fail (FL_IS_CONVENTION (self), none);

  return FL_CONVENTION_GET_IFACE (self)->get_filters != NULL ? FL_CONVENTION_GET_IFACE (self)->get_filters (self) : none;
}

/* Reads a word, or the member named led, state, value or power of a JSON object. */
FlLedState
fl_convention_read_words (FlDeviceSettings *settings,
                          const char       *led,
                          const char       *text)
{
  g_autofree char *word = g_strstrip (g_strdup (text));
  g_autoptr(FlPayload) payload = NULL;
  const FlValue *value;
  FlLedState state = read_word (settings, word);

  if (state != FL_LED_STATE_UNKNOWN || (word[0] != '{' && word[0] != '"'))
    return state;

  payload = fl_payload_new_from_bytes (led, word, strlen (word));
  value = fl_payload_find_value (payload, led);
  for (guint i = 0; value == NULL && state_members[i] != NULL; i++)
    value = fl_payload_find_value (payload, state_members[i]);
  return value != NULL ? read_word (settings, value->text) : FL_LED_STATE_UNKNOWN;
}

gboolean
fl_convention_is_configured (FlDeviceSettings *settings,
                             const char       *base,
                             const char       *topic)
{
  g_auto(FlTopicTemplateMatch) report = { 0 };
  g_auto(FlTopicTemplateMatch) command = { 0 };

  return fl_topic_template_matches (fl_device_settings_get_report_template (settings), base, topic, &report) ||
         fl_topic_template_matches (fl_device_settings_get_command_template (settings), base, topic, &command);
}

gboolean
fl_convention_names_led (const char *level)
{
  return g_ascii_strncasecmp (level, "led", 3) == 0 && !g_ascii_isalpha (level[3]);
}

char *
fl_convention_dup_root (const char *base,
                        const char *topic)
{
  const char *below = fl_topic_name_get_below (base, topic);
  const char *slash;
  g_autofree char *device = NULL;

  if (below == NULL)
    return NULL;
  slash = strchr (below, '/');
  if (slash == NULL)
    return g_strdup (base);
  device = g_strndup (below, (size_t) (slash - below));
  return fl_convention_join (base, device);
}

char *
fl_convention_join (const char *base,
                    const char *device)
{
  if (device == NULL)
    return g_strdup (base);
  return base[0] != '\0' ? g_strdup_printf ("%s/%s", base, device) : g_strdup (device);
}
