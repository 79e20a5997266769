/* What runs on a device, or beside it, and connects to a broker: its name, its secure client, the ways it knows.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "esp/fl-snippet-way.h"

G_BEGIN_DECLS

typedef enum
{
  FL_FIRMWARE_ESP8266,   /* Arduino core, BearSSL */
  FL_FIRMWARE_ESP32,     /* Arduino core, mbedTLS */
  FL_FIRMWARE_ESPHOME,
  FL_FIRMWARE_TASMOTA,
  FL_FIRMWARE_MOSQUITTO, /* mosquitto_sub */
  FL_FIRMWARE_PYTHON,    /* paho-mqtt */
} FlFirmware;

#define FL_N_FIRMWARES (FL_FIRMWARE_PYTHON + 1)

const char *fl_firmware_to_id        (FlFirmware    firmware);
gboolean    fl_firmware_from_id      (const char   *id,
                                      FlFirmware   *firmware);
const char *fl_firmware_get_name     (FlFirmware    firmware);
const char *fl_firmware_get_client   (FlFirmware    firmware);
const char *fl_firmware_get_language (FlFirmware    firmware);
const char *fl_firmware_get_call     (FlFirmware    firmware,
                                      FlSnippetWay  way);

G_END_DECLS
