/* Simulated devices that speak as ESPHome does.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "demo/fl-fake-board.h"

G_BEGIN_DECLS

extern const FlFakeFirmware fl_fake_esphome;
extern const FlFakeFirmware fl_fake_esphome_bare;

G_END_DECLS
