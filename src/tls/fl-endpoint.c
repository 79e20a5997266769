/* Where a broker is: the host as the user named it, the port, and the address it resolved to.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "fernlight-endpoint"

#include "config.h"

#include "tls/fl-endpoint.h"

#include <gio/gio.h>
#include <string.h>

struct _FlEndpoint
{
  char    *host;    /* without brackets */
  char    *address; /* numeric, or NULL: not resolved yet */
  guint16  port;
};

G_DEFINE_BOXED_TYPE (FlEndpoint, fl_endpoint, fl_endpoint_ref, fl_endpoint_unref)

static void
endpoint_clear (gpointer data)
{
  FlEndpoint *self = data;

  g_free (self->host);
  g_free (self->address);
}

/* "[::1]" is how a URL writes "::1". */
static char *
dup_without_brackets (const char *host)
{
  size_t length = strlen (host);

  if (length > 2 && host[0] == '[' && host[length - 1] == ']')
    return g_strndup (host + 1, length - 2);
  return g_strdup (host);
}

/**
 * fl_endpoint_new:
 * @host: a name or a numeric address, IPv6 with or without brackets; not empty
 * @port: the TCP port
 *
 * A numeric @host is its own address. Thread: any.
 */
FlEndpoint *
fl_endpoint_new (const char *host,
                 guint16     port)
{
  FlEndpoint *self;

  g_return_val_if_fail (host != NULL && host[0] != '\0', NULL);

  self = g_atomic_rc_box_new0 (FlEndpoint);
  self->host = dup_without_brackets (host);
  self->port = port;
  if (g_hostname_is_ip_address (self->host))
    self->address = g_strdup (self->host);
  return self;
}

/**
 * fl_endpoint_with_address:
 * @address: a numeric address that the host resolved to
 *
 * Returns: (transfer full): a new endpoint with the same host and port
 */
FlEndpoint *
fl_endpoint_with_address (const FlEndpoint *self,
                          const char       *address)
{
  FlEndpoint *copy;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (address != NULL && g_hostname_is_ip_address (address), NULL);

  copy = fl_endpoint_new (self->host, self->port);
  g_free (copy->address);
  copy->address = g_strdup (address);
  return copy;
}

FlEndpoint *
fl_endpoint_ref (FlEndpoint *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_atomic_rc_box_acquire (self);
}

void
fl_endpoint_unref (FlEndpoint *self)
{
  g_return_if_fail (self != NULL);

  g_atomic_rc_box_release_full (self, endpoint_clear);
}

/* As the user named it, without brackets. */
const char *
fl_endpoint_get_host (const FlEndpoint *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->host;
}

guint16
fl_endpoint_get_port (const FlEndpoint *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->port;
}

/* The numeric address to connect to, or NULL while the name is not resolved. */
const char *
fl_endpoint_get_address (const FlEndpoint *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->address;
}

/* Whether the user named a numeric address: then no SNI is sent, and the certificate must hold the address. */
gboolean
fl_endpoint_host_is_address (const FlEndpoint *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return g_hostname_is_ip_address (self->host);
}

/* Same host (ASCII case aside) and port; the address may differ. */
gboolean
fl_endpoint_equal (const FlEndpoint *a,
                   const FlEndpoint *b)
{
  g_return_val_if_fail (a != NULL && b != NULL, FALSE);

  return a->port == b->port && g_ascii_strcasecmp (a->host, b->host) == 0;
}

/* "host:8883", "[::1]:8883". */
char *
fl_endpoint_to_text (const FlEndpoint *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  if (strchr (self->host, ':') != NULL)
    return g_strdup_printf ("[%s]:%u", self->host, self->port);
  return g_strdup_printf ("%s:%u", self->host, self->port);
}
