/* WLED, simulated: its topics and what it takes for on and off, by the words of its source.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "unit/demo/fl-board-rig.h"

static const BoardWord wled_words[] = {
  { "wled/8a3f0c/status", "online", TRUE },
  { "wled/8a3f0c/g", "0", TRUE },
  { "wled/8a3f0c/c", "#FFA040", TRUE },
  { "wled/8a3f0c/v", "<?xml version=\"1.0\" ?><vs><ac>0</ac><cl>255</cl><cl>160</cl><cl>64</cl>*<ds>Shelf Strip</ds>*", TRUE },
};

static const BoardCommand wled_commands[] = {
  { "wled/8a3f0c", "ON", TRUE, "wled/8a3f0c/g", "180" },
  { "wled/8a3f0c", "OFF", TRUE, "wled/8a3f0c/g", "0" },
  { "wled/8a3f0c", "T", TRUE, "wled/8a3f0c/g", "180" },
  { "wled/8a3f0c", "64", TRUE, "wled/8a3f0c/g", "64" },
  { "wled/8a3f0c", "0", TRUE, "wled/8a3f0c/g", "0" },
  { "wled/8a3f0c", "not on", TRUE, "wled/8a3f0c/g", "64" },
  { "wled/all", "OFF", TRUE, "wled/8a3f0c/g", "0" },
  { "wled/8a3f0c/col", "#00FF7F", TRUE, "wled/8a3f0c/c", "#00FF7F" },
  { "wled/8a3f0c/api", "{\"on\":true}", TRUE, "wled/8a3f0c/g", "64" },
  { "wled/8a3f0c/api", "{\"on\":\"t\"}", TRUE, "wled/8a3f0c/g", "0" },
  { "wled/8a3f0c/api", "{\"v\":true}", TRUE, "wled/8a3f0c/g", "0" },
  { "wled/8a3f0c/col", "blue", FALSE, NULL, NULL },
  { "wled/8a3f0c/api", "T=2", FALSE, NULL, NULL },
};

static void
test_wled (void)
{
  BoardRig rig;

  board_rig_start (&rig, FL_FAKE_DEVICE_WLED);
  board_rig_expect (&rig, wled_words, G_N_ELEMENTS (wled_words));
  board_rig_command (&rig, wled_commands, G_N_ELEMENTS (wled_commands));
  board_rig_end (&rig);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/demo/fake-wled/wled", test_wled);
  return g_test_run ();
}
