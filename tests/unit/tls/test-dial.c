/* Tests of fl-dial: the ends that a connection can have, and waiting for one.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "tls/fl-dial.h"

#include "support/fl-test-resolver.h"

static GSocket *
listen_silently (guint16 *port)
{
  g_autoptr(GSocket) socket = g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, NULL);
  g_autoptr(GSocketAddress) any = g_inet_socket_address_new_from_string ("127.0.0.1", 0);
  g_autoptr(GSocketAddress) bound = NULL;

  g_socket_set_listen_backlog (socket, 64);
  g_assert_true (g_socket_bind (socket, any, TRUE, NULL));
  g_assert_true (g_socket_listen (socket, NULL));
  bound = g_socket_get_local_address (socket, NULL);
  *port = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (bound));

  return g_steal_pointer (&socket);
}

static gint64
soon (int milliseconds)
{
  return g_get_monotonic_time () + milliseconds * G_TIME_SPAN_MILLISECOND;
}

static void
test_connected (void)
{
  guint16 port;
  g_autoptr(GSocket) listener = listen_silently (&port);
  g_autoptr(FlEndpoint) endpoint = fl_endpoint_new ("broker.example", port);
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GError) error = NULL;
  g_autoptr(GSocketConnection) connection = fl_dial (endpoint, soon (60000), cancellable, &error);
  g_autoptr(FlEndpoint) found = NULL;
  int fd;

  g_assert_no_error (error);
  found = fl_dial_find_address (endpoint, connection);
  g_assert_cmpstr (fl_endpoint_get_host (found), ==, "broker.example");
  g_assert_cmpstr (fl_endpoint_get_address (found), ==, "127.0.0.1");

  fd = g_socket_get_fd (g_socket_connection_get_socket (connection));
  g_assert_cmpint (fl_dial_wait (fd, G_IO_OUT, soon (60000), cancellable), ==, FL_DIAL_READY);
  g_assert_cmpint (fl_dial_wait (fd, G_IO_IN, soon (20), cancellable), ==, FL_DIAL_LATE); /* nobody says anything */
  g_cancellable_cancel (cancellable);
  g_assert_cmpint (fl_dial_wait (fd, G_IO_IN, soon (60000), cancellable), ==, FL_DIAL_CANCELLED);
  g_assert_false (g_socket_is_closed (listener));
}

static void
test_refused (void)
{
  guint16 port;
  GSocket *listener = listen_silently (&port);
  g_autoptr(FlEndpoint) endpoint = fl_endpoint_new ("127.0.0.1", port);
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GError) error = NULL;

  g_object_unref (listener);
  g_assert_null (fl_dial (endpoint, soon (60000), cancellable, &error));
  g_assert_cmpint (fl_dial_fault_from_error (error), ==, FL_TLS_FAULT_REFUSED);
}

static void
test_cancelled (void)
{
  g_autoptr(FlEndpoint) endpoint = fl_endpoint_new ("127.0.0.1", 1);
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GError) error = NULL;

  g_cancellable_cancel (cancellable);
  g_assert_null (fl_dial (endpoint, soon (60000), cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* A service that counts its connections: the twenty-first is not made, and not another is. */
static void
test_counted (void)
{
  guint16 port;
  g_autoptr(GSocket) listener = listen_silently (&port);
  g_autoptr(FlEndpoint) endpoint = fl_endpoint_new ("io.adafruit.com", port);
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GError) error = NULL;

  for (int i = 0; i < 20; i++)
    {
      g_autoptr(GSocketConnection) connection = fl_dial (endpoint, soon (60000), cancellable, &error);

      g_assert_no_error (error);
      g_assert_nonnull (connection);
    }
  g_assert_null (fl_dial (endpoint, soon (60000), cancellable, &error));
  g_assert_cmpint (fl_dial_fault_from_error (error), ==, FL_TLS_FAULT_TIMEOUT);
  g_assert_false (g_socket_is_closed (listener));
}

static void
test_faults (void)
{
  static const struct { GQuark (*domain) (void); int code; FlTlsFault fault; } cases[] = {
    { g_resolver_error_quark, G_RESOLVER_ERROR_NOT_FOUND, FL_TLS_FAULT_NAME_NOT_FOUND },
    { g_io_error_quark, G_IO_ERROR_CONNECTION_REFUSED, FL_TLS_FAULT_REFUSED },
    { g_io_error_quark, G_IO_ERROR_TIMED_OUT, FL_TLS_FAULT_TIMEOUT },
    { g_io_error_quark, G_IO_ERROR_NETWORK_UNREACHABLE, FL_TLS_FAULT_UNREACHABLE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = g_error_new_literal (cases[i].domain (), cases[i].code, "");

      g_assert_cmpint (fl_dial_fault_from_error (error), ==, cases[i].fault);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  fl_test_resolver_install ();

  g_test_add_func ("/dial/connected", test_connected);
  g_test_add_func ("/dial/refused", test_refused);
  g_test_add_func ("/dial/cancelled", test_cancelled);
  g_test_add_func ("/dial/counted", test_counted);
  g_test_add_func ("/dial/faults", test_faults);

  return g_test_run ();
}
