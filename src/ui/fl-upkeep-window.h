/* The upkeep list: everything that expires or must be renewed, what comes first first.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "session/fl-upkeep.h"

G_BEGIN_DECLS

#define FL_TYPE_UPKEEP_WINDOW (fl_upkeep_window_get_type ())

/* Signal: "open-broker" (const char *id): of a saved broker. */
G_DECLARE_FINAL_TYPE (FlUpkeepWindow, fl_upkeep_window, FL, UPKEEP_WINDOW, AdwWindow)

FlUpkeepWindow *fl_upkeep_window_new (FlUpkeep *upkeep) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
