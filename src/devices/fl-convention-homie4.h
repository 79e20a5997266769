/* Homie 3 and 4: each attribute of a device, of its nodes and of their properties on a retained topic of its own, below
 * ROOT/DEVICE; the version on ROOT/DEVICE/$homie.
 *
 * Source: homieiot/convention, convention.md at tag v4.0.0.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "devices/fl-convention.h"

G_BEGIN_DECLS

/* Ceilings of what is kept. */
#define FL_CONVENTION_HOMIE4_MAX_DEVICES 4096
#define FL_CONVENTION_HOMIE4_MAX_PROPERTIES 128 /* of one device: with each change all of it is described anew */
#define FL_CONVENTION_HOMIE4_MAX_ATTRIBUTE_BYTES 1024

#define FL_TYPE_CONVENTION_HOMIE4 (fl_convention_homie4_get_type ())

G_DECLARE_FINAL_TYPE (FlConventionHomie4, fl_convention_homie4, FL, CONVENTION_HOMIE4, GObject)

FlConvention *fl_convention_homie4_new (FlDeviceSettings *settings) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
