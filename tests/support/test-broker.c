/* A real mosquitto for C tests: TLS, one user, its log.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "support/test-broker.h"

#include <string.h>

static void
started_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  GAsyncResult **slot = user_data;

  *slot = g_object_ref (result);
}

gboolean
test_start_mosquitto (FlMosquitto  *broker,
                      GError      **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  fl_mosquitto_start_async (broker, NULL, started_cb, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  return fl_mosquitto_start_finish (broker, result, error);
}

static void
logged_cb (FlMosquitto *broker,
           const char  *line,
           TestBroker  *self)
{
  g_string_append_printf (self->log, "%s\n", line);
}

gboolean
test_broker_start (TestBroker *self)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *path = fl_mosquitto_find (NULL);

  if (path == NULL)
    {
      g_test_skip ("mosquitto is not installed");
      return FALSE;
    }
  self->log = g_string_new (NULL);
  self->certs = fl_demo_certs_make (&error);
  g_assert_no_error (error);
  self->password = fl_secret_new ("right", 5);
  self->broker = fl_mosquitto_new (fl_demo_certs_get_certificate (self->certs), fl_demo_certs_get_key (self->certs));
  g_object_set (self->broker, "verbose", TRUE, NULL);
  g_assert_true (fl_mosquitto_add_user (self->broker, TEST_USERNAME, self->password));
  g_signal_connect (self->broker, "logged", G_CALLBACK (logged_cb), self);
  test_start_mosquitto (self->broker, &error);
  g_assert_no_error (error);
  return TRUE;
}

void
test_broker_stop (TestBroker *self)
{
  if (self->broker != NULL)
    fl_mosquitto_stop (self->broker);
  g_clear_object (&self->broker);
  g_clear_pointer (&self->certs, fl_demo_certs_free);
  g_clear_pointer (&self->password, fl_secret_unref);
  if (self->log != NULL)
    g_string_free (g_steal_pointer (&self->log), TRUE);
}

static gboolean
nothing_cb (gpointer user_data)
{
  return G_SOURCE_CONTINUE;
}

void
test_broker_wait_log (TestBroker *self,
                      const char *text)
{
  gint64 until = g_get_monotonic_time () + TEST_DEADLINE_US;
  guint id = g_timeout_add (20, nothing_cb, NULL);

  while (strstr (self->log->str, text) == NULL && g_get_monotonic_time () < until)
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (id);
  if (strstr (self->log->str, text) == NULL)
    g_error ("not in the broker's log: %s\n%s", text, self->log->str);
}

FlFakeClientOptions
test_broker_options (TestBroker *self)
{
  return (FlFakeClientOptions) {
    .host = "localhost",
    .port = fl_mosquitto_get_port (self->broker),
    .ca = fl_demo_certs_get_ca (self->certs),
    .client_id = "test",
    .username = TEST_USERNAME,
    .password = self->password,
  };
}
