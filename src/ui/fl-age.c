/* How long ago something was, in a few words.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "fernlight-age"

#include "config.h"

#include "ui/fl-age.h"

#include <glib/gi18n.h>

#define MAX_DAYS 31

static char *
format_date (gint64      time,
             const char *format)
{
  g_autoptr(GDateTime) date = g_date_time_new_from_unix_local (time / G_USEC_PER_SEC);

  return date != NULL ? g_date_time_format (date, format) : NULL;
}

/**
 * fl_age_format:
 * @now: real time, µs
 * @then: real time, µs
 *
 * A clock that is ahead of ours does not make an age: then it is now.
 *
 * Returns: (transfer full): "now", "12 s ago", "5 min ago", "3 h ago", "4 days ago", or the date
 */
char *
fl_age_format (gint64 now,
               gint64 then)
{
  const gint64 seconds = (now - then) / G_USEC_PER_SEC;
  const gint64 days = seconds / (24 * 60 * 60);
  char *date;

  if (seconds < 1)
    return g_strdup (_("now"));
  if (seconds < 60)
    return g_strdup_printf (_("%d s ago"), (int) seconds);
  if (seconds < 60 * 60)
    return g_strdup_printf (_("%d min ago"), (int) (seconds / 60));
  if (days < 1)
    return g_strdup_printf (_("%d h ago"), (int) (seconds / (60 * 60)));
  if (days <= MAX_DAYS)
    return g_strdup_printf (ngettext ("%d day ago", "%d days ago", (gulong) days), (int) days);

  /* Translators: a date such as 1 March 2021. */
  date = format_date (then, _("%-d %B %Y"));
  return date != NULL ? date : g_strdup (_("long ago"));
}

/**
 * fl_age_format_left:
 *
 * Returns: (transfer full): since when something is missing: "left 5 min ago"
 */
char *
fl_age_format_left (gint64 now,
                    gint64 left_at)
{
  g_autofree char *age = fl_age_format (now, left_at);

  if (now - left_at < G_USEC_PER_SEC)
    return g_strdup (_("left just now"));
  /* Translators: %s is an age such as "5 min ago". */
  return g_strdup_printf (_("left %s"), age);
}

/**
 * fl_age_format_value:
 *
 * Returns: (transfer full): the age of a value; of a retained copy without a time of its own nobody
 *   knows it
 */
char *
fl_age_format_value (gint64       now,
                     gint64       time,
                     FlTimeOrigin origin)
{
  switch (origin)
    {
    case FL_TIME_ORIGIN_NONE:
      return g_strdup (_("no value yet"));
    case FL_TIME_ORIGIN_RETAINED:
      return g_strdup (_("retained copy, may be old"));
    case FL_TIME_ORIGIN_PAYLOAD:
    case FL_TIME_ORIGIN_TOKEN:
    case FL_TIME_ORIGIN_ARRIVAL:
    default:
      return fl_age_format (now, time);
    }
}

/**
 * fl_age_describe_origin:
 *
 * Returns: (transfer full) (nullable): whose time it is, with the time itself
 */
char *
fl_age_describe_origin (gint64       time,
                        FlTimeOrigin origin)
{
  g_autofree char *date = format_date (time, "%x %X");

  switch (origin)
    {
    case FL_TIME_ORIGIN_PAYLOAD:
      return g_strdup_printf (_("%s, the device’s own time"), date);
    case FL_TIME_ORIGIN_TOKEN:
      return g_strdup_printf (_("%s, when the Fernet token was made"), date);
    case FL_TIME_ORIGIN_ARRIVAL:
      return g_strdup_printf (_("%s, when it arrived here"), date);
    case FL_TIME_ORIGIN_RETAINED:
      return g_strdup_printf (_("The broker kept this copy; it was handed out at %s, how old it is nobody says"), date);
    case FL_TIME_ORIGIN_NONE:
    default:
      return NULL;
    }
}
