/* What an error number of a device means, what it means for the broker that is looked at, and the one fix.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "esp/fl-device-error.h"
#include "esp/fl-finding.h"
#include "esp/fl-paste-context.h"

G_BEGIN_DECLS

const char *fl_device_error_meaning_to_code (FlDeviceCause         cause);
FlFinding  *fl_device_error_meaning_new     (const FlDeviceError  *error,
                                             const FlPasteContext *context) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
