/* Which firmware a kind of simulated device runs: the one list of them.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "demo/fl-fake-board.h"

G_BEGIN_DECLS

const FlFakeFirmware *fl_fake_firmware_of_kind (FlFakeDeviceKind kind);

G_END_DECLS
