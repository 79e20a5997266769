/* A topic: its path, its counts and rate, its children, and quiet while nobody watches.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "messages/fl-topic.h"

#include <string.h>

#include "messages/fl-topic-private.h"

static FlMessage *
message_at (gint64   arrived,
            gboolean retained)
{
  g_autoptr(GBytes) payload = g_bytes_new_static ("1", 1);

  return fl_message_new (&(FlMessageFields) {
    .topic = "t", .payload = payload, .arrived = arrived, .retained = retained });
}

static void
test_path (void)
{
  g_autoptr(FlTopic) root = fl_topic_new (NULL, "", 0, 0);
  g_autoptr(FlTopic) a = fl_topic_new (root, "axx", 1, 1);
  g_autoptr(FlTopic) empty = fl_topic_new (a, "", 0, 2);
  g_autoptr(FlTopic) c = fl_topic_new (empty, "c", 1, 3);
  g_autofree char *path = fl_topic_dup_path (c);
  g_autofree char *first = fl_topic_dup_path (a);

  g_assert_cmpstr (path, ==, "a//c");
  g_assert_cmpstr (first, ==, "a");
  g_assert_cmpstr (fl_topic_get_name (a), ==, "a");
  g_assert_true (fl_topic_get_parent (c) == empty);
  g_assert_null (fl_topic_get_parent (a));
  g_assert_true (fl_topic_has_path (c, "a//cXX", 4));
  g_assert_true (fl_topic_has_path (a, "a", 1));
  g_assert_false (fl_topic_has_path (c, "a/c", 3));
  g_assert_false (fl_topic_has_path (c, "/a//c", 5));
  g_assert_false (fl_topic_has_path (c, "aa//c", 5));
  g_assert_false (fl_topic_has_path (c, "//c", 3));
  g_assert_false (fl_topic_has_path (c, "c", 1));
  g_assert_false (fl_topic_has_path (a, "", 0));
  g_assert_false (fl_topic_has_path (root, "", 0));
}

static void
test_rate (void)
{
  g_autoptr(FlTopic) topic = fl_topic_new (NULL, "", 0, 0);
  const gint64 start = G_GINT64_CONSTANT (1700000000000000);
  double rate;

  g_assert_cmpfloat (fl_topic_get_rate (topic, start), ==, 0.0);
  for (guint i = 0; i < 1000; i++)
    {
      g_autoptr(FlMessage) message = message_at (start + i * 100000, FALSE);

      fl_topic_count (topic, message, TRUE, i == 0);
    }
  rate = fl_topic_get_rate (topic, start + 1000 * 100000);
  g_assert_cmpfloat_with_epsilon (rate, 10.0, 0.5);
  g_assert_cmpfloat (fl_topic_get_rate (topic, start + 200 * G_USEC_PER_SEC), <, 0.1);
  g_assert_cmpuint (fl_topic_get_n_messages (topic), ==, 1000);
}

static void
test_retained_is_no_rate (void)
{
  g_autoptr(FlTopic) topic = fl_topic_new (NULL, "", 0, 0);
  g_autoptr(FlMessage) message = message_at (1000, TRUE);

  fl_topic_count (topic, message, TRUE, TRUE);
  g_assert_cmpfloat (fl_topic_get_rate (topic, 1000), ==, 0.0);
  g_assert_cmpuint (fl_topic_get_n_messages (topic), ==, 1);
  g_assert_cmpint (fl_topic_get_last_arrived (topic), ==, 1000);
}

/* A clock set back must not make the rate grow. */
static void
test_clock_back (void)
{
  g_autoptr(FlTopic) topic = fl_topic_new (NULL, "", 0, 0);
  g_autoptr(FlMessage) later = message_at (G_GINT64_CONSTANT (1700000000000000), FALSE);
  g_autoptr(FlMessage) earlier = message_at (G_GINT64_CONSTANT (1600000000000000), FALSE);

  fl_topic_count (topic, later, TRUE, TRUE);
  fl_topic_count (topic, earlier, TRUE, FALSE);
  g_assert_cmpfloat_with_epsilon (fl_topic_get_rate (topic, G_GINT64_CONSTANT (1600000000000000)), 0.1, 1e-6);
  g_assert_cmpint (fl_topic_get_last_arrived (topic), ==, G_GINT64_CONSTANT (1700000000000000));
}

static void
count_cb (guint *n)
{
  (*n)++;
}

static void
test_watch (void)
{
  g_autoptr(FlTopic) topic = fl_topic_new (NULL, "", 0, 0);
  g_autoptr(FlMessage) message = message_at (1, FALSE);
  guint n_received = 0;
  guint n_notified = 0;

  g_signal_connect_swapped (topic, "received", G_CALLBACK (count_cb), &n_received);
  g_signal_connect_swapped (topic, "notify::latest", G_CALLBACK (count_cb), &n_notified);
  g_assert_false (fl_topic_count (topic, message, TRUE, TRUE));
  fl_topic_emit_received (topic, message);
  g_assert_cmpuint (n_received, ==, 0);

  fl_topic_watch (topic);
  g_assert_true (fl_topic_count (topic, message, TRUE, FALSE));
  fl_topic_emit_received (topic, message);
  g_assert_true (fl_topic_mark_changed (topic));
  g_assert_false (fl_topic_mark_changed (topic));
  fl_topic_notify_changed (topic);
  g_assert_true (fl_topic_mark_changed (topic));
  g_assert_cmpuint (n_received, ==, 1);
  g_assert_cmpuint (n_notified, ==, 1);

  fl_topic_unwatch (topic);
  fl_topic_emit_received (topic, message);
  g_assert_cmpuint (n_received, ==, 1);
}

typedef struct
{
  guint n, position, removed, added;
} Changes;

static void
items_changed_cb (GListModel *model,
                  guint       position,
                  guint       removed,
                  guint       added,
                  Changes    *changes)
{
  *changes = (Changes) { changes->n + 1, position, removed, added };
}

static void
test_children (void)
{
  g_autoptr(FlTopic) root = fl_topic_new (NULL, "", 0, 0);
  GListModel *list = fl_topic_ensure_children (root);
  Changes changes = { 0 };
  FlTopic *second;

  g_signal_connect (list, "items-changed", G_CALLBACK (items_changed_cb), &changes);
  for (guint i = 0; i < 3; i++)
    {
      g_autoptr(FlTopic) child = fl_topic_new (root, "c", 1, i);

      g_assert_cmpint (fl_topic_add_child (root, child), ==, i == 0);
    }
  g_assert_cmpuint (g_list_model_get_n_items (list), ==, 0);
  g_assert_null (fl_topic_get_children (root));
  fl_topic_announce_children (root);
  g_assert_cmpuint (g_list_model_get_n_items (list), ==, 3);
  g_assert_true (fl_topic_get_children (root) == list);
  g_assert_cmpuint (changes.n, ==, 1);
  g_assert_cmpuint (changes.added, ==, 3);

  /* A leaf's first child: its own row is asked again. */
  second = g_list_model_get_item (list, 1);
  {
    g_autoptr(FlTopic) child = fl_topic_new (second, "d", 1, 9);

    fl_topic_add_child (second, child);
  }
  fl_topic_announce_children (second);
  g_assert_cmpuint (changes.n, ==, 2);
  g_assert_cmpuint (changes.position, ==, 1);
  g_assert_cmpuint (changes.removed, ==, 1);
  g_assert_cmpuint (changes.added, ==, 1);
  g_assert_cmpuint (g_list_model_get_n_items (fl_topic_get_children (second)), ==, 1);

  fl_topic_drop_children (second);
  g_object_unref (second);
  fl_topic_drop_children (root);
  g_assert_cmpuint (g_list_model_get_n_items (list), ==, 0);
  g_assert_cmpuint (changes.removed, ==, 3);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/topic/path", test_path);
  g_test_add_func ("/topic/rate", test_rate);
  g_test_add_func ("/topic/retained-is-no-rate", test_retained_is_no_rate);
  g_test_add_func ("/topic/clock-back", test_clock_back);
  g_test_add_func ("/topic/watch", test_watch);
  g_test_add_func ("/topic/children", test_children);
  return g_test_run ();
}
