/* The broker starts on a free port or says why not, lets the right ones in, and is gone when it should be.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include <errno.h>
#include <signal.h>
#include <string.h>

#include <glib/gstdio.h>

#include "brokers/fl-mosquitto-password.h"
#include "support/test-broker.h"

/* A broker that is a shell script in a folder of its own. */
typedef struct
{
  char        *folder;
  char        *script;
  FlDemoCerts *certs;
  FlMosquitto *broker;
} Script;

static void
script_set_up (Script     *self,
               const char *text)
{
  g_autoptr(GError) error = NULL;

  self->folder = g_dir_make_tmp ("fernlight-test-XXXXXX", &error);
  g_assert_no_error (error);
  self->script = g_build_filename (self->folder, "mosquitto", NULL);
  g_assert_true (g_file_set_contents_full (self->script, text, -1, G_FILE_SET_CONTENTS_NONE, 0700, &error));
  self->certs = fl_demo_certs_make (NULL);
  self->broker = fl_mosquitto_new (fl_demo_certs_get_certificate (self->certs), fl_demo_certs_get_key (self->certs));
  g_object_set (self->broker, "search-path", self->folder, NULL);
}

static void
script_tear_down (Script *self)
{
  g_clear_object (&self->broker);
  g_clear_pointer (&self->certs, fl_demo_certs_free);
  g_remove (self->script);
  g_rmdir (self->folder);
  g_free (self->script);
  g_free (self->folder);
}

static void
test_find (void)
{
  Script script = { 0 };
  g_autofree char *found = NULL;
  g_autofree char *missing = NULL;
  g_autofree char *relative = NULL;

  script_set_up (&script, "#!/bin/sh\n");
  found = fl_mosquitto_find (script.folder);
  g_assert_cmpstr (found, ==, script.script);
  g_assert_cmpint (g_chmod (script.script, 0600), ==, 0);
  missing = fl_mosquitto_find (script.folder);
  g_assert_null (missing);
  /* Never one that happens to lie in the working directory. */
  relative = fl_mosquitto_find (":.");
  g_assert_null (relative);
  script_tear_down (&script);
}

static void
test_missing (void)
{
  Script script = { 0 };
  g_autoptr(GError) error = NULL;

  script_set_up (&script, "");
  g_assert_cmpint (g_chmod (script.script, 0600), ==, 0);
  g_assert_false (test_start_mosquitto (script.broker, &error));
  g_assert_error (error, FL_MOSQUITTO_ERROR, FL_MOSQUITTO_ERROR_MISSING);
  g_assert_nonnull (strstr (error->message, "“" FL_MOSQUITTO_PACKAGE "”"));
  g_assert_false (fl_mosquitto_get_running (script.broker));
  g_assert_cmpuint (fl_mosquitto_get_port (script.broker), ==, 0);
  script_tear_down (&script);
}

static void
test_ends_at_once (void)
{
  Script script = { 0 };
  g_autoptr(GError) error = NULL;

  script_set_up (&script, "#!/bin/sh\necho first >&2\necho 'Error: out of <b>luck</b> \xff' >&2\nexit 3\n");
  g_assert_false (test_start_mosquitto (script.broker, &error));
  g_assert_error (error, FL_MOSQUITTO_ERROR, FL_MOSQUITTO_ERROR_FAILED);
  g_assert_true (g_utf8_validate (error->message, -1, NULL));
  g_assert_nonnull (strstr (error->message, "Error: out of <b>luck</b>"));
  script_tear_down (&script);
}

static void
test_never_answers (void)
{
  Script script = { 0 };
  g_autoptr(GError) error = NULL;
  pid_t pid;

  script_set_up (&script, "#!/bin/sh\nexec sleep 600\n");
  g_object_set (script.broker, "start-timeout", 1, NULL);
  fl_mosquitto_start_async (script.broker, NULL, NULL, NULL);
  pid = fl_mosquitto_get_pid (script.broker);
  g_assert_cmpint (pid, >, 0);
  while (fl_mosquitto_get_pid (script.broker) != 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpint (kill (pid, 0), ==, -1);
  g_assert_false (test_start_mosquitto (script.broker, &error));
  g_assert_error (error, FL_MOSQUITTO_ERROR, FL_MOSQUITTO_ERROR_SILENT);
  script_tear_down (&script);
}

/* It claims to run, but nobody listens: the word alone is not believed. */
static void
test_only_claims (void)
{
  Script script = { 0 };
  g_autoptr(GError) error = NULL;

  script_set_up (&script, "#!/bin/sh\necho 'mosquitto version 9.9.9 running' >&2\nexec sleep 600\n");
  g_object_set (script.broker, "start-timeout", 1, NULL);
  g_assert_false (test_start_mosquitto (script.broker, &error));
  g_assert_error (error, FL_MOSQUITTO_ERROR, FL_MOSQUITTO_ERROR_SILENT);
  g_assert_cmpstr (fl_mosquitto_get_version (script.broker), ==, "9.9.9");
  script_tear_down (&script);
}

static void
stopped_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  GError **error = user_data;

  g_assert_false (fl_mosquitto_start_finish (FL_MOSQUITTO (source), result, error));
}

static void
test_stopped_while_starting (void)
{
  Script script = { 0 };
  g_autoptr(GError) error = NULL;
  pid_t pid;

  script_set_up (&script, "#!/bin/sh\nexec sleep 600\n");
  fl_mosquitto_start_async (script.broker, NULL, stopped_cb, &error);
  pid = fl_mosquitto_get_pid (script.broker);
  fl_mosquitto_stop (script.broker);
  g_assert_cmpint (kill (pid, 0), ==, -1);
  while (error == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  script_tear_down (&script);
}

/* Whether somebody is let in. */
static gboolean
try_client (TestBroker  *broker,
            const char  *username,
            const char  *password,
            GError     **error)
{
  FlFakeClientOptions options = test_broker_options (broker);
  g_autoptr(FlSecret) secret = password != NULL ? fl_secret_new (password, strlen (password)) : NULL;
  g_autoptr(FlFakeClient) client = NULL;

  options.username = username;
  options.password = secret;
  client = fl_fake_client_connect (&options, NULL, NULL, error);
  return client != NULL;
}

static const struct { const char *username, *password; gboolean let_in; } guests[] = {
  { TEST_USERNAME, "right", TRUE },
  { TEST_USERNAME, "wrong", FALSE },
  { TEST_USERNAME, "",      FALSE },
  { "bert",        "right", FALSE },
  { NULL,          NULL,    FALSE },
};

static void
test_runs (void)
{
  TestBroker broker = { 0 };

  if (!test_broker_start (&broker))
    return;
  g_assert_true (fl_mosquitto_get_running (broker.broker));
  g_assert_cmpuint (fl_mosquitto_get_port (broker.broker), >, 0);
  g_assert_cmpuint (fl_mosquitto_get_version (broker.broker)[0], ==, '2');
  for (gsize i = 0; i < G_N_ELEMENTS (guests); i++)
    {
      g_autoptr(GError) error = NULL;

      g_assert_cmpint (try_client (&broker, guests[i].username, guests[i].password, &error), ==, guests[i].let_in);
      if (!guests[i].let_in)
        g_assert_error (error, FL_FAKE_CLIENT_ERROR, FL_FAKE_CLIENT_ERROR_REFUSED);
    }
  test_broker_wait_log (&broker, "Sending CONNACK to");
  g_assert_null (strstr (broker.log->str, "right"));
  test_broker_stop (&broker);
}

/* What it is told and where it is told it: all in memory, nothing to read in its arguments. */
static void
test_nothing_to_see (void)
{
  TestBroker broker = { 0 };
  g_autofree char *path = NULL;
  g_autofree char *text = NULL;
  gsize n;

  if (!test_broker_start (&broker))
    return;
  path = g_strdup_printf ("/proc/%d/cmdline", fl_mosquitto_get_pid (broker.broker));
  g_assert_true (g_file_get_contents (path, &text, &n, NULL));
  g_assert_true (g_str_has_suffix (text, "mosquitto"));
  g_assert_cmpstr (text + strlen (text) + 1, ==, "-c");
  g_assert_cmpstr (text + n - strlen ("/proc/self/fd/3") - 1, ==, "/proc/self/fd/3");
  for (int fd = 3; fd <= 6; fd++)
    {
      g_autofree char *link = g_strdup_printf ("/proc/%d/fd/%d", fl_mosquitto_get_pid (broker.broker), fd);
      g_autofree char *target = g_file_read_link (link, NULL);

      g_assert_nonnull (strstr (target, "memfd:fernlight-demo"));
    }
  test_broker_stop (&broker);
}

static void
test_stop (void)
{
  TestBroker broker = { 0 };
  pid_t pid;

  if (!test_broker_start (&broker))
    return;
  pid = fl_mosquitto_get_pid (broker.broker);
  fl_mosquitto_stop (broker.broker);
  g_assert_cmpint (kill (pid, 0), ==, -1);
  g_assert_cmpint (errno, ==, ESRCH);
  g_assert_false (fl_mosquitto_get_running (broker.broker));
  g_assert_cmpuint (fl_mosquitto_get_port (broker.broker), ==, 0);
  /* And once more: the same broker may start again. */
  g_assert_true (test_start_mosquitto (broker.broker, NULL));
  g_assert_true (try_client (&broker, TEST_USERNAME, "right", NULL));
  test_broker_stop (&broker);
}

static void
test_killed (void)
{
  TestBroker broker = { 0 };

  if (!test_broker_start (&broker))
    return;
  g_assert_cmpint (kill (fl_mosquitto_get_pid (broker.broker), SIGKILL), ==, 0);
  while (fl_mosquitto_get_running (broker.broker))
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (fl_mosquitto_get_port (broker.broker), ==, 0);
  g_assert_cmpint (fl_mosquitto_get_pid (broker.broker), ==, 0);
  test_broker_stop (&broker);
}

static void
test_port_taken (void)
{
  TestBroker first = { 0 }, second = { 0 };
  guint16 port;

  if (!test_broker_start (&first))
    return;
  port = fl_mosquitto_get_port (first.broker);
  g_assert_true (test_broker_start (&second));
  fl_mosquitto_stop (second.broker);
  g_object_set (second.broker, "first-port", port, NULL);
  g_assert_true (test_start_mosquitto (second.broker, NULL));
  g_assert_nonnull (strstr (second.log->str, "Address already in use"));
  g_assert_cmpuint (fl_mosquitto_get_port (second.broker), !=, port);
  g_assert_true (try_client (&second, TEST_USERNAME, "right", NULL));
  test_broker_stop (&second);
  test_broker_stop (&first);
}

/* Every port it is given is taken: it gives up and says so. */
static void
test_all_ports_taken (void)
{
  Script script = { 0 };
  g_autoptr(GError) error = NULL;
  g_autofree char *count = NULL;
  g_autofree char *text = NULL;
  g_autofree char *calls = NULL;

  script_set_up (&script, "#!/bin/sh\n");
  count = g_build_filename (script.folder, "count", NULL);
  text = g_strdup_printf ("#!/bin/sh\necho >>%s\necho 'Error: Address already in use' >&2\nexit 1\n", count);
  g_assert_true (g_file_set_contents_full (script.script, text, -1, G_FILE_SET_CONTENTS_NONE, 0700, NULL));
  g_assert_cmpint (g_chmod (script.script, 0700), ==, 0);
  g_assert_false (test_start_mosquitto (script.broker, &error));
  g_assert_error (error, FL_MOSQUITTO_ERROR, FL_MOSQUITTO_ERROR_FAILED);
  g_assert_nonnull (strstr (error->message, "Address already in use"));
  g_assert_true (g_file_get_contents (count, &calls, NULL, NULL));
  g_assert_cmpuint (strlen (calls), ==, 5);
  g_remove (count);
  script_tear_down (&script);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/demo/mosquitto/find", test_find);
  g_test_add_func ("/demo/mosquitto/missing", test_missing);
  g_test_add_func ("/demo/mosquitto/ends-at-once", test_ends_at_once);
  g_test_add_func ("/demo/mosquitto/never-answers", test_never_answers);
  g_test_add_func ("/demo/mosquitto/only-claims", test_only_claims);
  g_test_add_func ("/demo/mosquitto/stopped-while-starting", test_stopped_while_starting);
  g_test_add_func ("/demo/mosquitto/runs", test_runs);
  g_test_add_func ("/demo/mosquitto/nothing-to-see", test_nothing_to_see);
  g_test_add_func ("/demo/mosquitto/stop", test_stop);
  g_test_add_func ("/demo/mosquitto/killed", test_killed);
  g_test_add_func ("/demo/mosquitto/port-taken", test_port_taken);
  g_test_add_func ("/demo/mosquitto/all-ports-taken", test_all_ports_taken);
  return g_test_run ();
}
