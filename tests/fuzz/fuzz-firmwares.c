/* Fuzz target: what Tasmota, ESPHome, WLED, Shelly and Homie devices say of themselves.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <string.h>

#include "devices/fl-convention-esphome.h"
#include "devices/fl-convention-homie4.h"
#include "devices/fl-convention-homie5.h"
#include "devices/fl-convention-shelly-gen1.h"
#include "devices/fl-convention-shelly-gen2.h"
#include "devices/fl-convention-tasmota.h"
#include "devices/fl-convention-wled.h"
#include "devices/fl-firmware-json.h"
#include "devices/fl-value-template.h"
#include "messages/fl-topic-name.h"

/* What one input may say; more of it would only be slow. */
#define MAX_MESSAGES 64

int LLVMFuzzerTestOneInput (const unsigned char *data, size_t size);

typedef FlConvention *(*NewFunc) (FlDeviceSettings *settings);

static const NewFunc conventions[] = {
  fl_convention_tasmota_new, fl_convention_homie5_new, fl_convention_homie4_new, fl_convention_esphome_new,
  fl_convention_wled_new, fl_convention_shelly_gen1_new, fl_convention_shelly_gen2_new,
};

static void
check_topic (const char *topic)
{
  g_assert_true (topic == NULL || (topic[0] != '$' && fl_topic_name_is_valid (topic, -1)));
}

/* Firmwares that take JSON get JSON, whatever the device is called. */
static void
check_payload (const char *payload)
{
  g_autoptr(JsonNode) root = payload != NULL && payload[0] == '{' ? fl_firmware_json_parse (payload) : NULL;

  g_assert_true (payload == NULL || payload[0] != '{' || root != NULL);
}

static void
check_aspect (const FlAspect *aspect)
{
  g_autofree char *on = fl_aspect_build_power (aspect, TRUE);
  g_autofree char *number = aspect->kind != FL_ASPECT_COLOR ? fl_aspect_build_number (aspect, 1e6) : NULL;
  g_autofree char *color = aspect->kind == FL_ASPECT_COLOR ? fl_aspect_build_color (aspect, &(FlAspectColor) { 1, 2, 3 }) : NULL;
  g_autoptr(FlValueTemplate) template = aspect->state_template != NULL ? fl_value_template_new (aspect->state_template) : NULL;

  check_topic (aspect->command_topic);
  check_topic (aspect->state_topic);
  check_topic (aspect->target_topic);
  check_payload (on);
  check_payload (number);
  check_payload (color);
  g_assert_true (template == NULL || fl_value_template_is_supported (template));
}

static void
check_entity (FlEntity *entity)
{
  g_assert_true (fl_entity_get_id (entity)[0] != '\0' && g_utf8_validate (fl_entity_get_name (entity), -1, NULL));
  check_topic (fl_entity_get_query_topic (entity));
  for (guint i = 0; i < fl_entity_get_n_aspects (entity); i++)
    check_aspect (fl_entity_get_aspect (entity, i));
  for (guint i = 0; i < fl_entity_get_n_availability (entity); i++)
    check_topic (fl_entity_get_availability (entity, i)->topic);
}

static void
give (FlConvention *convention,
      const char   *topic,
      const char   *text)
{
  g_autoptr(FlDiscovery) discovery = fl_discovery_new (topic);

  if (!fl_convention_discover (convention, "home", topic, text, discovery))
    return;
  g_assert_true (fl_discovery_get_n_left_out (discovery) == 0 || fl_discovery_get_reason (discovery) != NULL);
  g_assert_true (fl_discovery_get_kind (discovery) != FL_DISCOVERY_UNREADABLE || fl_discovery_get_reason (discovery) != NULL);
  for (guint i = 0; i < fl_discovery_get_n_entities (discovery); i++)
    check_entity (fl_discovery_get_entity (discovery, i));
}

/* Messages, each a line "TOPIC PAYLOAD"; to every convention, which may remember the earlier ones. */
int
LLVMFuzzerTestOneInput (const unsigned char *data,
                        size_t               size)
{
  g_autofree char *raw = g_strndup ((const char *) data, size);
  g_autofree char *input = g_utf8_make_valid (raw, -1);
  g_auto(GStrv) lines = g_strsplit (input, "\n", MAX_MESSAGES);
  g_autoptr(FlDeviceSettings) settings = fl_device_settings_new_default ();

  for (guint i = 0; i < G_N_ELEMENTS (conventions); i++)
    {
      g_autoptr(FlConvention) convention = conventions[i] (settings);

      for (guint line = 0; lines[line] != NULL; line++)
        {
          const char *space = strchr (lines[line], ' ');
          g_autofree char *topic = space != NULL ? g_strndup (lines[line], (size_t) (space - lines[line])) : g_strdup (lines[line]);

          if (fl_topic_name_is_valid (topic, -1))
            give (convention, topic, space != NULL ? space + 1 : "");
        }
    }
  return 0;
}
