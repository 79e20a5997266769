/* A resolver for which every name is this computer, so that tests may use the names of services.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

void     fl_test_resolver_install     (void);
unsigned fl_test_resolver_get_n_asked (void);

G_END_DECLS
