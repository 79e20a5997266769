/* Numbers of every library have their cause and name; those of BearSSL and mbedTLS are those of their headers.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "esp/fl-device-error-code.h"

static void
test_causes (void)
{
  static const struct { FlDeviceErrorFamily family; int number; FlDeviceCause cause; const char *name; } cases[] = {
    { FL_DEVICE_ERROR_BEARSSL, 3, FL_DEVICE_CAUSE_VERSION, "3 BR_ERR_UNSUPPORTED_VERSION" },
    { FL_DEVICE_ERROR_BEARSSL, 6, FL_DEVICE_CAUSE_TOO_LARGE, "6 BR_ERR_TOO_LARGE" },
    { FL_DEVICE_ERROR_BEARSSL, 16, FL_DEVICE_CAUSE_NO_COMMON, "16 BR_ERR_BAD_CIPHER_SUITE" },
    { FL_DEVICE_ERROR_BEARSSL, 29, FL_DEVICE_CAUSE_CLIENT_REQUIRED, "29 BR_ERR_NO_CLIENT_AUTH" },
    { FL_DEVICE_ERROR_BEARSSL, 53, FL_DEVICE_CAUSE_TIME_UNKNOWN, "53 BR_ERR_X509_TIME_UNKNOWN" },
    { FL_DEVICE_ERROR_BEARSSL, 54, FL_DEVICE_CAUSE_EXPIRED, "54 BR_ERR_X509_EXPIRED" },
    { FL_DEVICE_ERROR_BEARSSL, 55, FL_DEVICE_CAUSE_CHAIN_ORDER, "55 BR_ERR_X509_DN_MISMATCH" },
    { FL_DEVICE_ERROR_BEARSSL, 56, FL_DEVICE_CAUSE_NAME, "56 BR_ERR_X509_BAD_SERVER_NAME" },
    { FL_DEVICE_ERROR_BEARSSL, 57, FL_DEVICE_CAUSE_CRITICAL, "57 BR_ERR_X509_CRITICAL_EXTENSION" },
    { FL_DEVICE_ERROR_BEARSSL, 58, FL_DEVICE_CAUSE_NOT_CA, "58 BR_ERR_X509_NOT_CA" },
    { FL_DEVICE_ERROR_BEARSSL, 60, FL_DEVICE_CAUSE_WEAK_KEY, "60 BR_ERR_X509_WEAK_PUBLIC_KEY" },
    { FL_DEVICE_ERROR_BEARSSL, 62, FL_DEVICE_CAUSE_NOT_TRUSTED, "62 BR_ERR_X509_NOT_TRUSTED" },
    { FL_DEVICE_ERROR_BEARSSL, 61, FL_DEVICE_CAUSE_UNKNOWN, "61" },
    { FL_DEVICE_ERROR_BEARSSL, 256 + 40, FL_DEVICE_CAUSE_NO_COMMON, "296 handshake_failure received" },
    { FL_DEVICE_ERROR_BEARSSL, 256 + 48, FL_DEVICE_CAUSE_CLIENT_REFUSED, "304 unknown_ca received" },
    { FL_DEVICE_ERROR_BEARSSL, 512 + 48, FL_DEVICE_CAUSE_NOT_TRUSTED, "560 unknown_ca sent" },
    { FL_DEVICE_ERROR_BEARSSL, 256 + 70, FL_DEVICE_CAUSE_VERSION, "326 protocol_version received" },
    { FL_DEVICE_ERROR_BEARSSL, 256 + 99, FL_DEVICE_CAUSE_ALERT, "355 alert 99 received" },
    { FL_DEVICE_ERROR_BEARSSL, 999, FL_DEVICE_CAUSE_UNKNOWN, "999" },
    { FL_DEVICE_ERROR_MBEDTLS, -0x2700, FL_DEVICE_CAUSE_NOT_TRUSTED, "-0x2700 MBEDTLS_ERR_X509_CERT_VERIFY_FAILED" },
    { FL_DEVICE_ERROR_MBEDTLS, -0x7780, FL_DEVICE_CAUSE_ALERT, "-0x7780 MBEDTLS_ERR_SSL_FATAL_ALERT_MESSAGE" },
    { FL_DEVICE_ERROR_MBEDTLS, -0x7f00, FL_DEVICE_CAUSE_MEMORY, "-0x7F00 MBEDTLS_ERR_SSL_ALLOC_FAILED" },
    { FL_DEVICE_ERROR_MBEDTLS, -0x7fff, FL_DEVICE_CAUSE_UNKNOWN, "-0x7FFF" },
    { FL_DEVICE_ERROR_MBEDTLS_FLAGS, 0x08, FL_DEVICE_CAUSE_NOT_TRUSTED, "0x8 MBEDTLS_X509_BADCERT_NOT_TRUSTED" },
    { FL_DEVICE_ERROR_MBEDTLS_FLAGS, 0x0c, FL_DEVICE_CAUSE_NAME, "0xc" },
    { FL_DEVICE_ERROR_TASMOTA, -1000, FL_DEVICE_CAUSE_MEMORY, "-1000 out of memory" },
    { FL_DEVICE_ERROR_TASMOTA, 1, FL_DEVICE_CAUSE_FINGERPRINT, "1 bad fingerprint" },
    { FL_DEVICE_ERROR_PUBSUBCLIENT, -2, FL_DEVICE_CAUSE_CONNECT, "-2 MQTT_CONNECT_FAILED" },
    { FL_DEVICE_ERROR_PUBSUBCLIENT, 4, FL_DEVICE_CAUSE_MQTT_CREDENTIALS, "4 MQTT_CONNECT_BAD_CREDENTIALS" },
    { FL_DEVICE_ERROR_ARDUINO_MQTT, -2, FL_DEVICE_CAUSE_CONNECT, "-2 MQTT_CONNECTION_REFUSED" },
    { FL_DEVICE_ERROR_ADAFRUIT_MQTT, 7, FL_DEVICE_CAUSE_MQTT_RATE, "7 banned" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *name = fl_device_error_code_to_name (cases[i].family, cases[i].number);

      g_test_message ("%s", cases[i].name);
      g_assert_cmpint (fl_device_error_code_to_cause (cases[i].family, cases[i].number), ==, cases[i].cause);
      if (cases[i].family != FL_DEVICE_ERROR_MBEDTLS_FLAGS || cases[i].number == 0x08)
        g_assert_cmpstr (name, ==, cases[i].name);
      else
        g_assert_true (g_str_has_prefix (name, cases[i].name));
    }
}

static void
test_names (void)
{
  int number = 0;

  g_assert_true (fl_device_error_code_from_name ("br_err_x509_expired", &number));
  g_assert_cmpint (number, ==, 54);
  g_assert_false (fl_device_error_code_from_name ("br_err_nothing", &number));
}

/* The numbers of the libraries' own headers, where they are installed: NAME NUMBER for each row that has one. */
static void
check_header (const char          *path,
              const char          *prefix,
              FlDeviceErrorFamily  family,
              guint               *n_checked)
{
  g_autofree char *text = NULL;
  g_auto(GStrv) lines = NULL;

  if (!g_file_get_contents (path, &text, NULL, NULL))
    return;
  lines = g_strsplit (text, "\n", -1);
  for (char **line = lines; *line != NULL; line++)
    {
      g_auto(GStrv) words = g_regex_split_simple ("\\s+", *line, 0, 0);
      g_autofree char *name = NULL;
      gint64 number;

      if (g_strv_length (words) < 3 || !g_str_equal (words[0], "#define") || !g_str_has_prefix (words[1], prefix))
        continue;
      number = words[2][0] == '-' ? -g_ascii_strtoll (words[2] + 1, NULL, 0) : g_ascii_strtoll (words[2], NULL, 0);
      if (number >= 256 || fl_device_error_code_to_cause (family, (int) number) == FL_DEVICE_CAUSE_UNKNOWN)
        continue;
      name = fl_device_error_code_to_name (family, (int) number);
      if (!g_str_has_suffix (name, words[1]))
        g_test_message ("%s is called %s", words[1], name);
      *n_checked += g_str_has_suffix (name, words[1]);
    }
}

static void
test_headers (void)
{
  guint n_bearssl = 0;
  guint n_mbedtls = 0;

  check_header ("/usr/include/bearssl/bearssl_ssl.h", "BR_ERR_", FL_DEVICE_ERROR_BEARSSL, &n_bearssl);
  check_header ("/usr/include/bearssl/bearssl_x509.h", "BR_ERR_", FL_DEVICE_ERROR_BEARSSL, &n_bearssl);
  check_header ("/usr/include/mbedtls/ssl.h", "MBEDTLS_ERR_", FL_DEVICE_ERROR_MBEDTLS, &n_mbedtls);
  check_header ("/usr/include/mbedtls/x509.h", "MBEDTLS_ERR_", FL_DEVICE_ERROR_MBEDTLS, &n_mbedtls);
  if (n_bearssl + n_mbedtls == 0)
    {
      g_test_skip ("neither library's headers are installed");
      return;
    }
  g_assert_true (n_bearssl == 0 || n_bearssl >= 50);
  g_assert_true (n_mbedtls == 0 || n_mbedtls >= 25);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/device-error-code/causes", test_causes);
  g_test_add_func ("/device-error-code/names", test_names);
  g_test_add_func ("/device-error-code/headers", test_headers);
  return g_test_run ();
}
