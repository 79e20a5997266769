/* Tasmota, simulated: its topics, documents and answers, by the words of its documentation.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "unit/demo/fl-board-rig.h"

static const BoardWord plug_words[] = {
  { "tele/tasmota_1A2B3C/LWT", "Online", TRUE },
  { "stat/tasmota_1A2B3C/POWER", "OFF", FALSE },
  { "stat/tasmota_1A2B3C/RESULT", "{\"POWER\":\"OFF\"}", FALSE },
  { "tele/tasmota_1A2B3C/STATE", "{\"Time\":\"2021-02-28T23:38:38\",*\"POWER\":\"OFF\",*\"Wifi\":{*", FALSE },
  { "tele/tasmota_1A2B3C/SENSOR", "{\"Time\":\"2021-02-28T23:38:38\",\"ENERGY\":{*\"Power\":0,\"Voltage\":231}}", FALSE },
};

static const BoardCommand plug_commands[] = {
  { "cmnd/tasmota_1A2B3C/POWER", "ON", TRUE, "stat/tasmota_1A2B3C/RESULT", "{\"POWER\":\"ON\"}" },
  { "cmnd/tasmota_1A2B3C/POWER", "off", TRUE, "stat/tasmota_1A2B3C/POWER", "OFF" },
  { "cmnd/tasmota_1A2B3C/power", "1", TRUE, "stat/tasmota_1A2B3C/POWER", "ON" },
  { "cmnd/tasmota_1A2B3C/POWER", "TOGGLE", TRUE, "stat/tasmota_1A2B3C/POWER", "OFF" },
  { "cmnd/tasmota_1A2B3C/POWER", "true", TRUE, "stat/tasmota_1A2B3C/POWER", "ON" },
  { "cmnd/tasmota_1A2B3C/POWER", "", TRUE, "stat/tasmota_1A2B3C/POWER", "ON" },
  { "cmnd/tasmota_1A2B3C/POWER1", "2", TRUE, "stat/tasmota_1A2B3C/POWER", "OFF" },
  { "cmnd/tasmotas/POWER", "?", TRUE, "stat/tasmota_1A2B3C/POWER", "OFF" },
  { "cmnd/tasmota_1A2B3C/STATE", "", TRUE, "tele/tasmota_1A2B3C/STATE", "*\"POWER\":\"OFF\"*" },
  { "cmnd/tasmota_1A2B3C/POWER2", "ON", FALSE, NULL, NULL },
  { "cmnd/tasmota_1A2B3C/POWER", "perhaps", FALSE, NULL, NULL },
  { "cmnd/tasmota_1A2B3C/Dimmer", "50", FALSE, NULL, NULL },
};

static const BoardWord two_words[] = {
  { "stat/tasmota_4D5E6F/POWER", NULL, FALSE },
  { "stat/tasmota_4D5E6F/POWER1", "OFF", FALSE },
  { "stat/tasmota_4D5E6F/POWER2", "OFF", FALSE },
  { "tele/tasmota_4D5E6F/STATE", "*\"POWER1\":\"OFF\",\"POWER2\":\"OFF\",*", FALSE },
  { "tele/tasmota_4D5E6F/SENSOR", "*\"DS18B20\":{*\"Temperature\":19.6},\"TempUnit\":\"C\"}", FALSE },
};

static const BoardCommand two_commands[] = {
  { "cmnd/tasmota_4D5E6F/POWER2", "ON", TRUE, "stat/tasmota_4D5E6F/RESULT", "{\"POWER2\":\"ON\"}" },
  { "cmnd/tasmota_4D5E6F/POWER", "ON", TRUE, "stat/tasmota_4D5E6F/POWER1", "ON" },
  { "cmnd/tasmota_4D5E6F/POWER3", "ON", FALSE, NULL, NULL },
};

static const BoardWord light_words[] = {
  { "stat/tasmota_7A8B9C/RESULT", "{\"POWER\":\"OFF\",\"Dimmer\":71,\"Color\":\"B4702D\",\"Channel\":[71,44,18]}", FALSE },
};

static const BoardCommand light_commands[] = {
  { "cmnd/tasmota_7A8B9C/Color", "#FF0000", TRUE, "stat/tasmota_7A8B9C/RESULT",
    "{\"POWER\":\"ON\",\"Dimmer\":100,\"Color\":\"FF0000\",\"Channel\":[100,0,0]}" },
  { "cmnd/tasmota_7A8B9C/Dimmer", "50", TRUE, "stat/tasmota_7A8B9C/RESULT", "{\"POWER\":\"ON\",\"Dimmer\":50,\"Color\":\"7F0000\",*" },
  { "cmnd/tasmota_7A8B9C/Color", "0,0,255", TRUE, "stat/tasmota_7A8B9C/RESULT", "*\"Color\":\"0000FF\",*" },
  { "cmnd/tasmota_7A8B9C/POWER", "OFF", TRUE, "stat/tasmota_7A8B9C/RESULT", "{\"POWER\":\"OFF\",*" },
  { "cmnd/tasmota_7A8B9C/Color", "blue", FALSE, NULL, NULL },
};

/* The document is what xdrv_12_discovery.ino writes. */
static void
test_document (void)
{
  BoardRig rig;
  g_autofree char *mac = NULL;
  g_autofree char *config_topic = NULL;
  g_autofree char *sensors_topic = NULL;

  board_rig_start (&rig, FL_FAKE_DEVICE_TASMOTA_TWO);
  mac = fl_fake_board_dup_mac (rig.board);
  config_topic = g_strdup_printf ("tasmota/discovery/%s/config", mac);
  sensors_topic = g_strdup_printf ("tasmota/discovery/%s/sensors", mac);
  {
    const BoardWord words[] = {
      { config_topic, "{\"ip\":*\"dn\":\"Workbench\",\"fn\":[\"Workbench 1\",\"Workbench 2\",null,*\"ofln\":\"Offline\",\"onln\":\"Online\","
        "\"state\":[\"OFF\",\"ON\",\"TOGGLE\",\"HOLD\"],*\"t\":\"tasmota_4D5E6F\",\"ft\":\"%prefix%/%topic%/\","
        "\"tp\":[\"cmnd\",\"stat\",\"tele\"],\"rl\":[1,1,0,0,0,0,0,0],*\"ver\":1}", TRUE },
      { sensors_topic, "{\"sn\":{*\"DS18B20\":*},\"ver\":1}", TRUE },
    };

    board_rig_expect (&rig, words, G_N_ELEMENTS (words));
  }
  board_rig_end (&rig);
}

static void
test_plug (void)
{
  BoardRig rig;

  board_rig_start (&rig, FL_FAKE_DEVICE_TASMOTA);
  board_rig_expect (&rig, plug_words, G_N_ELEMENTS (plug_words));
  board_rig_command (&rig, plug_commands, G_N_ELEMENTS (plug_commands));
  board_rig_end (&rig);
}

static void
test_two (void)
{
  BoardRig rig;

  board_rig_start (&rig, FL_FAKE_DEVICE_TASMOTA_TWO);
  board_rig_expect (&rig, two_words, G_N_ELEMENTS (two_words));
  board_rig_command (&rig, two_commands, G_N_ELEMENTS (two_commands));
  board_rig_end (&rig);
}

static void
test_light (void)
{
  BoardRig rig;

  board_rig_start (&rig, FL_FAKE_DEVICE_TASMOTA_LIGHT);
  board_rig_expect (&rig, light_words, G_N_ELEMENTS (light_words));
  board_rig_command (&rig, light_commands, G_N_ELEMENTS (light_commands));
  board_rig_end (&rig);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/demo/fake-tasmota/plug", test_plug);
  g_test_add_func ("/demo/fake-tasmota/two", test_two);
  g_test_add_func ("/demo/fake-tasmota/light", test_light);
  g_test_add_func ("/demo/fake-tasmota/document", test_document);
  return g_test_run ();
}
