/* The decoder: what a payload becomes, in batches that merge, with keys that change, in another thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "messages/fl-decoder.h"

#include <string.h>

#include "crypto/fl-fernet.h"
#include "messages/fl-topic-name.h"

#define SEED_KEY "xqi9zRusHkcv3Om050HwX82eMTO-LbeW4YlqVVEzpw8="
#define SEED_TOKEN "gAAAAABgPCWBMToBUZNLjJavMLLyTj8iFbi9KBXgalXsrorFiX2nVlczO5jApmZ2osTfmsiU3y5ErmXoOFOCI4MRTCXwANcG2cd32ONl1kmLgejEKjLRvxIrBZAOmOi9eDgxXwLsWZtsBWdBHnUMHyYMTkTZ3_NHKA=="
#define SEED_PLAIN "[{\"name\": \"Franks Phone\", \"mac\": \"88:29:9C:00:61:A9\"}]"
#define OTHER_KEY "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="

#define DEADLINE_US (60 * G_USEC_PER_SEC)

typedef struct
{
  FlInbox   *inbox;
  FlDecoder *decoder;
  GPtrArray *messages;
  guint      n_batches;
  guint      largest_batch;
  gint64     last_batch;
  gint64     shortest_pause;
} Fixture;

static void
batch_cb (GPtrArray *batch,
          gpointer   user_data)
{
  Fixture *fixture = user_data;
  gint64 now = g_get_monotonic_time ();

  if (fixture->n_batches > 0)
    fixture->shortest_pause = MIN (fixture->shortest_pause, now - fixture->last_batch);
  fixture->n_batches++;
  fixture->largest_batch = MAX (fixture->largest_batch, batch->len);
  for (guint i = 0; i < batch->len; i++)
    g_ptr_array_add (fixture->messages, fl_message_ref (g_ptr_array_index (batch, i)));
  fixture->last_batch = g_get_monotonic_time ();
}

static void
set_up (Fixture *fixture,
        guint    interval_ms)
{
  *fixture = (Fixture) { .shortest_pause = G_MAXINT64 };
  fixture->inbox = fl_inbox_new (FL_INBOX_DEFAULT_BYTES);
  fixture->messages = g_ptr_array_new_with_free_func ((GDestroyNotify) fl_message_unref);
  fixture->decoder = fl_decoder_new (fixture->inbox, interval_ms, batch_cb, fixture);
}

static void
tear_down (Fixture *fixture)
{
  fl_decoder_free (fixture->decoder);
  fl_inbox_unref (fixture->inbox);
  g_ptr_array_unref (fixture->messages);
}

static void
set_keys (Fixture    *fixture,
          const char *text)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(FlKeyRing) ring = text != NULL ? fl_key_ring_parse (text, &error) : NULL;

  g_assert_no_error (error);
  fl_decoder_set_keys (fixture->decoder, ring);
}

static void
post (Fixture    *fixture,
      const char *topic,
      const char *payload,
      gssize      n)
{
  g_assert_true (fl_inbox_post (fixture->inbox, topic, strlen (topic), payload,
                                n < 0 ? strlen (payload) : (gsize) n, 1, TRUE, FALSE));
}

/* Runs the main context until there are n messages. */
static FlMessage *
wait_for (Fixture *fixture,
          guint    n)
{
  gint64 deadline = g_get_monotonic_time () + DEADLINE_US;

  while (fixture->messages->len < n)
    {
      g_assert_cmpint (g_get_monotonic_time (), <, deadline);
      if (!g_main_context_iteration (NULL, FALSE))
        g_usleep (500);
    }
  g_assert_cmpuint (fixture->messages->len, ==, n);
  return n > 0 ? g_ptr_array_index (fixture->messages, n - 1) : NULL;
}

static void
assert_payload (FlMessage  *message,
                const char *expected)
{
  g_autofree char *text = fl_message_dup_text (message);

  g_assert_cmpstr (text, ==, expected);
}

static void
test_plain (void)
{
  Fixture fixture;
  FlMessage *message;

  set_up (&fixture, 0);
  post (&fixture, "home/temperature", "33.02", -1);
  message = wait_for (&fixture, 1);
  assert_payload (message, "33.02");
  g_assert_cmpstr (fl_message_get_topic (message), ==, "home/temperature");
  g_assert_cmpint (fl_message_get_encryption (message), ==, FL_MESSAGE_PLAIN);
  g_assert_true (fl_message_get_raw (message) == fl_message_get_payload (message));
  g_assert_true (fl_message_is_retained (message));
  g_assert_cmpint (fl_message_get_qos (message), ==, 1);
  g_assert_null (fl_message_get_failure (message));

  post (&fixture, "t", "", 0);
  message = wait_for (&fixture, 2);
  assert_payload (message, "");
  tear_down (&fixture);
}

static void
test_token (void)
{
  Fixture fixture;
  FlMessage *message;
  gsize n;
  const char *raw;

  set_up (&fixture, 0);
  set_keys (&fixture, OTHER_KEY " " SEED_KEY);
  post (&fixture, "home/devices", SEED_TOKEN, -1);
  message = wait_for (&fixture, 1);
  assert_payload (message, SEED_PLAIN);
  g_assert_cmpint (fl_message_get_encryption (message), ==, FL_MESSAGE_DECRYPTED);
  g_assert_cmpint (fl_message_get_token_time (message), ==, 1614554497);
  g_assert_cmpuint (strlen (fl_message_get_key_id (message)), ==, 8);
  raw = g_bytes_get_data (fl_message_get_raw (message), &n);
  g_assert_cmpmem (raw, n, SEED_TOKEN, strlen (SEED_TOKEN));
  g_assert_cmpuint (fl_message_get_true_size (message), ==, strlen (SEED_TOKEN));
  g_assert_cmpuint (fl_decoder_get_counts (fixture.decoder).n_token_bytes, ==, strlen (SEED_TOKEN));
  g_assert_cmpuint (fl_decoder_get_counts (fixture.decoder).n_plain_bytes, ==, strlen (SEED_PLAIN));
  tear_down (&fixture);
}

/* Live, at QoS 0, a token comes once; with DUP or as a retained copy it may come again. */
static void
test_replay (void)
{
  static const struct { gboolean retained, duplicate; FlMessageReplay expected; } cases[] = {
    { TRUE, FALSE, FL_MESSAGE_NOT_REPLAYED },
    { TRUE, FALSE, FL_MESSAGE_NOT_REPLAYED },
    { FALSE, TRUE, FL_MESSAGE_NOT_REPLAYED },
    { FALSE, FALSE, FL_MESSAGE_SAME_TOKEN },
  };
  Fixture fixture;

  set_up (&fixture, 0);
  set_keys (&fixture, SEED_KEY);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_assert_true (fl_inbox_post (fixture.inbox, "t", 1, SEED_TOKEN, strlen (SEED_TOKEN), 0, cases[i].retained, cases[i].duplicate));
      g_assert_cmpint (fl_message_get_replay (wait_for (&fixture, i + 1)), ==, cases[i].expected);
    }
  tear_down (&fixture);
}

static void
test_failures (void)
{
  Fixture fixture;
  g_autofree char *broken = g_strdup (SEED_TOKEN);
  FlDecoderCounts counts;

  set_up (&fixture, 0);
  post (&fixture, "t", SEED_TOKEN, -1);
  g_assert_cmpstr (fl_message_get_failure (wait_for (&fixture, 1)), ==, FL_MESSAGE_NO_KEY);

  set_keys (&fixture, OTHER_KEY);
  post (&fixture, "t", SEED_TOKEN, -1);
  g_assert_cmpstr (fl_message_get_failure (wait_for (&fixture, 2)), ==, "wrong-key");
  assert_payload (wait_for (&fixture, 2), SEED_TOKEN);
  g_assert_null (fl_message_get_key_id (wait_for (&fixture, 2)));
  g_assert_cmpint (fl_message_get_token_time (wait_for (&fixture, 2)), ==, -1);

  set_keys (&fixture, SEED_KEY);
  broken[40] = broken[40] == 'A' ? 'B' : 'A';
  post (&fixture, "t", broken, -1);
  g_assert_cmpstr (fl_message_get_failure (wait_for (&fixture, 3)), ==, "wrong-key");

  /* Back to no key at all. */
  set_keys (&fixture, NULL);
  post (&fixture, "t", SEED_TOKEN, -1);
  g_assert_cmpstr (fl_message_get_failure (wait_for (&fixture, 4)), ==, FL_MESSAGE_NO_KEY);

  counts = fl_decoder_get_counts (fixture.decoder);
  g_assert_cmpuint (counts.n_received, ==, 4);
  g_assert_cmpuint (counts.n_tokens, ==, 4);
  g_assert_cmpuint (counts.n_failed, ==, 4);
  g_assert_cmpuint (counts.n_decrypted, ==, 0);
  g_assert_cmpuint (counts.n_token_bytes, ==, 0);
  tear_down (&fixture);
}

/* A pasted key opens what is on the screen. */
static void
test_reopen (void)
{
  Fixture fixture;
  g_autoptr(GPtrArray) failed = NULL;
  FlMessage *message;

  set_up (&fixture, 0);
  post (&fixture, "home/devices", SEED_TOKEN, -1);
  wait_for (&fixture, 1);
  failed = g_ptr_array_copy (fixture.messages, (GCopyFunc) G_CALLBACK (fl_message_ref), NULL);
  g_ptr_array_set_free_func (failed, (GDestroyNotify) fl_message_unref);

  set_keys (&fixture, OTHER_KEY);
  fl_decoder_reopen (fixture.decoder, failed);
  g_assert_cmpstr (fl_message_get_failure (wait_for (&fixture, 2)), ==, "wrong-key");
  g_assert_cmpuint (fl_decoder_get_counts (fixture.decoder).n_still_failed, ==, 1);
  set_keys (&fixture, SEED_KEY);
  fl_decoder_reopen (fixture.decoder, failed);
  message = wait_for (&fixture, 3);
  g_assert_cmpuint (fl_decoder_get_counts (fixture.decoder).n_still_failed, ==, 1);
  assert_payload (message, SEED_PLAIN);
  g_assert_true (fl_message_is_reopened (message));
  g_assert_true (fl_message_is_retained (message));
  g_assert_cmpint (fl_message_get_arrived (message), ==, fl_message_get_arrived (g_ptr_array_index (failed, 0)));
  g_assert_cmpuint (fl_decoder_get_counts (fixture.decoder).n_received, ==, 1);
  g_assert_cmpuint (fl_decoder_get_counts (fixture.decoder).n_decrypted, ==, 0);
  tear_down (&fixture);
}

static void
test_cut (void)
{
  Fixture fixture;
  FlMessage *message;

  set_up (&fixture, 0);
  fl_decoder_set_max_payload (fixture.decoder, 10);
  post (&fixture, "t", "0123456789", -1);
  g_assert_false (fl_message_is_cut (wait_for (&fixture, 1)));
  post (&fixture, "t", "0123456789abc", -1);
  message = wait_for (&fixture, 2);
  assert_payload (message, "0123456789");
  g_assert_true (fl_message_is_cut (message));
  g_assert_cmpuint (fl_message_get_true_size (message), ==, 13);
  post (&fixture, "t", "01234567€9", -1); /* no half characters */
  assert_payload (wait_for (&fixture, 3), "01234567");
  post (&fixture, "t", "\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80", -1);
  g_assert_cmpuint (g_bytes_get_size (fl_message_get_payload (wait_for (&fixture, 4))), ==, 10);

  /* A token over the cap is decrypted all the same. */
  set_keys (&fixture, SEED_KEY);
  post (&fixture, "t", SEED_TOKEN, -1);
  message = wait_for (&fixture, 5);
  assert_payload (message, "[{\"name\": ");
  g_assert_cmpint (fl_message_get_encryption (message), ==, FL_MESSAGE_DECRYPTED);
  g_assert_cmpuint (fl_message_get_true_size (message), ==, strlen (SEED_TOKEN));
  g_assert_cmpuint (fl_decoder_get_counts (fixture.decoder).n_cut, ==, 4);
  tear_down (&fixture);
}

static void
test_bad_names (void)
{
  Fixture fixture;
  g_autofree char *too_long = g_strnfill (FL_TOPIC_NAME_MAX_BYTES + 1, 'a');

  set_up (&fixture, 0);
  post (&fixture, "\xff", "1", -1);
  post (&fixture, too_long, "1", -1);
  post (&fixture, "", "1", -1);
  g_assert_true (fl_inbox_post (fixture.inbox, "a\0b", 3, "1", 1, 0, FALSE, FALSE));
  post (&fixture, "good", "1", -1);
  wait_for (&fixture, 1);
  g_assert_cmpuint (fl_decoder_get_counts (fixture.decoder).n_bad_names, ==, 4);
  g_assert_cmpuint (fl_decoder_get_counts (fixture.decoder).n_received, ==, 5);
  tear_down (&fixture);
}

/* Waits until the thread has decoded n, without running the main context. */
static void
wait_decoded (Fixture *fixture,
              guint64  n)
{
  gint64 deadline = g_get_monotonic_time () + DEADLINE_US;

  while (fl_decoder_get_counts (fixture->decoder).n_received < n)
    {
      g_assert_cmpint (g_get_monotonic_time (), <, deadline);
      g_usleep (500);
    }
}

/* While the owner is busy, messages merge; in order, none lost; one batch, then a pause. */
static void
test_batches (void)
{
  const guint n = FL_DECODER_MAX_BATCH * 2 + 100;
  Fixture fixture;

  set_up (&fixture, 20);
  for (guint i = 0; i < n; i++)
    {
      char payload[16];

      g_snprintf (payload, sizeof payload, "%u", i);
      post (&fixture, "t", payload, -1);
    }
  wait_decoded (&fixture, n);
  g_assert_cmpuint (fixture.messages->len, ==, 0);
  wait_for (&fixture, n);
  g_assert_cmpuint (fixture.n_batches, ==, 3);
  g_assert_cmpuint (fixture.largest_batch, ==, FL_DECODER_MAX_BATCH);
  g_assert_cmpint (fixture.shortest_pause, >=, 19000);
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *expected = g_strdup_printf ("%u", i);

      assert_payload (g_ptr_array_index (fixture.messages, i), expected);
    }
  tear_down (&fixture);
}

/* The owner does not come: the decoder stops taking, the inbox fills, posting refuses and never waits. */
static void
test_bounded (void)
{
  const gsize size = 1024 * 1024;
  Fixture fixture = { .shortest_pause = G_MAXINT64 };
  g_autofree char *payload = g_strnfill (size, 'x');
  guint n_posted = 0;

  fixture.inbox = fl_inbox_new (8 * size);
  fixture.messages = g_ptr_array_new_with_free_func ((GDestroyNotify) fl_message_unref);
  fixture.decoder = fl_decoder_new (fixture.inbox, 0, batch_cb, &fixture);
  for (guint i = 0; i < 1000 && fl_inbox_get_n_refused (fixture.inbox) == 0; i++)
    {
      if (fl_inbox_post (fixture.inbox, "t", 1, payload, size, 0, FALSE, FALSE))
        n_posted++;
      g_usleep (2000);
    }
  g_assert_cmpuint (fl_inbox_get_n_refused (fixture.inbox), ==, 1);
  g_assert_cmpuint (n_posted, <, 200);
  wait_for (&fixture, n_posted);
  tear_down (&fixture);
}

static void
stop_in_callback_cb (GPtrArray *batch,
                     gpointer   user_data)
{
  Fixture *fixture = user_data;

  fixture->n_batches++;
  g_clear_pointer (&fixture->decoder, fl_decoder_free);
}

static void
test_stop_in_callback (void)
{
  Fixture fixture = { 0 };
  gint64 deadline = g_get_monotonic_time () + DEADLINE_US;

  fixture.inbox = fl_inbox_new (FL_INBOX_DEFAULT_BYTES);
  fixture.decoder = fl_decoder_new (fixture.inbox, 0, stop_in_callback_cb, &fixture);
  for (guint i = 0; i < FL_DECODER_MAX_BATCH + 1; i++)
    post (&fixture, "t", "1", 1);
  while (fixture.decoder != NULL)
    {
      g_assert_cmpint (g_get_monotonic_time (), <, deadline);
      g_main_context_iteration (NULL, FALSE);
    }
  while (g_main_context_iteration (NULL, FALSE))
    continue;
  g_assert_cmpuint (fixture.n_batches, ==, 1);
  g_assert_true (fl_inbox_is_closed (fixture.inbox));
  fl_inbox_unref (fixture.inbox);
}

static void
test_stop (void)
{
  Fixture fixture;

  set_up (&fixture, 0);
  for (guint i = 0; i < 10000; i++)
    post (&fixture, "t", SEED_TOKEN, -1);
  fl_decoder_stop (fixture.decoder);
  fl_decoder_stop (fixture.decoder);
  g_assert_false (fl_inbox_post (fixture.inbox, "t", 1, "1", 1, 0, FALSE, FALSE));
  while (g_main_context_iteration (NULL, FALSE))
    continue;
  g_assert_cmpuint (fixture.n_batches, ==, 0);
  tear_down (&fixture);
}

/* What was posted before the inbox was closed still arrives. */
static void
test_drain (void)
{
  Fixture fixture;

  set_up (&fixture, 0);
  for (guint i = 0; i < 1000; i++)
    post (&fixture, "t", "1", 1);
  fl_inbox_close (fixture.inbox);
  wait_for (&fixture, 1000);
  tear_down (&fixture);
}

static gpointer
post_many (gpointer data)
{
  FlInbox *inbox = data;

  for (guint i = 0; i < 2000; i++)
    {
      const char *payload = i % 2 == 0 ? SEED_TOKEN : "33.02";

      g_assert_true (fl_inbox_post (inbox, "home/t", 6, payload, strlen (payload), 0, FALSE, FALSE));
    }
  fl_inbox_unref (inbox);
  return NULL;
}

/* Two posters, keys that change all the time, messages reopened while others arrive: nothing is lost, and nothing
 * is ever half decrypted.
 */
static void
test_threads (void)
{
  Fixture fixture;
  GThread *posters[2];
  guint n_new = 0, n_reopened = 0;
  gint64 deadline = g_get_monotonic_time () + DEADLINE_US;

  set_up (&fixture, 1);
  for (guint i = 0; i < G_N_ELEMENTS (posters); i++)
    posters[i] = g_thread_new ("poster", post_many, fl_inbox_ref (fixture.inbox));

  for (guint i = 0; n_new < 4000; i++)
    {
      g_assert_cmpint (g_get_monotonic_time (), <, deadline);
      set_keys (&fixture, i % 3 == 0 ? NULL : i % 3 == 1 ? SEED_KEY : OTHER_KEY);
      g_main_context_iteration (NULL, FALSE);
      if (i % 50 == 0 && fixture.messages->len > 0)
        {
          g_autoptr(GPtrArray) one = g_ptr_array_new ();

          g_ptr_array_add (one, g_ptr_array_index (fixture.messages, 0));
          fl_decoder_reopen (fixture.decoder, one);
        }
      n_new = 0;
      for (guint j = 0; j < fixture.messages->len; j++)
        n_new += !fl_message_is_reopened (g_ptr_array_index (fixture.messages, j));
    }
  for (guint i = 0; i < G_N_ELEMENTS (posters); i++)
    g_thread_join (posters[i]);

  for (guint i = 0; i < fixture.messages->len; i++)
    {
      FlMessage *message = g_ptr_array_index (fixture.messages, i);
      FlMessageEncryption encryption = fl_message_get_encryption (message);

      n_reopened += fl_message_is_reopened (message);
      if (encryption == FL_MESSAGE_PLAIN)
        assert_payload (message, "33.02");
      else
        assert_payload (message, encryption == FL_MESSAGE_DECRYPTED ? SEED_PLAIN : SEED_TOKEN);
    }
  g_assert_cmpuint (fl_decoder_get_counts (fixture.decoder).n_received, ==, 4000);
  g_test_message ("%u batches, %u reopened", fixture.n_batches, n_reopened);
  tear_down (&fixture);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  fl_secret_init ();
  g_test_add_func ("/decoder/plain", test_plain);
  g_test_add_func ("/decoder/token", test_token);
  g_test_add_func ("/decoder/replay", test_replay);
  g_test_add_func ("/decoder/failures", test_failures);
  g_test_add_func ("/decoder/reopen", test_reopen);
  g_test_add_func ("/decoder/cut", test_cut);
  g_test_add_func ("/decoder/bad-names", test_bad_names);
  g_test_add_func ("/decoder/batches", test_batches);
  g_test_add_func ("/decoder/bounded", test_bounded);
  g_test_add_func ("/decoder/stop", test_stop);
  g_test_add_func ("/decoder/stop-in-callback", test_stop_in_callback);
  g_test_add_func ("/decoder/drain", test_drain);
  g_test_add_func ("/decoder/threads", test_threads);
  return g_test_run ();
}
