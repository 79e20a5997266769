/* Tests of mqtt/fl-mqtt-url: what is understood, what is refused, and that no refusal repeats a password.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "mqtt/fl-mqtt-url.h"

#include <string.h>

static const struct
{
  const char *text;
  const char *host;
  guint16     port;
  gboolean    tls;
  gboolean    upgraded;
  const char *base;
  const char *filter;
  const char *username;
} good[] = {
  { "localhost", "localhost", 8883, TRUE, FALSE, "", "#", NULL },
  { "  localhost \r\n", "localhost", 8883, TRUE, FALSE, "", "#", NULL },
  { "Broker.Example.ORG.", "broker.example.org", 8883, TRUE, FALSE, "", "#", NULL },
  { "localhost:1883", "localhost", 1883, TRUE, FALSE, "", "#", NULL },
  { "localhost/fxwalsh/home", "localhost", 8883, TRUE, FALSE, "fxwalsh/home", "fxwalsh/home/#", NULL },
  { "192.168.1.7", "192.168.1.7", 8883, TRUE, FALSE, "", "#", NULL },
  { "::1", "::1", 8883, TRUE, FALSE, "", "#", NULL },
  { "[::1]", "::1", 8883, TRUE, FALSE, "", "#", NULL },
  { "[::1]:1884", "::1", 1884, TRUE, FALSE, "", "#", NULL },
  { "[2001:DB8:0::7]:1884", "2001:db8::7", 1884, TRUE, FALSE, "", "#", NULL },
  { "mqtt://h", "h", 1883, FALSE, FALSE, "", "#", NULL },
  { "mqtt://h/", "h", 1883, FALSE, FALSE, "", "#", NULL },
  { "tcp://h:1884/a/b/", "h", 1884, FALSE, FALSE, "a/b", "a/b/#", NULL },
  { "mqtt://localhost:8883/fxwalsh/home", "localhost", 8883, TRUE, TRUE, "fxwalsh/home", "fxwalsh/home/#", NULL },
  { "MQTTS://h", "h", 8883, TRUE, FALSE, "", "#", NULL },
  { "ssl://h:1883", "h", 1883, TRUE, FALSE, "", "#", NULL },
  { "tls://h:65535", "h", 65535, TRUE, FALSE, "", "#", NULL },
  { "mqtts://[fe80::1]/x", "fe80::1", 8883, TRUE, FALSE, "x", "x/#", NULL },
  { "mqtts://frank@h/x", "h", 8883, TRUE, FALSE, "x", "x/#", "frank" },
  { "frank@h:1", "h", 1, TRUE, FALSE, "", "#", "frank" },
  { "mqtts://frank%40home.org@h", "h", 8883, TRUE, FALSE, "", "#", "frank@home.org" },
  { "mqtts://frank@home.org@h", "h", 8883, TRUE, FALSE, "", "#", "frank@home.org" },
  { "mqtts://frank:@h", "h", 8883, TRUE, FALSE, "", "#", "frank" },
  { "mqtts://@h", "h", 8883, TRUE, FALSE, "", "#", NULL },
  { "mqtts://io.adafruit.com/frank/feeds/+", "io.adafruit.com", 8883, TRUE, FALSE, "frank/feeds", "frank/feeds/+", NULL },
  { "h/#", "h", 8883, TRUE, FALSE, "", "#", NULL },
  { "h/+/status", "h", 8883, TRUE, FALSE, "", "+/status", NULL },
  { "h/a/+/b/#", "h", 8883, TRUE, FALSE, "a", "a/+/b/#", NULL },
  { "h/$SYS/#", "h", 8883, TRUE, FALSE, "$SYS", "$SYS/#", NULL },
  { "h//leading", "h", 8883, TRUE, FALSE, "/leading", "/leading/#", NULL },
  { "h/two%20words/caf%C3%A9", "h", 8883, TRUE, FALSE, "two words/caf\303\251", "two words/caf\303\251/#", NULL },
  { "h/a?b=c&d@e:f", "h", 8883, TRUE, FALSE, "a?b=c&d@e:f", "a?b=c&d@e:f/#", NULL },
  { "h/see://this", "h", 8883, TRUE, FALSE, "see://this", "see://this/#", NULL },
  { "b\303\274cher.example", "xn--bcher-kva.example", 8883, TRUE, FALSE, "", "#", NULL },
  { "esp_broker.local", "esp_broker.local", 8883, TRUE, FALSE, "", "#", NULL },
  { "001.example", "001.example", 8883, TRUE, FALSE, "", "#", NULL },
};

static const struct
{
  const char    *text;
  FlMqttUrlError code;
} bad[] = {
  { "", FL_MQTT_URL_ERROR_EMPTY },
  { " \t\r\n ", FL_MQTT_URL_ERROR_EMPTY },
  { "http://h", FL_MQTT_URL_ERROR_SCHEME },
  { "ws://h", FL_MQTT_URL_ERROR_SCHEME },
  { "wss://h/mqtt", FL_MQTT_URL_ERROR_SCHEME },
  { "://h", FL_MQTT_URL_ERROR_SCHEME },
  { "mqtt", 0 /* a host */ },
  { "mqtts://", FL_MQTT_URL_ERROR_HOST },
  { "mqtts:///topic", FL_MQTT_URL_ERROR_HOST },
  { "mqtts://frank@", FL_MQTT_URL_ERROR_HOST },
  { "two words", FL_MQTT_URL_ERROR_HOST },
  { "h#x", FL_MQTT_URL_ERROR_HOST },
  { "h?x", FL_MQTT_URL_ERROR_HOST },
  { "a..b", FL_MQTT_URL_ERROR_HOST },
  { ".", FL_MQTT_URL_ERROR_HOST },
  { "[::1]x", FL_MQTT_URL_ERROR_HOST },
  { "[localhost]", FL_MQTT_URL_ERROR_HOST },
  { "[::g]", FL_MQTT_URL_ERROR_HOST },
  { "[]", FL_MQTT_URL_ERROR_HOST },
  { "[fe80::1%25eth0]", FL_MQTT_URL_ERROR_HOST },
  { "[::1", FL_MQTT_URL_ERROR_PORT },
  { "h:", FL_MQTT_URL_ERROR_PORT },
  { "h:0", FL_MQTT_URL_ERROR_PORT },
  { "h:65536", FL_MQTT_URL_ERROR_PORT },
  { "h:4294967297", FL_MQTT_URL_ERROR_PORT },
  { "h:18446744073709553499", FL_MQTT_URL_ERROR_PORT },
  { "h:-1", FL_MQTT_URL_ERROR_PORT },
  { "h:+1", FL_MQTT_URL_ERROR_PORT },
  { "h:1 2", FL_MQTT_URL_ERROR_PORT },
  { "h:mqtt", FL_MQTT_URL_ERROR_PORT },
  { "h:1:2", FL_MQTT_URL_ERROR_PORT },
  { "mqtts:h", FL_MQTT_URL_ERROR_PORT },
  { "h/a#", FL_MQTT_URL_ERROR_TOPIC },
  { "h/#/a", FL_MQTT_URL_ERROR_TOPIC },
  { "h/a+/b", FL_MQTT_URL_ERROR_TOPIC },
  { "h/a/++", FL_MQTT_URL_ERROR_TOPIC },
  { "h/a%", FL_MQTT_URL_ERROR_ENCODING },
  { "h/a%4", FL_MQTT_URL_ERROR_ENCODING },
  { "h/a%zz", FL_MQTT_URL_ERROR_ENCODING },
  { "h/a%00b", FL_MQTT_URL_ERROR_ENCODING },
  { "h/a%0Ab", FL_MQTT_URL_ERROR_ENCODING },
  { "h/%FF", FL_MQTT_URL_ERROR_ENCODING },
  { "h/\xff", FL_MQTT_URL_ERROR_ENCODING },
  { "h\nx", FL_MQTT_URL_ERROR_ENCODING },
  { "mqtts://%zz@h", FL_MQTT_URL_ERROR_ENCODING },
  { "mqtts://frank:hunter2@h", FL_MQTT_URL_ERROR_PASSWORD },
  { "frank:hunter2@h:8883/x", FL_MQTT_URL_ERROR_PASSWORD },
  { "mqtts://:hunter2@h", FL_MQTT_URL_ERROR_PASSWORD },
  { "mqtts://frank:hunter2@home@h", FL_MQTT_URL_ERROR_PASSWORD },
  { "mqtts://frank:hunter2/more@h/x", FL_MQTT_URL_ERROR_PASSWORD },
  { "mqtts://frank:%zz@h", FL_MQTT_URL_ERROR_PASSWORD },
};

static void
test_good (void)
{
  for (size_t i = 0; i < G_N_ELEMENTS (good); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(FlMqttUrl) url = fl_mqtt_url_parse (good[i].text, &error);
      FlEndpoint *endpoint;

      g_test_message ("%s", good[i].text);
      g_assert_no_error (error);
      g_assert_nonnull (url);
      endpoint = fl_mqtt_url_get_endpoint (url);
      g_assert_cmpstr (fl_endpoint_get_host (endpoint), ==, good[i].host);
      g_assert_cmpuint (fl_endpoint_get_port (endpoint), ==, good[i].port);
      g_assert_cmpint (fl_mqtt_url_get_tls (url), ==, good[i].tls);
      g_assert_cmpint (fl_mqtt_url_get_upgraded (url), ==, good[i].upgraded);
      g_assert_cmpstr (fl_mqtt_url_get_base_topic (url), ==, good[i].base);
      g_assert_cmpstr (fl_mqtt_url_get_filter (url), ==, good[i].filter);
      g_assert_cmpstr (fl_mqtt_url_get_username (url), ==, good[i].username);
    }
}

static void
test_bad (void)
{
  for (size_t i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(FlMqttUrl) url = fl_mqtt_url_parse (bad[i].text, &error);
      g_autofree char *shown = g_strescape (bad[i].text, NULL); /* TAP is UTF-8 */

      if (g_str_equal (bad[i].text, "mqtt"))
        {
          g_assert_nonnull (url);
          continue;
        }
      g_test_message ("%s", shown);
      g_assert_null (url);
      g_assert_error (error, FL_MQTT_URL_ERROR, (int) bad[i].code);
      g_assert_cmpuint (strlen (error->message), >, 10);
      g_assert_null (strstr (error->message, "hunter2"));
    }
}

static void
test_scheme (void)
{
  g_autoptr(FlMqttUrl) with = fl_mqtt_url_parse ("mqtts://h", NULL);
  g_autoptr(FlMqttUrl) without = fl_mqtt_url_parse ("h", NULL);
  g_autoptr(FlMqttUrl) again = fl_mqtt_url_ref (with);

  g_assert_true (fl_mqtt_url_has_scheme (again));
  g_assert_false (fl_mqtt_url_has_scheme (without));
}

static void
test_nul (void)
{
  g_autoptr(GError) error = NULL;

  g_assert_null (fl_mqtt_url_parse_bytes ("h\0x", 3, &error));
  g_assert_error (error, FL_MQTT_URL_ERROR, FL_MQTT_URL_ERROR_ENCODING);
  g_clear_error (&error);
  g_assert_null (fl_mqtt_url_parse_bytes (NULL, 0, &error));
  g_assert_error (error, FL_MQTT_URL_ERROR, FL_MQTT_URL_ERROR_EMPTY);
}

static void
test_long (void)
{
  g_autofree char *topic = g_strnfill (65533, 't');
  g_autofree char *fits = g_strconcat ("h/", topic, NULL);
  g_autofree char *too_long = g_strconcat ("h/", topic, "t", NULL);
  g_autofree char *absurd = g_strnfill (10 * 1000 * 1000, 'h');
  g_autofree char *long_host = g_strnfill (254, 'h');
  g_autofree char *long_label = g_strnfill (64, 'h');
  g_autoptr(FlMqttUrl) url = NULL;
  g_autoptr(GError) error = NULL;

  url = fl_mqtt_url_parse (fits, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (strlen (fl_mqtt_url_get_filter (url)), ==, 65535);
  g_assert_null (fl_mqtt_url_parse (too_long, &error));
  g_assert_error (error, FL_MQTT_URL_ERROR, FL_MQTT_URL_ERROR_TOO_LONG);
  g_clear_error (&error);
  g_assert_null (fl_mqtt_url_parse (absurd, &error));
  g_assert_error (error, FL_MQTT_URL_ERROR, FL_MQTT_URL_ERROR_TOO_LONG);
  g_clear_error (&error);
  g_assert_null (fl_mqtt_url_parse (long_host, &error));
  g_assert_error (error, FL_MQTT_URL_ERROR, FL_MQTT_URL_ERROR_HOST);
  g_clear_error (&error);
  g_assert_null (fl_mqtt_url_parse (long_label, &error));
  g_assert_error (error, FL_MQTT_URL_ERROR, FL_MQTT_URL_ERROR_HOST);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/mqtt-url/good", test_good);
  g_test_add_func ("/mqtt-url/bad", test_bad);
  g_test_add_func ("/mqtt-url/scheme", test_scheme);
  g_test_add_func ("/mqtt-url/nul", test_nul);
  g_test_add_func ("/mqtt-url/long", test_long);
  return g_test_run ();
}
