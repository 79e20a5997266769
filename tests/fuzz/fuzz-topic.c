/* Fuzz target: topic names and filters, and the tree they grow.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <string.h>

#include "messages/fl-text.h"
#include "messages/fl-topic-name.h"
#include "messages/fl-topic-tree.h"

int LLVMFuzzerTestOneInput (const unsigned char *data, size_t size);

static void
check_tree (char **topics)
{
  g_autoptr(FlTopicTree) tree = fl_topic_tree_new (100);
  g_autoptr(GPtrArray) batch = g_ptr_array_new_with_free_func ((GDestroyNotify) fl_message_unref);
  guint64 n = g_strv_length (topics);

  for (char **topic = topics; *topic != NULL; topic++)
    g_ptr_array_add (batch, fl_message_new_plain (*topic, "1"));
  fl_topic_tree_ingest (tree, batch);
  g_assert_true (fl_topic_tree_get_n_messages (tree) + fl_topic_tree_get_n_refused (tree) == n);

  for (char **topic = topics; *topic != NULL; topic++)
    {
      FlTopic *found = fl_topic_tree_lookup (tree, *topic);
      g_autofree char *path = found != NULL ? fl_topic_dup_path (found) : NULL;

      g_assert_true (found == NULL || strcmp (path, *topic) == 0);
    }
}

/* The lines of the input are topics; the first is a filter too. */
int
LLVMFuzzerTestOneInput (const unsigned char *data,
                        size_t               size)
{
  g_autofree char *text = g_strndup ((const char *) data, size);
  g_autofree char *shown = fl_text_escape ((const char *) data, (gssize) size);
  g_auto(GStrv) lines = g_strsplit (text, "\n", -1);

  g_assert_true (g_utf8_validate (shown, -1, NULL));
  fl_topic_name_is_valid ((const char *) data, (gssize) size);
  if (lines[0] != NULL && fl_topic_filter_is_valid (lines[0]))
    for (char **topic = lines; *topic != NULL; topic++)
      if (fl_topic_name_is_valid (*topic, -1))
        {
          gboolean matches = fl_topic_filter_matches (lines[0], *topic);

          g_assert_true (!matches || lines[0][0] == '$' || (*topic)[0] != '$');
          g_assert_true (fl_topic_filter_matches (*topic, *topic) || g_str_has_prefix (*topic, "$share/"));
          g_assert_true (fl_topic_name_get_below ("", *topic) == *topic);
        }
  check_tree (lines);
  return 0;
}
