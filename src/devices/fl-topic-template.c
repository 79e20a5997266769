/* A topic with placeholders, such as {base}/{device}/led/set: match a topic against it, fill it in.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#define G_LOG_DOMAIN "fernlight-topic-template"

#include "devices/fl-topic-template.h"

#include "messages/fl-topic-name.h"

#include <string.h>

#define BASE "{base}"
#define DEVICE "{device}"
#define LED "{led}"

static guint
count_levels (const char *const *levels,
              const char        *wanted)
{
  guint n = 0;

  for (guint i = 0; levels[i] != NULL; i++)
    n += g_str_equal (levels[i], wanted);
  return n;
}

static gboolean
match_levels (const char *const     *text_levels,
              const char            *topic,
              FlTopicTemplateMatch  *match)
{
  g_auto(GStrv) levels = g_strsplit (topic, "/", -1);

  if (g_strv_length (levels) != g_strv_length ((char **) text_levels))
    return FALSE;

  for (guint i = 0; levels[i] != NULL; i++)
    {
      gboolean is_device = g_str_equal (text_levels[i], DEVICE);
      gboolean is_led = g_str_equal (text_levels[i], LED);

      if ((is_device || is_led) ? levels[i][0] == '\0' : !g_str_equal (text_levels[i], levels[i]))
        {
          fl_topic_template_match_clear (match);
          return FALSE;
        }
      if (is_device)
        match->device = g_strdup (levels[i]);
      if (is_led)
        match->led = g_strdup (levels[i]);
    }
  return TRUE;
}

void
fl_topic_template_match_clear (FlTopicTemplateMatch *match)
{
  g_clear_pointer (&match->device, g_free);
  g_clear_pointer (&match->led, g_free);
}

/* Whether text is a topic name in which {device} is one level, {base} at most the first and {led} at
 * most one. */
gboolean
fl_topic_template_is_valid (const char *text,
                            gboolean    may_have_led)
{
  g_auto(GStrv) levels = NULL;
  const char *const *view;

  g_return_val_if_fail (text != NULL, FALSE);

  if (!fl_topic_name_is_valid (text, -1))
    return FALSE;

  levels = g_strsplit (text, "/", -1);
  view = (const char *const *) levels;
  if (count_levels (view, DEVICE) != 1 || count_levels (view, LED) > (may_have_led ? 1u : 0u))
    return FALSE;
  if (count_levels (view, BASE) != (g_str_equal (levels[0], BASE) ? 1u : 0u))
    return FALSE;

  for (guint i = 0; levels[i] != NULL; i++)
    if (strpbrk (levels[i], "{}") != NULL && !g_str_equal (levels[i], BASE) &&
        !g_str_equal (levels[i], DEVICE) && !g_str_equal (levels[i], LED))
      return FALSE;
  return TRUE;
}

gboolean
fl_topic_template_has_led (const char *text)
{
  g_return_val_if_fail (text != NULL, FALSE);

  return strstr (text, LED) != NULL;
}

/* Matches topic, which must be valid. A template beginning {base}/{device}/ also matches with that device left out: then
 * the base itself is the device and match->device is NULL. match is filled on TRUE only. */
gboolean
fl_topic_template_matches (const char           *text,
                           const char           *base,
                           const char           *topic,
                           FlTopicTemplateMatch *match)
{
  g_auto(GStrv) levels = NULL;
  const char *const *view;

  g_return_val_if_fail (text != NULL && base != NULL && topic != NULL && match != NULL, FALSE);

  levels = g_strsplit (text, "/", -1);
  view = (const char *const *) levels;
  *match = (FlTopicTemplateMatch) { 0 };

  if (!g_str_equal (levels[0], BASE))
    return match_levels (view, topic, match);

  topic = fl_topic_name_get_below (base, topic);
  if (topic == NULL)
    return FALSE;
  if (match_levels (view + 1, topic, match))
    return TRUE;
  return levels[1] != NULL && levels[2] != NULL && g_str_equal (levels[1], DEVICE) &&
         match_levels (view + 2, topic, match);
}

/* The topic of device (NULL: the base's own card) and led. NULL if the template cannot do without a
 * device. Transfer full. */
char *
fl_topic_template_expand (const char *text,
                          const char *base,
                          const char *device,
                          const char *led)
{
  g_auto(GStrv) levels = NULL;
  g_autoptr(GPtrArray) parts = g_ptr_array_new ();
  gboolean below;

  g_return_val_if_fail (text != NULL && base != NULL && led != NULL, NULL);

  levels = g_strsplit (text, "/", -1);
  below = g_str_equal (levels[0], BASE) && levels[1] != NULL && g_str_equal (levels[1], DEVICE);
  if (device == NULL && !below)
    return NULL;

  for (guint i = 0; levels[i] != NULL; i++)
    {
      const char *part = levels[i];

      if (g_str_equal (part, BASE))
        part = base[0] != '\0' ? base : NULL;
      else if (g_str_equal (part, DEVICE))
        part = device;
      else if (g_str_equal (part, LED))
        part = led;
      if (part != NULL)
        g_ptr_array_add (parts, (gpointer) part);
    }
  g_ptr_array_add (parts, NULL);
  return g_strjoinv ("/", (char **) parts->pdata);
}
