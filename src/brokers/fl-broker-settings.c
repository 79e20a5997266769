/* What the link to a saved broker and its devices are set to.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "fernlight-broker-settings"

#include "brokers/fl-broker-settings.h"

#include "brokers/fl-broker-private.h"
#include "brokers/fl-broker-trust.h"
#include "brokers/fl-broker-url.h"

/**
 * fl_broker_dup_link_settings:
 * @self: a broker
 * @secrets: its secrets
 * @error: return location, as in fl_broker_dup_trust()
 *
 * Returns: (transfer full) (nullable): what a link needs to connect
 */
FlLinkSettings *
fl_broker_dup_link_settings (FlBroker         *self,
                             FlBrokerSecrets  *secrets,
                             GError          **error)
{
  g_autoptr(FlTrust) trust = fl_broker_dup_trust (self, secrets, error);
  g_autoptr(FlEndpoint) endpoint = NULL;
  g_autofree char *filter = NULL;
  FlLinkSettings *settings;

  if (trust == NULL)
    return NULL;
  endpoint = fl_endpoint_new (self->texts[FL_BROKER_FIELD_HOST], (guint16) self->numbers[FL_BROKER_FIELD_PORT]);
  filter = fl_broker_dup_filter (self);
  settings = fl_link_settings_new (endpoint, trust);
  if (*self->texts[FL_BROKER_FIELD_USERNAME] != '\0')
    fl_link_settings_set_username (settings, self->texts[FL_BROKER_FIELD_USERNAME]);
  fl_link_settings_set_password (settings, fl_broker_secrets_get (secrets, FL_SECRET_KIND_PASSWORD));
  fl_link_settings_set_allow_plain_password (settings, self->numbers[FL_BROKER_FIELD_PLAIN_PASSWORD_ALLOWED] != 0);
  if (*self->texts[FL_BROKER_FIELD_CLIENT_ID] != '\0')
    fl_link_settings_set_client_id (settings, self->texts[FL_BROKER_FIELD_CLIENT_ID]);
  fl_link_settings_set_mqtt_version (settings, (FlMqttVersion) self->numbers[FL_BROKER_FIELD_MQTT_VERSION]);
  fl_link_settings_set_filters (settings, (const char *const[]) { filter, NULL });
  fl_link_settings_set_discovery (settings, self->numbers[FL_BROKER_FIELD_DISCOVERY] != 0);
  fl_link_settings_set_qos (settings, (int) self->numbers[FL_BROKER_FIELD_QOS]);
  return settings;
}

/**
 * fl_broker_dup_device_settings:
 * @self: a broker
 * @error: return location for an FL_DEVICE_SETTINGS_ERROR
 *
 * Returns: (transfer full) (nullable): how its devices are spoken to
 */
FlDeviceSettings *
fl_broker_dup_device_settings (FlBroker  *self,
                               GError   **error)
{
  FlDeviceSettingsFields of_devices;

  g_return_val_if_fail (FL_IS_BROKER (self), NULL);

  of_devices = (FlDeviceSettingsFields) {
    .command_template = self->texts[FL_BROKER_FIELD_COMMAND_TEMPLATE],
    .report_template = self->texts[FL_BROKER_FIELD_REPORT_TEMPLATE],
    .availability_template = self->texts[FL_BROKER_FIELD_AVAILABILITY_TEMPLATE],
    .payload_on = self->texts[FL_BROKER_FIELD_PAYLOAD_ON],
    .payload_off = self->texts[FL_BROKER_FIELD_PAYLOAD_OFF],
    .payload_online = self->texts[FL_BROKER_FIELD_PAYLOAD_ONLINE],
    .payload_offline = self->texts[FL_BROKER_FIELD_PAYLOAD_OFFLINE],
    .encrypt_commands = self->numbers[FL_BROKER_FIELD_ENCRYPT_COMMANDS] != 0,
    .confirm_limit_ms = (guint) self->numbers[FL_BROKER_FIELD_CONFIRM_LIMIT_MS],
  };
  return fl_device_settings_new (&of_devices, error);
}
