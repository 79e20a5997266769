/* Tests of mqtt/fl-link-cause: one cause for each thing a port can turn out to be.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "mqtt/fl-link-cause.h"

#include "support/fl-fake-broker.h"
#include "tls/fl-tls-tap.h"

#include <string.h>

typedef struct
{
  gboolean     done;
  FlLinkCause *cause;
  GError      *error;
} Search;

static void
found_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  Search *search = user_data;

  search->cause = fl_link_cause_find_finish (result, &search->error);
  search->done = TRUE;
}

static FlLinkCause *
find (guint16       port,
      FlTrust      *trust,
      gboolean      is_late,
      GCancellable *cancellable)
{
  g_autoptr(FlEndpoint) named = fl_endpoint_new ("localhost", port);
  g_autoptr(FlEndpoint) endpoint = fl_endpoint_with_address (named, "127.0.0.1");
  g_autoptr(FlTlsReport) report = NULL;
  Search search = { 0 };

  if (fl_trust_get_way (trust) != FL_TRUST_PLAIN)
    {
      g_autoptr(FlTlsTap) tap = fl_tls_tap_new (endpoint, trust);

      report = fl_tls_tap_dup_report (tap); /* of a connection that did not get as far as TLS */
    }
  fl_link_cause_find_async (endpoint, trust, report, is_late, cancellable, found_cb, &search);
  fl_fake_wait_for (search.done);
  g_clear_error (&search.error);
  return search.cause;
}

static const struct
{
  const char     *name;
  FlFakeBehaviour behaviour;
  FlTrustWay      way;
  gboolean        is_late;
  FlLinkFault     fault;
} cases[] = {
  { "plain, fine", { 0 }, FL_TRUST_PLAIN, FALSE, FL_LINK_FAULT_NONE },
  { "plain, fine but late", { 0 }, FL_TRUST_PLAIN, TRUE, FL_LINK_FAULT_TIMEOUT },
  { "plain, closes", { .connack_v4 = FL_FAKE_CLOSE }, FL_TRUST_PLAIN, FALSE, FL_LINK_FAULT_CLOSED },
  { "plain, junk", { .junk = "220 mail.example ESMTP\r\n" }, FL_TRUST_PLAIN, FALSE, FL_LINK_FAULT_NOT_MQTT },
  { "plain, junk and late", { .junk = "220 mail.example ESMTP\r\n" }, FL_TRUST_PLAIN, TRUE, FL_LINK_FAULT_NOT_MQTT },
};

static void
test_cases (void)
{
  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(FlFakeBroker) broker = fl_fake_broker_new (&cases[i].behaviour);
      g_autoptr(FlTrust) trust = fl_trust_new_plain ();
      g_autoptr(FlLinkCause) cause = find (fl_fake_broker_get_port (broker), trust, cases[i].is_late, NULL);

      g_test_message ("%s: %s", cases[i].name, cause->text);
      g_assert_cmpint (cause->fault, ==, cases[i].fault);
      g_assert_cmpint (cause->text == NULL, ==, cause->fault == FL_LINK_FAULT_NONE);
      g_assert_false (cause->offers_tls);
      g_assert_null (cause->report);
    }
}

static void
test_no_tls (void)
{
  g_autoptr(FlFakeBroker) broker = fl_fake_broker_new (NULL);
  g_autoptr(FlTrust) trust = fl_trust_new_system ();
  g_autoptr(FlLinkCause) cause = find (fl_fake_broker_get_port (broker), trust, FALSE, NULL);

  g_assert_cmpint (cause->fault, ==, FL_LINK_FAULT_NO_TLS);
  g_assert_nonnull (cause->report);
}

static void
test_nobody (void)
{
  static const FlTrustWay ways[] = { FL_TRUST_PLAIN, FL_TRUST_SYSTEM };

  for (size_t i = 0; i < G_N_ELEMENTS (ways); i++)
    {
      FlFakeBroker *broker = fl_fake_broker_new (NULL);
      guint16 port = fl_fake_broker_get_port (broker);
      g_autoptr(FlTrust) trust = ways[i] == FL_TRUST_PLAIN ? fl_trust_new_plain () : fl_trust_new_system ();
      g_autoptr(FlLinkCause) cause = NULL;

      fl_fake_broker_free (broker);
      cause = find (port, trust, FALSE, NULL);
      g_assert_cmpint (cause->fault, ==, FL_LINK_FAULT_REFUSED);
      g_assert_nonnull (cause->text);
    }
}

static void
test_cancelled (void)
{
  const FlFakeBehaviour behaviour = { .connack_v4 = FL_FAKE_SILENT };
  g_autoptr(FlFakeBroker) broker = fl_fake_broker_new (&behaviour);
  g_autoptr(FlTrust) trust = fl_trust_new_plain ();
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();

  g_cancellable_cancel (cancellable);
  g_assert_null (find (fl_fake_broker_get_port (broker), trust, FALSE, cancellable));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  fl_tls_tap_install ();
  g_test_add_func ("/link-cause/cases", test_cases);
  g_test_add_func ("/link-cause/no-tls", test_no_tls);
  g_test_add_func ("/link-cause/nobody", test_nobody);
  g_test_add_func ("/link-cause/cancelled", test_cancelled);
  return g_test_run ();
}
