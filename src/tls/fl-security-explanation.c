/* One of the four levels explained: what it is, what proves it here, what it costs, what it leaves open.
 *
 * Costs on a device are published figures, each with its source; what was measured here is said to be of here.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "fernlight-security-explanation"

#include "config.h"

#include "tls/fl-security-explanation.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>

/* Tasmota's documentation, "TLS": a trimmed BearSSL on an ESP8266, against a broker with a certificate of Let's Encrypt, at
 * 160 and 80 MHz, by fingerprint and by CA; doc/esp8266wifi/bearssl-client-secure-class.rst of the ESP8266 Arduino core. */
static const char device_handshake[] =
  N_("On an ESP8266 a handshake takes 0.3 s at 160 MHz or 0.4 s at 80 MHz by fingerprint, and 0.4 s or 0.7 s by CA (Tasmota’s "
     "figures, with its trimmed BearSSL); the Arduino core’s documentation says “multiple seconds” at 80 MHz, about 22 kB of memory "
     "for the usual buffers and 6 kB for the stack. For the ESP32 no figure was found.");

/* The same, with an EC client key at AWS IoT. */
static const char device_client_key[] =
  N_("On an ESP8266 a client certificate with an EC key makes the handshake 0.7 s at 160 MHz or 1.3 s at 80 MHz (Tasmota’s "
     "figures, at AWS IoT). Every device needs a certificate of its own, made, put on it and renewed.");

static char *
network_proof (const FlSecurityFacts *facts)
{
  FlEndpoint *endpoint = facts->report != NULL ? fl_tls_report_get_endpoint (facts->report) : NULL;
  const char *address = endpoint != NULL ? fl_endpoint_get_address (endpoint) : NULL;
  const char *interface = facts->route != NULL ? fl_route_get_interface (facts->route) : NULL;

  if (address == NULL)
    return g_strdup (_("There is no address yet, and so no route."));
  if (interface == NULL)
    return g_strdup_printf (_("Only the address %s is known; by which interface it is reached is not."), address);
  return g_strdup_printf (_("This computer’s route to %s leaves by the interface %s. Of the way beyond nothing is known."), address, interface);
}

static char *
transport_proof (const FlSecurityFacts *facts)
{
  FlCertificate *leaf = fl_security_facts_get_leaf (facts);

  if (fl_security_facts_get_way (facts) == FL_TRUST_PLAIN)
    return g_strdup (_("There was no handshake."));
  if (fl_security_facts_is_refused (facts))
    return g_strdup (_("The handshake was ended by Fernlight: the reasons are above."));
  if (!facts->online)
    return g_strdup (_("Nothing is proved at the moment."));
  switch (fl_security_facts_get_way (facts))
    {
    case FL_TRUST_PIN:
      return g_strdup (_("In the handshake of this very connection the broker signed with the key of the pinned certificate. Name and date were "
                         "not checked."));
    case FL_TRUST_PSK:
      return g_strdup (_("Both ends showed in the handshake of this very connection that they know the key, without sending it."));
    case FL_TRUST_INSECURE:
      return g_strdup (_("Whoever answered holds the key of the certificate below; nobody checked whose that is."));
    case FL_TRUST_SYSTEM:
    case FL_TRUST_CA:
    case FL_TRUST_PLAIN:
    default:
      return leaf == NULL ? g_strdup ("")
             : g_strdup_printf (_("In the handshake of this very connection the broker signed with the key of a certificate for %s, issued by %s, "
                                  "which you trust."), fl_security_facts_get_host (facts), fl_certificate_get_issuer_name (leaf));
    }
}

static char *
application_proof (const FlSecurityFacts *facts)
{
  if (facts->refused_text != NULL)
    return g_strdup (facts->refused_text);
  if (!facts->online)
    return g_strdup (_("Nobody is signed in at the moment."));
  return g_strdup (_("The broker answered our sign-in and our subscription and refused neither. Whether it drops what somebody publishes, "
                     "MQTT 3.1.1 does not tell."));
}

static char *
payload_proof (const FlSecurityFacts *facts)
{
  if (facts->n_fernet == 0)
    return g_strdup (_("No token was seen: what arrives may have been changed by the broker, or by whoever it lets publish."));
  return g_strdup (_("A token is opened only if its integrity check holds. Changed or forged payloads are refused; a replayed one is not, "
                     "unless a TTL is set (here none is: retained copies are old)."));
}

static char *
describe_proof (FlSecurityLevel        level,
                const FlSecurityFacts *facts)
{
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

static char *
payload_cost (const FlSecurityFacts *facts)
{
  const char *format = _("A token is 57 bytes around whole blocks of 16, in base64: 20 bytes become 120. The device needs the time of day.");

  if (facts->n_plain_bytes == 0)
    return g_strdup (format);
  return g_strdup_printf (_("Here %" PRIu64 " bytes of payload arrived as %" PRIu64 " bytes of tokens, %.1f times as many. %s"),
                          facts->n_plain_bytes, facts->n_token_bytes,
                          (double) facts->n_token_bytes / (double) facts->n_plain_bytes, format);
}

/* The row's own words, if it has any, are of this computer; then the published ones. */
static char *
transport_cost (const FlSecurityFacts *facts)
{
  g_autofree char *here = fl_security_level_describe_cost (FL_SECURITY_TRANSPORT, facts);

  if (fl_security_facts_get_way (facts) == FL_TRUST_PLAIN || here[0] == '\0')
    return g_strdup (_(device_handshake));
  return g_strdup_printf (_("Measured: %s. %s"), here, _(device_handshake));
}

static char *
describe_cost (FlSecurityLevel        level,
               const FlSecurityFacts *facts)
{
  switch (level)
    {
    case FL_SECURITY_NETWORK:
      return g_strdup (_("A VPN adds a header to every packet and has to be set up at both ends; for devices mostly the router does it."));
    case FL_SECURITY_TRANSPORT:
      return transport_cost (facts);
    case FL_SECURITY_APPLICATION:
      return g_strdup_printf ("%s %s", _("A name and a password cost a few bytes when connecting, and an account on the broker."),
                              _(device_client_key));
    case FL_SECURITY_PAYLOAD:
    default:
      return payload_cost (facts);
    }
}

static const char *
get_meaning (FlSecurityLevel level)
{
  switch (level)
    {
    case FL_SECURITY_NETWORK:
      return _("The way the packets take. A VPN (virtual private network) extends a private network across the internet.");
    case FL_SECURITY_TRANSPORT:
      return _("TLS encrypts everything between client and broker, and proves who the broker is. MQTT over TLS is sometimes called MQTTS.");
    case FL_SECURITY_APPLICATION:
      return _("Authentication and authorization: the broker asks who you are, and decides what you may read and publish.");
    case FL_SECURITY_PAYLOAD:
    default:
      return _("Payload encryption: the device locks each payload itself (Fernet: AES and an integrity check), the broker has no key.");
    }
}

static const char *
get_limit (FlSecurityLevel level)
{
  switch (level)
    {
    case FL_SECURITY_NETWORK:
      return _("What the packets hold: whoever is at the far end of a tunnel, or on the way behind it, sees what the other levels leave open.");
    case FL_SECURITY_TRANSPORT:
      return _("Anything from the broker: it reads all and passes it on to whoever it lets in. Your devices have connections of their own, "
               "which may be weaker.");
    case FL_SECURITY_APPLICATION:
      return _("It encrypts nothing: without TLS a password and every payload are readable on the way.");
    case FL_SECURITY_PAYLOAD:
    default:
      return _("Topic, length and time of every message stay readable for the broker and whoever it lets in; the time is in the token, "
               "unencrypted.");
    }
}

const char *
fl_security_aspect_get_title (FlSecurityAspect aspect)
{
  switch (aspect)
    {
    case FL_SECURITY_ASPECT_MEANING:
      return _("What it is");
    case FL_SECURITY_ASPECT_PROOF:
      return _("How we know");
    case FL_SECURITY_ASPECT_COST:
      return _("What it costs");
    case FL_SECURITY_ASPECT_LIMIT:
    default:
      return _("Not protected");
    }
}

/**
 * fl_security_explanation_describe:
 *
 * Returns: one aspect of one level of this connection, in sentences, translated
 */
char *
fl_security_explanation_describe (FlSecurityLevel        level,
                                  FlSecurityAspect       aspect,
                                  const FlSecurityFacts *facts)
{
  g_return_val_if_fail (facts != NULL, NULL);

  switch (aspect)
    {
    case FL_SECURITY_ASPECT_MEANING:
      return g_strdup (get_meaning (level));
    case FL_SECURITY_ASPECT_PROOF:
      return describe_proof (level, facts);
    case FL_SECURITY_ASPECT_COST:
      return describe_cost (level, facts);
    case FL_SECURITY_ASPECT_LIMIT:
    default:
      return g_strdup (get_limit (level));
    }
}
