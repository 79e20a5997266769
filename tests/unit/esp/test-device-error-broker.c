/* A device's error is held against the broker's own certificate: is it so, and what helps here.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "esp/fl-device-error-broker.h"
#include "esp/fl-device-error-meaning.h"

#include <string.h>

#include "support/fl-test-certificate.h"
#include "support/fl-test-report.h"

typedef struct
{
  FlDeviceErrorFamily  family;
  FlDeviceCause        cause;
  const char          *sentence; /* begins with */
  const char          *fix;      /* begins with; NULL: the usual one */
} Case;

static void
check (const FlTestReport *wish,
       const Case         *expected)
{
  g_autoptr(FlTlsReport) report = fl_test_report_new (wish);
  const FlPasteContext context = { .report = report, .now = FL_TEST_NOW };
  FlDeviceErrorBroker result;

  fl_device_error_broker_check (expected->family, expected->cause, &context, &result);
  g_test_message ("%s / %s", result.sentence, result.fix);
  if (expected->sentence == NULL)
    g_assert_null (result.sentence);
  else
    g_assert_true (g_str_has_prefix (result.sentence, expected->sentence));
  if (expected->fix == NULL)
    g_assert_null (result.fix);
  else
    g_assert_true (g_str_has_prefix (result.fix, expected->fix));
  g_free (result.sentence);
  g_free (result.fix);
}

/* A good certificate: then the device is to blame. */
static void
test_good (void)
{
  static const Case cases[] = {
    { FL_DEVICE_ERROR_BEARSSL, FL_DEVICE_CAUSE_EXPIRED,
      "It is not so: localhost’s certificate is valid until 12 January 2027 (53 days). The device’s clock is wrong or not set.", "Set the device’s clock" },
    { FL_DEVICE_ERROR_BEARSSL, FL_DEVICE_CAUSE_TIME_UNKNOWN, "It is not so: ", "Set the device’s clock" },
    { FL_DEVICE_ERROR_BEARSSL, FL_DEVICE_CAUSE_NAME, "The name “localhost” is in the certificate (DNS:localhost)", "Write “localhost” as the host" },
    { FL_DEVICE_ERROR_BEARSSL, FL_DEVICE_CAUSE_NOT_TRUSTED, "localhost’s certificate is from “Fern CA”.", "Put the CA “Fern CA” into the sketch" },
    { FL_DEVICE_ERROR_BEARSSL, FL_DEVICE_CAUSE_CHAIN_ORDER, "localhost sends its certificates in the right order", NULL },
    { FL_DEVICE_ERROR_BEARSSL, FL_DEVICE_CAUSE_WEAK_KEY, "localhost’s key is EC with 256 bits", NULL },
    { FL_DEVICE_ERROR_BEARSSL, FL_DEVICE_CAUSE_VERSION, "localhost speaks TLS 1.3 with Fernlight", NULL },
    { FL_DEVICE_ERROR_BEARSSL, FL_DEVICE_CAUSE_CLIENT_REQUIRED, "localhost did not ask Fernlight", NULL },
    { FL_DEVICE_ERROR_TASMOTA, FL_DEVICE_CAUSE_FINGERPRINT, "localhost has its certificate since ", "MqttFingerprint1 " },
    { FL_DEVICE_ERROR_PUBSUBCLIENT, FL_DEVICE_CAUSE_CONNECT, "Fernlight reaches localhost:8883 from here", NULL },
    { FL_DEVICE_ERROR_PUBSUBCLIENT, FL_DEVICE_CAUSE_MQTT_ID, NULL, NULL },
  };
  const FlTestCertificates *certificates = fl_test_certificates_get ();
  const FlTestReport wish = { FL_TEST_REPORT_BARE, .leaf = certificates->good, .issuer = certificates->ca };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    check (&wish, &cases[i]);
}

static void
test_bad (void)
{
  static const Case expired = { FL_DEVICE_ERROR_BEARSSL, FL_DEVICE_CAUSE_EXPIRED, "It is so: localhost’s certificate is expired on 3 May 2026", "Renew" };
  static const Case other = { FL_DEVICE_ERROR_BEARSSL, FL_DEVICE_CAUSE_NAME,
                              "broker.home’s certificate is for DNS:localhost, not for “broker.home”.", "Connect by a name" };
  static const Case self_signed = { FL_DEVICE_ERROR_BEARSSL, FL_DEVICE_CAUSE_NOT_TRUSTED, "localhost’s certificate is signed by itself", "Give the device" };
  const FlTestCertificates *certificates = fl_test_certificates_get ();
  FlTestReport wish = { FL_TEST_REPORT_BARE, .leaf = certificates->expired };

  check (&wish, &expired);
  wish.leaf = certificates->ca;
  check (&wish, &self_signed);
  wish = (FlTestReport) { FL_TEST_REPORT_BARE, .host = "broker.home", .leaf = certificates->good };
  check (&wish, &other);
}

/* An IP address stands in the certificate, Fernlight connects, and the ESP8266 never finds it; the ESP32 does. */
static void
test_address (void)
{
  static const Case esp8266 = { FL_DEVICE_ERROR_BEARSSL, FL_DEVICE_CAUSE_NAME, "127.0.0.1 stands in the certificate as an IP address.", "Give the broker a name" };
  static const Case esp32 = { FL_DEVICE_ERROR_MBEDTLS_FLAGS, FL_DEVICE_CAUSE_NAME, "The name “127.0.0.1” is in the certificate", "Write" };
  const FlTestCertificate certificate = { .common_name = "broker", .san = "IP:127.0.0.1" };
  g_autoptr(FlCertificate) leaf = fl_test_certificate_new (&certificate);
  const FlTestReport wish = { FL_TEST_REPORT_BARE, .host = "127.0.0.1", .leaf = leaf };

  check (&wish, &esp8266);
  check (&wish, &esp32);
}

static void
test_keys (void)
{
  static const Case ed25519 = { FL_DEVICE_ERROR_BEARSSL, FL_DEVICE_CAUSE_UNSUPPORTED, "localhost’s key is Ed25519", "Give the broker a certificate with an EC P-256" };
  const FlTestCertificate certificate = { .common_name = "localhost", .key = "ED25519" };
  g_autoptr(FlCertificate) leaf = fl_test_certificate_new (&certificate);
  const FlTestReport wish = { FL_TEST_REPORT_BARE, .leaf = leaf };

  check (&wish, &ed25519);
}

static void
test_nobody (void)
{
  const FlPasteContext context = { .now = FL_TEST_NOW };
  FlDeviceErrorBroker result;

  for (int cause = 0; cause < FL_N_DEVICE_CAUSES; cause++)
    {
      fl_device_error_broker_check (FL_DEVICE_ERROR_BEARSSL, (FlDeviceCause) cause, &context, &result);
      g_assert_null (result.sentence);
      g_assert_null (result.fix);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/device-error-broker/good", test_good);
  g_test_add_func ("/device-error-broker/bad", test_bad);
  g_test_add_func ("/device-error-broker/address", test_address);
  g_test_add_func ("/device-error-broker/keys", test_keys);
  g_test_add_func ("/device-error-broker/nobody", test_nobody);
  return g_test_run ();
}
