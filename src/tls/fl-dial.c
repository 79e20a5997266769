/* A TCP connection for a handshake of our own: the name resolved, the connection made, waiting bounded.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "fernlight-dial"

#include "tls/fl-dial.h"

#include "tls/fl-dial-limit.h"

#include <openssl/err.h>

/* A TCP connection being made, in a main context of its own so that time-out and cancellation can end it. */
typedef struct
{
  GCancellable      *cancellable;
  GSocketConnection *connection;
  GError            *error;
  gboolean           is_done;
  gboolean           is_late;
} Attempt;

static void
tcp_connected_cb (GObject      *source,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  Attempt *attempt = user_data;

  attempt->connection = g_socket_client_connect_finish (G_SOCKET_CLIENT (source), result, &attempt->error);
  attempt->is_done = TRUE;
}

static gboolean
time_is_up_cb (gpointer user_data)
{
  Attempt *attempt = user_data;

  attempt->is_late = TRUE;
  g_cancellable_cancel (attempt->cancellable);

  return G_SOURCE_REMOVE;
}

static void
run_cancelled_cb (GCancellable *cancellable,
                  gpointer      inner)
{
  g_cancellable_cancel (inner);
}

static GSocketConnectable *
make_connectable (const FlEndpoint *endpoint)
{
  const char *address = fl_endpoint_get_address (endpoint);
  guint16 port = fl_endpoint_get_port (endpoint);

  if (address != NULL)
    return G_SOCKET_CONNECTABLE (g_inet_socket_address_new_from_string (address, port));

  return g_network_address_new (fl_endpoint_get_host (endpoint), port);
}

static void
iterate_until_done (Attempt      *attempt,
                    GMainContext *context,
                    gint64        deadline)
{
  gint64 left_us = MAX (deadline - g_get_monotonic_time (), 0);
  g_autoptr(GSource) timeout = g_timeout_source_new (left_us / G_TIME_SPAN_MILLISECOND);

  g_source_set_callback (timeout, time_is_up_cb, attempt, NULL);
  g_source_attach (timeout, context);
  while (!attempt->is_done)
    g_main_context_iteration (context, TRUE);
  g_source_destroy (timeout);
}

/* Where connections are counted, this is one of them. */
static gboolean
may_dial (FlEndpoint  *endpoint,
          GError     **error)
{
  if (fl_dial_limit_take (fl_endpoint_get_host (endpoint), g_get_monotonic_time ()) == 0)
    return TRUE;
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT, "too many connections");
  return FALSE;
}

/**
 * fl_dial:
 * @endpoint: whom to reach; its address, if it has one, else its host is resolved
 * @deadline: monotonic, microseconds
 * @cancellable: ends it at once; any thread may cancel
 * @error: its domain says at which of the two it ended, the name or the connection
 *
 * Blocks. Not for the main thread of the application. Counts as a connection with fl_dial_limit_take().
 *
 * Returns: (transfer full): a connection over which nothing was sent
 */
GSocketConnection *
fl_dial (FlEndpoint    *endpoint,
         gint64         deadline,
         GCancellable  *cancellable,
         GError       **error)
{
  g_autoptr(GMainContext) context = NULL;
  g_autoptr(GSocketConnectable) connectable = NULL;
  g_autoptr(GSocketClient) client = NULL;
  g_autoptr(GCancellable) inner = NULL;
  Attempt attempt = { 0 };
  gulong handler;

  g_return_val_if_fail (endpoint != NULL && G_IS_CANCELLABLE (cancellable), NULL);

  if (!may_dial (endpoint, error))
    return NULL;

  context = g_main_context_new ();
  connectable = make_connectable (endpoint);
  inner = g_cancellable_new ();
  attempt.cancellable = inner;
  handler = g_cancellable_connect (cancellable, G_CALLBACK (run_cancelled_cb), g_object_ref (inner), g_object_unref);
  g_main_context_push_thread_default (context);
  client = g_socket_client_new ();
  g_socket_client_set_enable_proxy (client, FALSE);
  g_socket_client_connect_async (client, connectable, inner, tcp_connected_cb, &attempt);
  iterate_until_done (&attempt, context, deadline);
  g_main_context_pop_thread_default (context);
  g_cancellable_disconnect (cancellable, handler);

  if (attempt.connection == NULL && attempt.is_late && !g_cancellable_is_cancelled (cancellable))
    {
      g_clear_error (&attempt.error);
      g_set_error_literal (&attempt.error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT, "timed out");
    }
  if (attempt.error != NULL)
    g_propagate_error (error, attempt.error);

  return attempt.connection;
}

/* What an error of fl_dial() means. */
FlTlsFault
fl_dial_fault_from_error (const GError *error)
{
  g_return_val_if_fail (error != NULL, FL_TLS_FAULT_UNREACHABLE);

  if (error->domain == G_RESOLVER_ERROR)
    return FL_TLS_FAULT_NAME_NOT_FOUND;
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CONNECTION_REFUSED))
    return FL_TLS_FAULT_REFUSED;
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT))
    return FL_TLS_FAULT_TIMEOUT;

  return FL_TLS_FAULT_UNREACHABLE;
}

/* Returns: (transfer full): the endpoint with the address that answered */
FlEndpoint *
fl_dial_find_address (FlEndpoint        *endpoint,
                      GSocketConnection *connection)
{
  g_autoptr(GSocketAddress) peer = NULL;
  g_autofree char *address = NULL;

  g_return_val_if_fail (endpoint != NULL && G_IS_SOCKET_CONNECTION (connection), NULL);

  peer = g_socket_connection_get_remote_address (connection, NULL);
  if (!G_IS_INET_SOCKET_ADDRESS (peer))
    return fl_endpoint_ref (endpoint);

  address = g_inet_address_to_string (g_inet_socket_address_get_address (G_INET_SOCKET_ADDRESS (peer)));

  return fl_endpoint_with_address (endpoint, address);
}

/**
 * fl_dial_wait:
 * @fd: a socket
 * @events: G_IO_IN or G_IO_OUT
 * @deadline: monotonic, microseconds
 * @cancellable: ends the waiting
 *
 * Blocks. Any thread but the main one.
 */
FlDialWait
fl_dial_wait (int           fd,
              gushort       events,
              gint64        deadline,
              GCancellable *cancellable)
{
  GPollFD fds[2] = { { .fd = fd, .events = events } };
  gboolean has_pollfd = g_cancellable_make_pollfd (cancellable, &fds[1]);
  gint64 left_us;
  int n_ready;

  do
    {
      left_us = deadline - g_get_monotonic_time ();
      n_ready = left_us > 0 ? g_poll (fds, has_pollfd ? 2 : 1, (left_us + 999) / G_TIME_SPAN_MILLISECOND) : 0;
    }
  while (n_ready < 0 || (n_ready == 0 && left_us > 0));
  if (has_pollfd)
    g_cancellable_release_fd (cancellable);

  if (g_cancellable_is_cancelled (cancellable))
    return FL_DIAL_CANCELLED;

  return n_ready > 0 ? FL_DIAL_READY : FL_DIAL_LATE;
}

/* What an SSL call that did not succeed waits for: G_IO_IN, G_IO_OUT, or 0 if it failed. */
gushort
fl_dial_events_wanted (SSL *ssl,
                       int  result)
{
  g_return_val_if_fail (ssl != NULL, 0);

  switch (SSL_get_error (ssl, result))
    {
    case SSL_ERROR_WANT_READ:
      return G_IO_IN;
    case SSL_ERROR_WANT_WRITE:
      return G_IO_OUT;
    default:
      return 0;
    }
}

/**
 * fl_dial_shake_hands:
 * @ssl: a client's, over a socket that does not block
 * @deadline: monotonic, microseconds
 * @cancellable: ends it
 *
 * Blocks. Any thread but the main one.
 *
 * Returns: %FL_DIAL_READY once the handshake is over
 */
FlDialWait
fl_dial_shake_hands (SSL          *ssl,
                     gint64        deadline,
                     GCancellable *cancellable)
{
  FlDialWait wait = FL_DIAL_READY;

  g_return_val_if_fail (ssl != NULL, FL_DIAL_FAILED);

  while (wait == FL_DIAL_READY)
    {
      int result;
      gushort events;

      ERR_clear_error ();
      result = SSL_connect (ssl);
      if (result == 1)
        return FL_DIAL_READY;
      events = fl_dial_events_wanted (ssl, result);
      if (events == 0)
        return FL_DIAL_FAILED;
      wait = fl_dial_wait (SSL_get_fd (ssl), events, deadline, cancellable);
    }
  return wait;
}
