/* The trust of a saved broker is never weaker than it was set.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "brokers/fl-broker-trust.h"

#include "tls/fl-certificate-parser.h"

#include <string.h>

#define PIN "C7:82:51:79:9C:59:D1:CD:3A:BE:2F:D6:1C:8E:1B:A7:9E:E8:28:84:C7:82:51:79:9C:59:D1:CD:3A:BE:2F:D6"
#define SECOND_PIN "18 C0 C2 3D BE DD 81 37 73 40 E7 E4 36 61 CB 0A DF 96 AD 25"
#define CERT "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"

static FlBrokerSecrets *
secrets_with (FlSecretKind  kind,
              const char   *text)
{
  g_autoptr(FlBrokerSecrets) empty = fl_broker_secrets_new ();
  g_autoptr(FlSecret) secret = text != NULL ? fl_secret_new (text, strlen (text)) : NULL;

  return fl_broker_secrets_with (empty, kind, secret);
}

static void
assert_no_trust (FlBroker    *broker,
                 GQuark       domain,
                 int          code)
{
  g_autoptr(FlBrokerSecrets) none = fl_broker_secrets_new ();
  g_autoptr(GError) error = NULL;

  g_assert_null (fl_broker_dup_trust (broker, none, &error));
  g_assert_error (error, domain, code);
}

static void
test_trust_missing (void)
{
  g_autoptr(FlBroker) broker = fl_broker_new ("a", 8883);

  fl_broker_set_trust_way (broker, FL_TRUST_CA);
  assert_no_trust (broker, FL_BROKER_ERROR, FL_BROKER_ERROR_MISSING_CA);
  g_object_set (broker, "ca-pem", "rubbish", NULL);
  assert_no_trust (broker, FL_CERTIFICATE_ERROR, FL_CERTIFICATE_ERROR_NOT_A_CERTIFICATE);
  fl_broker_set_trust_way (broker, FL_TRUST_PIN);
  assert_no_trust (broker, FL_BROKER_ERROR, FL_BROKER_ERROR_MISSING_PIN);
  g_object_set (broker, "pin", "C7:82", NULL);
  assert_no_trust (broker, FL_PIN_ERROR, FL_PIN_ERROR_LENGTH);
  fl_broker_set_trust_way (broker, FL_TRUST_PSK);
  assert_no_trust (broker, FL_BROKER_ERROR, FL_BROKER_ERROR_MISSING_SECRET);
  fl_broker_set_trust_way (broker, FL_TRUST_SYSTEM);
  g_object_set (broker, "client-certificate-pem", CERT, NULL);
  assert_no_trust (broker, FL_BROKER_ERROR, FL_BROKER_ERROR_MISSING_SECRET);
}

static void
test_trust (void)
{
  g_autoptr(FlBroker) broker = fl_broker_new ("a", 8883);
  g_autoptr(FlBrokerSecrets) psk = secrets_with (FL_SECRET_KIND_PSK, "00ff10");
  g_autoptr(FlTrust) system = fl_broker_dup_trust (broker, psk, NULL);
  g_autoptr(FlTrust) pinned = NULL;
  g_autoptr(FlTrust) two = NULL;
  g_autoptr(FlTrust) shared = NULL;
  g_autoptr(FlTrust) insecure = NULL;
  g_autoptr(FlTrust) remembering = NULL;
  g_autoptr(FlTrust) plain = NULL;

  g_assert_cmpint (fl_trust_get_way (system), ==, FL_TRUST_SYSTEM);
  g_object_set (broker, "pin", PIN, "trust-way", FL_TRUST_PIN, NULL);
  pinned = fl_broker_dup_trust (broker, psk, NULL);
  g_assert_cmpint (fl_trust_get_way (pinned), ==, FL_TRUST_PIN);
  g_assert_nonnull (fl_trust_get_pin (pinned));
  g_assert_null (fl_trust_get_second_pin (pinned));
  g_object_set (broker, "second-pin", SECOND_PIN, NULL);
  two = fl_broker_dup_trust (broker, psk, NULL);
  g_assert_nonnull (fl_trust_get_second_pin (two));
  g_object_set (broker, "second-pin", "C7:82", NULL);
  assert_no_trust (broker, FL_PIN_ERROR, FL_PIN_ERROR_LENGTH);
  g_object_set (broker, "psk-identity", "kitchen", "trust-way", FL_TRUST_PSK, NULL);
  shared = fl_broker_dup_trust (broker, psk, NULL);
  g_assert_cmpstr (fl_trust_get_psk_identity (shared), ==, "kitchen");
  fl_broker_set_trust_way (broker, FL_TRUST_INSECURE);
  insecure = fl_broker_dup_trust (broker, psk, NULL);
  g_assert_cmpint (fl_trust_get_way (insecure), ==, FL_TRUST_INSECURE);
  g_assert_null (fl_trust_get_remembered (insecure));
  g_object_set (broker, "remembered-sha256", "c78251799c59d1cd3abe2fd61c8e1ba79ee82884c78251799c59d1cd3abe2fd6", NULL);
  remembering = fl_broker_dup_trust (broker, psk, NULL);
  g_assert_cmpstr (fl_trust_get_remembered (remembering), ==, fl_broker_get_remembered_sha256 (broker));
  fl_broker_set_trust_way (broker, FL_TRUST_PLAIN);
  plain = fl_broker_dup_trust (broker, psk, NULL);
  g_assert_cmpint (fl_trust_get_way (plain), ==, FL_TRUST_PLAIN);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/broker-trust/missing", test_trust_missing);
  g_test_add_func ("/broker-trust/ways", test_trust);
  return g_test_run ();
}
