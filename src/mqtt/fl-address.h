/* Which address a broker is reached at: looked up, and where there are several, tried.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gio/gio.h>

#include "tls/fl-endpoint.h"

G_BEGIN_DECLS

void        fl_address_find_async  (FlEndpoint           *endpoint,
                                    const char           *preferred,
                                    GCancellable         *cancellable,
                                    GAsyncReadyCallback   callback,
                                    gpointer              user_data);
FlEndpoint *fl_address_find_finish (GAsyncResult         *result,
                                    GError              **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
