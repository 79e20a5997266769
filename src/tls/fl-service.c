/* What is known of the service behind a host name: who may read there, and what it does not allow.
 *
 * A table: what is peculiar to a service is a column of it, and nowhere else is a service asked for by its name.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "fernlight-service"

#include "tls/fl-service.h"

#include <string.h>

#define MQTT_3_1_1 4

static const FlService any_broker = { .code = "any", .has_retained = TRUE, .max_qos = 2 };

/* Adafruit IO: its documentation of MQTT, "MQTT QoS", "Retained values", "MQTT API Rate Limiting" (at most 20 logins
 * in a minute, counted here with some seconds to spare) and "Client Libraries" (MQTT 3.1.1).
 * Azure IoT Hub: "Communicate with an IoT hub using the MQTT protocol": QoS 0 and 1, one connection for a device. */
static const FlService services[] = {
  { .code = "emqx", .name = "EMQX", .host = "broker.emqx.io", .is_public = TRUE, .has_retained = TRUE, .max_qos = 2 },
  { .code = "hivemq", .name = "HiveMQ", .host = "broker.hivemq.com", .is_public = TRUE, .has_retained = TRUE, .max_qos = 2 },
  { .code = "mosquitto", .name = "test.mosquitto.org", .host = "test.mosquitto.org", .is_public = TRUE, .has_retained = TRUE,
    .max_qos = 2 },
  { .code = "adafruit", .name = "Adafruit IO", .host = "io.adafruit.com", .has_feeds = TRUE, .is_never_probed = TRUE,
    .max_qos = 1, .mqtt_version = MQTT_3_1_1, .n_dials = 20, .dial_period_s = 65 },
  { .code = "azure", .name = "Azure IoT Hub", .host = ".azure-devices.net", .is_inspect_only = TRUE, .max_qos = 1,
    .mqtt_version = MQTT_3_1_1 },
};

static gboolean
is_host_of (const FlService *service,
            const char      *host,
            size_t           n)
{
  const size_t n_service = strlen (service->host);

  if (*service->host != '.')
    return n == n_service && g_ascii_strncasecmp (host, service->host, n) == 0;
  return n > n_service && g_ascii_strncasecmp (host + n - n_service, service->host, n_service) == 0;
}

/**
 * fl_service_of_host:
 * @host: as it was typed, in any case, also with the dot at its end that DNS allows
 *
 * Returns: (transfer none): what is known of it; a service without a name if that is nothing
 */
const FlService *
fl_service_of_host (const char *host)
{
  size_t n;

  g_return_val_if_fail (host != NULL, &any_broker);

  n = strlen (host);
  if (n > 0 && host[n - 1] == '.')
    n--;
  for (size_t i = 0; i < G_N_ELEMENTS (services); i++)
    if (is_host_of (&services[i], host, n))
      return &services[i];
  return &any_broker;
}
