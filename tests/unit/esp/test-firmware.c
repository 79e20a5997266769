/* Which firmware knows which way, and by what name.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "esp/fl-firmware.h"

static void
test_ids (void)
{
  /* Kept in settings: never changed. */
  static const char *const ids[] = { "esp8266", "esp32", "esphome", "tasmota", "mosquitto-sub", "python-paho" };
  FlFirmware firmware;

  G_STATIC_ASSERT (G_N_ELEMENTS (ids) == FL_N_FIRMWARES);
  for (int i = 0; i < (int) FL_N_FIRMWARES; i++)
    {
      g_assert_cmpstr (fl_firmware_to_id ((FlFirmware) i), ==, ids[i]);
      g_assert_true (fl_firmware_from_id (ids[i], &firmware));
      g_assert_cmpint (firmware, ==, i);
      g_assert_cmpstr (fl_firmware_get_name ((FlFirmware) i), !=, "");
      g_assert_cmpstr (fl_firmware_get_client ((FlFirmware) i), !=, "");
    }
  g_assert_false (fl_firmware_from_id ("esp", &firmware));
}

static void
test_calls (void)
{
  static const struct { FlFirmware firmware; FlSnippetWay way; const char *call; } cases[] = {
    { FL_FIRMWARE_ESP8266, FL_SNIPPET_WAY_FINGERPRINT, "setFingerprint" },
    { FL_FIRMWARE_ESP8266, FL_SNIPPET_WAY_PSK, NULL },
    { FL_FIRMWARE_ESP32, FL_SNIPPET_WAY_FINGERPRINT, NULL },
    { FL_FIRMWARE_ESP32, FL_SNIPPET_WAY_KNOWN_KEY, NULL },
    { FL_FIRMWARE_ESP32, FL_SNIPPET_WAY_CA, "setCACert" },
    { FL_FIRMWARE_ESP32, FL_SNIPPET_WAY_PSK, "setPreSharedKey" },
    { FL_FIRMWARE_TASMOTA, FL_SNIPPET_WAY_FINGERPRINT, NULL },
    { FL_FIRMWARE_TASMOTA, FL_SNIPPET_WAY_KNOWN_KEY, "MqttFingerprint1" },
    { FL_FIRMWARE_MOSQUITTO, FL_SNIPPET_WAY_INSECURE, NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpstr (fl_firmware_get_call (cases[i].firmware, cases[i].way), ==, cases[i].call);
}

/* Nobody is left without a way. */
static void
test_every_firmware_has_a_ca (void)
{
  for (int i = 0; i < (int) FL_N_FIRMWARES; i++)
    g_assert_nonnull (fl_firmware_get_call ((FlFirmware) i, FL_SNIPPET_WAY_CA));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/firmware/ids", test_ids);
  g_test_add_func ("/firmware/calls", test_calls);
  g_test_add_func ("/firmware/every-firmware-has-a-ca", test_every_firmware_has_a_ca);
  return g_test_run ();
}
