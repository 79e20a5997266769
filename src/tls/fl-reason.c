/* Why a broker was not trusted: one code, one sentence, what could happen, what to do.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "fernlight-reason"

#include "config.h"

#include "tls/fl-reason.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static const struct
{
  const char *code;
  const char *risk;
  const char *action;
  gboolean    cured_by_pin;
} facts[FL_N_REASONS] = {
  [FL_REASON_PSK_REFUSED] = {
    "psk-refused",
    N_("Whoever answered does not know the key: a wrong identity or key on one side, or somebody in the broker’s place."),
    N_("Compare identity and key with the broker’s PSK file."),
    FALSE,
  },
  [FL_REASON_NO_TLS] = {
    "no-tls",
    N_("Anyone on the way can cause this answer to make you connect without encryption."),
    N_("Check the port: brokers usually speak TLS on 8883."),
    FALSE,
  },
  [FL_REASON_PROTOCOL_TOO_OLD] = {
    "protocol-too-old",
    N_("TLS before 1.2 has known attacks; somebody on the way could read or change what you send."),
    N_("Update the broker, or allow TLS 1.2 in its configuration."),
    FALSE,
  },
  [FL_REASON_REVOKED] = {
    "revoked",
    N_("Its issuer took this certificate back, as is done when a private key was stolen: the thief could be answering."),
    N_("Do not connect. Install a new certificate with a new key on the broker."),
    FALSE,
  },
  [FL_REASON_STAPLE_MISSING] = {
    "staple-missing",
    N_("A certificate that was taken back, as is done when a private key was stolen, would look just like this."),
    N_("Let the broker send its issuer’s proof (OCSP stapling), or issue a certificate that does not promise one: Mosquitto cannot send it."),
    FALSE,
  },
  [FL_REASON_PIN_MISMATCH] = {
    "pin-mismatch",
    N_("Either the broker got a new certificate, or somebody else is answering in its place and would read your password and every message."),
    N_("Compare the fingerprint with the broker’s own before you trust the new certificate."),
    TRUE,
  },
  [FL_REASON_UNKNOWN_ISSUER] = {
    "unknown-issuer",
    N_("Anyone can make such a certificate; whoever did could be standing between you and the broker and would read your password and every message."),
    N_("Add the broker’s CA file, or compare the fingerprint with the broker’s own and trust this certificate."),
    TRUE,
  },
  [FL_REASON_SELF_SIGNED] = {
    "self-signed",
    N_("Anyone can make such a certificate; whoever did could be standing between you and the broker and would read your password and every message."),
    N_("Compare the fingerprint with the broker’s own and trust this certificate."),
    TRUE,
  },
  [FL_REASON_NOT_A_CA] = {
    "not-a-ca",
    N_("The owner of an ordinary certificate has signed others with it: they prove nothing."),
    N_("Issue the broker’s certificate with a CA certificate."),
    TRUE,
  },
  [FL_REASON_NAME_MISMATCH] = {
    "name-mismatch",
    N_("The certificate belongs to another name: its owner could be answering in the place of the host you meant."),
    N_("Connect with a name that the certificate holds, or issue one for this name."),
    TRUE,
  },
  [FL_REASON_NOT_PERMITTED] = {
    "not-permitted",
    N_("Whoever holds it uses it for something else than it was issued for, and could be answering in the broker’s place."),
    N_("Issue a certificate for a server of this name, by a CA that may sign such names."),
    TRUE,
  },
  [FL_REASON_WEAK_SIGNATURE] = {
    "weak-signature",
    N_("With this kind of signature a false certificate can be made to look like the true one."),
    N_("Issue the broker’s certificate again, signed with SHA-256 or better."),
    FALSE,
  },
  [FL_REASON_WEAK_KEY] = {
    "weak-key",
    N_("Keys this short can be broken: somebody could then answer as the broker."),
    N_("Make a new key of at least 2048 bits (RSA) or 256 bits (EC) and a certificate for it."),
    FALSE,
  },
  [FL_REASON_EXPIRED] = {
    "expired",
    N_("Nobody vouches for it any more; an old, perhaps stolen key could be answering."),
    N_("Renew the certificate on the broker."),
    TRUE,
  },
  [FL_REASON_NOT_YET_VALID] = {
    "not-yet-valid",
    N_("The clock of this computer, or of the one that made the certificate, is wrong; with a wrong clock an expired certificate can look valid too."),
    N_("Check the clock of this computer, then the certificate’s dates."),
    TRUE,
  },
  [FL_REASON_CLIENT_CERTIFICATE_REQUIRED] = {
    "client-certificate-required",
    N_("No danger to you: the broker wants to know who you are before it goes on."),
    N_("Add a client certificate and its key."),
    FALSE,
  },
  [FL_REASON_CLIENT_CERTIFICATE_REFUSED] = {
    "client-certificate-refused",
    N_("No danger to you: the broker does not know who issued your certificate, or it has expired or was revoked."),
    N_("Use a client certificate that was issued by the CA whose file the broker has as “cafile”."),
    FALSE,
  },
  [FL_REASON_CHAIN_ORDER] = {
    "chain-order",
    N_("No danger to this computer, but an ESP8266 that checks the chain will not connect."),
    N_("Send the broker’s own certificate first, then each one’s issuer."),
    FALSE,
  },
};

/* "3 May 2026", local time. */
static char *
format_date (gint64 time)
{
  g_autoptr(GDateTime) date = time != FL_CERTIFICATE_TIME_INVALID ? g_date_time_new_from_unix_local (time) : NULL;

  /* Translators: a date such as “3 May 2026” */
  return date != NULL ? g_date_time_format (date, _("%-d %B %Y")) : g_strdup ("?");
}

/* "localhost, 127.0.0.1 and 3 more": what the certificate is for. */
static char *
list_names (const FlCertificate *leaf)
{
  const char *const *san = fl_certificate_get_san (leaf);
  g_autoptr(GString) names = g_string_new (NULL);
  guint n_names = g_strv_length ((GStrv) san);

  if (n_names == 0)
    return g_strdup (fl_certificate_get_common_name (leaf));
  for (guint i = 0; i < MIN (n_names, 3); i++)
    {
      const char *colon = strchr (san[i], ':');

      g_string_append (names, i > 0 ? ", " : "");
      g_string_append (names, colon != NULL ? colon + 1 : san[i]);
    }
  if (n_names > 3)
    {
      /* Translators: a list of host names, and how many more there are. */
      return g_strdup_printf (ngettext ("%s and %u more", "%s and %u more", n_names - 3), names->str, n_names - 3);
    }
  return g_string_free (g_steal_pointer (&names), FALSE);
}

static char *
clause_about_leaf (FlReason             reason,
                   const FlCertificate *leaf,
                   const char          *host)
{
  g_autofree char *detail = NULL;

  switch ((int) reason)
    {
    case FL_REASON_EXPIRED:
      detail = format_date (fl_certificate_get_not_after (leaf));
      return g_strdup_printf (_("the certificate expired on %s"), detail);
    case FL_REASON_NOT_YET_VALID:
      detail = format_date (fl_certificate_get_not_before (leaf));
      return g_strdup_printf (_("the certificate is not valid before %s"), detail);
    case FL_REASON_UNKNOWN_ISSUER:
      return g_strdup_printf (_("nobody you trust vouches for the certificate; it was issued by “%s”"),
                              fl_certificate_get_issuer_name (leaf));
    case FL_REASON_NAME_MISMATCH:
      detail = list_names (leaf);
      if (host == NULL)
        return NULL;
      return g_strdup_printf (_("the certificate is for “%s”, not for “%s”"), detail, host);
    case FL_REASON_WEAK_KEY:
      /* Of a chain another key may be the short one. */
      if (fl_certificate_get_key_bits (leaf) >= 2048 || strcmp (fl_certificate_get_key_type (leaf), "RSA") != 0)
        return NULL;
      return g_strdup_printf (_("the certificate’s key is too short: %s with %u bits"),
                              fl_certificate_get_key_type (leaf), fl_certificate_get_key_bits (leaf));
    default:
      return NULL;
    }
}

static const char *
clause_without_leaf (FlReason reason)
{
  switch (reason)
    {
    case FL_REASON_PSK_REFUSED:
      return _("the broker did not prove that it knows the shared key");
    case FL_REASON_NO_TLS:
      return _("the broker does not speak TLS on this port");
    case FL_REASON_PROTOCOL_TOO_OLD:
      return _("the broker speaks no TLS newer than 1.1");
    case FL_REASON_REVOKED:
      return _("the certificate was revoked by its issuer");
    case FL_REASON_STAPLE_MISSING:
      return _("the certificate promises a fresh proof that it was not revoked, and the broker did not send one");
    case FL_REASON_PIN_MISMATCH:
      return _("the certificate is not the one you trusted");
    case FL_REASON_NAME_MISMATCH:
      return _("the certificate is for another name");
    case FL_REASON_UNKNOWN_ISSUER:
      return _("nobody you trust vouches for the certificate");
    case FL_REASON_SELF_SIGNED:
      return _("the certificate was signed by itself only, nobody vouches for it");
    case FL_REASON_NOT_A_CA:
      return _("a certificate of the chain was signed by one that may not sign others");
    case FL_REASON_NOT_PERMITTED:
      return _("a certificate of the chain carries a rule that does not permit this use, or one that is not known here");
    case FL_REASON_WEAK_SIGNATURE:
      return _("the signature of a certificate is too weak");
    case FL_REASON_WEAK_KEY:
      return _("the key of a certificate is too short");
    case FL_REASON_EXPIRED:
      return _("a certificate of the chain has expired");
    case FL_REASON_NOT_YET_VALID:
      return _("a certificate of the chain is not valid yet");
    case FL_REASON_CLIENT_CERTIFICATE_REQUIRED:
      return _("the broker wants a client certificate");
    case FL_REASON_CLIENT_CERTIFICATE_REFUSED:
      return _("the broker does not accept your client certificate");
    case FL_REASON_CHAIN_ORDER:
    default:
      return _("the certificates were sent in the wrong order");
    }
}

/* The stable word of scripts and JSON. */
const char *
fl_reason_to_code (FlReason reason)
{
  g_return_val_if_fail (reason < FL_N_REASONS, NULL);

  return facts[reason].code;
}

gboolean
fl_reason_from_code (const char *code,
                     FlReason   *reason)
{
  g_return_val_if_fail (code != NULL && reason != NULL, FALSE);

  for (int i = 0; i < (int) FL_N_REASONS; i++)
    if (strcmp (facts[i].code, code) == 0)
      {
        *reason = (FlReason) i;
        return TRUE;
      }
  return FALSE;
}

/**
 * fl_reason_to_clause:
 * @leaf: (nullable): the certificate that the broker sent first
 * @host: (nullable): the name that was asked for
 *
 * Returns: translated, to stand after a colon: "the certificate expired on 3 May 2026". Holds text
 *   of the certificate: not markup
 */
char *
fl_reason_to_clause (FlReason             reason,
                     const FlCertificate *leaf,
                     const char          *host)
{
  char *clause = NULL;

  g_return_val_if_fail (reason < FL_N_REASONS, NULL);

  if (leaf != NULL)
    clause = clause_about_leaf (reason, leaf, host);
  return clause != NULL ? clause : g_strdup (clause_without_leaf (reason));
}

/* The same as a sentence of its own: "The certificate expired on 3 May 2026." */
char *
fl_reason_describe (FlReason             reason,
                    const FlCertificate *leaf,
                    const char          *host)
{
  g_autofree char *clause = NULL;
  g_autoptr(GString) sentence = g_string_new (NULL);

  g_return_val_if_fail (reason < FL_N_REASONS, NULL);

  clause = fl_reason_to_clause (reason, leaf, host);
  g_string_append_unichar (sentence, g_unichar_toupper (g_utf8_get_char (clause)));
  g_string_append (sentence, g_utf8_next_char (clause));
  g_string_append_c (sentence, '.');
  return g_string_free (g_steal_pointer (&sentence), FALSE);
}

/* What an attacker could do, translated. */
const char *
fl_reason_get_risk (FlReason reason)
{
  g_return_val_if_fail (reason < FL_N_REASONS, NULL);

  return _(facts[reason].risk);
}

/* The one thing to do, translated. */
const char *
fl_reason_get_action (FlReason reason)
{
  g_return_val_if_fail (reason < FL_N_REASONS, NULL);

  return _(facts[reason].action);
}

/* Whether pinning the certificate would let it in; otherwise *Trust this certificate* is not offered. */
gboolean
fl_reason_is_cured_by_pin (FlReason reason)
{
  g_return_val_if_fail (reason < FL_N_REASONS, FALSE);

  return facts[reason].cured_by_pin;
}
