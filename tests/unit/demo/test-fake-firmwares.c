/* Every kind of simulated device that is no sketch has a firmware, with all a firmware needs.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include <string.h>

#include "unit/demo/fl-board-rig.h"

static void
test_all (void)
{
  for (FlFakeDeviceKind kind = FL_FAKE_DEVICE_KITCHEN; kind < FL_FAKE_DEVICE_N_KINDS; kind++)
    {
      const FlFakeFirmware *firmware = fl_fake_firmware_of_kind (kind);

      g_assert_cmpint (firmware == NULL, ==, kind <= FL_FAKE_DEVICE_SKETCH);
      if (firmware == NULL)
        continue;
      g_assert_nonnull (firmware->offline);
      g_assert_nonnull (firmware->obey);
      g_assert_true (firmware->n_outputs == 0 || firmware->report != NULL);
    }
}

/* Two devices never speak on the same topic, but for those that are for all of a firmware. */
static void
test_own_topics (void)
{
  g_autoptr(GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (FlFakeDeviceKind kind = FL_FAKE_DEVICE_SKETCH + 1; kind < FL_FAKE_DEVICE_N_KINDS; kind++)
    {
      BoardRig rig;
      g_autofree char *topics = NULL;
      g_auto(GStrv) lines = NULL;

      board_rig_start (&rig, kind);
      topics = board_rig_topics (&rig);
      lines = g_strsplit (topics, "\n", -1);
      g_assert_cmpuint (g_strv_length (lines), >, 0);
      for (guint i = 0; lines[i] != NULL; i++)
        g_assert_true (g_hash_table_add (seen, g_strdup (lines[i])));
      board_rig_end (&rig);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/demo/fake-firmwares/all", test_all);
  g_test_add_func ("/demo/fake-firmwares/own-topics", test_own_topics);
  return g_test_run ();
}
