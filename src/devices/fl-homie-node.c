/* A node of a Homie device with its properties, and the entities it makes.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "fernlight-homie-node"

#include "devices/fl-homie-node.h"

#include "devices/fl-entity-draft.h"

#include <math.h>
#include <string.h>

#define MAX_ID_BYTES 64

/* What a number of a lamp is called that is its brightness. */
static const char *const brightness_ids[] = { "brightness", "dim", "dimmer", "intensity", "level", NULL };

static void
property_free (FlHomieProperty *property)
{
  g_free (property->id);
  g_free (property->name);
  g_free (property->datatype);
  g_free (property->format);
  g_free (property->unit);
  g_free (property);
}

/* Lower case by the convention; older devices are not so strict. */
gboolean
fl_homie_is_id (const char *text)
{
  size_t n = strspn (text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-");

  return n > 0 && n <= MAX_ID_BYTES && text[n] == '\0';
}

FlHomieNode *
fl_homie_node_new (const char *id)
{
  FlHomieNode *self = g_new0 (FlHomieNode, 1);

  self->id = g_strdup (id);
  self->properties = g_ptr_array_new_with_free_func ((GDestroyNotify) property_free);
  return self;
}

void
fl_homie_node_free (FlHomieNode *self)
{
  g_free (self->id);
  g_free (self->name);
  g_ptr_array_unref (self->properties);
  g_free (self);
}

static guint
find_position (const FlHomieNode *self,
               const char        *id)
{
  guint i = 0;

  while (i < self->properties->len && !g_str_equal (((FlHomieProperty *) self->properties->pdata[i])->id, id))
    i++;
  return i;
}

FlHomieProperty *
fl_homie_node_find_property (const FlHomieNode *self,
                             const char        *id)
{
  guint position;

  g_return_val_if_fail (self != NULL && id != NULL, NULL);

  position = find_position (self, id);
  return position < self->properties->len ? self->properties->pdata[position] : NULL;
}

FlHomieProperty *
fl_homie_node_ensure_property (FlHomieNode *self,
                               const char  *id)
{
  FlHomieProperty *property = fl_homie_node_find_property (self, id);

  if (property != NULL || self->properties->len == FL_HOMIE_MAX_PROPERTIES)
    return property;
  property = g_new0 (FlHomieProperty, 1);
  property->id = g_strdup (id);
  g_ptr_array_add (self->properties, property);
  return property;
}

void
fl_homie_node_remove_property (FlHomieNode *self,
                               const char  *id)
{
  guint position;

  g_return_if_fail (self != NULL && id != NULL);

  position = find_position (self, id);
  if (position < self->properties->len)
    g_ptr_array_remove_index (self->properties, position);
}

/* What can be set */

static gboolean
is_of_type (const FlHomieProperty *property,
            const char            *datatype)
{
  return g_strcmp0 (property->datatype, datatype) == 0;
}

static gboolean
read_bound (const char *text,
            double     *bound)
{
  char *end = NULL;

  *bound = g_ascii_strtod (text, &end);
  return end != text && *end == '\0' && isfinite (*bound);
}

/* "0:100", "0:1:0.1" */
static gboolean
read_range (const FlHomieProperty *property,
            FlAspect              *aspect)
{
  g_auto(GStrv) parts = g_strsplit (property->format != NULL ? property->format : "", ":", 3);

  if (g_strv_length (parts) < 2 || !read_bound (parts[0], &aspect->minimum) || !read_bound (parts[1], &aspect->maximum))
    return FALSE;
  aspect->decimals = is_of_type (property, "integer") ? 0 : aspect->maximum <= 1 ? 2 : aspect->maximum <= 10 ? 1 : 0;
  return aspect->maximum > aspect->minimum;
}

static gboolean
is_switch (const FlHomieProperty *property)
{
  return property->is_settable && is_of_type (property, "boolean");
}

/* A level of the one lamp of this node. FALSE: it is none. */
static gboolean
read_level (const FlHomieProperty *property,
            gboolean               is_version_5,
            FlAspect              *aspect)
{
  g_auto(GStrv) formats = g_strsplit (property->format != NULL ? property->format : "", ",", 8);

  *aspect = (FlAspect) { .kind = FL_ASPECT_BRIGHTNESS, .command_form = "{n}" };
  if (!property->is_settable)
    return FALSE;
  if (is_of_type (property, "color") && g_strv_contains ((const char *const *) formats, "rgb"))
    {
      *aspect = (FlAspect) { .kind = FL_ASPECT_COLOR, .command_form = is_version_5 ? "rgb,{r},{g},{b}" : "{r},{g},{b}" };
      return TRUE;
    }
  return (is_of_type (property, "integer") || is_of_type (property, "float")) && g_strv_contains (brightness_ids, property->id) &&
         read_range (property, aspect);
}

/* The only switch of the node; NULL: it has none, or more than one. */
static const FlHomieProperty *
find_only_switch (const FlHomieNode *self)
{
  const FlHomieProperty *found = NULL;

  for (guint i = 0; i < self->properties->len; i++)
    if (is_switch (self->properties->pdata[i]))
      {
        if (found != NULL)
          return NULL;
        found = self->properties->pdata[i];
      }
  return found;
}

/* What it is made of */

static void
start (FlEntityDraft         *draft,
       const FlHomieNode     *self,
       const FlHomieOwner    *owner,
       const FlHomieProperty *property,
       FlEntityKind           kind)
{
  g_autofree char *id = g_strdup_printf ("%s.%s", self->id, property->id);
  g_autofree char *name = g_strjoin (" ", self->name != NULL ? self->name : self->id,
                                     property->name != NULL ? property->name : property->id, NULL);
  const char *state = NULL;

  fl_entity_draft_init (draft, kind, id, name);
  draft->fields.unit = property->unit;
  state = fl_entity_draft_print (draft, "%s/$state", owner->topic);
  fl_entity_draft_add_availability (draft, state, "ready", FL_ASPECT_ANY_OTHER);
  if (!owner->is_version_5)
    {
      /* Something is wrong, but it is there. */
      fl_entity_draft_add_availability (draft, state, "alert", FL_ASPECT_ANY_OTHER);
      draft->fields.availability_mode = FL_AVAILABILITY_MODE_ANY;
    }
  else if (owner->root_state != NULL)
    {
      fl_entity_draft_add_availability (draft, owner->root_state, "ready", "lost");
      draft->fields.availability_mode = FL_AVAILABILITY_MODE_ALL;
    }
}

static void
add_settable (FlEntityDraft         *draft,
              const FlHomieNode     *self,
              const FlHomieOwner    *owner,
              const FlHomieProperty *property,
              const FlAspect        *wanted)
{
  FlAspect aspect = *wanted;

  aspect.state_topic = fl_entity_draft_print (draft, "%s/%s/%s", owner->topic, self->id, property->id);
  aspect.command_topic = fl_entity_draft_print (draft, "%s/set", aspect.state_topic);
  if (owner->is_version_5)
    aspect.target_topic = fl_entity_draft_print (draft, "%s/$target", aspect.state_topic);
  fl_entity_draft_add_aspect (draft, &aspect);
}

static gboolean
has_kind (const FlEntityDraft *draft,
          FlAspectKind         kind)
{
  for (guint i = 0; i < draft->fields.n_aspects; i++)
    if (draft->aspects[i].kind == kind)
      return TRUE;
  return FALSE;
}

/* is_lamp: the levels of the node are its own. */
static void
describe_switch (const FlHomieNode     *self,
                 const FlHomieOwner    *owner,
                 const FlHomieProperty *property,
                 gboolean               is_lamp,
                 FlDiscovery           *discovery)
{
  const FlAspect power = { .kind = FL_ASPECT_POWER, .on = "true", .off = "false", .state_on = "true", .state_off = "false" };
  g_auto(FlEntityDraft) draft = { 0 };
  FlAspect level;

  start (&draft, self, owner, property, FL_ENTITY_SWITCH);
  add_settable (&draft, self, owner, property, &power);
  for (guint i = 0; is_lamp && i < self->properties->len; i++)
    if (read_level (self->properties->pdata[i], owner->is_version_5, &level) && !has_kind (&draft, level.kind))
      {
        draft.fields.kind = FL_ENTITY_LIGHT;
        add_settable (&draft, self, owner, self->properties->pdata[i], &level);
      }
  fl_entity_draft_finish (&draft, owner->device, discovery);
}

static void
describe_value (const FlHomieNode     *self,
                const FlHomieOwner    *owner,
                const FlHomieProperty *property,
                FlDiscovery           *discovery)
{
  gboolean is_binary = is_of_type (property, "boolean");
  FlAspect value = { .kind = FL_ASPECT_VALUE, .state_on = is_binary ? "true" : NULL, .state_off = is_binary ? "false" : NULL };
  g_auto(FlEntityDraft) draft = { 0 };

  start (&draft, self, owner, property, is_binary ? FL_ENTITY_BINARY_SENSOR : FL_ENTITY_SENSOR);
  value.state_topic = fl_entity_draft_print (&draft, "%s/%s/%s", owner->topic, self->id, property->id);
  fl_entity_draft_add_aspect (&draft, &value);
  fl_entity_draft_finish (&draft, owner->device, discovery);
}

void
fl_homie_node_describe (const FlHomieNode  *self,
                        const FlHomieOwner *owner,
                        FlDiscovery        *discovery)
{
  const FlHomieProperty *lamp;
  FlAspect level;

  g_return_if_fail (self != NULL && owner != NULL && discovery != NULL);

  lamp = find_only_switch (self);
  for (guint i = 0; i < self->properties->len; i++)
    {
      const FlHomieProperty *property = self->properties->pdata[i];

      if (property->datatype == NULL)
        continue;
      if (is_switch (property))
        describe_switch (self, owner, property, property == lamp, discovery);
      else if (lamp == NULL || !read_level (property, owner->is_version_5, &level))
        describe_value (self, owner, property, discovery);
    }
}
