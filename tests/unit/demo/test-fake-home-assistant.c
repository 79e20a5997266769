/* Home Assistant's discovery, simulated: documents, states and commands, by the words of its documentation.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "unit/demo/fl-board-rig.h"

static const BoardWord switch_words[] = {
  { "homeassistant/switch/coffee/config", "{\"name\":\"Coffee Machine\",*\"command_topic\":\"coffee/switch/set\",*", TRUE },
  { "coffee/status", "online", TRUE },
  { "coffee/switch", "OFF", TRUE },
};

static const BoardCommand switch_commands[] = {
  { "coffee/switch/set", "ON", TRUE, "coffee/switch", "ON" },
  { "coffee/switch/set", "on", FALSE, NULL, NULL },
  { "coffee/switch/set", "TOGGLE", FALSE, NULL, NULL },
  { "homeassistant/status", "online", TRUE, "homeassistant/switch/coffee/config", "{*" },
  { "homeassistant/status", "offline", TRUE, NULL, NULL },
};

static const BoardWord light_words[] = {
  { "homeassistant/light/reading/config", "{\"~\":\"reading/light\",*\"bri_cmd_t\":\"~/brightness/set\",*", TRUE },
  { "reading/light", "OFF", TRUE },
  { "reading/light/brightness", "180", TRUE },
  { "reading/light/rgb", "255,160,64", TRUE },
};

static const BoardCommand light_commands[] = {
  { "reading/light/set", "ON", TRUE, "reading/light", "ON" },
  { "reading/light/brightness/set", "99", TRUE, "reading/light/brightness", "99" },
  { "reading/light/rgb/set", "1,2,3", TRUE, "reading/light/rgb", "1,2,3" },
  { "reading/light/brightness/set", "0", TRUE, "reading/light", "OFF" },
  { "reading/light/rgb/set", "#010203", FALSE, NULL, NULL },
};

static const BoardWord json_words[] = {
  { "homeassistant/light/ceiling/light/config", "{\"schema\":\"json\",*\"sup_clrm\":[\"rgb\"],\"avty\":[{\"topic\":\"ceiling/status\"}],*", TRUE },
  { "ceiling/light", "{\"color_mode\":\"rgb\",\"state\":\"OFF\",\"brightness\":180,*", TRUE },
};

static const BoardCommand json_commands[] = {
  { "ceiling/light/set", "{\"state\":\"ON\",\"brightness\":12}", TRUE, "ceiling/light", "*\"state\":\"ON\",\"brightness\":12,*" },
  { "ceiling/light/set", "ON", FALSE, NULL, NULL },
};

static const BoardWord sensor_words[] = {
  { "homeassistant/sensor/balcony/temperature/config", "*\"dev_cla\":\"temperature\",\"val_tpl\":\"{{ value_json.temperature }}\",*", TRUE },
  { "homeassistant/sensor/balcony/humidity/config", "*{{ value_json['humidity'] }}*", TRUE },
  { "homeassistant/binary_sensor/balcony/door/config", "*\"pl_on\":\"open\",\"pl_off\":\"closed\",*", TRUE },
  { "balcony/climate", "{\"temperature\":14.2,\"humidity\":63}", TRUE },
  { "balcony/door", "closed", TRUE },
};

static const BoardCommand sensor_commands[] = {
  { "homeassistant/status", "online", TRUE, "balcony/status", "online" },
  { "balcony/door/set", "open", FALSE, NULL, NULL },
};

static const BoardWord device_words[] = {
  { "homeassistant/device/aquarium/config", "{\"dev\":{*\"o\":{\"name\":*\"cmps\":{\"pump\":{\"p\":\"switch\",*\"water\":{\"p\":\"sensor\",*", TRUE },
  { "aquarium/pump", "OFF", TRUE },
  { "aquarium/water", "25.1", TRUE },
};

static const BoardCommand device_commands[] = {
  { "aquarium/pump/set", "ON", TRUE, "aquarium/pump", "ON" },
};

static void
test_switch (void)
{
  BoardRig rig;

  board_rig_start (&rig, FL_FAKE_DEVICE_HA_SWITCH);
  board_rig_expect (&rig, switch_words, G_N_ELEMENTS (switch_words));
  board_rig_command (&rig, switch_commands, G_N_ELEMENTS (switch_commands));
  board_rig_end (&rig);
}

static void
test_light (void)
{
  BoardRig rig;

  board_rig_start (&rig, FL_FAKE_DEVICE_HA_LIGHT);
  board_rig_expect (&rig, light_words, G_N_ELEMENTS (light_words));
  board_rig_command (&rig, light_commands, G_N_ELEMENTS (light_commands));
  board_rig_end (&rig);
}

static void
test_json (void)
{
  BoardRig rig;

  board_rig_start (&rig, FL_FAKE_DEVICE_HA_LIGHT_JSON);
  board_rig_expect (&rig, json_words, G_N_ELEMENTS (json_words));
  board_rig_command (&rig, json_commands, G_N_ELEMENTS (json_commands));
  board_rig_end (&rig);
}

static void
test_sensor (void)
{
  BoardRig rig;

  board_rig_start (&rig, FL_FAKE_DEVICE_HA_SENSOR);
  board_rig_expect (&rig, sensor_words, G_N_ELEMENTS (sensor_words));
  board_rig_command (&rig, sensor_commands, G_N_ELEMENTS (sensor_commands));
  board_rig_end (&rig);
}

static void
test_device (void)
{
  BoardRig rig;

  board_rig_start (&rig, FL_FAKE_DEVICE_HA_DEVICE);
  board_rig_expect (&rig, device_words, G_N_ELEMENTS (device_words));
  board_rig_command (&rig, device_commands, G_N_ELEMENTS (device_commands));
  board_rig_end (&rig);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/demo/fake-home-assistant/switch", test_switch);
  g_test_add_func ("/demo/fake-home-assistant/light", test_light);
  g_test_add_func ("/demo/fake-home-assistant/json", test_json);
  g_test_add_func ("/demo/fake-home-assistant/sensor", test_sensor);
  g_test_add_func ("/demo/fake-home-assistant/device", test_device);
  return g_test_run ();
}
