/* What a way checks and what it gives up, and what to know before pasting it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "fernlight-snippet-remark"

#include "config.h"

#include "esp/fl-snippet-remark.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <string.h>

/* Tasmota's BearSSL verifies RSA signatures up to this size on an ESP8266. */
#define TASMOTA_ESP8266_MAX_RSA 2048

static const char *
describe_fingerprint (FlFirmware firmware)
{
  if (firmware == FL_FIRMWARE_PYTHON)
    return _("Accepts this one certificate, by its SHA-256, before a password is sent. Name, dates and CA are not looked at.");
  return _("Accepts this one certificate, by its SHA-1. Name, dates and CA are not looked at.");
}

static const char *
describe_ca (FlFirmware firmware)
{
  switch (firmware)
    {
    case FL_FIRMWARE_ESP8266:
      return _("Checks the CA, the name and the dates. Needs the time from NTP first.");
    case FL_FIRMWARE_ESP32:
    case FL_FIRMWARE_ESPHOME:
      return _("Checks the CA and the name, but no dates.");
    case FL_FIRMWARE_TASMOTA:
      return _("Checks the CA, the name and the dates. Tasmota has this CA built in. On an ESP8266 it needs a build with TLS.");
    case FL_FIRMWARE_MOSQUITTO:
    case FL_FIRMWARE_PYTHON:
    default:
      return _("Checks the CA, the name and the dates.");
    }
}

static const char *
describe_key (FlFirmware            firmware,
              const FlSnippetFacts *facts)
{
  gboolean is_rsa = strcmp (fl_certificate_get_key_type (facts->leaf), "RSA") == 0;

  if (firmware != FL_FIRMWARE_TASMOTA)
    return _("Accepts whoever has this key. Name, dates and CA are not looked at.");
  if (!is_rsa)
    return _("Accepts whoever has this key. Only on an ESP32: Tasmota on an ESP8266 takes no certificate with an EC key.");
  if (fl_certificate_get_key_bits (facts->leaf) > TASMOTA_ESP8266_MAX_RSA)
    return _("Accepts whoever has this key. Only on an ESP32: on an ESP8266 Tasmota crashes with RSA keys of more than 2048 bits.");
  return _("Accepts whoever has this key; Tasmota’s own hash of it. On an ESP8266 it needs a build with TLS.");
}

static const char *
describe_client_certificate (FlFirmware firmware)
{
  switch (firmware)
    {
    case FL_FIRMWARE_ESP8266:
    case FL_FIRMWARE_ESP32:
      return _("Checks the broker by its CA, and the device proves who it is. Its private key is in the sketch and can be read out of "
               "the device: make one for each.");
    case FL_FIRMWARE_ESPHOME:
    case FL_FIRMWARE_TASMOTA:
    case FL_FIRMWARE_MOSQUITTO:
    case FL_FIRMWARE_PYTHON:
    default:
      return _("Checks the broker by its CA, and proves who connects. The private key stays in a file of its own.");
    }
}

static const char *
describe_way (FlFirmware            firmware,
              FlSnippetWay          way,
              const FlSnippetFacts *facts)
{
  switch (way)
    {
    case FL_SNIPPET_WAY_FINGERPRINT:
      return describe_fingerprint (firmware);
    case FL_SNIPPET_WAY_CA:
      return describe_ca (firmware);
    case FL_SNIPPET_WAY_KNOWN_KEY:
      return describe_key (firmware, facts);
    case FL_SNIPPET_WAY_CLIENT_CERTIFICATE:
      return describe_client_certificate (firmware);
    case FL_SNIPPET_WAY_PSK:
      if (firmware == FL_FIRMWARE_MOSQUITTO)
        return _("Both ends prove that they know the key. While it runs, other programs of this computer can read the key.");
      return _("Both ends prove that they know the key; there is no certificate. Whoever reads the key out of a device can pretend to "
               "be the broker.");
    case FL_SNIPPET_WAY_INSECURE:
    default:
      return _("Encrypted, but anybody on the way can pretend to be the broker and read everything, your password too. Only for a test.");
    }
}

/* A name by which a device finds nobody but itself (RFC 6761, 6.3). */
static gboolean
is_this_computer (const char *host)
{
  g_autoptr(GInetAddress) address = host != NULL ? g_inet_address_new_from_string (host) : NULL;

  return host != NULL && (g_ascii_strcasecmp (host, "localhost") == 0
                          || (address != NULL && g_inet_address_get_is_loopback (address)));
}

static gboolean
runs_elsewhere (FlFirmware firmware)
{
  return firmware != FL_FIRMWARE_MOSQUITTO && firmware != FL_FIRMWARE_PYTHON;
}

/**
 * fl_snippet_remark_describe:
 * @way: one for which there is no obstacle
 *
 * Any thread.
 *
 * Returns: (transfer full): a few sentences in the user's language
 */
char *
fl_snippet_remark_describe (FlFirmware            firmware,
                            FlSnippetWay          way,
                            const FlSnippetFacts *facts)
{
  g_autoptr(GString) remark = NULL;

  g_return_val_if_fail (facts != NULL, NULL);

  remark = g_string_new (describe_way (firmware, way, facts));
  if (!facts->is_trusted && way != FL_SNIPPET_WAY_INSECURE)
    g_string_append_printf (remark, " %s", _("Nobody has checked yet that this is the broker’s certificate: compare its fingerprint first."));
  if (runs_elsewhere (firmware) && is_this_computer (facts->host))
    {
      g_string_append_c (remark, ' ');
      g_string_append_printf (remark, _("“%s” is this computer itself: put the name or address there by which the device finds it."),
                              facts->host);
    }
  return g_string_free (g_steal_pointer (&remark), FALSE);
}
