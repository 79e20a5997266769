/* Simulated devices that speak as WLED does.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "demo/fl-fake-board.h"

G_BEGIN_DECLS

extern const FlFakeFirmware fl_fake_wled;

G_END_DECLS
