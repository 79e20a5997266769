/* WLED's topics: recognised under wled/, elsewhere by what its /v looks like; the strip, and what is none.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "devices/fl-convention-wled.h"

#define STATE "<?xml version=\"1.0\" ?><vs><ac>128</ac><cl>255</cl><cl>160</cl><cl>0</cl><cs>0</cs><cs>0</cs><cs>0</cs><ns>0</ns><nr>1</nr>" \
              "<nl>0</nl><nf>1</nf><nd>60</nd><nt>0</nt><fx>0</fx><sx>128</sx><ix>128</ix><fp>0</fp><wv>-1</wv><ws>0</ws><ps>0</ps><cy>0</cy>" \
              "<ds>%s</ds><ss>0</ss></vs>"

static FlDiscovery *
discover (const char *topic,
          const char *text)
{
  g_autoptr(FlDeviceSettings) settings = fl_device_settings_new_default ();
  g_autoptr(FlConvention) convention = fl_convention_wled_new (settings);
  g_autoptr(FlDiscovery) discovery = fl_discovery_new (topic);

  return fl_convention_discover (convention, "home", topic, text, discovery) ? g_steal_pointer (&discovery) : NULL;
}

static void
test_signs (void)
{
  static const struct { const char *topic, *text; } signs[] = {
    { "wled/1a2b3c/status", "online" },
    { "wled/1a2b3c/status", "offline" },
    { "wled/1a2b3c/g", "0" },
    { "wled/1a2b3c/g", "255" },
    { "wled/1a2b3c/c", "#FFA000" },
    { "wled/1a2b3c/c", "#20FFA000" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (signs); i++)
    {
      g_autoptr(FlDiscovery) discovery = discover (signs[i].topic, signs[i].text);
      FlEntity *entity;
      const FlAspect *power, *brightness, *color;

      g_test_message ("%s, %s", signs[i].topic, signs[i].text);
      g_assert_nonnull (discovery);
      g_assert_true (fl_discovery_is_sign (discovery));
      g_assert_cmpstr (fl_discovery_get_source (discovery), ==, "wled/1a2b3c");
      entity = fl_discovery_find_entity (discovery, "light");
      g_assert_nonnull (entity);
      power = fl_entity_find_aspect (entity, FL_ASPECT_POWER);
      brightness = fl_entity_find_aspect (entity, FL_ASPECT_BRIGHTNESS);
      color = fl_entity_find_aspect (entity, FL_ASPECT_COLOR);
      g_assert_cmpstr (power->command_topic, ==, "wled/1a2b3c");
      g_assert_cmpstr (power->on, ==, "ON");
      g_assert_cmpstr (power->off, ==, "OFF");
      g_assert_cmpstr (power->state_topic, ==, "wled/1a2b3c/g");
      g_assert_cmpint (fl_aspect_read_state (power, "0"), ==, FL_LED_STATE_OFF);
      g_assert_cmpint (fl_aspect_read_state (power, "128"), ==, FL_LED_STATE_ON);
      g_assert_cmpstr (brightness->command_topic, ==, "wled/1a2b3c");
      g_assert_cmpfloat (brightness->maximum, ==, 255);
      g_assert_cmpstr (color->command_topic, ==, "wled/1a2b3c/col");
      g_assert_cmpstr (color->command_form, ==, "#{rrggbb}");
      g_assert_cmpstr (color->state_topic, ==, "wled/1a2b3c/c");
      g_assert_cmpstr (fl_entity_get_availability (entity, 0)->topic, ==, "wled/1a2b3c/status");
    }
}

static const struct { const char *topic, *said, *name; } states[] = {
  { "wled/1a2b3c/v", "Shelf", "Shelf" },
  { "home/strip/v", "Shelf (live)", "Shelf" },
  { "home/strip/v", "</ds><ds>", "</ds><ds>" },
  { "home/strip/v", "", "strip" },
};

static void
test_states (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (states); i++)
    {
      g_auto(GStrv) parts = g_strsplit (STATE, "%s", 2);
      g_autofree char *text = g_strjoinv (states[i].said, parts);
      g_autoptr(FlDiscovery) discovery = discover (states[i].topic, text);

      g_test_message ("%s, %s", states[i].topic, states[i].said);
      g_assert_nonnull (discovery);
      g_assert_false (fl_discovery_is_sign (discovery));
      g_assert_cmpstr (fl_device_info_get_name (fl_entity_get_device (fl_discovery_get_entity (discovery, 0))), ==, states[i].name);
    }
}

static void
test_passes_over (void)
{
  static const struct { const char *topic, *text; } others[] = {
    { "home/kitchen/led", "ON" }, { "home/strip/status", "online" }, { "home/strip/g", "128" }, { "home/strip/c", "#FFA000" },
    { "wled/1a2b3c", "ON" }, { "wled/1a2b3c/col", "#FFA000" }, { "wled/1a2b3c/api", "T=2" }, { "wled/all", "ON" },
    { "wled/1a2b3c/status", "ONLINE" }, { "wled/1a2b3c/g", "256" }, { "wled/1a2b3c/g", "on" }, { "wled/1a2b3c/g", "" },
    { "wled/1a2b3c/c", "FFA000" }, { "wled/1a2b3c/c", "#FFA0" }, { "wled/1a2b3c/v", "on" }, { "wled/g", "1" }, { "$SYS/v", STATE }, { "v", STATE },
    { "/v", STATE },
  };
  g_autoptr(FlDiscovery) gone = discover ("wled/1a2b3c/status", "");

  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    {
      g_test_message ("%s, %s", others[i].topic, others[i].text);
      g_assert_null (discover (others[i].topic, others[i].text));
    }
  g_assert_cmpint (fl_discovery_get_kind (gone), ==, FL_DISCOVERY_WITHDRAWN);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/convention-wled/signs", test_signs);
  g_test_add_func ("/convention-wled/states", test_states);
  g_test_add_func ("/convention-wled/passes-over", test_passes_over);
  return g_test_run ();
}
