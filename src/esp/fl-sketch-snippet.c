/* A whole Arduino sketch that connects to a broker in one way.
 *
 * Calls as in the cores: ESP8266, WiFiClientSecureBearSSL.h and BearSSLHelpers.h; ESP32, NetworkClientSecure.h. What is
 * written here is code, so it is in English everywhere.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "fernlight-sketch-snippet"

#include "config.h"

#include "esp/fl-sketch-snippet.h"

#include "esp/fl-quoting.h"
#include "esp/fl-works-until.h"
#include "tls/fl-fingerprint.h"
#include "tls/fl-public-key.h"

/* What a clock shows that was set: 1 January 2024. */
#define CLOCK_IS_SET "1704067200"

static const char own_certificate[] =
  "-----BEGIN CERTIFICATE-----\n"
  "PASTE THE CERTIFICATE OF THIS DEVICE HERE\n"
  "-----END CERTIFICATE-----\n";

static const char own_key[] =
  "-----BEGIN PRIVATE KEY-----\n"
  "PASTE THE PRIVATE KEY OF THIS DEVICE HERE\n"
  "-----END PRIVATE KEY-----\n";

static gboolean
needs_ca (FlSnippetWay way)
{
  return way == FL_SNIPPET_WAY_CA || way == FL_SNIPPET_WAY_CLIENT_CERTIFICATE;
}

static void
append_head (GString              *text,
             FlFirmware            firmware,
             FlSnippetWay          way,
             const FlSnippetFacts *facts)
{
  gboolean is_esp8266 = firmware == FL_FIRMWARE_ESP8266;

  g_string_append_printf (text, "// %s: %s\n", fl_firmware_get_name (firmware), fl_firmware_get_call (firmware, way));
  if (facts->leaf != NULL)
    {
      g_autofree char *name = fl_quoting_to_comment (fl_certificate_get_common_name (facts->leaf));
      g_autofree char *issuer = fl_quoting_to_comment (fl_certificate_get_issuer_name (facts->leaf));
      g_autofree char *day = fl_works_until_format_day (fl_certificate_get_not_after (facts->leaf));

      g_string_append_printf (text, "// Broker's certificate: %s, issued by %s, until %s\n", name, issuer, day);
    }
  g_string_append_printf (text, "\n#include <%s>\n", is_esp8266 ? "ESP8266WiFi.h" : "WiFi.h");
  g_string_append (text, "#include <WiFiClientSecure.h>\n#include <PubSubClient.h>\n");
  if (is_esp8266 && needs_ca (way))
    g_string_append (text, "#include <time.h>\n");
  g_string_append (text, "\nconst char *WIFI_NAME = \"YOUR-WIFI\";\nconst char *WIFI_PASSWORD = \"YOUR-WIFI-PASSWORD\";\n");
  g_string_append_printf (text, "const char *MQTT_HOST = \"%s\";\nconst uint16_t MQTT_PORT = %u;\n\n", facts->host, facts->port);
}

static void
append_pem (GString    *text,
            const char *name,
            const char *pem)
{
  g_string_append_printf (text, "static const char %s[] PROGMEM = R\"EOF(\n%s)EOF\";\n\n", name, pem);
}

/* What is pasted, before the first function. */
static void
append_constants (GString              *text,
                  FlSnippetWay          way,
                  const FlSnippetFacts *facts)
{
  g_autofree char *value = NULL;

  switch (way)
    {
    case FL_SNIPPET_WAY_FINGERPRINT:
      value = fl_fingerprint_to_arduino (fl_certificate_get_sha1 (facts->leaf));
      g_string_append_printf (text, "static const char fingerprint[] = \"%s\";\n\n", value);
      break;
    case FL_SNIPPET_WAY_KNOWN_KEY:
      value = fl_public_key_to_pem (facts->leaf);
      append_pem (text, "brokerKey", value != NULL ? value : "");
      break;
    case FL_SNIPPET_WAY_CA:
      append_pem (text, "caCert", fl_certificate_get_pem (facts->anchor));
      break;
    case FL_SNIPPET_WAY_CLIENT_CERTIFICATE:
      append_pem (text, "caCert", fl_certificate_get_pem (facts->anchor));
      append_pem (text, "deviceCert", own_certificate);
      append_pem (text, "deviceKey", own_key);
      break;
    case FL_SNIPPET_WAY_PSK:
      value = fl_quoting_to_literal (facts->psk_identity != NULL ? facts->psk_identity : "THE-IDENTITY-OF-THIS-DEVICE");
      g_string_append_printf (text, "const char *PSK_IDENTITY = %s;\n"
                              "const char *PSK_KEY = \"PASTE-THE-KEY-HERE\"; // hexadecimal, 32 bytes at most\n\n", value);
      break;
    case FL_SNIPPET_WAY_INSECURE:
    default:
      break;
    }
}

/* Objects that BearSSL reads as long as the client lives. */
static void
append_objects (GString      *text,
                FlFirmware    firmware,
                FlSnippetWay  way)
{
  if (firmware == FL_FIRMWARE_ESP8266 && needs_ca (way))
    g_string_append (text, "BearSSL::X509List trustAnchors (caCert);\n");
  if (firmware == FL_FIRMWARE_ESP8266 && way == FL_SNIPPET_WAY_CLIENT_CERTIFICATE)
    g_string_append (text, "BearSSL::X509List clientCert (deviceCert);\nBearSSL::PrivateKey clientKey (deviceKey);\n");
  if (way == FL_SNIPPET_WAY_KNOWN_KEY)
    g_string_append (text, "BearSSL::PublicKey knownKey (brokerKey);\n");
  g_string_append (text, "WiFiClientSecure client;\nPubSubClient mqtt (client);\n\n");
}

/* The lines of setup () that say whom to trust. */
static const char *
get_calls (FlFirmware   firmware,
           FlSnippetWay way)
{
  gboolean is_esp8266 = firmware == FL_FIRMWARE_ESP8266;

  switch (way)
    {
    case FL_SNIPPET_WAY_FINGERPRINT:
      return "  client.setFingerprint (fingerprint);\n";
    case FL_SNIPPET_WAY_KNOWN_KEY:
      return "  client.setKnownKey (&knownKey);\n";
    case FL_SNIPPET_WAY_CA:
      return is_esp8266 ? "  client.setTrustAnchors (&trustAnchors);\n" : "  client.setCACert (caCert);\n";
    case FL_SNIPPET_WAY_CLIENT_CERTIFICATE:
      return is_esp8266 ? "  client.setTrustAnchors (&trustAnchors);\n"
                          "  if (clientKey.isEC ())\n"
                          "    client.setClientECCert (&clientCert, &clientKey, BR_KEYTYPE_KEYX | BR_KEYTYPE_SIGN, BR_KEYTYPE_EC);\n"
                          "  else\n"
                          "    client.setClientRSACert (&clientCert, &clientKey);\n"
                        : "  client.setCACert (caCert);\n"
                          "  client.setCertificate (deviceCert);\n"
                          "  client.setPrivateKey (deviceKey);\n";
    case FL_SNIPPET_WAY_PSK:
      return "  client.setPreSharedKey (PSK_IDENTITY, PSK_KEY);\n";
    case FL_SNIPPET_WAY_INSECURE:
    default:
      return "  client.setInsecure (); // nobody checks whom this device talks to\n";
    }
}

static void
append_setup (GString      *text,
              FlFirmware    firmware,
              FlSnippetWay  way)
{
  g_string_append (text,
                   "void setup ()\n{\n"
                   "  Serial.begin (115200);\n"
                   "  WiFi.begin (WIFI_NAME, WIFI_PASSWORD);\n"
                   "  while (WiFi.status () != WL_CONNECTED)\n"
                   "    delay (500);\n\n");
  if (firmware == FL_FIRMWARE_ESP8266 && needs_ca (way))
    g_string_append (text,
                     "  // The dates of the certificate are checked, so the clock has to be right first.\n"
                     "  configTime (0, 0, \"pool.ntp.org\", \"time.nist.gov\");\n"
                     "  while (time (nullptr) < " CLOCK_IS_SET ")\n"
                     "    delay (500);\n\n");
  g_string_append (text, get_calls (firmware, way));
  g_string_append (text, "  mqtt.setServer (MQTT_HOST, MQTT_PORT);\n}\n\n");
}

static void
append_loop (GString    *text,
             FlFirmware  firmware)
{
  gboolean is_esp8266 = firmware == FL_FIRMWARE_ESP8266;

  /* Two devices with one id would throw each other out. */
  g_string_append_printf (text,
                          "void loop ()\n{\n"
                          "  if (!mqtt.connected ())\n    {\n"
                          "      String id = String (\"%s-\") + String (%s, HEX);\n\n"
                          "      // With a user name: mqtt.connect (id.c_str (), \"USER\", \"PASSWORD\")\n"
                          "      if (!mqtt.connect (id.c_str ()))\n        {\n"
                          "          %s\n"
                          "          Serial.printf (\"No connection: MQTT %%d, TLS %%d\\n\", mqtt.state (), error);\n"
                          "          delay (5000);\n"
                          "          return;\n        }\n    }\n"
                          "  mqtt.loop ();\n}\n",
                          fl_firmware_to_id (firmware), is_esp8266 ? "ESP.getChipId ()" : "(uint32_t) ESP.getEfuseMac ()",
                          is_esp8266 ? "int error = client.getLastSSLError ();"
                                     : "char text[100];\n          int error = client.lastError (text, sizeof text);\n");
}

/**
 * fl_sketch_snippet_write:
 * @firmware: %FL_FIRMWARE_ESP8266 or %FL_FIRMWARE_ESP32
 * @way: one for which there is no obstacle
 *
 * Holds no secret: what the user has to put in is a placeholder. Any thread.
 *
 * Returns: (transfer full): C++ as the Arduino builder takes it
 */
char *
fl_sketch_snippet_write (FlFirmware            firmware,
                         FlSnippetWay          way,
                         const FlSnippetFacts *facts)
{
  g_autoptr(GString) text = g_string_new (NULL);

  g_return_val_if_fail (facts != NULL && facts->host != NULL, NULL);

  append_head (text, firmware, way, facts);
  append_constants (text, way, facts);
  append_objects (text, firmware, way);
  append_setup (text, firmware, way);
  append_loop (text, firmware);
  return g_string_free (g_steal_pointer (&text), FALSE);
}
