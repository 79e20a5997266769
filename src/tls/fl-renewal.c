/* A certificate that is not the pinned one, beside the one that was: what changed, and what that can mean.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "fernlight-renewal"

#include "config.h"

#include "tls/fl-renewal.h"

#include "tls/fl-certificate-validity.h"
#include "tls/fl-fingerprint.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static void
line_free (gpointer data)
{
  FlRenewalLine *line = data;

  g_free (line->label);
  g_free (line->before);
  g_free (line->after);
  g_free (line);
}

/* Takes @before and @after. */
static void
add_line (GPtrArray  *lines,
          const char *label,
          char       *before,
          char       *after,
          gboolean    is_code)
{
  FlRenewalLine *line = g_new0 (FlRenewalLine, 1);

  line->label = g_strdup (label);
  line->before = before;
  line->after = after;
  line->is_code = is_code;
  line->differs = before != NULL && strcmp (before, after) != 0;
  g_ptr_array_add (lines, line);
}

/* The remembered certificate, if it has a pin: only that makes it the one that was trusted. */
static const FlCertificate *
get_trusted (const FlTrust       *trust,
             const FlCertificate *before)
{
  return fl_trust_match_pin (trust, before) != NULL ? before : NULL;
}

static char *
format_key (const FlCertificate *certificate)
{
  const char *curve = fl_certificate_get_key_curve (certificate);
  g_autofree char *key = g_strdup_printf (_("%s, %u bits"), fl_certificate_get_key_type (certificate),
                                          fl_certificate_get_key_bits (certificate));

  return curve != NULL ? g_strdup_printf ("%s, %s", key, curve) : g_steal_pointer (&key);
}

static char *
format_names (const FlCertificate *certificate)
{
  const char *const *names = fl_certificate_get_san (certificate);

  return names[0] != NULL ? g_strjoinv ("\n", (char **) names) : g_strdup (_("none"));
}

static char *
format_subject (const FlCertificate *certificate)
{
  return g_strdup (fl_certificate_get_common_name (certificate));
}

static char *
format_issuer (const FlCertificate *certificate)
{
  return fl_certificate_is_self_signed (certificate) ? g_strdup (_("itself"))
                                                     : g_strdup (fl_certificate_get_issuer_name (certificate));
}

static char *
format_begin (const FlCertificate *certificate)
{
  return fl_certificate_validity_format_date (fl_certificate_get_not_before (certificate));
}

static char *
format_end (const FlCertificate *certificate)
{
  return fl_certificate_validity_format_date (fl_certificate_get_not_after (certificate));
}

static char *
format_spki (const FlCertificate *certificate)
{
  return g_strconcat ("sha256//", fl_certificate_get_spki_sha256 (certificate), NULL);
}

static char *
format_sha256 (const FlCertificate *certificate)
{
  return fl_fingerprint_to_colons (fl_certificate_get_sha256 (certificate));
}

static char *
format_sha1 (const FlCertificate *certificate)
{
  return fl_fingerprint_to_arduino (fl_certificate_get_sha1 (certificate));
}

static const struct
{
  const char *label;
  char     *(*format) (const FlCertificate *certificate);
  int         kind; /* of the pin that says it, or -1 */
} facts[] = {
  { N_("Name"), format_subject, -1 },
  { N_("Valid for"), format_names, -1 },
  { N_("Issued by"), format_issuer, -1 },
  { N_("Valid from"), format_begin, -1 },
  { N_("Valid until"), format_end, -1 },
  { N_("Key"), format_key, -1 },
  { N_("SHA-256 of the key"), format_spki, FL_PIN_SPKI },
  { N_("SHA-256"), format_sha256, FL_PIN_SHA256 },
  { N_("SHA-1, for the sketch"), format_sha1, FL_PIN_SHA1 },
};

/* What a pin alone says of the certificate that it stands for. */
static char *
format_pin (const FlPin *pin)
{
  g_autofree char *text = fl_pin_to_text (pin);

  switch (fl_pin_get_kind (pin))
    {
    case FL_PIN_SHA1:
      return fl_fingerprint_to_arduino (text);
    case FL_PIN_SPKI:
      return g_steal_pointer (&text);
    case FL_PIN_SHA256:
    default:
      return fl_fingerprint_to_colons (text);
    }
}

/**
 * fl_renewal_list_lines:
 * @trust: a trust setting by pin
 * @before: (nullable): the certificate that was seen last under the pin
 * @after: the one that is refused now
 *
 * Returns: (transfer full) (element-type FlRenewalLine): old and new, side by side
 */
GPtrArray *
fl_renewal_list_lines (const FlTrust       *trust,
                       const FlCertificate *before,
                       const FlCertificate *after)
{
  GPtrArray *lines = g_ptr_array_new_with_free_func (line_free);
  const FlCertificate *trusted;
  const FlPin *pin;

  g_return_val_if_fail (trust != NULL && after != NULL, lines);

  trusted = get_trusted (trust, before);
  pin = fl_trust_get_pin (trust);
  for (gsize i = 0; i < G_N_ELEMENTS (facts); i++)
    {
      char *old = NULL;

      if (trusted != NULL)
        old = facts[i].format (trusted);
      else if (pin != NULL && (int) fl_pin_get_kind (pin) == facts[i].kind)
        old = format_pin (pin);
      add_line (lines, _(facts[i].label), old, facts[i].format (after), facts[i].kind >= 0);
    }
  return lines;
}

/* Whether the refused certificate (@after) is one for the key that was trusted. @before: (nullable) */
FlRenewalKey
fl_renewal_compare_keys (const FlTrust       *trust,
                         const FlCertificate *before,
                         const FlCertificate *after)
{
  const FlCertificate *trusted;
  const FlPin *pin;

  g_return_val_if_fail (trust != NULL && after != NULL, FL_RENEWAL_KEY_UNKNOWN);

  trusted = get_trusted (trust, before);
  pin = fl_trust_get_pin (trust);
  if (trusted != NULL)
    return strcmp (fl_certificate_get_spki_sha256 (trusted), fl_certificate_get_spki_sha256 (after)) == 0
             ? FL_RENEWAL_KEY_SAME : FL_RENEWAL_KEY_OTHER;
  if (pin != NULL && fl_pin_get_kind (pin) == FL_PIN_SPKI && !fl_pin_matches (pin, after))
    return FL_RENEWAL_KEY_OTHER;
  return FL_RENEWAL_KEY_UNKNOWN;
}

/**
 * fl_renewal_summarize:
 * @trust: a trust setting by pin
 * @before: (nullable): the certificate that was seen last under the pin
 * @after: the one that is refused now
 *
 * Returns: one or two translated sentences: same key or another, and what is known at all
 */
char *
fl_renewal_summarize (const FlTrust       *trust,
                      const FlCertificate *before,
                      const FlCertificate *after)
{
  g_return_val_if_fail (trust != NULL && after != NULL, NULL);

  switch (fl_renewal_compare_keys (trust, before, after))
    {
    case FL_RENEWAL_KEY_SAME:
      return g_strdup (_("Same key: a new certificate for the key that you trusted."));
    case FL_RENEWAL_KEY_OTHER:
      if (get_trusted (trust, before) == NULL)
        return g_strdup (_("Another key than the one you trusted. More is not known of it than its fingerprint."));
      return g_strdup (_("Another key than the one you trusted."));
    case FL_RENEWAL_KEY_UNKNOWN:
    default:
      return g_strdup (_("Of the certificate that you trusted only the fingerprint is known, so it cannot be said whether the key is the same."));
    }
}

/* What could be behind it, and what to do before it is trusted; translated. */
const char *
fl_renewal_explain (FlRenewalKey key)
{
  if (key == FL_RENEWAL_KEY_SAME)
    return _("Nobody can use this certificate without the key that you already trust. If that key may have been stolen, do not trust it: "
             "make a new key on the broker first.");
  return _("If you, or whoever runs the broker, did not renew the certificate, this is somebody in between. Once you trust their "
           "certificate, they read and change everything, your password too, and nothing warns you any more. "
           "So compare with what the broker itself says, on the broker or with who runs it, not over this connection.");
}
