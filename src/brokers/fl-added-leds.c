/* The LEDs that the user added by topic, as the text a saved broker keeps.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "fernlight-added-leds"

#include "config.h"

#include "brokers/fl-added-leds.h"

#include <string.h>

static const char *
text_or_null (const char *text)
{
  return text == NULL || *text == '\0' ? NULL : text;
}

static gboolean
fits_into_line (const char *text)
{
  return text == NULL || strpbrk (text, "\t\n") == NULL;
}

/**
 * fl_added_leds_add:
 * @list: the LEDs there are, "" for none
 * @command_topic: what it listens to; a LED with the same is replaced
 * @report_topic: (nullable): where it reports
 * @name: (nullable): what the user calls it
 *
 * Texts that would not come back as they are (with a tab or a line feed in them) are not kept.
 *
 * Returns: (transfer full): the list with the LED at its end
 */
char *
fl_added_leds_add (const char *list,
                   const char *command_topic,
                   const char *report_topic,
                   const char *name)
{
  g_autofree char *start = g_strconcat (command_topic, "\t", NULL);
  g_auto(GStrv) lines = g_strsplit (list, "\n", -1);
  GString *result = g_string_new (NULL);

  if (!fits_into_line (command_topic) || !fits_into_line (report_topic) || !fits_into_line (name))
    {
      g_string_assign (result, list);
      return g_string_free (result, FALSE);
    }
  for (guint i = 0; lines[i] != NULL; i++)
    if (*lines[i] != '\0' && !g_str_has_prefix (lines[i], start))
      g_string_append_printf (result, "%s\n", lines[i]);
  g_string_append_printf (result, "%s%s\t%s\n", start, report_topic != NULL ? report_topic : "", name != NULL ? name : "");
  return g_string_free (result, FALSE);
}

/**
 * fl_added_leds_foreach:
 * @list: what fl_added_leds_add() made, or anything that a file held; lines that are none are passed over
 */
void
fl_added_leds_foreach (const char     *list,
                       FlAddedLedFunc  function,
                       gpointer        user_data)
{
  g_auto(GStrv) lines = g_strsplit (list, "\n", -1);

  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_auto(GStrv) words = g_strsplit (lines[i], "\t", 3);

      if (g_strv_length (words) == 3 && *words[0] != '\0')
        function (words[0], text_or_null (words[1]), text_or_null (words[2]), user_data);
    }
}
