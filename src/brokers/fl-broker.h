/* A saved broker: everything about it but its secrets.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "tls/fl-pin.h"
#include "tls/fl-trust.h"

G_BEGIN_DECLS

#define FL_BROKER_ERROR (fl_broker_error_quark ())

typedef enum
{
  FL_BROKER_ERROR_NOT_A_BROKER,   /* what was read is not one: the message names the member */
  FL_BROKER_ERROR_MISSING_CA,     /* trusts an own CA, but there is none */
  FL_BROKER_ERROR_MISSING_PIN,
  FL_BROKER_ERROR_MISSING_SECRET, /* the pre-shared key or the client key is not there: ask for it */
} FlBrokerError;

GQuark fl_broker_error_quark (void);

/**
 * FlBroker:
 *
 * Main thread only. Every setter notifies on change only. Texts are never NULL in a getter, "" stands for
 * "not set". Properties (read-write but "id"; JSON members are the same words with "_"):
 *
 * texts: "id" (UUID), "name", "host", "base-topic", "filter" ("" = base topic and all below), "username", "client-id"
 *   ("" = a new one per session), "ca-pem", "pin" and "second-pin" (as fl_pin_parse() takes them), "sketch-pin" and
 *   "pinned-certificate-pem" (see fl-broker-pin.h), "psk-identity",
 *   "client-certificate-pem", "remembered-sha256" (hex: the certificate seen last without a check),
 *   "command-template", "report-template", "availability-template", "payload-on", "payload-off",
 *   "payload-online", "payload-offline" ("" = the defaults of FlDeviceSettings), "added-leds" (see fl-added-leds.h),
 *   "device-rules" (see fl-device-rules.h), "dashboard" (see fl-dashboard-layout.h)
 * numbers: "port", "mqtt-version" (FlMqttVersion, 0 = automatic), "qos" (asked for, 0 to 2), "pin-since" and
 *   "remembered-since" (Unix time in seconds, 0 = unknown), "confirm-limit-ms" (0 = default)
 * switches: "tls", "plain-password-allowed", "encrypt-commands", "watch-certificate" (a quiet look at it
 *   every six hours), "sha1-kept" (see fl-broker-pin.h), "tls-seen" (was once reached with TLS),
 *   "discovery" (topics outside the base may be subscribed to, to find devices)
 * "trust-way" (int, FlTrustWay): FL_TRUST_PLAIN exactly while "tls" is off; setting it to FL_TRUST_PLAIN turns "tls"
 *   off and to any other way on. The way before is kept for when "tls" is turned on again.
 */
#define FL_TYPE_BROKER (fl_broker_get_type ())

G_DECLARE_FINAL_TYPE (FlBroker, fl_broker, FL, BROKER, GObject)

FlBroker   *fl_broker_new                         (const char *host,
                                                   guint       port) G_GNUC_WARN_UNUSED_RESULT;
FlBroker   *fl_broker_copy                        (FlBroker   *self) G_GNUC_WARN_UNUSED_RESULT;
void        fl_broker_assign                      (FlBroker   *self,
                                                   FlBroker   *other);

FlTrustWay  fl_broker_get_trust_way               (FlBroker   *self);
void        fl_broker_set_trust_way               (FlBroker   *self,
                                                   FlTrustWay  way);
void        fl_broker_trust_pin                   (FlBroker   *self,
                                                   FlPin      *pin,
                                                   gint64      now_s);
void        fl_broker_remember_certificate        (FlBroker   *self,
                                                   const char *sha256,
                                                   gint64      now_s);

const char *fl_broker_get_id                      (FlBroker   *self);
const char *fl_broker_get_name                    (FlBroker   *self);
const char *fl_broker_get_host                    (FlBroker   *self);
const char *fl_broker_get_base_topic              (FlBroker   *self);
const char *fl_broker_get_filter                  (FlBroker   *self);
const char *fl_broker_get_username                (FlBroker   *self);
const char *fl_broker_get_client_id               (FlBroker   *self);
const char *fl_broker_get_ca_pem                  (FlBroker   *self);
const char *fl_broker_get_pin                     (FlBroker   *self);
const char *fl_broker_get_second_pin              (FlBroker   *self);
const char *fl_broker_get_sketch_pin              (FlBroker   *self);
const char *fl_broker_get_psk_identity            (FlBroker   *self);
const char *fl_broker_get_client_certificate_pem  (FlBroker   *self);
const char *fl_broker_get_remembered_sha256       (FlBroker   *self);
const char *fl_broker_get_added_leds              (FlBroker   *self);
const char *fl_broker_get_device_rules            (FlBroker   *self);
const char *fl_broker_get_dashboard               (FlBroker   *self);
guint       fl_broker_get_port                    (FlBroker   *self);
guint       fl_broker_get_qos                     (FlBroker   *self);
guint       fl_broker_get_mqtt_version            (FlBroker   *self);
gint64      fl_broker_get_pin_since               (FlBroker   *self);
gint64      fl_broker_get_remembered_since        (FlBroker   *self);
gboolean    fl_broker_get_tls                     (FlBroker   *self);
gboolean    fl_broker_get_plain_password_allowed  (FlBroker   *self);
gboolean    fl_broker_get_encrypt_commands        (FlBroker   *self);
gboolean    fl_broker_get_watch_certificate       (FlBroker   *self);
gboolean    fl_broker_get_discovery               (FlBroker   *self);
gboolean    fl_broker_get_tls_seen                (FlBroker   *self);

G_END_DECLS
