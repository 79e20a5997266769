/* A saved broker: every property, copies, what is trusted and remembered.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "brokers/fl-broker.h"

#include "brokers/fl-broker-json.h"

#include <string.h>

#include "saved-broker.h"

#define PIN "C7:82:51:79:9C:59:D1:CD:3A:BE:2F:D6:1C:8E:1B:A7:9E:E8:28:84:C7:82:51:79:9C:59:D1:CD:3A:BE:2F:D6"
#define CERT "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"
#define KEY "-----BEGIN RSA PRIVATE KEY-----\nBBBB\n-----END RSA PRIVATE KEY-----\n"

static void
test_new (void)
{
  g_autoptr(FlBroker) broker = fl_broker_new ("broker.test", 8883);
  g_autoptr(FlBroker) other = fl_broker_new ("broker.test", 8883);
  g_autofree char *text = test_broker_to_text (broker);

  g_assert_cmpstr (fl_broker_get_name (broker), ==, "broker.test");
  g_assert_true (g_uuid_string_is_valid (fl_broker_get_id (broker)));
  g_assert_cmpstr (fl_broker_get_id (broker), !=, fl_broker_get_id (other));
  g_assert_cmpint (fl_broker_get_trust_way (broker), ==, FL_TRUST_SYSTEM);
  g_assert_cmpuint (fl_broker_get_qos (broker), ==, 1);
  g_assert_false (fl_broker_get_plain_password_allowed (broker));
  g_assert_cmpstr (fl_broker_get_username (broker), ==, "");
  g_assert_nonnull (strstr (text, "\"trust_way\":\"system\""));
}

static void
count_cb (FlBroker   *broker,
          GParamSpec *pspec,
          GString    *names)
{
  g_string_append_printf (names, "%s ", pspec->name);
}

static void
test_notify (void)
{
  g_autoptr(FlBroker) broker = fl_broker_new ("a", 8883);
  g_autoptr(GString) names = g_string_new (NULL);

  g_signal_connect (broker, "notify", G_CALLBACK (count_cb), names);
  g_object_set (broker, "name", "a", "port", 8883u, "username", NULL, "qos", 1u, "tls", TRUE, NULL);
  fl_broker_set_trust_way (broker, FL_TRUST_SYSTEM);
  g_assert_cmpstr (names->str, ==, "");
  g_object_set (broker, "name", "b", NULL);
  g_assert_cmpstr (names->str, ==, "name ");
  g_string_truncate (names, 0);
  g_object_set (broker, "tls", FALSE, NULL);
  g_assert_nonnull (strstr (names->str, "tls "));
  g_assert_nonnull (strstr (names->str, "trust-way "));
  g_string_truncate (names, 0);
  fl_broker_set_trust_way (broker, FL_TRUST_INSECURE);
  g_assert_nonnull (strstr (names->str, "tls "));
  g_assert_nonnull (strstr (names->str, "trust-way "));
  g_assert_true (fl_broker_get_tls (broker));
  fl_broker_set_trust_way (broker, FL_TRUST_PLAIN);
  g_assert_false (fl_broker_get_tls (broker));
  g_object_set (broker, "tls", TRUE, NULL);
  g_assert_cmpint (fl_broker_get_trust_way (broker), ==, FL_TRUST_INSECURE);
}

static void
test_copy_and_assign (void)
{
  g_autoptr(FlBroker) broker = fl_broker_new ("a", 8883);
  g_autoptr(FlBroker) other = fl_broker_new ("b", 1);
  g_autoptr(FlBroker) copy = NULL;
  g_autofree char *id = g_strdup (fl_broker_get_id (other));

  test_broker_change_everything (broker);
  copy = fl_broker_copy (broker);
  g_assert_cmpstr (fl_broker_get_id (copy), ==, fl_broker_get_id (broker));
  test_broker_assert_equal (copy, broker);
  fl_broker_assign (other, broker);
  g_assert_cmpstr (fl_broker_get_id (other), ==, id);
  g_assert_cmpstr (fl_broker_get_host (other), ==, "host");
  g_assert_cmpint (fl_broker_get_trust_way (other), ==, FL_TRUST_PLAIN);
}

/* Somebody's one PEM file has certificate and key in it; the key stays out of ours. */
static void
test_private_keys_stay_out (void)
{
  static const struct { const char *pem, *kept; } cases[] = {
    { CERT,               CERT        },
    { CERT KEY,           CERT "\n"   },
    { KEY CERT,           "\n" CERT   },
    { CERT KEY CERT,      CERT "\n" CERT },
    { "-----BEGIN ENCRYPTED PRIVATE KEY-----\nBBBB\n", "" },
    { CERT "-----BEGIN PRIVATE_KEY-----\nBBBB\n-----END PRIVATE KEY-----\n" CERT, CERT CERT },
    { "BBBB\n-----END PRIVATE KEY-----\n" CERT, CERT },
    { "-----BEGIN CERTIFICATE-----\nBBBB PRIVATE KEY\n-----END CERTIFICATE-----\n", "" },
    { "text",             "text"      },
    { "",                 ""          },
  };

  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(FlBroker) broker = fl_broker_new ("a", 1);
      g_autofree char *text = NULL;

      g_object_set (broker, "client-certificate-pem", cases[i].pem, "ca-pem", cases[i].pem, NULL);
      g_assert_cmpstr (fl_broker_get_client_certificate_pem (broker), ==, cases[i].kept);
      g_assert_cmpstr (fl_broker_get_ca_pem (broker), ==, cases[i].kept);
      text = test_broker_to_text (broker);
      g_assert_null (strstr (text, "BBBB"));
    }
}

static void
test_trust_pin_action (void)
{
  g_autoptr(FlBroker) broker = fl_broker_new ("a", 8883);
  g_autoptr(FlPin) pin = fl_pin_parse (PIN, NULL);
  g_autoptr(FlPin) again = NULL;

  fl_broker_trust_pin (broker, pin, 1700000000);
  g_assert_cmpint (fl_broker_get_trust_way (broker), ==, FL_TRUST_PIN);
  g_assert_cmpint (fl_broker_get_pin_since (broker), ==, 1700000000);
  again = fl_pin_parse (fl_broker_get_pin (broker), NULL);
  g_assert_true (fl_pin_equal (again, pin));

  fl_broker_remember_certificate (broker, "aa", 5);
  fl_broker_remember_certificate (broker, "aa", 6);
  g_assert_cmpint (fl_broker_get_remembered_since (broker), ==, 5);
  fl_broker_remember_certificate (broker, "bb", 7);
  g_assert_cmpint (fl_broker_get_remembered_since (broker), ==, 7);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/broker/new", test_new);
  g_test_add_func ("/broker/notify", test_notify);
  g_test_add_func ("/broker/copy-and-assign", test_copy_and_assign);
  g_test_add_func ("/broker/private-keys-stay-out", test_private_keys_stay_out);
  g_test_add_func ("/broker/trust-pin", test_trust_pin_action);
  return g_test_run ();
}
