/* Tests of fl-probe: the time-out, cancellation, the asynchronous form. What servers can do to it is in
 * tests/live/tls-probe.py.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "tls/fl-probe.h"

#include "support/fl-test-tls.h"

#include <unistd.h>

/* A loopback port whose connections the kernel accepts and nobody ever answers. */
static GSocket *
listen_silently (guint16 *port)
{
  g_autoptr(GSocket) socket = g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, NULL);
  g_autoptr(GSocketAddress) any = g_inet_socket_address_new_from_string ("127.0.0.1", 0);
  g_autoptr(GSocketAddress) bound = NULL;

  g_assert_true (g_socket_bind (socket, any, TRUE, NULL));
  g_assert_true (g_socket_listen (socket, NULL));
  bound = g_socket_get_local_address (socket, NULL);
  *port = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (bound));

  return g_steal_pointer (&socket);
}

static gpointer
serve_one (gpointer user_data)
{
  g_autoptr(GSocket) connection = g_socket_accept (user_data, NULL, NULL);
  const FlTestAuthority *authority = fl_test_authority_get ();
  SSL *ssl = fl_test_server_new (authority->cert, authority->key);
  char scrap[16];
  int n_read;

  g_socket_set_blocking (connection, TRUE);
  SSL_set_fd (ssl, g_socket_get_fd (connection));
  while (SSL_accept (ssl) <= 0)
    g_usleep (1000); /* GSocket's descriptor does not block */
  while ((n_read = SSL_read (ssl, scrap, sizeof scrap)) < 0 && SSL_get_error (ssl, n_read) == SSL_ERROR_WANT_READ)
    g_usleep (1000);
  SSL_free (ssl);

  return GINT_TO_POINTER (n_read);
}

static FlEndpoint *
local_endpoint (guint16 port)
{
  g_autoptr(FlEndpoint) endpoint = fl_endpoint_new ("localhost", port);

  return fl_endpoint_with_address (endpoint, "127.0.0.1");
}

static void
test_timeout (void)
{
  guint16 port;
  g_autoptr(GSocket) listener = listen_silently (&port);
  g_autoptr(FlEndpoint) endpoint = local_endpoint (port);
  g_autoptr(FlTrust) trust = fl_trust_new_insecure ();
  gint64 begun = g_get_monotonic_time ();
  g_autoptr(GError) error = NULL;
  g_autoptr(FlTlsReport) report = fl_probe_run (endpoint, trust, 300, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpint (fl_tls_report_get_fault (report), ==, FL_TLS_FAULT_TIMEOUT);
  g_assert_cmpint (g_get_monotonic_time () - begun, >=, 290 * G_TIME_SPAN_MILLISECOND);
  g_assert_cmpint (g_get_monotonic_time () - begun, <, 30 * G_TIME_SPAN_SECOND);
  g_assert_false (g_socket_is_closed (listener));
}

static void
test_refused (void)
{
  guint16 port;
  GSocket *listener = listen_silently (&port);
  g_autoptr(FlEndpoint) endpoint = local_endpoint (port);
  g_autoptr(FlTrust) trust = fl_trust_new_insecure ();
  g_autoptr(FlTlsReport) report = NULL;

  g_object_unref (listener);
  report = fl_probe_run (endpoint, trust, 20000, NULL, NULL);
  g_assert_cmpint (fl_tls_report_get_fault (report), ==, FL_TLS_FAULT_REFUSED);
}

static gpointer
cancel_soon (gpointer user_data)
{
  g_usleep (100 * G_TIME_SPAN_MILLISECOND);
  g_cancellable_cancel (user_data);

  return NULL;
}

static void
test_cancel (void)
{
  guint16 port;
  g_autoptr(GSocket) listener = listen_silently (&port);
  g_autoptr(FlEndpoint) endpoint = local_endpoint (port);
  g_autoptr(FlTrust) trust = fl_trust_new_insecure ();
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GError) error = NULL;
  gint64 begun = g_get_monotonic_time ();
  GThread *thread = g_thread_new ("cancel", cancel_soon, cancellable);
  g_autoptr(FlTlsReport) report = fl_probe_run (endpoint, trust, 120000, cancellable, &error);

  g_thread_join (thread);
  g_assert_null (report);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpint (g_get_monotonic_time () - begun, <, 60 * G_TIME_SPAN_SECOND);
  g_clear_error (&error);
  g_assert_null (fl_probe_run (endpoint, trust, 120000, cancellable, &error)); /* from the start */
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_false (g_socket_is_closed (listener));
}

static void
probe_ran_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  FlTlsReport **report = user_data;
  g_autoptr(GError) error = NULL;

  *report = fl_probe_run_finish (FL_PROBE (source), result, &error);
  g_assert_no_error (error);
}

static void
test_async (void)
{
  guint16 port;
  g_autoptr(GSocket) listener = listen_silently (&port);
  g_autoptr(FlEndpoint) endpoint = local_endpoint (port);
  g_autoptr(FlTrust) trust = fl_trust_new_ca (fl_test_authority_get ()->ca_pem, NULL);
  g_autoptr(FlProbe) probe = fl_probe_new (endpoint, trust);
  g_autoptr(FlTlsReport) report = NULL;
  GThread *server = g_thread_new ("server", serve_one, listener);

  fl_probe_set_timeout (probe, 60000);
  fl_probe_run_async (probe, NULL, probe_ran_cb, &report);
  while (report == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpstr (fl_tls_report_get_error_text (report), ==, NULL);
  g_assert_true (fl_tls_report_is_connected (report));
  g_assert_true (fl_verdict_is_trusted (fl_tls_report_get_verdict (report)));
  g_assert_cmpint (GPOINTER_TO_INT (g_thread_join (server)), ==, 0); /* closed, nothing was sent */
}

/* Never answers the goodbye: waits until the other side has hung up. */
static gpointer
serve_without_goodbye (gpointer user_data)
{
  g_autoptr(GSocket) connection = g_socket_accept (user_data, NULL, NULL);
  const FlTestAuthority *authority = fl_test_authority_get ();
  SSL *ssl = fl_test_server_new (authority->cert, authority->key);
  char scrap[64];

  SSL_set_fd (ssl, g_socket_get_fd (connection));
  while (SSL_accept (ssl) <= 0)
    g_usleep (1000); /* GSocket's descriptor does not block */
  g_socket_set_blocking (connection, TRUE);
  while (g_socket_receive (connection, scrap, sizeof scrap, NULL, NULL) > 0)
    continue;
  SSL_set_quiet_shutdown (ssl, 1);
  SSL_free (ssl);

  return NULL;
}

static guint
count_messages (FlHandshake *handshake,
                const char  *name)
{
  guint n = 0;

  for (guint i = 0; i < fl_handshake_get_n_messages (handshake); i++)
    if (g_str_equal (fl_handshake_get_message (handshake, i)->name, name))
      n++;
  return n;
}

/* The report does not hang on the other side's goodbye. */
static void
test_no_goodbye (void)
{
  guint16 port;
  g_autoptr(GSocket) listener = listen_silently (&port);
  g_autoptr(FlEndpoint) endpoint = local_endpoint (port);
  g_autoptr(FlTrust) trust = fl_trust_new_ca (fl_test_authority_get ()->ca_pem, NULL);
  GThread *server = g_thread_new ("server", serve_without_goodbye, listener);
  g_autoptr(FlTlsReport) report = fl_probe_run (endpoint, trust, 60000, NULL, NULL);
  FlHandshake *handshake = fl_tls_report_get_handshake (report);

  g_assert_true (fl_tls_report_is_connected (report));
  g_assert_cmpuint (count_messages (handshake, "Alert close_notify"), ==, 1); /* ours */
  g_thread_join (server);
}

/* The probe is let go of while it runs: it still finishes, and calls back. */
static void
test_dropped (void)
{
  guint16 port;
  g_autoptr(GSocket) listener = listen_silently (&port);
  g_autoptr(FlEndpoint) endpoint = local_endpoint (port);
  g_autoptr(FlTrust) trust = fl_trust_new_insecure ();
  g_autoptr(FlTlsReport) report = NULL;
  FlProbe *probe = fl_probe_new (endpoint, trust);

  fl_probe_set_timeout (probe, 200);
  fl_probe_run_async (probe, NULL, probe_ran_cb, &report);
  g_object_unref (probe);
  while (report == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpint (fl_tls_report_get_fault (report), ==, FL_TLS_FAULT_TIMEOUT);
  g_assert_false (g_socket_is_closed (listener));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/probe/timeout", test_timeout);
  g_test_add_func ("/probe/refused", test_refused);
  g_test_add_func ("/probe/cancel", test_cancel);
  g_test_add_func ("/probe/async", test_async);
  g_test_add_func ("/probe/no-goodbye", test_no_goodbye);
  g_test_add_func ("/probe/dropped", test_dropped);

  return g_test_run ();
}
