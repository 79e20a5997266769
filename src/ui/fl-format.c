/* Ages, rates and times in the few characters a row has.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "fernlight-format"

#include "config.h"

#include "ui/fl-format.h"

#include <glib/gi18n.h>

#define MINUTE 60
#define HOUR   (60 * MINUTE)
#define DAY    (24 * HOUR)

/**
 * fl_format_age:
 * @time: when it was, real time in µs
 * @now: now, the same
 *
 * Returns: (transfer full): such as "now", "12 s", "5 min", "3 h", "2 d"
 */
char *
fl_format_age (gint64 time,
               gint64 now)
{
  gint64 seconds = MAX (now - time, 0) / G_USEC_PER_SEC;

  if (seconds < 1)
    return g_strdup (C_("age", "now"));
  if (seconds < MINUTE)
    return g_strdup_printf (C_("age", "%d s"), (int) seconds);
  if (seconds < HOUR)
    return g_strdup_printf (C_("age", "%d min"), (int) (seconds / MINUTE));
  if (seconds < DAY)
    return g_strdup_printf (C_("age", "%d h"), (int) (seconds / HOUR));
  return g_strdup_printf (C_("age", "%d d"), (int) MIN (seconds / DAY, 999999));
}

/**
 * fl_format_rate:
 *
 * Returns: (transfer full): such as "2.1/s", "340/s", "6/min", "3/h"; "" when there is nothing to say
 */
char *
fl_format_rate (double per_second)
{
  if (per_second >= 10)
    return g_strdup_printf (C_("rate", "%.0f/s"), per_second);
  if (per_second >= 1)
    return g_strdup_printf (C_("rate", "%.1f/s"), per_second);
  if (per_second * MINUTE >= 1)
    return g_strdup_printf (C_("rate", "%.0f/min"), per_second * MINUTE);
  return g_strdup ("");
}

/**
 * fl_format_time:
 * @time: real time, µs
 *
 * Returns: (transfer full): the time of day, to the second
 */
char *
fl_format_time (gint64 time)
{
  g_autoptr(GDateTime) date = g_date_time_new_from_unix_local (time / G_USEC_PER_SEC);

  return date != NULL ? g_date_time_format (date, "%H:%M:%S") : g_strdup ("–");
}

/**
 * fl_format_date:
 * @time: real time, µs
 *
 * Returns: (transfer full): day, and time of day to the second
 */
char *
fl_format_date (gint64 time)
{
  g_autoptr(GDateTime) date = g_date_time_new_from_unix_local (time / G_USEC_PER_SEC);

  /* Translators: a date with time of day, see strftime(); the default is "3 May 2026, 14:03:12" */
  return date != NULL ? g_date_time_format (date, _("%-e %B %Y, %H:%M:%S")) : g_strdup ("–");
}

/**
 * fl_format_duration:
 * @duration: µs, not negative
 *
 * Returns: (transfer full): such as "0.8 s", "12 s", "5 min"
 */
char *
fl_format_duration (gint64 duration)
{
  if (duration < 10 * G_USEC_PER_SEC)
    return g_strdup_printf (C_("duration", "%.1f s"), (double) duration / G_USEC_PER_SEC);
  return fl_format_age (0, duration);
}

/**
 * fl_format_count:
 *
 * Returns: (transfer full): the number with the separators of the user's language
 */
char *
fl_format_count (guint64 count)
{
  return g_strdup_printf ("%'" G_GUINT64_FORMAT, count);
}
