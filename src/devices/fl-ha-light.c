/* A light of a Home Assistant document, in any of its three schemas: default, json, template.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#define G_LOG_DOMAIN "fernlight-ha-light"

#include "devices/fl-ha-light.h"

#include "devices/fl-command-template.h"

#include <string.h>

#define MIN_MIREDS 153
#define MAX_MIREDS 500
#define MIN_KELVIN 2000
#define MAX_KELVIN 6535

/* Names of the members that describe one side of a light of the default schema. */
typedef struct
{
  const char *command_topic;
  const char *command_template;
  const char *state_topic;
  const char *value_template;
} Side;

static const char *
get_word (FlHaEntity *entity,
          const char *name,
          const char *otherwise)
{
  const char *word = fl_ha_fields_get_text (entity->fields, name);

  return word != NULL ? word : otherwise;
}

static void
set_temperature_range (FlHaEntity *entity,
                       FlAspect   *aspect)
{
  aspect->kelvin = fl_ha_fields_get_boolean (entity->fields, "color_temp_kelvin", FALSE);
  if (aspect->kelvin)
    {
      aspect->minimum = fl_ha_fields_get_number (entity->fields, "min_kelvin", 1, MIN_KELVIN);
      aspect->maximum = fl_ha_fields_get_number (entity->fields, "max_kelvin", 1, MAX_KELVIN);
    }
  else
    {
      aspect->minimum = fl_ha_fields_get_number (entity->fields, "min_mireds", 1, MIN_MIREDS);
      aspect->maximum = fl_ha_fields_get_number (entity->fields, "max_mireds", 1, MAX_MIREDS);
    }
  if (aspect->maximum <= aspect->minimum)
    fl_ha_fields_set_wrong (entity->fields, aspect->kelvin ? "max_kelvin" : "max_mireds");
}

/* 0 would be off, for which there is another command. */
static void
set_brightness_range (FlHaEntity *entity,
                      FlAspect   *aspect)
{
  double scale = fl_ha_fields_get_number (entity->fields, "brightness_scale", 1, 255);

  aspect->minimum = MIN (1, scale / 2);
  aspect->maximum = scale;
}

/* The default schema */

/* Adds the aspect with topics, form and template; a form or template that is not understood is worth no command, or report. */
static void
add_side (FlHaEntity              *entity,
          const Side              *side,
          const char              *form,
          const FlCommandVariable *variables,
          FlAspect                *aspect)
{
  const char *template = fl_ha_fields_get_text (entity->fields, side->command_template);

  aspect->command_topic = fl_ha_entity_get_topic (entity, side->command_topic);
  if (aspect->command_topic == NULL)
    return;
  aspect->command_form = template != NULL ? fl_ha_entity_keep (entity, fl_command_template_render (template, variables)) : form;
  aspect->state_topic = fl_ha_entity_get_topic (entity, side->state_topic);
  if (!fl_ha_entity_get_template (entity, side->value_template, &aspect->state_template))
    {
      aspect->state_topic = aspect->state_template = NULL;
      fl_ha_entity_leave_out_part (entity);
    }
  if (aspect->command_form == NULL)
    {
      aspect->command_topic = NULL;
      fl_ha_entity_leave_out_part (entity);
    }
  if (aspect->command_topic != NULL || aspect->state_topic != NULL)
    fl_ha_entity_add_aspect (entity, aspect);
}

static const Side brightness_side = {
  "brightness_command_topic", "brightness_command_template", "brightness_state_topic", "brightness_value_template"
};

static void
read_levels (FlHaEntity *entity)
{
  static const Side temperature_side = {
    "color_temp_command_topic", "color_temp_command_template", "color_temp_state_topic", "color_temp_value_template"
  };
  static const FlCommandVariable number[] = { { "value", "{n}" }, { NULL, NULL } };
  FlAspect brightness = { .kind = FL_ASPECT_BRIGHTNESS };
  FlAspect temperature = { .kind = FL_ASPECT_COLOR_TEMPERATURE };

  set_brightness_range (entity, &brightness);
  add_side (entity, &brightness_side, "{n}", number, &brightness);
  set_temperature_range (entity, &temperature);
  add_side (entity, &temperature_side, "{n}", number, &temperature);
}

/* The first way of writing colours that is understood. */
static void
read_color (FlHaEntity *entity)
{
  static const struct { Side side; const char *form; FlCommandVariable variables[4]; } ways[] = {
    { { "rgb_command_topic", "rgb_command_template", "rgb_state_topic", "rgb_value_template" },
      "{r},{g},{b}", { { "red", "{r}" }, { "green", "{g}" }, { "blue", "{b}" }, { NULL, NULL } } },
    { { "hs_command_topic", "hs_command_template", "hs_state_topic", "hs_value_template" },
      "{h},{s}", { { "hue", "{h}" }, { "sat", "{s}" }, { NULL, NULL } } },
    { { "xy_command_topic", "xy_command_template", "xy_state_topic", "xy_value_template" },
      "{x},{y}", { { "x", "{x}" }, { "y", "{y}" }, { NULL, NULL } } },
  };
  FlAspect color = { .kind = FL_ASPECT_COLOR };

  for (guint i = 0; i < G_N_ELEMENTS (ways); i++)
    if (fl_ha_fields_has (entity->fields, ways[i].side.command_topic))
      {
        add_side (entity, &ways[i].side, ways[i].form, ways[i].variables, &color);
        return;
      }
  if (fl_ha_fields_has (entity->fields, "rgbw_command_topic") || fl_ha_fields_has (entity->fields, "rgbww_command_topic"))
    fl_ha_entity_leave_out_part (entity);
}

/* on_command_type: with brightness a level turns it on, and command_topic only off. */
static void
read_on_command (FlHaEntity *entity,
                 FlAspect   *power)
{
  const char *type = get_word (entity, "on_command_type", "last");
  FlAspect brightness = { .kind = FL_ASPECT_BRIGHTNESS };
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  if (!g_str_equal (type, "brightness"))
    {
      if (!g_str_equal (type, "first") && !g_str_equal (type, "last"))
        fl_ha_fields_set_wrong (entity->fields, "on_command_type");
      return;
    }
  set_brightness_range (entity, &brightness);
  power->on_topic = fl_ha_entity_get_topic (entity, "brightness_command_topic");
  power->on = fl_ha_entity_keep (entity, g_strdup (g_ascii_formatd (text, sizeof text, "%.0f", brightness.maximum)));
}

static void
read_default (FlHaEntity *entity)
{
  const char *on = get_word (entity, "payload_on", "ON");
  const char *off = get_word (entity, "payload_off", "OFF");
  FlAspect power = {
    .kind = FL_ASPECT_POWER,
    .command_topic = fl_ha_entity_get_topic (entity, "command_topic"),
    .on = on,
    .off = off,
    .state_topic = fl_ha_entity_get_topic (entity, "state_topic"),
    .state_on = on,
    .state_off = off,
  };

  fl_ha_entity_get_template (entity, "state_value_template", &power.state_template);
  if (power.state_template == NULL)
    fl_ha_entity_get_template (entity, "value_template", &power.state_template); /* as older documents have it */
  read_on_command (entity, &power);
  fl_ha_entity_add_aspect (entity, &power);
  read_levels (entity);
  read_color (entity);
}

/* The JSON schema */

/* What it can do: by supported_color_modes, or by the flags of older documents. */
static gboolean
has_mode (FlHaEntity *entity,
          char      **modes,
          const char *mode)
{
  if (modes != NULL)
    return g_strv_contains ((const char *const *) modes, mode);
  return !g_str_equal (mode, "brightness") && fl_ha_fields_get_boolean (entity->fields, mode, FALSE);
}

static void
add_json_side (FlHaEntity *entity,
               const FlAspect *power,
               const char *form,
               const char *template,
               FlAspect   *aspect)
{
  aspect->command_topic = power->command_topic;
  aspect->command_form = form;
  aspect->state_topic = power->state_topic;
  aspect->state_template = template;
  fl_ha_entity_add_aspect (entity, aspect);
}

/* How each colour mode is written; the first that is there. */
static void
read_json_color (FlHaEntity     *entity,
                 const FlAspect *power,
                 char          **modes)
{
  static const struct { const char *mode, *form; } forms[] = {
    { "rgb", "{\"state\":\"ON\",\"color\":{\"r\":{r},\"g\":{g},\"b\":{b}}}" },
    { "rgbw", "{\"state\":\"ON\",\"color\":{\"r\":{r},\"g\":{g},\"b\":{b},\"w\":0}}" },
    { "rgbww", "{\"state\":\"ON\",\"color\":{\"r\":{r},\"g\":{g},\"b\":{b},\"c\":0,\"w\":0}}" },
    { "hs", "{\"state\":\"ON\",\"color\":{\"h\":{h},\"s\":{s}}}" },
    { "xy", "{\"state\":\"ON\",\"color\":{\"x\":{x},\"y\":{y}}}" },
  };
  FlAspect color = { .kind = FL_ASPECT_COLOR };

  for (guint i = 0; i < G_N_ELEMENTS (forms); i++)
    if (has_mode (entity, modes, forms[i].mode))
      {
        add_json_side (entity, power, forms[i].form, "{{ value_json.color }}", &color);
        return;
      }
}

static void
read_json (FlHaEntity *entity)
{
  FlAspect power = {
    .kind = FL_ASPECT_POWER,
    .command_topic = fl_ha_entity_get_topic (entity, "command_topic"),
    .on = "{\"state\":\"ON\"}",
    .off = "{\"state\":\"OFF\"}",
    .state_topic = fl_ha_entity_get_topic (entity, "state_topic"),
    .state_template = "{{ value_json.state }}",
    .state_on = "ON",
    .state_off = "OFF",
  };
  FlAspect brightness = { .kind = FL_ASPECT_BRIGHTNESS };
  FlAspect temperature = { .kind = FL_ASPECT_COLOR_TEMPERATURE };
  g_auto(GStrv) modes = fl_ha_fields_dup_texts (entity->fields, "supported_color_modes");
  gboolean has_modes = modes != NULL && modes[0] != NULL && !g_strv_contains ((const char *const *) modes, "onoff");

  fl_ha_entity_add_aspect (entity, &power);
  /* Every mode but onoff has a brightness. */
  if (has_modes || (modes == NULL && fl_ha_fields_get_boolean (entity->fields, "brightness", FALSE)))
    {
      set_brightness_range (entity, &brightness);
      add_json_side (entity, &power, "{\"state\":\"ON\",\"brightness\":{n}}", "{{ value_json.brightness }}", &brightness);
    }
  if (has_mode (entity, modes, "color_temp"))
    {
      set_temperature_range (entity, &temperature);
      add_json_side (entity, &power, "{\"state\":\"ON\",\"color_temp\":{n}}", "{{ value_json.color_temp }}", &temperature);
    }
  read_json_color (entity, &power, modes);
}

/* The template schema */

/* The command with these variables given, if it asks for them. */
static const char *
get_template_form (FlHaEntity              *entity,
                   const char              *template,
                   const FlCommandVariable *variables)
{
  if (!fl_command_template_uses (template, variables))
    return NULL;
  return fl_ha_entity_keep (entity, fl_command_template_render (template, variables));
}

static void
add_template_side (FlHaEntity              *entity,
                   const FlAspect          *power,
                   const char              *template,
                   const FlCommandVariable *variables,
                   const char              *value_template,
                   FlAspect                *aspect)
{
  if (!fl_ha_fields_has (entity->fields, value_template))
    return;
  aspect->command_form = get_template_form (entity, template, variables);
  aspect->command_topic = aspect->command_form != NULL ? power->command_topic : NULL;
  aspect->state_topic = power->state_topic;
  /* What is sent and what is reported are one scale only if neither is calculated with. */
  if (aspect->command_topic == NULL || !fl_ha_entity_get_template (entity, value_template, &aspect->state_template))
    fl_ha_entity_leave_out_part (entity);
  else
    fl_ha_entity_add_aspect (entity, aspect);
}

/* {{ PLACE[0] }}, {{ PLACE[1] }} and {{ PLACE[2] }} are one list; NULL: they are not of this form. */
static const char *
get_color_list (FlHaEntity *entity)
{
  static const char *const names[] = { "red_template", "green_template", "blue_template" };
  g_autofree char *place = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      const char *template = fl_ha_fields_get_text (entity->fields, names[i]);
      g_autofree char *end = g_strdup_printf ("[%u]", i);
      g_autofree char *inner = template != NULL ? g_strdup (template) : NULL;
      g_autofree char *found = NULL;

      if (inner == NULL || !g_str_has_prefix (inner, "{{") || !g_str_has_suffix (inner, "}}"))
        return NULL;
      inner[strlen (inner) - 2] = '\0';
      found = g_strstrip (g_strdup (inner + 2));
      if (!g_str_has_suffix (found, end))
        return NULL;
      found[strlen (found) - strlen (end)] = '\0';
      if (place != NULL && !g_str_equal (place, found))
        return NULL;
      g_free (place);
      place = g_steal_pointer (&found);
    }
  return strstr (place, "split") == NULL ? fl_ha_entity_keep (entity, g_strdup_printf ("{{ %s | join(',') }}", place)) : NULL;
}

static void
read_template_color (FlHaEntity     *entity,
                     const FlAspect *power,
                     const char     *template)
{
  static const FlCommandVariable variables[] = {
    { "red", "{r}" }, { "green", "{g}" }, { "blue", "{b}" }, { "hue", "{h}" }, { "sat", "{s}" }, { NULL, NULL },
  };
  FlAspect color = { .kind = FL_ASPECT_COLOR };

  if (!fl_ha_fields_has (entity->fields, "red_template"))
    return;
  color.command_form = get_template_form (entity, template, variables);
  if (color.command_form == NULL)
    {
      fl_ha_entity_leave_out_part (entity);
      return;
    }
  color.command_topic = power->command_topic;
  color.state_template = get_color_list (entity);
  color.state_topic = color.state_template != NULL ? power->state_topic : NULL;
  fl_ha_entity_add_aspect (entity, &color);
}

static void
read_template (FlHaEntity *entity)
{
  static const FlCommandVariable none[] = { { NULL, NULL } };
  static const FlCommandVariable level[] = { { "brightness", "{n}" }, { NULL, NULL } };
  static const FlCommandVariable mireds[] = { { "color_temp", "{n}" }, { NULL, NULL } };
  const char *on = fl_ha_fields_get_text (entity->fields, "command_on_template");
  const char *off = fl_ha_fields_get_text (entity->fields, "command_off_template");
  FlAspect brightness = { .kind = FL_ASPECT_BRIGHTNESS, .minimum = 1, .maximum = 255 };
  FlAspect temperature = { .kind = FL_ASPECT_COLOR_TEMPERATURE };
  FlAspect power = {
    .kind = FL_ASPECT_POWER,
    .command_topic = fl_ha_entity_get_topic (entity, "command_topic"),
    .state_topic = fl_ha_entity_get_topic (entity, "state_topic"),
    .state_on = "on",
    .state_off = "off",
  };

  if (on == NULL || off == NULL)
    {
      fl_ha_fields_set_wrong (entity->fields, on == NULL ? "command_on_template" : "command_off_template");
      return;
    }
  power.on = fl_ha_entity_keep (entity, fl_command_template_render (on, none));
  power.off = fl_ha_entity_keep (entity, fl_command_template_render (off, none));
  fl_ha_entity_get_template (entity, "state_template", &power.state_template);
  if (power.state_template == NULL)
    power.state_topic = NULL;
  fl_ha_entity_add_aspect (entity, &power);

  add_template_side (entity, &power, on, level, "brightness_template", &brightness);
  set_temperature_range (entity, &temperature);
  add_template_side (entity, &power, on, mireds, "color_temp_template", &temperature);
  read_template_color (entity, &power, on);
}

void
fl_ha_light_read (FlHaEntity *entity)
{
  const char *schema = get_word (entity, "schema", "default");

  entity->entity.kind = FL_ENTITY_LIGHT;
  if (g_str_equal (schema, "json"))
    read_json (entity);
  else if (g_str_equal (schema, "template"))
    read_template (entity);
  else if (g_str_equal (schema, "default") || g_str_equal (schema, "basic"))
    read_default (entity);
  else
    fl_ha_fields_set_wrong (entity->fields, "schema");

  if (!fl_ha_fields_has (entity->fields, "command_topic"))
    fl_ha_fields_set_wrong (entity->fields, "command_topic");
}
