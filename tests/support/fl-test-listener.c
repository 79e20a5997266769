/* A TLS server on a loopback port, in a thread of its own: one connection after the other, each read to its end.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "support/fl-test-listener.h"

#include "support/fl-test-tls.h"

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

struct _FlTestListener
{
  FlTestSetup  setup;
  GThread     *thread;
  int          fd;
  guint16      port;
  int          n_accepted; /* atomic, as are the next two */
  int          n_shaken;
  int          n_bytes;    /* of application data */
};

static void
serve (FlTestListener *self,
       int             fd)
{
  const FlTestAuthority *authority = fl_test_authority_get ();
  SSL *ssl = fl_test_server_new (authority->cert, authority->key);
  char scrap[64];
  int n;

  if (self->setup != NULL)
    self->setup (ssl);
  SSL_set_fd (ssl, fd);
  if (SSL_accept (ssl) == 1)
    {
      g_atomic_int_inc (&self->n_shaken);
      while ((n = SSL_read (ssl, scrap, sizeof scrap)) > 0)
        g_atomic_int_add (&self->n_bytes, n);
    }
  SSL_free (ssl);
  close (fd);
}

static gpointer
run (gpointer data)
{
  FlTestListener *self = data;
  int fd;

  while ((fd = accept (self->fd, NULL, NULL)) >= 0)
    {
      g_atomic_int_inc (&self->n_accepted);
      serve (self, fd);
    }
  return NULL;
}

FlTestListener *
fl_test_listener_new (FlTestSetup setup)
{
  FlTestListener *self = g_new0 (FlTestListener, 1);
  struct sockaddr_in address = { .sin_family = AF_INET, .sin_addr.s_addr = htonl (INADDR_LOOPBACK) };
  socklen_t n = sizeof address;

  self->setup = setup;
  self->fd = socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  g_assert_cmpint (bind (self->fd, (struct sockaddr *) &address, n), ==, 0);
  g_assert_cmpint (listen (self->fd, 16), ==, 0);
  g_assert_cmpint (getsockname (self->fd, (struct sockaddr *) &address, &n), ==, 0);
  self->port = ntohs (address.sin_port);
  self->thread = g_thread_new ("listener", run, self);

  return self;
}

void
fl_test_listener_free (FlTestListener *self)
{
  shutdown (self->fd, SHUT_RDWR);
  g_thread_join (self->thread);
  close (self->fd);
  g_free (self);
}

guint16
fl_test_listener_get_port (FlTestListener *self)
{
  return self->port;
}

int
fl_test_listener_get_n_accepted (FlTestListener *self)
{
  return g_atomic_int_get (&self->n_accepted);
}

int
fl_test_listener_get_n_shaken (FlTestListener *self)
{
  return g_atomic_int_get (&self->n_shaken);
}

/* Application data that came, of all connections together. */
int
fl_test_listener_get_n_bytes (FlTestListener *self)
{
  return g_atomic_int_get (&self->n_bytes);
}
