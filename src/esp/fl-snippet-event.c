/* The day on which a snippet ends or has to be looked at, for a calendar.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "fernlight-snippet-event"

#include "config.h"

#include "esp/fl-snippet-event.h"

#include "esp/fl-calendar.h"

#include <glib/gi18n-lib.h>

/**
 * fl_snippet_event_write:
 * @now: Unix seconds
 *
 * One entry for each broker, firmware and way: written again after a renewal it moves to the new day. Any thread.
 *
 * Returns: (transfer full) (nullable): an iCalendar file; %NULL if there is no day, or it is over
 */
char *
fl_snippet_event_write (const FlSnippet  *snippet,
                        const FlEndpoint *endpoint,
                        gint64            now)
{
  g_autofree char *where = NULL;
  g_autofree char *id = NULL;
  g_autofree char *summary = NULL;
  g_autofree char *description = NULL;
  FlWorksUntil kind;
  gint64 at;

  g_return_val_if_fail (snippet != NULL && endpoint != NULL, NULL);

  kind = fl_snippet_get_works_until (snippet, &at);
  if (kind == FL_WORKS_UNTIL_OPEN || at <= now)
    return NULL;
  where = fl_endpoint_to_text (endpoint);
  id = g_strdup_printf ("%s %s", where, fl_snippet_get_id (snippet));
  /* Translators: entry in a calendar. First a firmware (“ESP8266, Arduino”), then a broker (“broker.home:8883”). */
  summary = g_strdup_printf (kind == FL_WORKS_UNTIL_END ? _("%s stops connecting to %s") : _("Check that %s still connects to %s"),
                             fl_firmware_get_name (fl_snippet_get_firmware (snippet)), where);
  description = g_strdup_printf ("%s\n%s", fl_snippet_get_title (snippet), fl_snippet_get_works_until_text (snippet));
  return fl_calendar_write (&(FlCalendarEvent) { id, summary, description, at, now });
}

/* Returns: (transfer full): the proposed name of the file, "esp8266-2027-01-12.ics" */
char *
fl_snippet_event_get_name (const FlSnippet *snippet)
{
  g_autofree char *day = NULL;
  gint64 at;

  g_return_val_if_fail (snippet != NULL, NULL);

  fl_snippet_get_works_until (snippet, &at);
  day = fl_works_until_format_day (at);
  return g_strdup_printf ("%s-%s.ics", fl_firmware_to_id (fl_snippet_get_firmware (snippet)), day);
}
