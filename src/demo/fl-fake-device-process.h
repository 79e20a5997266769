/* A simulated device as a process: its connection, its comings and goings.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "demo/fl-child.h"
#include "demo/fl-fake-device-settings.h"

G_BEGIN_DECLS

/* The hidden argument, with the kind behind it: only for whoever looks at a list of processes. */
#define FL_FAKE_DEVICE_ARGUMENT "--fake-device="

int      fl_fake_device_process_main  (int                    argc,
                                       char                 **argv);
gboolean fl_fake_device_process_run   (FlFakeDeviceSettings  *settings,
                                       GError               **error);
FlChild *fl_fake_device_process_spawn (FlFakeDeviceSettings  *settings,
                                       GError               **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
