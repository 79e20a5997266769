/* Simulated devices that speak as Tasmota does.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "demo/fl-fake-board.h"

G_BEGIN_DECLS

extern const FlFakeFirmware fl_fake_tasmota;
extern const FlFakeFirmware fl_fake_tasmota_two;
extern const FlFakeFirmware fl_fake_tasmota_light;

G_END_DECLS
