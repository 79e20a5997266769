/* Homie 5: all of a device in one retained document, DOMAIN/5/DEVICE/$description.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#define G_LOG_DOMAIN "fernlight-convention-homie5"

#include "devices/fl-convention-homie5.h"

#include "devices/fl-firmware-json.h"
#include "devices/fl-homie-node.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define VERSION_LEVEL "/5/"
#define DESCRIPTION "/$description"

struct _FlConventionHomie5
{
  GObject parent_instance;
};

static void convention_iface_init (FlConventionInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (FlConventionHomie5, fl_convention_homie5, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (FL_TYPE_CONVENTION, convention_iface_init))

static const char *const datatypes[] = {
  "integer", "float", "boolean", "string", "enum", "color", "datetime", "duration", "json", NULL,
};

/* "homie/5/kitchen" of homie/5/kitchen/$description; domain gets "homie". NULL: it is another topic. */
static char *
dup_device (const char  *topic,
            char       **domain)
{
  const char *version = strchr (topic, '/');
  const char *id = version != NULL && g_str_has_prefix (version, VERSION_LEVEL) ? version + strlen (VERSION_LEVEL) : NULL;
  const char *end = id != NULL ? strchr (id, '/') : NULL;
  g_autofree char *device = end != NULL && g_str_equal (end, DESCRIPTION) ? g_strndup (id, (size_t) (end - id)) : NULL;

  if (device == NULL || !fl_homie_is_id (device) || version == topic || topic[0] == '$')
    return NULL;
  *domain = g_strndup (topic, (size_t) (version - topic));
  return g_strndup (topic, (size_t) (end - topic));
}

/* An optional member of another type makes the whole object illegal. */
static gboolean
read_text (JsonObject  *object,
           const char  *name,
           char       **text)
{
  const char *found = fl_firmware_json_get_text (object, name);

  *text = g_strdup (found);
  return found != NULL || !json_object_has_member (object, name);
}

static gboolean
read_boolean (JsonObject *object,
              const char *name,
              gboolean   *value)
{
  JsonNode *node = json_object_get_member (object, name);

  if (node == NULL)
    return TRUE;
  if (!JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_BOOLEAN)
    return FALSE;
  *value = json_node_get_boolean (node);
  return TRUE;
}

static gboolean
needs_format (const char *datatype)
{
  return g_str_equal (datatype, "enum") || g_str_equal (datatype, "color");
}

static gboolean
read_property (FlHomieNode *node,
               const char  *id,
               JsonNode    *json)
{
  FlHomieProperty *property = JSON_NODE_HOLDS_OBJECT (json) && fl_homie_is_id (id) ? fl_homie_node_ensure_property (node, id) : NULL;
  JsonObject *object = property != NULL ? json_node_get_object (json) : NULL;
  gboolean is_retained = TRUE;

  if (property == NULL)
    return FALSE;
  if (read_text (object, "name", &property->name) && read_text (object, "datatype", &property->datatype) &&
      read_text (object, "format", &property->format) && read_text (object, "unit", &property->unit) &&
      read_boolean (object, "settable", &property->is_settable) && read_boolean (object, "retained", &is_retained) &&
      property->datatype != NULL && g_strv_contains (datatypes, property->datatype) &&
      (property->format != NULL || !needs_format (property->datatype)))
    return TRUE;
  fl_homie_node_remove_property (node, id);
  return FALSE;
}

/* NULL: it is illegal. */
static FlHomieNode *
read_node (const char  *id,
           JsonNode    *json,
           FlDiscovery *discovery)
{
  g_autoptr(FlHomieNode) node = fl_homie_node_new (id);
  JsonObject *object = JSON_NODE_HOLDS_OBJECT (json) ? json_node_get_object (json) : NULL;
  JsonObject *properties = object != NULL ? fl_firmware_json_get_object (object, "properties") : NULL;
  JsonObjectIter iter;
  const char *name;
  JsonNode *property;

  if (object == NULL || !fl_homie_is_id (id) || !read_text (object, "name", &node->name) ||
      (properties == NULL && json_object_has_member (object, "properties")))
    return NULL;
  if (properties == NULL)
    return g_steal_pointer (&node);
  json_object_iter_init_ordered (&iter, properties);
  while (json_object_iter_next_ordered (&iter, &name, &property))
    if (!read_property (node, name, property))
      fl_discovery_leave_out (discovery, _("a property is not what Homie allows"));
  return g_steal_pointer (&node);
}

static void
describe_nodes (const FlHomieOwner *owner,
                JsonObject         *nodes,
                FlDiscovery        *discovery)
{
  JsonObjectIter iter;
  const char *id;
  JsonNode *json;
  guint n = 0;

  json_object_iter_init_ordered (&iter, nodes);
  while (json_object_iter_next_ordered (&iter, &id, &json))
    {
      g_autoptr(FlHomieNode) node = n++ < FL_HOMIE_MAX_NODES ? read_node (id, json, discovery) : NULL;

      if (node != NULL)
        fl_homie_node_describe (node, owner, discovery);
      else
        fl_discovery_leave_out (discovery, _("a node is not what Homie allows"));
    }
}

/* Any whole number, also the milliseconds of a clock. */
static gboolean
has_version (JsonObject *object)
{
  JsonNode *version = json_object_get_member (object, "version");

  return version != NULL && JSON_NODE_HOLDS_VALUE (version) && json_node_get_value_type (version) == G_TYPE_INT64;
}

/* FALSE: it is no description of this version. */
static gboolean
describe (const char  *topic,
          const char  *domain,
          const char  *text,
          FlDiscovery *discovery)
{
  g_autoptr(JsonNode) json = fl_firmware_json_parse (text);
  JsonObject *object = json != NULL ? json_node_get_object (json) : NULL;
  const char *version = object != NULL ? fl_firmware_json_get_text (object, "homie") : NULL;
  const char *root = object != NULL ? fl_firmware_json_get_text (object, "root") : NULL;
  JsonObject *nodes = object != NULL ? fl_firmware_json_get_object (object, "nodes") : NULL;
  const char *name = object != NULL ? fl_firmware_json_get_text (object, "name") : NULL;
  const FlDeviceInfoFields fields = { .key = topic, .root = topic, .name = name };
  g_autofree char *root_state = g_strdup_printf ("%s/5/%s/$state", domain, root != NULL ? root : "");
  FlHomieOwner owner = { .topic = topic, .root_state = root != NULL ? root_state : NULL, .is_version_5 = TRUE };
  g_autoptr(FlDeviceInfo) device = NULL;

  if (version == NULL || !g_str_has_prefix (version, "5.") || !has_version (object) ||
      (root != NULL && !fl_homie_is_id (root)) || (nodes == NULL && json_object_has_member (object, "nodes")))
    return FALSE;
  device = fl_device_info_new (&fields);
  if (device == NULL)
    return FALSE;
  owner.device = device;
  fl_discovery_add_device (discovery, device);
  if (nodes != NULL)
    describe_nodes (&owner, nodes, discovery);
  return TRUE;
}

static gboolean
fl_convention_homie5_discover (FlConvention *convention,
                               const char   *base,
                               const char   *topic,
                               const char   *text,
                               FlDiscovery  *discovery)
{
  g_autofree char *domain = NULL;
  g_autofree char *device = dup_device (topic, &domain);

  if (device == NULL)
    return FALSE;
  if (text[0] == '\0')
    fl_discovery_withdraw (discovery);
  else if (!describe (device, domain, text, discovery))
    fl_discovery_set_unreadable (discovery, _("it is not what Homie 5 says about a device"));
  return TRUE;
}

static const char *const *
fl_convention_homie5_get_filters (FlConvention *convention)
{
  static const char *const filters[] = { "+" VERSION_LEVEL "+" DESCRIPTION, NULL };

  return filters;
}

static void
convention_iface_init (FlConventionInterface *iface)
{
  iface->discover = fl_convention_homie5_discover;
  iface->get_filters = fl_convention_homie5_get_filters;
}

static void
fl_convention_homie5_class_init (FlConventionHomie5Class *klass)
{
}

static void
fl_convention_homie5_init (FlConventionHomie5 *self)
{
}

/* What it says about itself needs no settings. */
FlConvention *
fl_convention_homie5_new (FlDeviceSettings *settings)
{
  return g_object_new (FL_TYPE_CONVENTION_HOMIE5, NULL);
}
