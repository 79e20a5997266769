/* The one-topic form: commands and whatever is known share one topic, as on Adafruit IO feeds and in
 * sketches after it. The device does not report; we see our own words again.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "devices/fl-convention.h"

G_BEGIN_DECLS

#define FL_TYPE_CONVENTION_ONE_TOPIC (fl_convention_one_topic_get_type ())

G_DECLARE_FINAL_TYPE (FlConventionOneTopic, fl_convention_one_topic, FL, CONVENTION_ONE_TOPIC, GObject)

FlConvention *fl_convention_one_topic_new (FlDeviceSettings *settings) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
