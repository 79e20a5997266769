/* ESPHome, simulated: its topics, documents and lights, by the words of its source.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "unit/demo/fl-board-rig.h"

static const BoardWord node_words[] = {
  { "greenhouse/status", "online", TRUE },
  { "greenhouse/debug", "\033[0;32m*", TRUE },
  { "greenhouse/switch/pump/state", "OFF", TRUE },
  { "greenhouse/light/grow_light/state",
    "{\"color_mode\":\"rgb\",\"state\":\"OFF\",\"brightness\":180,\"color\":{\"r\":255,\"g\":160,\"b\":64}}", TRUE },
  { "greenhouse/sensor/soil_moisture/state", "38.5", TRUE },
  { "homeassistant/switch/greenhouse/pump/config",
    "*\"name\":\"Pump\",\"stat_t\":\"greenhouse/switch/pump/state\",\"cmd_t\":\"greenhouse/switch/pump/command\","
    "\"avty_t\":\"greenhouse/status\",*\"dev\":{*\"name\":\"Greenhouse\",*", TRUE },
  { "homeassistant/light/greenhouse/grow_light/config", "{\"schema\":\"json\",*\"cmd_t\":\"greenhouse/light/grow_light/command\",*", TRUE },
  { "homeassistant/sensor/greenhouse/soil_moisture/config", "*\"unit_of_meas\":\"%\",*", TRUE },
};

static const BoardCommand node_commands[] = {
  { "greenhouse/switch/pump/command", "ON", TRUE, "greenhouse/switch/pump/state", "ON" },
  { "greenhouse/switch/pump/command", "toggle", TRUE, "greenhouse/switch/pump/state", "OFF" },
  { "greenhouse/switch/pump/command", "1", FALSE, NULL, NULL },
  { "greenhouse/light/grow_light/command", "{\"state\":\"ON\",\"brightness\":64}", TRUE, "greenhouse/light/grow_light/state",
    "*\"state\":\"ON\",\"brightness\":64,*" },
  { "greenhouse/light/grow_light/command", "{\"color\":{\"r\":1,\"g\":2,\"b\":3}}", TRUE, "greenhouse/light/grow_light/state",
    "*\"color\":{\"r\":1,\"g\":2,\"b\":3}}" },
  { "greenhouse/light/grow_light/command", "ON", FALSE, NULL, NULL },
  { "greenhouse/light/grow_light/command", "{}", FALSE, NULL, NULL },
  { "esphome/discover", "", TRUE, "esphome/discover/greenhouse", "{*\"friendly_name\":\"Greenhouse\",*\"platform\":\"ESP8266\",*" },
};

static const BoardWord bare_words[] = {
  { "winter-garden/status", "online", TRUE },
  { "winter-garden/switch/pump/state", "OFF", TRUE },
  { "homeassistant/switch/winter-garden/pump/config", NULL, FALSE },
};

static const BoardCommand bare_commands[] = {
  { "winter-garden/switch/pump/command", "ON", TRUE, "winter-garden/switch/pump/state", "ON" },
};

static void
test_node (void)
{
  BoardRig rig;

  board_rig_start (&rig, FL_FAKE_DEVICE_ESPHOME);
  board_rig_expect (&rig, node_words, G_N_ELEMENTS (node_words));
  board_rig_command (&rig, node_commands, G_N_ELEMENTS (node_commands));
  board_rig_end (&rig);
}

static void
test_bare (void)
{
  BoardRig rig;

  board_rig_start (&rig, FL_FAKE_DEVICE_ESPHOME_BARE);
  board_rig_expect (&rig, bare_words, G_N_ELEMENTS (bare_words));
  board_rig_command (&rig, bare_commands, G_N_ELEMENTS (bare_commands));
  board_rig_end (&rig);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/demo/fake-esphome/node", test_node);
  g_test_add_func ("/demo/fake-esphome/bare", test_bare);
  return g_test_run ();
}
