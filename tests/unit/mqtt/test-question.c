/* Tests of mqtt/fl-question without TLS: who answers, who does not (over TLS: tests/live/link.py).
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "mqtt/fl-question.h"

#include "support/fl-fake-broker.h"

typedef struct
{
  gboolean         done;
  gboolean         is_answered;
  FlQuestionAnswer answer;
  GError          *error;
} Asked;

static void
asked_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  Asked *asked = user_data;

  asked->is_answered = fl_question_ask_finish (result, &asked->answer, &asked->error);
  asked->done = TRUE;
}

static Asked
ask (guint16       port,
     unsigned      timeout_ms,
     GCancellable *cancellable)
{
  g_autoptr(FlTrust) trust = fl_trust_new_plain ();
  g_autoptr(FlEndpoint) named = fl_endpoint_new ("localhost", port);
  g_autoptr(FlEndpoint) endpoint = fl_endpoint_with_address (named, "127.0.0.1");
  Asked asked = { 0 };

  fl_question_ask_async (endpoint, trust, timeout_ms, cancellable, asked_cb, &asked);
  fl_fake_wait_for (asked.done);
  return asked;
}

static void
test_answers (void)
{
  static const struct { FlFakeBehaviour behaviour; FlLinkFault fault; gboolean offers_tls; } cases[] = {
    { { 0 }, FL_LINK_FAULT_NONE, FALSE },
    { { .connack_v4 = 5 }, FL_LINK_FAULT_NONE, FALSE },
    { { .connack_v4 = FL_FAKE_CLOSE }, FL_LINK_FAULT_CLOSED, FALSE },
    { { .connack_v4 = FL_FAKE_SILENT }, FL_LINK_FAULT_TIMEOUT, FALSE },
    { { .junk = "SSH-2.0-OpenSSH_9.2p1\r\n" }, FL_LINK_FAULT_NOT_MQTT, FALSE },
    { { .junk = "\x15\x03\x01" }, FL_LINK_FAULT_NOT_MQTT, TRUE },
  };

  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(FlFakeBroker) broker = fl_fake_broker_new (&cases[i].behaviour);
      Asked asked = ask (fl_fake_broker_get_port (broker), cases[i].fault == FL_LINK_FAULT_TIMEOUT ? 300 : 30000, NULL);
      FlFakeCounts counts = fl_fake_broker_get_counts (broker);

      g_assert_true (asked.is_answered);
      g_assert_cmpint (asked.answer.fault, ==, cases[i].fault);
      g_assert_cmpint (asked.answer.offers_tls, ==, cases[i].offers_tls);
      g_assert_cmpuint (counts.n_connects, ==, 1);
      g_assert_false (counts.has_username || counts.has_password);
    }
}

static void
test_nobody (void)
{
  FlFakeBroker *broker = fl_fake_broker_new (NULL);
  guint16 port = fl_fake_broker_get_port (broker);
  Asked asked;

  fl_fake_broker_free (broker);
  asked = ask (port, 30000, NULL);
  g_assert_true (asked.is_answered);
  g_assert_cmpint (asked.answer.fault, ==, FL_LINK_FAULT_REFUSED);
}

static gboolean
cancel_cb (gpointer user_data)
{
  g_cancellable_cancel (user_data);
  return G_SOURCE_REMOVE;
}

static void
test_cancelled (void)
{
  const FlFakeBehaviour behaviour = { .connack_v4 = FL_FAKE_SILENT };
  g_autoptr(FlFakeBroker) broker = fl_fake_broker_new (&behaviour);
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GError) error = NULL;
  Asked asked;

  g_timeout_add (50, cancel_cb, cancellable);
  asked = ask (fl_fake_broker_get_port (broker), 600000, cancellable);
  error = asked.error;
  g_assert_false (asked.is_answered);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/question/answers", test_answers);
  g_test_add_func ("/question/nobody", test_nobody);
  g_test_add_func ("/question/cancelled", test_cancelled);
  return g_test_run ();
}
