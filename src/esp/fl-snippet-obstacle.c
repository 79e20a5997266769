/* Why a way is not to be had for a firmware at a broker.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "fernlight-snippet-obstacle"

#include "config.h"

#include "esp/fl-snippet-obstacle.h"

#include "esp/fl-quoting.h"
#include "tls/fl-fingerprint.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* The CAs that are built into Tasmota, by SHA-256: ISRG Root X1 (Let's Encrypt) and Amazon Root CA 1. */
static const char *const tasmota_cas[] = {
  "96bcec06264976f37460779acf28c5a7cfe8a3c0aae11a8ffcee05c0bddf08c6",
  "8ecde6884f3d87b1125ba31ac3fcb13d7016de7f57cc904fe1cb97c6ae98196e",
  NULL
};

static const char *
describe_unknown_way (FlFirmware   firmware,
                      FlSnippetWay way)
{
  switch (way)
    {
    case FL_SNIPPET_WAY_FINGERPRINT:
      if (firmware == FL_FIRMWARE_ESP32)
        return _("The ESP32’s WiFiClientSecure has no setFingerprint. Give it the CA.");
      if (firmware == FL_FIRMWARE_TASMOTA)
        return _("Tasmota’s fingerprint is one of the key, not of the certificate.");
      return _("mosquitto_sub knows no fingerprints. Give it the CA.");
    case FL_SNIPPET_WAY_KNOWN_KEY:
      if (firmware == FL_FIRMWARE_ESP32)
        return _("The ESP32’s WiFiClientSecure has no setKnownKey. Give it the CA.");
      return _("There is no setting for a public key.");
    case FL_SNIPPET_WAY_PSK:
      if (firmware == FL_FIRMWARE_ESP8266)
        return _("BearSSL, the ESP8266’s TLS library, has no pre-shared keys.");
      return _("There is no setting for a pre-shared key.");
    case FL_SNIPPET_WAY_INSECURE:
      return _("There is no setting that leaves out the check, and none is needed.");
    case FL_SNIPPET_WAY_CLIENT_CERTIFICATE:
      return _("Only builds for AWS IoT have client certificates.");
    case FL_SNIPPET_WAY_CA:
    default:
      return _("There is no setting for a CA.");
    }
}

static const char *
describe_psk (const FlSnippetFacts *facts)
{
  g_autofree char *literal = facts->psk_identity != NULL ? fl_quoting_to_literal (facts->psk_identity) : NULL;

  if (facts->way != FL_TRUST_PSK)
    return _("This broker shows a certificate here. A pre-shared key needs a port of its own without one.");
  if (facts->psk_identity != NULL && literal == NULL)
    return _("The identity holds characters that source code cannot hold.");
  return NULL;
}

static char *
describe_key (FlFirmware            firmware,
              const FlSnippetFacts *facts)
{
  const char *type = fl_certificate_get_key_type (facts->leaf);
  g_autofree char *tasmota = fl_fingerprint_for_tasmota (facts->leaf);

  if (firmware == FL_FIRMWARE_TASMOTA && tasmota == NULL)
    return g_strdup_printf (_("Tasmota cannot use this broker’s key (%s)."), type);
  if (firmware == FL_FIRMWARE_ESP8266 && strcmp (type, "RSA") != 0 && strcmp (type, "EC") != 0)
    return g_strdup_printf (_("BearSSL cannot use this broker’s key (%s)."), type);
  return NULL;
}

static char *
describe_tasmota_ca (const FlSnippetFacts *facts)
{
  const char *name = fl_certificate_get_common_name (facts->anchor);

  if (g_strv_contains (tasmota_cas, fl_certificate_get_sha256 (facts->anchor)))
    return NULL;
  return g_strdup_printf (_("Tasmota trusts only the CAs ISRG Root X1 and Amazon Root CA 1, and this one is “%s”."), name);
}

static char *
describe_ca (FlFirmware            firmware,
             const FlSnippetFacts *facts)
{
  gboolean is_root;

  if (facts->anchor == NULL)
    return g_strdup (_("Which CA vouches for this broker was not checked on this connection. Connect once with the CA’s file, "
                       "or with the system’s CAs."));
  is_root = fl_certificate_is_self_signed (facts->anchor);
  if (firmware == FL_FIRMWARE_TASMOTA)
    return describe_tasmota_ca (facts);
  if (firmware == FL_FIRMWARE_ESP8266 && !fl_snippet_facts_is_for_bearssl (facts))
    return g_strdup_printf (_("An ESP8266 does not find “%s” in this certificate: it reads DNS names only, no IP addresses. "
                              "Use a name of the certificate, or the fingerprint."), facts->host);
  if (firmware == FL_FIRMWARE_MOSQUITTO && !is_root)
    return g_strdup (_("mosquitto_sub needs the root CA, and the CA file of this broker ends before it."));
  if ((firmware == FL_FIRMWARE_ESP32 || firmware == FL_FIRMWARE_ESPHOME) && !is_root && fl_snippet_facts_has_own_anchor (facts))
    return g_strdup (_("An ESP32 takes the broker’s own certificate as a CA only if it is self-signed."));
  if (firmware != FL_FIRMWARE_ESP8266 && !fl_certificate_matches_host (facts->leaf, facts->host))
    return g_strdup_printf (_("The certificate is not for “%s”, so the check would fail. Use a name of the certificate."), facts->host);
  return NULL;
}

/**
 * fl_snippet_obstacle_describe:
 *
 * Any thread.
 *
 * Returns: (transfer full) (nullable): why this way is not to be had here, in the user's language; %NULL if it is
 */
char *
fl_snippet_obstacle_describe (FlFirmware            firmware,
                              FlSnippetWay          way,
                              const FlSnippetFacts *facts)
{
  g_return_val_if_fail (facts != NULL, NULL);

  if (fl_firmware_get_call (firmware, way) == NULL)
    return g_strdup (describe_unknown_way (firmware, way));
  if (!facts->is_trusted && facts->way != FL_TRUST_INSECURE)
    return g_strdup (_("The broker could not prove who it is: what it sent must not be pasted anywhere."));
  if (facts->host == NULL)
    return g_strdup (_("This host’s name holds characters that source code cannot hold."));
  if (way == FL_SNIPPET_WAY_PSK)
    return g_strdup (describe_psk (facts));
  if (facts->leaf == NULL)
    return g_strdup (_("There is no certificate on this connection."));

  switch (way)
    {
    case FL_SNIPPET_WAY_KNOWN_KEY:
      return describe_key (firmware, facts);
    case FL_SNIPPET_WAY_CLIENT_CERTIFICATE:
    case FL_SNIPPET_WAY_CA:
      return describe_ca (firmware, facts);
    case FL_SNIPPET_WAY_FINGERPRINT:
    case FL_SNIPPET_WAY_PSK:
    case FL_SNIPPET_WAY_INSECURE:
    default:
      return NULL;
    }
}
