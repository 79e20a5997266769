/* What is in the file of saved brokers, without the file.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "fernlight-broker-file-content"

#include "brokers/fl-broker-file-content.h"

#include "brokers/fl-broker-json.h"
#include "messages/fl-json.h"

#include <string.h>

/* Thousands of brokers with their certificates; a file beyond that is not ours. */
#define FILE_MAX (16 * 1024 * 1024)

static gboolean
has_id (FlBrokerFileContent *self,
        const char          *id)
{
  for (guint i = 0; i < self->brokers->len; i++)
    if (strcmp (fl_broker_get_id (g_ptr_array_index (self->brokers, i)), id) == 0)
      return TRUE;
  return FALSE;
}

/* Two brokers with one id would share their secrets. */
static FlBroker *
with_own_id (FlBrokerFileContent *self,
             FlBroker            *broker)
{
  FlBroker *other;

  if (!has_id (self, fl_broker_get_id (broker)))
    return g_object_ref (broker);
  other = fl_broker_new (fl_broker_get_host (broker), fl_broker_get_port (broker));
  fl_broker_assign (other, broker);
  return other;
}

static gboolean
read_brokers (FlBrokerFileContent *self,
              JsonNode            *node)
{
  gboolean complete = TRUE;
  JsonArray *array;

  if (!JSON_NODE_HOLDS_ARRAY (node))
    return FALSE;
  array = json_node_get_array (node);
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      g_autoptr(FlBroker) broker = fl_broker_from_json (json_array_get_element (array, i), NULL);
      g_autoptr(FlBroker) own = NULL;

      if (broker == NULL)
        {
          complete = FALSE;
          self->n_unreadable++;
          continue;
        }
      own = with_own_id (self, broker);
      complete &= own == broker;
      g_ptr_array_add (self->brokers, g_steal_pointer (&own));
    }
  return complete;
}

/* Reads the members of the file; what is not there keeps its default. */
static gboolean
read_root (FlBrokerFileContent *self,
           JsonObject          *root)
{
  gboolean complete = TRUE;
  JsonObjectIter iter;
  JsonNode *value;
  const char *member;

  json_object_iter_init_ordered (&iter, root);
  while (json_object_iter_next_ordered (&iter, &member, &value))
    {
      if (strcmp (member, "brokers") == 0)
        complete &= read_brokers (self, value);
      else if (strcmp (member, "format") != 0)
        json_object_set_member (self->unknown, member, json_node_copy (value));
      else if (json_node_get_value_type (value) == G_TYPE_INT64 && json_node_get_int (value) >= FL_BROKER_FILE_FORMAT)
        self->format = json_node_get_int (value);
      else
        complete = FALSE;
    }
  return complete && json_object_has_member (root, "format") && json_object_has_member (root, "brokers");
}

/**
 * fl_broker_file_content_parse:
 * @bytes: the content of a file
 *
 * Whatever can be understood is taken; "complete" says whether that was all.
 *
 * Returns: (transfer full) (nullable): NULL if @bytes is no file of brokers at all
 */
FlBrokerFileContent *
fl_broker_file_content_parse (GBytes *bytes)
{
  g_autoptr(FlBrokerFileContent) self = NULL;
  g_autoptr(JsonParser) parser = NULL;
  const char *data;
  JsonNode *root;
  size_t n;

  g_return_val_if_fail (bytes != NULL, NULL);

  data = g_bytes_get_data (bytes, &n);
  /* JsonParser recurses as deep as it is told to; ours does not, so ask it first. */
  if (n > FILE_MAX || !g_utf8_validate_len (data, n, NULL) || !fl_json_is_valid (data, n))
    return NULL;
  parser = json_parser_new ();
  if (!json_parser_load_from_data (parser, data, (gssize) n, NULL))
    return NULL;
  root = json_parser_get_root (parser);
  if (root == NULL || !JSON_NODE_HOLDS_OBJECT (root))
    return NULL;
  self = g_new0 (FlBrokerFileContent, 1);
  self->brokers = g_ptr_array_new_with_free_func (g_object_unref);
  self->unknown = json_object_new ();
  self->format = FL_BROKER_FILE_FORMAT;
  self->complete = read_root (self, json_node_get_object (root));
  return g_steal_pointer (&self);
}

void
fl_broker_file_content_free (FlBrokerFileContent *self)
{
  g_ptr_array_unref (self->brokers);
  json_object_unref (self->unknown);
  g_free (self);
}

/**
 * fl_broker_file_content_serialize:
 * @brokers: (element-type FlBroker): what to write
 * @unknown: members of the file that only a later version knows
 *
 * Returns: (transfer full): the content of the file
 */
GBytes *
fl_broker_file_content_serialize (GPtrArray  *brokers,
                                  JsonObject *unknown)
{
  g_autoptr(JsonGenerator) generator = json_generator_new ();
  g_autoptr(JsonNode) root = json_node_new (JSON_NODE_OBJECT);
  g_autoptr(JsonObject) object = json_object_new ();
  JsonArray *array = json_array_new ();
  JsonObjectIter iter;
  JsonNode *value;
  const char *member;
  char *text;
  size_t n;

  json_object_set_int_member (object, "format", FL_BROKER_FILE_FORMAT);
  for (guint i = 0; i < brokers->len; i++)
    json_array_add_element (array, fl_broker_to_json (g_ptr_array_index (brokers, i)));
  json_object_set_array_member (object, "brokers", array);
  json_object_iter_init_ordered (&iter, unknown);
  while (json_object_iter_next_ordered (&iter, &member, &value))
    json_object_set_member (object, member, json_node_copy (value));
  json_node_set_object (root, object);
  json_generator_set_root (generator, root);
  json_generator_set_pretty (generator, TRUE);
  text = json_generator_to_data (generator, &n);
  return g_bytes_new_take (text, n);
}
