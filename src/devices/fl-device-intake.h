/* What a message says about a device, put on its card: values, tables, times, encryption.
 *
 * Main thread only. Times are real µs.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "devices/fl-device.h"
#include "messages/fl-message.h"
#include "messages/fl-payload.h"

G_BEGIN_DECLS

gint64   fl_device_intake_find_time       (FlPayload       *payload,
                                           const FlMessage *message,
                                           FlTimeOrigin    *origin);
void     fl_device_intake_take_time       (FlDevice        *device,
                                           FlPayload       *payload,
                                           gint64           time,
                                           FlTimeOrigin     origin);
void     fl_device_intake_take_values     (FlDevice        *device,
                                           const FlMessage *message);
gboolean fl_device_intake_take_encryption (FlDevice        *device,
                                           const FlMessage *message,
                                           gboolean         is_report);
gboolean fl_device_intake_expire          (FlDevice        *device,
                                           gint64           now);

G_END_DECLS
