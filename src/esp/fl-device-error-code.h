/* The numbers that TLS and MQTT libraries on an ESP give, and what causes each.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  FL_DEVICE_ERROR_BEARSSL,       /* ESP8266: getLastSSLError(); Tasmota's "TLS connection error" from 2 on */
  FL_DEVICE_ERROR_MBEDTLS,       /* ESP32: negative */
  FL_DEVICE_ERROR_MBEDTLS_FLAGS, /* its verify flags: bits */
  FL_DEVICE_ERROR_TASMOTA,       /* its own: 1, and from -1000 down */
  FL_DEVICE_ERROR_PUBSUBCLIENT,  /* state(), "rc=" */
  FL_DEVICE_ERROR_ARDUINO_MQTT,  /* ArduinoMqttClient's connectError() */
  FL_DEVICE_ERROR_ADAFRUIT_MQTT, /* Adafruit_MQTT::connect() */
} FlDeviceErrorFamily;

/* What is wrong, whichever library says it. */
typedef enum
{
  FL_DEVICE_CAUSE_UNKNOWN,
  FL_DEVICE_CAUSE_NONE,            /* no error */
  FL_DEVICE_CAUSE_NOT_TRUSTED,
  FL_DEVICE_CAUSE_EXPIRED,         /* out of its dates by the device's clock */
  FL_DEVICE_CAUSE_TIME_UNKNOWN,
  FL_DEVICE_CAUSE_NAME,
  FL_DEVICE_CAUSE_CHAIN_ORDER,
  FL_DEVICE_CAUSE_NOT_CA,
  FL_DEVICE_CAUSE_WEAK_KEY,
  FL_DEVICE_CAUSE_CRITICAL,
  FL_DEVICE_CAUSE_USAGE,
  FL_DEVICE_CAUSE_UNSUPPORTED,     /* an algorithm or size that the device does not have */
  FL_DEVICE_CAUSE_BAD_SIGNATURE,
  FL_DEVICE_CAUSE_FINGERPRINT,
  FL_DEVICE_CAUSE_NO_CHECK,        /* the device was not told whom to believe */
  FL_DEVICE_CAUSE_NO_COMMON,       /* no suite, group or signature that both have */
  FL_DEVICE_CAUSE_VERSION,
  FL_DEVICE_CAUSE_TOO_LARGE,
  FL_DEVICE_CAUSE_MEMORY,
  FL_DEVICE_CAUSE_CLIENT_REQUIRED,
  FL_DEVICE_CAUSE_CLIENT_REFUSED,
  FL_DEVICE_CAUSE_PEM,             /* the certificate or key in the sketch is not read */
  FL_DEVICE_CAUSE_PSK,
  FL_DEVICE_CAUSE_REVOKED,
  FL_DEVICE_CAUSE_NOT_TLS,
  FL_DEVICE_CAUSE_DAMAGED,
  FL_DEVICE_CAUSE_ALERT,           /* refused, without more being said */
  FL_DEVICE_CAUSE_DNS,
  FL_DEVICE_CAUSE_TCP,
  FL_DEVICE_CAUSE_TIMEOUT,
  FL_DEVICE_CAUSE_CLOSED,
  FL_DEVICE_CAUSE_CONNECT,         /* not even TLS is known to be up: PubSubClient's -2 */
  FL_DEVICE_CAUSE_MQTT_VERSION,
  FL_DEVICE_CAUSE_MQTT_ID,
  FL_DEVICE_CAUSE_MQTT_UNAVAILABLE,
  FL_DEVICE_CAUSE_MQTT_CREDENTIALS,
  FL_DEVICE_CAUSE_MQTT_NOT_AUTHORIZED,
  FL_DEVICE_CAUSE_MQTT_SUBSCRIBE,
  FL_DEVICE_CAUSE_MQTT_RATE,
} FlDeviceCause;

#define FL_N_DEVICE_CAUSES (FL_DEVICE_CAUSE_MQTT_RATE + 1)

FlDeviceCause  fl_device_error_code_to_cause  (FlDeviceErrorFamily  family,
                                               int                  number);
char          *fl_device_error_code_to_name   (FlDeviceErrorFamily  family,
                                               int                  number) G_GNUC_WARN_UNUSED_RESULT;
gboolean       fl_device_error_code_from_name (const char          *name,
                                               int                 *number);

G_END_DECLS
