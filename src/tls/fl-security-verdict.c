/* The one true sentence about a connection.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "fernlight-security-verdict"

#include "config.h"

#include "tls/fl-security-verdict.h"

#include "tls/fl-certificate-validity.h"
#include "tls/fl-security-level.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>

static char *
verdict_for_ca (const FlSecurityFacts *facts)
{
  FlCertificate *leaf = fl_security_facts_get_leaf (facts);
  g_autofree char *until = NULL;

  if (leaf == NULL)
    return g_strdup_printf (_("Encrypted, and this is %s."), fl_security_facts_get_host (facts));
  until = fl_certificate_validity_format_until (leaf, facts->now);
  return g_strdup_printf (_("Encrypted, and this is %s: certificate from %s, good until %s."),
                          fl_security_facts_get_host (facts), fl_certificate_get_issuer_name (leaf), until);
}

/* What a pin alone stands for: dates and names are not checked against it. */
static char *
reliance_on_pin (const FlSecurityFacts *facts)
{
  FlCertificate *leaf = fl_security_facts_get_leaf (facts);
  g_autofree char *date = NULL;

  if (leaf == NULL)
    return g_strdup ("");
  if (fl_security_facts_has_remark (facts, FL_REASON_EXPIRED))
    {
      date = fl_certificate_validity_format_past_date (fl_certificate_get_not_after (leaf), facts->now);
      return g_strdup_printf (_("; it expired on %s, you are relying on the pin"), date);
    }
  if (fl_security_facts_has_remark (facts, FL_REASON_NOT_YET_VALID))
    {
      date = fl_certificate_validity_format_date (fl_certificate_get_not_before (leaf));
      return g_strdup_printf (_("; it is not valid before %s, you are relying on the pin"), date);
    }
  if (fl_security_facts_has_remark (facts, FL_REASON_NAME_MISMATCH))
    return g_strdup_printf (_("; it is for another name than %s, you are relying on the pin"), fl_security_facts_get_host (facts));
  return g_strdup ("");
}

/* Which of two pins it is, if there are two. */
static char *
place_of_pin (const FlSecurityFacts *facts,
              const FlPin           *matched)
{
  if (matched == NULL || fl_trust_get_second_pin (facts->trust) == NULL)
    return g_strdup ("");
  return g_strdup_printf (" %s", _("(the first of two pins)"));
}

static char *
verdict_for_second_pin (const FlPin *pin,
                        const char  *reliance)
{
  return g_strdup_printf (fl_pin_get_kind (pin) == FL_PIN_SPKI
                            ? _("Encrypted, with the key you planned (the second of two pins)%s.")
                            : _("Encrypted, with the certificate you planned (the second of two pins)%s."), reliance);
}

static char *
verdict_for_pin (const FlSecurityFacts *facts)
{
  FlPin *matched = fl_security_facts_get_matched_pin (facts);
  FlPin *pin = matched != NULL || facts->trust == NULL ? matched : fl_trust_get_pin (facts->trust);
  gboolean by_key = pin != NULL && fl_pin_get_kind (pin) == FL_PIN_SPKI;
  gboolean is_second = fl_security_facts_is_second_pin_in_use (facts);
  g_autofree char *relied_on = reliance_on_pin (facts);
  g_autofree char *place = is_second ? g_strdup ("") : place_of_pin (facts, matched);
  g_autofree char *reliance = g_strconcat (place, matched != NULL && fl_pin_is_weak (matched) ? _(", by SHA-1, which is weak") : "",
                                           relied_on, NULL);
  g_autofree char *date = NULL;

  if (is_second)
    return verdict_for_second_pin (matched, reliance);
  if (facts->trusted_at == 0)
    return g_strdup_printf (by_key ? _("Encrypted, with the key you trusted%s.")
                                   : _("Encrypted, with the certificate you trusted%s."), reliance);
  date = fl_certificate_validity_format_past_date (facts->trusted_at, facts->now);
  return g_strdup_printf (by_key ? _("Encrypted, with the key you trusted on %s%s.")
                                 : _("Encrypted, with the certificate you trusted on %s%s."), date, reliance);
}

static char *
verdict_for_psk (const FlSecurityFacts *facts)
{
  const char *identity = facts->trust != NULL ? fl_trust_get_psk_identity (facts->trust) : NULL;

  if (identity == NULL)
    return g_strdup (_("Encrypted; both sides proved they know the shared key. There is no certificate."));
  return g_strdup_printf (_("Encrypted; both sides proved they know the key of “%s”. There is no certificate."), identity);
}

static char *
verdict_for_insecure (const FlSecurityFacts *facts)
{
  gboolean remembers = facts->trust != NULL && fl_trust_get_remembered (facts->trust) != NULL && fl_security_facts_get_leaf (facts) != NULL;
  g_autofree char *date = facts->remembered_at != 0 ? fl_certificate_validity_format_past_date (facts->remembered_at, facts->now) : NULL;

  if (!remembers)
    return g_strdup (_("Encrypted, but nobody checked whom you talk to."));
  if (fl_security_facts_differs_from_remembered (facts) && date != NULL)
    return g_strdup_printf (_("Encrypted, but nobody checked whom you talk to, and it is not the certificate of %s."), date);
  if (fl_security_facts_differs_from_remembered (facts))
    return g_strdup (_("Encrypted, but nobody checked whom you talk to, and it is not the certificate of last time."));
  if (date != NULL)
    return g_strdup_printf (_("Encrypted, but nobody checked whom you talk to. Same certificate as on %s."), date);
  return g_strdup (_("Encrypted, but nobody checked whom you talk to. Same certificate as last time."));
}

static char *
verdict_for_refusal (const FlSecurityFacts *facts)
{
  FlReason reason = fl_verdict_get_reason (fl_security_facts_get_verdict (facts), 0);
  g_autofree char *clause = fl_reason_to_clause (reason, fl_security_facts_get_leaf (facts), fl_security_facts_get_host (facts));

  if (!fl_security_facts_is_nothing_sent (facts))
    return g_strdup_printf (_("Not connected: %s."), clause);
  /* What does not speak TLS may have been asked whether it speaks MQTT. */
  if (reason == FL_REASON_NO_TLS)
    return g_strdup_printf (_("Not connected: %s. No name, password or message was sent."), clause);
  return g_strdup_printf (_("Not connected: %s. Nothing was sent."), clause);
}

static char *
verdict_for_offline (const FlSecurityFacts *facts)
{
  const char *why = facts->fault_text;

  if (why == NULL && facts->report != NULL)
    why = fl_tls_report_get_error_text (facts->report);
  return why != NULL ? g_strdup_printf (_("Not connected. %s"), why) : g_strdup (_("Not connected."));
}

static char *
sentence_for_transport (const FlSecurityFacts *facts)
{
  if (fl_security_facts_is_refused (facts))
    return verdict_for_refusal (facts);
  if (!facts->online)
    return verdict_for_offline (facts);
  switch (fl_security_facts_get_way (facts))
    {
    case FL_TRUST_PIN:
      return verdict_for_pin (facts);
    case FL_TRUST_PSK:
      return verdict_for_psk (facts);
    case FL_TRUST_INSECURE:
      return verdict_for_insecure (facts);
    case FL_TRUST_PLAIN:
      return g_strdup (facts->has_password
                       ? _("Not encrypted: anyone on the way can read and change everything, your password too.")
                       : _("Not encrypted: anyone on the way can read and change everything."));
    case FL_TRUST_SYSTEM:
    case FL_TRUST_CA:
    default:
      return verdict_for_ca (facts);
    }
}

/* What has to be said beside the sentence about the transport, in sentences of its own: what another level takes back. */
static char *
describe_weakness (const FlSecurityFacts *facts)
{
  g_autoptr(GString) text = g_string_new (NULL);

  if (!facts->online)
    return g_string_free (g_steal_pointer (&text), FALSE);
  if (fl_security_facts_is_expiring (facts))
    g_string_append_printf (text, " %s", _("Renew it by then: after that day whoever checks dates no longer connects."));
  if (fl_security_facts_get_way (facts) == FL_TRUST_PLAIN && facts->route != NULL && fl_route_get_kind (facts->route) == FL_ROUTE_LOOPBACK)
    g_string_append_printf (text, " %s", _("Here the way does not leave this computer."));
  if (facts->is_inspection)
    return g_string_free (g_steal_pointer (&text), FALSE);
  if (facts->refused_text != NULL)
    g_string_append_printf (text, " %s", facts->refused_text);
  if (fl_security_facts_get_way (facts) == FL_TRUST_INSECURE && facts->has_password && facts->username != NULL)
    g_string_append_printf (text, " %s", _("Your password went to whoever answered."));
  if (facts->n_failed > 0)
    {
      g_string_append_c (text, ' ');
      g_string_append_printf (text, ngettext ("%" PRIu64 " payload is not vouched for: no key of yours opens it.",
                                              "%" PRIu64 " payloads are not vouched for: no key of yours opens them.",
                                              (unsigned long) facts->n_failed), facts->n_failed);
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/**
 * fl_security_verdict_describe:
 *
 * Returns: the one true sentence about this connection, translated, and what another level takes back of it
 */
char *
fl_security_verdict_describe (const FlSecurityFacts *facts)
{
  g_autofree char *sentence = NULL;
  g_autofree char *weakness = NULL;

  g_return_val_if_fail (facts != NULL, NULL);

  sentence = sentence_for_transport (facts);
  weakness = describe_weakness (facts);
  return g_strconcat (sentence, weakness, NULL);
}

/**
 * fl_security_verdict_combine:
 * @tones: of the four levels, in their order
 *
 * The transport's tone, made worse by every level that is: what is said of the whole is never more hopeful than what is
 * said of a part. A neutral level says nothing, for or against.
 */
FlSecurityTone
fl_security_verdict_combine (const FlSecurityTone tones[FL_N_SECURITY_LEVELS])
{
  FlSecurityTone whole = tones[FL_SECURITY_TRANSPORT];

  for (guint i = 0; i < FL_N_SECURITY_LEVELS; i++)
    if (tones[i] == FL_SECURITY_TONE_BAD || (tones[i] == FL_SECURITY_TONE_CAUTION && whole != FL_SECURITY_TONE_BAD))
      whole = tones[i];
  return whole;
}

/* The tone of the whole, as of the sentence. */
FlSecurityTone
fl_security_verdict_get_tone (const FlSecurityFacts *facts)
{
  FlSecurityTone tones[FL_N_SECURITY_LEVELS] = { FL_SECURITY_TONE_NEUTRAL };

  g_return_val_if_fail (facts != NULL, FL_SECURITY_TONE_NEUTRAL);

  for (int i = 0; i < (int) FL_N_SECURITY_LEVELS; i++)
    if (fl_security_level_applies ((FlSecurityLevel) i, facts))
      tones[i] = fl_security_level_get_tone ((FlSecurityLevel) i, facts);
  return fl_security_verdict_combine (tones);
}
