/* What was published and is not acknowledged yet: each answers its GTask once. Main thread only.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "mqtt/fl-connection.h"

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _FlDeliveries FlDeliveries;

FlDeliveries *fl_deliveries_new      (void) G_GNUC_WARN_UNUSED_RESULT;
void          fl_deliveries_free     (FlDeliveries            *self);
gboolean      fl_deliveries_check    (const char              *topic,
                                      GBytes                  *payload,
                                      GError                 **error);
guint64       fl_deliveries_add      (FlDeliveries            *self,
                                      GTask                   *task);
void          fl_deliveries_answer   (FlDeliveries            *self,
                                      const FlConnectionEvent *event);
void          fl_deliveries_fail_all (FlDeliveries            *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FlDeliveries, fl_deliveries_free)

G_END_DECLS
