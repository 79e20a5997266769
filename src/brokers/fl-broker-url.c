/* The address of a saved broker: host, port, TLS, topics and user name in one text.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "fernlight-broker-url"

#include "brokers/fl-broker-url.h"

#include "brokers/fl-broker-private.h"
#include "mqtt/fl-service-rules.h"

#include <string.h>

/**
 * fl_broker_new_for_url:
 * @url: an address
 *
 * Returns: (transfer full): a broker as fl_broker_new() makes it, with everything that @url says
 */
FlBroker *
fl_broker_new_for_url (FlMqttUrl *url)
{
  FlEndpoint *endpoint;
  FlBroker *self;

  g_return_val_if_fail (url != NULL, NULL);

  endpoint = fl_mqtt_url_get_endpoint (url);
  self = fl_broker_new (fl_endpoint_get_host (endpoint), fl_endpoint_get_port (endpoint));
  fl_broker_apply_url (self, url);
  return self;
}

/**
 * fl_broker_apply_url:
 * @self: a broker
 * @url: an address that was pasted over its old one
 *
 * Takes host, port, TLS and topics from @url, and the user name if there is one in it.
 */
void
fl_broker_apply_url (FlBroker  *self,
                     FlMqttUrl *url)
{
  g_autofree char *filter_of_base = NULL;
  FlEndpoint *endpoint;

  g_return_if_fail (FL_IS_BROKER (self));
  g_return_if_fail (url != NULL);

  endpoint = fl_mqtt_url_get_endpoint (url);
  g_object_freeze_notify (G_OBJECT (self));
  g_object_set (self,
                "host", fl_endpoint_get_host (endpoint),
                "port", (guint) fl_endpoint_get_port (endpoint),
                "tls", fl_mqtt_url_get_tls (url),
                "base-topic", fl_mqtt_url_get_base_topic (url),
                "filter", "",
                NULL);
  filter_of_base = fl_broker_dup_filter (self);
  if (strcmp (filter_of_base, fl_mqtt_url_get_filter (url)) != 0 && strcmp (fl_mqtt_url_get_filter (url), "#") != 0)
    fl_broker_set_text (self, FL_BROKER_FIELD_FILTER, fl_mqtt_url_get_filter (url));
  if (fl_mqtt_url_get_username (url) != NULL)
    fl_broker_set_text (self, FL_BROKER_FIELD_USERNAME, fl_mqtt_url_get_username (url));
  g_object_thaw_notify (G_OBJECT (self));
}

/**
 * fl_broker_dup_base_topic:
 * @self: a broker
 *
 * Returns: (transfer full): the level under which its devices are: as named, else where the service has the user's
 *   topics; "" if that is nowhere
 */
char *
fl_broker_dup_base_topic (FlBroker *self)
{
  char *of_service = NULL;

  g_return_val_if_fail (FL_IS_BROKER (self), NULL);

  if (*self->texts[FL_BROKER_FIELD_BASE_TOPIC] == '\0')
    of_service = fl_service_rules_dup_base_topic (fl_service_of_host (self->texts[FL_BROKER_FIELD_HOST]),
                                                  self->texts[FL_BROKER_FIELD_USERNAME]);
  return of_service != NULL ? of_service : g_strdup (self->texts[FL_BROKER_FIELD_BASE_TOPIC]);
}

/**
 * fl_broker_dup_filter:
 * @self: a broker
 *
 * Returns: (transfer full): what to subscribe to: the filter, else the base topic and all below
 */
char *
fl_broker_dup_filter (FlBroker *self)
{
  g_autofree char *base_topic = NULL;

  g_return_val_if_fail (FL_IS_BROKER (self), NULL);

  if (*self->texts[FL_BROKER_FIELD_FILTER] != '\0')
    return g_strdup (self->texts[FL_BROKER_FIELD_FILTER]);
  base_topic = fl_broker_dup_base_topic (self);
  return *base_topic != '\0' ? g_strconcat (base_topic, "/#", NULL) : g_strdup ("#");
}

/**
 * fl_broker_dup_url:
 * @self: a broker
 *
 * Returns: (transfer full): its address as fl_mqtt_url_parse() takes it, without a password
 */
char *
fl_broker_dup_url (FlBroker *self)
{
  g_autofree char *username = NULL;
  g_autofree char *path = NULL;
  gboolean is_ipv6;

  g_return_val_if_fail (FL_IS_BROKER (self), NULL);

  is_ipv6 = strchr (self->texts[FL_BROKER_FIELD_HOST], ':') != NULL;
  username = g_uri_escape_string (self->texts[FL_BROKER_FIELD_USERNAME], NULL, TRUE);
  path = g_uri_escape_string (*self->texts[FL_BROKER_FIELD_FILTER] != '\0' ? self->texts[FL_BROKER_FIELD_FILTER] : self->texts[FL_BROKER_FIELD_BASE_TOPIC],
                              "/+#$", TRUE);
  return g_strdup_printf ("%s://%s%s%s%s%s:%u%s%s",
                          self->numbers[FL_BROKER_FIELD_TLS] ? "mqtts" : "mqtt",
                          username, *username != '\0' ? "@" : "",
                          is_ipv6 ? "[" : "", self->texts[FL_BROKER_FIELD_HOST], is_ipv6 ? "]" : "",
                          (guint) self->numbers[FL_BROKER_FIELD_PORT],
                          *path != '\0' ? "/" : "", path);
}
