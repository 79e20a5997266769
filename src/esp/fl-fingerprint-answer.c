/* Whose fingerprint this is: the broker's now, one it had, one that everybody pasted once, or nobody's we know.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "fernlight-fingerprint-answer"

#include "config.h"

#include "esp/fl-fingerprint-answer.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "esp/fl-fingerprint-paste.h"
#include "esp/fl-known-certificate.h"
#include "tls/fl-certificate-validity.h"
#include "tls/fl-fingerprint.h"

/* What was found: at most one of these is set. */
typedef struct
{
  FlFingerprintMatch        match;
  FlCertificate            *certificate;
  const FlSeenCertificate  *seen;
  const FlKnownCertificate *known;
} Found;

static gboolean
is_placeholder (const char *sha1)
{
  return sha1 != NULL && (strspn (sha1, "0") == 40 || strspn (sha1, "f") == 40);
}

/* Tasmota hashes the key in its own way; its 20 bytes look like any SHA-1. */
static gboolean
is_tasmota_of (const char    *sha1,
               FlCertificate *leaf)
{
  g_autofree char *tasmota = sha1 != NULL ? fl_fingerprint_for_tasmota (leaf) : NULL;
  g_autofree char *plain = tasmota != NULL ? fl_fingerprint_to_plain (tasmota) : NULL;

  return plain != NULL && g_str_equal (plain, sha1);
}

static FlCertificate *
find_ca (GPtrArray   *certificates,
         const FlPin *pin)
{
  for (guint i = 0; certificates != NULL && i < certificates->len; i++)
    if (fl_pin_matches (pin, certificates->pdata[i]))
      return certificates->pdata[i];
  return NULL;
}

static gboolean
is_of (const FlPin             *pin,
       const FlSeenCertificate *seen)
{
  g_autofree char *text = fl_pin_to_text (pin);

  switch (fl_pin_get_kind (pin))
    {
    case FL_PIN_SHA1:
      return seen->sha1 != NULL && g_ascii_strcasecmp (text, seen->sha1) == 0;
    case FL_PIN_SPKI:
      return seen->spki_sha256 != NULL && g_str_has_suffix (text, seen->spki_sha256) && *seen->spki_sha256 != '\0';
    case FL_PIN_SHA256:
    default:
      return seen->sha256 != NULL && g_ascii_strcasecmp (text, seen->sha256) == 0;
    }
}

/* The one that was there last, of all that have it. */
static const FlSeenCertificate *
find_seen (const FlPin          *pin,
           const FlPasteContext *context)
{
  const FlSeenCertificate *found = NULL;

  for (guint i = 0; i < context->n_seen; i++)
    if (is_of (pin, &context->seen[i]) && (found == NULL || context->seen[i].last_seen > found->last_seen))
      found = &context->seen[i];
  return found;
}

static Found
find (const FlPin          *pin,
      const FlPasteContext *context)
{
  FlCertificate *leaf = fl_paste_context_get_leaf (context);
  g_autofree char *sha1 = fl_fingerprint_paste_sha1 (pin);
  FlCertificate *ca = NULL;
  const FlSeenCertificate *seen = find_seen (pin, context);
  const FlKnownCertificate *known = sha1 != NULL ? fl_known_certificate_find (sha1) : NULL;

  if (is_placeholder (sha1))
    return (Found) { FL_FINGERPRINT_PLACEHOLDER };
  if (leaf != NULL && fl_pin_matches (pin, leaf))
    return (Found) { fl_pin_get_kind (pin) == FL_PIN_SPKI ? FL_FINGERPRINT_MATCHES_KEY : FL_FINGERPRINT_MATCHES_LEAF, leaf };
  if (leaf != NULL && is_tasmota_of (sha1, leaf))
    return (Found) { FL_FINGERPRINT_MATCHES_KEY, leaf };
  if (context->report != NULL)
    ca = find_ca (fl_tls_report_get_chain (context->report), pin);
  if (context->report != NULL && ca == NULL)
    ca = find_ca (fl_tls_report_get_verified_path (context->report), pin);
  if (ca != NULL)
    return (Found) { FL_FINGERPRINT_MATCHES_CA, ca };
  if (seen != NULL)
    return (Found) { FL_FINGERPRINT_SEEN_EARLIER, NULL, seen };
  if (known != NULL)
    return (Found) { FL_FINGERPRINT_KNOWN_OLD, NULL, NULL, known };
  return (Found) { FL_FINGERPRINT_NEVER_SEEN };
}

/* Any thread. */
FlFingerprintMatch
fl_fingerprint_answer_match (const FlPin          *pin,
                             const FlPasteContext *context)
{
  g_return_val_if_fail (pin != NULL && context != NULL, FL_FINGERPRINT_NEVER_SEEN);

  return find (pin, context).match;
}

/* What to write in its place, for the broker that is looked at. */
static char *
new_one_of (const FlPasteContext *context)
{
  FlCertificate *leaf = fl_paste_context_get_trusted (context);
  g_autofree char *arduino = leaf != NULL ? fl_fingerprint_to_arduino (fl_certificate_get_sha1 (leaf)) : NULL;

  if (arduino != NULL)
    return g_strdup_printf (_("%s has this SHA-1 now: %s"), fl_paste_context_get_host (context), arduino);
  if (fl_paste_context_get_leaf (context) != NULL)
    return g_strdup (_("Do not paste this broker’s new fingerprint before you trust its certificate on the Security page."));
  return g_strdup (_("Connect to the broker: its Security page has the fingerprint of today."));
}

static FlFinding *
answer_current (const Found          *found,
                const FlPasteContext *context,
                guint                 line)
{
  const gboolean is_key = found->match == FL_FINGERPRINT_MATCHES_KEY;
  const char *host = fl_paste_context_get_host (context);
  g_autofree char *until = fl_certificate_validity_format_until (found->certificate, context->now);
  g_autofree char *sentence = NULL;
  g_autofree char *change = NULL;

  if (is_key)
    {
      sentence = g_strdup_printf (_("This is the key that %s has now."), host);
      change = g_strdup (_("It goes on matching after a renewal, as long as the broker keeps its key."));
    }
  else
    {
      sentence = g_strdup_printf (_("This is the certificate that %s has now."), host);
      change = g_strdup_printf (_("It stops matching when the certificate is renewed, at the latest on %s."), until);
    }
  return fl_finding_new (is_key ? "fingerprint-key" : "fingerprint-current", FL_SECURITY_TONE_GOOD, line, sentence, change);
}

static FlFinding *
answer_ca (const Found          *found,
           const FlPasteContext *context,
           guint                 line)
{
  g_autofree char *sentence = g_strdup_printf (_("This is not %s’s own certificate but “%s”, in its chain."),
                                               fl_paste_context_get_host (context),
                                               fl_certificate_get_common_name (found->certificate));

  return fl_finding_new ("fingerprint-ca", FL_SECURITY_TONE_BAD, line, sentence,
                         _("setFingerprint() compares the server’s own certificate only. "
                           "A CA belongs into setTrustAnchors() or setCACert(), as a whole certificate."));
}

static FlFinding *
answer_seen (const Found          *found,
             const FlPasteContext *context,
             guint                 line)
{
  g_autofree char *until = fl_certificate_validity_format_date (found->seen->last_seen);
  g_autofree char *sentence = g_strdup_printf (_("This matched %s until %s."), found->seen->host, until);
  g_autofree char *change = new_one_of (context);

  return fl_finding_new ("fingerprint-old", FL_SECURITY_TONE_BAD, line, sentence, change);
}

static FlFinding *
answer_known (const Found          *found,
              const FlPasteContext *context,
              guint                 line)
{
  g_autofree char *name = fl_known_certificate_name (found->known);
  g_autofree char *sentence = g_strdup_printf (_("This is %s. A device with it cannot connect any more."), name);
  g_autofree char *change = new_one_of (context);

  if (found->known->until == 0)
    {
      g_free (sentence);
      sentence = g_strdup_printf (_("This is %s, the last one that its example printed."), name);
    }
  return fl_finding_new ("fingerprint-old", found->known->until == 0 ? FL_SECURITY_TONE_CAUTION : FL_SECURITY_TONE_BAD, line,
                         sentence, change);
}

static FlFinding *
answer_unknown (const FlPasteContext *context,
                guint                 line)
{
  const gboolean has_broker = fl_paste_context_get_leaf (context) != NULL;
  g_autofree char *change = new_one_of (context);
  g_autofree char *sentence =
    has_broker ? g_strdup_printf (_("This is neither %s’s certificate nor one that was ever seen there."),
                                  fl_paste_context_get_host (context))
               : g_strdup (_("This is a fingerprint that Fernlight has never seen."));

  return fl_finding_new (has_broker ? "fingerprint-other" : "fingerprint-unknown",
                         has_broker ? FL_SECURITY_TONE_BAD : FL_SECURITY_TONE_NEUTRAL, line, sentence, change);
}

/**
 * fl_fingerprint_answer_new:
 * @line: of the text, from 1; 0: of none
 *
 * Returns: (transfer full): what it is, and what to do. Codes: fingerprint-current, -key, -ca, -old, -placeholder, -other
 *   (none of this broker), -unknown (no broker to compare with). Any thread.
 */
FlFinding *
fl_fingerprint_answer_new (const FlPin          *pin,
                           const FlPasteContext *context,
                           guint                 line)
{
  g_autofree char *change = NULL;
  Found found;

  g_return_val_if_fail (pin != NULL && context != NULL, NULL);

  found = find (pin, context);
  switch (found.match)
    {
    case FL_FINGERPRINT_MATCHES_LEAF:
    case FL_FINGERPRINT_MATCHES_KEY:
      return answer_current (&found, context, line);
    case FL_FINGERPRINT_MATCHES_CA:
      return answer_ca (&found, context, line);
    case FL_FINGERPRINT_SEEN_EARLIER:
      return answer_seen (&found, context, line);
    case FL_FINGERPRINT_KNOWN_OLD:
      return answer_known (&found, context, line);
    case FL_FINGERPRINT_PLACEHOLDER:
      change = new_one_of (context);
      return fl_finding_new ("fingerprint-placeholder", FL_SECURITY_TONE_CAUTION, line,
                             _("This is a placeholder: no certificate has it."), change);
    case FL_FINGERPRINT_NEVER_SEEN:
    default:
      return answer_unknown (context, line);
    }
}
