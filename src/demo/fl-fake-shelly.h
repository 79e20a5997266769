/* Simulated devices that speak as Shelly, first and second generation does.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "demo/fl-fake-board.h"

G_BEGIN_DECLS

extern const FlFakeFirmware fl_fake_shelly1;
extern const FlFakeFirmware fl_fake_shelly_plus;

G_END_DECLS
