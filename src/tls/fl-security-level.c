/* The four levels at which a connection is protected or not: what each proves and what it costs.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "fernlight-security-level"

#include "config.h"

#include "tls/fl-security-level.h"

#include "tls/fl-handshake-text.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <string.h>

static GInetAddress *
address_of (const FlSecurityFacts *facts)
{
  FlEndpoint *endpoint = facts->report != NULL ? fl_tls_report_get_endpoint (facts->report) : NULL;
  const char *text = endpoint != NULL ? fl_endpoint_get_address (endpoint) : NULL;

  return text != NULL ? g_inet_address_new_from_string (text) : NULL;
}

static char *
network_proof (const FlSecurityFacts *facts)
{
  g_autoptr(GInetAddress) address = address_of (facts);
  g_autofree char *text = address != NULL ? g_inet_address_to_string (address) : NULL;

  if (address == NULL)
    return g_strdup (_("No protection of its own: who talks to whom, when and how much can be seen on the way."));
  if (g_inet_address_get_is_loopback (address))
    return g_strdup_printf (_("%s is this computer: nobody else is on the way."), text);
  if (g_inet_address_get_is_site_local (address) || g_inet_address_get_is_link_local (address))
    return g_strdup_printf (_("%s is in your own network: whoever is in it can see that you talk to it."), text);
  return g_strdup_printf (_("%s, over the internet: who talks to whom, when and how much can be seen on the way."), text);
}

static FlSecurityTone
network_tone (const FlSecurityFacts *facts)
{
  g_autoptr(GInetAddress) address = address_of (facts);

  if (!facts->online || address == NULL || !g_inet_address_get_is_loopback (address))
    return FL_SECURITY_TONE_NEUTRAL;
  return FL_SECURITY_TONE_GOOD;
}

static char *
transport_proof (const FlSecurityFacts *facts)
{
  const char *protocol = facts->report != NULL ? fl_tls_report_get_protocol (facts->report) : NULL;
  const char *group = protocol != NULL ? fl_tls_report_get_group (facts->report) : NULL;
  const char *cipher = protocol != NULL ? fl_tls_report_get_cipher (facts->report) : NULL;
  g_autofree char *version = NULL;
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
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static char *
application_proof (const FlSecurityFacts *facts)
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
  if (facts->username != NULL && facts->has_password)
    return g_strdup_printf (_("Signed in as “%s” with a password."), facts->username);
  if (facts->username != NULL)
    return g_strdup_printf (_("Signed in as “%s” without a password."), facts->username);
  if (fl_security_facts_get_way (facts) == FL_TRUST_PSK)
    return g_strdup (_("The shared key is the sign-in."));
  return g_strdup (_("No sign-in: the broker lets in whoever reaches it."));
}

static char *
payload_proof (const FlSecurityFacts *facts)
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
    return g_strdup_printf (_("once %s and %s"), duration, size);
  return g_strdup_printf (ngettext ("once %s and %s, then %u byte a record", "once %s and %s, then %u bytes a record", overhead),
                          duration, size, overhead);
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
      if (!facts->online || facts->username == NULL)
        return FL_SECURITY_TONE_NEUTRAL;
      if (fl_security_facts_get_way (facts) == FL_TRUST_PLAIN && facts->has_password)
        return FL_SECURITY_TONE_BAD;
      /* A password is worth what is known of the one who got it. */
      return facts->has_password && fl_security_facts_get_tone (facts) == FL_SECURITY_TONE_GOOD ? FL_SECURITY_TONE_GOOD
                                                                                              : FL_SECURITY_TONE_NEUTRAL;
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
      return g_strdup (network_tone (facts) == FL_SECURITY_TONE_GOOD ? _("costs nothing") : _("a VPN would hide it"));
    case FL_SECURITY_TRANSPORT:
      return transport_cost (facts);
    case FL_SECURITY_APPLICATION:
      return g_strdup (facts->username != NULL ? _("once, when connecting") : _("costs nothing"));
    case FL_SECURITY_PAYLOAD:
    default:
      /* 57 bytes around whole blocks of 16, in base64. */
      return g_strdup (facts->n_fernet > 0 ? _("20 bytes become 120") : _("costs nothing"));
    }
}
