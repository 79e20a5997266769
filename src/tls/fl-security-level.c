/* The four levels at which a connection is protected or not: what each proves and what it costs.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "fernlight-security-level"

#include "config.h"

#include "tls/fl-security-level.h"

#include "tls/fl-certificate-validity.h"
#include "tls/fl-handshake-text.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <string.h>

static const char *
address_of (const FlSecurityFacts *facts)
{
  FlEndpoint *endpoint = facts->report != NULL ? fl_tls_report_get_endpoint (facts->report) : NULL;

  return endpoint != NULL ? fl_endpoint_get_address (endpoint) : NULL;
}

/* By the address alone, until the route is known. */
static FlRoute *
dup_route (const FlSecurityFacts *facts)
{
  g_autoptr(GInetAddress) peer = NULL;

  if (facts->route != NULL)
    return fl_route_ref (facts->route);
  peer = address_of (facts) != NULL ? g_inet_address_new_from_string (address_of (facts)) : NULL;
  return peer != NULL ? fl_route_judge (peer, NULL, NULL) : NULL;
}

static char *
network_proof (const FlSecurityFacts *facts)
{
  g_autoptr(FlRoute) route = dup_route (facts);
  const char *address = address_of (facts);

  if (route == NULL || address == NULL)
    return g_strdup (_("No protection of its own: who talks to whom, when and how much can be seen on the way."));
  switch (fl_route_get_kind (route))
    {
    case FL_ROUTE_LOOPBACK:
      return g_strdup_printf (_("%s is this computer: nobody else is on the way."), address);
    case FL_ROUTE_TUNNEL:
      return g_strdup_printf (_("%s, through the tunnel interface %s: whether it encrypts, and where it ends, cannot be seen from here."),
                              address, fl_route_get_interface (route));
    case FL_ROUTE_PRIVATE:
      return g_strdup_printf (_("%s is a private address: whoever is in that network can see that you talk to it."), address);
    case FL_ROUTE_PUBLIC:
    default:
      return g_strdup_printf (_("%s, over the internet: who talks to whom, when and how much can be seen on the way."), address);
    }
}

static FlSecurityTone
network_tone (const FlSecurityFacts *facts)
{
  g_autoptr(FlRoute) route = dup_route (facts);

  if (!facts->online || route == NULL || fl_route_get_kind (route) != FL_ROUTE_LOOPBACK)
    return FL_SECURITY_TONE_NEUTRAL;
  return FL_SECURITY_TONE_GOOD;
}

static const char *
network_cost (const FlSecurityFacts *facts)
{
  g_autoptr(FlRoute) route = dup_route (facts);

  if (route != NULL && fl_route_get_kind (route) == FL_ROUTE_LOOPBACK)
    return _("costs nothing");
  return route != NULL && fl_route_get_kind (route) == FL_ROUTE_TUNNEL ? "" : _("a VPN would hide it");
}

/* A certificate says who answered, and until when it does. */
static char *
certificate_proof (const FlSecurityFacts *facts)
{
  g_autofree char *until = NULL;

  if (!fl_verdict_is_trusted (fl_security_facts_get_verdict (facts)))
    return g_strdup ("");
  if (!fl_security_facts_is_expiring (facts))
    return g_strdup_printf (_("A certificate proves that this is %s."), fl_security_facts_get_host (facts));
  until = fl_certificate_validity_format_until (fl_security_facts_get_leaf (facts), facts->now);
  /* Translators: a host, and a date with the days until then. */
  return g_strdup_printf (_("A certificate proves that this is %s, until %s."), fl_security_facts_get_host (facts), until);
}

/* What is known of who answered; "" if nothing was proved and nothing was to be. */
static char *
identity_proof (const FlSecurityFacts *facts)
{
  if (fl_security_facts_is_refused (facts))
    return g_strdup (_("Who answered was not accepted."));
  if (!facts->online)
    return g_strdup ("");
  switch (fl_security_facts_get_way (facts))
    {
    case FL_TRUST_PIN:
      return g_strdup (_("It is the certificate or key you pinned."));
    case FL_TRUST_PSK:
      return g_strdup (_("Both sides know the shared key, which has no date."));
    case FL_TRUST_INSECURE:
      return g_strdup (_("Nobody checked who answered."));
    case FL_TRUST_SYSTEM:
    case FL_TRUST_CA:
    case FL_TRUST_PLAIN:
    default:
      return certificate_proof (facts);
    }
}

static char *
transport_proof (const FlSecurityFacts *facts)
{
  const char *protocol = facts->report != NULL ? fl_tls_report_get_protocol (facts->report) : NULL;
  const char *group = protocol != NULL ? fl_tls_report_get_group (facts->report) : NULL;
  const char *cipher = protocol != NULL ? fl_tls_report_get_cipher (facts->report) : NULL;
  g_autofree char *version = NULL;
  g_autofree char *identity = NULL;
  g_autoptr(GString) text = NULL;

  if (fl_security_facts_get_way (facts) == FL_TRUST_PLAIN)
    return g_strdup (_("No TLS: nothing is encrypted, and nobody proved who they are."));
  if (protocol == NULL)
    return g_strdup (_("No TLS connection was made."));
  version = g_str_has_prefix (protocol, "TLSv") ? g_strconcat ("TLS ", protocol + strlen ("TLSv"), NULL) : g_strdup (protocol);
  text = g_string_new (version);
  if (cipher != NULL)
    g_string_append_printf (text, ", %s", cipher);
  if (group != NULL)
    g_string_append_printf (text, ", %s", group);
  if (fl_tls_report_is_post_quantum (facts->report))
    g_string_append_printf (text, " (%s)", _("safe from quantum computers"));
  identity = identity_proof (facts);
  if (identity[0] != '\0')
    g_string_append_printf (text, ". %s", identity);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static char *
sign_in_proof (const FlSecurityFacts *facts)
{
  gboolean has_certificate = facts->online && facts->trust != NULL && fl_trust_has_client_certificate (facts->trust)
                             && facts->report != NULL && fl_tls_report_is_client_certificate_requested (facts->report);

  if (!facts->online && facts->username != NULL && facts->has_password && fl_security_facts_is_nothing_sent (facts))
    return g_strdup_printf (_("“%s” and the password were not sent."), facts->username);
  if (!facts->online)
    return g_strdup (_("Not signed in."));
  if (facts->username != NULL && has_certificate)
    return g_strdup_printf (_("Signed in as “%s”, and with a client certificate."), facts->username);
  if (has_certificate)
    return g_strdup (_("Signed in with a client certificate."));
  if (facts->username != NULL && facts->has_password && fl_security_facts_get_way (facts) == FL_TRUST_PLAIN)
    return g_strdup_printf (_("Signed in as “%s” with a password that is readable on the way."), facts->username);
  if (facts->username != NULL && facts->has_password && fl_security_facts_get_way (facts) == FL_TRUST_INSECURE)
    return g_strdup_printf (_("Signed in as “%s” with a password, which whoever answered now has."), facts->username);
  if (facts->username != NULL && facts->has_password)
    return g_strdup_printf (_("Signed in as “%s” with a password."), facts->username);
  if (facts->username != NULL)
    return g_strdup_printf (_("Signed in as “%s” without a password."), facts->username);
  if (fl_security_facts_get_way (facts) == FL_TRUST_PSK)
    return g_strdup (_("The shared key is the sign-in."));
  return g_strdup (_("No sign-in: the broker lets in whoever reaches it."));
}

static char *
application_proof (const FlSecurityFacts *facts)
{
  g_autofree char *sign_in = sign_in_proof (facts);

  /* Offline the refusal is in the verdict's sentence. */
  return facts->online && facts->refused_text != NULL ? g_strdup_printf ("%s %s", sign_in, facts->refused_text)
                                                      : g_steal_pointer (&sign_in);
}

static FlSecurityTone
application_tone (const FlSecurityFacts *facts)
{
  if (facts->refused_text != NULL)
    return FL_SECURITY_TONE_CAUTION;
  if (!facts->online || facts->username == NULL || !facts->has_password)
    return FL_SECURITY_TONE_NEUTRAL;
  /* A password is worth what is known of the one who got it. */
  switch ((int) fl_security_facts_get_way (facts))
    {
    case FL_TRUST_PLAIN:
      return FL_SECURITY_TONE_BAD;
    case FL_TRUST_INSECURE:
      return FL_SECURITY_TONE_CAUTION;
    default:
      /* Today it is proved, even if not for long. */
      return fl_security_facts_get_tone (facts) == FL_SECURITY_TONE_GOOD || fl_security_facts_is_expiring (facts)
               ? FL_SECURITY_TONE_GOOD : FL_SECURITY_TONE_NEUTRAL;
    }
}

static char *
share_proof (const FlSecurityFacts *facts)
{
  guint64 n_open = facts->n_messages - MIN (facts->n_fernet, facts->n_messages);
  g_autofree char *counted = NULL;

  if (facts->n_messages == 0)
    return g_strdup (_("No payload yet."));
  if (facts->n_fernet == 0)
    return g_strdup_printf (ngettext ("The only payload is not encrypted: the broker, and whoever it lets in, reads it and every topic.",
                                      "None of %" PRIu64 " payloads is encrypted: the broker, and whoever it lets in, reads all of them and every topic.",
                                      (unsigned long) facts->n_messages), facts->n_messages);
  counted = g_strdup_printf (ngettext ("%" PRIu64 " of %" PRIu64 " payload is Fernet",
                                       "%" PRIu64 " of %" PRIu64 " payloads are Fernet", (unsigned long) facts->n_messages),
                             facts->n_fernet, facts->n_messages);
  if (n_open == 0)
    return g_strdup_printf (_("%s: unreadable and unforgeable without the key. The broker, and whoever it lets in, reads every topic."),
                            counted);
  return g_strdup_printf (_("%s: unreadable and unforgeable without the key. The broker, and whoever it lets in, reads the other %" PRIu64 " and every topic."),
                          counted, n_open);
}

static char *
payload_proof (const FlSecurityFacts *facts)
{
  g_autofree char *share = share_proof (facts);
  g_autofree char *unopened = NULL;

  if (facts->n_failed == 0)
    return g_steal_pointer (&share);
  unopened = g_strdup_printf (ngettext ("%" PRIu64 " of them no key of yours opens.", "%" PRIu64 " of them no key of yours opens.",
                                        (unsigned long) facts->n_failed), facts->n_failed);
  return g_strdup_printf ("%s %s", share, unopened);
}

static FlSecurityTone
payload_tone (const FlSecurityFacts *facts)
{
  if (facts->n_failed > 0)
    return FL_SECURITY_TONE_CAUTION;
  return facts->n_messages > 0 && facts->n_fernet == facts->n_messages ? FL_SECURITY_TONE_GOOD : FL_SECURITY_TONE_NEUTRAL;
}

/* Bytes that a record adds to what it carries: header, nonce, tag, inner type (RFC 8446, 5.2; RFC 5288; RFC 7905).
 * 0: not known, as for CBC, whose padding varies. */
static guint
record_overhead (const FlTlsReport *report)
{
  const char *protocol = fl_tls_report_get_protocol (report);
  const char *cipher = fl_tls_report_get_cipher (report);

  if (protocol == NULL || cipher == NULL || strstr (cipher, "CCM_8") != NULL || strstr (cipher, "CCM8") != NULL)
    return 0;
  if (strcmp (protocol, "TLSv1.3") == 0)
    return 5 + 1 + 16;
  if (strstr (cipher, "GCM") != NULL || strstr (cipher, "CCM") != NULL)
    return 5 + 8 + 16;
  if (strstr (cipher, "CHACHA20") != NULL)
    return 5 + 16;
  return 0;
}

static char *
transport_cost (const FlSecurityFacts *facts)
{
  FlHandshake *handshake = facts->report != NULL ? fl_tls_report_get_handshake (facts->report) : NULL;
  g_autofree char *duration = NULL;
  g_autofree char *size = NULL;
  guint overhead;

  if (fl_security_facts_get_way (facts) == FL_TRUST_PLAIN)
    return g_strdup (_("costs nothing"));
  if (handshake == NULL || fl_handshake_get_n_messages (handshake) == 0 || fl_handshake_get_duration_us (handshake) < 0)
    return g_strdup ("");
  duration = fl_handshake_text_format_duration (fl_handshake_get_duration_us (handshake));
  size = g_format_size (fl_handshake_get_bytes_sent (handshake) + fl_handshake_get_bytes_received (handshake));
  overhead = record_overhead (facts->report);
  if (overhead == 0)
    return g_strdup_printf (_("here once %s and %s"), duration, size);
  return g_strdup_printf (ngettext ("here once %s and %s, then %u byte a record", "here once %s and %s, then %u bytes a record",
                                    overhead), duration, size, overhead);
}

/* Measured, where tokens were opened; else by the format: 57 bytes around whole blocks of 16, in base64. */
static char *
payload_cost (const FlSecurityFacts *facts)
{
  if (facts->n_plain_bytes > 0 && facts->n_token_bytes > 0)
    return g_strdup_printf (_("%.1f bytes for each byte"), (double) facts->n_token_bytes / (double) facts->n_plain_bytes);
  return g_strdup (facts->n_fernet > 0 ? _("20 bytes become 120") : _("costs nothing"));
}

/* Whether this level was tried at all: an inspection speaks no MQTT. */
gboolean
fl_security_level_applies (FlSecurityLevel        level,
                           const FlSecurityFacts *facts)
{
  g_return_val_if_fail (facts != NULL, FALSE);

  return !facts->is_inspection || level == FL_SECURITY_NETWORK || level == FL_SECURITY_TRANSPORT;
}

const char *
fl_security_level_get_title (FlSecurityLevel level)
{
  switch (level)
    {
    case FL_SECURITY_NETWORK:
      return _("Network");
    case FL_SECURITY_TRANSPORT:
      return _("Transport");
    case FL_SECURITY_APPLICATION:
      return _("Application");
    case FL_SECURITY_PAYLOAD:
    default:
      return _("Payload");
    }
}

FlSecurityTone
fl_security_level_get_tone (FlSecurityLevel        level,
                            const FlSecurityFacts *facts)
{
  g_return_val_if_fail (facts != NULL, FL_SECURITY_TONE_NEUTRAL);

  switch (level)
    {
    case FL_SECURITY_NETWORK:
      return network_tone (facts);
    case FL_SECURITY_TRANSPORT:
      return fl_security_facts_get_tone (facts);
    case FL_SECURITY_APPLICATION:
      return application_tone (facts);
    case FL_SECURITY_PAYLOAD:
    default:
      return payload_tone (facts);
    }
}

/* What this level protects here, or does not; a sentence. */
char *
fl_security_level_describe_proof (FlSecurityLevel        level,
                                  const FlSecurityFacts *facts)
{
  g_return_val_if_fail (facts != NULL, NULL);

  switch (level)
    {
    case FL_SECURITY_NETWORK:
      return network_proof (facts);
    case FL_SECURITY_TRANSPORT:
      return transport_proof (facts);
    case FL_SECURITY_APPLICATION:
      return application_proof (facts);
    case FL_SECURITY_PAYLOAD:
    default:
      return payload_proof (facts);
    }
}

/* What this level costs here; may be "". */
char *
fl_security_level_describe_cost (FlSecurityLevel        level,
                                 const FlSecurityFacts *facts)
{
  g_return_val_if_fail (facts != NULL, NULL);

  if (!facts->online)
    return g_strdup ("");
  switch (level)
    {
    case FL_SECURITY_NETWORK:
      return g_strdup (network_cost (facts));
    case FL_SECURITY_TRANSPORT:
      return transport_cost (facts);
    case FL_SECURITY_APPLICATION:
      return g_strdup (facts->username != NULL ? _("once, when connecting") : _("costs nothing"));
    case FL_SECURITY_PAYLOAD:
    default:
      return payload_cost (facts);
    }
}

/* In place of the levels that do not apply to an inspection. */
const char *
fl_security_level_get_inspection_note (void)
{
  return _("Only the TLS handshake was made and no MQTT spoken: of sign-in and payloads nothing is known.");
}
