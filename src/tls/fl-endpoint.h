/* Where a broker is: the host as the user named it, the port, and the address it resolved to.
 *
 * Immutable and reference-counted; usable from every thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define FL_TYPE_ENDPOINT (fl_endpoint_get_type ())

typedef struct _FlEndpoint FlEndpoint;

GType       fl_endpoint_get_type        (void) G_GNUC_CONST;
FlEndpoint *fl_endpoint_new             (const char       *host,
                                         guint16           port) G_GNUC_WARN_UNUSED_RESULT;
FlEndpoint *fl_endpoint_with_address    (const FlEndpoint *self,
                                         const char       *address) G_GNUC_WARN_UNUSED_RESULT;
FlEndpoint *fl_endpoint_ref             (FlEndpoint       *self);
void        fl_endpoint_unref           (FlEndpoint       *self);
const char *fl_endpoint_get_host        (const FlEndpoint *self);
guint16     fl_endpoint_get_port        (const FlEndpoint *self);
const char *fl_endpoint_get_address     (const FlEndpoint *self);
gboolean    fl_endpoint_host_is_address (const FlEndpoint *self);
gboolean    fl_endpoint_equal           (const FlEndpoint *a,
                                         const FlEndpoint *b);
char       *fl_endpoint_to_text         (const FlEndpoint *self) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FlEndpoint, fl_endpoint_unref)

G_END_DECLS
