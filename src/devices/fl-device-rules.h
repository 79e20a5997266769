/* What is kept of devices from one start to the next: how long their LEDs wait, and what is due from them.
 *
 * As text a line for each device, with tabs between the words: its key (# and the key of its description, or the topic above
 * its topics), the time limit in ms (0: the broker's), and letters: e its LEDs' reports were encrypted, p plain text of it
 * is accepted all the same. A device about which nothing is to be kept has no line. Main thread only.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "devices/fl-device.h"

G_BEGIN_DECLS

#define FL_DEVICE_RULES_MAX 4096

typedef struct _FlDeviceRules FlDeviceRules;

/* Of anything that a file held; lines that are none are passed over. */
FlDeviceRules *fl_device_rules_new   (const char    *text) G_GNUC_WARN_UNUSED_RESULT;
void           fl_device_rules_free  (FlDeviceRules *self);
char          *fl_device_rules_print (FlDeviceRules *self) G_GNUC_WARN_UNUSED_RESULT;
/* Sets the device to what is kept of it. */
void           fl_device_rules_apply (FlDeviceRules *self,
                                      FlDevice      *device);
/* Keeps what the device is set to. TRUE: the text changed. */
gboolean       fl_device_rules_take  (FlDeviceRules *self,
                                      FlDevice      *device);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FlDeviceRules, fl_device_rules_free)

G_END_DECLS
