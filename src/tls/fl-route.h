/* What the route to a broker shows: this computer, a private network, a tunnel by its name, or the internet.
 *
 * Only that: whether a tunnel encrypts, and where it ends, cannot be seen from here.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "tls/fl-route-source.h"

G_BEGIN_DECLS

typedef enum
{
  FL_ROUTE_LOOPBACK, /* this computer itself */
  FL_ROUTE_PRIVATE,  /* an address that nobody routes over the internet */
  FL_ROUTE_TUNNEL,   /* whatever the address: it leaves through a tunnel */
  FL_ROUTE_PUBLIC,
} FlRouteKind;

/* Immutable, atomically reference-counted; any thread. */
typedef struct _FlRoute FlRoute;

#define FL_TYPE_ROUTE (fl_route_get_type ())

GType        fl_route_get_type      (void) G_GNUC_CONST;
FlRoute     *fl_route_new           (FlRouteKind           kind,
                                     const char           *interface) G_GNUC_WARN_UNUSED_RESULT;
FlRoute     *fl_route_judge         (GInetAddress         *peer,
                                     GInetAddress         *local,
                                     GPtrArray            *interfaces) G_GNUC_WARN_UNUSED_RESULT;
FlRoute     *fl_route_find          (const FlRouteSource  *source,
                                     const char           *address) G_GNUC_WARN_UNUSED_RESULT;
void         fl_route_find_async    (const FlRouteSource  *source,
                                     const char           *address,
                                     GCancellable         *cancellable,
                                     GAsyncReadyCallback   callback,
                                     gpointer              user_data);
FlRoute     *fl_route_find_finish   (GAsyncResult         *result,
                                     GError              **error) G_GNUC_WARN_UNUSED_RESULT;
FlRoute     *fl_route_ref           (FlRoute              *self);
void         fl_route_unref         (FlRoute              *self);
FlRouteKind  fl_route_get_kind      (const FlRoute        *self);
const char  *fl_route_get_interface (const FlRoute        *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FlRoute, fl_route_unref)

G_END_DECLS
