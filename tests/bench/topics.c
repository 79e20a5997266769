/* What the topic tree costs with many topics: memory for each, time for each message.
 *
 *   topics N shared|own    N topics, all below one level, or each below a level of its own;
 *                          prints bytes of memory a topic beyond the payload, nanoseconds a message
 *
 * A message is made as the decoder makes it, just before the tree takes it; only the taking is timed. Topics come
 * in no order, so that from some number on nothing of a topic is in a cache.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "bench/lines.h"
#include "messages/fl-topic-tree.h"

#define PAYLOAD    "{\"temperature\":23.5,\"humidity\":45,\"uptime\":12345678}"
#define BATCH      1000
#define N_MESSAGES 1000000

/* In bytes: what the process alone has in memory. */
static gsize
read_anonymous (void)
{
  g_autofree char *text = NULL;
  const char *line;

  if (!g_file_get_contents ("/proc/self/smaps_rollup", &text, NULL, NULL) ||
      (line = strstr (text, "\nAnonymous:")) == NULL)
    g_error ("no /proc/self/smaps_rollup");
  return (gsize) g_ascii_strtoull (line + strlen ("\nAnonymous:"), NULL, 10) * 1024;
}

static FlMessage *
new_message (guint    topic,
             gboolean own)
{
  char name[64];

  g_snprintf (name, sizeof name, own ? "bench/device-%07u/state" : "bench/device-%07u", topic);
  return fl_message_new_plain (name, PAYLOAD);
}

/* Topics first, first + step, … modulo n. Returns seconds. */
static double
ingest (FlTopicTree *tree,
        gboolean     own,
        guint        n,
        guint64      first,
        guint64      step,
        guint        n_messages)
{
  double taken = 0;

  for (guint done = 0; done < n_messages; done += BATCH)
    {
      g_autoptr(GPtrArray) batch = g_ptr_array_new_with_free_func ((GDestroyNotify) fl_message_unref);
      double begin;

      for (guint i = done; i < done + BATCH; i++)
        g_ptr_array_add (batch, new_message ((guint) ((first + i * step) % n), own));
      begin = cpu_seconds ();
      fl_topic_tree_ingest (tree, batch);
      taken += cpu_seconds () - begin;
    }
  return taken;
}

int
main (int    argc,
      char **argv)
{
  g_autoptr(FlTopicTree) tree = NULL;
  gboolean own;
  gsize before, after;
  double seconds;
  guint n;

  if (argc != 3)
    {
      fprintf (stderr, "usage: topics N shared|own\n");
      return 2;
    }
  n = (guint) atoi (argv[1]);
  own = g_str_equal (argv[2], "own");
  tree = fl_topic_tree_new (n + 2); /* the level above all the levels of their own */
  before = read_anonymous ();
  ingest (tree, own, n, 0, 1, n);
  after = read_anonymous ();
  if (fl_topic_tree_get_n_topics (tree) != n)
    return 1;
  /* A prime: every topic has its turn. */
  seconds = ingest (tree, own, n, 0, 7919 * 104729 + (n % 7919 == 0), N_MESSAGES);
  printf ("%.1f %.1f\n", (double) (after - before) / n - strlen (PAYLOAD), seconds / N_MESSAGES * 1e9);
  /* Taking a tree of a million topics apart is not what is measured. */
  fflush (stdout);
  _Exit (0);
}
