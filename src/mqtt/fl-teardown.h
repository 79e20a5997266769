/* Connections that were let go, and who waits until nothing is left of them.
 *
 * One thread: the connections' owner's (main). Nothing here waits: a connection is torn down by a worker of its own.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "mqtt/fl-connection.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/** FlTeardown: reference-counted; each connection that is not gone yet holds a reference. */
typedef struct _FlTeardown FlTeardown;

FlTeardown *fl_teardown_new    (void) G_GNUC_WARN_UNUSED_RESULT;
FlTeardown *fl_teardown_ref    (FlTeardown   *self);
void        fl_teardown_unref  (FlTeardown   *self);
void        fl_teardown_close  (FlTeardown   *self,
                                FlConnection *connection,
                                gboolean      politely);
void        fl_teardown_answer (FlTeardown   *self,
                                GTask        *task);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FlTeardown, fl_teardown_unref)

G_END_DECLS
