/* fl-topic-list: sorted, opened down to the chosen topic, which stays chosen while its row is replaced.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "messages/fl-topic-search.h"
#include "ui/fl-topic-list.h"
#include "ui/fl-topic-row.h"
#include "ui/fl-ui-test.h"

typedef struct
{
  GtkWidget   *window;
  FlTopicList *list;
  FlTopicTree *tree;
} Fixture;

static void
set_up (Fixture *fixture)
{
  fixture->tree = fl_topic_tree_new (0);
  fixture->window = adw_window_new ();
  fixture->list = FL_TOPIC_LIST (fl_topic_list_new ());
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 400, 600);
  adw_window_set_content (ADW_WINDOW (fixture->window), GTK_WIDGET (fixture->list));
  fl_topic_list_set_tree (fixture->list, fixture->tree);
  gtk_window_present (GTK_WINDOW (fixture->window));
  fl_ui_test_settle ();
}

static void
tear_down (Fixture *fixture)
{
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  fl_ui_test_settle ();
  g_assert_finalize_object (fixture->tree);
}

static void
ingest (Fixture    *fixture,
        const char *first_topic,
        ...)
{
  g_autoptr(GPtrArray) batch = g_ptr_array_new_with_free_func ((GDestroyNotify) fl_message_unref);
  va_list topics;

  va_start (topics, first_topic);
  for (const char *topic = first_topic; topic != NULL; topic = va_arg (topics, const char *))
    g_ptr_array_add (batch, fl_message_new_plain (topic, "1"));
  va_end (topics);
  fl_topic_tree_ingest (fixture->tree, batch);
}

/* The list's items as "a b c" with a "*" behind the selected one. */
static char *
describe (Fixture *fixture)
{
  GtkWidget *view = fl_ui_test_find (GTK_WIDGET (fixture->list), GTK_TYPE_LIST_VIEW, NULL);
  GtkSelectionModel *model = gtk_list_view_get_model (GTK_LIST_VIEW (view));
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (model)); i++)
    {
      g_autoptr(GObject) item = g_list_model_get_item (G_LIST_MODEL (model), i);
      g_autoptr(FlTopic) topic = GTK_IS_TREE_LIST_ROW (item) ? gtk_tree_list_row_get_item (GTK_TREE_LIST_ROW (item))
                                                             : FL_TOPIC (g_object_ref (item));

      g_string_append_printf (text, "%s%s%s", i > 0 ? " " : "", fl_topic_get_name (topic),
                              gtk_selection_model_is_selected (model, i) ? "*" : "");
    }
  return g_string_free (text, FALSE);
}

typedef struct
{
  Fixture    *fixture;
  const char *text;
} Wanted;

static gboolean
is_as_wanted (gpointer data)
{
  const Wanted *wanted = data;
  g_autofree char *text = describe (wanted->fixture);

  return g_str_equal (text, wanted->text);
}

static void
assert_list (Fixture    *fixture,
             const char *expected)
{
  Wanted wanted = { fixture, expected };
  g_autofree char *text = NULL;

  fl_ui_test_wait (is_as_wanted, &wanted, 30);
  text = describe (fixture);
  g_assert_cmpstr (text, ==, expected);
}

static void
test_compare (void)
{
  static const struct { const char *a, *b; int order; } cases[] = {
    { "a", "b", -1 }, { "a", "a", 0 }, { "A", "b", -1 }, { "b", "A", 1 }, { "a", "A", 1 }, { "a", "ab", -1 }, { "", "a", -1 },
    { "sensor2", "sensor10", -1 }, { "sensor02", "sensor2", -1 }, { "Sensor2", "sensor10", -1 }, { "a1b2", "a1b10", -1 },
    { "99999999999999999999999", "100000000000000000000000", -1 }, { "é", "f", 1 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      int order = fl_topic_list_compare_names (cases[i].a, cases[i].b);

      g_assert_cmpint ((order > 0) - (order < 0), ==, cases[i].order);
      order = fl_topic_list_compare_names (cases[i].b, cases[i].a);
      g_assert_cmpint ((order < 0) - (order > 0), ==, cases[i].order);
    }
}

static void
test_select (void)
{
  Fixture fixture;

  set_up (&fixture);
  ingest (&fixture, "home/b", "home/a10", "home/a2", NULL);
  assert_list (&fixture, "home a2 a10 b");
  g_assert_null (fl_topic_list_get_selected (fixture.list));
  fl_topic_list_select (fixture.list, fl_topic_tree_lookup (fixture.tree, "home/a10"));
  assert_list (&fixture, "home a2 a10* b");

  /* Its row is replaced when it gets its first child; new ones come before it. */
  ingest (&fixture, "home/a10/x", "home/a1", "attic", NULL);
  assert_list (&fixture, "attic home a1 a2 a10* x b");
  g_assert_true (fl_topic_list_get_selected (fixture.list) == fl_topic_tree_lookup (fixture.tree, "home/a10"));
  g_assert_true (fl_topic_list_get_tree (fixture.list) == fixture.tree);
  tear_down (&fixture);
}

static void
test_search (void)
{
  Fixture fixture;

  set_up (&fixture);
  ingest (&fixture, "home/kitchen/led", "home/kitchen/t", "home/bath/led", NULL);
  fl_topic_list_select (fixture.list, fl_topic_tree_lookup (fixture.tree, "home/kitchen/led"));
  fl_topic_list_set_search_text (fixture.list, "kitchen");
  assert_list (&fixture, "led* t");
  g_assert_cmpstr (fl_topic_list_get_search_text (fixture.list), ==, "kitchen");
  fl_topic_list_set_search_text (fixture.list, "home/+/led");
  assert_list (&fixture, "led led*");
  g_assert_false (fl_topic_list_is_search_full (fixture.list));
  fl_topic_list_set_search_text (fixture.list, "");
  assert_list (&fixture, "home bath led kitchen led* t");
  tear_down (&fixture);
}

/* Many topics: levels stay closed but those above the chosen one. */
static void
test_many (void)
{
  g_autoptr(GPtrArray) batch = g_ptr_array_new_with_free_func ((GDestroyNotify) fl_message_unref);
  Fixture fixture;

  set_up (&fixture);
  for (guint i = 0; i < 1000; i++)
    {
      g_autofree char *topic = g_strdup_printf ("home%u/x", i);

      g_ptr_array_add (batch, fl_message_new_plain (topic, "1"));
    }
  fl_topic_tree_ingest (fixture.tree, batch);
  fl_ui_test_settle ();
  fl_topic_list_set_tree (fixture.list, NULL);
  fl_topic_list_set_tree (fixture.list, fixture.tree);
  fl_topic_list_select (fixture.list, fl_topic_tree_lookup (fixture.tree, "home2/x"));
  fl_ui_test_settle ();
  {
    g_autofree char *text = describe (&fixture);

    g_assert_true (g_str_has_prefix (text, "home0 home1 home2 x* home3 "));
  }
  fl_topic_list_update (fixture.list, g_get_real_time ());
  g_assert_nonnull (fl_ui_test_find (GTK_WIDGET (fixture.list), FL_TYPE_TOPIC_ROW, NULL));
  tear_down (&fixture);
}

int
main (int    argc,
      char **argv)
{
  fl_ui_test_init (&argc, &argv);
  g_test_add_func ("/topic-list/compare", test_compare);
  g_test_add_func ("/topic-list/select", test_select);
  g_test_add_func ("/topic-list/search", test_search);
  g_test_add_func ("/topic-list/many", test_many);
  return g_test_run ();
}
