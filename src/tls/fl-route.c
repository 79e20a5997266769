/* What the route to a broker shows: this computer, a private network, a tunnel by its name, or the internet.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "fernlight-route"

#include "config.h"

#include "tls/fl-route.h"

#include "tls/fl-certificate-text.h"

#include <string.h>

struct _FlRoute
{
  FlRouteKind  kind;
  char        *interface;
};

typedef struct
{
  const FlRouteSource *source;
  char                *address;
} Errand;

G_DEFINE_BOXED_TYPE (FlRoute, fl_route, fl_route_ref, fl_route_unref)

static void
clear (gpointer data)
{
  g_free (((FlRoute *) data)->interface);
}

static void
errand_free (gpointer data)
{
  Errand *errand = data;

  g_free (errand->address);
  g_free (errand);
}

/* fc00::/7 (RFC 4193), which GLib does not count as local. */
static gboolean
is_unique_local (GInetAddress *address)
{
  return g_inet_address_get_family (address) == G_SOCKET_FAMILY_IPV6 && (g_inet_address_to_bytes (address)[0] & 0xfe) == 0xfc;
}

static FlRouteKind
kind_of_address (GInetAddress *address)
{
  if (g_inet_address_get_is_loopback (address))
    return FL_ROUTE_LOOPBACK;
  if (g_inet_address_get_is_site_local (address) || g_inet_address_get_is_link_local (address) || is_unique_local (address))
    return FL_ROUTE_PRIVATE;
  return FL_ROUTE_PUBLIC;
}

/* The one interface that has this address; NULL if there is none, or if several share it. */
static const FlRouteInterface *
find_interface (GPtrArray    *interfaces,
                GInetAddress *local)
{
  const FlRouteInterface *found = NULL;

  for (guint i = 0; interfaces != NULL && local != NULL && i < interfaces->len; i++)
    {
      const FlRouteInterface *candidate = interfaces->pdata[i];

      if (!g_inet_address_equal (candidate->address, local) || (found != NULL && strcmp (found->name, candidate->name) == 0))
        continue;
      if (found != NULL)
        return NULL;
      found = candidate;
    }
  return found;
}

/* ::ffff:192.0.2.1 is 192.0.2.1 (RFC 4291, 2.5.5.2). */
static GInetAddress *
parse_address (const char *text)
{
  g_autoptr(GInetAddress) address = g_inet_address_new_from_string (text);
  static const guint8 mapped[12] = { [10] = 0xff, [11] = 0xff };

  if (address != NULL && g_inet_address_get_family (address) == G_SOCKET_FAMILY_IPV6
      && memcmp (g_inet_address_to_bytes (address), mapped, sizeof mapped) == 0)
    return g_inet_address_new_from_bytes (g_inet_address_to_bytes (address) + sizeof mapped, G_SOCKET_FAMILY_IPV4);
  return g_steal_pointer (&address);
}

static void
find_worker (GTask        *task,
             gpointer      source_object,
             gpointer      task_data,
             GCancellable *cancellable)
{
  const Errand *errand = task_data;
  FlRoute *route = fl_route_find (errand->source, errand->address);

  if (route != NULL)
    g_task_return_pointer (task, route, (GDestroyNotify) fl_route_unref);
  else
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, "not an address");
}

/**
 * fl_route_new:
 * @interface: (nullable): by which it leaves; made safe to show
 */
FlRoute *
fl_route_new (FlRouteKind  kind,
              const char  *interface)
{
  FlRoute *self = g_atomic_rc_box_new0 (FlRoute);

  self->kind = kind;
  self->interface = interface != NULL ? fl_certificate_text_escape (interface, strlen (interface)) : NULL;
  return self;
}

/**
 * fl_route_judge:
 * @peer: whom we talk to
 * @local: (nullable): the address we do it from
 * @interfaces: (nullable) (element-type FlRouteInterface): those of this computer
 *
 * Pure: what is told decides. An address of this computer's own is this computer, by whatever name it is called; a
 * tunnel is one by whatever address it leads to. What is not told is not assumed.
 */
FlRoute *
fl_route_judge (GInetAddress *peer,
                GInetAddress *local,
                GPtrArray    *interfaces)
{
  const FlRouteInterface *interface;
  const char *name;

  g_return_val_if_fail (G_IS_INET_ADDRESS (peer), NULL);

  interface = find_interface (interfaces, local);
  name = interface != NULL ? interface->name : NULL;
  if (local != NULL && g_inet_address_equal (peer, local))
    return fl_route_new (FL_ROUTE_LOOPBACK, name);
  if (interface != NULL && interface->is_tunnel)
    return fl_route_new (FL_ROUTE_TUNNEL, name);
  return fl_route_new (kind_of_address (peer), name);
}

/**
 * fl_route_find:
 * @source: whom to ask
 * @address: a numeric address
 *
 * Not for the main thread.
 *
 * Returns: (transfer full) (nullable): %NULL if @address is none; where @source has no answer, what the address itself shows
 */
FlRoute *
fl_route_find (const FlRouteSource *source,
               const char          *address)
{
  g_autoptr(GInetAddress) peer = NULL;
  g_autoptr(GInetAddress) local = NULL;
  g_autoptr(GPtrArray) interfaces = NULL;

  g_return_val_if_fail (source != NULL && address != NULL, NULL);

  peer = parse_address (address);
  if (peer == NULL)
    return NULL;
  local = source->find_local (peer, NULL);
  interfaces = local != NULL ? source->list_interfaces (NULL) : NULL;
  return fl_route_judge (peer, local, interfaces);
}

/* The same in a worker thread. @source: static, such as fl_route_source_get_system(). */
void
fl_route_find_async (const FlRouteSource *source,
                     const char          *address,
                     GCancellable        *cancellable,
                     GAsyncReadyCallback  callback,
                     gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;
  Errand *errand;

  g_return_if_fail (source != NULL && address != NULL);

  errand = g_new0 (Errand, 1);
  errand->source = source;
  errand->address = g_strdup (address);
  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, fl_route_find_async);
  g_task_set_task_data (task, errand, errand_free);
  g_task_run_in_thread (task, find_worker);
}

FlRoute *
fl_route_find_finish (GAsyncResult  *result,
                      GError       **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, fl_route_find_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

FlRoute *
fl_route_ref (FlRoute *self)
{
  return g_atomic_rc_box_acquire (self);
}

void
fl_route_unref (FlRoute *self)
{
  g_atomic_rc_box_release_full (self, clear);
}

FlRouteKind
fl_route_get_kind (const FlRoute *self)
{
  g_return_val_if_fail (self != NULL, FL_ROUTE_PUBLIC);

  return self->kind;
}

/* (transfer none) (nullable): its name, safe to show */
const char *
fl_route_get_interface (const FlRoute *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->interface;
}
