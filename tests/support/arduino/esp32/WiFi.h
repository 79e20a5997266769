/* Wi-Fi of the ESP32 core; the secure client has a header of its own there.
   SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#ifndef ESP32
#error "This header belongs to the ESP32 core"
#endif

#include "wifi-station.h"
