/* What is said of a broker's certificate outside the window: it changed, or it expires soon.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "fernlight-certificate-notice"

#include "config.h"

#include "session/fl-certificate-notice.h"

#include "tls/fl-certificate-validity.h"

#include <glib/gi18n-lib.h>

/* Days before the end at which it is said. */
static const int thresholds[] = { 1, 7, 14, 30 };

G_DEFINE_BOXED_TYPE (FlCertificateNotice, fl_certificate_notice, fl_certificate_notice_copy, fl_certificate_notice_free)

/**
 * fl_certificate_notice_get_threshold:
 * @days_left: whole days; negative once it has expired
 *
 * Returns: the threshold that is reached: 30, 14, 7 or 1; 0 if there is nothing to say (any more)
 */
int
fl_certificate_notice_get_threshold (gint64 days_left)
{
  if (days_left < 0)
    return 0;
  for (guint i = 0; i < G_N_ELEMENTS (thresholds); i++)
    if (days_left <= thresholds[i])
      return thresholds[i];
  return 0;
}

/* Takes the texts. */
static FlCertificateNotice *
new_notice (FlBroker   *broker,
            const char *kind,
            char       *title,
            char       *body)
{
  FlCertificateNotice *self = g_new0 (FlCertificateNotice, 1);

  self->broker = g_strdup (fl_broker_get_id (broker));
  self->id = g_strdup_printf ("%s-%s", kind, self->broker);
  self->title = title;
  self->body = body;
  return self;
}

static void
add_sentence (GString    *text,
              const char *sentence)
{
  if (text->len > 0)
    g_string_append_c (text, ' ');
  g_string_append (text, sentence);
}

static void
add_stopped (GString   *body,
             GPtrArray *stopped)
{
  g_autofree char *labels = fl_copied_snippet_join_labels (stopped);
  g_autofree char *sentence =
    g_strdup_printf (_("Devices with what you copied earlier stop connecting now: %s. Copy it anew and flash them."), labels);

  if (stopped->len > 0)
    add_sentence (body, sentence);
}

static void
add_change (GString                 *body,
            const FlCertificateNews *news)
{
  g_autofree char *until = fl_certificate_validity_format_date (news->now->not_after);
  const gboolean same_key = news->before != NULL && g_str_equal (news->before->spki_sha256, news->now->spki_sha256);
  g_autofree char *renewed = g_strdup_printf (same_key ? _("It is good until %s and has the same key as the one before.")
                                                       : _("It is good until %s and has another key than the one before."), until);

  if (!news->now->trusted)
    add_sentence (body, _("It did not prove who it is by what this broker is set to trust. Compare its fingerprint before you go on."));
  else
    add_sentence (body, renewed);
}

/**
 * fl_certificate_notice_new_change:
 * @broker: a saved broker
 * @news: of what was seen there
 *
 * Returns: (transfer full) (nullable): what there is to say; %NULL if nothing changed. What is seen there for the first
 *   time is no change.
 */
FlCertificateNotice *
fl_certificate_notice_new_change (FlBroker                *broker,
                                  const FlCertificateNews *news)
{
  const char *name;
  gboolean is_another;
  GString *body;
  char *title;

  g_return_val_if_fail (FL_IS_BROKER (broker), NULL);
  g_return_val_if_fail (news != NULL, NULL);

  is_another = news->is_new && news->before != NULL;
  if (!is_another && news->stopped->len == 0)
    return NULL;
  body = g_string_new (NULL);
  if (is_another)
    add_change (body, news);
  add_stopped (body, news->stopped);
  name = fl_broker_get_name (broker);
  if (!is_another)
    title = g_strdup_printf (_("%s shows an earlier certificate again"), name);
  else
    title = g_strdup_printf (news->now->trusted ? _("%s has a new certificate") : _("%s shows another certificate"), name);
  return new_notice (broker, "changed", title, g_string_free (body, FALSE));
}

/* Of what still fits the part that a renewal, or the end of its authority, breaks. */
static GPtrArray *
list_endangered (GPtrArray *copied,
                 gint64     until)
{
  GPtrArray *endangered = g_ptr_array_new ();

  for (guint i = 0; copied != NULL && i < copied->len; i++)
    {
      FlCopiedSnippet *snippet = g_ptr_array_index (copied, i);

      if (snippet->stopped_at == 0 && (snippet->bond != FL_SNIPPET_BOND_ISSUER || snippet->until <= until))
        g_ptr_array_add (endangered, snippet);
    }
  return endangered;
}

static char *
describe_expiry (const FlCertificateSighting *sighting,
                 GPtrArray                   *copied)
{
  g_autoptr(GPtrArray) endangered = list_endangered (copied, sighting->not_after);
  g_autofree char *until = fl_certificate_validity_format_date (sighting->not_after);
  g_autofree char *labels = fl_copied_snippet_join_labels (endangered);

  if (endangered->len == 0)
    return g_strdup_printf (_("It is good until %s. Sketches that hold its fingerprint stop connecting when it is renewed."), until);
  return g_strdup_printf (_("It is good until %s. What you copied earlier stops connecting when it is renewed: %s. "
                            "Pin the authority instead to survive renewals."), until, labels);
}

/**
 * fl_certificate_notice_new_expiry:
 * @broker: a saved broker
 * @sighting: its certificate in use
 * @copied: (nullable) (element-type FlCopiedSnippet): what was copied for its devices
 * @now: Unix seconds
 *
 * Returns: (transfer full): that it expires
 */
FlCertificateNotice *
fl_certificate_notice_new_expiry (FlBroker                    *broker,
                                  const FlCertificateSighting *sighting,
                                  GPtrArray                   *copied,
                                  gint64                       now)
{
  gint64 days;
  char *title;

  g_return_val_if_fail (FL_IS_BROKER (broker), NULL);
  g_return_val_if_fail (sighting != NULL, NULL);

  days = MAX (fl_certificate_sighting_get_days_left (sighting, now), 0);
  if (days == 0)
    title = g_strdup_printf (_("The certificate of %s expires within a day"), fl_broker_get_name (broker));
  else
    title = g_strdup_printf (ngettext ("The certificate of %s expires in %d day", "The certificate of %s expires in %d days",
                                       (unsigned long) days), fl_broker_get_name (broker), (int) MIN (days, G_MAXINT));
  return new_notice (broker, "expires", title, describe_expiry (sighting, copied));
}

FlCertificateNotice *
fl_certificate_notice_copy (const FlCertificateNotice *self)
{
  FlCertificateNotice *copy;

  g_return_val_if_fail (self != NULL, NULL);

  copy = g_new0 (FlCertificateNotice, 1);
  copy->broker = g_strdup (self->broker);
  copy->id = g_strdup (self->id);
  copy->title = g_strdup (self->title);
  copy->body = g_strdup (self->body);
  return copy;
}

void
fl_certificate_notice_free (FlCertificateNotice *self)
{
  g_return_if_fail (self != NULL);

  g_free (self->broker);
  g_free (self->id);
  g_free (self->title);
  g_free (self->body);
  g_free (self);
}
