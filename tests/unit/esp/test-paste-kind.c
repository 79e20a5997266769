/* What was pasted is told apart, and of a document with blocks of code the code is left at its lines.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "esp/fl-paste-kind.h"

#include <string.h>

#define FP "18 C0 C2 3D BE DD 81 37 73 40 E7 E4 36 61 CB 0A DF 96 AD 25"

static void
test_detect (void)
{
  static const struct { const char *text; FlPasteKind kind; } cases[] = {
    { FP, FL_PASTE_FINGERPRINT },
    { "static const char *fingerprint PROGMEM = \"" FP "\";", FL_PASTE_FINGERPRINT },
    { "sha256//47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=", FL_PASTE_FINGERPRINT },
    { "MqttFingerprint1 " FP "\n", FL_PASTE_FINGERPRINT },
    { "#define AIO_SERVERPORT 8883\nWiFiClientSecure client;\nstatic const char *fingerprint PROGMEM = \"" FP "\";\n", FL_PASTE_SKETCH },
    { "client.setInsecure();", FL_PASTE_SKETCH },
    { "#define AIO_SERVERPORT  1883", FL_PASTE_SKETCH },
    { "// rc=-2 is what I get\nvoid setup() {\n}\n", FL_PASTE_SKETCH },
    { "import paho.mqtt.client as mqtt\nmqttc = mqtt.Client()\n", FL_PASTE_PYTHON },
    { "mqttc.tls_set(\"./broker.emqx.io-ca.crt\")", FL_PASTE_PYTHON },
    { "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n", FL_PASTE_CERTIFICATE },
    { "depth=0 CN = x\n-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n", FL_PASTE_CERTIFICATE },
    { "-----BEGIN RSA PRIVATE KEY-----\nMIIB\n-----END RSA PRIVATE KEY-----\n", FL_PASTE_PRIVATE_KEY },
    { "-----BEGIN CERTIFICATE REQUEST-----\nMIIB\n", FL_PASTE_REQUEST },
    { "-----BEGIN PUBLIC KEY-----\nMIIB\n", FL_PASTE_PUBLIC_KEY },
    { "const char ca[] PROGMEM = R\"(\n-----BEGIN CERTIFICATE-----\nMIIB\n)\";\nvoid setup() {\n}\n", FL_PASTE_SKETCH },
    { "xqi9zRusHkcv3Om050HwX82eMTO-LbeW4YlqVVEzpw8=\n", FL_PASTE_FERNET_KEY },
    { "Attempting MQTT connection...failed, rc=-2 try again in 5 seconds", FL_PASTE_ERROR },
    { "[E][WiFiClientSecure.cpp:144] connect(): start_ssl_client: -9984", FL_PASTE_ERROR },
    { "62", FL_PASTE_ERROR },
    { "good morning", FL_PASTE_UNKNOWN },
    { "", FL_PASTE_UNKNOWN },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_test_message ("%s", cases[i].text);
      g_assert_cmpint (fl_paste_kind_detect (cases[i].text), ==, cases[i].kind);
    }
}

static void
test_unfence (void)
{
  const char *document = "# Title\n```c\nWiFiClient client;\n```\nwords; more\n~~~bash\nrm -r x;\n~~~\n";
  g_autofree char *code = fl_paste_kind_unfence (document);

  g_assert_cmpuint (strlen (code), ==, strlen (document));
  g_assert_nonnull (strstr (code, "\nWiFiClient client;\n"));
  g_assert_cmpint (strstr (code, "WiFi") - code, ==, strstr (document, "WiFi") - document);
  g_assert_null (strstr (code, "words"));
  g_assert_null (strstr (code, "rm"));
  g_assert_null (fl_paste_kind_unfence ("WiFiClient client;\n"));
  g_assert_null (fl_paste_kind_unfence ("```c\nWiFiClient client;\n"));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/paste-kind/detect", test_detect);
  g_test_add_func ("/paste-kind/unfence", test_unfence);
  return g_test_run ();
}
