/* WLED: ROOT ← ON, OFF, 0…255; ROOT/col ← #RRGGBB; reports on ROOT/g, /c and /v, last will on ROOT/status. ROOT is wled/MAC
 * if nobody changed it; another one shows by what comes on ROOT/v.
 *
 * Source: wled/WLED wled00/mqtt.cpp, xml.cpp (/v), wled.h. Pure.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "devices/fl-convention.h"

G_BEGIN_DECLS

#define FL_TYPE_CONVENTION_WLED (fl_convention_wled_get_type ())

G_DECLARE_FINAL_TYPE (FlConventionWled, fl_convention_wled, FL, CONVENTION_WLED, GObject)

FlConvention *fl_convention_wled_new (FlDeviceSettings *settings) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
