/* What this computer knows of its interfaces, and from which of its addresses a packet would leave.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* One address of one interface. */
typedef struct
{
  char         *name;
  GInetAddress *address;
  gboolean      is_tunnel; /* tun, tap, WireGuard, GRE, IP in IP: what goes in comes out elsewhere */
} FlRouteInterface;

/* Where a route is asked for; the kernel's own, or a test's. Both functions may be called by any thread. */
typedef struct
{
  GInetAddress *(*find_local)      (GInetAddress  *peer,
                                    GError       **error);
  GPtrArray    *(*list_interfaces) (GError       **error);
} FlRouteSource;

const FlRouteSource *fl_route_source_get_system    (void);
FlRouteInterface    *fl_route_interface_new        (const char       *name,
                                                    GInetAddress     *address,
                                                    gboolean          is_tunnel) G_GNUC_WARN_UNUSED_RESULT;
void                 fl_route_interface_free       (FlRouteInterface *self);
gboolean             fl_route_interface_is_tunnel  (const char       *name,
                                                    guint             hardware_type,
                                                    const char       *sysfs);

G_END_DECLS
