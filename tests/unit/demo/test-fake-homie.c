/* Homie, simulated: its attributes, descriptions and targets, by the words of the convention.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "unit/demo/fl-board-rig.h"

static const BoardWord four_words[] = {
  { "homie/heating/$homie", "4.0.0", TRUE },
  { "homie/heating/$name", "Heating Pump", TRUE },
  { "homie/heating/$state", "ready", TRUE },
  { "homie/heating/$nodes", "relay,climate", TRUE },
  { "homie/heating/relay/$properties", "power", TRUE },
  { "homie/heating/relay/power/$settable", "true", TRUE },
  { "homie/heating/relay/power/$datatype", "boolean", TRUE },
  { "homie/heating/relay/power", "false", TRUE },
  { "homie/heating/climate/temperature", "48.2", TRUE },
};

static const BoardCommand four_commands[] = {
  { "homie/heating/relay/power/set", "true", TRUE, "homie/heating/relay/power", "true" },
  { "homie/heating/relay/power/set", "TRUE", FALSE, NULL, NULL },
  { "homie/heating/climate/temperature/set", "20", FALSE, NULL, NULL },
};

static const BoardWord five_words[] = {
  { "homie/5/fridge/$state", "ready", TRUE },
  { "homie/5/fridge/$description", "{\"homie\":\"5.0\",\"version\":*\"name\":\"Garage Fridge\",\"nodes\":{*\"settable\":true*", TRUE },
  { "homie/5/fridge/relay/power", "false", TRUE },
  { "homie/5/fridge/climate/temperature", "6.8", TRUE },
};

static const BoardCommand five_commands[] = {
  { "homie/5/fridge/relay/power/set", "true", TRUE, "homie/5/fridge/relay/power", "true" },
  { "homie/5/fridge/relay/power/set", "false", TRUE, "homie/5/fridge/relay/power/$target", "false" },
  { "homie/5/fridge/relay/power/set", "on", FALSE, NULL, NULL },
};

/* It accepts, and then is something else: the target says what was accepted, the value what is. */
static void
test_target (void)
{
  static const BoardWord contradicted[] = {
    { "homie/5/fridge/relay/power/$target", "true", TRUE },
    { "homie/5/fridge/relay/power", "false", TRUE },
  };
  static const BoardWord nothing[] = {
    { "homie/5/fridge/relay/power/$target", NULL, FALSE },
    { "homie/5/fridge/relay/power", NULL, FALSE },
  };
  BoardRig rig;

  board_rig_start (&rig, FL_FAKE_DEVICE_HOMIE5);
  rig.settings->fault = FL_FAKE_DEVICE_FAULT_CONTRADICT;
  board_rig_tell (&rig, "homie/5/fridge/relay/power/set", "true");
  board_rig_expect (&rig, contradicted, G_N_ELEMENTS (contradicted));
  rig.settings->fault = FL_FAKE_DEVICE_FAULT_MUTE;
  board_rig_tell (&rig, "homie/5/fridge/relay/power/set", "true");
  board_rig_expect (&rig, nothing, G_N_ELEMENTS (nothing));
  board_rig_end (&rig);
}

static void
test_four (void)
{
  BoardRig rig;

  board_rig_start (&rig, FL_FAKE_DEVICE_HOMIE4);
  board_rig_expect (&rig, four_words, G_N_ELEMENTS (four_words));
  board_rig_command (&rig, four_commands, G_N_ELEMENTS (four_commands));
  board_rig_end (&rig);
}

static void
test_five (void)
{
  BoardRig rig;

  board_rig_start (&rig, FL_FAKE_DEVICE_HOMIE5);
  board_rig_expect (&rig, five_words, G_N_ELEMENTS (five_words));
  board_rig_command (&rig, five_commands, G_N_ELEMENTS (five_commands));
  board_rig_end (&rig);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/demo/fake-homie/four", test_four);
  g_test_add_func ("/demo/fake-homie/five", test_five);
  g_test_add_func ("/demo/fake-homie/target", test_target);
  return g_test_run ();
}
