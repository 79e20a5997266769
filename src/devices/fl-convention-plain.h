/* The plain form: {base}/{device}/led/set ← ON/OFF, reported on {base}/{device}/led, last will on
 * {base}/{device}/status; templates and words from the broker's settings.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "devices/fl-convention.h"

G_BEGIN_DECLS

#define FL_TYPE_CONVENTION_PLAIN (fl_convention_plain_get_type ())

G_DECLARE_FINAL_TYPE (FlConventionPlain, fl_convention_plain, FL, CONVENTION_PLAIN, GObject)

FlConvention *fl_convention_plain_new    (FlDeviceSettings *settings) G_GNUC_WARN_UNUSED_RESULT;
/* The topics of a LED that was never seen; device NULL: the base's own card. FALSE: the templates
 * have no such LED. */
gboolean      fl_convention_plain_expect (FlConventionPlain *self,
                                          const char        *base,
                                          const char        *device,
                                          const char        *led,
                                          FlTopicMatch      *match);

G_END_DECLS
