/* The dates of a certificate in words.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "fernlight-certificate-validity"

#include "config.h"

#include "tls/fl-certificate-validity.h"

#include <glib/gi18n-lib.h>

/* "12 January 2027", local time. */
char *
fl_certificate_validity_format_date (gint64 time)
{
  g_autoptr(GDateTime) date = time != FL_CERTIFICATE_TIME_INVALID ? g_date_time_new_from_unix_local (time) : NULL;

  return date != NULL ? g_date_time_format (date, _("%-d %B %Y")) : g_strdup ("?");
}

/* "3 May 2026, 12:00:00 UTC" */
char *
fl_certificate_validity_format_time (gint64 time)
{
  g_autoptr(GDateTime) date = time != FL_CERTIFICATE_TIME_INVALID ? g_date_time_new_from_unix_utc (time) : NULL;

  return date != NULL ? g_date_time_format (date, _("%-d %B %Y, %H:%M:%S UTC")) : g_strdup (_("not a date"));
}

/* "3 May" for a day of this year, else with its year. */
char *
fl_certificate_validity_format_past_date (gint64 time,
                                          gint64 now)
{
  g_autoptr(GDateTime) date = g_date_time_new_from_unix_local (time);
  g_autoptr(GDateTime) today = g_date_time_new_from_unix_local (now);

  if (date == NULL || today == NULL || g_date_time_get_year (date) != g_date_time_get_year (today))
    return fl_certificate_validity_format_date (time);
  /* Translators: a date of this year such as “3 May” */
  return g_date_time_format (date, _("%-d %B"));
}

/* "good until 12 January 2027 (53 days)" without the first words; or that it has passed. */
char *
fl_certificate_validity_format_until (const FlCertificate *certificate,
                                      gint64               now)
{
  g_autofree char *date = fl_certificate_validity_format_date (fl_certificate_get_not_after (certificate));
  gint64 days = fl_certificate_get_days_left (certificate, now);
  int n_days = days == G_MININT64 ? 0 : (int) ABS (days);

  if (days == G_MININT64)
    return g_strdup (_("an unreadable date"));
  return g_strdup_printf (ngettext ("%s (%d day)", "%s (%d days)", (unsigned long) n_days), date, n_days);
}

/* "valid until 12 January 2027 (53 days)", "expired on 3 May 2026 (3 days ago)". */
char *
fl_certificate_validity_describe (const FlCertificate *certificate,
                                  gint64               now)
{
  g_autofree char *until = NULL;
  g_autofree char *date = NULL;
  gint64 days;

  g_return_val_if_fail (certificate != NULL, NULL);

  days = fl_certificate_get_days_left (certificate, now);
  if (fl_certificate_get_not_before (certificate) != FL_CERTIFICATE_TIME_INVALID
      && fl_certificate_get_not_before (certificate) > now)
    {
      date = fl_certificate_validity_format_date (fl_certificate_get_not_before (certificate));
      return g_strdup_printf (_("not valid before %s"), date);
    }
  if (days >= 0 || days == G_MININT64)
    {
      until = fl_certificate_validity_format_until (certificate, now);
      return g_strdup_printf (_("valid until %s"), until);
    }
  date = fl_certificate_validity_format_date (fl_certificate_get_not_after (certificate));
  return g_strdup_printf (ngettext ("expired on %s (%d day ago)", "expired on %s (%d days ago)", (unsigned long) -days),
                          date, (int) -days);
}
