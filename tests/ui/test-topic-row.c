/* fl-topic-row: one line for any payload, and what its topic is now.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "messages/fl-topic-tree.h"
#include "ui/fl-topic-row.h"
#include "ui/fl-ui-test.h"

static void
test_value (void)
{
  static const struct { const char *bytes; gsize n; const char *shown; } cases[] = {
    { "33.02", 5, "33.02" },
    { "", 0, "(empty)" },
    { "{\"temperature\": 33.020, \"timestamp\": 1614555518}", 48, "33.020" },
    { "{\"moisture\": 0.42, \"rssi\": -61}", 31, "moisture 0.42, rssi -61" },
    { "[{\"mac\": \"a\"}]", 14, "[{\"mac\": \"a\"}]" },
    { "<b>\n", 4, "<b>\\n" },
    { "\xff\x00", 2, "ff 00" },
    { "\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff", 25,
      "ff ff ff ff ff ff ff ff ff ff ff ff ff ff ff ff ff ff ff ff ff ff ff ff …" },
    { "{\"a\":\"\\u202e\"}", 14, "a \\u202e" },
    { "{\"a\":1,\"b\":1,\"c\":1,\"d\":1,\"e\":1,\"f\":1,\"g\":1,\"h\":1,\"i\":1}", 55,
      "a 1, b 1, c 1, d 1, e 1, f 1, g 1, h 1, …" },
    { "0123456789012345678901234567890123456789012345", 46, "0123456789012345678901234567890123456789…" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GBytes) payload = g_bytes_new (cases[i].bytes, cases[i].n);
      g_autoptr(FlMessage) message = fl_message_new (&(FlMessageFields) { .topic = "home/temperature", .payload = payload });
      g_autofree char *shown = fl_topic_row_dup_value (message, 41);
      g_autofree char *limited = g_str_has_prefix (cases[i].bytes, "0123") ? fl_topic_row_dup_value (message, 40) : g_strdup (shown);

      if (g_str_has_prefix (cases[i].bytes, "0123"))
        g_assert_cmpstr (limited, ==, cases[i].shown);
      else
        g_assert_cmpstr (shown, ==, cases[i].shown);
    }
}

static void
test_token (void)
{
  g_autoptr(GBytes) token = g_bytes_new_static ("gAAAAA", 6);
  g_autoptr(FlMessage) message = fl_message_new (&(FlMessageFields) {
    .topic = "t", .payload = token, .encryption = FL_MESSAGE_FAILED, .failure = FL_MESSAGE_NO_KEY });
  g_autofree char *shown = fl_topic_row_dup_value (message, 40);

  g_assert_cmpstr (shown, ==, "Encrypted");
}

static void
ingest (FlTopicTree *tree,
        const char  *topic,
        const char  *text)
{
  g_autoptr(GPtrArray) batch = g_ptr_array_new_with_free_func ((GDestroyNotify) fl_message_unref);

  g_ptr_array_add (batch, fl_message_new_plain (topic, text));
  fl_topic_tree_ingest (tree, batch);
}

static void
test_update (void)
{
  g_autoptr(FlTopicTree) tree = fl_topic_tree_new (0);
  FlTopicRow *row = FL_TOPIC_ROW (g_object_ref_sink (fl_topic_row_new ()));
  GtkWidget *widget = GTK_WIDGET (row);
  FlTopic *topic;

  ingest (tree, "home/a", "1");
  topic = fl_topic_tree_lookup (tree, "home/a");
  fl_topic_row_set_topic (row, topic, FALSE);
  g_assert_true (fl_topic_row_get_topic (row) == topic);
  g_assert_nonnull (fl_ui_test_find (widget, GTK_TYPE_LABEL, "a"));
  g_assert_nonnull (fl_ui_test_find (widget, GTK_TYPE_LABEL, "1"));

  ingest (tree, "home/a", "on");
  g_assert_null (fl_ui_test_find (widget, GTK_TYPE_LABEL, "on"));
  fl_topic_row_update (row, fl_topic_get_last_arrived (topic) + 12 * G_USEC_PER_SEC);
  g_assert_nonnull (fl_ui_test_find (widget, GTK_TYPE_LABEL, "on"));
  g_assert_nonnull (fl_ui_test_find (widget, GTK_TYPE_LABEL, "12 s"));

  fl_topic_row_set_topic (row, topic, TRUE);
  g_assert_nonnull (fl_ui_test_find (widget, GTK_TYPE_LABEL, "home/a"));
  fl_topic_row_set_topic (row, fl_topic_tree_lookup (tree, "home"), FALSE);
  g_assert_nonnull (fl_ui_test_find (widget, GTK_TYPE_LABEL, "1 topic"));
  ingest (tree, "a//b", "1");
  fl_topic_row_set_topic (row, fl_topic_tree_lookup (tree, "a/"), FALSE);
  g_assert_nonnull (fl_ui_test_find (widget, GTK_TYPE_LABEL, "(empty)"));
  fl_topic_row_set_topic (row, NULL, FALSE);
  fl_topic_row_update (row, 0);
  g_assert_finalize_object (row);
}

static void
test_rate (void)
{
  g_autoptr(FlTopicTree) tree = fl_topic_tree_new (0);
  FlTopic *topic;
  g_autofree char *first = NULL;
  g_autofree char *later = NULL;

  ingest (tree, "a", "1");
  topic = fl_topic_tree_lookup (tree, "a");
  first = fl_topic_row_dup_rate (topic, fl_topic_get_last_arrived (topic));
  ingest (tree, "a", "1");
  ingest (tree, "a", "1");
  later = fl_topic_row_dup_rate (topic, fl_topic_get_last_arrived (topic));
  g_assert_cmpstr (first, ==, "");
  g_assert_cmpstr (later, ==, "9/min");
}

int
main (int    argc,
      char **argv)
{
  fl_ui_test_init (&argc, &argv);
  g_test_add_func ("/topic-row/value", test_value);
  g_test_add_func ("/topic-row/token", test_token);
  g_test_add_func ("/topic-row/update", test_update);
  g_test_add_func ("/topic-row/rate", test_rate);
  return g_test_run ();
}
