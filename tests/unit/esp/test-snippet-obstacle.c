/* What is not to be had is not offered, and the reason is the right one.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "esp/fl-snippet-obstacle.h"

#include "support/fl-test-certificate.h"
#include "support/fl-test-report.h"
#include "tls/fl-certificate-private.h"

#include <openssl/pem.h>
#include <string.h>

static FlSnippetFacts *
facts_of (const FlTestReport *wish)
{
  g_autoptr(FlTlsReport) report = fl_test_report_new (wish);

  return fl_snippet_facts_new (report, NULL, FL_TEST_NOW);
}

/* @words: NULL: there is no obstacle */
static void
check (const FlSnippetFacts *facts,
       FlFirmware            firmware,
       FlSnippetWay          way,
       const char           *words)
{
  g_autofree char *obstacle = fl_snippet_obstacle_describe (firmware, way, facts);

  g_test_message ("%s: %s", fl_firmware_to_id (firmware), obstacle);
  if (words == NULL)
    g_assert_null (obstacle);
  else
    {
      g_assert_nonnull (obstacle);
      g_assert_nonnull (strstr (obstacle, words));
    }
}

static void
test_of_a_ca (void)
{
  const FlTestCertificates *certificates = fl_test_certificates_get ();
  FlTestReport wish = { FL_TEST_REPORT_BARE, .way = FL_TRUST_CA, .leaf = certificates->good, .issuer = certificates->ca };
  g_autoptr(FlSnippetFacts) facts = facts_of (&wish);

  check (facts, FL_FIRMWARE_ESP8266, FL_SNIPPET_WAY_FINGERPRINT, NULL);
  check (facts, FL_FIRMWARE_ESP8266, FL_SNIPPET_WAY_CA, NULL);
  check (facts, FL_FIRMWARE_ESP8266, FL_SNIPPET_WAY_KNOWN_KEY, NULL);
  check (facts, FL_FIRMWARE_ESP8266, FL_SNIPPET_WAY_CLIENT_CERTIFICATE, NULL);
  check (facts, FL_FIRMWARE_ESP8266, FL_SNIPPET_WAY_INSECURE, NULL);
  check (facts, FL_FIRMWARE_ESP8266, FL_SNIPPET_WAY_PSK, "has no pre-shared keys");
  check (facts, FL_FIRMWARE_ESP32, FL_SNIPPET_WAY_FINGERPRINT, "no setFingerprint");
  check (facts, FL_FIRMWARE_ESP32, FL_SNIPPET_WAY_KNOWN_KEY, "no setKnownKey");
  check (facts, FL_FIRMWARE_ESP32, FL_SNIPPET_WAY_CA, NULL);
  check (facts, FL_FIRMWARE_ESP32, FL_SNIPPET_WAY_PSK, "shows a certificate");
  check (facts, FL_FIRMWARE_TASMOTA, FL_SNIPPET_WAY_CA, "trusts only the CAs");
  check (facts, FL_FIRMWARE_TASMOTA, FL_SNIPPET_WAY_KNOWN_KEY, NULL);
  check (facts, FL_FIRMWARE_MOSQUITTO, FL_SNIPPET_WAY_CA, NULL);
  check (facts, FL_FIRMWARE_MOSQUITTO, FL_SNIPPET_WAY_FINGERPRINT, "no fingerprints");
  check (facts, FL_FIRMWARE_PYTHON, FL_SNIPPET_WAY_FINGERPRINT, NULL);
}

/* Under a pin nobody looked for a CA. */
static void
test_no_path (void)
{
  FlTestReport wish = { FL_TEST_REPORT_BARE, .way = FL_TRUST_PIN, .leaf = fl_test_certificates_get ()->good };
  g_autoptr(FlSnippetFacts) facts = facts_of (&wish);

  check (facts, FL_FIRMWARE_ESP8266, FL_SNIPPET_WAY_FINGERPRINT, NULL);
  check (facts, FL_FIRMWARE_ESP8266, FL_SNIPPET_WAY_CA, "was not checked");
  check (facts, FL_FIRMWARE_ESP32, FL_SNIPPET_WAY_CLIENT_CERTIFICATE, "was not checked");
}

static void
test_untrusted (void)
{
  FlTestReport wish = { .way = FL_TRUST_SYSTEM, .leaf = fl_test_certificates_get ()->good, .reason = FL_REASON_UNKNOWN_ISSUER,
                        .remark = -1, .untrusted = TRUE };
  g_autoptr(FlSnippetFacts) refused = facts_of (&wish);
  g_autoptr(FlSnippetFacts) insecure = NULL;

  for (int firmware = 0; firmware < (int) FL_N_FIRMWARES; firmware++)
    for (int way = 0; way < (int) FL_N_SNIPPET_WAYS; way++)
      if (fl_firmware_get_call ((FlFirmware) firmware, (FlSnippetWay) way) != NULL)
        check (refused, (FlFirmware) firmware, (FlSnippetWay) way, "could not prove who it is");

  wish = (FlTestReport) { FL_TEST_REPORT_BARE, .way = FL_TRUST_INSECURE, .leaf = fl_test_certificates_get ()->good, .untrusted = TRUE };
  insecure = facts_of (&wish);
  check (insecure, FL_FIRMWARE_ESP8266, FL_SNIPPET_WAY_FINGERPRINT, NULL);
}

/* The trusted certificate itself, in a CA file: the ESP8266 takes it, the ESP32 only if it is self-signed. */
static void
test_leaf_as_ca (void)
{
  const FlTestCertificates *certificates = fl_test_certificates_get ();
  g_autoptr(FlCertificate) own = fl_test_certificate_new (&(FlTestCertificate) { .common_name = "localhost" });
  FlTestReport wish = { FL_TEST_REPORT_BARE, .way = FL_TRUST_PIN, .leaf = own };
  g_autoptr(FlSnippetFacts) self_signed = facts_of (&wish);
  g_autoptr(FlSnippetFacts) issued = facts_of (&wish);

  fl_certificate_unref (issued->leaf);
  fl_certificate_unref (issued->anchor);
  issued->leaf = fl_certificate_ref (certificates->good);
  issued->anchor = fl_certificate_ref (certificates->good);
  check (self_signed, FL_FIRMWARE_ESP8266, FL_SNIPPET_WAY_CA, NULL);
  check (self_signed, FL_FIRMWARE_ESP32, FL_SNIPPET_WAY_CA, NULL);
  check (self_signed, FL_FIRMWARE_MOSQUITTO, FL_SNIPPET_WAY_CA, NULL);
  check (issued, FL_FIRMWARE_ESP8266, FL_SNIPPET_WAY_CA, NULL);
  check (issued, FL_FIRMWARE_ESP32, FL_SNIPPET_WAY_CA, "only if it is self-signed");
  check (issued, FL_FIRMWARE_ESPHOME, FL_SNIPPET_WAY_CA, "only if it is self-signed");
  check (issued, FL_FIRMWARE_MOSQUITTO, FL_SNIPPET_WAY_CA, "needs the root CA");
  check (issued, FL_FIRMWARE_PYTHON, FL_SNIPPET_WAY_CA, NULL);
}

static void
test_names (void)
{
  g_autoptr(FlCertificate) own = fl_test_certificate_new (&(FlTestCertificate) { .common_name = "x", .san = "IP:192.168.1.2" });
  FlTestReport wish = { FL_TEST_REPORT_BARE, .way = FL_TRUST_PIN, .leaf = own, .host = "192.168.1.2" };
  g_autoptr(FlSnippetFacts) address = facts_of (&wish);
  g_autoptr(FlSnippetFacts) other = NULL;

  check (address, FL_FIRMWARE_ESP8266, FL_SNIPPET_WAY_CA, "no IP addresses");
  check (address, FL_FIRMWARE_ESP8266, FL_SNIPPET_WAY_FINGERPRINT, NULL);
  check (address, FL_FIRMWARE_ESP32, FL_SNIPPET_WAY_CA, NULL);
  wish.host = "elsewhere.home";
  other = facts_of (&wish);
  check (other, FL_FIRMWARE_ESP32, FL_SNIPPET_WAY_CA, "is not for “elsewhere.home”");
  check (other, FL_FIRMWARE_PYTHON, FL_SNIPPET_WAY_FINGERPRINT, NULL);
}

static void
test_keys (void)
{
  static const struct { const char *key, *esp8266, *tasmota; } cases[] = {
    { "RSA-2048", NULL, NULL }, { "EC", NULL, NULL }, { "EC-384", NULL, "Tasmota cannot use" },
    { "ED25519", "BearSSL cannot use", "Tasmota cannot use" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(FlCertificate) own = fl_test_certificate_new (&(FlTestCertificate) { .common_name = "localhost", .key = cases[i].key });
      FlTestReport wish = { FL_TEST_REPORT_BARE, .way = FL_TRUST_PIN, .leaf = own };
      g_autoptr(FlSnippetFacts) facts = facts_of (&wish);

      check (facts, FL_FIRMWARE_ESP8266, FL_SNIPPET_WAY_KNOWN_KEY, cases[i].esp8266);
      check (facts, FL_FIRMWARE_TASMOTA, FL_SNIPPET_WAY_KNOWN_KEY, cases[i].tasmota);
    }
}

static void
test_psk (void)
{
  FlTestReport wish = { FL_TEST_REPORT_BARE, .way = FL_TRUST_PSK };
  g_autoptr(FlSnippetFacts) facts = facts_of (&wish);

  check (facts, FL_FIRMWARE_ESP32, FL_SNIPPET_WAY_PSK, NULL);
  check (facts, FL_FIRMWARE_MOSQUITTO, FL_SNIPPET_WAY_PSK, NULL);
  check (facts, FL_FIRMWARE_ESP32, FL_SNIPPET_WAY_CA, "no certificate");
  check (facts, FL_FIRMWARE_TASMOTA, FL_SNIPPET_WAY_INSECURE, "no certificate");
  facts->psk_identity = g_strdup ("kit\nchen");
  check (facts, FL_FIRMWARE_ESP32, FL_SNIPPET_WAY_PSK, "source code cannot hold");
}

static void
test_hostile_host (void)
{
  FlTestReport wish = { FL_TEST_REPORT_BARE, .way = FL_TRUST_PIN, .leaf = fl_test_certificates_get ()->good, .host = "a\"; reboot ()" };
  g_autoptr(FlSnippetFacts) facts = facts_of (&wish);

  for (int firmware = 0; firmware < (int) FL_N_FIRMWARES; firmware++)
    for (int way = 0; way < (int) FL_N_SNIPPET_WAYS; way++)
      if (fl_firmware_get_call ((FlFirmware) firmware, (FlSnippetWay) way) != NULL)
        check (facts, (FlFirmware) firmware, (FlSnippetWay) way, "source code cannot hold");
}

/* The CAs in Tasmota, from where the system keeps its own. */
static void
test_tasmota_ca (void)
{
  static const char *const files[] = { "/usr/share/ca-certificates/mozilla/ISRG_Root_X1.crt",
                                       "/usr/share/ca-certificates/mozilla/Amazon_Root_CA_1.crt" };
  guint n_checked = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (files); i++)
    {
      FlTestReport wish = { FL_TEST_REPORT_BARE, .way = FL_TRUST_SYSTEM, .leaf = fl_test_certificates_get ()->good };
      BIO *bio = BIO_new_file (files[i], "r");
      X509 *x509 = bio != NULL ? PEM_read_bio_X509 (bio, NULL, NULL, NULL) : NULL;

      BIO_free (bio);
      if (x509 == NULL)
        continue;
      wish.issuer = fl_certificate_new_from_x509 (x509);
      X509_free (x509);
      {
        g_autoptr(FlSnippetFacts) facts = facts_of (&wish);
        check (facts, FL_FIRMWARE_TASMOTA, FL_SNIPPET_WAY_CA, NULL);
      }
      fl_certificate_unref (wish.issuer);
      n_checked++;
    }
  if (n_checked == 0)
    g_test_skip ("the system's CAs are not where Debian has them");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/snippet-obstacle/of-a-ca", test_of_a_ca);
  g_test_add_func ("/snippet-obstacle/no-path", test_no_path);
  g_test_add_func ("/snippet-obstacle/untrusted", test_untrusted);
  g_test_add_func ("/snippet-obstacle/leaf-as-ca", test_leaf_as_ca);
  g_test_add_func ("/snippet-obstacle/names", test_names);
  g_test_add_func ("/snippet-obstacle/keys", test_keys);
  g_test_add_func ("/snippet-obstacle/psk", test_psk);
  g_test_add_func ("/snippet-obstacle/hostile-host", test_hostile_host);
  g_test_add_func ("/snippet-obstacle/tasmota-ca", test_tasmota_ca);
  return g_test_run ();
}
