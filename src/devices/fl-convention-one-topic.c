/* The one-topic form: commands and whatever is known share one topic, as on Adafruit IO feeds and in
 * sketches after it. The device does not report; we see our own words again.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#define G_LOG_DOMAIN "fernlight-convention-one-topic"

#include "devices/fl-convention-one-topic.h"

#include "devices/fl-topic-template.h"
#include "messages/fl-topic-name.h"

#include <string.h>

struct _FlConventionOneTopic
{
  GObject parent_instance;

  FlDeviceSettings *settings;
};

static void convention_iface_init (FlConventionInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (FlConventionOneTopic, fl_convention_one_topic, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (FL_TYPE_CONVENTION, convention_iface_init))

/* Copies of a feed's value that Adafruit IO sends beside it, and the topic that asks for it.
 * Source: Adafruit IO documentation, MQTT API, "Feed topics". */
static const char *const feed_copies[] = { "json", "csv", "get", NULL };

static void
fill_match (const char   *root,
            const char   *led,
            const char   *topic,
            gboolean      guessed,
            FlTopicMatch *match)
{
  match->role = FL_TOPIC_ROLE_SHARED;
  match->guessed = guessed;
  match->root = g_strdup (root);
  match->led = g_strdup (led);
  match->command_topic = g_strdup (topic);
  match->report_topic = g_strdup (topic);
}

/* A feed's key is FEED or GROUP.FEED. */
static gboolean
names_led_feed (const char *key)
{
  const char *dot = strrchr (key, '.');

  return fl_convention_names_led (dot != NULL ? dot + 1 : key);
}

/* USER/feeds/KEY, and its short form USER/f/KEY, which may be something else. */
static gboolean
recognise_feed (const char   *base,
                const char   *topic,
                FlTopicMatch *match)
{
  g_auto(GStrv) levels = fl_topic_name_split (topic);
  g_autofree char *feed = NULL;
  g_autofree char *root = NULL;
  guint n = g_strv_length (levels);
  gboolean is_short;

  if (n != 3 && n != 4)
    return FALSE;
  is_short = g_str_equal (levels[1], "f");
  if (!is_short && !g_str_equal (levels[1], "feeds"))
    return FALSE;
  feed = g_strjoin ("/", levels[0], levels[1], levels[2], NULL);
  root = fl_convention_dup_root (base, feed);
  if (root == NULL)
    return FALSE;

  if (n == 4)
    {
      if (is_short || !g_strv_contains (feed_copies, levels[3]))
        return FALSE;
      match->role = FL_TOPIC_ROLE_COPY;
      match->root = g_steal_pointer (&root);
      return TRUE;
    }

  if (!names_led_feed (levels[2]))
    return FALSE;
  fill_match (root, levels[2], topic, is_short, match);
  return TRUE;
}

/* The broker's settings give one topic for both. */
static gboolean
recognise_template (FlConventionOneTopic *self,
                    const char           *base,
                    const char           *topic,
                    FlTopicMatch         *match)
{
  g_auto(FlTopicTemplateMatch) found = { 0 };
  g_autofree char *root = NULL;
  const char *text = fl_device_settings_get_report_template (self->settings);

  if (!fl_device_settings_has_one_topic (self->settings) || !fl_topic_template_matches (text, base, topic, &found))
    return FALSE;
  if (found.led != NULL && !fl_convention_names_led (found.led))
    return FALSE;
  root = fl_convention_join (base, found.device);
  fill_match (root, found.led != NULL ? found.led : fl_topic_name_get_last_level (topic), topic, FALSE, match);
  return TRUE;
}

/* BASE/led: most likely a sketch after Adafruit's; a sign of the plain form says otherwise. */
static gboolean
recognise_under_base (const char   *base,
                      const char   *topic,
                      FlTopicMatch *match)
{
  const char *below = fl_topic_name_get_below (base, topic);

  if (below == NULL || strchr (below, '/') != NULL || !fl_convention_names_led (below))
    return FALSE;
  fill_match (base, below, topic, TRUE, match);
  return TRUE;
}

static gboolean
fl_convention_one_topic_recognise (FlConvention *convention,
                                   const char   *base,
                                   const char   *topic,
                                   FlTopicMatch *match)
{
  FlConventionOneTopic *self = FL_CONVENTION_ONE_TOPIC (convention);

  return recognise_feed (base, topic, match) || recognise_template (self, base, topic, match) ||
         recognise_under_base (base, topic, match);
}

static GBytes *
fl_convention_one_topic_build_command (FlConvention *convention,
                                       gboolean      on)
{
  FlConventionOneTopic *self = FL_CONVENTION_ONE_TOPIC (convention);
  const char *word = on ? fl_device_settings_get_payload_on (self->settings) : fl_device_settings_get_payload_off (self->settings);

  return g_bytes_new (word, strlen (word));
}

/* Whatever stands there may be our own words, or anybody's: it proves nothing. */
static FlLedState
fl_convention_one_topic_read_report (FlConvention *convention,
                                     const char   *led,
                                     const char   *text)
{
  return FL_LED_STATE_UNKNOWN;
}

static FlAvailability
fl_convention_one_topic_read_availability (FlConvention *convention,
                                           const char   *text)
{
  return FL_AVAILABILITY_UNKNOWN;
}

static void
fl_convention_one_topic_finalize (GObject *object)
{
  FlConventionOneTopic *self = FL_CONVENTION_ONE_TOPIC (object);

  g_clear_pointer (&self->settings, fl_device_settings_unref);

  G_OBJECT_CLASS (fl_convention_one_topic_parent_class)->finalize (object);
}

static void
convention_iface_init (FlConventionInterface *iface)
{
  iface->recognise = fl_convention_one_topic_recognise;
  iface->build_command = fl_convention_one_topic_build_command;
  iface->read_report = fl_convention_one_topic_read_report;
  iface->read_availability = fl_convention_one_topic_read_availability;
}

static void
fl_convention_one_topic_class_init (FlConventionOneTopicClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = fl_convention_one_topic_finalize;
}

static void
fl_convention_one_topic_init (FlConventionOneTopic *self)
{
}

FlConvention *
fl_convention_one_topic_new (FlDeviceSettings *settings)
{
  FlConventionOneTopic *self;

  g_return_val_if_fail (settings != NULL, NULL);

  self = g_object_new (FL_TYPE_CONVENTION_ONE_TOPIC, NULL);
  self->settings = fl_device_settings_ref (settings);
  return FL_CONVENTION (self);
}
