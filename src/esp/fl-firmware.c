/* What runs on a device, or beside it, and connects to a broker: its name, its secure client, the ways it knows.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "fernlight-firmware"

#include "config.h"

#include "esp/fl-firmware.h"

/* Names and calls are proper names: the same in every language. */
static const struct
{
  const char *id, *name, *client, *language;
  const char *calls[FL_N_SNIPPET_WAYS];
} firmwares[FL_N_FIRMWARES] = {
  [FL_FIRMWARE_ESP8266] = {
    "esp8266", "ESP8266, Arduino", "WiFiClientSecure (BearSSL)", "arduino",
    {
      [FL_SNIPPET_WAY_FINGERPRINT] = "setFingerprint",
      [FL_SNIPPET_WAY_CA] = "setTrustAnchors",
      [FL_SNIPPET_WAY_KNOWN_KEY] = "setKnownKey",
      [FL_SNIPPET_WAY_CLIENT_CERTIFICATE] = "setClientRSACert, setClientECCert",
      [FL_SNIPPET_WAY_INSECURE] = "setInsecure",
    },
  },
  [FL_FIRMWARE_ESP32] = {
    "esp32", "ESP32, Arduino", "WiFiClientSecure (Mbed TLS)", "arduino",
    {
      [FL_SNIPPET_WAY_CA] = "setCACert",
      [FL_SNIPPET_WAY_CLIENT_CERTIFICATE] = "setCertificate, setPrivateKey",
      [FL_SNIPPET_WAY_PSK] = "setPreSharedKey",
      [FL_SNIPPET_WAY_INSECURE] = "setInsecure",
    },
  },
  [FL_FIRMWARE_ESPHOME] = {
    "esphome", "ESPHome", "mqtt:", "yaml",
    {
      [FL_SNIPPET_WAY_FINGERPRINT] = "ssl_fingerprints, ESP8266",
      [FL_SNIPPET_WAY_CA] = "certificate_authority, ESP32",
      [FL_SNIPPET_WAY_CLIENT_CERTIFICATE] = "client_certificate, ESP32",
    },
  },
  [FL_FIRMWARE_TASMOTA] = {
    "tasmota", "Tasmota", "WiFiClientSecureLight (BearSSL)", "tasmota",
    {
      [FL_SNIPPET_WAY_CA] = "SetOption132 0",
      [FL_SNIPPET_WAY_KNOWN_KEY] = "MqttFingerprint1",
      [FL_SNIPPET_WAY_INSECURE] = "MqttFingerprint1 FF …",
    },
  },
  [FL_FIRMWARE_MOSQUITTO] = {
    "mosquitto-sub", "mosquitto_sub", "OpenSSL", "shell",
    {
      [FL_SNIPPET_WAY_CA] = "--cafile",
      [FL_SNIPPET_WAY_CLIENT_CERTIFICATE] = "--cert, --key",
      [FL_SNIPPET_WAY_PSK] = "--psk",
    },
  },
  [FL_FIRMWARE_PYTHON] = {
    "python-paho", "Python, paho-mqtt", "ssl", "python",
    {
      [FL_SNIPPET_WAY_FINGERPRINT] = "SHA-256",
      [FL_SNIPPET_WAY_CA] = "tls_set_context",
      [FL_SNIPPET_WAY_CLIENT_CERTIFICATE] = "load_cert_chain",
      [FL_SNIPPET_WAY_INSECURE] = "CERT_NONE",
    },
  },
};

#define IS_FIRMWARE(firmware) ((int) (firmware) >= 0 && (int) (firmware) < (int) FL_N_FIRMWARES)

/* Stable: kept in the settings and part of a snippet's id. */
const char *
fl_firmware_to_id (FlFirmware firmware)
{
  g_return_val_if_fail (IS_FIRMWARE (firmware), NULL);

  return firmwares[firmware].id;
}

gboolean
fl_firmware_from_id (const char *id,
                     FlFirmware *firmware)
{
  g_return_val_if_fail (id != NULL && firmware != NULL, FALSE);

  for (int i = 0; i < (int) FL_N_FIRMWARES; i++)
    if (g_str_equal (id, firmwares[i].id))
      {
        *firmware = (FlFirmware) i;
        return TRUE;
      }
  return FALSE;
}

const char *
fl_firmware_get_name (FlFirmware firmware)
{
  g_return_val_if_fail (IS_FIRMWARE (firmware), NULL);

  return firmwares[firmware].name;
}

/* Which class or library speaks TLS there. */
const char *
fl_firmware_get_client (FlFirmware firmware)
{
  g_return_val_if_fail (IS_FIRMWARE (firmware), NULL);

  return firmwares[firmware].client;
}

/* "arduino", "yaml", "tasmota" (a command a line), "shell", "python" */
const char *
fl_firmware_get_language (FlFirmware firmware)
{
  g_return_val_if_fail (IS_FIRMWARE (firmware), NULL);

  return firmwares[firmware].language;
}

/**
 * fl_firmware_get_call:
 *
 * Returns: (nullable): how the firmware calls this way; %NULL if it does not know it
 */
const char *
fl_firmware_get_call (FlFirmware   firmware,
                      FlSnippetWay way)
{
  g_return_val_if_fail (IS_FIRMWARE (firmware) && (int) way >= 0 && (int) way < (int) FL_N_SNIPPET_WAYS, NULL);

  return firmwares[firmware].calls[way];
}
