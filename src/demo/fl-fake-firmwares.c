/* Which firmware a kind of simulated device runs: the one list of them.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "fernlight-fake-firmwares"

#include "config.h"

#include "demo/fl-fake-firmwares.h"

#include "demo/fl-fake-esphome.h"
#include "demo/fl-fake-home-assistant.h"
#include "demo/fl-fake-homie.h"
#include "demo/fl-fake-shelly.h"
#include "demo/fl-fake-tasmota.h"
#include "demo/fl-fake-wled.h"

/* The first four are sketches of no firmware's. */
static const FlFakeFirmware * const firmwares[FL_FAKE_DEVICE_N_KINDS] = {
  [FL_FAKE_DEVICE_HA_SWITCH] = &fl_fake_ha_switch,
  [FL_FAKE_DEVICE_HA_LIGHT] = &fl_fake_ha_light,
  [FL_FAKE_DEVICE_HA_LIGHT_JSON] = &fl_fake_ha_light_json,
  [FL_FAKE_DEVICE_HA_SENSOR] = &fl_fake_ha_sensor,
  [FL_FAKE_DEVICE_HA_DEVICE] = &fl_fake_ha_device,
  [FL_FAKE_DEVICE_TASMOTA] = &fl_fake_tasmota,
  [FL_FAKE_DEVICE_TASMOTA_TWO] = &fl_fake_tasmota_two,
  [FL_FAKE_DEVICE_TASMOTA_LIGHT] = &fl_fake_tasmota_light,
  [FL_FAKE_DEVICE_ESPHOME] = &fl_fake_esphome,
  [FL_FAKE_DEVICE_ESPHOME_BARE] = &fl_fake_esphome_bare,
  [FL_FAKE_DEVICE_WLED] = &fl_fake_wled,
  [FL_FAKE_DEVICE_SHELLY1] = &fl_fake_shelly1,
  [FL_FAKE_DEVICE_SHELLY_PLUS] = &fl_fake_shelly_plus,
  [FL_FAKE_DEVICE_HOMIE4] = &fl_fake_homie4,
  [FL_FAKE_DEVICE_HOMIE5] = &fl_fake_homie5,
};

/**
 * fl_fake_firmware_of_kind:
 *
 * Returns: (transfer none) (nullable): the firmware; %NULL: a sketch, which is all fl-fake-device.c
 */
const FlFakeFirmware *
fl_fake_firmware_of_kind (FlFakeDeviceKind kind)
{
  g_return_val_if_fail (kind < FL_FAKE_DEVICE_N_KINDS, NULL);

  return firmwares[kind];
}
