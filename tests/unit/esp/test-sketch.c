/* A sketch is understood: board, clients, whose is the MQTT client's, where Wi-Fi is up, fingerprint and host.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "esp/fl-sketch.h"

#define FP "18 C0 C2 3D BE DD 81 37 73 40 E7 E4 36 61 CB 0A DF 96 AD 25"
#define BYTES "0x18,0xC0,0xC2,0x3D,0xBE,0xDD,0x81,0x37,0x73,0x40,0xE7,0xE4,0x36,0x61,0xCB,0x0A,0xDF,0x96,0xAD,0x25"

static void
test_board (void)
{
  static const struct { const char *text; FlBoard board; } cases[] = {
    { "#include <ESP8266WiFi.h>", FL_BOARD_ESP8266 }, { "BearSSL::WiFiClientSecure c;", FL_BOARD_ESP8266 },
    { "#include <WiFi.h>", FL_BOARD_ESP32 }, { "#include \"WiFi.h\"", FL_BOARD_ESP32 },
    { "#ifdef ESP32\n#include <WiFi.h>\n#else\n#include <ESP8266WiFi.h>\n#endif", FL_BOARD_BOTH },
    { "WiFiClient c;", FL_BOARD_UNKNOWN }, { "// #include <WiFi.h>", FL_BOARD_UNKNOWN },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(FlCode) code = fl_code_new (cases[i].text, FL_CODE_C);
      g_autoptr(FlSketch) sketch = fl_sketch_new (code);

      g_assert_cmpint (sketch->board, ==, cases[i].board);
    }
}

static void
test_clients (void)
{
  static const struct { const char *text; guint n_clients; const char *name; gboolean is_plain, is_pointer; } cases[] = {
    { "WiFiClient client;", 1, "client", TRUE, FALSE },
    { "WiFiClientSecure client;", 1, "client", FALSE, FALSE },
    { "WiFiClient *net = new WiFiClient ();", 1, "net", TRUE, TRUE },
    { "std::unique_ptr<BearSSL::WiFiClientSecure> net (new BearSSL::WiFiClientSecure);", 1, "net", FALSE, TRUE },
    { "WiFiClient a; WiFiClient b; PubSubClient mqtt (b);", 2, "b", TRUE, FALSE },
    { "WiFiClient a; WiFiClient b; PubSubClient mqtt; void setup () { mqtt.setClient (b); }", 2, "b", TRUE, FALSE },
    { "WiFiClient a; WiFiClientSecure b; Adafruit_MQTT_Client mqtt (&b, HOST, PORT);", 2, "b", FALSE, FALSE },
    { "WiFiServer s; void loop () { WiFiClient visitor = s.available (); }", 1, NULL, FALSE, FALSE },
    { "void f (WiFiClient &c) {}", 0, NULL, FALSE, FALSE },
    { "WiFiClient make () { return x; }", 0, NULL, FALSE, FALSE },
    { "class A : public WiFiClient {};", 0, NULL, FALSE, FALSE },
    { "void setup () {} WiFiClient http; void loop () { get (http); }", 1, NULL, FALSE, FALSE }, /* no MQTT in it */
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(FlCode) code = fl_code_new (cases[i].text, FL_CODE_C);
      g_autoptr(FlSketch) sketch = fl_sketch_new (code);
      guint n_plain = 0;

      g_test_message ("%s", cases[i].text);
      g_assert_cmpuint (sketch->clients->len, ==, cases[i].n_clients);
      g_assert_cmpint (sketch->client != NULL, ==, cases[i].name != NULL);
      if (cases[i].name != NULL)
        {
          g_assert_true (fl_code_is (code, sketch->client->name, cases[i].name));
          g_assert_cmpint (sketch->client->is_pointer, ==, cases[i].is_pointer);
        }
      for (guint j = 0; j < sketch->clients->len; j++)
        n_plain += fl_sketch_is_plain (sketch, j);
      g_assert_cmpuint (n_plain, ==, cases[i].is_plain);
    }
}

static void
test_wifi (void)
{
  static const struct { const char *text; guint line; } cases[] = {
    { "void setup () {\n WiFi.begin (a, b);\n while (WiFi.status () != WL_CONNECTED) {\n  delay (1);\n }\n x ();\n}", 5 },
    { "void setup () {\n WiFi.begin (a, b);\n while (WiFi.status () != WL_CONNECTED)\n  delay (1);\n x ();\n}", 4 },
    { "void setup () {\n WiFi.begin (a, b);\n do {\n  delay (1);\n } while (WiFi.status () != WL_CONNECTED);\n}", 5 },
    { "void setup () {\n WiFi.begin (a, b);\n if (WiFi.waitForConnectResult () != WL_CONNECTED) {\n  f ();\n }\n}", 5 },
    { "void setup () {\n WiFi.begin (a, b);\n}", 0 },
    { "void setup () {\n}", 0 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(FlCode) code = fl_code_new (cases[i].text, FL_CODE_C);
      g_autoptr(FlSketch) sketch = fl_sketch_new (code);

      g_test_message ("%s", cases[i].text);
      g_assert_true (sketch->is_whole);
      g_assert_cmpuint (fl_code_get_line (code, sketch->wifi_ready), ==, cases[i].line);
    }
}

static void
test_fingerprint (void)
{
  static const struct { const char *text; const char *name; const char *fingerprint; } cases[] = {
    { "static const char *fingerprint PROGMEM = \"" FP "\";", "fingerprint", FP },
    { "uint8_t fp[20] = {" BYTES "};", "fp", "{" BYTES "}" },
    { "#define FINGERPRINT \"XX XX\"", "FINGERPRINT", "XX XX" },
    { "c.setFingerprint (\"" FP "\");", NULL, FP },
    { "int pins[] = {1, 2, 3};", NULL, NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(FlCode) code = fl_code_new (cases[i].text, FL_CODE_C);
      g_autoptr(FlSketch) sketch = fl_sketch_new (code);
      g_autofree char *fingerprint = fl_sketch_fingerprint (sketch);

      g_assert_cmpstr (sketch->fingerprint_name, ==, cases[i].name);
      g_assert_cmpstr (fingerprint, ==, cases[i].fingerprint);
    }
}

static void
test_host (void)
{
  static const struct { const char *text; const char *host; } cases[] = {
    { "#define AIO_SERVER \"io.adafruit.com\"", "io.adafruit.com" },
    { "const char* mqtt_server = \"192.168.1.5\";", "192.168.1.5" },
    { "mqtt.setServer (\"broker.home\", 1883);", "broker.home" },
    { "const char *ntp_server = \"pool.ntp.org\";", NULL },
    { "const char *server_name = \"no host\";", NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(FlCode) code = fl_code_new (cases[i].text, FL_CODE_C);
      g_autoptr(FlSketch) sketch = fl_sketch_new (code);
      const guint at = fl_sketch_find_host (sketch);
      g_autofree char *host = at != FL_CODE_NONE ? fl_code_body (code, at) : NULL;

      g_assert_cmpstr (host, ==, cases[i].host);
    }
}

static void
test_method (void)
{
  g_autoptr(FlCode) code = fl_code_new ("void setInsecure (); setInsecure (); net->setInsecure ();", FL_CODE_C);
  g_autoptr(FlSketch) sketch = fl_sketch_new (code);

  g_assert_cmpuint (fl_sketch_find_method (sketch, "setInsecure"), ==, 11);
  g_assert_cmpuint (fl_sketch_find_method (sketch, "setFingerprint"), ==, FL_CODE_NONE);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sketch/board", test_board);
  g_test_add_func ("/sketch/clients", test_clients);
  g_test_add_func ("/sketch/wifi", test_wifi);
  g_test_add_func ("/sketch/fingerprint", test_fingerprint);
  g_test_add_func ("/sketch/host", test_host);
  g_test_add_func ("/sketch/method", test_method);
  return g_test_run ();
}
