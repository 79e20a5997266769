/* The history of a topic: the newest first, bounded, with differences and numbers.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "messages/fl-topic-history.h"

#include "messages/fl-topic-tree.h"

#define DEADLINE_US (60 * G_USEC_PER_SEC)

static void
ingest (FlTopicTree *tree,
        guint        first,
        guint        n)
{
  g_autoptr(GPtrArray) batch = g_ptr_array_new_with_free_func ((GDestroyNotify) fl_message_unref);

  for (guint i = first; i < first + n; i++)
    {
      g_autofree char *text = g_strdup_printf ("{\"temperature\": %u.5, \"state\": \"ON\"}", i);

      g_ptr_array_add (batch, fl_message_new_plain ("home/t", text));
    }
  fl_topic_tree_ingest (tree, batch);
}

/* The model as it would be rebuilt from its signals must be the model. */
static void
items_changed_cb (GListModel *model,
                  guint       position,
                  guint       removed,
                  guint       added,
                  GPtrArray  *mirror)
{
  if (removed > 0)
    g_ptr_array_remove_range (mirror, position, removed);
  for (guint i = 0; i < added; i++)
    g_ptr_array_insert (mirror, (int) (position + i), g_list_model_get_item (model, position + i));
  g_assert_cmpuint (mirror->len, ==, g_list_model_get_n_items (model));
  for (guint i = 0; i < mirror->len; i++)
    {
      g_autoptr(GObject) item = g_list_model_get_item (model, i);

      g_assert_true (g_ptr_array_index (mirror, i) == item);
    }
}

static void
assert_newest (FlTopicHistory *history,
               const char     *text,
               const char     *difference)
{
  g_autoptr(FlTopicHistoryEntry) entry = g_list_model_get_item (G_LIST_MODEL (history), 0);
  g_autofree char *found_text = fl_message_dup_text (fl_topic_history_entry_get_message (entry));
  g_autofree char *found_difference = fl_topic_history_entry_dup_difference (entry);

  g_assert_cmpstr (found_text, ==, text);
  g_assert_cmpstr (found_difference, ==, difference);
}

static void
wait_for_change (GPtrArray *mirror,
                 guint      old_n)
{
  gint64 deadline = g_get_monotonic_time () + DEADLINE_US;

  while (mirror->len == old_n)
    {
      g_assert_cmpint (g_get_monotonic_time (), <, deadline);
      g_main_context_iteration (NULL, TRUE);
    }
}

static void
test_history (void)
{
  g_autoptr(FlTopicTree) tree = fl_topic_tree_new (0);
  g_autoptr(GPtrArray) mirror = g_ptr_array_new_with_free_func (g_object_unref);
  FlTopicHistory *history;
  FlTopic *topic;

  ingest (tree, 1, 1);
  topic = fl_topic_tree_lookup (tree, "home/t");
  history = fl_topic_history_new (topic);
  g_assert_true (fl_topic_history_get_topic (history) == topic);
  g_signal_connect (history, "items-changed", G_CALLBACK (items_changed_cb), mirror);
  items_changed_cb (G_LIST_MODEL (history), 0, 0, 1, mirror);
  assert_newest (history, "{\"temperature\": 1.5, \"state\": \"ON\"}", NULL);

  ingest (tree, 2, 2);
  g_assert_cmpuint (mirror->len, ==, 1); /* not at once */
  wait_for_change (mirror, 1);
  g_assert_cmpuint (mirror->len, ==, 3);
  assert_newest (history, "{\"temperature\": 3.5, \"state\": \"ON\"}", "temperature +1.0");

  /* A flood: bounded, and the difference of the oldest kept is right too. */
  ingest (tree, 10, 200);
  wait_for_change (mirror, 3);
  g_assert_cmpuint (mirror->len, ==, FL_TOPIC_HISTORY_MAX_MESSAGES);
  assert_newest (history, "{\"temperature\": 209.5, \"state\": \"ON\"}", "temperature +1.0");
  {
    g_autofree char *difference = fl_topic_history_entry_dup_difference (g_ptr_array_index (mirror, mirror->len - 1));

    g_assert_cmpstr (difference, ==, "temperature +1.0");
  }
  g_assert_cmpuint (fl_topic_history_get_n_series (history), ==, 1);
  g_assert_cmpstr (fl_topic_history_get_series_name (history, 0), ==, "temperature");
  g_assert_cmpuint (fl_series_get_n_points (fl_topic_history_get_series (history, 0)), ==, 203);
  g_assert_null (fl_topic_history_get_series (history, 1));
  g_assert_null (fl_topic_history_get_series_name (history, 1));

  g_ptr_array_set_size (mirror, 0);
  g_assert_finalize_object (history);
  ingest (tree, 1, 1); /* nobody is called */
}

static void
test_reopened (void)
{
  g_autoptr(FlTopicTree) tree = fl_topic_tree_new (0);
  g_autoptr(GPtrArray) batch = g_ptr_array_new_with_free_func ((GDestroyNotify) fl_message_unref);
  g_autoptr(GBytes) token = g_bytes_new_static ("token", 5);
  g_autoptr(GBytes) plain = g_bytes_new_static ("21.5", 4);
  FlMessageFields fields = { .topic = "a", .payload = token, .arrived = 5, .encryption = FL_MESSAGE_FAILED,
                             .failure = FL_MESSAGE_NO_KEY };
  g_autoptr(FlTopicHistory) history = NULL;

  g_ptr_array_add (batch, fl_message_new (&fields));
  fl_topic_tree_ingest (tree, batch);
  history = fl_topic_history_new (fl_topic_tree_lookup (tree, "a"));
  g_assert_cmpuint (fl_topic_history_get_n_series (history), ==, 0);

  g_ptr_array_set_size (batch, 0);
  fields = (FlMessageFields) { .topic = "a", .payload = plain, .raw = token, .arrived = 5, .reopened = TRUE,
                               .encryption = FL_MESSAGE_DECRYPTED };
  g_ptr_array_add (batch, fl_message_new (&fields));
  fl_topic_tree_ingest (tree, batch);
  assert_newest (history, "21.5", NULL);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (history)), ==, 1);
  g_assert_cmpuint (fl_topic_history_get_n_series (history), ==, 1);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/topic-history/history", test_history);
  g_test_add_func ("/topic-history/reopened", test_reopened);
  return g_test_run ();
}
