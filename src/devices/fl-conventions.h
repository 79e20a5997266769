/* Which conventions find devices by themselves: the one list of them.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "devices/fl-convention.h"

G_BEGIN_DECLS

/* GPtrArray of FlConvention, in the order in which they are asked: the first that knows a message has it. */
GPtrArray *fl_conventions_new         (FlDeviceSettings *settings) G_GNUC_WARN_UNUSED_RESULT;
/* What they have to subscribe to beside the base, each filter once. NULL-terminated. */
char     **fl_conventions_dup_filters (void) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
