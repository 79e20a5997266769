/* The Adafruit MQTT library over any network client, connected.
   SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "Adafruit_MQTT.h"

typedef Adafruit_MQTT Adafruit_MQTT_Client;
