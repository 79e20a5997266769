/* Shellys from the second generation on: found by status, events or the last will alone; and what only looks so.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "devices/fl-convention-shelly-gen2.h"

#define ID "shellyplus1-a8032abe54dc"

static FlDiscovery *
discover (const char *topic,
          const char *text)
{
  g_autoptr(FlDeviceSettings) settings = fl_device_settings_new_default ();
  g_autoptr(FlConvention) convention = fl_convention_shelly_gen2_new (settings);
  g_autoptr(FlDiscovery) discovery = fl_discovery_new (topic);

  return fl_convention_discover (convention, "home", topic, text, discovery) ? g_steal_pointer (&discovery) : NULL;
}

static const struct { const char *topic, *text, *prefix, *model; guint n_entities; const char *id; } signs[] = {
  { ID "/status/switch:0", "{\"id\":0,\"source\":\"MQTT\",\"output\":true}", ID, "shellyplus1", 1, "switch_0" },
  { "home/garage/status/switch:0", "{\"id\":0,\"source\":\"init\",\"output\":false,\"apower\":0.0}", "home/garage", NULL, 2, "switch_0" },
  { ID "/events/rpc", "{\"src\":\"" ID "\",\"dst\":\"" ID "/events\",\"method\":\"NotifyStatus\",\"params\":{\"ts\":1734476334.51,\"switch:0\":"
    "{\"id\":0,\"output\":true,\"source\":\"HTTP_in\"}}}", ID, "shellyplus1", 1, "switch_0" },
  { "garage/events/rpc", "{\"src\":\"x\",\"dst\":\"y\",\"method\":\"NotifyStatus\",\"params\":{\"ts\":1.5,\"switch:2\":{\"id\":2,\"apower\":3.5}}}", "garage",
    NULL, 4, "switch_2_power" },
  { "garage/events/rpc", "{\"src\":\"x\",\"method\":\"NotifyFullStatus\",\"params\":{\"ts\":1.5,\"temperature:0\":{\"id\":0,\"tC\":21.5},"
    "\"humidity:0\":{\"id\":0,\"rh\":48},\"wifi\":{\"ssid\":\"x\"}}}", "garage", NULL, 2, "humidity_0" },
  { ID "/online", "true", ID, "shellyplus1", 1, "switch_0" },
  { "up/shellypro4pm-30c6f7850a64/online", "false", "up/shellypro4pm-30c6f7850a64", "shellypro4pm", 4, "switch_3" },
};

static void
test_signs (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (signs); i++)
    {
      g_autoptr(FlDiscovery) discovery = discover (signs[i].topic, signs[i].text);
      FlEntity *entity;

      g_test_message ("%s, %s", signs[i].topic, signs[i].text);
      g_assert_nonnull (discovery);
      g_assert_true (fl_discovery_is_sign (discovery) && fl_discovery_is_partial (discovery));
      g_assert_cmpstr (fl_discovery_get_source (discovery), ==, signs[i].prefix);
      g_assert_cmpuint (fl_discovery_get_n_entities (discovery), ==, signs[i].n_entities);
      entity = fl_discovery_find_entity (discovery, signs[i].id);
      g_assert_nonnull (entity);
      g_assert_cmpstr (fl_device_info_get_root (fl_entity_get_device (entity)), ==, signs[i].prefix);
      g_assert_cmpstr (fl_device_info_get_model (fl_entity_get_device (entity)), ==, signs[i].model);
    }
}

static const struct { const char *topic, *text; } others[] = {
  { "home/kitchen/led", "on" },
  { ID "/online", "TRUE" },
  { "kitchen/online", "true" },
  { "shellyplus1-a8032abe54/online", "true" },
  { "shellyplus2pm-a8032abe54dc/online", "true" },
  { ID "/command/switch:0", "on" },
  { ID "/rpc", "{\"id\":1,\"src\":\"x\",\"method\":\"Switch.Set\",\"params\":{\"id\":0,\"on\":true}}" },
  { ID "/events/rpc", "{\"src\":\"x\",\"method\":\"NotifyEvent\",\"params\":{\"events\":[]}}" },
  { ID "/events/rpc", "{\"method\":\"NotifyStatus\"}" },
  { ID "/events/rpc", "{\"method\":\"NotifyStatus\",\"params\":{\"switch:0\":true}}" },
  { ID "/events/rpc", "NotifyStatus" },
  { "/events/rpc", "{\"method\":\"NotifyStatus\",\"params\":{\"switch:0\":{\"id\":0,\"output\":true}}}" },
  { ID "/status/switch:0", "on" },
  { ID "/status/switch:0", "{\"id\":3,\"output\":true}" },
  { ID "/status/sys", "{\"mac\":\"A8032ABE54DC\",\"uptime\":5}" },
  { "kitchen/status", "online" },
  { "$SYS/status/switch:0", "{\"id\":0,\"output\":true}" },
  { ID "/status/switch:0", "" },
};

static void
test_passes_over (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    {
      g_test_message ("%s, %s", others[i].topic, others[i].text);
      g_assert_null (discover (others[i].topic, others[i].text));
    }
}

/* What we ourselves have asked for is no reading. */
static void
test_answers (void)
{
  g_autoptr(FlDiscovery) discovery = discover (ID "/fernlight/rpc", "{\"id\":1,\"src\":\"" ID "\",\"dst\":\"" ID "/fernlight\",\"result\":{\"was_on\":false}}");

  g_assert_nonnull (discovery);
  g_assert_cmpuint (fl_discovery_get_n_entities (discovery), ==, 0);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/convention-shelly-gen2/signs", test_signs);
  g_test_add_func ("/convention-shelly-gen2/passes-over", test_passes_over);
  g_test_add_func ("/convention-shelly-gen2/answers", test_answers);
  return g_test_run ();
}
