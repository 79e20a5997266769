/* What one component of a Home Assistant document says, gathered for an FlEntity.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#define G_LOG_DOMAIN "fernlight-ha-entity"

#include "devices/fl-ha-entity.h"

#include "devices/fl-command-template.h"
#include "devices/fl-value-template.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define MAX_SECONDS (366.0 * 24 * 60 * 60)

void
fl_ha_entity_init (FlHaEntity          *self,
                   const FlHaComponent *component,
                   FlDiscovery         *discovery)
{
  memset (self, 0, sizeof *self);
  self->component = component;
  self->fields = component->fields;
  self->discovery = discovery;
  self->texts = g_ptr_array_new_with_free_func (g_free);
  self->entity.aspects = self->aspects;
  self->entity.availability = self->availability;
}

void
fl_ha_entity_clear (FlHaEntity *self)
{
  g_clear_pointer (&self->texts, g_ptr_array_unref);
}

const char *
fl_ha_entity_keep (FlHaEntity *self,
                   char       *text)
{
  if (text != NULL)
    g_ptr_array_add (self->texts, text);
  return text;
}

const char *
fl_ha_entity_get_topic (FlHaEntity *self,
                        const char *name)
{
  return fl_ha_entity_keep (self, fl_ha_fields_dup_topic (self->fields, name));
}

gboolean
fl_ha_entity_get_template (FlHaEntity  *self,
                           const char  *name,
                           const char **value_template)
{
  g_autoptr(FlValueTemplate) template = NULL;

  *value_template = fl_ha_fields_get_text (self->fields, name);
  if (*value_template == NULL)
    return TRUE;
  template = fl_value_template_new (*value_template);
  return fl_value_template_is_supported (template);
}

void
fl_ha_entity_add_aspect (FlHaEntity     *self,
                         const FlAspect *aspect)
{
  g_return_if_fail (self->entity.n_aspects < FL_ENTITY_MAX_ASPECTS);

  self->aspects[self->entity.n_aspects++] = *aspect;
}

void
fl_ha_entity_leave_out_part (FlHaEntity *self)
{
  fl_discovery_leave_out (self->discovery, _("a level or color of it is described in a way that is not understood here"));
}

/* signal_strength → Signal strength */
static char *
dup_class_name (const char *device_class)
{
  char *name = g_strdelimit (g_strdup (device_class), "_", ' ');

  name[0] = g_ascii_toupper (name[0]);
  return name;
}

/* Without a name it is called after its device class; with null it is what the device is there for. */
const char *
fl_ha_entity_get_name (FlHaEntity *self,
                       const char *device_name)
{
  const char *name = fl_ha_fields_get_text (self->fields, "name");
  const char *device_class = fl_ha_fields_get_text (self->fields, "device_class");

  if (name != NULL && name[0] != '\0')
    return name;
  if (device_name != NULL && fl_ha_fields_is_null (self->fields, "name"))
    return device_name;
  if (device_class != NULL && device_class[0] != '\0')
    return fl_ha_entity_keep (self, dup_class_name (device_class));
  return device_name != NULL ? device_name : self->component->id;
}

static void
add_availability (FlHaEntity *self,
                  FlHaFields *fields,
                  const char *topic_name,
                  const char *template_name)
{
  FlEntityAvailability *source = &self->availability[self->entity.n_availability];
  g_autofree char *topic = fl_ha_fields_dup_topic (fields, topic_name);

  if (topic == NULL || self->entity.n_availability == FL_ENTITY_MAX_AVAILABILITY)
    return;
  source->topic = fl_ha_entity_keep (self, g_steal_pointer (&topic));
  source->state_template = fl_ha_entity_keep (self, g_strdup (fl_ha_fields_get_text (fields, template_name)));
  source->online = fl_ha_entity_keep (self, g_strdup (fl_ha_fields_get_text (fields, "payload_available")));
  source->offline = fl_ha_entity_keep (self, g_strdup (fl_ha_fields_get_text (fields, "payload_not_available")));
  self->entity.n_availability++;
}

static void
read_availability (FlHaEntity *self)
{
  static const struct { const char *name; FlAvailabilityMode mode; } modes[] = {
    { "latest", FL_AVAILABILITY_MODE_LATEST }, { "all", FL_AVAILABILITY_MODE_ALL }, { "any", FL_AVAILABILITY_MODE_ANY },
  };
  const char *mode = fl_ha_fields_get_text (self->fields, "availability_mode");
  g_auto(GStrv) objects = fl_ha_fields_dup_objects (self->fields, "availability");
  gboolean is_mode = mode == NULL;

  add_availability (self, self->fields, "availability_topic", "availability_template");
  for (guint i = 0; objects != NULL && objects[i] != NULL; i++)
    {
      g_autoptr(FlHaFields) fields = fl_ha_fields_new (FL_HA_NAMES_COMPONENT, objects[i]);

      if (fields != NULL)
        {
          fl_ha_fields_inherit_base (fields, self->fields);
          add_availability (self, fields, "topic", "value_template");
        }
      if (fields == NULL || fl_ha_fields_get_wrong (fields) != NULL || !fl_ha_fields_has (fields, "topic"))
        fl_ha_fields_set_wrong (self->fields, "availability");
    }
  for (guint i = 0; mode != NULL && i < G_N_ELEMENTS (modes); i++)
    if (g_str_equal (mode, modes[i].name))
      {
        self->entity.availability_mode = modes[i].mode;
        is_mode = TRUE;
      }
  if (!is_mode)
    fl_ha_fields_set_wrong (self->fields, "availability_mode");
}

void
fl_ha_entity_read_common (FlHaEntity *self)
{
  self->entity.id = fl_ha_entity_keep (self, g_strconcat (self->component->platform, ".", self->component->id, NULL));
  self->entity.unit = fl_ha_fields_get_text (self->fields, "unit_of_measurement");
  self->entity.device_class = fl_ha_fields_get_text (self->fields, "device_class");
  self->entity.icon = fl_ha_fields_get_text (self->fields, "icon");
  if (fl_ha_fields_get_boolean (self->fields, "retain", FALSE))
    fl_discovery_leave_out (self->discovery, _("it asks for commands that the broker keeps; they are sent without that"));
  read_availability (self);
}

static const char *
get_word (FlHaEntity *self,
          const char *name,
          const char *otherwise)
{
  const char *word = fl_ha_fields_get_text (self->fields, name);

  return word != NULL ? word : otherwise;
}

/* What is sent for a word, after the command template. */
static const char *
get_command (FlHaEntity *self,
             const char *word)
{
  const char *template = fl_ha_fields_get_text (self->fields, "command_template");
  const FlCommandVariable variables[] = { { "value", word }, { NULL, NULL } };

  return template != NULL ? fl_ha_entity_keep (self, fl_command_template_render (template, variables)) : word;
}

void
fl_ha_entity_read_switch (FlHaEntity *self)
{
  const char *on = get_word (self, "payload_on", "ON");
  const char *off = get_word (self, "payload_off", "OFF");
  const char *state_on = fl_ha_fields_get_text (self->fields, "state_on");
  const char *state_off = fl_ha_fields_get_text (self->fields, "state_off");
  FlAspect power = {
    .kind = FL_ASPECT_POWER,
    .command_topic = fl_ha_entity_get_topic (self, "command_topic"),
    .on = get_command (self, on),
    .off = get_command (self, off),
    .state_topic = fl_ha_entity_get_topic (self, "state_topic"),
    .state_on = state_on != NULL && state_on[0] != '\0' ? state_on : on,
    .state_off = state_off != NULL && state_off[0] != '\0' ? state_off : off,
  };

  self->entity.kind = FL_ENTITY_SWITCH;
  fl_ha_entity_get_template (self, "value_template", &power.state_template);
  if (power.command_topic == NULL)
    fl_ha_fields_set_wrong (self->fields, "command_topic");
  fl_ha_entity_add_aspect (self, &power);
}

static guint
get_seconds (FlHaEntity *self,
             const char *name)
{
  return (guint) MIN (fl_ha_fields_get_number (self->fields, name, 0, 0), MAX_SECONDS);
}

static void
read_value (FlHaEntity *self,
            FlAspect   *value)
{
  value->kind = FL_ASPECT_VALUE;
  value->state_topic = fl_ha_entity_get_topic (self, "state_topic");
  fl_ha_entity_get_template (self, "value_template", &value->state_template);
  self->entity.expire_after = get_seconds (self, "expire_after");
  if (value->state_topic == NULL)
    fl_ha_fields_set_wrong (self->fields, "state_topic");
  fl_ha_entity_add_aspect (self, value);
}

void
fl_ha_entity_read_sensor (FlHaEntity *self)
{
  FlAspect value = { 0 };

  self->entity.kind = FL_ENTITY_SENSOR;
  read_value (self, &value);
}

/* off_delay: it says on, and off is what is made of silence; so what it says holds that long. */
void
fl_ha_entity_read_binary_sensor (FlHaEntity *self)
{
  FlAspect value = { .state_on = get_word (self, "payload_on", "ON"), .state_off = get_word (self, "payload_off", "OFF") };
  guint delay = get_seconds (self, "off_delay");

  self->entity.kind = FL_ENTITY_BINARY_SENSOR;
  read_value (self, &value);
  if (self->entity.expire_after == 0)
    self->entity.expire_after = delay;
}
