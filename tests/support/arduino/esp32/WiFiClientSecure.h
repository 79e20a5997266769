/* The ESP32's secure client under the name sketches know.
   SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "NetworkClientSecure.h"

typedef NetworkClientSecure WiFiClientSecure;
