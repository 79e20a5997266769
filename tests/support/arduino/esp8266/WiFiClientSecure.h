/* The ESP8266's secure client under its short name.
   SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "WiFiClientSecureBearSSL.h"

using namespace BearSSL;
