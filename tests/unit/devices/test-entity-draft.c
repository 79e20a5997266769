/* An entity put together piece by piece: its texts outlive what they were made of, and what is wrong is left out.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "devices/fl-entity-draft.h"

static void
test_finish (void)
{
  g_autoptr(FlDeviceInfo) device = fl_device_info_new (&(FlDeviceInfoFields) { .key = "plug" });
  g_autoptr(FlDiscovery) discovery = fl_discovery_new ("topic");
  g_auto(FlEntityDraft) draft = { 0 };
  char id[] = "relay_1";
  FlEntity *entity;

  fl_entity_draft_init (&draft, FL_ENTITY_SWITCH, id, NULL);
  id[0] = 'x';
  fl_entity_draft_add_aspect (&draft, &(FlAspect) { .kind = FL_ASPECT_POWER, .on = "on", .off = "off",
                                                    .command_topic = fl_entity_draft_print (&draft, "%s/%d/set", "plug", 1),
                                                    .state_topic = fl_entity_draft_print (&draft, "%s/%d", "plug", 1) });
  fl_entity_draft_add_availability (&draft, "plug/online", "true", "false");
  fl_entity_draft_set_query (&draft, "plug/1/get", "");
  g_assert_true (fl_entity_draft_finish (&draft, device, discovery));

  entity = fl_discovery_find_entity (discovery, "relay_1");
  g_assert_nonnull (entity);
  g_assert_cmpstr (fl_entity_get_aspect (entity, 0)->command_topic, ==, "plug/1/set");
  g_assert_cmpstr (fl_entity_get_aspect (entity, 0)->state_topic, ==, "plug/1");
  g_assert_cmpstr (fl_entity_get_availability (entity, 0)->online, ==, "true");
  g_assert_cmpstr (fl_entity_get_query_topic (entity), ==, "plug/1/get");
  g_assert_cmpstr (fl_entity_get_query_payload (entity), ==, "");
}

static void
test_left_out (void)
{
  g_autoptr(FlDeviceInfo) device = fl_device_info_new (&(FlDeviceInfoFields) { .key = "plug" });
  g_autoptr(FlDiscovery) discovery = fl_discovery_new ("topic");
  g_auto(FlEntityDraft) draft = { 0 };

  fl_entity_draft_init (&draft, FL_ENTITY_SWITCH, "relay", "Relay");
  fl_entity_draft_add_aspect (&draft, &(FlAspect) { .kind = FL_ASPECT_POWER, .on = "on", .off = "off", .command_topic = "a/#" });
  g_assert_false (fl_entity_draft_finish (&draft, device, discovery));
  g_assert_cmpuint (fl_discovery_get_n_entities (discovery), ==, 0);
  g_assert_cmpuint (fl_discovery_get_n_left_out (discovery), ==, 1);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/entity-draft/finish", test_finish);
  g_test_add_func ("/entity-draft/left-out", test_left_out);
  return g_test_run ();
}
