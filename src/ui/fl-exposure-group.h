/* "Who else gets in?" on the Security page: a button, and what was found out.
 *
 * Hidden for brokers that are not the user's own; nothing is asked before the button is pressed.
 *
 * Properties, all writable: "settings" (#FlLinkSettings or %NULL) and "n-messages" (received so far); see FlExposure.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "session/fl-exposure.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define FL_TYPE_EXPOSURE_GROUP (fl_exposure_group_get_type ())

G_DECLARE_FINAL_TYPE (FlExposureGroup, fl_exposure_group, FL, EXPOSURE_GROUP, AdwBin)

GtkWidget  *fl_exposure_group_new          (void) G_GNUC_WARN_UNUSED_RESULT;
FlExposure *fl_exposure_group_get_exposure (FlExposureGroup *self);

G_END_DECLS
