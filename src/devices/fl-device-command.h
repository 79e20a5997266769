/* The payload of a command: in the clear or as a token. Main thread only.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "crypto/fl-key-ring.h"
#include "devices/fl-device-settings.h"
#include "devices/fl-device.h"

G_BEGIN_DECLS

gboolean  fl_device_command_has_to_encrypt (FlDevice         *device,
                                            FlDeviceSettings *settings);
/* keys: NULL for none. NULL with FL_DEVICE_REGISTRY_ERROR_NO_KEY or an FL_FERNET_ERROR. */
GBytes   *fl_device_command_encrypt        (FlDevice         *device,
                                            GBytes           *payload,
                                            FlKeyRing        *keys,
                                            GError          **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
