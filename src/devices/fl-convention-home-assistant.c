/* Home Assistant's MQTT discovery, which ESPHome, Zigbee2MQTT and many others speak: documents that describe what there is.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#define G_LOG_DOMAIN "fernlight-convention-home-assistant"

#include "devices/fl-convention-home-assistant.h"

#include "devices/fl-ha-document.h"
#include "devices/fl-ha-entity.h"
#include "devices/fl-ha-light.h"
#include "messages/fl-json.h"

#include <glib/gi18n-lib.h>
#include <string.h>

struct _FlConventionHomeAssistant
{
  GObject parent_instance;
};

static void convention_iface_init (FlConventionInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (FlConventionHomeAssistant, fl_convention_home_assistant, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (FL_TYPE_CONVENTION, convention_iface_init))

static const char *const filters[] = {
  FL_HA_DOCUMENT_PREFIX "/+/+/config",
  FL_HA_DOCUMENT_PREFIX "/+/+/+/config",
  NULL,
};

/* [["mac","02:5b:…"], …]: the second of the first pair. */
static char *
dup_connection (FlHaFields *device)
{
  const char *json = fl_ha_fields_get_json (device, "connections");
  FlJsonReader reader;

  if (json == NULL)
    return NULL;
  fl_json_reader_init (&reader, json, strlen (json));
  if (fl_json_reader_next (&reader) != FL_JSON_ARRAY_BEGIN || fl_json_reader_next (&reader) != FL_JSON_ARRAY_BEGIN ||
      fl_json_reader_next (&reader) != FL_JSON_STRING || fl_json_reader_next (&reader) != FL_JSON_STRING)
    {
      if (!g_str_has_prefix (json, "[]"))
        fl_ha_fields_set_wrong (device, "connections");
      return NULL;
    }
  return fl_json_unescape (reader.start, reader.n);
}

/* What all documents about a device have in common. */
static char *
dup_key (FlHaFields *device)
{
  g_auto(GStrv) ids = fl_ha_fields_dup_texts (device, "identifiers");

  if (ids != NULL && ids[0] != NULL && ids[0][0] != '\0')
    return g_strdup (ids[0]);
  return dup_connection (device);
}

/* NULL: what is said of the device cannot be used. */
static FlDeviceInfo *
make_named_device (FlHaFields *device)
{
  g_autofree char *key = dup_key (device);
  FlDeviceInfoFields fields = {
    .key = key,
    .name = fl_ha_fields_get_text (device, "name"),
    .model = fl_ha_fields_get_text (device, "model"),
    .manufacturer = fl_ha_fields_get_text (device, "manufacturer"),
  };

  if (key == NULL || fl_ha_fields_get_wrong (device) != NULL)
    return NULL;
  return fl_device_info_new (&fields);
}

/* No device is named: those with a NODE in their topic are one, any other is one by itself. */
static FlDeviceInfo *
make_unnamed_device (FlHaDocument *document,
                     FlHaEntity   *entity)
{
  const char *node = fl_ha_document_get_node (document);
  gboolean is_node = fl_ha_document_has_node (document);
  g_autofree char *key = is_node ? g_strconcat (FL_HA_DOCUMENT_PREFIX, "/", node, NULL)
                                 : g_strconcat (FL_HA_DOCUMENT_PREFIX, "/", entity->component->platform, "/", node, NULL);

  return fl_device_info_new (&(FlDeviceInfoFields) { .key = key, .name = is_node ? node : fl_ha_entity_get_name (entity, NULL) });
}

static gboolean
read_platform (FlHaEntity *entity)
{
  static const struct { const char *platform; void (*read) (FlHaEntity *entity); } platforms[] = {
    { "switch", fl_ha_entity_read_switch },
    { "light", fl_ha_light_read },
    { "sensor", fl_ha_entity_read_sensor },
    { "binary_sensor", fl_ha_entity_read_binary_sensor },
  };

  for (guint i = 0; i < G_N_ELEMENTS (platforms); i++)
    if (g_str_equal (entity->component->platform, platforms[i].platform))
      {
        fl_ha_entity_read_common (entity);
        platforms[i].read (entity);
        return TRUE;
      }
  return FALSE;
}

static void
add_component (FlHaDocument        *document,
               const FlHaComponent *component,
               FlDiscovery         *discovery)
{
  g_auto(FlHaEntity) entity = { 0 };
  g_autoptr(FlDeviceInfo) device = NULL;
  FlHaFields *named = fl_ha_document_get_device (document);

  if (component->fields == NULL)
    {
      fl_discovery_leave_out (discovery, _("a component of it is no JSON object with a platform"));
      return;
    }
  fl_ha_entity_init (&entity, component, discovery);
  if (!read_platform (&entity))
    {
      fl_discovery_leave_out (discovery, _("it describes something that is neither switched nor read here"));
      return;
    }
  device = named != NULL ? make_named_device (named) : make_unnamed_device (document, &entity);
  entity.entity.name = fl_ha_entity_get_name (&entity, device != NULL ? fl_device_info_get_name (device) : NULL);
  if (fl_ha_fields_get_wrong (component->fields) != NULL)
    {
      /* Translators: the name of a member of a JSON object, such as command_topic. */
      g_autofree char *reason = g_strdup_printf (_("“%s” is missing, or not what it has to be"),
                                                 fl_ha_fields_get_wrong (component->fields));

      fl_discovery_leave_out (discovery, reason);
    }
  else if (device == NULL)
    fl_discovery_leave_out (discovery, _("it does not say which device it is about"));
  else
    fl_discovery_add_new (discovery, device, &entity.entity);
}

static gboolean
fl_convention_home_assistant_discover (FlConvention *convention,
                                       const char   *base,
                                       const char   *topic,
                                       const char   *text,
                                       FlDiscovery  *discovery)
{
  g_autoptr(FlHaDocument) document = NULL;

  if (!fl_ha_document_is_topic (topic))
    return FALSE;

  document = fl_ha_document_new (topic, text);
  switch (fl_ha_document_get_kind (document))
    {
    case FL_HA_DOCUMENT_WITHDRAWN:
      fl_discovery_withdraw (discovery);
      break;
    case FL_HA_DOCUMENT_TOO_LONG:
      fl_discovery_set_unreadable (discovery, _("it is longer than 64 KiB"));
      break;
    case FL_HA_DOCUMENT_NO_JSON:
      fl_discovery_set_unreadable (discovery, _("it is no JSON object that describes a component or device"));
      break;
    case FL_HA_DOCUMENT_COMPONENTS:
      for (guint i = 0; i < fl_ha_document_get_n_components (document); i++)
        add_component (document, fl_ha_document_get_component (document, i), discovery);
      for (guint i = 0; i < fl_ha_document_get_n_left_out (document); i++)
        fl_discovery_leave_out (discovery, _("it describes too many entities at once"));
      break;
    default:
      g_assert_not_reached ();
    }
  return TRUE;
}

static const char *const *
fl_convention_home_assistant_get_filters (FlConvention *convention)
{
  return filters;
}

static void
convention_iface_init (FlConventionInterface *iface)
{
  iface->discover = fl_convention_home_assistant_discover;
  iface->get_filters = fl_convention_home_assistant_get_filters;
}

static void
fl_convention_home_assistant_class_init (FlConventionHomeAssistantClass *klass)
{
}

static void
fl_convention_home_assistant_init (FlConventionHomeAssistant *self)
{
}

/* settings: for the signature all conventions share; documents say everything themselves. */
FlConvention *
fl_convention_home_assistant_new (FlDeviceSettings *settings)
{
  return g_object_new (FL_TYPE_CONVENTION_HOME_ASSISTANT, NULL);
}
