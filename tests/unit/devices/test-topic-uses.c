/* Who uses a topic, and that nothing is left of who is gone.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "devices/fl-topic-uses.h"

#include <string.h>

static FlBinding *
make_binding (FlDevice   *device,
              const char *id,
              const char *command,
              const char *state)
{
  g_autoptr(FlDeviceInfo) info = fl_device_info_new (&(FlDeviceInfoFields) { .key = "A" });
  const FlAspect aspect = { .kind = FL_ASPECT_POWER, .command_topic = command, .on = "1", .off = "0", .state_topic = state };
  const FlEntityAvailability source = { .topic = "lwt" };
  const FlEntityFields fields = { .id = id, .kind = FL_ENTITY_SWITCH, .aspects = &aspect, .n_aspects = 1,
                                  .availability = &source, .n_availability = 1 };
  g_autoptr(FlEntity) entity = fl_entity_new (info, &fields, NULL);

  return fl_binding_new (entity, device);
}

static void
add_topic (gpointer topic,
           gpointer user_data)
{
  g_string_append_printf (user_data, "%s ", (const char *) topic);
}

static void
test_all (void)
{
  g_autoptr(FlDevice) device = fl_device_new ("a", "A", "");
  g_autoptr(FlTopicUses) uses = fl_topic_uses_new ();
  g_autoptr(FlBinding) one = make_binding (device, "one", "set/1", "state");
  g_autoptr(FlBinding) two = make_binding (device, "two", "set/2", "state");
  g_autoptr(GPtrArray) topics = g_ptr_array_new_with_free_func (g_free);
  g_autoptr(GString) read = g_string_new (NULL);
  const FlTopicUse *found;
  guint n;

  fl_topic_uses_add (uses, one, topics);
  g_assert_cmpuint (topics->len, ==, 3);
  fl_topic_uses_add (uses, two, topics);
  g_assert_cmpuint (topics->len, ==, 4);
  found = fl_topic_uses_lookup (uses, "state", &n);
  g_assert_cmpuint (n, ==, 2);
  g_assert_cmpint (found[0].role, ==, FL_TOPIC_USE_REPORT);
  found = fl_topic_uses_lookup (uses, "set/2", &n);
  g_assert_cmpuint (n, ==, 1);
  g_assert_true (found[0].binding == two && found[0].role == FL_TOPIC_USE_COMMAND);
  fl_topic_uses_foreach_read (uses, add_topic, read);
  g_assert_null (strstr (read->str, "set/"));
  g_assert_nonnull (strstr (read->str, "lwt "));

  fl_topic_uses_remove (uses, one);
  fl_topic_uses_lookup (uses, "state", &n);
  g_assert_cmpuint (n, ==, 1);
  fl_topic_uses_remove (uses, two);
  g_assert_cmpuint (fl_topic_uses_get_n_topics (uses), ==, 0);
  g_assert_null (fl_topic_uses_lookup (uses, "state", &n));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/topic-uses/all", test_all);
  return g_test_run ();
}
