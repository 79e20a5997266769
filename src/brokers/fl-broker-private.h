/* The fields of a saved broker, for files of this room only.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "brokers/fl-broker.h"

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

typedef enum
{
  FL_BROKER_KIND_TEXT,
  FL_BROKER_KIND_NUMBER,
  FL_BROKER_KIND_TIME,
  FL_BROKER_KIND_SWITCH,
  FL_BROKER_KIND_WAY,
} FlBrokerKind;

/* The properties, in the order in which they are written. */
typedef enum
{
  FL_BROKER_FIELD_NONE,
  FL_BROKER_FIELD_ID,
  FL_BROKER_FIELD_NAME,
  FL_BROKER_FIELD_HOST,
  FL_BROKER_FIELD_PORT,
  FL_BROKER_FIELD_TLS,
  FL_BROKER_FIELD_TLS_SEEN,
  FL_BROKER_FIELD_BASE_TOPIC,
  FL_BROKER_FIELD_FILTER,
  FL_BROKER_FIELD_USERNAME,
  FL_BROKER_FIELD_CLIENT_ID,
  FL_BROKER_FIELD_MQTT_VERSION,
  FL_BROKER_FIELD_QOS,
  FL_BROKER_FIELD_TRUST_WAY,
  FL_BROKER_FIELD_CA_PEM,
  FL_BROKER_FIELD_PIN,
  FL_BROKER_FIELD_PIN_SINCE,
  FL_BROKER_FIELD_SECOND_PIN,
  FL_BROKER_FIELD_SKETCH_PIN,
  FL_BROKER_FIELD_SHA1_KEPT,
  FL_BROKER_FIELD_PINNED_CERTIFICATE_PEM,
  FL_BROKER_FIELD_PSK_IDENTITY,
  FL_BROKER_FIELD_CLIENT_CERTIFICATE_PEM,
  FL_BROKER_FIELD_REMEMBERED_SHA256,
  FL_BROKER_FIELD_REMEMBERED_SINCE,
  FL_BROKER_FIELD_PLAIN_PASSWORD_ALLOWED,
  FL_BROKER_FIELD_ENCRYPT_COMMANDS,
  FL_BROKER_FIELD_WATCH_CERTIFICATE,
  FL_BROKER_FIELD_DISCOVERY,
  FL_BROKER_FIELD_COMMAND_TEMPLATE,
  FL_BROKER_FIELD_REPORT_TEMPLATE,
  FL_BROKER_FIELD_AVAILABILITY_TEMPLATE,
  FL_BROKER_FIELD_PAYLOAD_ON,
  FL_BROKER_FIELD_PAYLOAD_OFF,
  FL_BROKER_FIELD_PAYLOAD_ONLINE,
  FL_BROKER_FIELD_PAYLOAD_OFFLINE,
  FL_BROKER_FIELD_CONFIRM_LIMIT_MS,
  FL_BROKER_FIELD_ADDED_LEDS,
  FL_BROKER_FIELD_DEVICE_RULES,
  FL_BROKER_FIELD_DASHBOARD,
  FL_BROKER_N_FIELDS
} FlBrokerField;

typedef struct
{
  const char *name;
  FlBrokerKind   kind;
  gint64      min;
  gint64      max;
  gint64      value; /* at first */
} FlBrokerFieldInfo;

struct _FlBroker
{
  GObject     parent_instance;
  char       *texts[FL_BROKER_N_FIELDS];   /* of FL_BROKER_KIND_TEXT, never NULL */
  gint64      numbers[FL_BROKER_N_FIELDS]; /* of the others; FL_BROKER_FIELD_TRUST_WAY is the way with TLS on */
  JsonObject *unknown;               /* members of a later version */
};

extern const FlBrokerFieldInfo fl_broker_fields[FL_BROKER_N_FIELDS];

void fl_broker_set_text (FlBroker   *self,
                         guint       field,
                         const char *text);

G_END_DECLS
