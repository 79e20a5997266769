/* What a message costs from the inbox to the topic tree: two threads' work, without the network.
 *
 *   ingest N KEY-FILE < TOKENS    messages for N topics in no order, each with one of a thousand tokens;
 *                                 prints nanoseconds of processor time a message
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "bench/lines.h"
#include "crypto/fl-key-ring.h"
#include "crypto/fl-secret.h"
#include "messages/fl-decoder.h"
#include "messages/fl-topic-tree.h"

#define N_MESSAGES 1000000
/* So many are posted before the tree takes them: about what arrives between two frames. */
#define N_WAITING  1000

typedef struct
{
  FlInbox     *inbox;
  FlTopicTree *tree;
  const Token *tokens;
  guint        n_topics;
  guint        n_taken;
} Ingest;

static void
batch_cb (GPtrArray *batch,
          gpointer   user_data)
{
  Ingest *ingest = user_data;

  fl_topic_tree_ingest (ingest->tree, batch);
  ingest->n_taken += batch->len;
}

static void
post_and_take (Ingest *ingest,
               guint   first,
               guint   n)
{
  const guint n_before = ingest->n_taken;

  for (guint i = first; i < first + n; i++)
    {
      const Token *token = &ingest->tokens[i % N_TOKENS];
      char name[64];
      int n_name = g_snprintf (name, sizeof name, "bench/device-%07u/state",
                               (guint) ((guint64) i * 7919 * 104729 % ingest->n_topics));

      if (!fl_inbox_post (ingest->inbox, name, (size_t) n_name, token->text, token->n, 0, FALSE, FALSE))
        g_error ("the inbox is full");
    }
  while (ingest->n_taken - n_before < n)
    g_main_context_iteration (NULL, TRUE);
}

static FlKeyRing *
read_keys (const char *path)
{
  g_autofree char *text = NULL;
  g_autoptr(GError) error = NULL;
  FlKeyRing *keys = NULL;

  if (!g_file_get_contents (path, &text, NULL, &error) || (keys = fl_key_ring_parse (text, &error)) == NULL)
    {
      fprintf (stderr, "%s\n", error->message);
      exit (2);
    }
  return keys;
}

int
main (int    argc,
      char **argv)
{
  g_autoptr(FlKeyRing) keys = NULL;
  Ingest ingest = { 0 };
  FlDecoder *decoder;
  double begin;

  if (argc != 3)
    {
      fprintf (stderr, "usage: ingest N KEY-FILE < TOKENS\n");
      return 2;
    }
  fl_secret_init ();
  keys = read_keys (argv[2]);
  ingest.n_topics = (guint) atoi (argv[1]);
  ingest.tokens = read_tokens (stdin);
  ingest.inbox = fl_inbox_new (FL_INBOX_DEFAULT_BYTES);
  ingest.tree = fl_topic_tree_new (ingest.n_topics + 2);
  decoder = fl_decoder_new (ingest.inbox, 0, batch_cb, &ingest);
  fl_decoder_set_keys (decoder, keys);

  for (guint i = 0; i < ingest.n_topics; i += N_WAITING)
    post_and_take (&ingest, i, MIN (N_WAITING, ingest.n_topics - i));
  if (fl_topic_tree_get_n_topics (ingest.tree) != ingest.n_topics ||
      fl_decoder_get_counts (decoder).n_decrypted != ingest.n_topics)
    return 1;
  begin = cpu_seconds ();
  for (guint i = 0; i < N_MESSAGES; i += N_WAITING)
    post_and_take (&ingest, i, N_WAITING);
  printf ("%.1f\n", (cpu_seconds () - begin) / N_MESSAGES * 1e9);
  /* Taking a tree of a million topics apart is not what is measured. */
  fflush (stdout);
  _Exit (0);
}
