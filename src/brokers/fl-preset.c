/* Brokers many people use, for the first start.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "fernlight-preset"

#include "config.h"

#include "brokers/fl-preset.h"

#include "tls/fl-service.h"

#include <string.h>

#include <glib/gi18n-lib.h>

static const FlPresetWay emqx_ways[] = {
  { N_("Encrypted, with the authorities this computer trusts"), N_("Port 8883; nothing to download"), 8883, FL_TRUST_SYSTEM },
  { N_("Encrypted, with the certificate file you downloaded"), N_("Port 8883; no other authority is believed"), 8883, FL_TRUST_CA },
  { N_("Not encrypted"), N_("Port 1883; anyone on the way reads along, too"), 1883, FL_TRUST_PLAIN },
};

static const FlPresetWay hivemq_ways[] = {
  { N_("Encrypted, with the authorities this computer trusts"), N_("Port 8883; nothing to download"), 8883, FL_TRUST_SYSTEM },
  { N_("Not encrypted"), N_("Port 1883; anyone on the way reads along, too"), 1883, FL_TRUST_PLAIN },
};

/* As its page lists them. */
static const FlPresetWay mosquitto_ways[] = {
  { N_("Encrypted, with the authorities this computer trusts"), N_("Port 8886; nothing to download"), 8886, FL_TRUST_SYSTEM },
  { N_("Encrypted, with its own authority"), N_("Port 8883; wants the certificate file"), 8883, FL_TRUST_CA },
  { N_("Encrypted, with a client certificate"), N_("Port 8884; wants the certificate file, and a certificate of yours that its page makes"),
    8884, FL_TRUST_CA, FALSE, TRUE },
  { N_("Encrypted, with user name and password"), N_("Port 8885; wants the certificate file; its page lists the users"),
    8885, FL_TRUST_CA, TRUE, FALSE },
  { N_("Not encrypted"), N_("Port 1883; anyone on the way reads along, too"), 1883, FL_TRUST_PLAIN },
};

static const FlPresetWay adafruit_ways[] = {
  { N_("Encrypted, with the authorities this computer trusts"), N_("Port 8883; nothing to download"), 8883, FL_TRUST_SYSTEM, TRUE, FALSE },
};

static const FlPreset presets[] = {
  {
    .id = "local",
    .name = N_("Mosquitto on this computer"),
    .host = "localhost",
    .port = 1883,
    .note = N_("Without encryption, which is fine as long as nothing leaves this computer"),
  },
  {
    .id = "emqx",
    .name = N_("EMQX public broker"),
    .host = "broker.emqx.io",
    .port = 8883,
    .tls = TRUE,
    .ca_file = "broker.emqx.io-ca.crt",
    .ca_page = "https://www.emqx.io/mqtt/public-mqtt5-broker",
    .ways = emqx_ways,
    .n_ways = G_N_ELEMENTS (emqx_ways),
    .is_public = TRUE,
    .note = N_("For trying out: anybody can read and publish everything"),
  },
  {
    .id = "hivemq",
    .name = N_("HiveMQ public broker"),
    .host = "broker.hivemq.com",
    .port = 8883,
    .tls = TRUE,
    .ways = hivemq_ways,
    .n_ways = G_N_ELEMENTS (hivemq_ways),
    .is_public = TRUE,
    .note = N_("For trying out: anybody can read and publish everything"),
  },
  {
    .id = "mosquitto",
    .name = N_("Mosquitto test server"),
    .host = "test.mosquitto.org",
    .port = 8886,
    .tls = TRUE,
    .is_public = TRUE,
    .ca_file = "mosquitto.org.crt",
    .ca_page = "https://test.mosquitto.org",
    .ways = mosquitto_ways,
    .n_ways = G_N_ELEMENTS (mosquitto_ways),
    .note = N_("For trying out: anybody can read and publish everything; a port for every way to prove who one is"),
  },
  {
    .id = "adafruit",
    .name = N_("Adafruit IO"),
    .host = "io.adafruit.com",
    .port = 8883,
    .tls = TRUE,
    .ways = adafruit_ways,
    .n_ways = G_N_ELEMENTS (adafruit_ways),
    .needs_sign_in = TRUE,
    .note = N_("Sign in with your Adafruit user name and your AIO key; feeds are below username/feeds"),
  },
  {
    .id = "azure",
    .name = N_("Azure IoT Hub"),
    .host = "HUB.azure-devices.net",
    .port = 8883,
    .tls = TRUE,
    .inspect_only = TRUE,
    .host_is_pattern = TRUE,
    .note = N_("For looking at its TLS; a listener would throw the device out whose name it uses"),
  },
};

/**
 * fl_preset_list:
 * @n: (out): how many
 *
 * Returns: (transfer none) (array length=n): the presets in the order they are shown
 */
const FlPreset *
fl_preset_list (guint *n)
{
  g_return_val_if_fail (n != NULL, NULL);

  *n = G_N_ELEMENTS (presets);
  return presets;
}

/**
 * fl_preset_find:
 * @id: a code such as "emqx"
 *
 * Returns: (transfer none) (nullable): the preset
 */
const FlPreset *
fl_preset_find (const char *id)
{
  g_return_val_if_fail (id != NULL, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (presets); i++)
    {
      if (strcmp (presets[i].id, id) == 0)
        return &presets[i];
    }
  return NULL;
}

const char *
fl_preset_get_name (const FlPreset *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return _(self->name);
}

const char *
fl_preset_get_note (const FlPreset *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return _(self->note);
}

/**
 * fl_preset_new_broker:
 * @self: a preset
 *
 * The base topic is left to the user: a public broker's "#" is the whole world's traffic.
 *
 * Returns: (transfer full): a broker with the preset's name and address
 */
FlBroker *
fl_preset_new_broker (const FlPreset *self)
{
  FlBroker *broker;

  g_return_val_if_fail (self != NULL, NULL);

  broker = fl_broker_new (self->host, self->port);
  g_object_set (broker, "name", fl_preset_get_name (self), "tls", self->tls, NULL);
  return broker;
}

/**
 * fl_preset_new_broker_for_way:
 * @way: one of the preset's
 *
 * Returns: (transfer full): as fl_preset_new_broker(), with this port and trust; a CA is still to be given
 */
FlBroker *
fl_preset_new_broker_for_way (const FlPreset    *self,
                              const FlPresetWay *way)
{
  FlBroker *broker;

  g_return_val_if_fail (self != NULL && way != NULL, NULL);

  broker = fl_preset_new_broker (self);
  g_object_set (broker, "port", (guint) way->port, NULL);
  fl_broker_set_trust_way (broker, way->trust_way);
  return broker;
}

const char *
fl_preset_way_get_name (const FlPresetWay *way)
{
  g_return_val_if_fail (way != NULL, NULL);

  return _(way->name);
}

const char *
fl_preset_way_get_note (const FlPresetWay *way)
{
  g_return_val_if_fail (way != NULL, NULL);

  return _(way->note);
}

/**
 * fl_preset_is_public_host:
 * @host: a host name
 *
 * Returns: whether it is one of the known brokers where anybody reads and publishes everything
 */
gboolean
fl_preset_is_public_host (const char *host)
{
  g_return_val_if_fail (host != NULL, FALSE);

  return fl_service_of_host (host)->is_public;
}

/**
 * fl_preset_suggest_base_topic:
 *
 * For a public broker, where a topic that others would think of too is shared with them.
 *
 * Returns: (transfer full): a base topic nobody else is likely to use
 */
char *
fl_preset_suggest_base_topic (void)
{
  return g_strdup_printf ("fernlight-%08x/home", g_random_int ());
}
