/* Wi-Fi of the ESP8266 core; it brings the secure client with it.
   SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "wifi-station.h"
#include "WiFiClientSecure.h"
