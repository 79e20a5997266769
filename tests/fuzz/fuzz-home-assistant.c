/* Fuzz target: discovery documents of Home Assistant, and the command templates in them.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <string.h>

#include "devices/fl-command-template.h"
#include "devices/fl-convention-home-assistant.h"
#include "messages/fl-topic-name.h"

int LLVMFuzzerTestOneInput (const unsigned char *data, size_t size);

static void
check_topic (const char *topic)
{
  g_assert_true (topic == NULL || (topic[0] != '$' && fl_topic_name_is_valid (topic, -1)));
}

static void
check_entity (FlEntity *entity)
{
  g_assert_true (fl_entity_get_id (entity)[0] != '\0' && g_utf8_validate (fl_entity_get_name (entity), -1, NULL));
  for (guint i = 0; i < fl_entity_get_n_aspects (entity); i++)
    {
      const FlAspect *aspect = fl_entity_get_aspect (entity, i);
      g_autofree char *on = fl_aspect_build_power (aspect, TRUE);
      g_autofree char *number = fl_aspect_build_number (aspect, 1e6);
      g_autofree char *color = fl_aspect_build_color (aspect, &(FlAspectColor) { 1, 2, 3 });

      g_assert_true (aspect->kind != FL_ASPECT_POWER || aspect->command_topic == NULL || on != NULL);
      g_assert_true (number == NULL || g_utf8_validate (number, -1, NULL));
      g_assert_true (color == NULL || g_utf8_validate (color, -1, NULL));
      check_topic (aspect->command_topic);
      check_topic (aspect->on_topic);
      check_topic (aspect->state_topic);
    }
  for (guint i = 0; i < fl_entity_get_n_availability (entity); i++)
    check_topic (fl_entity_get_availability (entity, i)->topic);
}

/* The first line is a topic, the rest its payload. */
int
LLVMFuzzerTestOneInput (const unsigned char *data,
                        size_t               size)
{
  static const FlCommandVariable variables[] = { { "value", "{n}" }, { "red", "{r}" }, { "green", "{g}" }, { "blue", "{b}" }, { NULL, NULL } };
  g_autofree char *raw = g_strndup ((const char *) data, size);
  g_autofree char *input = g_utf8_make_valid (raw, -1);
  char *end = strchr (input, '\n');
  const char *payload = end != NULL ? end + 1 : "";
  g_autoptr(FlDeviceSettings) settings = fl_device_settings_new_default ();
  g_autoptr(FlConvention) convention = fl_convention_home_assistant_new (settings);
  g_autoptr(FlDiscovery) discovery = NULL;
  g_autofree char *rendered = fl_command_template_render (payload, variables);

  g_assert_true (rendered == NULL || (strlen (payload) <= FL_COMMAND_TEMPLATE_MAX_BYTES && g_utf8_validate (rendered, -1, NULL)));
  if (end != NULL)
    *end = '\0';
  discovery = fl_discovery_new (input);
  if (!fl_convention_discover (convention, "", input, payload, discovery))
    return 0;
  g_assert_true (fl_discovery_get_n_left_out (discovery) == 0 || fl_discovery_get_reason (discovery) != NULL);
  for (guint i = 0; i < fl_discovery_get_n_entities (discovery); i++)
    check_entity (fl_discovery_get_entity (discovery, i));
  return 0;
}
