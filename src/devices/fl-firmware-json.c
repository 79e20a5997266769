/* The members of a JSON document that a device sent about itself, read with their types.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "fernlight-firmware-json"

#include "devices/fl-firmware-json.h"

#include "messages/fl-json.h"

#include <string.h>

static JsonNode *
find (JsonObject *object,
      const char *name,
      JsonNodeType type)
{
  JsonNode *node = json_object_get_member (object, name);

  return node != NULL && json_node_get_node_type (node) == type ? node : NULL;
}

/* The strict reader first: it bounds the depth, and knows what JSON is. */
JsonNode *
fl_firmware_json_parse (const char *text)
{
  g_autoptr(JsonNode) root = NULL;
  size_t n;

  g_return_val_if_fail (text != NULL, NULL);

  n = strnlen (text, FL_FIRMWARE_JSON_MAX_BYTES + 1);
  if (n > FL_FIRMWARE_JSON_MAX_BYTES || !g_utf8_validate (text, (gssize) n, NULL) || !fl_json_is_valid (text, n))
    return NULL;
  root = json_from_string (text, NULL);
  return root != NULL && JSON_NODE_HOLDS_OBJECT (root) ? g_steal_pointer (&root) : NULL;
}

const char *
fl_firmware_json_get_text (JsonObject *object,
                           const char *name)
{
  JsonNode *node = find (object, name, JSON_NODE_VALUE);

  return node != NULL && json_node_get_value_type (node) == G_TYPE_STRING ? json_node_get_string (node) : NULL;
}

JsonObject *
fl_firmware_json_get_object (JsonObject *object,
                             const char *name)
{
  JsonNode *node = find (object, name, JSON_NODE_OBJECT);

  return node != NULL ? json_node_get_object (node) : NULL;
}

JsonArray *
fl_firmware_json_get_array (JsonObject *object,
                            const char *name)
{
  JsonNode *node = find (object, name, JSON_NODE_ARRAY);

  return node != NULL ? json_node_get_array (node) : NULL;
}

/* The text at this position; NULL: there is none. */
const char *
fl_firmware_json_get_item (JsonArray *array,
                           guint      position)
{
  JsonNode *node = position < json_array_get_length (array) ? json_array_get_element (array, position) : NULL;

  return node != NULL && JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING ? json_node_get_string (node)
                                                                                                         : NULL;
}

int
fl_firmware_json_to_number (JsonNode *node)
{
  gint64 number;

  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node))
    return -1;
  if (json_node_get_value_type (node) == G_TYPE_BOOLEAN)
    return json_node_get_boolean (node) ? 1 : 0;
  if (json_node_get_value_type (node) != G_TYPE_INT64)
    return -1;
  number = json_node_get_int (node);
  return number >= 0 && number <= G_MAXINT ? (int) number : -1;
}

int
fl_firmware_json_get_number (JsonObject *object,
                             const char *name)
{
  return fl_firmware_json_to_number (json_object_get_member (object, name));
}

gboolean
fl_firmware_json_is_set (JsonObject *object,
                         const char *name)
{
  return fl_firmware_json_get_number (object, name) > 0;
}
