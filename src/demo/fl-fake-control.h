/* What a test tells a simulated device while it runs, a line each.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "demo/fl-fake-device-settings.h"

G_BEGIN_DECLS

/**
 * FlFakeControl:
 * @FL_FAKE_CONTROL_UNKNOWN: no such order
 * @FL_FAKE_CONTROL_DONE: "fault CODE", "delay MS": the settings are changed, and that is all
 * @FL_FAKE_CONTROL_RENAMED: "rename TITLE": the settings are changed, and it introduces itself again
 * @FL_FAKE_CONTROL_DROP: "drop": it goes without a word, until …
 * @FL_FAKE_CONTROL_RETURN: "return": … it may come back
 */
typedef enum
{
  FL_FAKE_CONTROL_UNKNOWN,
  FL_FAKE_CONTROL_DONE,
  FL_FAKE_CONTROL_RENAMED,
  FL_FAKE_CONTROL_DROP,
  FL_FAKE_CONTROL_RETURN,
} FlFakeControl;

FlFakeControl fl_fake_control_take (FlFakeDeviceSettings *settings,
                                    const char           *line);

G_END_DECLS
