/* Everything a link needs to know to reach a broker.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib-object.h>

#include "crypto/fl-secret.h"
#include "tls/fl-endpoint.h"
#include "tls/fl-service.h"
#include "tls/fl-trust.h"

G_BEGIN_DECLS

/**
 * FlMqttVersion:
 * @FL_MQTT_VERSION_AUTO: MQTT 5, and 3.1.1 if the broker refuses it
 * @FL_MQTT_VERSION_3_1: MQTT 3.1
 * @FL_MQTT_VERSION_3_1_1: MQTT 3.1.1
 * @FL_MQTT_VERSION_5: MQTT 5
 *
 * The protocol level in CONNECT (MQTT 5.0, section 3.1.2.2), or 0.
 */
typedef enum
{
  FL_MQTT_VERSION_AUTO = 0,
  FL_MQTT_VERSION_3_1 = 3,
  FL_MQTT_VERSION_3_1_1 = 4,
  FL_MQTT_VERSION_5 = 5,
} FlMqttVersion;

/**
 * FlLinkSettings:
 *
 * Atomically reference-counted. Set everything right after fl_link_settings_new(); once given to a link it is
 * never changed again, and may be read from any thread.
 */
typedef struct _FlLinkSettings FlLinkSettings;

#define FL_TYPE_LINK_SETTINGS (fl_link_settings_get_type ())

GType           fl_link_settings_get_type                 (void);
FlLinkSettings *fl_link_settings_new                      (FlEndpoint         *endpoint,
                                                           FlTrust            *trust) G_GNUC_WARN_UNUSED_RESULT;
FlLinkSettings *fl_link_settings_with_trust               (FlLinkSettings     *self,
                                                           FlTrust            *trust) G_GNUC_WARN_UNUSED_RESULT;
FlLinkSettings *fl_link_settings_ref                      (FlLinkSettings     *self);
void            fl_link_settings_unref                    (FlLinkSettings     *self);
void            fl_link_settings_set_username             (FlLinkSettings     *self,
                                                           const char         *username);
void            fl_link_settings_set_password             (FlLinkSettings     *self,
                                                           FlSecret           *password);
void            fl_link_settings_set_allow_plain_password (FlLinkSettings     *self,
                                                           gboolean            allow);
void            fl_link_settings_set_client_id            (FlLinkSettings     *self,
                                                           const char         *client_id);
void            fl_link_settings_set_mqtt_version         (FlLinkSettings     *self,
                                                           FlMqttVersion       version);
void            fl_link_settings_set_filters              (FlLinkSettings     *self,
                                                           const char * const *filters);
void            fl_link_settings_set_discovery            (FlLinkSettings     *self,
                                                           gboolean            discovery);
void            fl_link_settings_set_qos                  (FlLinkSettings     *self,
                                                           int                 qos);
void            fl_link_settings_set_keep_alive           (FlLinkSettings     *self,
                                                           unsigned            seconds);
void            fl_link_settings_set_connect_timeout      (FlLinkSettings     *self,
                                                           unsigned            seconds);
FlEndpoint         *fl_link_settings_get_endpoint             (FlLinkSettings *self);
FlTrust            *fl_link_settings_get_trust                (FlLinkSettings *self);
const char         *fl_link_settings_get_username             (FlLinkSettings *self);
FlSecret           *fl_link_settings_get_password             (FlLinkSettings *self);
gboolean            fl_link_settings_get_allow_plain_password (FlLinkSettings *self);
const char         *fl_link_settings_get_client_id            (FlLinkSettings *self);
gboolean            fl_link_settings_has_own_client_id        (FlLinkSettings *self);
FlMqttVersion       fl_link_settings_get_mqtt_version         (FlLinkSettings *self);
const char * const *fl_link_settings_get_filters              (FlLinkSettings *self);
const char * const *fl_link_settings_get_all_filters          (FlLinkSettings *self);
gboolean            fl_link_settings_get_discovery            (FlLinkSettings *self);
const FlService    *fl_link_settings_get_service              (FlLinkSettings *self);
int                 fl_link_settings_get_qos                  (FlLinkSettings *self);
unsigned            fl_link_settings_get_keep_alive           (FlLinkSettings *self);
unsigned            fl_link_settings_get_connect_timeout      (FlLinkSettings *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FlLinkSettings, fl_link_settings_unref)

G_END_DECLS
