/* A saved broker as JSON, and back.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "fernlight-broker-json"

#include "config.h"

#include "brokers/fl-broker-json.h"

#include "brokers/fl-broker-private.h"
#include "mqtt/fl-link-settings.h"
#include "mqtt/fl-mqtt-url.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* The name of a property as a JSON member, and the reverse. */
static char *
member_name (guint field)
{
  return g_strdelimit (g_strdup (fl_broker_fields[field].name), "-", '_');
}

static guint
find_field (const char *member)
{
  for (guint i = 1; i < FL_BROKER_N_FIELDS; i++)
    {
      g_autofree char *name = member_name (i);

      if (strcmp (name, member) == 0)
        return i;
    }
  return 0;
}

static gboolean
refuse_member (const char  *member,
               GError     **error)
{
  g_set_error (error, FL_BROKER_ERROR, FL_BROKER_ERROR_NOT_A_BROKER,
               _("“%s” of a broker has a value it cannot have"), member);
  return FALSE;
}

/* The way is a code in JSON; "tls" says whether it is used. */
static gboolean
read_way (FlBroker *self,
          JsonNode *node)
{
  FlTrustWay way;

  if (json_node_get_value_type (node) != G_TYPE_STRING ||
      !fl_trust_way_from_code (json_node_get_string (node), &way) ||
      way == FL_TRUST_PLAIN)
    return FALSE;
  self->numbers[FL_BROKER_FIELD_TRUST_WAY] = way;
  return TRUE;
}

static gboolean
is_number_in_range (JsonNode *node,
                    guint     field)
{
  gint64 number;

  if (json_node_get_value_type (node) != G_TYPE_INT64)
    return FALSE;
  number = json_node_get_int (node);
  return number >= fl_broker_fields[field].min && number <= fl_broker_fields[field].max &&
         (field != FL_BROKER_FIELD_MQTT_VERSION || number == 0 || number >= FL_MQTT_VERSION_3_1);
}

static gboolean
read_member (FlBroker    *self,
             guint        field,
             JsonNode    *node,
             const char  *member,
             GError     **error)
{
  gboolean good;

  switch (fl_broker_fields[field].kind)
    {
    case FL_BROKER_KIND_TEXT:
      good = json_node_get_value_type (node) == G_TYPE_STRING;
      if (good)
        fl_broker_set_text (self, field, json_node_get_string (node));
      break;
    case FL_BROKER_KIND_SWITCH:
      good = json_node_get_value_type (node) == G_TYPE_BOOLEAN;
      if (good)
        self->numbers[field] = json_node_get_boolean (node);
      break;
    case FL_BROKER_KIND_WAY:
      good = read_way (self, node);
      break;
    case FL_BROKER_KIND_NUMBER:
    case FL_BROKER_KIND_TIME:
    default:
      good = is_number_in_range (node, field);
      if (good)
        self->numbers[field] = json_node_get_int (node);
      break;
    }
  return good || refuse_member (member, error);
}

/* A host has no white space, control character or slash: whatever it is, it is looked up. */
static gboolean
is_host (const char *text)
{
  for (const char *c = text; *c != '\0'; c++)
    {
      if (g_ascii_isspace (*c) || g_ascii_iscntrl (*c) || *c == '/')
        return FALSE;
    }
  return *text != '\0';
}

/* What must be there, and what is filled in. */
static gboolean
complete (FlBroker    *self,
          JsonObject  *object,
          GError     **error)
{
  if (!is_host (self->texts[FL_BROKER_FIELD_HOST]))
    return refuse_member ("host", error);
  if (*self->texts[FL_BROKER_FIELD_ID] == '\0')
    return refuse_member ("id", error);
  if (!json_object_has_member (object, "port") && !self->numbers[FL_BROKER_FIELD_TLS])
    self->numbers[FL_BROKER_FIELD_PORT] = FL_MQTT_URL_PORT_PLAIN;
  if (*self->texts[FL_BROKER_FIELD_NAME] == '\0')
    fl_broker_set_text (self, FL_BROKER_FIELD_NAME, self->texts[FL_BROKER_FIELD_HOST]);
  return TRUE;
}

/**
 * fl_broker_from_json:
 * @node: JSON as fl_broker_to_json() or a later version wrote it
 * @error: return location for FL_BROKER_ERROR_NOT_A_BROKER
 *
 * Only "host" must be there. Members nobody knows are kept for fl_broker_to_json().
 *
 * Returns: (transfer full) (nullable): the broker
 */
FlBroker *
fl_broker_from_json (JsonNode  *node,
                     GError   **error)
{
  g_autoptr(FlBroker) self = NULL;
  JsonObjectIter iter;
  JsonObject *object;
  JsonNode *value;
  const char *member;

  g_return_val_if_fail (node != NULL, NULL);

  if (!JSON_NODE_HOLDS_OBJECT (node))
    {
      g_set_error_literal (error, FL_BROKER_ERROR, FL_BROKER_ERROR_NOT_A_BROKER, _("A broker is a JSON object"));
      return NULL;
    }
  self = g_object_new (FL_TYPE_BROKER, NULL);
  object = json_node_get_object (node);
  json_object_iter_init_ordered (&iter, object);
  while (json_object_iter_next_ordered (&iter, &member, &value))
    {
      guint field = find_field (member);

      if (field == 0)
        json_object_set_member (self->unknown, member, json_node_copy (value));
      else if (!read_member (self, field, value, member, error))
        return NULL;
    }
  return complete (self, object, error) ? g_steal_pointer (&self) : NULL;
}

static void
write_member (FlBroker   *self,
              guint       field,
              JsonObject *object)
{
  g_autofree char *member = member_name (field);

  switch (fl_broker_fields[field].kind)
    {
    case FL_BROKER_KIND_TEXT:
      if (*self->texts[field] != '\0')
        json_object_set_string_member (object, member, self->texts[field]);
      break;
    case FL_BROKER_KIND_SWITCH:
      json_object_set_boolean_member (object, member, self->numbers[field] != 0);
      break;
    case FL_BROKER_KIND_WAY:
      json_object_set_string_member (object, member, fl_trust_way_to_code ((FlTrustWay) self->numbers[field]));
      break;
    case FL_BROKER_KIND_NUMBER:
    case FL_BROKER_KIND_TIME:
    default:
      json_object_set_int_member (object, member, self->numbers[field]);
      break;
    }
}

/**
 * fl_broker_to_json:
 * @self: a broker
 *
 * Returns: (transfer full): an object with everything but texts that are empty
 */
JsonNode *
fl_broker_to_json (FlBroker *self)
{
  g_autoptr(JsonObject) object = json_object_new ();
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);
  JsonObjectIter iter;
  JsonNode *value;
  const char *member;

  g_return_val_if_fail (FL_IS_BROKER (self), NULL);

  for (guint i = 1; i < FL_BROKER_N_FIELDS; i++)
    write_member (self, i, object);
  json_object_iter_init_ordered (&iter, self->unknown);
  while (json_object_iter_next_ordered (&iter, &member, &value))
    json_object_set_member (object, member, json_node_copy (value));
  json_node_set_object (node, object);
  return node;
}
