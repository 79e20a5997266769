/* A message keeps what it was given and is safe to share between threads.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "messages/fl-message.h"

static void
test_fields (void)
{
  g_autoptr(GBytes) payload = g_bytes_new_static ("33.02", 5);
  g_autoptr(GBytes) raw = g_bytes_new_static ("gAAAA…", 8);
  g_autoptr(FlMessage) message = fl_message_new (&(FlMessageFields) {
    .topic = "a/b", .payload = payload, .raw = raw, .qos = 1, .retained = TRUE, .arrived = 42,
    .encryption = FL_MESSAGE_DECRYPTED, .key_id = "0123abcd", .token_time = 7, .true_size = 99, .cut = TRUE,
    .replay = FL_MESSAGE_OLDER_TOKEN });
  gsize n;

  g_assert_cmpstr (fl_message_get_topic (message), ==, "a/b");
  g_assert_true (fl_message_get_payload (message) == payload);
  g_assert_true (fl_message_get_raw (message) == raw);
  g_assert_cmpint (fl_message_get_qos (message), ==, 1);
  g_assert_true (fl_message_is_retained (message));
  g_assert_true (fl_message_is_cut (message));
  g_assert_cmpint (fl_message_get_replay (message), ==, FL_MESSAGE_OLDER_TOKEN);
  g_assert_false (fl_message_is_reopened (message));
  g_assert_cmpint (fl_message_get_arrived (message), ==, 42);
  g_assert_cmpint (fl_message_get_encryption (message), ==, FL_MESSAGE_DECRYPTED);
  g_assert_cmpstr (fl_message_get_key_id (message), ==, "0123abcd");
  g_assert_cmpint (fl_message_get_token_time (message), ==, 7);
  g_assert_cmpuint (fl_message_get_true_size (message), ==, 99);
  g_assert_null (fl_message_get_failure (message));
  g_assert_cmpmem (fl_message_get_text (message, &n), 5, "33.02", 5);
  g_assert_cmpuint (n, ==, 5);
}

static void
test_defaults (void)
{
  gint64 before = g_get_real_time ();
  g_autoptr(FlMessage) message = fl_message_new_plain ("t", "ON");
  g_autofree char *text = fl_message_dup_text (message);

  g_assert_cmpint (fl_message_get_arrived (message), >=, before);
  g_assert_cmpint (fl_message_get_token_time (message), ==, -1);
  g_assert_cmpuint (fl_message_get_true_size (message), ==, 2);
  g_assert_null (fl_message_get_key_id (message));
  g_assert_true (fl_message_get_raw (message) == fl_message_get_payload (message));
  g_assert_cmpstr (text, ==, "ON");
}

static void
test_text (void)
{
  static const struct { const char *bytes; gsize n; gboolean is_text; } cases[] = {
    { "", 0, TRUE },
    { "é", 2, TRUE },
    { "\xff", 1, FALSE },
    { "a\0b", 3, FALSE },
    { "\xc3", 1, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GBytes) payload = g_bytes_new (cases[i].bytes, cases[i].n);
      g_autoptr(FlMessage) message = fl_message_new (&(FlMessageFields) { .topic = "t", .payload = payload });
      g_autofree char *text = fl_message_dup_text (message);

      g_assert_cmpint (fl_message_get_text (message, NULL) != NULL, ==, cases[i].is_text);
      g_assert_cmpint (text != NULL, ==, cases[i].is_text);
    }
}

static gpointer
ref_and_unref (gpointer data)
{
  for (guint i = 0; i < 100000; i++)
    fl_message_unref (fl_message_ref (data));
  fl_message_unref (data);
  return NULL;
}

static void
test_threads (void)
{
  g_autoptr(FlMessage) message = fl_message_new_plain ("t", "x");
  GThread *threads[4];

  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("ref", ref_and_unref, fl_message_ref (message));
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
  g_assert_cmpstr (fl_message_get_topic (message), ==, "t");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/message/fields", test_fields);
  g_test_add_func ("/message/defaults", test_defaults);
  g_test_add_func ("/message/text", test_text);
  g_test_add_func ("/message/threads", test_threads);
  return g_test_run ();
}
