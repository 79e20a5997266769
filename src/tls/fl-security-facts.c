/* What is known of one connection's security, and what follows from it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "fernlight-security-facts"

#include "config.h"

#include "tls/fl-security-facts.h"

#include <string.h>

/* The way of the report, before the first one that of the setting. */
FlTrustWay
fl_security_facts_get_way (const FlSecurityFacts *facts)
{
  g_return_val_if_fail (facts != NULL, FL_TRUST_SYSTEM);

  if (facts->report != NULL)
    return fl_tls_report_get_way (facts->report);
  return facts->trust != NULL ? fl_trust_get_way (facts->trust) : FL_TRUST_SYSTEM;
}

/* (transfer none) (nullable) */
FlVerdict *
fl_security_facts_get_verdict (const FlSecurityFacts *facts)
{
  g_return_val_if_fail (facts != NULL, NULL);

  return facts->report != NULL ? fl_tls_report_get_verdict (facts->report) : NULL;
}

/* (transfer none) (nullable): what the broker showed of itself */
FlCertificate *
fl_security_facts_get_leaf (const FlSecurityFacts *facts)
{
  g_return_val_if_fail (facts != NULL, NULL);

  return facts->report != NULL ? fl_tls_report_get_leaf (facts->report) : NULL;
}

/* Whom we wanted to talk to; "" before the first report. */
const char *
fl_security_facts_get_host (const FlSecurityFacts *facts)
{
  FlEndpoint *endpoint;

  g_return_val_if_fail (facts != NULL, NULL);

  endpoint = facts->report != NULL ? fl_tls_report_get_endpoint (facts->report) : NULL;
  return endpoint != NULL ? fl_endpoint_get_host (endpoint) : "";
}

/* (transfer none) (nullable): which of the pins that the broker is set to its certificate has */
FlPin *
fl_security_facts_get_matched_pin (const FlSecurityFacts *facts)
{
  g_return_val_if_fail (facts != NULL, NULL);

  if (fl_security_facts_get_way (facts) != FL_TRUST_PIN || facts->trust == NULL)
    return NULL;
  return fl_trust_match_pin (facts->trust, fl_security_facts_get_leaf (facts));
}

/* Whether a planned rotation took place: connected, and by the second pin. */
gboolean
fl_security_facts_is_second_pin_in_use (const FlSecurityFacts *facts)
{
  FlPin *matched;

  g_return_val_if_fail (facts != NULL, FALSE);

  matched = facts->online ? fl_security_facts_get_matched_pin (facts) : NULL;
  return matched != NULL && matched == fl_trust_get_second_pin (facts->trust);
}

gboolean
fl_security_facts_has_remark (const FlSecurityFacts *facts,
                              FlReason               reason)
{
  FlVerdict *verdict;

  g_return_val_if_fail (facts != NULL, FALSE);

  verdict = fl_security_facts_get_verdict (facts);
  return verdict != NULL && fl_verdict_has_remark (verdict, reason);
}

/* Whether the insecure way meets another certificate than before. */
gboolean
fl_security_facts_differs_from_remembered (const FlSecurityFacts *facts)
{
  const char *remembered;
  FlCertificate *leaf;

  g_return_val_if_fail (facts != NULL, FALSE);

  remembered = facts->trust != NULL ? fl_trust_get_remembered (facts->trust) : NULL;
  leaf = fl_security_facts_get_leaf (facts);
  return remembered != NULL && leaf != NULL && strcmp (remembered, fl_certificate_get_sha256 (leaf)) != 0;
}

/* Whether the broker was reached and not trusted. */
gboolean
fl_security_facts_is_refused (const FlSecurityFacts *facts)
{
  FlVerdict *verdict;

  g_return_val_if_fail (facts != NULL, FALSE);

  verdict = fl_security_facts_get_verdict (facts);
  return verdict != NULL && fl_verdict_get_n_reasons (verdict) > 0;
}

/* Whether a refusal came before anything of ours was sent. TLS 1.3 tells a client that its certificate is
 * missing, or not liked, only after the handshake. */
gboolean
fl_security_facts_is_nothing_sent (const FlSecurityFacts *facts)
{
  FlVerdict *verdict;

  g_return_val_if_fail (facts != NULL, FALSE);

  if (!fl_security_facts_is_refused (facts))
    return FALSE;
  verdict = fl_security_facts_get_verdict (facts);
  return (!fl_verdict_has_reason (verdict, FL_REASON_CLIENT_CERTIFICATE_REQUIRED)
          && !fl_verdict_has_reason (verdict, FL_REASON_CLIENT_CERTIFICATE_REFUSED))
         || !fl_tls_report_is_complete (facts->report);
}

/* Whether a pin for the certificate that was sent would let it in, or would turn an unchecked connection into a
 * checked one: then *Trust this certificate* is offered. */
gboolean
fl_security_facts_can_be_pinned (const FlSecurityFacts *facts)
{
  FlVerdict *verdict;

  g_return_val_if_fail (facts != NULL, FALSE);

  verdict = fl_security_facts_get_verdict (facts);
  if (verdict == NULL || fl_security_facts_get_leaf (facts) == NULL)
    return FALSE;
  if (!fl_security_facts_is_refused (facts))
    return facts->online && fl_security_facts_get_way (facts) == FL_TRUST_INSECURE;
  for (guint i = 0; i < fl_verdict_get_n_reasons (verdict); i++)
    if (!fl_reason_is_cured_by_pin (fl_verdict_get_reason (verdict, i)))
      return FALSE;
  return TRUE;
}

/* Whether the date that the proof hangs on comes soon; a pin asks for no date. */
gboolean
fl_security_facts_is_expiring (const FlSecurityFacts *facts)
{
  FlCertificate *leaf;

  g_return_val_if_fail (facts != NULL, FALSE);

  leaf = fl_security_facts_get_leaf (facts);
  return facts->online && leaf != NULL
         && (fl_security_facts_get_way (facts) == FL_TRUST_SYSTEM || fl_security_facts_get_way (facts) == FL_TRUST_CA)
         && fl_certificate_get_days_left (leaf, facts->now) < FL_SECURITY_SOON_DAYS;
}

/* Whether another certificate than the pinned one was refused for that, and nothing else that a new pin would not
 * cure: then old and new are shown side by side. */
gboolean
fl_security_facts_is_renewal (const FlSecurityFacts *facts)
{
  g_return_val_if_fail (facts != NULL, FALSE);

  return facts->trust != NULL && fl_trust_get_way (facts->trust) == FL_TRUST_PIN && fl_security_facts_is_refused (facts)
         && fl_verdict_has_reason (fl_security_facts_get_verdict (facts), FL_REASON_PIN_MISMATCH)
         && fl_security_facts_can_be_pinned (facts);
}

/* Whether the certificate is another one than before: then it is only pinned by someone who compared it. */
gboolean
fl_security_facts_has_changed (const FlSecurityFacts *facts)
{
  FlVerdict *verdict;

  g_return_val_if_fail (facts != NULL, FALSE);

  verdict = fl_security_facts_get_verdict (facts);
  return fl_security_facts_differs_from_remembered (facts) || (verdict != NULL && fl_verdict_has_reason (verdict, FL_REASON_PIN_MISMATCH));
}

/* How good or bad the transport is; a refusal is bad, what is not proved never good, what ends soon needs attention. The
 * whole may be worse: see fl_security_verdict_get_tone(). */
FlSecurityTone
fl_security_facts_get_tone (const FlSecurityFacts *facts)
{
  g_return_val_if_fail (facts != NULL, FL_SECURITY_TONE_NEUTRAL);

  if (fl_security_facts_is_refused (facts))
    return FL_SECURITY_TONE_BAD;
  if (!facts->online)
    return FL_SECURITY_TONE_NEUTRAL;
  switch (fl_security_facts_get_way (facts))
    {
    case FL_TRUST_PLAIN:
      return FL_SECURITY_TONE_BAD;
    case FL_TRUST_INSECURE:
      return fl_security_facts_differs_from_remembered (facts) ? FL_SECURITY_TONE_BAD : FL_SECURITY_TONE_CAUTION;
    case FL_TRUST_PIN:
      if (fl_security_facts_has_remark (facts, FL_REASON_EXPIRED) || fl_security_facts_has_remark (facts, FL_REASON_NAME_MISMATCH)
          || fl_security_facts_has_remark (facts, FL_REASON_NOT_YET_VALID))
        return FL_SECURITY_TONE_CAUTION;
      if (fl_security_facts_get_matched_pin (facts) != NULL && fl_pin_is_weak (fl_security_facts_get_matched_pin (facts)))
        return FL_SECURITY_TONE_CAUTION;
      break;
    case FL_TRUST_SYSTEM:
    case FL_TRUST_CA:
    case FL_TRUST_PSK:
    default:
      break;
    }
  if (fl_security_facts_is_expiring (facts))
    return FL_SECURITY_TONE_CAUTION;
  return fl_verdict_is_trusted (fl_security_facts_get_verdict (facts)) ? FL_SECURITY_TONE_GOOD : FL_SECURITY_TONE_CAUTION;
}
