/* Homie 5: all of a device in one retained document, DOMAIN/5/DEVICE/$description; $target says that a command was accepted.
 *
 * Source: homieiot/convention, convention.md at 063301d6. Pure.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "devices/fl-convention.h"

G_BEGIN_DECLS

#define FL_TYPE_CONVENTION_HOMIE5 (fl_convention_homie5_get_type ())

G_DECLARE_FINAL_TYPE (FlConventionHomie5, fl_convention_homie5, FL, CONVENTION_HOMIE5, GObject)

FlConvention *fl_convention_homie5_new (FlDeviceSettings *settings) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
