/* Any address of something that speaks TLS is a host and a port; a secret in it is never repeated.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "mqtt/fl-inspect-address.h"

#include <string.h>

static void
test_addresses (void)
{
  static const struct { const char *text, *place; int error; } cases[] = {
    { "example.org", "example.org:8883", 0 },
    { "  example.org:443 ", "example.org:443", 0 },
    { "192.0.2.1:8443", "192.0.2.1:8443", 0 },
    { "[2001:db8::1]:443", "[2001:db8::1]:443", 0 },
    { "2001:db8::1", "[2001:db8::1]:8883", 0 },
    { "https://example.org", "example.org:443", 0 },
    { "HTTPS://Example.ORG/", "example.org:443", 0 },
    { "https://example.org:8883/", "example.org:8883", 0 },
    { "https://example.org:1883/", "example.org:1883", 0 },
    { "https://example.org/a/b?c=d#e", "example.org:443", 0 },
    { "https://example.org?c", "example.org:443", 0 },
    { "https://me@example.org/x", "example.org:443", 0 },
    { "wss://broker.example/mqtt", "broker.example:443", 0 },
    { "imaps://[::1]", "[::1]:993", 0 },
    { "smtps://mail.example", "mail.example:465", 0 },
    { "mqtts://example.org/home/#", "example.org:8883", 0 },
    { "mqtt://example.org", "example.org:8883", 0 },
    { "mqtt://example.org:1883", "example.org:1883", 0 },
    { "", NULL, FL_MQTT_URL_ERROR_EMPTY },
    { "http://example.org", NULL, FL_MQTT_URL_ERROR_SCHEME },
    { "://example.org", NULL, FL_MQTT_URL_ERROR_SCHEME },
    { "gopher://example.org", NULL, FL_MQTT_URL_ERROR_SCHEME },
    { "https://me:hunter2@example.org", NULL, FL_MQTT_URL_ERROR_PASSWORD },
    { "https://example.org:hunter2", NULL, FL_MQTT_URL_ERROR_PORT },
    { "https://example.org:0", NULL, FL_MQTT_URL_ERROR_PORT },
    { "https://", NULL, FL_MQTT_URL_ERROR_HOST },
    { "https:///path", NULL, FL_MQTT_URL_ERROR_HOST },
    { "https://exa\x01mple.org", NULL, FL_MQTT_URL_ERROR_ENCODING },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(FlEndpoint) endpoint = fl_inspect_address_parse (cases[i].text, &error);
      g_autofree char *printable = g_strescape (cases[i].text, NULL);
      g_autofree char *place = endpoint != NULL ? fl_endpoint_to_text (endpoint) : NULL;

      g_test_message ("“%s”: %s", printable, error != NULL ? error->message : place);
      g_assert_cmpstr (place, ==, cases[i].place);
      if (cases[i].place == NULL)
        g_assert_error (error, FL_MQTT_URL_ERROR, cases[i].error);
      g_assert_true (error == NULL || strstr (error->message, "hunter2") == NULL);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/inspect-address/addresses", test_addresses);
  return g_test_run ();
}
