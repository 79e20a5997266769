/* What a saved broker says reaches its link and its devices.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "brokers/fl-broker-settings.h"

#include <string.h>

static FlBrokerSecrets *
secrets_with (FlSecretKind  kind,
              const char   *text)
{
  g_autoptr(FlBrokerSecrets) empty = fl_broker_secrets_new ();
  g_autoptr(FlSecret) secret = text != NULL ? fl_secret_new (text, strlen (text)) : NULL;

  return fl_broker_secrets_with (empty, kind, secret);
}

static void
test_link_settings (void)
{
  g_autoptr(FlBroker) broker = fl_broker_new ("broker.test", 8884);
  g_autoptr(FlBrokerSecrets) secrets = secrets_with (FL_SECRET_KIND_PASSWORD, "hunter2");
  g_autoptr(FlBrokerSecrets) none = fl_broker_secrets_new ();
  g_autoptr(FlLinkSettings) settings = NULL;
  g_autoptr(FlLinkSettings) at_first = fl_broker_dup_link_settings (broker, none, NULL);

  g_assert_null (fl_link_settings_get_password (at_first));
  g_assert_null (fl_link_settings_get_username (at_first));
  g_assert_false (fl_link_settings_has_own_client_id (at_first));
  g_assert_false (fl_link_settings_get_allow_plain_password (at_first));
  g_assert_cmpstr (fl_link_settings_get_filters (at_first)[0], ==, "#");

  g_object_set (broker, "username", "anna", "client-id", "mine", "mqtt-version", 4u, "qos", 0u, "base-topic", "home",
                "plain-password-allowed", TRUE, NULL);
  settings = fl_broker_dup_link_settings (broker, secrets, NULL);
  g_assert_cmpstr (fl_endpoint_get_host (fl_link_settings_get_endpoint (settings)), ==, "broker.test");
  g_assert_cmpuint (fl_endpoint_get_port (fl_link_settings_get_endpoint (settings)), ==, 8884);
  g_assert_cmpstr (fl_link_settings_get_username (settings), ==, "anna");
  g_assert_cmpstr (fl_secret_peek (fl_link_settings_get_password (settings), NULL), ==, "hunter2");
  g_assert_cmpstr (fl_link_settings_get_client_id (settings), ==, "mine");
  g_assert_cmpint (fl_link_settings_get_mqtt_version (settings), ==, FL_MQTT_VERSION_3_1_1);
  g_assert_cmpint (fl_link_settings_get_qos (settings), ==, 0);
  g_assert_true (fl_link_settings_get_allow_plain_password (settings));
  g_assert_cmpstr (fl_link_settings_get_filters (settings)[0], ==, "home/#");
  g_assert_null (fl_link_settings_get_filters (settings)[1]);
  g_assert_true (fl_link_settings_get_discovery (settings));
  g_clear_pointer (&settings, fl_link_settings_unref);
  g_object_set (broker, "discovery", FALSE, NULL);
  settings = fl_broker_dup_link_settings (broker, secrets, NULL);
  g_assert_false (fl_link_settings_get_discovery (settings));
}

static void
test_device_settings (void)
{
  g_autoptr(FlBroker) broker = fl_broker_new ("broker.test", 8884);
  g_autoptr(FlDeviceSettings) at_first = fl_broker_dup_device_settings (broker, NULL);
  g_autoptr(FlDeviceSettings) changed = NULL;
  g_autoptr(GError) error = NULL;

  g_assert_cmpstr (fl_device_settings_get_command_template (at_first), ==, "{base}/{device}/led/set");
  g_assert_cmpstr (fl_device_settings_get_payload_on (at_first), ==, "ON");
  g_assert_false (fl_device_settings_get_encrypt_commands (at_first));
  g_object_set (broker, "command-template", "{base}/{device}/cmd", "payload-on", "1", "payload-off", "0",
                "encrypt-commands", TRUE, "confirm-limit-ms", 700u, NULL);
  changed = fl_broker_dup_device_settings (broker, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (fl_device_settings_get_command_template (changed), ==, "{base}/{device}/cmd");
  g_assert_cmpstr (fl_device_settings_get_payload_on (changed), ==, "1");
  g_assert_true (fl_device_settings_get_encrypt_commands (changed));
  g_assert_cmpuint (fl_device_settings_get_confirm_limit_ms (changed), ==, 700);
  g_object_set (broker, "command-template", "#", NULL);
  g_assert_null (fl_broker_dup_device_settings (broker, &error));
  g_assert_error (error, FL_DEVICE_SETTINGS_ERROR, FL_DEVICE_SETTINGS_ERROR_COMMAND_TEMPLATE);
}

/* No link without the trust that was asked for. */
static void
test_no_trust (void)
{
  g_autoptr(FlBroker) broker = fl_broker_new ("a", 8883);
  g_autoptr(FlBrokerSecrets) none = fl_broker_secrets_new ();
  g_autoptr(GError) error = NULL;

  fl_broker_set_trust_way (broker, FL_TRUST_PSK);
  g_assert_null (fl_broker_dup_link_settings (broker, none, &error));
  g_assert_error (error, FL_BROKER_ERROR, FL_BROKER_ERROR_MISSING_SECRET);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/broker-settings/link", test_link_settings);
  g_test_add_func ("/broker-settings/device", test_device_settings);
  g_test_add_func ("/broker-settings/no-trust", test_no_trust);
  return g_test_run ();
}
