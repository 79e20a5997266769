/* A command's session: how it ends, and with which status.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "cli/fl-cli-run.h"

#include "tests/unit/cli/closed-port.h"

typedef struct
{
  unsigned n_finished;
  unsigned n_timed_out;
} Seen;

static void
finished (FlCliRun *run,
          gpointer  user_data)
{
  Seen *seen = user_data;

  g_assert_true (FL_IS_SESSION (fl_cli_run_get_session (run)));
  seen->n_finished++;
}

static void
timed_out (FlCliRun *run,
           gpointer  user_data)
{
  Seen *seen = user_data;

  seen->n_timed_out++;
  fl_cli_run_quit (run, FL_CLI_DONE);
}

static FlCliStatus
run_against (unsigned  port,
             int       timeout_s,
             Seen     *seen)
{
  static const FlCliRunFuncs funcs = { .timed_out = timed_out, .finished = finished };
  g_auto(FlCliBrokerOptions) options = { NULL };
  g_autofree char *address = g_strdup_printf ("mqtt://127.0.0.1:%u/home", port);
  g_autoptr(GError) error = NULL;
  g_autoptr(FlCliBroker) broker = fl_cli_broker_resolve (address, &options, &error);
  g_autoptr(FlLinkSettings) settings = NULL;

  g_assert_no_error (error);
  settings = fl_cli_broker_new_settings (broker, TRUE, 1);
  return fl_cli_run (broker, settings, NULL, NULL, timeout_s, TRUE, &funcs, seen);
}

/* A fault before the first connection is reported at once, not tried again and again. */
static void
test_refused (void)
{
  Seen seen = { 0, 0 };

  g_assert_cmpint (run_against (closed_port (), 0, &seen), ==, FL_CLI_FAILED);
  g_assert_cmpuint (seen.n_finished, ==, 1);
  g_assert_cmpuint (seen.n_timed_out, ==, 0);
}

/* Somebody listens and never answers: the time given ends it, and it is a failure, not the command's time-out. */
static void
test_silent (void)
{
  g_autoptr(GSocketListener) listener = g_socket_listener_new ();
  g_autoptr(GError) error = NULL;
  guint16 port = g_socket_listener_add_any_inet_port (listener, NULL, &error);
  Seen seen = { 0, 0 };

  g_assert_no_error (error);
  g_assert_cmpint (run_against (port, 1, &seen), ==, FL_CLI_FAILED);
  g_assert_cmpuint (seen.n_finished, ==, 1);
  g_assert_cmpuint (seen.n_timed_out, ==, 0);
}

int
main (int    argc,
      char **argv)
{
  fl_secret_init ();
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/cli-run/refused", test_refused);
  g_test_add_func ("/cli-run/silent", test_silent);
  return g_test_run ();
}
