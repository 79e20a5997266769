/* What a test tells a simulated device while it runs, a line each.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "fernlight-fake-control"

#include "config.h"

#include "demo/fl-fake-control.h"

#include <string.h>

/* What follows the word and a space; NULL: another word. */
static const char *
rest_after (const char *line,
            const char *word)
{
  size_t n = strlen (word);

  return strncmp (line, word, n) == 0 && line[n] == ' ' && line[n + 1] != '\0' ? line + n + 1 : NULL;
}

/**
 * fl_fake_control_take:
 * @settings: changed as the line says
 * @line: without its end
 *
 * Returns: what else is to be done
 */
FlFakeControl
fl_fake_control_take (FlFakeDeviceSettings *settings,
                      const char           *line)
{
  const char *rest;

  g_return_val_if_fail (settings != NULL && line != NULL, FL_FAKE_CONTROL_UNKNOWN);

  if (g_str_equal (line, "drop"))
    return FL_FAKE_CONTROL_DROP;
  if (g_str_equal (line, "return"))
    return FL_FAKE_CONTROL_RETURN;
  if ((rest = rest_after (line, "fault")) != NULL)
    return fl_fake_device_fault_from_code (rest, &settings->fault) ? FL_FAKE_CONTROL_DONE : FL_FAKE_CONTROL_UNKNOWN;
  if ((rest = rest_after (line, "delay")) != NULL)
    {
      guint64 ms;

      if (!g_ascii_string_to_unsigned (rest, 10, 0, G_MAXINT, &ms, NULL))
        return FL_FAKE_CONTROL_UNKNOWN;
      settings->delay_ms = (guint) ms;
      return FL_FAKE_CONTROL_DONE;
    }
  if ((rest = rest_after (line, "rename")) == NULL)
    return FL_FAKE_CONTROL_UNKNOWN;
  g_free (settings->title);
  settings->title = g_strdup (rest);
  return FL_FAKE_CONTROL_RENAMED;
}
