/* The plain form: {base}/{device}/led/set ← ON/OFF, reported on {base}/{device}/led, last will on
 * {base}/{device}/status; templates and words from the broker's settings.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#define G_LOG_DOMAIN "fernlight-convention-plain"

#include "devices/fl-convention-plain.h"

#include "devices/fl-topic-template.h"

#include <string.h>

struct _FlConventionPlain
{
  GObject parent_instance;

  FlDeviceSettings *settings;
  char *led; /* the name of the LED where the templates have no {led} */
};

static void convention_iface_init (FlConventionInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (FlConventionPlain, fl_convention_plain, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (FL_TYPE_CONVENTION, convention_iface_init))

/* The last level of the report's topic that is no placeholder: "led" of {base}/{device}/led. */
static char *
dup_led_name (const char *report_template)
{
  g_auto(GStrv) levels = g_strsplit (report_template, "/", -1);

  for (guint i = g_strv_length (levels); i > 0; i--)
    if (levels[i - 1][0] != '\0' && levels[i - 1][0] != '{')
      return g_strdup (levels[i - 1]);
  return g_strdup ("led");
}

static void
fill_match (FlConventionPlain *self,
            const char        *base,
            const char        *device,
            const char        *led,
            FlTopicMatch      *match)
{
  match->root = fl_convention_join (base, device);
  match->led = g_strdup (led);
  match->command_topic = fl_topic_template_expand (fl_device_settings_get_command_template (self->settings), base, device, led);
  match->report_topic = fl_topic_template_expand (fl_device_settings_get_report_template (self->settings), base, device, led);
}

/* Whether the other template can be filled in too: one may do without a device, the other not. */
static gboolean
recognise_led (FlConventionPlain *self,
               const char        *text,
               FlTopicRole        role,
               const char        *base,
               const char        *topic,
               FlTopicMatch      *match)
{
  g_auto(FlTopicTemplateMatch) found = { 0 };

  if (!fl_topic_template_matches (text, base, topic, &found))
    return FALSE;
  fill_match (self, base, found.device, found.led != NULL ? found.led : self->led, match);
  match->role = role;
  if (match->command_topic != NULL && match->report_topic != NULL)
    return TRUE;
  fl_topic_match_clear (match);
  return FALSE;
}

static gboolean
recognise_availability (FlConventionPlain *self,
                        const char        *base,
                        const char        *topic,
                        FlTopicMatch      *match)
{
  g_auto(FlTopicTemplateMatch) found = { 0 };

  if (!fl_topic_template_matches (fl_device_settings_get_availability_template (self->settings), base, topic, &found))
    return FALSE;
  match->root = fl_convention_join (base, found.device);
  match->role = FL_TOPIC_ROLE_AVAILABILITY;
  return TRUE;
}

static gboolean
fl_convention_plain_recognise (FlConvention *convention,
                               const char   *base,
                               const char   *topic,
                               FlTopicMatch *match)
{
  FlConventionPlain *self = FL_CONVENTION_PLAIN (convention);

  if (recognise_availability (self, base, topic, match))
    return TRUE;
  if (fl_device_settings_has_one_topic (self->settings))
    return FALSE;
  return recognise_led (self, fl_device_settings_get_command_template (self->settings), FL_TOPIC_ROLE_COMMAND, base, topic, match) ||
         recognise_led (self, fl_device_settings_get_report_template (self->settings), FL_TOPIC_ROLE_REPORT, base, topic, match);
}

static GBytes *
fl_convention_plain_build_command (FlConvention *convention,
                                   gboolean      on)
{
  FlConventionPlain *self = FL_CONVENTION_PLAIN (convention);
  const char *word = on ? fl_device_settings_get_payload_on (self->settings) : fl_device_settings_get_payload_off (self->settings);

  return g_bytes_new (word, strlen (word));
}

/* With {led} any topic fits the template: then only the broker's own two words make a LED, unless the
 * topic says so itself. */
static FlLedState
fl_convention_plain_read_report (FlConvention *convention,
                                 const char   *led,
                                 const char   *text)
{
  FlConventionPlain *self = FL_CONVENTION_PLAIN (convention);

  if (fl_topic_template_has_led (fl_device_settings_get_report_template (self->settings)) && !fl_convention_names_led (led) &&
      g_ascii_strcasecmp (text, fl_device_settings_get_payload_on (self->settings)) != 0 &&
      g_ascii_strcasecmp (text, fl_device_settings_get_payload_off (self->settings)) != 0)
    return FL_LED_STATE_UNKNOWN;
  return fl_convention_read_words (self->settings, led, text);
}

static FlAvailability
fl_convention_plain_read_availability (FlConvention *convention,
                                       const char   *text)
{
  FlConventionPlain *self = FL_CONVENTION_PLAIN (convention);
  g_autofree char *word = g_strstrip (g_strdup (text));

  if (g_ascii_strcasecmp (word, fl_device_settings_get_payload_online (self->settings)) == 0)
    return FL_AVAILABILITY_ONLINE;
  if (g_ascii_strcasecmp (word, fl_device_settings_get_payload_offline (self->settings)) == 0)
    return FL_AVAILABILITY_OFFLINE;
  return FL_AVAILABILITY_UNKNOWN;
}

static void
fl_convention_plain_finalize (GObject *object)
{
  FlConventionPlain *self = FL_CONVENTION_PLAIN (object);

  g_clear_pointer (&self->settings, fl_device_settings_unref);
  g_free (self->led);

  G_OBJECT_CLASS (fl_convention_plain_parent_class)->finalize (object);
}

static void
convention_iface_init (FlConventionInterface *iface)
{
  iface->recognise = fl_convention_plain_recognise;
  iface->build_command = fl_convention_plain_build_command;
  iface->read_report = fl_convention_plain_read_report;
  iface->read_availability = fl_convention_plain_read_availability;
}

static void
fl_convention_plain_class_init (FlConventionPlainClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = fl_convention_plain_finalize;
}

static void
fl_convention_plain_init (FlConventionPlain *self)
{
}

FlConvention *
fl_convention_plain_new (FlDeviceSettings *settings)
{
  FlConventionPlain *self;

  g_return_val_if_fail (settings != NULL, NULL);

  self = g_object_new (FL_TYPE_CONVENTION_PLAIN, NULL);
  self->settings = fl_device_settings_ref (settings);
  self->led = dup_led_name (fl_device_settings_get_report_template (settings));
  return FL_CONVENTION (self);
}

gboolean
fl_convention_plain_expect (FlConventionPlain *self,
                            const char        *base,
                            const char        *device,
                            const char        *led,
                            FlTopicMatch      *match)
{
  const char *text;

  g_return_val_if_fail (FL_IS_CONVENTION_PLAIN (self) && base != NULL && led != NULL && match != NULL, FALSE);

  *match = (FlTopicMatch) { 0 };
  text = fl_device_settings_get_report_template (self->settings);
  if (!fl_topic_template_has_led (text) && !g_str_equal (led, self->led))
    return FALSE;

  fill_match (self, base, device, led, match);
  match->role = fl_device_settings_has_one_topic (self->settings) ? FL_TOPIC_ROLE_SHARED : FL_TOPIC_ROLE_REPORT;
  if (match->command_topic != NULL && match->report_topic != NULL)
    return TRUE;
  fl_topic_match_clear (match);
  return FALSE;
}
