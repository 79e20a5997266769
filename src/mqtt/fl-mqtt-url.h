/* What a person types as a broker's address: host, port, whether TLS, base topic, user name.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib-object.h>

#include "tls/fl-endpoint.h"

G_BEGIN_DECLS

#define FL_MQTT_URL_PORT_PLAIN 1883
#define FL_MQTT_URL_PORT_TLS 8883

/**
 * FlMqttUrlError:
 * @FL_MQTT_URL_ERROR_EMPTY: nothing, or white space only
 * @FL_MQTT_URL_ERROR_SCHEME: a scheme that is not MQTT over TCP (http, ws, …)
 * @FL_MQTT_URL_ERROR_PASSWORD: a password is in it; it is not repeated anywhere
 * @FL_MQTT_URL_ERROR_HOST: no host, or bytes no host name has
 * @FL_MQTT_URL_ERROR_PORT: not a number from 1 to 65535
 * @FL_MQTT_URL_ERROR_TOPIC: the path is no topic and no topic filter
 * @FL_MQTT_URL_ERROR_ENCODING: a NUL, a control character, invalid UTF-8 or a broken %-escape
 * @FL_MQTT_URL_ERROR_TOO_LONG: longer than any topic can be
 */
typedef enum
{
  FL_MQTT_URL_ERROR_EMPTY,
  FL_MQTT_URL_ERROR_SCHEME,
  FL_MQTT_URL_ERROR_PASSWORD,
  FL_MQTT_URL_ERROR_HOST,
  FL_MQTT_URL_ERROR_PORT,
  FL_MQTT_URL_ERROR_TOPIC,
  FL_MQTT_URL_ERROR_ENCODING,
  FL_MQTT_URL_ERROR_TOO_LONG,
} FlMqttUrlError;

#define FL_MQTT_URL_ERROR (fl_mqtt_url_error_quark ())

GQuark fl_mqtt_url_error_quark (void);

/**
 * FlMqttUrl:
 *
 * Immutable, atomically reference-counted; any thread.
 */
typedef struct _FlMqttUrl FlMqttUrl;

#define FL_TYPE_MQTT_URL (fl_mqtt_url_get_type ())

GType       fl_mqtt_url_get_type       (void);
FlMqttUrl  *fl_mqtt_url_parse          (const char  *text,
                                        GError     **error) G_GNUC_WARN_UNUSED_RESULT;
FlMqttUrl  *fl_mqtt_url_parse_bytes    (const char  *text,
                                        size_t       n_text,
                                        GError     **error) G_GNUC_WARN_UNUSED_RESULT;
FlMqttUrl  *fl_mqtt_url_ref            (FlMqttUrl   *self);
void        fl_mqtt_url_unref          (FlMqttUrl   *self);
FlEndpoint *fl_mqtt_url_get_endpoint   (FlMqttUrl   *self);
gboolean    fl_mqtt_url_get_tls        (FlMqttUrl   *self);
gboolean    fl_mqtt_url_get_upgraded   (FlMqttUrl   *self);
gboolean    fl_mqtt_url_has_scheme     (FlMqttUrl   *self);
const char *fl_mqtt_url_get_base_topic (FlMqttUrl   *self);
const char *fl_mqtt_url_get_filter     (FlMqttUrl   *self);
const char *fl_mqtt_url_get_username   (FlMqttUrl   *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FlMqttUrl, fl_mqtt_url_unref)

G_END_DECLS
