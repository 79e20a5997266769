/* Wi-Fi of the ESP8266 core, with the secure client that really connects.
   SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "wifi-station.h"
#include "WiFiClientSecure.h"
