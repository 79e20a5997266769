/* The numbers are picked out of what serial monitors really print, each once, and nothing else is taken for one.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "esp/fl-device-error.h"

static void
test_find (void)
{
  static const struct { const char *text; FlDeviceErrorFamily family; int number; guint line; } cases[] = {
    { "TLS connection error: 62", FL_DEVICE_ERROR_BEARSSL, 62, 1 },
    { "00:01:02.345 MQT: TLS connection error: -1000\n", FL_DEVICE_ERROR_TASMOTA, -1000, 1 },
    { "MQT: TLS connection error: 1", FL_DEVICE_ERROR_TASMOTA, 1, 1 },
    { "\nAttempting MQTT connection...failed, rc=-2 try again in 5 seconds", FL_DEVICE_ERROR_PUBSUBCLIENT, -2, 2 },
    { "MQT: Connect failed to broker.home:8883, rc 5. Retry in 10 sec", FL_DEVICE_ERROR_PUBSUBCLIENT, 5, 1 },
    { "failed with state -4", FL_DEVICE_ERROR_PUBSUBCLIENT, -4, 1 },
    { "Last SSL error: 54", FL_DEVICE_ERROR_BEARSSL, 54, 1 },
    { "getLastSSLError() = 296", FL_DEVICE_ERROR_BEARSSL, 296, 1 },
    { "BSSL: BR_ERR_X509_DN_MISMATCH", FL_DEVICE_ERROR_BEARSSL, 55, 1 },
    { "SSL: Chain could not be linked to a trust anchor.", FL_DEVICE_ERROR_BEARSSL, 62, 1 },
    { "mbedtls_ssl_handshake returned -0x7780", FL_DEVICE_ERROR_MBEDTLS, -0x7780, 1 },
    { "[E][ssl_client.cpp:37] _handle_error(): [start_ssl_client():296]: (-9984) X509 - Certificate verification failed, e.g. CRL, CA or signature check failed",
      FL_DEVICE_ERROR_MBEDTLS, -0x2700, 1 },
    { "start_ssl_client: -1", FL_DEVICE_ERROR_MBEDTLS, -1, 1 },
    { "verify flags: 0x8", FL_DEVICE_ERROR_MBEDTLS_FLAGS, 8, 1 },
    { "  ! The certificate is not correctly signed by the trusted CA", FL_DEVICE_ERROR_MBEDTLS_FLAGS, 8, 1 },
    { "MQTT connection failed! Error code = -2", FL_DEVICE_ERROR_ARDUINO_MQTT, -2, 1 },
    { "Retrying MQTT connection in 5 seconds...", FL_DEVICE_ERROR_ADAFRUIT_MQTT, -1, 1 },
    { "Not authorized to connect", FL_DEVICE_ERROR_ADAFRUIT_MQTT, 5, 1 },
    { "62", FL_DEVICE_ERROR_BEARSSL, 62, 1 },
    { " -0x2700\n", FL_DEVICE_ERROR_MBEDTLS, -0x2700, 1 },
    { "-2", FL_DEVICE_ERROR_PUBSUBCLIENT, -2, 1 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GArray) found = fl_device_error_find (cases[i].text);
      const FlDeviceError *error = &g_array_index (found, FlDeviceError, 0);

      g_test_message ("%s", cases[i].text);
      g_assert_cmpuint (found->len, ==, 1);
      g_assert_cmpint (error->family, ==, cases[i].family);
      g_assert_cmpint (error->number, ==, cases[i].number);
      g_assert_cmpuint (error->line, ==, cases[i].line);
    }
}

static void
test_none (void)
{
  static const char *const texts[] = {
    "", "hello", "rc=0", "rc=77", "rc=-99999999999999999999", "source 5", "IP address: 192.168.1.62", "temperature -5", "1.62",
    "TLS connection error: ", "2026-11-28", "ssl error: none", "rc=4.5",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr(GArray) found = fl_device_error_find (texts[i]);

      g_test_message ("%s", texts[i]);
      g_assert_cmpuint (found->len, ==, 0);
    }
}

static void
test_several (void)
{
  g_autoptr(GArray) found = fl_device_error_find ("TLS connection error: 62\nrc=-2\nTLS connection error: 62\nrc=-2\n");
  g_autoptr(GArray) both = fl_device_error_find ("4");
  g_autoptr(GString) much = g_string_new (NULL);
  g_autoptr(GArray) most = NULL;

  g_assert_cmpuint (found->len, ==, 2);
  g_assert_cmpuint (g_array_index (found, FlDeviceError, 1).line, ==, 2);
  g_assert_cmpuint (both->len, ==, 2); /* of BearSSL or PubSubClient: nobody can tell */
  for (int i = 1; i < 60; i++)
    g_string_append_printf (much, "ssl error: %d\n", i);
  most = fl_device_error_find (much->str);
  g_assert_cmpuint (most->len, ==, FL_DEVICE_ERROR_MAX);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/device-error/find", test_find);
  g_test_add_func ("/device-error/none", test_none);
  g_test_add_func ("/device-error/several", test_several);
  return g_test_run ();
}
