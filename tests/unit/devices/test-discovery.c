/* What a convention says of a message is what the registry reads.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "devices/fl-discovery.h"

static gboolean
add (FlDiscovery *discovery,
     const char  *key,
     const char  *id,
     const char  *topic)
{
  g_autoptr(FlDeviceInfo) device = fl_device_info_new (&(FlDeviceInfoFields) { .key = key });
  const FlAspect value = { .kind = FL_ASPECT_VALUE, .state_topic = topic };
  const FlEntityFields fields = { .id = id, .kind = FL_ENTITY_SENSOR, .aspects = &value, .n_aspects = 1 };

  return fl_discovery_add_new (discovery, device, &fields);
}

static void
test_entities (void)
{
  g_autoptr(FlDiscovery) discovery = fl_discovery_new ("ha/sensor/x/config");

  g_assert_cmpint (fl_discovery_get_kind (discovery), ==, FL_DISCOVERY_ENTITIES);
  g_assert_cmpstr (fl_discovery_get_source (discovery), ==, "ha/sensor/x/config");
  g_assert_true (add (discovery, "a", "t", "home/t"));
  g_assert_true (add (discovery, "b", "t", "home/u"));
  g_assert_true (add (discovery, "a", "t", "home/v"));
  g_assert_false (add (discovery, "a", "bad", "home/#"));
  g_assert_cmpuint (fl_discovery_get_n_entities (discovery), ==, 2);
  g_assert_cmpstr (fl_entity_get_aspect (fl_discovery_get_entity (discovery, 1), 0)->state_topic, ==, "home/v");
  g_assert_nonnull (fl_discovery_find_entity (discovery, "t"));
  g_assert_null (fl_discovery_find_entity (discovery, "bad"));
  g_assert_cmpuint (fl_discovery_get_n_left_out (discovery), ==, 1);
  g_assert_nonnull (fl_discovery_get_reason (discovery));
  g_assert_false (fl_discovery_is_sign (discovery));
  fl_discovery_set_sign (discovery);
  fl_discovery_set_partial (discovery);
  fl_discovery_set_source (discovery, "home/x");
  g_assert_true (fl_discovery_is_sign (discovery));
  g_assert_true (fl_discovery_is_partial (discovery));
  g_assert_cmpstr (fl_discovery_get_source (discovery), ==, "home/x");
}

static void
test_ceiling (void)
{
  g_autoptr(FlDiscovery) discovery = fl_discovery_new ("x");

  for (guint i = 0; i < FL_DISCOVERY_MAX_ENTITIES + 5; i++)
    {
      g_autofree char *id = g_strdup_printf ("e%u", i);

      add (discovery, "a", id, "home/t");
    }
  g_assert_cmpuint (fl_discovery_get_n_entities (discovery), ==, FL_DISCOVERY_MAX_ENTITIES);
  g_assert_cmpuint (fl_discovery_get_n_left_out (discovery), ==, 5);
}

static void
test_nothing_left (void)
{
  g_autoptr(FlDiscovery) withdrawn = fl_discovery_new ("x");
  g_autoptr(FlDiscovery) unreadable = fl_discovery_new ("x");
  g_autoptr(FlDeviceInfo) device = fl_device_info_new (&(FlDeviceInfoFields) { .key = "a" });

  add (withdrawn, "a", "t", "home/t");
  fl_discovery_add_device (withdrawn, device);
  g_assert_cmpuint (fl_discovery_get_n_devices (withdrawn), ==, 1);
  g_assert_true (fl_discovery_get_device (withdrawn, 0) == device);
  fl_discovery_withdraw (withdrawn);
  g_assert_cmpint (fl_discovery_get_kind (withdrawn), ==, FL_DISCOVERY_WITHDRAWN);
  g_assert_cmpuint (fl_discovery_get_n_entities (withdrawn) + fl_discovery_get_n_devices (withdrawn), ==, 0);

  add (unreadable, "a", "t", "home/t");
  fl_discovery_set_unreadable (unreadable, "not JSON");
  g_assert_cmpint (fl_discovery_get_kind (unreadable), ==, FL_DISCOVERY_UNREADABLE);
  g_assert_cmpuint (fl_discovery_get_n_entities (unreadable), ==, 0);
  g_assert_cmpstr (fl_discovery_get_reason (unreadable), ==, "not JSON");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/discovery/entities", test_entities);
  g_test_add_func ("/discovery/ceiling", test_ceiling);
  g_test_add_func ("/discovery/nothing-left", test_nothing_left);
  return g_test_run ();
}
