/* Simulated devices that speak as Homie 4 and 5 does.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "demo/fl-fake-board.h"

G_BEGIN_DECLS

extern const FlFakeFirmware fl_fake_homie4;
extern const FlFakeFirmware fl_fake_homie5;

G_END_DECLS
