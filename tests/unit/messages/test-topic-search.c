/* The search finds topics by part of their name or by filter, a little at a time, and follows new ones.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "messages/fl-topic-search.h"

#define DEADLINE_US (60 * G_USEC_PER_SEC)

static void
ingest (FlTopicTree *tree,
        const char  *format_free_prefix,
        guint        n)
{
  g_autoptr(GPtrArray) batch = g_ptr_array_new_with_free_func ((GDestroyNotify) fl_message_unref);

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *topic = g_strdup_printf ("%s/%u", format_free_prefix, i);

      g_ptr_array_add (batch, fl_message_new_plain (topic, "1"));
    }
  fl_topic_tree_ingest (tree, batch);
}

static void
wait_idle (FlTopicSearch *search)
{
  gint64 deadline = g_get_monotonic_time () + DEADLINE_US;

  while (fl_topic_search_is_busy (search))
    {
      g_assert_cmpint (g_get_monotonic_time (), <, deadline);
      g_main_context_iteration (NULL, TRUE);
    }
}

static guint
count_found (FlTopicSearch *search)
{
  return g_list_model_get_n_items (G_LIST_MODEL (search));
}

static void
test_matches (void)
{
  static const struct { const char *text, *path; gboolean match; } cases[] = {
    { "kit", "home/Kitchen/led", TRUE }, { "n/l", "home/Kitchen/led", TRUE }, { "bath", "home/Kitchen/led", FALSE },
    { "home/+/led", "home/Kitchen/led", TRUE }, { "home/+", "home/Kitchen/led", FALSE }, { "#", "a", TRUE },
    { "c++", "lang/c++", TRUE }, { "KÜCHE", "haus/küche", TRUE }, { "küche", "haus/bad", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpint (fl_topic_search_matches (cases[i].text, cases[i].path), ==, cases[i].match);
}

static void
test_search (void)
{
  g_autoptr(FlTopicTree) tree = fl_topic_tree_new (0);
  FlTopicSearch *search = fl_topic_search_new (tree);
  gint64 deadline = g_get_monotonic_time () + DEADLINE_US;

  ingest (tree, "home/kitchen", 300);
  ingest (tree, "home/bath", 2000);
  g_assert_cmpuint (count_found (search), ==, 0);
  fl_topic_search_set_text (search, "kitchen");
  g_assert_true (fl_topic_search_is_busy (search));
  wait_idle (search);
  g_assert_cmpuint (count_found (search), ==, 300);
  g_assert_false (fl_topic_search_is_full (search));

  /* Levels without messages are not found, new topics are, each once. */
  ingest (tree, "home/kitchen/more", 10);
  while (count_found (search) != 310)
    {
      g_assert_cmpint (g_get_monotonic_time (), <, deadline);
      g_main_context_iteration (NULL, TRUE);
    }

  fl_topic_search_set_text (search, "home/bath/+");
  g_assert_cmpuint (count_found (search), ==, 0);
  wait_idle (search);
  g_assert_cmpuint (count_found (search), ==, FL_TOPIC_SEARCH_MAX_RESULTS);
  g_assert_true (fl_topic_search_is_full (search));
  g_assert_cmpstr (fl_topic_search_get_text (search), ==, "home/bath/+");

  fl_topic_search_set_text (search, "");
  g_assert_cmpuint (count_found (search), ==, 0);
  g_assert_false (fl_topic_search_is_busy (search));
  fl_topic_search_set_text (search, "kitchen");
  g_assert_finalize_object (search); /* while busy */
  ingest (tree, "home/x", 1);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/topic-search/matches", test_matches);
  g_test_add_func ("/topic-search/search", test_search);
  return g_test_run ();
}
