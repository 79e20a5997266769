/* What a Tasmota can switch, and who it is, as entities.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "fernlight-tasmota-entities"

#include "devices/fl-tasmota-entities.h"

#include "devices/fl-entity-draft.h"

#include <string.h>

/* What a lamp or relay is made from. */
typedef struct
{
  const FlTasmotaConfig *config;
  FlEntityDraft draft;
} Builder;

/* Where the answer to a command comes: stat/…/RESULT, or with SetOption4 stat/…/COLOR for Color2. */
static const char *
find_answer (Builder    *builder,
             const char *command)
{
  g_autofree char *upper = NULL;

  if (!builder->config->answers_by_command)
    return fl_entity_draft_print (&builder->draft, "%sRESULT", builder->config->report_prefix);
  upper = g_ascii_strup (command, -1);
  if (!g_str_has_prefix (upper, "POWER"))
    for (size_t n = strlen (upper); n > 0 && g_ascii_isdigit (upper[n - 1]); n--)
      upper[n - 1] = '\0';
  return fl_entity_draft_print (&builder->draft, "%s%s", builder->config->report_prefix, upper);
}

/* Commanded, answered, and told again with every tele/…/STATE. member: of both reports. */
static void
add_aspect (Builder        *builder,
            const FlAspect *wanted,
            const char     *command,
            const char     *member)
{
  FlEntityDraft *draft = &builder->draft;
  FlAspect aspect = *wanted;

  aspect.command_topic = fl_entity_draft_print (draft, "%s%s", builder->config->command_prefix, command);
  aspect.state_template = fl_entity_draft_print (draft, "{{ value_json.%s }}", member);
  aspect.state_topic = find_answer (builder, command);
  fl_entity_draft_add_aspect (draft, &aspect);

  aspect.command_topic = NULL;
  aspect.command_form = NULL;
  aspect.on = NULL;
  aspect.off = NULL;
  aspect.state_topic = fl_entity_draft_print (draft, "%sSTATE", builder->config->telemetry_prefix);
  fl_entity_draft_add_aspect (draft, &aspect);
}

/* A relay also says its state as a word, on stat/…/POWER; with SetOption4 the answer is on the same topic, and is enough. */
static void
add_power (Builder    *builder,
           const char *power)
{
  FlAspect aspect = {
    .kind = FL_ASPECT_POWER,
    .on = "ON",
    .off = "OFF",
    .state_on = builder->config->on,
    .state_off = builder->config->off,
  };

  add_aspect (builder, &aspect, power, power);
  if (builder->config->answers_by_command)
    return;
  aspect.on = NULL;
  aspect.off = NULL;
  aspect.state_topic = fl_entity_draft_print (&builder->draft, "%s%s", builder->config->report_prefix, power);
  fl_entity_draft_add_aspect (&builder->draft, &aspect);
}

static guint
find_first_light (const FlTasmotaConfig *config)
{
  guint position = 0;

  while (position < config->n_relays && config->relays[position] != FL_TASMOTA_RELAY_LIGHT)
    position++;
  return position;
}

static void
add_color_temperature (Builder *builder)
{
  const FlAspect level = {
    .kind = FL_ASPECT_COLOR_TEMPERATURE,
    .command_form = "{n}",
    .minimum = builder->config->has_short_range ? 200 : 153,
    .maximum = builder->config->has_short_range ? 380 : 500,
  };

  add_aspect (builder, &level, "CT", "CT");
}

/* Color2 keeps the brightness; with = the white channels stay as they are. */
static void
add_color (Builder  *builder,
           gboolean  leaves_white)
{
  const FlAspect level = {
    .kind = FL_ASPECT_COLOR,
    .command_form = leaves_white ? "{r},{g},{b}=" : "{r},{g},{b}",
  };

  add_aspect (builder, &level, "Color2", "Color");
}

static void
add_dimmer (Builder    *builder,
            const char *command,
            const char *member)
{
  const FlAspect level = { .kind = FL_ASPECT_BRIGHTNESS, .command_form = "{n}", .minimum = 0, .maximum = 100 };

  add_aspect (builder, &level, command, member);
}

/* Colour and white apart: two lights, the first with the colours. */
static void
add_half_light (Builder *builder,
                guint    half)
{
  if (half > 1)
    return;
  add_dimmer (builder, half == 0 ? "Dimmer1" : "Dimmer2", half == 0 ? "Dimmer1" : "Dimmer2");
  if (half == 0)
    add_color (builder, TRUE);
  else if (builder->config->light == FL_TASMOTA_LIGHT_RGBCW)
    add_color_temperature (builder);
}

static void
add_levels (Builder *builder,
            guint    position)
{
  const FlTasmotaConfig *config = builder->config;
  g_autofree char *channel = g_strdup_printf ("Channel%u", position + 1);

  if (config->relays[position] != FL_TASMOTA_RELAY_LIGHT || config->is_fan)
    return;
  if (config->has_channels)
    {
      add_dimmer (builder, channel, channel);
      return;
    }
  if (!config->is_linked && config->light >= FL_TASMOTA_LIGHT_RGBW)
    {
      add_half_light (builder, position - find_first_light (config));
      return;
    }

  if (config->light >= FL_TASMOTA_LIGHT_DIMMER)
    add_dimmer (builder, config->is_tuya ? "Dimmer3" : "Dimmer", "Dimmer");
  if (config->light >= FL_TASMOTA_LIGHT_RGB)
    add_color (builder, FALSE);
  if (config->light == FL_TASMOTA_LIGHT_COLD_WARM || config->light == FL_TASMOTA_LIGHT_RGBCW)
    add_color_temperature (builder);
}

/* State answers with all of a light; but where each command has an answer of its own, nobody listens to that one. */
static void
set_query (Builder    *builder,
           const char *power)
{
  gboolean has_levels = builder->draft.aspects[builder->draft.fields.n_aspects - 1].kind != FL_ASPECT_POWER;
  const char *command = has_levels && !builder->config->answers_by_command ? "State" : power;
  const char *topic = fl_entity_draft_print (&builder->draft, "%s%s", builder->config->command_prefix, command);

  fl_entity_draft_set_query (&builder->draft, topic, "");
}

static void
add_relay (const FlTasmotaConfig *config,
           FlDeviceInfo          *device,
           guint                  position,
           FlDiscovery           *discovery)
{
  Builder builder = { .config = config };
  g_autofree char *power = fl_tasmota_config_name_power (config, position);
  gboolean is_light = config->relays[position] == FL_TASMOTA_RELAY_LIGHT || config->is_all_light;

  fl_entity_draft_init (&builder.draft, is_light ? FL_ENTITY_LIGHT : FL_ENTITY_SWITCH, power, config->relay_names[position]);
  add_power (&builder, power);
  add_levels (&builder, position);
  set_query (&builder, power);
  fl_tasmota_add_last_will (config, &builder.draft);
  fl_entity_draft_finish (&builder.draft, device, discovery);
  fl_entity_draft_clear (&builder.draft);
}

/* "AA:BB:CC:DD:EE:FF", as other conventions name a device of which they know the address. */
static char *
format_mac (const char *mac)
{
  g_autoptr(GString) text = g_string_new (NULL);

  if (strlen (mac) != 12 || strspn (mac, "0123456789ABCDEFabcdef") != 12)
    return g_strdup (mac);
  for (guint i = 0; i < 12; i += 2)
    g_string_append_printf (text, "%s%c%c", i > 0 ? ":" : "", g_ascii_toupper (mac[i]), g_ascii_toupper (mac[i + 1]));
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static char *
dup_claim (const char *prefix)
{
  return g_strndup (prefix, strlen (prefix) - 1);
}

FlDeviceInfo *
fl_tasmota_dup_device (const FlTasmotaConfig *config)
{
  g_autofree char *key = NULL;
  g_autofree char *report = NULL;
  g_autofree char *telemetry = NULL;
  const char *claims[3] = { NULL };
  FlDeviceInfoFields fields = { .manufacturer = "Tasmota", .claims = claims };

  g_return_val_if_fail (config != NULL, NULL);

  key = format_mac (config->mac);
  report = dup_claim (config->report_prefix);
  telemetry = dup_claim (config->telemetry_prefix);
  claims[0] = report;
  claims[1] = telemetry;
  fields.key = key;
  fields.name = config->name;
  fields.model = config->model;
  return fl_device_info_new (&fields);
}

void
fl_tasmota_add_last_will (const FlTasmotaConfig *config,
                          FlEntityDraft         *draft)
{
  const char *topic = fl_entity_draft_print (draft, "%sLWT", config->telemetry_prefix);

  fl_entity_draft_add_availability (draft, topic, config->online, config->offline);
}

/* Shutters are no lamps: they are not switched from here. */
void
fl_tasmota_add_relays (const FlTasmotaConfig *config,
                       FlDeviceInfo          *device,
                       FlDiscovery           *discovery)
{
  g_return_if_fail (config != NULL && device != NULL && discovery != NULL);

  for (guint i = 0; i < config->n_relays; i++)
    if (config->relays[i] == FL_TASMOTA_RELAY_SWITCH || config->relays[i] == FL_TASMOTA_RELAY_LIGHT)
      add_relay (config, device, i, discovery);
}
