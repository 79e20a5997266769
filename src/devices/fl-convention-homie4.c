/* Homie 3 and 4: each attribute of a device, of its nodes and of their properties on a retained topic of its own.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#define G_LOG_DOMAIN "fernlight-convention-homie4"

#include "devices/fl-convention-homie4.h"

#include "devices/fl-homie-node.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* What has been said about one device so far, in whatever order. */
typedef struct
{
  char *topic;      /* "homie/kitchen" */
  char *version;    /* NULL: it may be none at all */
  char *name;
  GPtrArray *nodes; /* FlHomieNode */
} Device;

struct _FlConventionHomie4
{
  GObject parent_instance;

  GHashTable *device_of_topic;
};

static void convention_iface_init (FlConventionInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (FlConventionHomie4, fl_convention_homie4, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (FL_TYPE_CONVENTION, convention_iface_init))

/* A topic taken apart: ROOT/DEVICE[/NODE[/PROPERTY]]/$ATTRIBUTE. */
typedef struct
{
  GStrv levels;
  char *device_topic;
  const char *node;     /* NULL: of the device */
  const char *property; /* NULL: of the node */
  const char *attribute;
} Place;

static const char *const device_attributes[] = { "$homie", "$name", "$nodes", "$implementation", "$extensions", NULL };
static const char *const node_attributes[] = { "$name", "$type", "$properties", NULL };
static const char *const property_attributes[] = { "$name", "$datatype", "$format", "$settable", "$retained", "$unit", NULL };

static void
place_clear (Place *place)
{
  g_strfreev (place->levels);
  g_free (place->device_topic);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Place, place_clear)

static void
device_free (Device *device)
{
  g_free (device->topic);
  g_free (device->version);
  g_free (device->name);
  g_ptr_array_unref (device->nodes);
  g_free (device);
}

static gboolean
take_apart (const char *topic,
            Place      *place)
{
  const char *last = strrchr (topic, '/');
  const char *const *attributes;
  guint n;

  if (last == NULL || last[1] != '$' || topic[0] == '$')
    return FALSE;
  place->levels = g_strsplit (topic, "/", 6);
  n = g_strv_length (place->levels);
  if (n < 3 || n > 5 || place->levels[0][0] == '\0')
    return FALSE;
  for (guint i = 1; i < n - 1; i++)
    if (!fl_homie_is_id (place->levels[i]))
      return FALSE;

  attributes = n == 3 ? device_attributes : n == 4 ? node_attributes : property_attributes;
  place->device_topic = g_strdup_printf ("%s/%s", place->levels[0], place->levels[1]);
  place->node = n > 3 ? place->levels[2] : NULL;
  place->property = n > 4 ? place->levels[3] : NULL;
  place->attribute = place->levels[n - 1];
  return g_strv_contains (attributes, place->attribute);
}

/* NULL: there are too many. */
static Device *
ensure_device (FlConventionHomie4 *self,
               const char         *topic)
{
  Device *device = g_hash_table_lookup (self->device_of_topic, topic);

  if (device != NULL || g_hash_table_size (self->device_of_topic) == FL_CONVENTION_HOMIE4_MAX_DEVICES)
    return device;
  device = g_new0 (Device, 1);
  device->topic = g_strdup (topic);
  device->nodes = g_ptr_array_new_with_free_func ((GDestroyNotify) fl_homie_node_free);
  g_hash_table_insert (self->device_of_topic, device->topic, device);
  return device;
}

/* NULL: there are too many. */
static FlHomieNode *
ensure_node (Device     *device,
             const char *id)
{
  FlHomieNode *node;

  for (guint i = 0; i < device->nodes->len; i++)
    if (g_str_equal (((FlHomieNode *) device->nodes->pdata[i])->id, id))
      return device->nodes->pdata[i];
  if (device->nodes->len == FL_HOMIE_MAX_NODES)
    return NULL;
  node = fl_homie_node_new (id);
  g_ptr_array_add (device->nodes, node);
  return node;
}

/* TRUE: it is another text than before. */
static gboolean
set_text (char       **member,
          const char  *text)
{
  const char *wanted = text[0] != '\0' ? text : NULL;

  if (g_strcmp0 (*member, wanted) == 0)
    return FALSE;
  g_free (*member);
  *member = g_strdup (wanted);
  return TRUE;
}

static gboolean
set_property (FlHomieProperty *property,
              const char      *attribute,
              const char      *text)
{
  const struct { const char *attribute; char **member; } all[] = {
    { "$name", &property->name },
    { "$datatype", &property->datatype },
    { "$format", &property->format },
    { "$unit", &property->unit },
  };
  gboolean was_settable = property->is_settable;

  if (g_str_equal (attribute, "$settable"))
    property->is_settable = g_str_equal (text, "true");
  for (guint i = 0; i < G_N_ELEMENTS (all); i++)
    if (g_str_equal (attribute, all[i].attribute))
      return set_text (all[i].member, text);
  return property->is_settable != was_settable;
}

/* What is not listed any more is gone. */
static gboolean
keep_listed_properties (FlHomieNode *node,
                        const char  *list)
{
  g_auto(GStrv) ids = g_strsplit (list, ",", FL_HOMIE_MAX_PROPERTIES + 1);
  guint n = node->properties->len;

  for (guint i = n; i > 0; i--)
    {
      FlHomieProperty *property = node->properties->pdata[i - 1];

      if (!g_strv_contains ((const char *const *) ids, property->id))
        fl_homie_node_remove_property (node, property->id);
    }
  return node->properties->len != n;
}

static gboolean
keep_listed_nodes (Device     *device,
                   const char *list)
{
  g_auto(GStrv) ids = g_strsplit (list, ",", FL_HOMIE_MAX_NODES + 1);
  guint n = device->nodes->len;

  for (guint i = n; i > 0; i--)
    {
      FlHomieNode *node = device->nodes->pdata[i - 1];

      if (!g_strv_contains ((const char *const *) ids, node->id))
        g_ptr_array_remove_index (device->nodes, i - 1);
    }
  return device->nodes->len != n;
}

static gboolean
set_device (Device     *device,
            const char *attribute,
            const char *text)
{
  if (g_str_equal (attribute, "$homie"))
    return set_text (&device->version, text);
  if (g_str_equal (attribute, "$name"))
    return set_text (&device->name, text);
  return g_str_equal (attribute, "$nodes") && text[0] != '\0' && keep_listed_nodes (device, text);
}

static gboolean
set_node (FlHomieNode *node,
          const char  *attribute,
          const char  *text)
{
  if (g_str_equal (attribute, "$name"))
    return set_text (&node->name, text);
  return g_str_equal (attribute, "$properties") && text[0] != '\0' && keep_listed_properties (node, text);
}

static guint
count_properties (const Device *device)
{
  guint n = 0;

  for (guint i = 0; i < device->nodes->len; i++)
    n += ((FlHomieNode *) device->nodes->pdata[i])->properties->len;
  return n;
}

/* TRUE: the device is another one by it. */
static gboolean
set_attribute (Device      *device,
               const Place *place,
               const char  *text)
{
  FlHomieNode *node = place->node != NULL ? ensure_node (device, place->node) : NULL;
  FlHomieProperty *property;

  if (place->node == NULL)
    return set_device (device, place->attribute, text);
  if (node == NULL)
    return FALSE;
  if (place->property == NULL)
    return set_node (node, place->attribute, text);
  property = fl_homie_node_find_property (node, place->property);
  if (property == NULL && count_properties (device) < FL_CONVENTION_HOMIE4_MAX_PROPERTIES)
    property = fl_homie_node_ensure_property (node, place->property);
  return property != NULL && set_property (property, place->attribute, text);
}

static void
describe (const Device *device,
          FlDiscovery  *discovery)
{
  const FlDeviceInfoFields fields = { .key = device->topic, .root = device->topic, .name = device->name };
  g_autoptr(FlDeviceInfo) info = fl_device_info_new (&fields);
  const FlHomieOwner owner = { .device = info, .topic = device->topic };

  if (info == NULL)
    return;
  fl_discovery_add_device (discovery, info);
  for (guint i = 0; i < device->nodes->len; i++)
    fl_homie_node_describe (device->nodes->pdata[i], &owner, discovery);
}

static gboolean
is_known_version (const char *version)
{
  return version != NULL && (g_str_has_prefix (version, "3.") || g_str_has_prefix (version, "4."));
}

/* Attributes of what may still turn out to be a device are kept too: they come in any order. */
static gboolean
fl_convention_homie4_discover (FlConvention *convention,
                               const char   *base,
                               const char   *topic,
                               const char   *text,
                               FlDiscovery  *discovery)
{
  FlConventionHomie4 *self = FL_CONVENTION_HOMIE4 (convention);
  g_auto(Place) place = { 0 };
  Device *device;

  if (!take_apart (topic, &place))
    return FALSE;
  fl_discovery_set_source (discovery, place.device_topic);
  device = ensure_device (self, place.device_topic);
  if (device == NULL || strnlen (text, FL_CONVENTION_HOMIE4_MAX_ATTRIBUTE_BYTES + 1) > FL_CONVENTION_HOMIE4_MAX_ATTRIBUTE_BYTES)
    {
      fl_discovery_set_unreadable (discovery, device != NULL ? _("one of its texts is too long") : _("there are too many devices"));
      return TRUE;
    }

  if (!set_attribute (device, &place, text) && is_known_version (device->version))
    fl_discovery_set_partial (discovery);
  else if (is_known_version (device->version))
    describe (device, discovery);
  else
    fl_discovery_withdraw (discovery);
  if (g_str_equal (place.attribute, "$homie") && text[0] == '\0')
    g_hash_table_remove (self->device_of_topic, place.device_topic);
  return TRUE;
}

static const char *const *
fl_convention_homie4_get_filters (FlConvention *convention)
{
  static const char *const filters[] = { "+/+/$homie", NULL };

  return filters;
}

static void
fl_convention_homie4_finalize (GObject *object)
{
  FlConventionHomie4 *self = FL_CONVENTION_HOMIE4 (object);

  g_hash_table_unref (self->device_of_topic);

  G_OBJECT_CLASS (fl_convention_homie4_parent_class)->finalize (object);
}

static void
convention_iface_init (FlConventionInterface *iface)
{
  iface->discover = fl_convention_homie4_discover;
  iface->get_filters = fl_convention_homie4_get_filters;
}

static void
fl_convention_homie4_class_init (FlConventionHomie4Class *klass)
{
  G_OBJECT_CLASS (klass)->finalize = fl_convention_homie4_finalize;
}

static void
fl_convention_homie4_init (FlConventionHomie4 *self)
{
  self->device_of_topic = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) device_free);
}

/* What it says about itself needs no settings. */
FlConvention *
fl_convention_homie4_new (FlDeviceSettings *settings)
{
  return g_object_new (FL_TYPE_CONVENTION_HOMIE4, NULL);
}
