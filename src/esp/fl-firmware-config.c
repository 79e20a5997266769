/* What ESPHome and Tasmota are told to connect to a broker.
 *
 * Keys as in ESPHome's mqtt component, commands as in Tasmota's documentation of MQTT and TLS.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "fernlight-firmware-config"

#include "config.h"

#include "esp/fl-firmware-config.h"

#include "esp/fl-quoting.h"
#include "tls/fl-fingerprint.h"

/* Tasmota's word for "accept any key": twenty bytes of all ones. */
#define ANY_KEY "FF FF FF FF FF FF FF FF FF FF FF FF FF FF FF FF FF FF FF FF"

/* A PEM as a block scalar. */
static void
append_block (GString    *text,
              const char *key,
              const char *pem)
{
  g_auto(GStrv) lines = g_strsplit (pem, "\n", -1);

  g_string_append_printf (text, "  %s: |\n", key);
  for (char **line = lines; *line != NULL; line++)
    if (**line != '\0')
      g_string_append_printf (text, "    %s\n", *line);
}

static char *
write_esphome (FlSnippetWay          way,
               const FlSnippetFacts *facts)
{
  g_autoptr(GString) text = g_string_new (NULL);
  g_autofree char *host = fl_quoting_to_literal (facts->host);
  g_autofree char *sha1 = fl_fingerprint_to_plain (fl_certificate_get_sha1 (facts->leaf));

  if (way != FL_SNIPPET_WAY_FINGERPRINT)
    g_string_append (text, "esp32:\n  board: esp32dev\n  framework:\n    type: esp-idf\n\n");
  g_string_append_printf (text, "mqtt:\n  broker: %s\n  port: %u\n", host, facts->port);
  if (way == FL_SNIPPET_WAY_FINGERPRINT)
    g_string_append_printf (text, "  ssl_fingerprints:\n    - \"%s\"\n", sha1);
  else
    append_block (text, "certificate_authority", fl_certificate_get_pem (facts->anchor));
  if (way == FL_SNIPPET_WAY_CLIENT_CERTIFICATE)
    g_string_append (text, "  client_certificate: !secret mqtt_client_certificate\n"
                           "  client_certificate_key: !secret mqtt_client_key\n");
  g_string_append (text, "  # username: !secret mqtt_username\n  # password: !secret mqtt_password\n");
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static char *
write_tasmota (FlSnippetWay          way,
               const FlSnippetFacts *facts)
{
  g_autoptr(GString) text = g_string_new (NULL);
  g_autofree char *key = fl_fingerprint_for_tasmota (facts->leaf);

  g_string_append_printf (text, "MqttHost %s\nMqttPort %u\n", facts->host, facts->port);
  if (way == FL_SNIPPET_WAY_CA)
    g_string_append (text, "SetOption132 0\n");
  else
    g_string_append_printf (text, "SetOption132 1\nMqttFingerprint1 %s\n", way == FL_SNIPPET_WAY_KNOWN_KEY ? key : ANY_KEY);
  g_string_append (text, "SetOption103 1\n");
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/**
 * fl_firmware_config_write:
 * @firmware: %FL_FIRMWARE_ESPHOME or %FL_FIRMWARE_TASMOTA
 * @way: one for which there is no obstacle
 *
 * Any thread.
 *
 * Returns: (transfer full): YAML, or a command a line
 */
char *
fl_firmware_config_write (FlFirmware            firmware,
                          FlSnippetWay          way,
                          const FlSnippetFacts *facts)
{
  g_return_val_if_fail (facts != NULL && facts->host != NULL && facts->leaf != NULL, NULL);

  return firmware == FL_FIRMWARE_ESPHOME ? write_esphome (way, facts) : write_tasmota (way, facts);
}
