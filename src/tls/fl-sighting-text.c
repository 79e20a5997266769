/* The certificates that were seen at a broker, in words.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "fernlight-sighting-text"

#include "config.h"

#include "tls/fl-sighting-text.h"

#include "tls/fl-certificate-validity.h"

#include <glib/gi18n-lib.h>

static gboolean
is_same_day (gint64 one,
             gint64 other)
{
  g_autofree char *a = fl_certificate_validity_format_date (one);
  g_autofree char *b = fl_certificate_validity_format_date (other);

  return g_str_equal (a, b);
}

static char *
describe_day (gint64 time,
              gint64 now)
{
  return is_same_day (time, now) ? g_strdup (_("today")) : fl_certificate_validity_format_past_date (time, now);
}

/**
 * fl_sighting_text_describe_span:
 * @now: Unix seconds
 *
 * Returns: (transfer full): when it was seen: "3 May – today"; one day if it was only seen on one
 */
char *
fl_sighting_text_describe_span (const FlCertificateSighting *seen,
                                       gint64                       now)
{
  g_autofree char *first = NULL;
  g_autofree char *last = NULL;

  g_return_val_if_fail (seen != NULL, NULL);

  first = describe_day (seen->first_seen, now);
  last = describe_day (seen->last_seen, now);
  if (is_same_day (seen->first_seen, seen->last_seen))
    return g_strdup_printf (_("Seen %s"), last);
  /* Translators: the first and the last day: “Seen 3 May – today” */
  return g_strdup_printf (_("Seen %s – %s"), first, last);
}

static char *
describe_validity (const FlCertificateSighting *seen,
                   gint64                       now)
{
  const gint64 days = fl_certificate_sighting_get_days_left (seen, now);
  g_autofree char *date = fl_certificate_validity_format_date (seen->not_after);
  const int n_days = (int) CLAMP (days, 0, G_MAXINT);

  if (days == G_MININT64)
    return g_strdup (_("Its date is unreadable"));
  if (days < 0)
    return g_strdup_printf (_("Expired on %s"), date);
  return g_strdup_printf (ngettext ("Valid until %s (%d day)", "Valid until %s (%d days)", (unsigned long) n_days), date, n_days);
}

/**
 * fl_sighting_text_describe:
 * @before: (nullable): the one that was seen before it
 * @now: Unix seconds
 *
 * Returns: (transfer full): until when it is good, its issuer, whether the key is the one from before, and what is wrong:
 *   plain text with what a stranger wrote, never markup
 */
char *
fl_sighting_text_describe (const FlCertificateSighting *seen,
                                  const FlCertificateSighting *before,
                                  gint64                       now)
{
  g_autoptr(GPtrArray) parts = NULL;

  g_return_val_if_fail (seen != NULL, NULL);

  parts = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (parts, describe_validity (seen, now));
  g_ptr_array_add (parts, g_strdup_printf (_("from %s"), seen->issuer));
  if (before != NULL)
    g_ptr_array_add (parts, g_strdup (g_str_equal (before->spki_sha256, seen->spki_sha256) ? _("same key as before") : _("new key")));
  if (!seen->trusted)
    g_ptr_array_add (parts, g_strdup (_("did not prove who it is")));
  if (seen->how == FL_CERTIFICATE_SEEN_PROBE)
    g_ptr_array_add (parts, g_strdup (_("only seen by the quiet look")));
  g_ptr_array_add (parts, NULL);
  return g_strjoinv (" · ", (char **) parts->pdata);
}

/**
 * fl_sighting_text_describe_next:
 * @seen: (element-type FlCertificateSighting): the one seen last first, at least one
 * @now: Unix seconds
 *
 * Returns: (transfer full): what comes next: "Expires on 12 January 2027, in 53 days."
 */
char *
fl_sighting_text_describe_next (GPtrArray *seen,
                                       gint64     now)
{
  const FlCertificateSighting *current;
  g_autofree char *date = NULL;
  gint64 days;

  g_return_val_if_fail (seen != NULL && seen->len > 0, NULL);

  current = g_ptr_array_index (seen, 0);
  days = fl_certificate_sighting_get_days_left (current, now);
  date = fl_certificate_validity_format_date (current->not_after);
  if (days == G_MININT64)
    return g_strdup (_("The date of the certificate in use is unreadable."));
  if (days < 0)
    return g_strdup_printf (_("The certificate in use expired on %s."), date);
  return g_strdup_printf (ngettext ("The certificate in use expires on %s, in %d day.", "The certificate in use expires on %s, in %d days.",
                                    (unsigned long) MIN (days, G_MAXINT)), date, (int) MIN (days, G_MAXINT));
}

/**
 * fl_sighting_text_describe_snippet:
 * @now: Unix seconds
 *
 * Returns: (transfer full): until when a device with it connects, a sentence
 */
char *
fl_sighting_text_describe_snippet (const FlCopiedSnippet *snippet,
                                          gint64                 now)
{
  g_autofree char *until = NULL;
  g_autofree char *since = NULL;

  g_return_val_if_fail (snippet != NULL, NULL);

  if (snippet->stopped_at > 0)
    {
      since = fl_certificate_validity_format_past_date (snippet->stopped_at, now);
      return g_strdup_printf (_("Has not fitted since %s: flash the device anew."), since);
    }
  if (snippet->until == FL_CERTIFICATE_TIME_INVALID)
    return g_strdup (_("Stops connecting when this certificate is renewed."));
  until = fl_certificate_validity_format_date (snippet->until);
  switch (snippet->bond)
    {
    case FL_SNIPPET_BOND_ISSUER:
      return g_strdup_printf (_("Stops connecting on %s, when this authority expires."), until);
    case FL_SNIPPET_BOND_KEY:
      return g_strdup_printf (_("Stops connecting on %s at the latest, if this certificate is renewed with another key."), until);
    case FL_SNIPPET_BOND_CERTIFICATE:
    default:
      return g_strdup_printf (_("Stops connecting on %s at the latest, when this certificate is renewed."), until);
    }
}
