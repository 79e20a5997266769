/* The tree: every topic once, one change per parent and batch, a ceiling that is counted.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "messages/fl-topic-tree.h"

#include <malloc.h>
#include <string.h>

#include "messages/fl-topic-name.h"

static GPtrArray *
batch_new (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) fl_message_unref);
}

static void
ingest (FlTopicTree *tree,
        const char  *first_topic,
        ...)
{
  g_autoptr(GPtrArray) batch = batch_new ();
  const char *topic;
  va_list topics;

  va_start (topics, first_topic);
  for (topic = first_topic; topic != NULL; topic = va_arg (topics, const char *))
    g_ptr_array_add (batch, fl_message_new_plain (topic, "1"));
  va_end (topics);
  fl_topic_tree_ingest (tree, batch);
}

static void
test_tree (void)
{
  g_autoptr(FlTopicTree) tree = fl_topic_tree_new (0);
  FlTopic *kitchen;
  g_autofree char *path = NULL;

  ingest (tree, "home/kitchen/led", "home/kitchen", "home/kitchen/led", "/home", "a//b", NULL);
  g_assert_cmpuint (fl_topic_tree_get_n_topics (tree), ==, 4);
  g_assert_cmpuint (fl_topic_tree_get_n_messages (tree), ==, 5);
  g_assert_cmpuint (fl_topic_tree_get_ceiling (tree), ==, FL_TOPIC_TREE_CEILING);
  g_assert_cmpuint (g_list_model_get_n_items (fl_topic_tree_get_root (tree)), ==, 3);

  kitchen = fl_topic_tree_lookup (tree, "home/kitchen");
  path = fl_topic_dup_path (kitchen);
  g_assert_cmpstr (path, ==, "home/kitchen");
  g_assert_cmpuint (fl_topic_get_n_messages (kitchen), ==, 1);
  g_assert_cmpuint (fl_topic_get_n_all_messages (kitchen), ==, 3);
  g_assert_cmpuint (fl_topic_get_n_topics (kitchen), ==, 2);
  g_assert_nonnull (fl_topic_get_latest (kitchen));
  g_assert_null (fl_topic_get_latest (fl_topic_tree_lookup (tree, "home")));
  g_assert_cmpuint (fl_topic_get_n_topics (fl_topic_tree_lookup (tree, "home")), ==, 2);
  g_assert_null (fl_topic_tree_lookup (tree, "home/"));
  g_assert_nonnull (fl_topic_tree_lookup (tree, "")); /* the level above /home */
  g_assert_null (fl_topic_tree_lookup (tree, "kitchen"));
  g_assert_nonnull (fl_topic_tree_lookup (tree, "a/"));
  g_assert_true (fl_topic_tree_get_newest (tree) == fl_topic_tree_lookup (tree, "a//b"));
  g_assert_cmpfloat (fl_topic_tree_get_rate (tree, g_get_real_time ()), >, 0.0);
}

typedef struct
{
  guint n_emissions, n_added, n_removed;
} Changes;

static void
items_changed_cb (GListModel *model,
                  guint       position,
                  guint       removed,
                  guint       added,
                  Changes    *changes)
{
  changes->n_emissions++;
  changes->n_added += added;
  changes->n_removed += removed;
}

static void
test_one_change_per_parent (void)
{
  Changes at_root = { 0 }; /* outlive the tree */
  Changes at_home = { 0 };
  g_autoptr(FlTopicTree) tree = fl_topic_tree_new (0);
  GListModel *root = fl_topic_tree_get_root (tree);
  g_autoptr(GPtrArray) batch = batch_new ();

  g_signal_connect (root, "items-changed", G_CALLBACK (items_changed_cb), &at_root);
  ingest (tree, "home/a", "yard/a", "home/b", NULL);
  g_assert_cmpuint (at_root.n_emissions, ==, 1);
  g_assert_cmpuint (at_root.n_added, ==, 2);

  g_signal_connect (fl_topic_get_children (fl_topic_tree_lookup (tree, "home")), "items-changed",
                    G_CALLBACK (items_changed_cb), &at_home);
  for (guint i = 0; i < 1000; i++)
    {
      g_autofree char *topic = g_strdup_printf ("home/new/%u", i);

      g_ptr_array_add (batch, fl_message_new_plain (topic, "1"));
      g_ptr_array_add (batch, fl_message_new_plain ("home/a", "1"));
    }
  fl_topic_tree_ingest (tree, batch);
  g_assert_cmpuint (at_home.n_emissions, ==, 1);
  g_assert_cmpuint (at_home.n_added, ==, 1);
  g_assert_cmpuint (g_list_model_get_n_items (fl_topic_get_children (fl_topic_tree_lookup (tree, "home/new"))), ==, 1000);

  /* Values only: nothing is said to any list. */
  ingest (tree, "home/a", "yard/a", "home/new/7", NULL);
  g_assert_cmpuint (at_home.n_emissions, ==, 1);
  g_assert_cmpuint (at_root.n_emissions, ==, 1);

  /* A leaf gets its first child: its row is shown anew, alone. */
  ingest (tree, "home/a/deeper", NULL);
  g_assert_cmpuint (at_home.n_emissions, ==, 2);
  g_assert_cmpuint (at_home.n_removed, ==, 1);
}

static void
count_cb (guint *n)
{
  (*n)++;
}

static void
test_notify_once (void)
{
  g_autoptr(FlTopicTree) tree = fl_topic_tree_new (0);
  FlTopic *watched;
  FlTopic *other;
  guint n_latest = 0, n_received = 0, n_other = 0, n_tree = 0;

  ingest (tree, "a/b", "a/c", NULL);
  watched = fl_topic_tree_lookup (tree, "a/b");
  other = fl_topic_tree_lookup (tree, "a/c");
  g_signal_connect_swapped (watched, "notify::latest", G_CALLBACK (count_cb), &n_latest);
  g_signal_connect_swapped (watched, "received", G_CALLBACK (count_cb), &n_received);
  g_signal_connect_swapped (other, "notify::latest", G_CALLBACK (count_cb), &n_other);
  g_signal_connect_swapped (tree, "notify::n-messages", G_CALLBACK (count_cb), &n_tree);

  ingest (tree, "a/b", NULL);
  g_assert_cmpuint (n_latest + n_received, ==, 0);
  fl_topic_watch (watched);
  ingest (tree, "a/b", "a/c", "a/b", "a/b", NULL);
  fl_topic_unwatch (watched);
  g_assert_cmpuint (n_latest, ==, 1);
  g_assert_cmpuint (n_received, ==, 3);
  g_assert_cmpuint (n_other, ==, 0);
  g_assert_cmpuint (n_tree, ==, 2);
}

static void
test_ceiling (void)
{
  g_autoptr(FlTopicTree) tree = fl_topic_tree_new (3);

  ingest (tree, "a", "b", "c", "d", "e", "a", NULL);
  g_assert_cmpuint (fl_topic_tree_get_n_topics (tree), ==, 3);
  g_assert_cmpuint (fl_topic_tree_get_n_refused (tree), ==, 2);
  g_assert_cmpuint (fl_topic_tree_get_n_messages (tree), ==, 4);
  g_assert_null (fl_topic_tree_lookup (tree, "d"));
}

/* Levels without messages are bounded too. */
static void
test_ceiling_of_levels (void)
{
  g_autoptr(FlTopicTree) tree = fl_topic_tree_new (10);

  ingest (tree, "1/2/3/4/5/6/7/8/9/10", NULL);
  g_assert_cmpuint (fl_topic_tree_get_n_refused (tree), ==, 0);
  ingest (tree, "1/2/3/4/5/6/7/8/9/x/y/z", NULL);
  g_assert_cmpuint (fl_topic_tree_get_n_refused (tree), ==, 1);
  g_assert_cmpuint (fl_topic_tree_get_n_topics (tree), ==, 1);
  ingest (tree, "1/2/3", NULL);
  g_assert_cmpuint (fl_topic_tree_get_n_topics (tree), ==, 2);
}

static void
test_bad_names (void)
{
  g_autoptr(FlTopicTree) tree = fl_topic_tree_new (0);
  g_autofree char *too_deep = g_strnfill (FL_TOPIC_NAME_MAX_LEVELS, '/');
  g_autofree char *deepest = g_strnfill (FL_TOPIC_NAME_MAX_LEVELS - 1, '/');

  ingest (tree, "", "a/+", too_deep, NULL);
  g_assert_cmpuint (fl_topic_tree_get_n_refused (tree), ==, 3);
  g_assert_cmpuint (fl_topic_tree_get_n_topics (tree), ==, 0);
  ingest (tree, deepest, NULL);
  g_assert_cmpuint (fl_topic_tree_get_n_topics (tree), ==, 1);
  g_assert_nonnull (fl_topic_tree_lookup (tree, deepest));
}

static void
test_reopened (void)
{
  g_autoptr(FlTopicTree) tree = fl_topic_tree_new (0);
  g_autoptr(GPtrArray) batch = batch_new ();
  g_autoptr(GPtrArray) unopened = NULL;
  g_autoptr(GBytes) token = g_bytes_new_static ("token", 5);
  g_autoptr(GBytes) plain = g_bytes_new_static ("plain", 5);
  g_autofree char *text = NULL;
  FlMessageFields fields = { .topic = "a", .payload = token, .arrived = 5, .encryption = FL_MESSAGE_FAILED,
                             .failure = FL_MESSAGE_NO_KEY };

  g_ptr_array_add (batch, fl_message_new (&fields));
  g_ptr_array_add (batch, fl_message_new_plain ("b", "1"));
  fl_topic_tree_ingest (tree, batch);
  unopened = fl_topic_tree_list_unopened (tree);
  g_assert_cmpuint (unopened->len, ==, 1);

  g_ptr_array_set_size (batch, 0);
  fields.payload = plain;
  fields.raw = token;
  fields.encryption = FL_MESSAGE_DECRYPTED;
  fields.failure = NULL;
  fields.reopened = TRUE;
  g_ptr_array_add (batch, fl_message_new (&fields));
  fields.topic = "b";
  g_ptr_array_add (batch, fl_message_new (&fields)); /* overtaken by a newer message */
  fields.topic = "c";
  g_ptr_array_add (batch, fl_message_new (&fields)); /* never seen */
  fl_topic_tree_ingest (tree, batch);

  g_assert_true (fl_message_get_payload (fl_topic_get_latest (fl_topic_tree_lookup (tree, "a"))) == plain);
  text = fl_message_dup_text (fl_topic_get_latest (fl_topic_tree_lookup (tree, "b")));
  g_assert_cmpstr (text, ==, "1");
  g_assert_cmpuint (fl_topic_tree_get_n_messages (tree), ==, 2);
  g_assert_cmpuint (fl_topic_tree_get_n_topics (tree), ==, 2);
}

static void
test_outlives_tree (void)
{
  FlTopicTree *tree = fl_topic_tree_new (0);
  g_autoptr(FlTopic) topic = NULL;
  g_autoptr(GListModel) root = g_object_ref (fl_topic_tree_get_root (tree));
  g_autofree char *path = NULL;

  ingest (tree, "a/b/c", NULL);
  topic = g_object_ref (fl_topic_tree_lookup (tree, "a/b/c"));
  g_assert_finalize_object (tree);
  path = fl_topic_dup_path (topic);
  g_assert_cmpstr (path, ==, "a/b/c");
  g_assert_cmpuint (g_list_model_get_n_items (root), ==, 0);
}

static gsize
measure_heap (void)
{
  struct mallinfo2 info = mallinfo2 ();

  return info.uordblks + info.hblkhd;
}

/* All are found again. The bytes are reported, not judged: GLib's slices and a sanitizer's heap count otherwise. */
static void
grow_many (const char *(*name_topic) (guint number))
{
  const guint n = 50000;
  FlTopicTree *tree = fl_topic_tree_new (0);
  gsize before, after;

  before = measure_heap ();
  for (guint i = 0; i < n; i += 1000)
    {
      g_autoptr(GPtrArray) batch = batch_new ();

      for (guint j = i; j < i + 1000; j++)
        g_ptr_array_add (batch, fl_message_new_plain (name_topic (j), "21.5"));
      fl_topic_tree_ingest (tree, batch);
    }
  after = measure_heap ();
  g_test_message ("%" G_GSIZE_FORMAT " bytes per topic", (after - before) / n);
  for (guint i = 0; i < n; i++)
    g_assert_nonnull (fl_topic_tree_lookup (tree, name_topic (i)));
  g_assert_cmpuint (fl_topic_tree_get_n_topics (tree), ==, n);
  g_assert_finalize_object (tree);
}

static const char *
name_reading (guint number)
{
  static char name[64];

  g_snprintf (name, sizeof name, "plant/hall-%u/machine-%u/value-%u", number / 1000, number / 10 % 100, number);
  return name;
}

static const char *
name_machine (guint number)
{
  static char name[64];

  g_snprintf (name, sizeof name, "plant/hall-%u/machine-%u/temperature", number / 1000, number);
  return name;
}

static void
test_many (void)
{
  grow_many (name_reading);
}

/* Each with a parent of its own, the costliest tree. */
static void
test_many_parents (void)
{
  grow_many (name_machine);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/topic-tree/tree", test_tree);
  g_test_add_func ("/topic-tree/one-change-per-parent", test_one_change_per_parent);
  g_test_add_func ("/topic-tree/notify-once", test_notify_once);
  g_test_add_func ("/topic-tree/ceiling", test_ceiling);
  g_test_add_func ("/topic-tree/ceiling-of-levels", test_ceiling_of_levels);
  g_test_add_func ("/topic-tree/bad-names", test_bad_names);
  g_test_add_func ("/topic-tree/reopened", test_reopened);
  g_test_add_func ("/topic-tree/outlives-tree", test_outlives_tree);
  g_test_add_func ("/topic-tree/many", test_many);
  g_test_add_func ("/topic-tree/many-parents", test_many_parents);
  return g_test_run ();
}
