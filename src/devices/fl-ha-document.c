/* A discovery document of Home Assistant's MQTT integration: what components it describes, with everything written out.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#define G_LOG_DOMAIN "fernlight-ha-document"

#include "devices/fl-ha-document.h"

#include <string.h>

#define DEVICE "device"

struct _FlHaDocument
{
  FlHaDocumentKind  kind;
  char             *component;
  char             *node; /* NULL: there is none */
  char             *object;
  FlHaFields       *fields;
  FlHaFields       *device;
  GArray           *components;
  guint             n_left_out;
};

/* What components take over from the document of their device. */
static const char *const shared[] = {
  "availability", "availability_mode", "availability_template", "availability_topic", "payload_available",
  "payload_not_available", "command_topic", "state_topic", "qos", "encoding", NULL,
};

static void
component_clear (gpointer data)
{
  FlHaComponent *component = data;

  g_free (component->platform);
  g_free (component->id);
  g_clear_pointer (&component->fields, fl_ha_fields_free);
}

static gboolean
is_name (const char *level,
         gboolean    may_have_hyphen)
{
  const char *c;

  for (c = level; *c != '\0'; c++)
    if (!g_ascii_isalnum (*c) && *c != '_' && !(may_have_hyphen && *c == '-'))
      return FALSE;
  return c != level;
}

/* The levels of a document's topic; NULL: it is none. */
static char **
split_topic (const char *topic)
{
  g_auto(GStrv) levels = NULL;
  guint n;

  if (!g_str_has_prefix (topic, FL_HA_DOCUMENT_PREFIX "/") || !g_str_has_suffix (topic, "/config"))
    return NULL;
  levels = g_strsplit (topic, "/", 6);
  n = g_strv_length (levels);
  if ((n != 4 && n != 5) || !is_name (levels[1], FALSE) || !is_name (levels[2], TRUE) || (n == 5 && !is_name (levels[3], TRUE)))
    return NULL;
  return g_steal_pointer (&levels);
}

/* unique_id is what stays the same; without it the topic's names. */
static char *
dup_id (FlHaDocument *self,
        FlHaFields   *fields,
        const char   *name)
{
  const char *unique = fl_ha_fields_get_text (fields, "unique_id");

  if (unique != NULL && unique[0] != '\0')
    return g_strdup (unique);
  return self->node != NULL ? g_strconcat (self->node, " ", name, NULL) : g_strdup (name);
}

/* Takes fields. */
static void
add_component (FlHaDocument *self,
               const char   *platform,
               const char   *name,
               FlHaFields   *fields)
{
  FlHaComponent component = { .platform = g_strdup (platform), .id = dup_id (self, fields, name), .fields = fields };

  g_array_append_val (self->components, component);
}

/* One of "components"; the platform alone takes it back. */
static void
add_named_component (const char *name,
                     const char *json,
                     gpointer    user_data)
{
  FlHaDocument *self = user_data;
  g_autoptr(FlHaFields) fields = json != NULL ? fl_ha_fields_new (FL_HA_NAMES_COMPONENT, json) : NULL;
  g_autofree char *platform = fields != NULL ? g_strdup (fl_ha_fields_get_text (fields, "platform")) : NULL;

  if (platform == NULL)
    {
      FlHaComponent none = { .platform = g_strdup (""), .id = g_strdup (name) };

      g_array_append_val (self->components, none);
      return;
    }
  if (fl_ha_fields_get_n (fields) == 1)
    return;
  fl_ha_fields_inherit (fields, self->fields, shared);
  add_component (self, platform, name, g_steal_pointer (&fields));
}

static gboolean
read_device (FlHaDocument *self)
{
  const char *json = fl_ha_fields_get_json (self->fields, DEVICE);

  if (json != NULL)
    self->device = fl_ha_fields_new (FL_HA_NAMES_DEVICE, json);
  return self->device != NULL || !fl_ha_fields_has (self->fields, DEVICE);
}

static gboolean
read_components (FlHaDocument *self)
{
  const char *json = fl_ha_fields_get_json (self->fields, "components");
  g_autoptr(FlHaFields) components = json != NULL ? fl_ha_fields_new (FL_HA_NAMES_ORIGIN, json) : NULL;

  if (components == NULL || self->device == NULL)
    return FALSE;
  fl_ha_fields_foreach_object (components, FL_HA_DOCUMENT_MAX_COMPONENTS, add_named_component, self);
  if (fl_ha_fields_get_n (components) > FL_HA_DOCUMENT_MAX_COMPONENTS)
    self->n_left_out = fl_ha_fields_get_n (components) - FL_HA_DOCUMENT_MAX_COMPONENTS;
  return TRUE;
}

static FlHaDocumentKind
read_payload (FlHaDocument *self,
              const char   *payload)
{
  if (payload[0] == '\0')
    return FL_HA_DOCUMENT_WITHDRAWN;
  if (strnlen (payload, FL_HA_DOCUMENT_MAX_BYTES + 1) > FL_HA_DOCUMENT_MAX_BYTES)
    return FL_HA_DOCUMENT_TOO_LONG;

  self->fields = fl_ha_fields_new (FL_HA_NAMES_COMPONENT, payload);
  if (self->fields == NULL)
    return FL_HA_DOCUMENT_NO_JSON;
  if (fl_ha_fields_get_boolean (self->fields, "migrate_discovery", FALSE))
    return FL_HA_DOCUMENT_WITHDRAWN;
  if (!read_device (self))
    return FL_HA_DOCUMENT_NO_JSON;
  if (g_str_equal (self->component, DEVICE))
    return read_components (self) ? FL_HA_DOCUMENT_COMPONENTS : FL_HA_DOCUMENT_NO_JSON;

  add_component (self, self->component, self->object, g_steal_pointer (&self->fields));
  return FL_HA_DOCUMENT_COMPONENTS;
}

gboolean
fl_ha_document_is_topic (const char *topic)
{
  g_auto(GStrv) levels = NULL;

  g_return_val_if_fail (topic != NULL, FALSE);

  levels = split_topic (topic);
  return levels != NULL;
}

FlHaDocument *
fl_ha_document_new (const char *topic,
                    const char *payload)
{
  FlHaDocument *self;
  g_auto(GStrv) levels = NULL;
  gboolean has_node;

  g_return_val_if_fail (topic != NULL && payload != NULL, NULL);

  levels = split_topic (topic);
  g_return_val_if_fail (levels != NULL, NULL);

  self = g_new0 (FlHaDocument, 1);
  has_node = levels[4] != NULL;
  self->component = g_strdup (levels[1]);
  self->node = has_node ? g_strdup (levels[2]) : NULL;
  self->object = g_strdup (levels[has_node ? 3 : 2]);
  self->components = g_array_new (FALSE, FALSE, sizeof (FlHaComponent));
  g_array_set_clear_func (self->components, component_clear);
  self->kind = read_payload (self, payload);
  if (self->kind != FL_HA_DOCUMENT_COMPONENTS)
    g_array_set_size (self->components, 0);
  return self;
}

void
fl_ha_document_free (FlHaDocument *self)
{
  g_free (self->component);
  g_free (self->node);
  g_free (self->object);
  g_clear_pointer (&self->fields, fl_ha_fields_free);
  g_clear_pointer (&self->device, fl_ha_fields_free);
  g_array_unref (self->components);
  g_free (self);
}

FlHaDocumentKind
fl_ha_document_get_kind (FlHaDocument *self)
{
  g_return_val_if_fail (self != NULL, FL_HA_DOCUMENT_NO_JSON);

  return self->kind;
}

FlHaFields *
fl_ha_document_get_device (FlHaDocument *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->device;
}

const char *
fl_ha_document_get_node (FlHaDocument *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->node != NULL ? self->node : self->object;
}

gboolean
fl_ha_document_has_node (FlHaDocument *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->node != NULL;
}

guint
fl_ha_document_get_n_components (FlHaDocument *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->components->len;
}

const FlHaComponent *
fl_ha_document_get_component (FlHaDocument *self,
                              guint         position)
{
  g_return_val_if_fail (self != NULL && position < self->components->len, NULL);

  return &g_array_index (self->components, FlHaComponent, position);
}

guint
fl_ha_document_get_n_left_out (FlHaDocument *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->n_left_out;
}
