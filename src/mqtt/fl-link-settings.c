/* Everything a link needs to know to reach a broker.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "fernlight-link-settings"

#include "mqtt/fl-link-settings.h"

#include "mqtt/fl-service-rules.h"

#define DEFAULT_KEEP_ALIVE_S 30
#define DEFAULT_CONNECT_TIMEOUT_S 15
#define MAX_KEEP_ALIVE_S 65535
#define MAX_CONNECT_TIMEOUT_S 600

struct _FlLinkSettings
{
  FlEndpoint      *endpoint;
  const FlService *service;
  FlTrust         *trust;
  char            *username;
  FlSecret        *password;
  gboolean         allow_plain_password;
  char            *client_id;
  gboolean         has_own_client_id;
  FlMqttVersion    mqtt_version;
  GStrv            filters;
  GStrv            all_filters; /* and those of the service's own notices */
  gboolean         discovery;
  int              qos;
  unsigned         keep_alive_s;
  unsigned         connect_timeout_s;
};

G_DEFINE_BOXED_TYPE (FlLinkSettings, fl_link_settings, fl_link_settings_ref, fl_link_settings_unref)

static void
clear_settings (FlLinkSettings *self)
{
  fl_endpoint_unref (self->endpoint);
  fl_trust_unref (self->trust);
  g_free (self->username);
  g_clear_pointer (&self->password, fl_secret_unref);
  g_free (self->client_id);
  g_strfreev (self->filters);
  g_strfreev (self->all_filters);
}

/* They depend on filters and user name. */
static void
update_all_filters (FlLinkSettings *self)
{
  g_strfreev (self->all_filters);
  self->all_filters = fl_service_rules_add_notices (self->service, self->username, (const char * const *) self->filters);
}

/**
 * fl_link_settings_new:
 * @endpoint: host and port as the user gave them; the link finds the address
 * @trust: how the broker has to prove who it is
 *
 * The rest begins as: no user name, client id `fernlight-` and 8 random hex digits, MQTT version automatic, no
 * filters, QoS 1, keep-alive 30 s, 15 s to connect.
 *
 * Returns: (transfer full): settings to fill in
 */
FlLinkSettings *
fl_link_settings_new (FlEndpoint *endpoint,
                      FlTrust    *trust)
{
  FlLinkSettings *self;

  g_return_val_if_fail (endpoint != NULL, NULL);
  g_return_val_if_fail (trust != NULL, NULL);

  self = g_atomic_rc_box_new0 (FlLinkSettings);
  self->endpoint = fl_endpoint_ref (endpoint);
  self->service = fl_service_of_host (fl_endpoint_get_host (endpoint));
  self->trust = fl_trust_ref (trust);
  self->client_id = g_strdup_printf ("fernlight-%08x", g_random_int ());
  self->mqtt_version = FL_MQTT_VERSION_AUTO;
  self->filters = g_new0 (char *, 1);
  update_all_filters (self);
  self->qos = 1;
  self->keep_alive_s = DEFAULT_KEEP_ALIVE_S;
  self->connect_timeout_s = DEFAULT_CONNECT_TIMEOUT_S;
  return self;
}

/**
 * fl_link_settings_with_trust:
 * @self: settings
 * @trust: how the broker has to prove who it is
 *
 * Returns: (transfer full): the same but for the trust; also the same client id
 */
FlLinkSettings *
fl_link_settings_with_trust (FlLinkSettings *self,
                             FlTrust        *trust)
{
  FlLinkSettings *copy;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (trust != NULL, NULL);

  copy = g_atomic_rc_box_new0 (FlLinkSettings);
  *copy = *self;
  copy->endpoint = fl_endpoint_ref (self->endpoint);
  copy->trust = fl_trust_ref (trust);
  copy->username = g_strdup (self->username);
  copy->password = self->password != NULL ? fl_secret_ref (self->password) : NULL;
  copy->client_id = g_strdup (self->client_id);
  copy->filters = g_strdupv (self->filters);
  copy->all_filters = g_strdupv (self->all_filters);
  return copy;
}

FlLinkSettings *
fl_link_settings_ref (FlLinkSettings *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_atomic_rc_box_acquire (self);
}

void
fl_link_settings_unref (FlLinkSettings *self)
{
  g_return_if_fail (self != NULL);

  g_atomic_rc_box_release_full (self, (GDestroyNotify) clear_settings);
}

/** fl_link_settings_set_username: %NULL and "" mean none. */
void
fl_link_settings_set_username (FlLinkSettings *self,
                               const char     *username)
{
  g_return_if_fail (self != NULL);

  g_free (self->username);
  self->username = username != NULL && *username != '\0' ? g_strdup (username) : NULL;
  update_all_filters (self);
}

/** fl_link_settings_set_password: (nullable): any bytes. Not sent without TLS unless allowed, and not without a user name. */
void
fl_link_settings_set_password (FlLinkSettings *self,
                               FlSecret       *password)
{
  g_return_if_fail (self != NULL);

  if (password != NULL)
    fl_secret_ref (password);
  g_clear_pointer (&self->password, fl_secret_unref);
  self->password = password;
}

/** fl_link_settings_set_allow_plain_password: whether user name and password may be sent without TLS. */
void
fl_link_settings_set_allow_plain_password (FlLinkSettings *self,
                                           gboolean        allow)
{
  g_return_if_fail (self != NULL);

  self->allow_plain_password = allow;
}

/** fl_link_settings_set_client_id: %NULL and "" leave the random one. */
void
fl_link_settings_set_client_id (FlLinkSettings *self,
                                const char     *client_id)
{
  g_return_if_fail (self != NULL);

  if (client_id == NULL || *client_id == '\0')
    return;
  g_free (self->client_id);
  self->client_id = g_strdup (client_id);
  self->has_own_client_id = TRUE;
}

void
fl_link_settings_set_mqtt_version (FlLinkSettings *self,
                                   FlMqttVersion   version)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (version == FL_MQTT_VERSION_AUTO || version == FL_MQTT_VERSION_3_1
                    || version == FL_MQTT_VERSION_3_1_1 || version == FL_MQTT_VERSION_5);

  self->mqtt_version = version;
}

/** fl_link_settings_set_filters: (nullable): what to subscribe to; none: publish only. */
void
fl_link_settings_set_filters (FlLinkSettings     *self,
                              const char * const *filters)
{
  g_return_if_fail (self != NULL);

  g_strfreev (self->filters);
  self->filters = filters != NULL ? g_strdupv ((char **) filters) : g_new0 (char *, 1);
  update_all_filters (self);
}

/** fl_link_settings_set_discovery: whether other topics than the filters may be subscribed to, to find devices; not at first. */
void
fl_link_settings_set_discovery (FlLinkSettings *self,
                                gboolean        discovery)
{
  g_return_if_fail (self != NULL);

  self->discovery = discovery;
}

/** fl_link_settings_set_qos: the QoS to ask for, 0 to 2. */
void
fl_link_settings_set_qos (FlLinkSettings *self,
                          int             qos)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (qos >= 0 && qos <= 2);

  self->qos = qos;
}

/** fl_link_settings_set_keep_alive: a silent connection counts as lost after 1.5 times as many seconds. */
void
fl_link_settings_set_keep_alive (FlLinkSettings *self,
                                 unsigned        seconds)
{
  g_return_if_fail (self != NULL);

  self->keep_alive_s = CLAMP (seconds, 1, MAX_KEEP_ALIVE_S);
}

/** fl_link_settings_set_connect_timeout: seconds for name, TCP, TLS, CONNECT and SUBSCRIBE together. */
void
fl_link_settings_set_connect_timeout (FlLinkSettings *self,
                                      unsigned        seconds)
{
  g_return_if_fail (self != NULL);

  self->connect_timeout_s = CLAMP (seconds, 1, MAX_CONNECT_TIMEOUT_S);
}

FlEndpoint *
fl_link_settings_get_endpoint (FlLinkSettings *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->endpoint;
}

FlTrust *
fl_link_settings_get_trust (FlLinkSettings *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->trust;
}

const char *
fl_link_settings_get_username (FlLinkSettings *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->username;
}

FlSecret *
fl_link_settings_get_password (FlLinkSettings *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->password;
}

gboolean
fl_link_settings_get_allow_plain_password (FlLinkSettings *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->allow_plain_password;
}

const char *
fl_link_settings_get_client_id (FlLinkSettings *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->client_id;
}

/** fl_link_settings_has_own_client_id: whether it was typed: a device using it too would be disconnected. */
gboolean
fl_link_settings_has_own_client_id (FlLinkSettings *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->has_own_client_id;
}

FlMqttVersion
fl_link_settings_get_mqtt_version (FlLinkSettings *self)
{
  g_return_val_if_fail (self != NULL, FL_MQTT_VERSION_AUTO);

  return self->mqtt_version;
}

const char * const *
fl_link_settings_get_filters (FlLinkSettings *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return (const char * const *) self->filters;
}

/** fl_link_settings_get_all_filters: what is subscribed to: the filters, and where the service speaks of the user. */
const char * const *
fl_link_settings_get_all_filters (FlLinkSettings *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return (const char * const *) self->all_filters;
}

/** fl_link_settings_get_discovery: never TRUE where the service forbids it. */
gboolean
fl_link_settings_get_discovery (FlLinkSettings *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->discovery && fl_service_rules_allows_discovery (self->service);
}

/** fl_link_settings_get_service: Returns: (transfer none): what is known of the endpoint's host */
const FlService *
fl_link_settings_get_service (FlLinkSettings *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->service;
}

/** fl_link_settings_get_qos: as set, or the highest that the service knows. */
int
fl_link_settings_get_qos (FlLinkSettings *self)
{
  g_return_val_if_fail (self != NULL, 1);

  return MIN (self->qos, self->service->max_qos);
}

unsigned
fl_link_settings_get_keep_alive (FlLinkSettings *self)
{
  g_return_val_if_fail (self != NULL, DEFAULT_KEEP_ALIVE_S);

  return self->keep_alive_s;
}

unsigned
fl_link_settings_get_connect_timeout (FlLinkSettings *self)
{
  g_return_val_if_fail (self != NULL, DEFAULT_CONNECT_TIMEOUT_S);

  return self->connect_timeout_s;
}
