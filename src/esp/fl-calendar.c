/* One day to remember, as a file that every calendar program reads: iCalendar, RFC 5545.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "fernlight-calendar"

#include "config.h"

#include "esp/fl-calendar.h"

#include <string.h>

/* Bytes of a line without its line break (section 3.1). */
#define LINE_MAX_BYTES 75
/* Seconds of a day. */
#define DAY 86400

/* TEXT of section 3.3.11; control characters are not allowed there and are left out. */
static void
append_escaped (GString    *line,
                const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);

  for (const char *c = valid; *c != '\0'; c++)
    {
      if (*c == '\n')
        g_string_append (line, "\\n");
      else if (g_ascii_iscntrl (*c))
        continue;
      else
        {
          if (*c == '\\' || *c == ';' || *c == ',')
            g_string_append_c (line, '\\');
          g_string_append_c (line, *c);
        }
    }
}

/* Folds after 75 bytes, never within a character. */
static void
append_line (GString    *file,
             const char *line)
{
  size_t n_line = 0;

  for (const char *c = line; *c != '\0'; c = g_utf8_next_char (c))
    {
      size_t n = (size_t) (g_utf8_next_char (c) - c);

      if (n_line + n > LINE_MAX_BYTES)
        {
          g_string_append (file, "\r\n ");
          n_line = 1;
        }
      g_string_append_len (file, c, (gssize) n);
      n_line += n;
    }
  g_string_append (file, "\r\n");
}

static void
append_text (GString    *file,
             const char *name,
             const char *text)
{
  g_autoptr(GString) line = g_string_new (name);

  g_string_append_c (line, ':');
  append_escaped (line, text);
  append_line (file, line->str);
}

static void
append_time (GString    *file,
             const char *name,
             gint64      time,
             const char *format)
{
  g_autoptr(GDateTime) date = g_date_time_new_from_unix_utc (time);
  g_autofree char *text = date != NULL ? g_date_time_format (date, format) : NULL;
  g_autofree char *line = g_strconcat (name, ":", text != NULL ? text : "", NULL);

  append_line (file, line);
}

static char *
make_uid (const char *id)
{
  g_autofree char *hash = g_compute_checksum_for_string (G_CHECKSUM_SHA256, id, -1);

  return g_strdup_printf ("%.32s@fernlight", hash);
}

/**
 * fl_calendar_write:
 * @event: a day of the years 1 to 9998
 *
 * An event of the whole day that makes nobody busy, with a reminder two weeks before. Any thread.
 *
 * Returns: (transfer full) (nullable): the file's content; %NULL for a day that no calendar has
 */
char *
fl_calendar_write (const FlCalendarEvent *event)
{
  g_autoptr(GString) file = g_string_new (NULL);
  g_autoptr(GDateTime) next = NULL;
  g_autofree char *uid = NULL;
  g_autofree char *trigger = NULL;

  g_return_val_if_fail (event != NULL && event->id != NULL && event->summary != NULL && event->description != NULL, NULL);

  next = event->at < G_MAXINT64 - DAY ? g_date_time_new_from_unix_utc (event->at + DAY) : NULL;
  if (next == NULL)
    return NULL;
  uid = make_uid (event->id);
  trigger = g_strdup_printf ("TRIGGER:-P%dD", FL_CALENDAR_REMIND_DAYS);
  append_line (file, "BEGIN:VCALENDAR");
  append_line (file, "VERSION:2.0");
  append_line (file, "PRODID:-//Fernlight//Fernlight//EN");
  append_line (file, "BEGIN:VEVENT");
  append_text (file, "UID", uid);
  append_time (file, "DTSTAMP", event->now, "%Y%m%dT%H%M%SZ");
  append_time (file, "DTSTART;VALUE=DATE", event->at, "%Y%m%d");
  append_time (file, "DTEND;VALUE=DATE", event->at + DAY, "%Y%m%d");
  append_text (file, "SUMMARY", event->summary);
  append_text (file, "DESCRIPTION", event->description);
  append_line (file, "TRANSP:TRANSPARENT");
  append_line (file, "BEGIN:VALARM");
  append_line (file, "ACTION:DISPLAY");
  append_line (file, trigger);
  append_text (file, "DESCRIPTION", event->summary);
  append_line (file, "END:VALARM");
  append_line (file, "END:VEVENT");
  append_line (file, "END:VCALENDAR");
  return g_string_free (g_steal_pointer (&file), FALSE);
}
