/* What this computer knows of its interfaces, and from which of its addresses a packet would leave.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "fernlight-route-source"

#include "config.h"

#include "tls/fl-route-source.h"

#include <errno.h>
#include <ifaddrs.h>
#include <linux/if_arp.h>
#include <linux/if_packet.h>
#include <netinet/in.h>
#include <string.h>
#include <unistd.h>

#define SYSFS "/sys/class/net"

/* Discard (RFC 863): a connected datagram socket sends nothing, the port has only to be one. */
#define ANY_PORT 9

static int
open_connected (GSocketAddress  *peer,
                GError         **error)
{
  struct sockaddr_storage native = { 0 };
  const gssize n = g_socket_address_get_native_size (peer);
  int fd;

  if (!g_socket_address_to_native (peer, &native, sizeof native, error))
    return -1;
  fd = socket (native.ss_family, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  if (fd >= 0 && connect (fd, (struct sockaddr *) &native, (socklen_t) n) == 0)
    return fd;
  g_set_error (error, G_IO_ERROR, (int) g_io_error_from_errno (errno), "no route: %s", g_strerror (errno));
  if (fd >= 0)
    close (fd);
  return -1;
}

/* The kernel looks the route up when a datagram socket is connected; no packet leaves. */
static GInetAddress *
find_local (GInetAddress  *peer,
            GError       **error)
{
  g_autoptr(GSocketAddress) wanted = g_inet_socket_address_new (peer, ANY_PORT);
  g_autoptr(GSocketAddress) local = NULL;
  struct sockaddr_storage native = { 0 };
  socklen_t n = sizeof native;
  const int fd = open_connected (wanted, error);

  if (fd < 0)
    return NULL;
  if (getsockname (fd, (struct sockaddr *) &native, &n) == 0)
    local = g_socket_address_new_from_native (&native, n);
  close (fd);
  if (local != NULL && G_IS_INET_SOCKET_ADDRESS (local))
    return g_object_ref (g_inet_socket_address_get_address (G_INET_SOCKET_ADDRESS (local)));
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, "the kernel named no local address");
  return NULL;
}

static guint
hardware_type_of (const struct ifaddrs *all,
                  const char           *name)
{
  for (const struct ifaddrs *i = all; i != NULL; i = i->ifa_next)
    if (i->ifa_addr != NULL && i->ifa_addr->sa_family == AF_PACKET && strcmp (i->ifa_name, name) == 0)
      return ((const struct sockaddr_ll *) (const void *) i->ifa_addr)->sll_hatype;
  return ARPHRD_VOID;
}

static GInetAddress *
address_of (const struct ifaddrs *interface)
{
  g_autoptr(GSocketAddress) address = NULL;
  const int family = interface->ifa_addr != NULL ? interface->ifa_addr->sa_family : AF_UNSPEC;

  if (family != AF_INET && family != AF_INET6)
    return NULL;
  address = g_socket_address_new_from_native (interface->ifa_addr, family == AF_INET ? sizeof (struct sockaddr_in)
                                                                                     : sizeof (struct sockaddr_in6));
  return address != NULL ? g_object_ref (g_inet_socket_address_get_address (G_INET_SOCKET_ADDRESS (address))) : NULL;
}

static GPtrArray *
list_interfaces (GError **error)
{
  g_autoptr(GPtrArray) list = g_ptr_array_new_with_free_func ((GDestroyNotify) fl_route_interface_free);
  struct ifaddrs *all = NULL;

  if (getifaddrs (&all) != 0)
    {
      g_set_error (error, G_IO_ERROR, (int) g_io_error_from_errno (errno), "no list of interfaces: %s", g_strerror (errno));
      return NULL;
    }
  for (const struct ifaddrs *i = all; i != NULL; i = i->ifa_next)
    {
      g_autoptr(GInetAddress) address = address_of (i);

      if (address != NULL)
        g_ptr_array_add (list, fl_route_interface_new (i->ifa_name, address,
                                                       fl_route_interface_is_tunnel (i->ifa_name, hardware_type_of (all, i->ifa_name),
                                                                                     SYSFS)));
    }
  freeifaddrs (all);
  return g_steal_pointer (&list);
}

/* (transfer none): the kernel's own */
const FlRouteSource *
fl_route_source_get_system (void)
{
  static const FlRouteSource source = { find_local, list_interfaces };

  return &source;
}

FlRouteInterface *
fl_route_interface_new (const char   *name,
                        GInetAddress *address,
                        gboolean      is_tunnel)
{
  FlRouteInterface *self;

  g_return_val_if_fail (name != NULL && G_IS_INET_ADDRESS (address), NULL);

  self = g_new0 (FlRouteInterface, 1);
  self->name = g_strdup (name);
  self->address = g_object_ref (address);
  self->is_tunnel = is_tunnel;
  return self;
}

void
fl_route_interface_free (FlRouteInterface *self)
{
  g_free (self->name);
  g_object_unref (self->address);
  g_free (self);
}

/**
 * fl_route_interface_is_tunnel:
 * @hardware_type: `ARPHRD_…` (linux/if_arp.h)
 * @sysfs: the folder of interfaces, "/sys/class/net"
 *
 * A tun or tap device has a file `tun_flags` there. WireGuard, tun and IPsec's xfrm have no hardware header and no
 * device behind them; a mobile modem has no header either, but a device. PPP is no tunnel here: mostly it is the line
 * to the provider.
 *
 * Reads at most two names; blocks as little as sysfs does, but not for the main thread.
 */
gboolean
fl_route_interface_is_tunnel (const char *name,
                              guint       hardware_type,
                              const char *sysfs)
{
  g_autofree char *tun_flags = NULL;
  g_autofree char *device = NULL;

  g_return_val_if_fail (name != NULL && sysfs != NULL, FALSE);

  tun_flags = g_build_filename (sysfs, name, "tun_flags", NULL);
  device = g_build_filename (sysfs, name, "device", NULL);
  switch (hardware_type)
    {
    case ARPHRD_TUNNEL:
    case ARPHRD_TUNNEL6:
    case ARPHRD_SIT:
    case ARPHRD_IPGRE:
    case ARPHRD_IP6GRE:
      return TRUE;
    case ARPHRD_NONE:
      return !g_file_test (device, G_FILE_TEST_EXISTS);
    default:
      return g_file_test (tun_flags, G_FILE_TEST_EXISTS);
    }
}
