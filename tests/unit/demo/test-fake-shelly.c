/* Shelly's devices, simulated: their topics and answers, by the words of their documentation.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "unit/demo/fl-board-rig.h"

static const BoardWord first_words[] = {
  { "shellies/shelly1pm-B1C2D3/online", "true", TRUE },
  { "shellies/announce", "{\"id\":\"shelly1pm-B1C2D3\",\"model\":\"SHSW-PM\",*", FALSE },
  { "shellies/shelly1pm-B1C2D3/relay/0", "off", TRUE },
  { "shellies/shelly1pm-B1C2D3/relay/0/power", "0.00", TRUE },
};

static const BoardCommand first_commands[] = {
  { "shellies/shelly1pm-B1C2D3/relay/0/command", "on", TRUE, "shellies/shelly1pm-B1C2D3/relay/0", "on" },
  { "shellies/shelly1pm-B1C2D3/relay/0/command", "toggle", TRUE, "shellies/shelly1pm-B1C2D3/relay/0", "off" },
  { "shellies/shelly1pm-B1C2D3/command", "update", TRUE, "shellies/shelly1pm-B1C2D3/relay/0", "off" },
  { "shellies/command", "announce", TRUE, "shellies/announce", "{*" },
  { "shellies/shelly1pm-B1C2D3/relay/0/command", "1", FALSE, NULL, NULL },
  { "shellies/command", "reboot", FALSE, NULL, NULL },
};

static const BoardWord second_words[] = {
  { "shellyplus1pm-a8032ab1c2d3/online", "true", TRUE },
  { "shellyplus1pm-a8032ab1c2d3/status/switch:0", "{\"id\":0,\"source\":\"MQTT\",\"output\":false,*", FALSE },
  { "shellyplus1pm-a8032ab1c2d3/events/rpc", "*\"method\":\"NotifyStatus\",*\"switch:0\":{*\"output\":false,*", FALSE },
};

static const BoardCommand second_commands[] = {
  { "shellyplus1pm-a8032ab1c2d3/command/switch:0", "on", TRUE, "shellyplus1pm-a8032ab1c2d3/status/switch:0", "*\"output\":true,*" },
  { "shellyplus1pm-a8032ab1c2d3/command/switch:0", "status_update", TRUE, "shellyplus1pm-a8032ab1c2d3/status/switch:0",
    "*\"output\":true,*" },
  { "shellyplus1pm-a8032ab1c2d3/rpc",
    "{\"id\":7,\"src\":\"me\",\"method\":\"Switch.Set\",\"params\":{\"id\":0,\"on\":false}}", TRUE, "me/rpc",
    "{\"id\":7,\"src\":\"shellyplus1pm-a8032ab1c2d3\",\"dst\":\"me\",\"result\":{\"was_on\":true}}" },
  { "shellyplus1pm-a8032ab1c2d3/rpc", "{\"id\":8,\"src\":\"me\",\"method\":\"Switch.GetStatus\",\"params\":{\"id\":0}}", TRUE,
    "me/rpc", "*\"result\":{\"id\":0,*\"output\":false,*" },
  { "shellyplus1pm-a8032ab1c2d3/rpc", "{\"id\":9,\"src\":\"me\",\"method\":\"Shelly.GetDeviceInfo\"}", TRUE, "me/rpc",
    "*\"result\":{\"name\":\"Washing Machine\",*\"gen\":2,*" },
  { "shellyplus1pm-a8032ab1c2d3/rpc", "{\"id\":9,\"src\":\"me\",\"method\":\"Shelly.Reboot\"}", FALSE, NULL, NULL },
  { "shellyplus1pm-a8032ab1c2d3/rpc", "on", FALSE, NULL, NULL },
  { "shellyplus1pm-a8032ab1c2d3/command/switch:0", "ON!", FALSE, NULL, NULL },
};

static void
test_first (void)
{
  BoardRig rig;

  board_rig_start (&rig, FL_FAKE_DEVICE_SHELLY1);
  board_rig_expect (&rig, first_words, G_N_ELEMENTS (first_words));
  board_rig_command (&rig, first_commands, G_N_ELEMENTS (first_commands));
  board_rig_end (&rig);
}

static void
test_second (void)
{
  BoardRig rig;

  board_rig_start (&rig, FL_FAKE_DEVICE_SHELLY_PLUS);
  board_rig_expect (&rig, second_words, G_N_ELEMENTS (second_words));
  board_rig_command (&rig, second_commands, G_N_ELEMENTS (second_commands));
  board_rig_end (&rig);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/demo/fake-shelly/first", test_first);
  g_test_add_func ("/demo/fake-shelly/second", test_second);
  return g_test_run ();
}
